"""Corrections: a headline set right in front of everybody."""

import asyncio
from typing import Any

import pytest
from sqlmodel import select

from tests.factories import join, make_member, make_post, make_subwiki
from wtsocial import db
from wtsocial.accounts.views import Viewer
from wtsocial.core.errors import EditConflict, Invalid, LoginNeeded, NotAllowed, NotFound, Refusal, TooMany
from wtsocial.editing.actions.corrections import correct_headline
from wtsocial.editing.actions.edits import edit_text
from wtsocial.editing.actions.reverts import revert_post
from wtsocial.models import Notice, Post, Revision
from wtsocial.posts import queries as posts
from wtsocial.text import limits

Announcements = list[tuple[tuple[str, ...], dict[str, Any]]]
SOURCE = "https://example.org/source"


async def _posted(*, mode: str = "collaborative", headline: str = "All ice gone") -> tuple[Viewer, Viewer, int]:
    """The author, somebody else, and the post of the author."""
    place = await make_subwiki()
    ana = await join(await make_member("ana"), place)
    return ana, await make_member("ben"), await make_post(ana, place, headline=headline, text="Text", mode=mode)


async def test_a_correction_shows_the_new_headline_and_keeps_the_first(announcements: Announcements) -> None:
    ana, ben, post_id = await _posted()
    number = await correct_headline(ben, post_id=post_id, headline="Some ice gone", reason="exaggerated", source=SOURCE, based_on=1)
    post = await posts.one(ana, post_id)
    assert number == post.revision == post.stamp == 2
    assert (post.headline, post.first_headline, post.corrected, post.corrected_by) == ("Some ice gone", "All ice gone", True, "ben")
    assert (post.corrected_reason, post.corrected_source) == ("exaggerated", SOURCE)
    rooms, patch = announcements[0]
    assert rooms == ("all", f"subwiki:{post.subwiki_id}", f"person:{ana.id}", f"post:{post_id}")
    assert patch.pop("kind") == "post"
    assert {name: getattr(post, name) for name in patch} == patch
    assert {"id", "stamp", "headline", "corrected", "revision", "first_headline"} <= patch.keys()


async def test_the_author_is_told_and_nobody_else(announcements: Announcements) -> None:
    ana, ben, post_id = await _posted()
    await correct_headline(ben, post_id=post_id, headline="Some ice gone", reason="exaggerated", source=SOURCE, based_on=1)
    assert announcements[1] == ((f"member:{ana.id}",), {"kind": "notice", "unread": 1})
    async with db.reading() as session:
        notices = (await session.exec(select(Notice))).all()
    assert [(notice.member_id, notice.kind, notice.path) for notice in notices] == [(ana.id, "corrected", f"/post/{post_id}/history")]
    assert notices[0].params["by"] == "ben"
    await correct_headline(ana, post_id=post_id, headline="A little ice gone", reason="exaggerated", source=SOURCE, based_on=2)
    async with db.reading() as session:
        assert len((await session.exec(select(Notice))).all()) == 1


@pytest.mark.parametrize("source", ["", "  ", "javascript:alert(1)", "no link"])
async def test_a_correction_without_a_source_is_refused(source: str) -> None:
    _, ben, post_id = await _posted()
    with pytest.raises(Invalid) as refused:
        await correct_headline(ben, post_id=post_id, headline="Some ice gone", reason="false", source=source, based_on=1)
    assert refused.value.field == "source"
    assert not (await posts.one(ben, post_id)).corrected


async def test_a_spelling_mistake_needs_no_source() -> None:
    _, ben, post_id = await _posted()
    assert await correct_headline(ben, post_id=post_id, headline="All Ice Gone!", reason="spelling", source=" ", based_on=1) == 2
    with pytest.raises(Invalid):
        await correct_headline(ben, post_id=post_id, headline="All ice gone", reason="spelling", source="ftp://example.org", based_on=2)


async def test_what_changes_more_than_the_spelling_is_refused_as_spelling_and_taken_with_a_source() -> None:
    _, ben, post_id = await _posted(headline="Kittens rescued from flood")
    slogan = "Vote for the party of the flood"
    with pytest.raises(Invalid, match="correct.not_spelling") as refused:
        await correct_headline(ben, post_id=post_id, headline=slogan, reason="spelling", source="", based_on=1)
    assert (refused.value.field, (await posts.one(ben, post_id)).headline) == ("reason", "Kittens rescued from flood")
    assert await correct_headline(ben, post_id=post_id, headline=slogan, reason="false", source=SOURCE, based_on=1) == 2


async def test_step_by_step_spelling_makes_no_other_headline() -> None:
    _, ben, post_id = await _posted(headline="Zorbaqs win")
    await correct_headline(ben, post_id=post_id, headline="Zorrbaqs win", reason="spelling", source="", based_on=1)
    with pytest.raises(Invalid, match="correct.not_spelling"):
        await correct_headline(ben, post_id=post_id, headline="Zorrbasq win", reason="spelling", source="", based_on=2)
    assert (await posts.one(ben, post_id)).headline == "Zorrbaqs win"


async def test_going_back_to_a_spelling_from_another_headline_is_no_spelling() -> None:
    _, ben, post_id = await _posted(headline="Ice gone")
    await correct_headline(ben, post_id=post_id, headline="ICE GONE", reason="spelling", source="", based_on=1)
    await correct_headline(ben, post_id=post_id, headline="Little ice gone", reason="false", source=SOURCE, based_on=2)
    await revert_post(ben, post_id=post_id, number=2, reason="It was right", based_on=3)
    async with db.reading() as session:
        assert (await session.exec(select(Post.corrected_revision).where(Post.id == post_id))).one() == 4


async def test_the_same_headline_is_no_correction() -> None:
    _, ben, post_id = await _posted()
    with pytest.raises(Invalid, match="edit.unchanged") as refused:
        await correct_headline(ben, post_id=post_id, headline=" All  ice gone", reason="false", source=SOURCE, based_on=1)
    assert refused.value.field == "headline"


async def test_the_second_of_two_corrections_on_one_base_conflicts() -> None:
    ana, ben, post_id = await _posted()

    async def correct(by: Viewer, headline: str) -> int | Refusal:
        try:
            return await correct_headline(by, post_id=post_id, headline=headline, reason="false", source=SOURCE, based_on=1)
        except Refusal as refused:
            return refused

    results = await asyncio.gather(correct(ana, "Ana's"), correct(ben, "Ben's"))
    conflicts = [result for result in results if isinstance(result, EditConflict)]
    assert len(conflicts) == 1
    assert conflicts[0].field == "headline"
    assert conflicts[0].theirs == (await posts.one(ana, post_id)).headline
    assert conflicts[0].theirs_by == (await posts.one(ana, post_id)).corrected_by


async def test_a_correction_and_an_edit_of_the_text_on_one_base_both_stand() -> None:
    ana, ben, post_id = await _posted()
    await edit_text(ana, post_id=post_id, text="New text", based_on=1)
    assert await correct_headline(ben, post_id=post_id, headline="Some ice gone", reason="false", source=SOURCE, based_on=1) == 3
    assert await posts.edit_base(ana, post_id) == ("Some ice gone", "New text", 3)
    async with db.reading() as session:
        last = (await session.exec(select(Revision).where(Revision.post_id == post_id, Revision.number == 3))).one()
    assert (last.headline, last.text, last.change, last.reason, last.source) == ("Some ice gone", "New text", "headline", "false", SOURCE)


async def test_an_individual_post_is_corrected_by_its_author_alone() -> None:
    ana, ben, post_id = await _posted(mode="individual")
    with pytest.raises(NotAllowed):
        await correct_headline(ben, post_id=post_id, headline="Some ice gone", reason="false", source=SOURCE, based_on=1)
    assert await correct_headline(ana, post_id=post_id, headline="Some ice gone", reason="false", source=SOURCE, based_on=1) == 2


async def test_readers_and_suspended_members_correct_nothing() -> None:
    _, _, post_id = await _posted()
    with pytest.raises(LoginNeeded):
        await correct_headline(Viewer(), post_id=post_id, headline="X", reason="false", source=SOURCE, based_on=1)
    suspended = await make_member("sam", state="suspended")
    with pytest.raises(NotAllowed, match="error.suspended"):
        await correct_headline(suspended, post_id=post_id, headline="X", reason="false", source=SOURCE, based_on=1)
    with pytest.raises(NotFound):
        await correct_headline(suspended, post_id=2**31 - 1, headline="X", reason="false", source=SOURCE, based_on=1)


async def test_there_is_a_limit_of_edits_in_an_hour(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "EDITS_PER_HOUR", 1)
    _, ben, post_id = await _posted()
    await correct_headline(ben, post_id=post_id, headline="One", reason="false", source=SOURCE, based_on=1)
    with pytest.raises(TooMany):
        await correct_headline(ben, post_id=post_id, headline="Two", reason="false", source=SOURCE, based_on=2)
