"""The list of members, for admins: by kind, newest first, or by how a name begins; in keyset pages."""

from collections.abc import Callable
from typing import Any, Final, cast

from sqlalchemy import ColumnElement, FromClause, Select, and_, literal, or_, select, tuple_

from wtsocial import db
from wtsocial.accounts import permissions
from wtsocial.accounts.views import Viewer
from wtsocial.admin.pages import PAGE, counted
from wtsocial.admin.views import MemberRow, MembersPage
from wtsocial.db.cursors import to_millis
from wtsocial.db.statements import table
from wtsocial.models import Member
from wtsocial.models.members import ADMIN, DECIDED_AGAINST, TRUSTED
from wtsocial.text.cleaning import is_hostile
from wtsocial.text.names import LONGEST_USERNAME, skeleton
from wtsocial.text.ngrams import LAST

_COLUMNS: Final = (
    "id", "name", "skeleton", "email", "state", "is_admin", "is_trusted", "email_confirmed_at", "created_at", "contributions",
    "upheld_against", "flags_upheld", "flags_dismissed",
)  # fmt: skip
_KINDS: Final[dict[str, Callable[[FromClause], ColumnElement[bool]]]] = {
    # Said in the statement itself: how many there are of each is very different.
    **{
        state: lambda member, state=state: member.c.state == literal(state, literal_execute=True)
        for state in ("active", "waiting", "suspended")
    },
    "unconfirmed": lambda member: member.c.email_confirmed_at.is_(None),
    # In the words of their indexes, or SQLite would not see that they fit.
    "trusted": lambda _: cast("ColumnElement[bool]", TRUSTED),
    "admin": lambda _: cast("ColumnElement[bool]", ADMIN),
    "decided_against": lambda _: cast("ColumnElement[bool]", DECIDED_AGAINST),
}
KINDS: Final = ("", *_KINDS)
"""What can be asked for: everybody, those of a state, of a duty; those of whom most was taken away, who come first there."""


async def members(viewer: Viewer, *, kind: str = "", name: str = "", older: str = "", most: int = PAGE) -> MembersPage:
    """Members of this kind, the newest first; or, where a name is given, all whose names begin so, or look so, in the order of their looks.

    `older` is where a page begins (`MembersPage.older`). Deleted members are in no list. Raises LoginNeeded or NotAllowed for all but
    admins, Invalid("error.cursor").
    """
    permissions.ensure(viewer, permissions.may_administer(viewer))
    if is_hostile(name) or is_hostile(older):
        return MembersPage([])
    wanted = _named(name, older) if name.strip() else _of_kind(kind, older)
    async with db.reading() as session:
        rows = (await (await session.connection()).execute(wanted.limit(most + 1))).all()
    further = _place(rows[most - 1], kind, name) if len(rows) > most else ""
    return MembersPage([_view(row) for row in rows[:most]], further)


def _named(name: str, older: str) -> Select[Any]:
    member = table(Member)
    first = skeleton(name.strip()[:LONGEST_USERNAME])
    # What goes on with an n after an r looks like an m.
    begins = [first, first[:-1] + "m"] if first.endswith("r") else [first]
    within = or_(*(and_(member.c.skeleton >= one, member.c.skeleton < one + LAST) for one in begins))
    return _listed(member).where(within, *([member.c.skeleton > older] if older else [])).order_by(member.c.skeleton)


def _of_kind(kind: str, older: str) -> Select[Any]:
    member = table(Member)
    wanted = _listed(member).where(*([_KINDS[kind](member)] if kind in _KINDS else []))
    count, number = counted(older)
    if kind == "decided_against":
        before = tuple_(member.c.upheld_against, member.c.id) < tuple_(count, number)
        return wanted.where(before).order_by(member.c.upheld_against.desc(), member.c.id.desc())
    return wanted.where(member.c.id < number).order_by(member.c.id.desc())


def _listed(member: FromClause) -> Select[Any]:
    return select(*(member.c[name] for name in _COLUMNS)).where(member.c.state != "deleted")


def _place(row: Any, kind: str, name: str) -> str:
    if name.strip():
        return str(row.skeleton)
    return f"{row.upheld_against}-{row.id}" if kind == "decided_against" else f"0-{row.id}"


def _view(row: Any) -> MemberRow:
    return MemberRow(
        id=row.id,
        name=row.name,
        email=row.email,
        state=row.state,
        standing=permissions.standing(row),
        confirmed=row.email_confirmed_at is not None,
        joined=to_millis(row.created_at),
        contributions=row.contributions,
        upheld=row.upheld_against,
        flags=row.flags_upheld + row.flags_dismissed,
        flags_upheld=row.flags_upheld,
    )
