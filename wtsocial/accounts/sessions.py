"""Sessions: finds the viewer that a session token's hash belongs to."""

from functools import lru_cache
from typing import Any

from cachetools import TTLCache
from sqlalchemy import Select, and_, bindparam, select

from wtsocial import db
from wtsocial.accounts.viewers import viewer_view
from wtsocial.accounts.views import Viewer
from wtsocial.db.statements import table
from wtsocial.models import LoginSession, Member, Membership, now
from wtsocial.models.columns import UtcDateTime

_members: TTLCache[str, int] = TTLCache(50_000, 3600)


def member_of(token_hash: str) -> int:
    """The member whose login this was when this process saw it last, an hour ago at most; 0 for nobody.

    It asks no database: good enough to count by, never to allow anything.
    """
    return _members.get(token_hash, 0) if token_hash else 0


async def viewer_of(token_hash: str) -> Viewer:
    """The member whose login this is; `Viewer()`, a reader, when it is unknown or has ended or the member is deleted.

    A suspended member stays known, with that state. One query, asked anew for every event: what was taken from a member
    a moment ago is gone in all their browsers.
    """
    if not token_hash:
        return Viewer()
    rows = await db.fetch(_login(), {"token_hash": token_hash, "now": now()})
    if not rows:
        _members.pop(token_hash, None)
        return Viewer()
    member = rows[0]
    _members[token_hash] = member.id
    # The outer join answers one row without a subwiki for a member who moderates none.
    moderates = frozenset(row.subwiki_id for row in rows if row.subwiki_id)
    return viewer_view(member, moderates)


@lru_cache(maxsize=1)
def _login() -> Select[*tuple[Any, ...]]:
    """What a Viewer needs, a row for each subwiki moderated. Made once: it is asked at every event."""
    login, member, membership = table(LoginSession), table(Member), table(Membership)
    known = and_(member.c.id == login.c.member_id, member.c.state != "deleted")
    moderated = and_(membership.c.member_id == member.c.id, membership.c.role == "moderator")
    judged = ("is_admin", "is_trusted", "email_confirmed_at", "created_at", "contributions", "choices", "restrictions")
    columns = (member.c[name] for name in ("id", "name", "state", "language", *judged))
    return (
        select(*columns, membership.c.subwiki_id)
        .select_from(login.join(member, known).outerjoin(membership, moderated))
        .where(login.c.token_hash == bindparam("token_hash"), login.c.expires_at > bindparam("now", type_=UtcDateTime()))
    )
