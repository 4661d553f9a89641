"""The sheet that corrects a headline proposes the reason, where that follows from what is typed."""

from typing import Any

from tests.factories import make_member, make_post, make_subwiki
from tests.screens import fire, screen
from wtsocial import db
from wtsocial.accounts.views import Viewer
from wtsocial.models import PublisherHeadline, now
from wtsocial.moderation.decisions import decide
from wtsocial.pages.post.state import CorrectState


def _correction(post_id: int, headline: str) -> dict[str, Any]:
    return {"post_id": post_id, "headline": headline, "reason": "", "source": "https://council.example/1", "note": "", "based_on": "1"}


async def _post(**wanted: Any) -> tuple[Viewer, int]:
    author = await make_member("author")
    return author, await make_post(author, await make_subwiki(), headline="The council postponned the vote", **wanted)


async def _proposed(state: CorrectState, post_id: int, headline: str) -> dict[str, str]:
    await fire(state, "keep", _correction(post_id, headline))
    return state.offer


async def test_the_reason_is_proposed_where_it_follows_from_what_is_typed() -> None:
    author, post_id = await _post(worded_by="member")
    async with db.transaction() as change:
        change.session.add(PublisherHeadline(post_id=post_id, headline="Council: no vote before May", seen_at=now(), digest=""))
    sheet = await screen(CorrectState, author, path=f"/post/{post_id}")
    assert await _proposed(sheet, post_id, "The council postponed the vote") == {"reason": "spelling"}
    assert await _proposed(sheet, post_id, "council – no vote before May!") == {"reason": "retold"}
    assert await _proposed(sheet, post_id, "The council held the vote") == {"reason": ""}
    assert await _proposed(sheet, post_id, "The council postponned the vote") == {"reason": ""}
    assert await _proposed(sheet, post_id, "") == {"reason": ""}


async def test_whoever_sends_no_reason_finds_it_proposed() -> None:
    author, post_id = await _post()
    sheet = await screen(CorrectState, author, path=f"/post/{post_id}")
    await fire(sheet, "correct", _correction(post_id, "The council postponed the vote"))
    assert (sheet.errors["reason"]["key"], sheet.offer) == ("error.required", {"reason": "spelling"})


async def test_nothing_is_proposed_of_a_post_that_one_may_not_see() -> None:
    _, post_id = await _post()
    root = await make_member("root", admin=True)
    await decide(root, subject_kind="post", subject_id=post_id, action="hide", reason="Not here.")
    sheet = await screen(CorrectState, await make_member("ben"), path=f"/post/{post_id}")
    assert await _proposed(sheet, post_id, "The council postponed the vote") == {}
