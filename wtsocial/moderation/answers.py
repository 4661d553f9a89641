"""Answers: what is decided on a thing closes the open flags on it and their case, is counted, and told to those who flagged."""

from sqlmodel import update

from wtsocial.core import bus
from wtsocial.core.messages import ModerationQueueChanged
from wtsocial.db import Transaction
from wtsocial.db.statements import table
from wtsocial.models import Flag, ModerationAction, ModerationCase
from wtsocial.moderation import cases, decision_notices, effects, figures, policy
from wtsocial.moderation.flags import is_open
from wtsocial.moderation.subjects import Subject


async def answer(change: Transaction, subject: Subject, entry: ModerationAction, case: ModerationCase | None, *, decided_by: str) -> None:
    """Answer the open flags on it, if there are any, by this entry of the log, and close their case."""
    flag = table(Flag)
    waiting = (flag.c.subject_kind == subject.kind, flag.c.subject_id == subject.id, is_open(flag))
    answered = await change.session.exec(update(Flag).where(*waiting).values(decision_id=entry.id))
    entry.flags_count = answered.rowcount
    await change.session.flush()
    await effects.count(change, entry, 1)
    kind = "flag_upheld" if entry.action in policy.UPHELD_BY else "flag_dismissed"
    await decision_notices.tell_flaggers(change, subject, entry, kind)
    figures.count(change, figures.of_entry(entry, waited=entry.at - case.opened_at if case else None))
    if case:
        await cases.close(change, case)
        await cases.announce(change, case, decided_by=decided_by)
    change.announce(bus.moderation_room(), message=ModerationQueueChanged(subject.place_id or 0))
