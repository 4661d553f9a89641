"""Moderation cases: a thing's open flags as one case, counted by reason; who decides closes it. The thing is locked meanwhile."""

from sqlalchemy import delete
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from wtsocial.core import bus
from wtsocial.core.errors import NotAllowed
from wtsocial.core.messages import CaseChanged
from wtsocial.db import Transaction
from wtsocial.db.cursors import to_millis
from wtsocial.db.statements import id_of
from wtsocial.models import CaseReason, Member, ModerationCase, now
from wtsocial.moderation.subjects import Subject


async def open_case(session: AsyncSession, subject: Subject) -> ModerationCase | None:
    """What waits for a decision on this, locked against other writers; None where nothing does."""
    case = ModerationCase
    about = (case.subject_kind == subject.kind, case.subject_id == subject.id, col(case.closed_at).is_(None))
    return (await session.exec(select(case).where(*about).with_for_update(key_share=True))).first()


async def add_flag(change: Transaction, subject: Subject, reason: str) -> None:
    """A flag of this reason was made: it opens a case, or joins the open one."""
    session = change.session
    case = await open_case(session, subject)
    if case is None:
        case = ModerationCase(
            subject_kind=subject.kind,
            subject_id=subject.id,
            post_id=subject.post_id,
            subwiki_id=subject.place_id,
            author_id=subject.author_id,
        )
        session.add(case)
        await session.flush()
    case.flags_count += 1
    counted = await session.get(CaseReason, {"reason": reason, "case_id": id_of(case)})
    if counted is None:
        session.add(CaseReason(case_id=id_of(case), reason=reason, subwiki_id=case.subwiki_id, count=1))
    else:
        counted.count += 1
    await session.flush()
    await announce(change, case)


async def remove_flag(change: Transaction, subject: Subject, reason: str) -> None:
    """A flag of this reason was withdrawn; the last one takes the case with it."""
    session = change.session
    case = await open_case(session, subject)
    if case is None:
        return
    case.flags_count -= 1
    counted = await session.get(CaseReason, {"reason": reason, "case_id": id_of(case)})
    if counted and counted.count > 1:
        counted.count -= 1
    elif counted:
        await session.delete(counted)
    if not case.flags_count:
        await close(change, case)
    await session.flush()
    await announce(change, case)


async def close(change: Transaction, case: ModerationCase) -> None:
    """It waits no longer."""
    case.closed_at, case.claimed_by_id, case.claimed_until = now(), None, None
    await change.session.exec(delete(CaseReason).where(col(CaseReason.case_id) == case.id))


def holder(case: ModerationCase) -> int:
    """Who has it open now; 0 for nobody."""
    return case.claimed_by_id if case.claimed_by_id and case.claimed_until and case.claimed_until > now() else 0


async def ensure_not_others(session: AsyncSession, case: ModerationCase | None, member_id: int) -> None:
    """Go on unless somebody else has it open. Raises NotAllowed("case.claimed", `name`)."""
    if case and holder(case) not in (0, member_id):
        name = (await session.exec(select(Member.name).where(Member.id == case.claimed_by_id))).one()
        raise NotAllowed("case.claimed", name=name)


async def announce(change: Transaction, case: ModerationCase, *, decided_by: str = "") -> None:
    """Tell every open queue how it stands."""
    name = ""
    if holder(case):
        name = (await change.session.exec(select(Member.name).where(Member.id == case.claimed_by_id))).one()
    closed = case.closed_at is not None
    said = CaseChanged(id_of(case), case.subwiki_id or 0, case.flags_count, name, to_millis(case.claimed_until), closed, decided_by)
    change.announce(bus.moderation_room(), message=said)
