"""Erasing: what is erased is nowhere any more, who did it and why stays for everybody to read, and the chain still holds."""

import asyncio
from typing import Any

import pytest
from sqlmodel import select

from tests.factories import join, make_comment, make_member, make_post, make_subwiki
from tests.moderation.erasures import SECRET, SOURCE, erase, people, secretive, stored
from wtsocial import db
from wtsocial.accounts.views import Viewer
from wtsocial.core.errors import EditConflict, Invalid, LoginNeeded, NotAllowed, NotFound
from wtsocial.editing.actions import corrections, edits, reverts
from wtsocial.models import Member
from wtsocial.moderation import decisions
from wtsocial.moderation import queries as moderation
from wtsocial.moderation.erasure_views import ErasedView
from wtsocial.notifications import queries as notifications
from wtsocial.posts import comments, threads
from wtsocial.posts import queries as posts
from wtsocial.revisions import proofs
from wtsocial.revisions import queries as revisions
from wtsocial.subwikis import actions as subwikis
from wtsocial.subwikis import queries as places

Announcements = list[tuple[tuple[str, ...], dict[str, Any]]]


async def test_who_and_why_stay_for_everybody_to_read() -> None:
    place, mia, ana, ben = await people()
    post_id = await secretive(place, ana, ben)
    await erase(mia, post_id, 2, 3)
    (entry,) = await moderation.log()
    told = (entry.action, entry.actor, entry.subject_kind, entry.post_id, entry.revision, entry.detail, entry.reason, entry.member)
    assert told == ("erase", "mia", "post", post_id, 2, "3", "a private address", "")
    lines = {line.number: line for line in (await revisions.of_post(Viewer(), post_id)).revisions}
    assert [number for number, line in sorted(lines.items()) if line.erased] == [2, 3]
    assert (lines[2].editor, lines[2].change, lines[2].headline, lines[2].note) == ("ben", "text", "", "")
    assert (lines[3].editor, lines[3].reason, lines[3].source) == ("cem", "exaggerated", "")
    assert (lines[3].erased_by, lines[3].erased_reason, lines[3].erased_entry) == ("mia", "a private address", entry.id)
    assert (lines[4].erased_by, lines[4].erased_entry) == ("", 0)


async def test_whoever_wrote_it_is_told_once() -> None:
    place, mia, ana, ben = await people()
    post_id = await secretive(place, ana, ben)
    await erase(mia, post_id, 1, 5)
    for editor in (ana, ben):
        told = [notice for notice in await notifications.inbox(editor) if notice.kind == "erased"]
        assert [notice.params["reason"] for notice in told] == ["a private address"]
    assert not [notice for notice in await notifications.inbox(mia) if notice.kind == "erased"]


async def test_those_who_moderate_there_erase_and_nobody_else() -> None:
    place, mia, ana, ben = await people()
    elsewhere = await make_subwiki("energy")
    zoe = await join(await make_member("zoe"), elsewhere, role="moderator")
    admin = await make_member("adam", admin=True)
    post_id = await _three_texts(place, ana)
    for other in (ana, ben, zoe):
        with pytest.raises(NotAllowed):
            await erase(other, post_id, 1)
    with pytest.raises(LoginNeeded):
        await erase(Viewer(), post_id, 1)
    assert await moderation.log() == []
    assert (await erase(mia, post_id, 1)).revisions == 1
    assert (await erase(admin, post_id, 2)).revisions == 1


async def _three_texts(place: int, ana: Viewer) -> int:
    post_id = await make_post(ana, place, text="One.")
    for base, text in enumerate(("Two.", "Three."), 1):
        await edits.edit_text(ana, post_id=post_id, text=text, based_on=base)
    return post_id


async def test_what_everybody_reads_now_is_corrected_first() -> None:
    place, mia, ana, _ = await people()
    post_id = await _three_texts(place, ana)
    for first, last in ((3, None), (1, 3)):
        with pytest.raises(Invalid, match="erase.newest"):
            await erase(mia, post_id, first, last)
    with pytest.raises(Invalid, match="erase.newest"):
        await erase(mia, place, 1, subject_kind="subwiki")
    assert (await posts.edit_base(ana, post_id))[1] == "Three."
    assert [line.erased for line in (await revisions.of_post(ana, post_id)).revisions] == [0, 0, 0]


@pytest.mark.parametrize("wanted", [(4, None), (0, 1), (2, 1), (1, 9)])
async def test_there_has_to_be_such_a_revision(wanted: tuple[int, int | None]) -> None:
    place, mia, ana, _ = await people()
    post_id = await _three_texts(place, ana)
    with pytest.raises(NotFound):
        await erase(mia, post_id, *wanted)
    for kind in ("post", "comment", "subwiki"):
        with pytest.raises(NotFound):
            await erase(mia, 4711, 1, subject_kind=kind)


async def test_a_reason_is_needed() -> None:
    place, mia, ana, _ = await people()
    post_id = await _three_texts(place, ana)
    with pytest.raises(Invalid) as refused:
        await erase(mia, post_id, 1, reason="  ")
    assert refused.value.field == "reason"


async def test_nothing_is_erased_twice_and_a_range_passes_over_what_is_gone() -> None:
    place, mia, ana, _ = await people()
    post_id = await _three_texts(place, ana)
    await erase(mia, post_id, 1)
    with pytest.raises(Invalid, match="erase.already"):
        await erase(mia, post_id, 1)
    assert (await erase(mia, post_id, 1, 2)).revisions == 1
    lines = {line.number: line.erased_entry for line in (await revisions.of_post(mia, post_id)).revisions}
    assert lines[1] < lines[2]


async def test_a_comment_keeps_its_place_without_its_text(announcements: Announcements) -> None:
    place, mia, ana, ben = await people()
    post_id = await make_post(ana, place)
    comment_id = await comments.add_comment(ben, post_id=post_id, text=f"She lives in {SECRET}.")
    await comments.add_comment(ana, post_id=post_id, text="Do not say that.", parent_id=comment_id)
    announcements.clear()
    await erase(mia, comment_id, 1, subject_kind="comment")
    first, second = await threads.of_post(Viewer(), post_id)
    assert (first.erased, first.html, first.author, first.hidden) == (True, "", "ben", False)
    assert not second.erased
    (said,) = [message for rooms, message in announcements if message["kind"] == "comment" and f"post:{post_id}" in rooms]
    assert (said["comment"]["erased"], said["comment"]["html"]) == (True, "")
    assert SECRET not in await stored()
    assert [one async for one in proofs.of_everything() if one.flaw] == []


async def test_an_erased_comment_is_not_edited_into_another_one() -> None:
    place, mia, ana, ben = await people()
    comment_id = await make_comment(ben, await make_post(ana, place), text=SECRET)
    await erase(mia, comment_id, 1, subject_kind="comment")
    with pytest.raises(NotAllowed):
        await comments.edit_comment(ben, comment_id=comment_id, text="She moved.", based_on=1)
    assert [one async for one in proofs.of_everything() if one.flaw] == []


async def test_an_earlier_version_of_a_subwikis_page_is_erased() -> None:
    _, mia, ana, _ = await people()
    await subwikis.edit_page(ana, slug="climate", description=f"Ask in {SECRET}.", rules=f"Not in {SECRET}!", based_on=1)
    await subwikis.edit_page(ana, slug="climate", description="Ask here.", rules="Be kind.", based_on=2)
    place = (await places.one(mia, "climate")).id
    assert await erase(mia, place, 2, subject_kind="subwiki") == ErasedView(1, [1, 3], [])
    assert SECRET not in await stored()
    assert [line.erased > 0 for line in (await revisions.of_subwiki(Viewer(), "climate")).revisions] == [False, True, False]
    (told,) = await notifications.inbox(ana)
    assert (told.kind, told.params["name"]) == ("erased_page", "Climate")
    assert [one async for one in proofs.of_everything() if one.flaw] == []


async def test_of_a_hidden_post_everything_can_be_erased_and_then_it_stays_hidden() -> None:
    place, mia, ana, _ = await people()
    post_id = await make_post(ana, place, headline=f"Ana of {SECRET}", text=SECRET)
    await decisions.decide(mia, subject_kind="post", subject_id=post_id, action="hide", reason="private")
    await erase(mia, post_id, 1)
    assert SECRET not in await stored()
    with pytest.raises(Invalid, match="decision.erased"):
        await decisions.decide(mia, subject_kind="post", subject_id=post_id, action="restore", reason="private")
    assert [notice.params["headline"] for notice in await notifications.inbox(ana)] == ["", ""]
    assert [one async for one in proofs.of_everything() if one.flaw] == []


async def test_the_card_loses_the_original_headline_and_the_source_at_once(announcements: Announcements) -> None:
    place, mia, ana, ben = await people()
    post_id = await make_post(ana, place, headline=f"Ana of {SECRET}")
    await corrections.correct_headline(ben, post_id=post_id, headline="Ana", based_on=1, **SOURCE)
    await edits.edit_text(ana, post_id=post_id, text="She moved.", based_on=2)
    before = await posts.one(ben, post_id)
    assert (before.first_headline, before.corrected_source) == (f"Ana of {SECRET}", SOURCE["source"])
    announcements.clear()
    await erase(mia, post_id, 1, 2)
    after = await posts.one(ben, post_id)
    assert (after.first_headline, after.corrected_source, after.corrected, after.corrected_reason) == ("", "", True, "exaggerated")
    (patch,) = [message for _, message in announcements if message["kind"] == "post"]
    assert (patch["first_headline"], patch["corrected_source"], patch["stamp"]) == ("", "", after.stamp)
    assert after.stamp > before.stamp
    (word,) = [(rooms, message) for rooms, message in announcements if message["kind"] == "erased"]
    assert (f"post:{post_id}" in word[0], word[1]["thing"]) == (True, f"post/{post_id}")


async def test_nobody_hears_anything_of_a_hidden_post_when_a_revision_of_it_is_erased(announcements: Announcements) -> None:
    place, mia, ana, _ = await people()
    post_id = await make_post(ana, place, headline="Ben stole a boat")
    source: Any = {"reason": "false", "source": "https://example.org/boat"}
    await corrections.correct_headline(ana, post_id=post_id, headline="Ben found a boat", based_on=1, **source)
    for base, text in ((2, "Ben lives in Ice Lane."), (3, "Ben lives far away.")):
        await edits.edit_text(ana, post_id=post_id, text=text, based_on=base)
    await decisions.decide(mia, subject_kind="post", subject_id=post_id, action="hide", reason="not true")
    announcements.clear()
    await erase(mia, post_id, 3)
    assert "boat" not in str(announcements)


async def test_nobody_goes_back_to_what_was_erased_or_begins_from_it() -> None:
    place, mia, ana, _ = await people()
    post_id = await _three_texts(place, ana)
    await erase(mia, post_id, 1, 2)
    with pytest.raises(Invalid, match="revert.gone"):
        await reverts.revert_post(ana, post_id=post_id, number=2, reason="better", based_on=3)
    with pytest.raises(NotFound):
        await revisions.difference(ana, post_id, 2, 3)
    with pytest.raises(EditConflict) as conflict:
        await edits.edit_text(ana, post_id=post_id, text="Four.", based_on=2)
    assert (conflict.value.theirs, conflict.value.base_text) == ("Three.", None)


async def test_what_was_erased_no_longer_counts_for_its_editor() -> None:
    place, mia, ana, ben = await people()
    post_id = await secretive(place, ana, ben)
    before = await _contributions(ben)
    await erase(mia, post_id, 2)
    assert await _contributions(ben) == before - 1
    await erase(mia, post_id, 1, 3)
    assert await _contributions(ben) == before - 1


async def _contributions(member: Viewer) -> int:
    async with db.reading() as session:
        return (await session.exec(select(Member.contributions).where(Member.id == member.id))).one()


async def test_two_moderators_at_once_erase_once() -> None:
    place, mia, ana, _ = await people()
    mo = await join(await make_member("mo"), place, role="moderator")
    post_id = await _three_texts(place, ana)
    outcomes = await asyncio.gather(*(erase(who, post_id, 1) for who in (mia, mo)), return_exceptions=True)
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["ErasedView", "Invalid"]
    assert len(await moderation.log()) == 1
