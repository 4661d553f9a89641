"""Votes of confidence: who calls one, who has a vote, when a moderator loses, and what is told and logged."""

from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from sqlmodel import col, select, update

from tests.factories import join, make_comment, make_member, make_post, make_subwiki, viewer
from wtsocial import db
from wtsocial.accounts.views import Viewer
from wtsocial.core.errors import Invalid, LoginNeeded, NotAllowed, NotFound
from wtsocial.models import Comment, ConfidenceVote, Membership, Notice, Post
from wtsocial.moderation import queries as moderation
from wtsocial.moderation.standing_table import standing_table
from wtsocial.subwikis import policy
from wtsocial.subwikis import queries as subwikis
from wtsocial.subwikis.actions import leave
from wtsocial.subwikis.confidence import call_vote, end_confidence_votes, vote_on_moderator
from wtsocial.subwikis.leadership_queries import leadership


@dataclass
class Town:
    """A subwiki that mo and lea moderate; tara is trusted and the `members` are not, and all took part there for long."""

    place: int
    mo: Viewer
    lea: Viewer
    tara: Viewer
    members: list[Viewer] = field(default_factory=list[Viewer])


async def pass_days(days: float) -> None:
    """So much time passes: everything so far happened earlier."""
    since = timedelta(days=days)
    async with db.transaction() as change:
        for table, names in (
            (Membership, ("joined_at",)),
            (Post, ("published_at",)),
            (Comment, ("created_at",)),
            (ConfidenceVote, ("at", "ends_at")),
        ):
            for row in (await change.session.exec(select(table))).all():
                for name in names:
                    setattr(row, name, getattr(row, name) - since)


@pytest.fixture
async def town(database: str) -> Town:
    place = await make_subwiki()
    mo, lea = [await join(await make_member(name), place, role="moderator") for name in ("mo", "lea")]
    tara = await join(await make_member("tara", trusted=True), place)
    members = [await join(await make_member(f"ben{number}"), place) for number in range(6)]
    post = await make_post(tara, place)
    for member in members:
        await make_comment(member, post)
    await pass_days(10)
    return Town(place, mo, lea, tara, members)


async def called(town: Town) -> int:
    """Tara calls a vote in mo; its id."""
    await call_vote(town.tara, slug="climate", member_name="mo", reason="Hides what he dislikes")
    async with db.reading() as session:
        return (await session.exec(select(ConfidenceVote.id).order_by(col(ConfidenceVote.id).desc()))).first() or 0


async def told(member: Viewer) -> list[str]:
    async with db.reading() as session:
        return list((await session.exec(select(Notice.kind).where(Notice.member_id == member.id).order_by(col(Notice.id)))).all())


async def moderating() -> list[str]:
    return (await subwikis.one(Viewer(), "climate")).moderators


async def test_who_loses_a_vote_moderates_no_more_and_all_concerned_are_told(town: Town) -> None:
    vote = await called(town)
    for member, keeps in zip((town.tara, *town.members[:4]), (False, False, False, False, True), strict=True):
        await vote_on_moderator(member, vote_id=vote, keeps=keeps)
    view = (await leadership(town.members[4], "climate")).vote
    assert (view.moderator, view.by, view.reason, view.votes, view.needed) == ("mo", "tara", "Hides what he dislikes", 5, 0)
    assert await end_confidence_votes() == 0
    await pass_days(7.1)
    assert await end_confidence_votes() == 1
    assert await end_confidence_votes() == 0
    assert await moderating() == ["lea"]
    assert not (await viewer(town.mo)).moderates
    assert (await told(town.mo), await told(town.lea), await told(town.tara)) == (
        ["confidence_called", "confidence_removed"],
        ["confidence_called_colleague", "confidence_removed_colleague"],
        ["confidence_removed_colleague"],
    )
    (ended, begun) = (await moderation.log())[:2]
    assert (ended.action, ended.actor, ended.member, ended.detail, ended.subwiki_slug) == ("remove_moderator", "", "mo", "1:4", "climate")
    assert (begun.action, begun.actor, begun.member, begun.reason) == ("call_vote", "tara", "mo", "Hides what he dislikes")
    assert (await leadership(town.tara, "climate")).vote.id == 0


@pytest.mark.parametrize(
    ("keeps", "removes", "lost"),
    [(0, 4, False), (0, 5, True), (1, 4, True), (2, 4, True), (2, 3, False), (3, 5, False), (0, 0, False)],
)
async def test_a_moderator_loses_by_two_thirds_of_at_least_five(town: Town, keeps: int, removes: int, lost: bool) -> None:
    vote = await called(town)
    async with db.transaction() as change:
        counted = update(ConfidenceVote).where(col(ConfidenceVote.id) == vote).values(keeps=keeps, removes=removes)
        await change.session.exec(counted)
    await pass_days(7.1)
    await end_confidence_votes()
    assert await moderating() == (["lea"] if lost else ["lea", "mo"])
    assert (await told(town.mo))[-1] == ("confidence_removed" if lost else "confidence_kept")
    assert (await moderation.log())[0].action == ("remove_moderator" if lost else "keep_moderator")


async def test_a_vote_can_be_changed_and_counts_once(town: Town) -> None:
    vote = await called(town)
    for keeps in (True, True, False):
        await vote_on_moderator(town.members[0], vote_id=vote, keeps=keeps)
    async with db.reading() as session:
        counted = (await session.exec(select(ConfidenceVote.keeps, ConfidenceVote.removes))).one()
    assert counted == (0, 1)
    assert (await leadership(town.members[0], "climate")).vote.mine == "removes"


async def test_who_took_part_before_it_was_called_votes_and_nobody_else(town: Town) -> None:
    late = await join(await make_member("late"), town.place)
    idle = await join(await make_member("idle"), town.place)
    hidden = await join(await make_member("hidden"), town.place)
    await make_post(hidden, town.place, hidden=True)
    fresh = await join(await make_member("fresh", new=True), town.place)
    await make_post(fresh, town.place)
    await pass_days(8)
    vote = await called(town)
    await make_post(late, town.place)
    suspended = Viewer(**{**vars(town.members[0]), "state": "suspended"})
    stranger = await make_member("stranger", trusted=True)
    for who in (late, idle, hidden, fresh, suspended, stranger, town.mo):
        with pytest.raises(NotAllowed):
            await vote_on_moderator(who, vote_id=vote, keeps=True)
        assert not (await leadership(who, "climate")).vote.may_vote
    with pytest.raises(LoginNeeded):
        await vote_on_moderator(Viewer(), vote_id=vote, keeps=True)
    with pytest.raises(NotFound):
        await vote_on_moderator(town.tara, vote_id=vote + 1, keeps=True)
    assert (await leadership(town.members[0], "climate")).vote.may_vote
    await vote_on_moderator(town.members[0], vote_id=vote, keeps=True)
    await pass_days(7.1)
    with pytest.raises(Invalid, match=r"confidence\.over"):
        await vote_on_moderator(town.tara, vote_id=vote, keeps=True)


async def test_trusted_members_who_took_part_call_one_and_nobody_else(town: Town) -> None:
    newly = await join(await make_member("newly", trusted=True), town.place)
    await make_post(newly, town.place)
    elsewhere = await make_member("elsewhere", trusted=True)
    for who in (town.members[0], newly, elsewhere, town.mo, Viewer(**{**vars(town.tara), "state": "suspended"})):
        with pytest.raises(NotAllowed):
            await call_vote(who, slug="climate", member_name="mo", reason="Because")
        assert (await leadership(who, "climate")).candidates == []
    with pytest.raises(LoginNeeded):
        await call_vote(Viewer(), slug="climate", member_name="mo", reason="Because")
    assert (await leadership(town.tara, "climate")).candidates == ["lea", "mo"]
    for wrong, refusal, field_name in (
        ({"member_name": "ben0"}, "confidence.no_moderator", "member_name"),
        ({"member_name": "nobody"}, "error.no_such_member", "member_name"),
        ({"reason": " "}, "error.required", "reason"),
    ):
        with pytest.raises((Invalid, NotFound)) as refused:
            await call_vote(town.tara, **({"slug": "climate", "member_name": "mo", "reason": "Because"} | wrong))
        assert (refused.value.key, refused.value.field) == (refusal, field_name)


async def test_there_is_one_at_a_time_and_the_same_moderator_has_a_month_of_rest(town: Town) -> None:
    await called(town)
    with pytest.raises(Invalid, match=r"confidence\.running"):
        await call_vote(town.tara, slug="climate", member_name="lea", reason="Because")
    await pass_days(7.1)
    await end_confidence_votes()
    with pytest.raises(Invalid, match=r"confidence\.lately"):
        await call_vote(town.tara, slug="climate", member_name="mo", reason="Again")
    assert await call_vote(town.tara, slug="climate", member_name="lea", reason="Because")
    await pass_days(30)
    await end_confidence_votes()
    assert await called(town)


async def test_who_moderates_no_more_when_it_ends_is_not_voted_on(town: Town) -> None:
    await called(town)
    await leave(town.mo, slug="climate")
    before = len(await moderation.log())
    await pass_days(7.1)
    assert await end_confidence_votes() == 1
    assert (len(await moderation.log()), await told(town.mo)) == (before, ["confidence_called"])


async def test_its_numbers_and_who_may_stand_in_the_rules(town: Town) -> None:
    allowed = {row.act: row.may for row in standing_table()}
    assert (allowed["call_vote"], allowed["vote_on_moderator"]) == ((False, False, True, True, True), (False, True, True, True, True))
    assert policy.NUMBERS == {
        "joined_for": 7, "vote_lasts": 7, "quorum": 5, "vote_again_after": 30, "away_for": 30, "adoption_lasts": 7,
    }  # fmt: skip
