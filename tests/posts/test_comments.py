"""Comments: who may answer what, who hears of it, and what everybody sees."""

import asyncio
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest

from tests.factories import join, make_comment, make_member, make_post, make_subwiki
from wtsocial.accounts.views import Viewer
from wtsocial.core.errors import EditConflict, Invalid, LoginNeeded, NotAllowed, NotFound, TooMany
from wtsocial.core.paths import comment_path
from wtsocial.moderation.decisions import decide
from wtsocial.moderation.erasure import erase_revision
from wtsocial.notifications import queries as notifications
from wtsocial.posts import queries as posts
from wtsocial.posts import threads
from wtsocial.posts.comments import add_comment, edit_comment
from wtsocial.text import limits

Announcements = list[tuple[tuple[str, ...], dict[str, Any]]]
Counting = Callable[[], AbstractContextManager[list[str]]]


async def _posted(*, hidden: bool = False) -> tuple[Viewer, Viewer, int]:
    """The author, somebody else, and the post."""
    place = await make_subwiki()
    ana = await join(await make_member("ana"), place)
    return ana, await make_member("ben"), await make_post(ana, place, headline="Ice", hidden=hidden)


async def _kinds(member: Viewer) -> list[str]:
    return [notice.kind for notice in await notifications.inbox(member)]


async def test_a_comment_stands_under_its_post_and_is_announced(announcements: Announcements) -> None:
    ana, ben, post_id = await _posted()
    number = await add_comment(ben, post_id=post_id, text="I *doubt* it")
    (shown,) = await threads.of_post(ana, post_id)
    assert (shown.id, shown.author, shown.depth, shown.parent_id) == (number, "ben", 0, 0)
    assert "<em>doubt</em>" in shown.html
    assert (await posts.one(ana, post_id)).comments == 1
    (rooms, message), (_, patch), _ = announcements
    assert rooms == (f"post:{post_id}",)
    assert (message["kind"], message["post_id"]) == ("comment", post_id)
    assert message["comment"]["html"] == shown.html
    assert not any(message["comment"][name] for name in ("own", "may_reply", "may_flag", "may_moderate", "hidden"))
    assert patch == {"kind": "post", "id": post_id, "stamp": 2, "comments": 1}


async def test_the_author_and_the_one_who_is_answered_get_one_notice_each() -> None:
    ana, ben, post_id = await _posted()
    cem = await make_member("cem")
    first = await add_comment(ben, post_id=post_id, text="First")
    await add_comment(cem, post_id=post_id, text="Answer", parent_id=first)
    assert await _kinds(ana) == ["comment", "comment"]
    assert await _kinds(ben) == ["reply"]
    newest = (await notifications.inbox(ben))[0]
    assert (newest.params, newest.path) == ({"by": "cem", "headline": "Ice"}, comment_path(post_id, first + 1))
    assert await _kinds(cem) == []


async def test_nobody_gets_a_notice_of_their_own_comment_nor_two_of_one() -> None:
    ana, ben, post_id = await _posted()
    own = await add_comment(ana, post_id=post_id, text="Mine")
    await add_comment(ana, post_id=post_id, text="Mine again", parent_id=own)
    assert await _kinds(ana) == []
    await add_comment(ben, post_id=post_id, text="Yours", parent_id=own)
    assert await _kinds(ana) == ["reply"]


async def test_the_thread_is_read_depth_first_and_oldest_first() -> None:
    ana, ben, post_id = await _posted()
    one = await add_comment(ben, post_id=post_id, text="1")
    two = await add_comment(ben, post_id=post_id, text="2")
    below = await add_comment(ana, post_id=post_id, text="1.1", parent_id=one)
    beside = await add_comment(ana, post_id=post_id, text="1.2", parent_id=one)
    deeper = await add_comment(ben, post_id=post_id, text="1.1.1", parent_id=below)
    thread = [(view.id, view.depth) for view in await threads.of_post(ana, post_id)]
    assert thread == [(one, 0), (below, 1), (deeper, 2), (beside, 1), (two, 0)]


async def test_what_stands_very_deep_is_shown_at_the_sixth_step(announcements: Announcements) -> None:
    ana, _, post_id = await _posted()
    parent = None
    for number in range(9):
        parent = await add_comment(ana, post_id=post_id, text=str(number), parent_id=parent)
    depths = [0, 1, 2, 3, 4, 5, 6, 6, 6]
    assert [view.depth for view in await threads.of_post(ana, post_id)] == depths
    assert [message["comment"]["depth"] for _, message in announcements if message["kind"] == "comment"] == depths


async def test_what_is_missing_elsewhere_or_hidden_cannot_be_answered() -> None:
    ana, ben, post_id = await _posted()
    elsewhere = await make_comment(ben, await make_post(ana, (await posts.one(ana, post_id)).subwiki_id))
    hidden = await make_comment(ben, post_id)
    await decide(await make_member("admin", admin=True), subject_kind="comment", subject_id=hidden, action="hide", reason="Spam")
    for parent in (elsewhere, hidden, 2**31 - 1):
        with pytest.raises(NotFound, match=r"comment\.parent"):
            await add_comment(ben, post_id=post_id, text="Answer", parent_id=parent)


async def test_who_may_not_comment_is_refused() -> None:
    _, ben, post_id = await _posted()
    with pytest.raises(LoginNeeded):
        await add_comment(Viewer(), post_id=post_id, text="Hello")
    with pytest.raises(NotAllowed, match="error.suspended"):
        await add_comment(await make_member("sam", state="suspended"), post_id=post_id, text="Hello")
    with pytest.raises(NotFound):
        await add_comment(ben, post_id=2**31 - 1, text="Hello")
    for text in ("", " \n", "x" * (limits.COMMENT_TEXT + 1)):
        with pytest.raises(Invalid) as refused:
            await add_comment(ben, post_id=post_id, text=text)
        assert refused.value.field == "text"
    assert await threads.of_post(ben, post_id) == []


async def test_a_hidden_post_takes_no_comments_and_shows_none() -> None:
    ana, ben, post_id = await _posted(hidden=True)
    with pytest.raises(NotFound):
        await add_comment(ben, post_id=post_id, text="Hello")
    with pytest.raises(NotFound):
        await threads.of_post(ben, post_id)
    with pytest.raises(NotAllowed):
        await add_comment(ana, post_id=post_id, text="Hello")


async def test_there_is_a_limit_of_comments_in_an_hour(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "COMMENTS_PER_HOUR", 1)
    _, ben, post_id = await _posted()
    await add_comment(ben, post_id=post_id, text="One")
    with pytest.raises(TooMany):
        await add_comment(ben, post_id=post_id, text="Two")


async def test_the_counter_is_right_after_many_commented_at_once() -> None:
    ana, _, post_id = await _posted()
    crowd = [await make_member(f"crowd{number}") for number in range(5)]
    await asyncio.gather(*(add_comment(member, post_id=post_id, text="Me too") for member in crowd * 2))
    assert (await posts.one(ana, post_id)).comments == len(await threads.of_post(ana, post_id)) == 10


async def test_a_thread_is_two_statements_however_long_it_is(count_statements: Counting) -> None:
    ana, ben, post_id = await _posted()
    for length in (1, 5):
        for _ in range(length):
            await make_comment(ben, post_id)
        with count_statements() as sent:
            await threads.of_post(ana, post_id)
        assert len(sent) == 2


async def test_an_author_edits_their_comment_and_everybody_sees_it(announcements: Announcements) -> None:
    _, ben, post_id = await _posted()
    number = await make_comment(ben, post_id, text="I doubt it")
    assert (await threads.of_post(ben, post_id))[0].edited == 0
    assert await threads.edit_base(ben, number) == (post_id, "I doubt it", 1)
    announcements.clear()
    assert await edit_comment(ben, comment_id=number, text="I *believe* it", based_on=1) == 2
    (rooms, message) = announcements[0]
    assert (rooms, message["kind"], message["comment"]["revision"]) == ((f"post:{post_id}",), "comment", 2)
    assert message["comment"]["edited"] > 0
    assert not message["comment"]["may_edit"]
    (shown,) = await threads.of_post(ben, post_id)
    assert ("<em>believe</em>" in shown.html, shown.edited > 0, shown.may_edit, shown.revision) == (True, True, True, 2)


async def test_two_edits_of_one_comment_on_one_base_conflict() -> None:
    _, ben, post_id = await _posted()
    number = await make_comment(ben, post_id, text="I doubt it")
    await edit_comment(ben, comment_id=number, text="Here", based_on=1)
    with pytest.raises(EditConflict) as conflict:
        await edit_comment(ben, comment_id=number, text="There", based_on=1)
    assert (conflict.value.theirs, conflict.value.base_text) == ("Here", "I doubt it")
    with pytest.raises(Invalid, match="edit.unchanged"):
        await edit_comment(ben, comment_id=number, text="Here", based_on=2)


async def test_a_comment_is_edited_by_nobody_else_and_never_once_it_is_gone() -> None:
    ana, ben, post_id = await _posted()
    admin = await make_member("root", admin=True)
    number = await make_comment(ben, post_id, text="I doubt it")
    for person in (ana, admin):
        with pytest.raises(NotAllowed):
            await edit_comment(person, comment_id=number, text="Mine", based_on=1)
        with pytest.raises(NotAllowed):
            await threads.edit_base(person, number)
    with pytest.raises(LoginNeeded):
        await edit_comment(Viewer(), comment_id=number, text="Mine", based_on=1)
    with pytest.raises(NotFound):
        await edit_comment(ben, comment_id=10**6, text="Mine", based_on=1)
    with pytest.raises(Invalid):
        await edit_comment(ben, comment_id=number, text=" ", based_on=1)
    await erase_revision(admin, subject_kind="comment", subject_id=number, number=1, reason="An address")
    with pytest.raises(NotAllowed):
        await edit_comment(ben, comment_id=number, text="Again", based_on=1)
    second = await make_comment(ben, post_id)
    await decide(admin, subject_kind="comment", subject_id=second, action="hide", reason="Rude")
    with pytest.raises(NotAllowed):
        await edit_comment(ben, comment_id=second, text="Again", based_on=1)
    third = await make_comment(ben, post_id)
    await decide(admin, subject_kind="post", subject_id=post_id, action="hide", reason="Spam")
    with pytest.raises(NotFound):
        await edit_comment(ben, comment_id=third, text="Again", based_on=1)
