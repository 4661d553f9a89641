"""The edit-war brake: three opposing reverts in a day, a vote of those who did not fight, and its outcome as a revision."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import col, select, update

from tests.factories import join, make_member, make_post, make_subwiki
from tests.processor import reference, spent
from wtsocial import db
from wtsocial.accounts.views import Viewer
from wtsocial.core.errors import Invalid, LoginNeeded, NotAllowed, NotFound
from wtsocial.editing.actions import corrections, disputes, edits, reverts
from wtsocial.editing.queries import disputes as reading
from wtsocial.models import Dispute, DisputeOption, DisputeParty, ModerationAction, Notice, Post, Revision, Subwiki, now
from wtsocial.revisions import record

HERS, HIS = "The ice melts.", "The ice does not melt."


async def _here() -> int:
    """The id of the subwiki Climate."""
    async with db.reading() as session:
        return (await session.exec(select(Subwiki).where(Subwiki.slug == "climate"))).one().id or 0


async def _people() -> tuple[Viewer, Viewer, int]:
    place = await make_subwiki()
    ana, ben = await join(await make_member("ana"), place), await join(await make_member("ben"), place)
    return ana, ben, await make_post(ana, place, text=HERS)


async def _edit(by: Viewer, post_id: int, text: str, base: int) -> None:
    await edits.edit_text(by, post_id=post_id, text=text, based_on=base)


async def _war(ana: Viewer, ben: Viewer, post_id: int) -> None:
    """Hers, his, hers, his, hers: the last is the third revert."""
    for base, (by, text) in enumerate([(ben, HIS), (ana, HERS), (ben, HIS), (ana, HERS)], 1):
        await _edit(by, post_id, text, base)


async def _post(post_id: int) -> Post:
    async with db.reading() as session:
        return (await session.exec(select(Post).where(Post.id == post_id))).one()


async def _rows(model: Any) -> list[Any]:
    async with db.reading() as session:
        return list((await session.exec(select(model).order_by(*model.__table__.primary_key))).all())


async def _end() -> None:
    async with db.transaction() as change:
        await change.session.exec(update(Dispute).values(ends_at=now() - timedelta(seconds=1)))


async def _age(hours: float) -> None:
    """Everything so far happened so many hours earlier."""
    async with db.transaction() as change:
        for revision in (await change.session.exec(select(Revision))).all():
            revision.at -= timedelta(hours=hours)


async def test_the_third_opposing_revert_holds_the_text_and_puts_it_to_the_vote(announcements: Any) -> None:
    ana, ben, post_id = await _people()
    mod = await join(await make_member("mod"), await _here(), role="moderator")
    await _war(ana, ben, post_id)
    (dispute,) = await _rows(Dispute)
    assert (dispute.field, dispute.begun, dispute.detected, dispute.stands) == ("text", 2, 5, 1)
    assert [(option.number, option.fought) for option in await _rows(DisputeOption)] == [(1, True), (2, True)]
    assert timedelta(hours=5.9) < dispute.ends_at - now() <= timedelta(hours=6)
    assert {party.member_id for party in await _rows(DisputeParty)} == {ana.id, ben.id}
    assert (await _post(post_id)).disputed_at is not None
    for person in (ana, ben, mod):
        with pytest.raises(NotAllowed, match="dispute.held"):
            await _edit(person, post_id, "Something else.", 5)
    (entry,) = await _rows(ModerationAction)
    assert (entry.action, entry.detail, entry.revision, entry.post_id) == ("brake", "text", 5, post_id)
    assert sorted((note.member_id, note.kind) for note in await _rows(Notice)) == [(who.id, "brake") for who in (ana, ben, mod)]
    assert any(message.get("disputed") is True and message["id"] == post_id for _, message in announcements)


async def test_what_is_held_is_not_reverted_and_nobody_is_told_that_it_was() -> None:
    ana, ben, post_id = await _people()
    await _war(ana, ben, post_id)
    for who in (ana, ben, await make_member("zoe")):
        with pytest.raises(NotAllowed, match="dispute.held"):
            await reverts.revert_post(who, post_id=post_id, number=2, reason="no", based_on=5)
    with pytest.raises(LoginNeeded):
        await reverts.revert_post(Viewer(), post_id=post_id, number=2, reason="no", based_on=5)


async def test_a_headline_is_held_the_same_way_also_by_reverts_from_the_history() -> None:
    ana, ben, post_id = await _people()
    to: dict[str, Any] = {"post_id": post_id, "reason": "exaggerated", "source": "https://gauge.example/1"}
    await corrections.correct_headline(ben, headline="Ice is fine", **to, based_on=1)
    await reverts.revert_post(ana, post_id=post_id, number=1, reason="no", based_on=2)
    await reverts.undo_revision(ben, post_id=post_id, number=3, reason="yes")
    assert await _rows(Dispute) == []
    await reverts.revert_post(ana, post_id=post_id, number=1, reason="no", based_on=4)
    (dispute,) = await _rows(Dispute)
    assert (dispute.field, dispute.begun, dispute.detected, dispute.stands) == ("headline", 2, 5, 1)


@pytest.mark.parametrize("texts", [
    ["His.", "Hers.", "His.", "Something new."],
    ["His.", "Hers.", "Third.", "Hers."],
])  # fmt: skip
async def test_what_is_no_third_opposing_revert_holds_nothing(texts: list[str]) -> None:
    ana, ben, _ = await _people()
    post_id = await make_post(ana, await _here(), text="Hers.")
    for base, text in enumerate(texts, 1):
        await _edit((ben, ana)[(base - 1) % 2], post_id, text, base)
    assert await _rows(Dispute) == []


async def test_one_member_alone_makes_no_war() -> None:
    ana, _, post_id = await _people()
    for base, text in enumerate([HIS, HERS, HIS, HERS, HIS], 1):
        await _edit(ana, post_id, text, base)
    assert await _rows(Dispute) == []


async def test_going_back_on_a_post_with_hundreds_of_long_texts_holds_up_nobody() -> None:
    ana, _, post_id = await _people()
    earlier = now() - timedelta(hours=2)
    async with db.transaction() as change:
        post = (await change.session.exec(select(Post).where(Post.id == post_id))).one()
        for number in range(700):
            post.text = f"{number:06}" + "x" * 39_000
            await record.revise(change.session, ana, post, change="text", at=earlier)
    assert await spent(reverts.revert_post(ana, post_id=post_id, number=650, reason="no", based_on=701)) < 200 * reference()


async def test_a_war_is_noticed_on_a_post_with_a_long_history() -> None:
    ana, ben, post_id = await _people()
    earlier = now() - timedelta(hours=2)
    async with db.transaction() as change:
        post = (await change.session.exec(select(Post).where(Post.id == post_id))).one()
        for number in range(300):
            post.text = f"Step {number}."
            await record.revise(change.session, ana, post, change="text", at=earlier)
    for base, (by, text) in enumerate([(ben, HIS), (ana, HERS), (ben, HIS), (ana, HERS), (ben, HIS)], 301):
        assert (await _post(post_id)).disputed_at is None
        await _edit(by, post_id, text, base)
    assert (await _post(post_id)).disputed_at is not None


async def test_reverts_of_yesterday_do_not_count() -> None:
    ana, ben, post_id = await _people()
    await _edit(ben, post_id, HIS, 1)
    await _edit(ana, post_id, HERS, 2)
    await _age(25)
    await _edit(ben, post_id, HIS, 3)
    await _edit(ana, post_id, HERS, 4)
    assert await _rows(Dispute) == []
    await _edit(ben, post_id, HIS, 5)
    assert len(await _rows(Dispute)) == 1


async def test_members_who_did_not_fight_vote_and_may_change_their_mind(announcements: Any) -> None:
    ana, ben, post_id = await _people()
    cy, dora = await join(await make_member("cy"), await _here()), await join(await make_member("dora"), await _here())
    await _war(ana, ben, post_id)
    announcements.clear()
    assert await disputes.vote_in_dispute(cy, post_id=post_id, number=1) == [1, 0]
    assert await disputes.vote_in_dispute(dora, post_id=post_id, number=1) == [2, 0]
    assert await disputes.vote_in_dispute(cy, post_id=post_id, number=2) == [1, 1]
    rooms, message = announcements[-1]
    assert (rooms, message["dispute_votes"]) == ((f"post:{post_id}",), [1, 1])
    seen = await reading.running(cy, post_id)
    assert [(option.number, option.text, option.by, option.votes) for option in seen.options] == [(1, HERS, "ana", 1), (2, HIS, "ben", 1)]
    assert [(option.first, option.fought, option.stands) for option in seen.options] == [(True, True, True), (False, True, False)]
    assert (seen.what, seen.mine, seen.may_vote, seen.may_decide, seen.parties) == ("text", 2, True, False, ["ana", "ben"])


async def test_parties_newcomers_strangers_and_readers_have_no_vote() -> None:
    ana, ben, post_id = await _people()
    stranger, fresh = await make_member("eve"), await join(await make_member("fay", new=True), await _here())
    await _war(ana, ben, post_id)
    for person in (ana, ben, stranger, fresh):
        assert not (await reading.running(person, post_id)).may_vote
        with pytest.raises(NotAllowed):
            await disputes.vote_in_dispute(person, post_id=post_id, number=1)
    with pytest.raises(LoginNeeded):
        await disputes.vote_in_dispute(Viewer(), post_id=post_id, number=1)
    with pytest.raises(NotFound):
        await disputes.vote_in_dispute(ana, post_id=10**6, number=1)
    quiet = await make_post(ana, await _here())
    with pytest.raises(Invalid, match="dispute.over"):
        await disputes.vote_in_dispute(await join(await make_member("cy"), await _here()), post_id=quiet, number=1)
    assert (await reading.running(ana, quiet)).post_id == 0


async def test_nobody_comes_in_for_the_vote_alone() -> None:
    ana, ben, post_id = await _people()
    cy = await join(await make_member("cy"), await _here())
    await _war(ana, ben, post_id)
    late = await join(await make_member("late"), await _here())
    assert [(await reading.running(who, post_id)).may_vote for who in (cy, late)] == [True, False]
    with pytest.raises(NotAllowed):
        await disputes.vote_in_dispute(late, post_id=post_id, number=1)
    assert await disputes.vote_in_dispute(cy, post_id=post_id, number=1) == [1, 0]


async def test_the_version_with_more_votes_becomes_a_revision_of_its_writer(announcements: Any) -> None:
    ana, ben, post_id = await _people()
    cy = await join(await make_member("cy"), await _here())
    await _war(ana, ben, post_id)
    await disputes.vote_in_dispute(cy, post_id=post_id, number=2)
    assert await disputes.close_ended() == 0
    await _end()
    with pytest.raises(Invalid, match="dispute.over"):
        await disputes.vote_in_dispute(cy, post_id=post_id, number=1)
    assert await disputes.close_ended() == 1
    post, newest = await _post(post_id), (await _rows(Revision))[-1]
    assert (post.text, post.disputed_at, post.revision) == (HIS, None, 6)
    assert (newest.via, newest.restores, newest.editor_id, newest.change) == ("vote", 2, ben.id, "text")
    assert [(entry.action, entry.detail) for entry in await _rows(ModerationAction)][-1] == ("settle", "1:0")
    assert {note.member_id for note in await _rows(Notice) if note.kind == "settled"} == {ana.id, ben.id}
    assert announcements[-1][1].get("unread") or any(message.get("disputed") is False for _, message in announcements)
    await _edit(ana, post_id, "The ice melts, says the gauge.", 6)


async def test_when_nobody_votes_what_stood_before_the_war_stays() -> None:
    ana, ben, post_id = await _people()
    await _age(30)
    await _war(ana, ben, post_id)
    await _end()
    await disputes.close_ended(post_id)
    assert (await _post(post_id)).text == HERS
    (dispute,) = await _rows(Dispute)
    assert (dispute.revision, (await _rows(Revision))[-1].via) == (6, "vote")


async def test_what_stood_undisputed_stands_although_it_had_lost_the_last_word() -> None:
    ana, ben, post_id = await _people()
    await _edit(ben, post_id, HIS, 1)
    async with db.transaction() as change:
        for number, hours in ((1, 50), (2, 49)):
            await change.session.exec(update(Revision).where(col(Revision.number) == number).values(at=now() - timedelta(hours=hours)))
    for base, (by, text) in enumerate([(ana, HERS), (ben, HIS), (ana, HERS)], 2):
        await _edit(by, post_id, text, base)
    assert (await _post(post_id)).text == HIS
    await _end()
    await disputes.close_ended(post_id)
    assert (await _post(post_id)).text == HIS


async def test_a_war_is_settled_once_by_however_many_at_once() -> None:
    ana, ben, post_id = await _people()
    await _war(ana, ben, post_id)
    await _end()
    assert sum(await asyncio.gather(*(disputes.close_ended(post_id) for _ in range(5)))) == 1
    assert (await _post(post_id)).revision == 6


async def test_after_the_vote_the_count_begins_anew() -> None:
    ana, ben, post_id = await _people()
    await _war(ana, ben, post_id)
    await _end()
    await disputes.close_ended(post_id)
    await _edit(ben, post_id, HIS, 6)
    await _edit(ana, post_id, HERS, 7)
    assert len(await _rows(Dispute)) == 1
    await _edit(ben, post_id, HIS, 8)
    assert len(await _rows(Dispute)) == 2


async def test_what_was_erased_while_it_was_voted_on_does_not_come_back() -> None:
    ana, ben, post_id = await _people()
    cy = await join(await make_member("cy"), await _here())
    await _war(ana, ben, post_id)
    await disputes.vote_in_dispute(cy, post_id=post_id, number=2)
    await _end()
    async with db.transaction() as change:
        await change.session.exec(update(Revision).where(col(Revision.number).in_([2, 4])).values(text="", erased_at=now()))
    await disputes.close_ended(post_id)
    assert (await _post(post_id)).text == HERS


async def test_a_hidden_post_waits_until_it_is_shown() -> None:
    ana, ben, post_id = await _people()
    await _war(ana, ben, post_id)
    await _end()
    async with db.transaction() as change:
        await change.session.exec(update(Post).values(hidden_at=now()))
    assert await disputes.close_ended() == 0
    with pytest.raises(NotFound):
        await reading.running(ben, post_id)
    async with db.transaction() as change:
        await change.session.exec(update(Post).values(hidden_at=None))
    assert await disputes.close_ended() == 1
