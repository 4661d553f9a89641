"""Flags: a member reports a post, a comment, a revision, a subwiki or a member to those who decide on it."""

from sqlalchemy import ColumnElement, FromClause, and_, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from wtsocial import db
from wtsocial.accounts import permissions
from wtsocial.accounts.views import Viewer
from wtsocial.core import bus
from wtsocial.core.errors import Invalid
from wtsocial.core.messages import ModerationQueueChanged
from wtsocial.db import statements
from wtsocial.db.statements import table
from wtsocial.models import Flag, Member, now
from wtsocial.moderation import cases, covers, figures, subjects
from wtsocial.moderation.flag_weight import flag_weight
from wtsocial.moderation.subjects import Subject, SubjectKind
from wtsocial.text import limits, reasons
from wtsocial.text.cleaning import clean_line, clean_text
from wtsocial.text.limits import Id
from wtsocial.text.reasons import FlagReason


async def flag(viewer: Viewer, *, subject_kind: SubjectKind, subject_id: Id, reason: FlagReason, note: str = "", law: str = "") -> bool:
    """Report something once; False when the viewer had flagged it before, which changes nothing.

    Flags that weigh enough together cover a post or a comment until a moderator decides. Some reasons need a note, and each kind of thing
    has its own (`text.reasons`); `law` says against which one something is. Raises Invalid, NotFound, LoginNeeded, NotAllowed (for one's
    own, and for what is hidden already) or TooMany.
    """
    if reason not in reasons.FLAG_REASONS_FOR[subject_kind]:
        raise Invalid("flag.no_headline" if reason in reasons.OF_HEADLINES else "flag.another_reason", field="reason")
    note = clean_text(note, field="note", limit=limits.NOTE, required=reason in reasons.NOTED)
    law = clean_line(law, field="law", limit=limits.LAW, required=False) if reason == "illegal" else ""
    async with db.transaction() as change:
        session = change.session
        subject = await subjects.visible_subject(session, viewer, subject_kind, subject_id, lock=True)
        permissions.ensure(viewer, permissions.may_flag(viewer, subject.author_id) and not subject.hidden)
        weight = await _weight(session, viewer, subject)
        made_at = now()
        recent = (col(Flag.flagger_id) == viewer.id, col(Flag.at) > made_at - statements.HOUR)
        is_first = await statements.insert_once(
            session,
            Flag,
            flagger_id=viewer.id,
            subject_kind=subject_kind,
            subject_id=subject_id,
            post_id=subject.post_id,
            subwiki_id=subject.place_id,
            reason=reason,
            law=law,
            note=note,
            revision=subject.revision,
            weight=weight,
            at=made_at,
        )
        if not is_first:
            return False
        await statements.ensure_fewer(session, limits.FLAGS_PER_HOUR + 1, Flag, *recent)
        figures.count(change, figures.of_flag(made_at, subject.subwiki_id, reason))
        change.announce(bus.moderation_room(), message=ModerationQueueChanged(subject.place_id or 0))
        await cases.add_flag(change, subject, reason)
        await covers.cover_if_enough(change, subject, reason=reason, weight=weight)
        change.answer = True
    return True


async def withdraw_flag(viewer: Viewer, *, subject_kind: SubjectKind, subject_id: Id) -> bool:
    """Withdraw one's own flag while nobody has decided on it; False when there is none. What was withdrawn may be flagged anew."""
    async with db.transaction() as change:
        permissions.ensure(viewer, viewer.active)
        mine = (col(Flag.flagger_id) == viewer.id, col(Flag.subject_kind) == subject_kind, col(Flag.subject_id) == subject_id)
        subject = await subjects.any_subject(change.session, subject_kind, subject_id, lock=True)
        withdrawn = update(Flag).where(*mine, is_open(table(Flag))).values(withdrawn_at=now()).returning(col(Flag.reason))
        reason = (await change.session.exec(withdrawn)).scalar()
        if reason is None or subject is None:
            return False
        await cases.remove_flag(change, subject, reason)
        await covers.uncover_if_lighter(change, subject)
        change.announce(bus.moderation_room(), message=ModerationQueueChanged(subject.place_id or 0))
        change.answer = True
    return True


async def _weight(session: AsyncSession, viewer: Viewer, subject: Subject) -> int:
    """What the viewer's flag on this weighs. Who withdrew one from it has said that it was none, and weighs nothing there any more."""
    about = (col(Flag.flagger_id) == viewer.id, Flag.subject_kind == subject.kind, Flag.subject_id == subject.id)
    withdrew = select(Flag.id).where(*about, col(Flag.withdrawn_at).is_not(None)).limit(1)
    if (await session.exec(withdrew)).first() is not None:
        return 0
    record = select(Member.flags_upheld, Member.flags_dismissed).where(Member.id == viewer.id)
    upheld, dismissed = (await session.exec(record)).one()
    return flag_weight(viewer.standing, upheld=upheld, dismissed=dismissed)


def is_open(flag: FromClause) -> ColumnElement[bool]:
    """Whether a flag waits for a decision, as the indexes of open ones have it."""
    return and_(flag.c.decision_id.is_(None), flag.c.withdrawn_at.is_(None))
