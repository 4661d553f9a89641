"""Claims: a case that a moderator has open is theirs for ten minutes; and notes among moderators."""

from datetime import timedelta
from typing import Final

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from wtsocial import db
from wtsocial.accounts import permissions
from wtsocial.accounts.views import Viewer
from wtsocial.core.errors import NotFound
from wtsocial.db import statements
from wtsocial.models import CaseNote, Member, ModerationCase, now
from wtsocial.moderation import cases, policy
from wtsocial.text import limits
from wtsocial.text.cleaning import clean_text
from wtsocial.text.limits import Id

HELD_FOR: Final = timedelta(minutes=10)


async def claim_case(viewer: Viewer, *, case_id: Id) -> None:
    """Have an open case to oneself for ten minutes; others see that. Claimed again, they begin anew.

    Raises NotFound, also where the viewer may not decide, or NotAllowed("case.claimed", `name`) while somebody else has it open.
    """
    async with db.transaction() as change:
        case = await _case(change.session, viewer, case_id)
        await cases.ensure_not_others(change.session, case, viewer.id)
        case.claimed_by_id, case.claimed_until = viewer.id, now() + HELD_FOR
        await cases.announce(change, case)


async def release_case(viewer: Viewer, *, case_id: Id) -> None:
    """Put a case back that one has open. Raises NotFound like `claim_case`; what somebody else has open stays theirs."""
    async with db.transaction() as change:
        case = await _case(change.session, viewer, case_id)
        if cases.holder(case) == viewer.id:
            case.claimed_by_id = case.claimed_until = None
            await cases.announce(change, case)


async def note_case(viewer: Viewer, *, case_id: Id, text: str) -> None:
    """Note something about a case's thing, for those who moderate there. Raises NotFound like `claim_case`, Invalid or TooMany."""
    text = clean_text(text, field="text", limit=limits.NOTE)
    async with db.transaction() as change:
        case = await _case(change.session, viewer, case_id)
        recent = (col(CaseNote.author_id) == viewer.id, col(CaseNote.at) > now() - statements.HOUR)
        note = CaseNote(subject_kind=case.subject_kind, subject_id=case.subject_id, author_id=viewer.id, text=text)
        change.session.add(note)
        await change.session.flush()
        await statements.ensure_fewer(change.session, limits.CASE_NOTES_PER_HOUR + 1, CaseNote, *recent)
        await cases.announce(change, case)


async def _case(session: AsyncSession, viewer: Viewer, case_id: int) -> ModerationCase:
    """The open case, locked against other writers."""
    permissions.ensure(viewer, permissions.may_see_queue(viewer))
    open_one = select(ModerationCase).where(ModerationCase.id == case_id, col(ModerationCase.closed_at).is_(None))
    case = (await session.exec(open_one.with_for_update(key_share=True))).first()
    if case is None or not await _may_decide(session, viewer, case):
        raise NotFound
    return case


async def _may_decide(session: AsyncSession, viewer: Viewer, case: ModerationCase) -> bool:
    is_admin = (await session.exec(select(Member.is_admin).where(Member.id == case.author_id))).first()
    return policy.may_decide(
        viewer,
        kind=case.subject_kind,
        place_id=case.subwiki_id,
        subject_id=case.subject_id,
        author_id=case.author_id,
        author_is_admin=bool(is_admin),
    )
