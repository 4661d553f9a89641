"""Entries of the log: what was done to a thing, by whom, as it stood then."""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from wtsocial.models import ModerationAction
from wtsocial.moderation.subjects import Subject


async def log(
    session: AsyncSession,
    actor_id: int | None,
    subject: Subject,
    action: str,
    reason: str,
    *,
    detail: str = "",
    office: str = "",
    subwiki_id: int | None = None,
) -> ModerationAction:
    """Write into the log what is done to a thing as it stands; by nobody where a jury or a rule did it.

    A member stands nowhere: `subwiki_id` is where something is done to them, if it is not on the whole site.
    """
    entry = ModerationAction(
        actor_id=actor_id,
        action=action,
        subject_kind=subject.kind,
        subject_id=subject.id,
        subwiki_id=subject.subwiki_id or subwiki_id,
        post_id=subject.post_id,
        member_id=subject.author_id,
        revision=subject.revision,
        detail=detail,
        reason=reason,
        office=office,
    )
    session.add(entry)
    await session.flush()
    return entry


def log_of_site(
    session: AsyncSession,
    actor_id: int,
    action: str,
    reason: str,
    *,
    detail: str = "",
    kind: str = "site",
    number: int = 0,
    member_id: int | None = None,
    until: datetime | None = None,
) -> None:
    """Write into the log what an admin does to the site itself; `number` is that of the announcement or invitation, if it is one."""
    session.add(
        ModerationAction(
            actor_id=actor_id,
            action=action,
            subject_kind=kind,
            subject_id=number,
            member_id=member_id,
            detail=detail,
            until=until,
            reason=reason,
            office="admin",
        )
    )
