"""Who is looking: from the hash of a session's token to a viewer."""

from sqlmodel import and_, col, select

from wtsocial import db
from wtsocial.models import LoginSession, Member, Membership, now
from wtsocial.views import Viewer


async def viewer_of(token_hash: str) -> Viewer:
    """The member whose login this is; `Viewer()`, a reader, when it is unknown or has ended or the member is deleted.

    A suspended member stays known, with that state. One query, asked anew for every event: what was taken from a member
    a moment ago is gone in all their browsers.
    """
    if not token_hash:
        return Viewer()
    moderated = and_(Membership.member_id == Member.id, Membership.role == "moderator")
    statement = (
        select(Member, col(Membership.subwiki_id))
        .select_from(LoginSession)
        .join(Member, and_(Member.id == LoginSession.member_id, Member.state != "deleted"))
        .outerjoin(Membership, moderated)
        .where(LoginSession.token_hash == token_hash, LoginSession.expires_at > now())
    )
    async with db.reading() as session:
        rows = (await session.exec(statement)).all()
    if not rows:
        return Viewer()
    member = rows[0][0]
    # The outer join answers one row without a subwiki for a member who moderates none.
    moderates = frozenset(subwiki_id for _, subwiki_id in rows if subwiki_id)
    return Viewer(member.id or 0, member.name, member.state, member.is_admin, member.is_trusted, member.language, moderates)
