"""Reads of appeals: how one stands, and how its jury was drawn, both for everybody."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from wtsocial import db
from wtsocial.accounts.views import Viewer
from wtsocial.core.errors import NotFound
from wtsocial.db.cursors import to_millis
from wtsocial.db.statements import table
from wtsocial.models import Appeal, DrawNumber, JurorTicket, ModerationAction
from wtsocial.moderation import draw, policy
from wtsocial.moderation.jury import OUTCOMES
from wtsocial.moderation.views import AppealView, DrawnView, DrawView, VerdictView

ENDED = tuple(OUTCOMES.values())


class Appealable(Protocol):
    """An entry of the log, as far as it says who may appeal."""

    id: int
    at: datetime
    action: str
    subject_kind: str
    reason: str
    actor_id: int | None
    member_id: int | None
    undone_by_id: int | None


async def appeal_of(connection: AsyncConnection, viewer: Viewer, entry: Appealable) -> AppealView:
    """The appeal against a decision, or that a decision ends, for everybody; whether the viewer may appeal now."""
    appeal = table(Appeal)
    about = or_(appeal.c.entry_id == entry.id, appeal.c.outcome_id == entry.id)
    found = (await connection.execute(select(appeal).where(about, appeal.c.filed_at.is_not(None)))).first()
    if found is None:
        may = policy.may_appeal(viewer, kind=entry.subject_kind, action=entry.action, author_id=entry.member_id or 0, at=entry.at)
        may = may and entry.actor_id is not None and entry.undone_by_id is None
        return AppealView(may_appeal=may, until=to_millis(entry.at + policy.APPEAL_WITHIN) if may else 0)
    tickets = await _drawn(connection, found.id)
    verdicts = [VerdictView(one.verdict, one.text) for one in tickets if one.state == "answered"]
    return AppealView(
        decision=found.entry_id,
        state=found.state,
        filed=to_millis(found.filed_at),
        due=max((to_millis(one.due_at) for one in tickets if one.state == "sitting"), default=0),
        seats=found.seats,
        answered=len(verdicts),
        outcome=found.outcome_id or 0,
        verdicts=verdicts if found.state in ENDED else [],
    )


async def jury_draw(entry_id: int) -> DrawView:
    """How the jury of a decision is drawn, as far as it may be told by now. Raises NotFound for what nobody can appeal against."""
    entry, appeal, number, ticket = table(ModerationAction), table(Appeal), table(DrawNumber), table(JurorTicket)
    wanted = select(entry.c.id, entry.c.at, number.c.number).join(number, number.c.entry_id == entry.c.id).where(entry.c.id == entry_id)
    async with db.reading() as session:
        connection = await session.connection()
        decision = (await connection.execute(wanted)).first()
        if decision is None:
            raise NotFound
        found = (await connection.execute(select(appeal).where(appeal.c.entry_id == entry_id))).first()
        its = select(ticket.c.ticket).where(ticket.c.appeal_id == found.id).order_by(ticket.c.ticket) if found else None
        pool = list((await connection.execute(its)).scalars()) if its is not None else []
        drawn = await _drawn(connection, found.id if found else 0)
    # Whoever knew the site's number before the author's was sent could choose theirs.
    told = found is not None and bool(found.appellant_number)
    return DrawView(
        decision=entry_id,
        commitment=draw.commitment(entry_id, decision.number),
        committed=to_millis(decision.at),
        state=found.state if found else "",
        begun=to_millis(found.begun_at) if found else 0,
        pool_hash=found.pool_hash if found else "",
        pool=pool,
        seats=found.seats if found else 0,
        filed=to_millis(found.filed_at) if found else 0,
        site_number=decision.number if told else "",
        appellant_number=found.appellant_number if found else "",
        seed=draw.seed(entry_id, found.pool_hash, decision.number, found.appellant_number) if found and told else "",
        drawn=[DrawnView(one.place, one.ticket, one.state) for one in drawn],
    )


async def _drawn(connection: AsyncConnection, appeal_id: int) -> Sequence[Any]:
    ticket = table(JurorTicket)
    wanted = select(ticket).where(ticket.c.appeal_id == appeal_id, ticket.c.place > 0).order_by(ticket.c.place)
    return (await connection.execute(wanted)).all()
