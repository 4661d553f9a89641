"""Entries of the log: what was done to a thing, by whom, as it stood then."""

from sqlmodel.ext.asyncio.session import AsyncSession

from wtsocial.db.statements import id_of
from wtsocial.models import ModerationAction
from wtsocial.posts.access import Subject


async def log(
    session: AsyncSession, actor_id: int | None, subject: Subject, action: str, reason: str, *, detail: str = "", office: str = ""
) -> ModerationAction:
    """Write into the log what is done to a thing as it stands; by nobody where a jury or a rule did it."""
    entry = ModerationAction(
        actor_id=actor_id,
        action=action,
        subject_kind=subject.kind,
        subject_id=id_of(subject.thing),
        subwiki_id=subject.post.subwiki_id,
        post_id=subject.post.id,
        member_id=subject.author_id,
        revision=subject.thing.revision,
        detail=detail,
        reason=reason,
        office=office,
    )
    session.add(entry)
    await session.flush()
    return entry
