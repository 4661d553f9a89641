"""Juries: who may sit, how they are drawn and replaced, and what becomes of a decision once they have answered."""

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final, Literal, cast

from sqlalchemy import ColumnElement, CompoundSelect, Select, or_, union, update
from sqlalchemy import select as select_core
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from wtsocial.core.errors import Invalid, NotFound
from wtsocial.core.tokens import new_code
from wtsocial.db import Transaction
from wtsocial.db.statements import id_of, table
from wtsocial.joining import waiting_list
from wtsocial.models import Appeal, CaseNote, Comment, DrawNumber, Flag, JurorTicket, Member, Membership, ModerationAction, Revision, now
from wtsocial.models.members import TRUSTED
from wtsocial.moderation import decision_notices, draw, effects, entries, figures, policy, subjects
from wtsocial.moderation.subjects import Subject
from wtsocial.notifications import notify
from wtsocial.text import limits

ANSWER_WITHIN: Final = timedelta(hours=72)
SEATS: Final = (5, 3)
"""How many sit in a jury: as many as there are for. Where there are fewer, admins decide who took no part."""
UNDER_WAY: Final = ("jury", "admins")
SOME, STARTS = 2 * limits.JURY_POOL, 40
"""Of more trusted members than a pool holds so many are looked at, from so many places among them."""
_RANDOM: Final = random.SystemRandom()

Verdict = Literal["uphold", "overturn"]
OUTCOMES: Final[dict[Verdict, str]] = {"uphold": "upheld", "overturn": "overturned"}

_TOLD: Final[dict[Verdict, Literal["appeal_upheld", "appeal_overturned"]]] = {"uphold": "appeal_upheld", "overturn": "appeal_overturned"}


@dataclass(frozen=True)
class Heard:
    """An appeal with the decision that it is against, and what that was about. The thing and the appeal are locked."""

    appeal: Appeal
    entry: ModerationAction
    subject: Subject


async def hear(change: Transaction, entry_id: int) -> Heard:
    """The appeal against a decision, locked. The thing comes first, as with every decision. Raises NotFound."""
    session = change.session
    entry = (await session.exec(select(ModerationAction).where(ModerationAction.id == entry_id))).first()
    if entry is None or entry.subject_kind not in policy.APPEALABLE:
        raise NotFound
    if entry.action == "suspend":
        # Whoever suspends or reinstates begins with it.
        await waiting_list.lock(change)
    subject = await subjects.any_subject(session, subjects.flaggable_kind(entry.subject_kind), entry.subject_id, lock=True)
    appeal = (await session.exec(select(Appeal).where(Appeal.entry_id == entry_id).with_for_update(key_share=True))).first()
    if subject is None or appeal is None:
        raise NotFound
    return Heard(appeal, entry, subject)


async def ensure_none_decides(session: AsyncSession, subject: Subject, action: str) -> None:
    """Go on unless a jury has such a decision on this as it stands, or took one back. What a member does changes from day to day.

    Raises Invalid("decision.appealed") or Invalid("decision.overturned").
    """
    if isinstance(subject.thing, Member):
        return
    entry = ModerationAction
    about = (entry.subject_kind == subject.kind, entry.subject_id == subject.id, entry.revision == subject.revision)
    about = (*about, col(entry.action).in_(effects.alike(action)))
    states = select(Appeal.state).join(entry, col(entry.id) == Appeal.entry_id).where(*about)
    found = set((await session.exec(states)).all())
    if found & {*UNDER_WAY}:
        raise Invalid("decision.appealed")
    if "overturned" in found:
        raise Invalid("decision.overturned")


async def commit(session: AsyncSession, entry_id: int) -> str:
    """The site's number for a decision: made with it, or, for one of before there were juries, now."""
    found = await session.get(DrawNumber, entry_id)
    if found is None:
        found = DrawNumber(entry_id=entry_id, number=new_code())
        session.add(found)
    return found.number


async def set_down_pool(session: AsyncSession, appeal: Appeal, entry: ModerationAction) -> None:
    """Say who may be drawn, before anybody can know who will be; of very many, some taken at random."""
    connection = await session.connection()
    among = _eligible(entry).where(table(Member).c.id.in_(await _some_trusted(connection)))
    eligible = (await connection.execute(among)).scalars().all()
    members = _RANDOM.sample(eligible, min(len(eligible), limits.JURY_POOL))
    nonces = {member_id: new_code() for member_id in members}
    tickets = [
        JurorTicket(appeal_id=id_of(appeal), ticket=draw.ticket(id_of(entry), member_id, nonce), member_id=member_id, nonce=nonce)
        for member_id, nonce in nonces.items()
    ]
    session.add_all(tickets)
    appeal.pool_hash = draw.pool_hash(one.ticket for one in tickets)
    appeal.seats = next((seats for seats in SEATS if len(tickets) >= seats), 0)
    await session.flush()


async def admins_beside(session: AsyncSession, entry: ModerationAction) -> Sequence[int]:
    """The admins who took no part in what a decision was about."""
    return (await (await session.connection()).execute(admins_without_part(entry))).scalars().all()


async def go_on(change: Transaction, heard: Heard) -> None:
    """Seat whom it takes, and settle what is decided. Nobody is left: what was answered decides, or else admins do."""
    appeal = heard.appeal
    tickets = await _tickets(change.session, appeal)
    votes = Counter(one.verdict for one in tickets if one.state == "answered")
    leading: Verdict = "overturn" if votes["overturn"] > votes["uphold"] else "uphold"
    decided = votes[leading] * 2 > appeal.seats
    sitting = sum(one.state == "sitting" for one in tickets)
    if not decided:
        sitting += await _seat(change, heard, tickets, appeal.seats - votes.total() - sitting)
    if decided or (not sitting and votes["overturn"] != votes["uphold"]):
        why = " · ".join(one.text for one in tickets if one.verdict == leading)
        await settle(change, heard, leading, why, votes=f"{votes[leading]}:{votes.total() - votes[leading]}")
    elif not sitting:
        await call_admins(change, heard)


async def call_admins(change: Transaction, heard: Heard) -> None:
    """Have admins decide who took no part; they are told."""
    heard.appeal.state = "admins"
    await change.session.flush()
    for member_id in await admins_beside(change.session, heard.entry):
        await notify.notify(change, member_id, "appeal_waits", "/jury")


async def settle(change: Transaction, heard: Heard, verdict: Verdict, reason: str, *, votes: str = "", actor_id: int | None = None) -> None:
    """End an appeal: what is overturned is undone in full, and its flags are dismissed; both sides are told."""
    session, appeal, entry, subject = change.session, heard.appeal, heard.entry, heard.subject
    outcome = await entries.log(session, actor_id, subject, verdict, reason, detail=votes, subwiki_id=entry.subwiki_id)
    figures.count(change, figures.of_entry(outcome, against=entry.office))
    appeal.state, appeal.decided_at, appeal.outcome_id = OUTCOMES[verdict], now(), outcome.id
    await release(session, appeal)
    if verdict == "overturn":
        await effects.take_back(change, subject, entry, outcome)
        await effects.answer_anew(change, entry, outcome)
        await decision_notices.tell_flaggers(change, subject, outcome, "flag_overturned")
    for member_id in {subject.author_id, entry.actor_id} - {None, actor_id}:
        await decision_notices.tell_of_appeal(change, subject, cast(int, member_id), _TOLD[verdict], f"/log/{outcome.id}")


async def release(session: AsyncSession, appeal: Appeal) -> None:
    """Nobody is waited for any more."""
    still = (col(JurorTicket.appeal_id) == appeal.id, col(JurorTicket.state) == "sitting")
    await session.exec(update(JurorTicket).where(*still).values(state="released"))


async def dissolve(session: AsyncSession, entry_id: int) -> None:
    """A moderator took the decision back: there is nothing left to appeal against."""
    wanted = select(Appeal).where(Appeal.entry_id == entry_id, col(Appeal.state).in_(("begun", *UNDER_WAY)))
    appeal = (await session.exec(wanted.with_for_update(key_share=True))).first()
    if appeal:
        appeal.state, appeal.decided_at = "undone", now()
        await release(session, appeal)


def took_part(entry: ModerationAction) -> CompoundSelect[int]:
    """Selects who flagged, decided, noted, wrote or corrected what a decision was about, or anything beside it under the same post.

    Of a member who flagged them, noted something about them or decided on them.
    """
    subject = (entry.subject_kind, entry.subject_id)
    flagged = select_core(cast(Any, Flag.flagger_id)).where(
        col(Flag.subject_kind) == subject[0], col(Flag.subject_id) == subject[1], col(Flag.flagger_id).is_not(None)
    )
    noted = select_core(col(CaseNote.author_id)).where(col(CaseNote.subject_kind) == subject[0], col(CaseNote.subject_id) == subject[1])
    decided = select_core(cast(Any, ModerationAction.actor_id)).where(col(ModerationAction.actor_id).is_not(None))
    if entry.post_id is None:
        about = (col(ModerationAction.subject_kind) == subject[0], col(ModerationAction.subject_id) == subject[1])
        return union(flagged, noted, decided.where(*about))
    revision, of_comment = table(Revision), entry.subject_kind == "comment"
    written = or_(revision.c.post_id == entry.post_id, *([revision.c.comment_id == entry.subject_id] if of_comment else []))
    return union(
        flagged,
        noted,
        select_core(col(Comment.author_id)).where(col(Comment.post_id) == entry.post_id),
        select_core(revision.c.editor_id).where(written),
        decided.where(col(ModerationAction.post_id) == entry.post_id),
    )


def admins_without_part(entry: ModerationAction) -> Select[int]:
    """Selects admins who took no part in what a decision was about, and do not moderate there as its moderators."""
    member = table(Member)
    wanted = select_core(member.c.id).where(member.c.is_admin, member.c.state == "active", member.c.id.not_in(took_part(entry)))
    return wanted.where(member.c.id != (entry.member_id or 0), ~_is_there(entry, "moderator"))


def _is_there(entry: ModerationAction, *roles: str) -> ColumnElement[bool]:
    place, member = table(Membership), table(Member)
    there = (place.c.member_id == member.c.id, place.c.subwiki_id == entry.subwiki_id, *([place.c.role.in_(roles)] if roles else []))
    return select_core(place.c.member_id).where(*there).exists()


def _eligible(entry: ModerationAction) -> Select[int]:
    """Selects trusted members of other subwikis who took no part."""
    member, place = table(Member), table(Membership)
    elsewhere = select_core(place.c.member_id).where(place.c.member_id == member.c.id, place.c.subwiki_id != entry.subwiki_id).exists()
    trusted = (cast(Any, TRUSTED), member.c.is_admin.is_(False), member.c.state == "active")
    wanted = select_core(member.c.id).where(*trusted, elsewhere, ~_is_there(entry))
    return wanted.where(member.c.id != (entry.member_id or 0), member.c.id.not_in(took_part(entry)))


async def _some_trusted(connection: AsyncConnection) -> Sequence[int]:
    """Trusted members: all where they are few, else some from all over, at the same cost however many there are."""
    member = table(Member)
    trusted = select_core(member.c.id).where(cast(Any, TRUSTED)).order_by(member.c.id)
    first = (await connection.execute(trusted.limit(SOME))).scalars().all()
    if len(first) < SOME:
        return first
    last = (await connection.execute(trusted.order_by(None).order_by(member.c.id.desc()).limit(1))).scalar_one()
    starts = [_RANDOM.randint(first[0], last) for _ in range(STARTS)]
    rows = [trusted.where(member.c.id >= start).limit(SOME // STARTS).subquery() for start in starts]
    found = (await connection.execute(union(*(select_core(one.c.id) for one in rows)))).scalars().all()
    # Where many places begin at the same few members, those who came first fill it up.
    return [*found, *first[: SOME - len(found)]]


async def _tickets(session: AsyncSession, appeal: Appeal) -> Sequence[JurorTicket]:
    return (await session.exec(select(JurorTicket).where(JurorTicket.appeal_id == appeal.id).order_by(col(JurorTicket.place)))).all()


async def _seat(change: Transaction, heard: Heard, tickets: Sequence[JurorTicket], most: int) -> int:
    """Draw so many more in the order of the draw, past those who may not sit any more; how many were found. They are told."""
    appeal, entry = heard.appeal, heard.entry
    if most <= 0 or not tickets:
        return 0
    member = table(Member)
    fit = _eligible(entry).where(member.c.id.in_([one.member_id for one in tickets]))
    able = set((await change.connection.execute(fit)).scalars())
    seeded = draw.seed(id_of(entry), appeal.pool_hash, await commit(change.session, id_of(entry)), appeal.appellant_number)
    by_ticket, seated = {one.ticket: one for one in tickets}, list[JurorTicket]()
    for place, ticket in enumerate(draw.order(by_ticket, seeded), 1):
        juror = by_ticket[ticket]
        if juror.place or len(seated) == most:
            continue
        juror.place, juror.state = place, "sitting" if juror.member_id in able else "unfit"
        if juror.state == "sitting":
            juror.due_at = now() + ANSWER_WITHIN
            seated.append(juror)
    await change.session.flush()
    for juror in seated:
        await notify.notify(change, juror.member_id, "jury_called", "/jury")
    return len(seated)
