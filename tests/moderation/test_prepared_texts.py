"""Prepared texts: who keeps them, how many there are, where they can be chosen, and that the log says so."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest

from tests.factories import join, make_member, make_subwiki
from tests.moderation.conftest import World
from wtsocial.accounts.views import Viewer
from wtsocial.core.errors import Invalid, LoginNeeded, NotAllowed, NotFound, TooMany
from wtsocial.moderation import case_queries, claims, prepared_texts
from wtsocial.moderation.flags import flag
from wtsocial.moderation.queries import log
from wtsocial.moderation.queue import queue
from wtsocial.text import limits

Counting = Callable[[], AbstractContextManager[list[str]]]


async def add(by: Viewer, title: str = "Off topic", text: str = "This is about the weather.", subwiki: str = "climate") -> int:
    return await prepared_texts.add_text(by, title=title, text=text, subwiki=subwiki)


async def titles(viewer: Viewer, post_id: int) -> list[str]:
    return [one.title for one in await prepared_texts.texts_beside(viewer, post_id=post_id)]


async def test_moderators_keep_texts_of_their_subwiki_and_admins_those_of_the_site(world: World) -> None:
    chief = await make_member("chief", admin=True)
    await add(world.mo)
    await add(chief, "For all", "Be kind.", "")
    await make_subwiki("rivers")
    await add(chief, "Elsewhere", "Rivers alone.", "rivers")
    assert await titles(world.mo, world.post) == ["Off topic", "For all"]
    assert [one.text for one in await prepared_texts.prepared_texts(world.mo, subwiki="climate")] == ["This is about the weather."]
    assert [one.title for one in await prepared_texts.prepared_texts(chief)] == ["For all"]
    assert await titles(world.ben, world.post) == []
    await flag(world.ben, subject_kind="post", subject_id=world.post, reason="spam")
    (waiting,) = (await queue(world.mo)).cases
    await claims.claim_case(world.mo, case_id=waiting.id)
    assert [one.title for one in (await case_queries.case(world.mo, waiting.id)).texts] == ["Off topic", "For all"]


async def test_nobody_else_keeps_or_removes_them(world: World) -> None:
    other = await join(await make_member("other"), await make_subwiki("rivers"), role="moderator")
    kept = await add(world.mo)
    for by, refusal in ((Viewer(), LoginNeeded), (world.ben, NotAllowed), (other, NotAllowed)):
        with pytest.raises(refusal):
            await add(by)
        with pytest.raises(refusal):
            await prepared_texts.remove_text(by, text_id=kept)
        with pytest.raises(refusal):
            await prepared_texts.prepared_texts(by, subwiki="climate")
    with pytest.raises(NotAllowed):
        await add(world.mo, subwiki="")
    with pytest.raises(NotFound):
        await add(world.mo, subwiki="nowhere")
    for field, more in (("title", {"title": " "}), ("text", {"text": "x" * (limits.REASON + 1)})):
        with pytest.raises(Invalid) as refused:
            await add(world.mo, **more)
        assert refused.value.field == field
    assert await titles(world.mo, world.post) == ["Off topic"]


async def test_the_log_says_what_was_added_and_removed(world: World) -> None:
    kept = await add(world.mo)
    await prepared_texts.remove_text(world.mo, text_id=kept)
    with pytest.raises(NotFound):
        await prepared_texts.remove_text(world.mo, text_id=kept)
    removed, added = await log(subwiki="climate")
    assert [(one.action, one.detail, one.reason, one.actor) for one in (added, removed)] == [
        (action, "Off topic", "This is about the weather.", "mo") for action in ("add_text", "remove_text")
    ]
    assert await titles(world.mo, world.post) == []


async def test_twenty_fit_and_are_read_by_as_many_statements(world: World, count_statements: Counting) -> None:
    counts: list[int] = []
    for _ in range(2):
        with count_statements() as sent:
            await titles(world.mo, world.post)
        counts.append(len(sent))
        for number in range(10):
            await add(world.mo, f"Number {number}")
    with pytest.raises(TooMany) as refused:
        await add(world.mo, "One more")
    assert (refused.value.params["limit"], counts, len(await titles(world.mo, world.post))) == (20, [2, 2], 20)
