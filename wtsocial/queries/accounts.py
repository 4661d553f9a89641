"""A member's own account, for their own eyes alone."""

from sqlmodel import select

from wtsocial import db, policy
from wtsocial.core.errors import LoginNeeded
from wtsocial.models import Member
from wtsocial.views.people import AccountView, Viewer


async def own(viewer: Viewer) -> AccountView:
    """The viewer's own address and settings. Raises LoginNeeded."""
    async with db.reading() as session:
        member = (await session.exec(select(Member).where(Member.id == viewer.id))).first() if viewer.known else None
    if member is None:
        raise LoginNeeded
    return AccountView(
        email=member.email,
        confirmed=member.email_confirmed_at is not None,
        about=member.about,
        language=member.language,
        standing=policy.standing(member),
        contributions=member.contributions,
    )
