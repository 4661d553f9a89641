"""A request that is sent twice is acted on once, and what belongs to it commits with it or not at all."""

import asyncio
from datetime import timedelta

import pytest
from sqlmodel import col, func, select, update

from tests.factories import make_member, make_post, make_subwiki
from wtsocial import db
from wtsocial.accounts.idempotency import RepeatedRequest, acting_once, forget_idempotency_keys, token_for
from wtsocial.accounts.views import Viewer
from wtsocial.core.errors import Invalid
from wtsocial.models import Comment, IdempotencyKey, now
from wtsocial.posts import comments, drafts
from wtsocial.posts import queries as posts

KEY = "0123456789abcdef0123456789abcdef"


async def _comment(viewer: Viewer, post_id: int, text: str = "Why?", key: object = KEY) -> int:
    with acting_once(viewer, key, drafts.deletion(viewer, "comment:1")):
        return await comments.add_comment(viewer, post_id=post_id, text=text)


async def _scene() -> tuple[Viewer, int]:
    """A member, and a post of theirs."""
    ana = await make_member("ana")
    return ana, await make_post(ana, await make_subwiki())


async def _count(model: type[Comment | IdempotencyKey] = Comment) -> int:
    async with db.reading() as session:
        return (await session.exec(select(func.count()).select_from(model))).one()


async def test_the_same_request_is_acted_on_once_and_says_what_it_was_answered() -> None:
    ana, post_id = await _scene()
    first = await _comment(ana, post_id)
    with pytest.raises(RepeatedRequest) as repeated:
        await _comment(ana, post_id)
    assert (repeated.value.answer, await _count()) == (first, 1)


async def test_ten_of_the_same_at_the_same_moment_have_one_effect() -> None:
    ana, post_id = await _scene()
    answers = await asyncio.gather(*(_comment(ana, post_id) for _ in range(10)), return_exceptions=True)
    [made] = [answer for answer in answers if isinstance(answer, int)]
    assert [answer.answer for answer in answers if isinstance(answer, RepeatedRequest)] == [made] * 9
    assert await _count() == 1


async def test_another_key_another_member_and_no_key_are_other_requests() -> None:
    (ana, post_id), ben = await _scene(), await make_member("ben")
    for viewer, key in ((ana, KEY), (ana, KEY[::-1]), (ben, KEY), (ana, ""), (ana, ""), (ana, None), (ana, "short"), (ana, {"a": 1})):
        await _comment(viewer, post_id, key=key)
    assert (await _count(), await _count(IdempotencyKey)) == (8, 3)


async def test_what_was_refused_may_be_tried_again_with_the_same_key_and_keeps_its_draft() -> None:
    ana, post_id = await _scene()
    await drafts.keep_draft(ana, place="comment:1", fields={"text": "Why?"})
    for _ in range(2):
        with pytest.raises(Invalid):
            await _comment(ana, post_id, text=" ")
    assert await posts.draft(ana, "comment:1") == {"text": "Why?"}
    await _comment(ana, post_id)
    assert (await posts.draft(ana, "comment:1"), await _count()) == ({}, 1)


async def test_a_step_belongs_to_the_next_transaction_alone() -> None:
    ana, post_id = await _scene()
    with acting_once(ana, KEY):
        for _ in range(2):
            await comments.add_comment(ana, post_id=post_id, text="Twice, and meant so")
    assert (await _count(), await _count(IdempotencyKey)) == (2, 1)


async def test_a_key_is_forgotten_after_a_day() -> None:
    ana, post_id = await _scene()
    await _comment(ana, post_id)
    await _comment(ana, post_id, key=KEY[::-1])
    assert await forget_idempotency_keys() == 0
    async with db.transaction() as change:
        one = select(col(IdempotencyKey.digest)).limit(1).scalar_subquery()
        await change.session.exec(
            update(IdempotencyKey).where(col(IdempotencyKey.digest) == one).values(at=now() - timedelta(days=1, minutes=1))
        )
    assert (await forget_idempotency_keys(), await _count(IdempotencyKey)) == (1, 1)


def test_a_token_is_the_same_for_a_request_that_is_sent_again_and_for_no_other() -> None:
    ana = Viewer(id=1)
    tokens = [token_for(ana, KEY), token_for(ana, KEY[::-1]), token_for(Viewer(id=2), KEY), token_for(ana, ""), token_for(ana, "")]
    assert token_for(ana, KEY) == tokens[0]
    assert len(set(tokens)) == 5
    assert {len(token) for token in tokens} == {43}
