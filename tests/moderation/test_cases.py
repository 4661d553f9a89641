"""Cases: one for each thing with open flags, whose it is for ten minutes, what is known of it, and notes among moderators."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import col, func, select, update

from tests.factories import join, make_comment, make_member, make_post, make_subwiki, viewer
from tests.moderation.conftest import World
from tests.moderation.test_decisions import Announcements
from wtsocial import db
from wtsocial.accounts.views import Viewer
from wtsocial.core.errors import Invalid, LoginNeeded, NotAllowed, NotFound, TooMany
from wtsocial.core.paths import comment_path
from wtsocial.editing.actions.corrections import correct_headline
from wtsocial.models import CaseReason, Flag, Member, ModerationCase, now
from wtsocial.moderation import case_queries, claims
from wtsocial.moderation.decisions import decide
from wtsocial.moderation.flags import flag, withdraw_flag
from wtsocial.moderation.queue import QueueFilter, queue, queue_count
from wtsocial.text import limits

SOURCE = "https://a.example/"


async def _open_case(world: World) -> int:
    """The id of the one case, of a flag of ben's."""
    await flag(world.ben, subject_kind="post", subject_id=world.post, reason="hate", note="Look at it")
    (one,) = (await queue(world.mo)).cases
    return one.id


async def _other_moderator(world: World) -> Viewer:
    return await join(await make_member("mia"), world.place, role="moderator")


async def _counted() -> bool:
    """Whether the counters of every open case equal what they count."""
    async with db.reading() as session:
        cases = (await session.exec(select(ModerationCase).where(col(ModerationCase.closed_at).is_(None)))).all()
        for case in cases:
            about = (Flag.subject_kind == case.subject_kind, Flag.subject_id == case.subject_id)
            waits = (col(Flag.decision_id).is_(None), col(Flag.withdrawn_at).is_(None))
            flags = dict((await session.exec(select(Flag.reason, func.count()).where(*about, *waits).group_by(Flag.reason))).all())
            counted = dict((await session.exec(select(CaseReason.reason, CaseReason.count).where(CaseReason.case_id == case.id))).all())
            if flags != counted or sum(flags.values()) != case.flags_count:
                return False
        reasons = (await session.exec(select(func.count(col(CaseReason.case_id).distinct())))).one()
    return reasons == len(cases)


async def test_a_case_counts_its_flags_by_reason_and_ends_with_the_last(world: World) -> None:
    about = {"subject_kind": "post", "subject_id": world.post}
    members = [await make_member(f"kim{number}", new=True) for number in range(6)]
    await asyncio.gather(*(flag(one, **about, reason=("spam", "hate")[at % 2]) for at, one in enumerate(members)))
    (one,) = (await queue(world.mo)).cases
    assert (one.flags, [(two.reason, two.count) for two in one.reasons]) == (6, [("hate", 3), ("spam", 3)])
    assert await _counted()
    for member in members[:-1]:
        await withdraw_flag(member, **about)
    (one,) = (await queue(world.mo)).cases
    assert (one.flags, [(two.reason, two.count) for two in one.reasons], await _counted()) == (1, [("hate", 1)], True)
    await withdraw_flag(members[-1], **about)
    assert ((await queue(world.mo)).cases, await queue_count(world.mo), await _counted()) == ([], 0, True)


async def test_a_case_that_somebody_has_open_is_theirs_for_ten_minutes(world: World, announcements: Announcements) -> None:
    case, mia = await _open_case(world), await _other_moderator(world)
    announcements.clear()
    await claims.claim_case(world.mo, case_id=case)
    ((rooms, said),) = announcements
    assert (rooms, said["kind"], said["id"], said["holder"], said["closed"]) == (("moderation",), "case", case, "mo", False)
    (one,) = (await queue(mia)).cases
    assert (one.holder, one.held_until) == ("mo", said["held_until"])
    about: Any = {"subject_kind": "post", "subject_id": world.post, "action": "dismiss", "reason": "It is a quotation"}
    for refused in (claims.claim_case(mia, case_id=case), decide(mia, **about)):
        with pytest.raises(NotAllowed) as why:
            await refused
        assert (why.value.key, why.value.params["name"]) == ("case.claimed", "mo")
    async with db.transaction() as change:
        await change.session.exec(update(ModerationCase).values(claimed_until=now() - timedelta(seconds=1)))
    assert [one.holder for one in (await queue(mia)).cases] == [""]
    await claims.claim_case(mia, case_id=case)
    await claims.release_case(world.mo, case_id=case)
    assert [one.holder for one in (await queue(mia)).cases] == ["mia"]
    await claims.release_case(mia, case_id=case)
    assert [one.holder for one in (await queue(mia)).cases] == [""]


async def test_of_two_at_the_same_moment_one_has_it_and_one_decides(world: World, announcements: Announcements) -> None:
    case, mia = await _open_case(world), await _other_moderator(world)
    tried = await asyncio.gather(*(claims.claim_case(one, case_id=case) for one in (world.mo, mia)), return_exceptions=True)
    assert sorted(type(one).__name__ for one in tried) == ["NoneType", "NotAllowed"]
    for one in (world.mo, mia):
        await claims.release_case(one, case_id=case)
    announcements.clear()
    about: Any = {"subject_kind": "post", "subject_id": world.post, "action": "dismiss", "reason": "It is a quotation"}
    tried = await asyncio.gather(*(decide(one, **about) for one in (world.mo, mia)), return_exceptions=True)
    assert sorted(type(one).__name__ for one in tried) == ["Invalid", "int"]
    (closed,) = [message for _, message in announcements if message["kind"] == "case"]
    assert (closed["closed"], closed["decided_by"]) == (True, "mo" if isinstance(tried[0], int) else "mia")


async def test_only_who_moderates_there_opens_a_case_and_reads_who_flagged(world: World) -> None:
    case = await _open_case(world)
    rita = await join(await make_member("rita"), await make_subwiki("rivers"), role="moderator")
    for who, why in ((Viewer(), LoginNeeded), (world.ben, NotAllowed), (rita, NotFound)):
        for act in (
            claims.claim_case(who, case_id=case),
            claims.release_case(who, case_id=case),
            claims.note_case(who, case_id=case, text="x"),
        ):
            with pytest.raises(why):
                await act
        with pytest.raises(NotFound):
            await case_queries.case(who, case)
    with pytest.raises(NotFound):
        await claims.claim_case(world.mo, case_id=case + 1)
    found = await case_queries.case(world.mo, case)
    assert [(one.flagger, one.reason, one.note) for one in found.flags] == [("ben", "hate", "Look at it")]


async def test_a_case_says_what_was_flagged_and_the_records_of_all(world: World) -> None:
    other = await make_post(world.ana, world.place, headline="Other")
    await flag(world.ben, subject_kind="post", subject_id=other, reason="spam")
    await decide(world.mo, subject_kind="post", subject_id=other, action="hide", reason="It sells")
    await flag(world.cem, subject_kind="post", subject_id=world.post, reason="spam")
    await decide(world.mo, subject_kind="post", subject_id=world.post, action="dismiss", reason="It does not")
    case = await _open_case(world)
    await correct_headline(world.cem, post_id=world.post, headline="Hateful words", reason="exaggerated", source=SOURCE, based_on=1)
    found = await case_queries.case(world.mo, case)
    assert (found.record.upheld, found.record.dismissed) == (1, 1)
    assert [(one.flagger, one.upheld, one.decided) for one in found.flags] == [("ben", 1, 1)]
    assert [(one.action, one.reason, one.actor) for one in found.earlier] == [("dismiss", "It does not", "mo")]
    assert (found.difference, [piece.text for piece in found.pieces if piece.kind == "ins"]) == (f"/post/{world.post}/diff/1/2", [" words"])
    async with db.reading() as session:
        counted = select(Member.upheld_against, Member.dismissed_against).where(Member.id == world.ana.id)
        assert (await session.exec(counted)).one() == (1, 1)


async def test_a_comment_is_linked_to_itself(world: World) -> None:
    comment = await make_comment(world.ana, world.post, text="Awful")
    await flag(world.ben, subject_kind="comment", subject_id=comment, reason="hate")
    (one,) = (await queue(world.mo)).cases
    assert (one.path, one.excerpt, one.author) == (comment_path(world.post, comment), "Awful", "ana")
    assert (await case_queries.case(world.mo, one.id)).difference == ""


async def test_moderators_note_something_for_each_other(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    case, mia = await _open_case(world), await _other_moderator(world)
    await claims.note_case(mia, case_id=case, text="I know the author.")
    await claims.note_case(world.mo, case_id=case, text="Then I decide.")
    notes = [(one.author, one.text) for one in (await case_queries.case(world.mo, case)).notes]
    assert notes == [("mia", "I know the author."), ("mo", "Then I decide.")]
    with pytest.raises(Invalid):
        await claims.note_case(mia, case_id=case, text="x" * (limits.NOTE + 1))
    monkeypatch.setattr(limits, "CASE_NOTES_PER_HOUR", 1)
    with pytest.raises(TooMany):
        await claims.note_case(mia, case_id=case, text="Again")
    await decide(world.mo, subject_kind="post", subject_id=world.post, action="dismiss", reason="So be it")
    await flag(world.cem, subject_kind="post", subject_id=world.post, reason="spam")
    (again,) = (await queue(world.mo)).cases
    assert [one.text for one in (await case_queries.case(world.mo, again.id)).notes] == ["I know the author.", "Then I decide."]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (QueueFilter(), ["Old", "Young", "Elsewhere"]),
        (QueueFilter(reason="hate"), ["Young"]),
        (QueueFilter(reason="fake"), []),
        (QueueFilter(age="day"), ["Old"]),
        (QueueFilter(age="week", reason="spam"), []),
        (QueueFilter(age="day", reason="spam"), ["Old"]),
        (QueueFilter(subwiki="rivers"), ["Elsewhere"]),
        (QueueFilter(subwiki="rivers", reason="hate"), []),
        (QueueFilter(subwiki="nowhere"), []),
        (QueueFilter(mine=True), ["Young"]),
        (QueueFilter(mine=True, reason="spam"), []),
    ],
)
async def test_the_queue_by_place_reason_age_and_what_is_mine(wanted: QueueFilter, found: list[str], world: World) -> None:
    rivers = await make_subwiki("rivers")
    for headline, place in (("Old", world.place), ("Young", world.place), ("Elsewhere", rivers)):
        post = await make_post(world.ana, place, headline=headline)
        await flag(world.ben, subject_kind="post", subject_id=post, reason="hate" if headline == "Young" else "spam")
    root = await make_member("root", admin=True)
    cases = (await queue(root)).cases
    async with db.transaction() as change:
        old = update(ModerationCase).where(col(ModerationCase.id) == cases[0].id)
        await change.session.exec(old.values(opened_at=now() - timedelta(days=2)))
    both = await viewer(await join(world.mo, rivers, role="moderator"))
    await claims.claim_case(both, case_id=cases[1].id)
    assert [one.headline for one in (await queue(both, wanted=wanted)).cases] == found
    assert [one.headline for one in (await queue(root, wanted=wanted)).cases] == ([] if wanted.mine else found)
    if wanted.subwiki == "rivers":
        assert (await queue(world.mo, wanted=wanted)).cases == []


async def test_the_queue_is_read_page_by_page(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "QUEUE_PAGE", 2)
    for number in range(5):
        post = await make_post(world.ana, world.place, headline=f"Number {number}")
        await flag(world.ben, subject_kind="post", subject_id=post, reason="spam")
    seen, after = list[str](), 0
    for _ in range(3):
        found = await queue(world.mo, after=after)
        seen, after = seen + [one.headline for one in found.cases], found.after
    assert (seen, after) == ([f"Number {number}" for number in range(5)], 0)
    monkeypatch.setattr(limits, "QUEUE_COUNTED", 3)
    assert await queue_count(world.mo) == 3
