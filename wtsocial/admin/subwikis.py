"""The list of subwikis, for admins: by kind, newest first, or by how a name begins; in keyset pages."""

from typing import Any, Final, cast

from sqlalchemy import ColumnElement, FromClause, Select, and_, func, literal, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from wtsocial import db
from wtsocial.accounts import permissions
from wtsocial.accounts.views import Viewer
from wtsocial.admin.pages import PAGE, last_number, written_number
from wtsocial.admin.views import SubwikiRow, SubwikisPage
from wtsocial.db.cursors import to_millis
from wtsocial.db.statements import table
from wtsocial.models import Member, Membership, Subwiki
from wtsocial.models.subwikis import MODERATING, RESTRICTED
from wtsocial.text.cleaning import is_hostile
from wtsocial.text.limits import SUBWIKI_NAME
from wtsocial.text.ngrams import LAST
from wtsocial.text.subwiki_names import subwiki_skeleton

KINDS: Final = ("", "vetted", "unvetted", "restricted", "unmoderated")
"""What can be asked for: all; what newcomers are offered, and what they are not; where editing takes a standing; where no moderator is
active but the admins."""
LOOKED_THROUGH: Final = 10_000
"""So many subwikis one page looks through for those without a moderator, of whom no index knows."""
_COLUMNS: Final = (
    "id", "slug", "name", "colour", "skeleton", "vetted", "protection", "members_count", "posts_count", "created_at",
)  # fmt: skip


async def subwikis(viewer: Viewer, *, kind: str = "", name: str = "", older: str = "", most: int = PAGE) -> SubwikisPage:
    """Subwikis of this kind, the newest first; or, where a name is given, all whose names begin or look so, in the order of their looks.

    `older` is where a page begins (`SubwikisPage.older`); one may be empty, and others follow. Raises LoginNeeded or NotAllowed for all
    but admins, Invalid("error.cursor").
    """
    permissions.ensure(viewer, permissions.may_administer(viewer))
    if is_hostile(name) or is_hostile(older):
        return SubwikisPage([])
    async with db.reading() as session:
        connection = await session.connection()
        if name.strip():
            wanted, end = _named(name, older), 0
        else:
            before = last_number(older)
            end = await _end_of_look(connection, before) if kind == "unmoderated" else 0
            wanted = _of_kind(kind, before, end)
        rows = (await connection.execute(wanted.limit(most + 1))).all()
    further = written_number(end) if end else ""
    if len(rows) > most:
        further = str(rows[most - 1].skeleton) if name.strip() else written_number(rows[most - 1].id)
    return SubwikisPage([_view(row) for row in rows[:most]], further)


def _named(name: str, older: str) -> Select[Any]:
    subwiki = table(Subwiki)
    first = subwiki_skeleton(name.strip()[:SUBWIKI_NAME])
    # What goes on with an n after an r looks like an m.
    begins = [first, first[:-1] + "m"] if first.endswith("r") else [first]
    within = or_(*(and_(subwiki.c.skeleton >= one, subwiki.c.skeleton < one + LAST) for one in begins))
    return _listed().where(within, *([subwiki.c.skeleton > older] if older else [])).order_by(subwiki.c.skeleton)


def _of_kind(kind: str, before: int, end: int) -> Select[Any]:
    subwiki = table(Subwiki)
    wanted = _listed().where(subwiki.c.id < before).order_by(subwiki.c.id.desc())
    if kind in ("vetted", "unvetted"):
        return wanted.where(subwiki.c.vetted == literal(kind == "vetted", literal_execute=True))
    if kind == "restricted":
        # In the words of its index, or SQLite would not see that it fits.
        return wanted.where(cast("ColumnElement[bool]", RESTRICTED))
    return wanted.where(subwiki.c.id >= end, _moderators(subwiki) == 0) if kind == "unmoderated" else wanted


async def _end_of_look(connection: AsyncConnection, before: int) -> int:
    """The number at which a page stops looking; 0 where it looks to the end."""
    subwiki = table(Subwiki)
    furthest = select(subwiki.c.id).where(subwiki.c.id < before).order_by(subwiki.c.id.desc()).offset(LOOKED_THROUGH - 1).limit(1)
    return (await connection.execute(furthest)).scalar() or 0


def _listed() -> Select[Any]:
    subwiki = table(Subwiki)
    return select(*(subwiki.c[name] for name in _COLUMNS), _moderators(subwiki).label("moderators"))


def _moderators(subwiki: FromClause) -> ColumnElement[int]:
    """How many active moderators it has."""
    membership, member = table(Membership), table(Member)
    counted = select(func.count()).select_from(membership.join(member, member.c.id == membership.c.member_id))
    counted = counted.where(membership.c.subwiki_id == subwiki.c.id, cast("ColumnElement[bool]", MODERATING), member.c.state == "active")
    return counted.correlate(subwiki).scalar_subquery()


def _view(row: Any) -> SubwikiRow:
    return SubwikiRow(
        id=row.id,
        slug=row.slug,
        name=row.name,
        colour=row.colour,
        vetted=row.vetted,
        protection=row.protection,
        members=row.members_count,
        posts=row.posts_count,
        moderators=row.moderators,
        created=to_millis(row.created_at),
    )
