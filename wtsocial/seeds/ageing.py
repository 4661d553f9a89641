"""Moves what the actions wrote a moment ago into the past, so that the demonstration world has one."""

import random
from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Protocol

from sqlmodel import col, delete, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from wtsocial import db
from wtsocial.db import Transaction
from wtsocial.db.statements import id_of
from wtsocial.models import (
    Appeal,
    Comment,
    Flag,
    JurorTicket,
    Member,
    Membership,
    ModerationAction,
    ModerationCase,
    ModerationFigure,
    Notice,
    Post,
    Revision,
    SavedPost,
    SourceDispute,
    Subwiki,
    Suggestion,
    Vote,
)
from wtsocial.moderation import figures
from wtsocial.moderation.jury import ANSWER_WITHIN
from wtsocial.revisions import chain, record
from wtsocial.text.log_actions import JURY


class _Dated(Protocol):
    at: datetime


async def age(dice: random.Random) -> None:
    """Every moment goes back to where it could have been: after what it answers, and in the order of the rows.

    Times and nothing else are changed, and no action could do it: none lets anybody choose a time. It also leaves the
    members their limits of the hour.
    """
    moment = datetime.now(UTC)
    async with db.transaction() as change:
        session = change.session
        await _age_places(session, moment, dice)
        published = {post.id: post for post in (await session.exec(select(Post))).all()}
        await _age_comments(session, published, moment)
        await _age_edits(session, published, moment)
        for kind in (Vote, SavedPost, Suggestion):
            for given in (await session.exec(select(kind))).all():
                given.at = _between(published[given.post_id].published_at, moment, dice.random())
        await _age_moderation(change, moment)
        await _seal_anew(session)


async def age_members(dice: random.Random) -> None:
    """Have everybody but who waits for confirmation registered about three months ago, before they do anything: nobody is new."""
    moment = datetime.now(UTC)
    async with db.transaction() as change:
        for member in (await change.session.exec(select(Member).order_by(col(Member.id)))).all():
            if member.state != "waiting":
                member.created_at = moment - timedelta(days=90 - id_of(member) + dice.random())
                member.email_confirmed_at = member.created_at + timedelta(minutes=3)


async def _age_places(session: AsyncSession, moment: datetime, dice: random.Random) -> None:
    for subwiki in (await session.exec(select(Subwiki))).all():
        subwiki.created_at = moment - timedelta(days=60 - id_of(subwiki))
        founded = select(Revision).where(Revision.subwiki_id == subwiki.id)
        for revision in (await session.exec(founded)).all():
            revision.at = subwiki.created_at
    for membership in (await session.exec(select(Membership))).all():
        membership.joined_at = moment - timedelta(days=8 + 40 * dice.random())


async def _age_comments(session: AsyncSession, published: dict[int | None, Post], moment: datetime) -> None:
    """Between the post and now, in their order, most of them soon after the post."""
    under: dict[int, list[Comment]] = defaultdict(list)
    for comment in (await session.exec(select(Comment).order_by(col(Comment.id)))).all():
        under[comment.post_id].append(comment)
    for post_id, thread in under.items():
        for number, comment in enumerate(thread, 1):
            comment.created_at = _between(published[post_id].published_at, moment, (number / (len(thread) + 1)) ** 1.6)
    times = {comment.id: comment.created_at for thread in under.values() for comment in thread}
    for revision in (await session.exec(select(Revision).where(col(Revision.comment_id).is_not(None)))).all():
        revision.at = times[revision.comment_id]


async def _age_edits(session: AsyncSession, published: dict[int | None, Post], moment: datetime) -> None:
    """Later revisions of a post: spread over the time since it was published."""
    edits: dict[int | None, list[Revision]] = defaultdict(list)
    later = select(Revision).where(col(Revision.post_id).is_not(None), Revision.number > 1).order_by(col(Revision.number))
    for revision in (await session.exec(later)).all():
        edits[revision.post_id].append(revision)
    for post_id, later_ones in edits.items():
        _spread(later_ones, published[post_id].published_at, moment)
        for revision in later_ones:
            if revision.change == "headline":
                published[post_id].corrected_at = revision.at


async def _age_moderation(change: Transaction, moment: datetime) -> None:
    """Decisions over two days, flags some hours before theirs, open ones today, notices over the same days."""
    session = change.session
    log = (await session.exec(select(ModerationAction).order_by(col(ModerationAction.id)))).all()
    _spread(log, moment - timedelta(days=2), moment)
    await _age_erasures(session, [entry for entry in log if entry.action == "erase"], moment)
    await _age_appeals(session, log)
    await _count_anew(change, log)
    # What a jury overturned was flagged before it was decided on.
    decided = {entry.id: entry.at for entry in log} | {entry.undone_by_id: entry.at for entry in log if entry.undone_by_id}
    flags = (await session.exec(select(Flag).order_by(col(Flag.id).desc()))).all()
    for number, flag in enumerate(flags, 1):
        flag.at = decided[flag.decision_id] - timedelta(hours=1) if flag.decision_id else moment - timedelta(minutes=11 * number)
    for case in (await session.exec(select(ModerationCase))).all():
        about = (Flag.subject_kind == case.subject_kind, Flag.subject_id == case.subject_id, col(Flag.decision_id).is_(None))
        case.opened_at = (await session.exec(select(func.min(Flag.at)).where(*about))).one() or case.opened_at
    told: dict[int, list[Notice]] = defaultdict(list)
    for notice in (await session.exec(select(Notice).order_by(col(Notice.id)))).all():
        told[notice.member_id].append(notice)
    for notices in told.values():
        _spread(notices, moment - timedelta(days=2), moment)
    for contest in (await session.exec(select(SourceDispute))).all():
        contest.at = moment - timedelta(hours=7 - id_of(contest))
        contest.decided_at = moment - timedelta(hours=2) if contest.decided_at else None


async def _count_anew(change: Transaction, log: Iterable[ModerationAction]) -> None:
    """The figures of the months in which it happened now, and as if everything had waited for some hours."""
    session = change.session
    await session.exec(delete(ModerationFigure))
    decided = {entry.id: entry for entry in log}
    for flag in (await session.exec(select(Flag))).all():
        figures.count(change, figures.of_flag(flag.at, flag.subwiki_id, flag.reason))
    for entry in log:
        against = decided[int(entry.detail)].office if entry.action == "appeal" else "moderator"
        waited = timedelta(hours=1 + id_of(entry) % 9) if entry.flags_count and entry.office else None
        if entry.office or entry.action in ("appeal", *JURY):
            figures.count(change, figures.of_entry(entry, waited=waited, against=against))


async def _age_appeals(session: AsyncSession, log: Iterable[ModerationAction]) -> None:
    """As the log has them; jurors have their time from then on."""
    at = {entry.id: entry.at for entry in log}
    filed = {int(entry.detail): entry.at for entry in log if entry.action == "appeal"}
    for appeal in (await session.exec(select(Appeal))).all():
        appeal.begun_at, appeal.filed_at = filed[appeal.entry_id] - timedelta(minutes=4), filed[appeal.entry_id]
        appeal.decided_at = at[appeal.outcome_id] if appeal.outcome_id else None
        tickets = select(JurorTicket).where(JurorTicket.appeal_id == appeal.id, JurorTicket.place > 0)
        for ticket in (await session.exec(tickets)).all():
            ticket.due_at = appeal.filed_at + ANSWER_WITHIN
            if ticket.answered_at:
                ticket.answered_at = appeal.decided_at or appeal.filed_at + timedelta(minutes=20 * ticket.place)


async def _age_erasures(session: AsyncSession, entries: Iterable[ModerationAction], moment: datetime) -> None:
    """A few minutes ago: after all that was written."""
    for entry in entries:
        entry.at = moment - timedelta(minutes=9)
    for revision in (await session.exec(select(Revision).where(col(Revision.erased_at).is_not(None)))).all():
        revision.erased_at = moment - timedelta(minutes=9)


def _spread(rows: Iterable[_Dated], start: datetime, end: datetime) -> None:
    listed = list(rows)
    for number, row in enumerate(listed, 1):
        row.at = _between(start, end, number / (len(listed) + 1))


def _between(start: datetime, end: datetime, share: float) -> datetime:
    return start + (end - start) * share


async def _seal_anew(session: AsyncSession) -> None:
    """The chains of revisions over their new times; elsewhere nothing is ever sealed twice."""
    await session.flush()
    things: dict[tuple[record.Kind, int | None], record.Thing] = {}
    for model in (Post, Comment, Subwiki):
        things |= {(record.kind_of(thing), thing.id): thing for thing in (await session.exec(select(model))).all()}
    heads: dict[tuple[record.Kind, int], str] = {}
    for revision in (await session.exec(select(Revision).order_by(col(Revision.number)))).all():
        kind: record.Kind = "post" if revision.post_id else "comment" if revision.comment_id else "subwiki"
        thing_id = revision.post_id or revision.comment_id or revision.subwiki_id or 0
        before = heads.get((kind, thing_id), chain.START)
        revision.seal = chain.seal(f"{kind}/{thing_id}", before, chain.facts_of(revision.model_dump()), revision.digest)
        things[kind, thing_id].head = heads[kind, thing_id] = revision.seal
