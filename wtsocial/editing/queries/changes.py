"""Reads of recent changes: revisions of all posts, comments and subwikis, newest first, in keyset pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Literal, cast

from sqlalchemy import ColumnElement, Select, func, literal_column, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel.ext.asyncio.session import AsyncSession

from wtsocial import db
from wtsocial.accounts import permissions
from wtsocial.accounts.views import Viewer
from wtsocial.core.errors import NotFound
from wtsocial.core.paths import comment_path
from wtsocial.db.cursors import END_OF_TIME, decode_cursor, encode_cursor, to_millis
from wtsocial.db.statements import table
from wtsocial.editing import policy as editing_policy
from wtsocial.editing.queries.change_rows import ChangeRow, change_rows
from wtsocial.editing.views import ChangesPage, ChangeView
from wtsocial.models import Review, Revision, Subwiki, now
from wtsocial.posts import policy as posts_policy
from wtsocial.posts.rows import subwiki_protection
from wtsocial.text import limits

Kind = Literal["", "headline", "text", "page", "comment", "created"]
"""What was changed; `created` are first revisions, which stand in no other list."""
Standing = Literal["", "new", "member", "trusted"]
"""Of the editor, as it is now; admins are among the trusted."""

RECENT: Final = timedelta(days=30)
"""How far back the list goes."""
LOOKS: Final = 4
"""Stretches that are read at most for one page when its filters fit few of them."""
STRETCH: Final = 250
"""Revisions that one look goes through, whatever the filters leave of them: a filter that fits nothing costs as any other."""


async def recent(
    viewer: Viewer, *, subwiki: str = "", kind: Kind = "", standing: Standing = "", unreviewed: bool = False, older: str = ""
) -> ChangesPage:
    """The changes of the last 30 days that fit, 50 at a time; `older` is the cursor of an earlier page.

    What is hidden or erased is left out, whoever looks. A page may hold fewer, or none, and still have a cursor when little fits.
    Raises Invalid for a cursor that is none.
    """
    place: tuple[datetime, int] = decode_cursor(older) if older else END_OF_TIME
    fitting = [*_of_kind(kind), *([table(Subwiki).c.slug == subwiki] if subwiki else [])]
    if unreviewed:
        fitting.append(table(Review).c.revision_id.is_(None))
    found: list[ChangeRow] = []
    more = True
    async with db.reading() as session:
        connection = await session.connection()
        for _ in range(LOOKS):
            stretch = _stretch(kind, place)
            rows = await _page(connection, viewer, stretch, fitting)
            # By the one rule there is (policy), which no database knows.
            found += [row for row in rows if not standing or _belongs(row, standing)]
            after = await _after(connection, stretch, rows)
            more = after is not None
            if len(found) > limits.CHANGES_PAGE or after is None:
                break
            place = after
    shown = found[: limits.CHANGES_PAGE]
    if len(found) > limits.CHANGES_PAGE:
        more, place = True, (shown[-1].at, shown[-1].id)
    return ChangesPage([_view(row, viewer) for row in shown], encode_cursor(*place) if more else "")


async def one(viewer: Viewer, revision_id: int) -> ChangeView:
    """One change as it is now; also a first revision. Raises NotFound, also for what is hidden or erased."""
    async with db.reading() as session:
        return _view(await _row(session, viewer, revision_id), viewer)


@dataclass(frozen=True)
class Judged:
    """A revision that is shown, as far as others judge it: whose it is, and where; `post_id` 0 for a subwiki's page."""

    editor_id: int
    subwiki_id: int
    subwiki_name: str
    post_id: int
    path: str


async def judged(session: AsyncSession, viewer: Viewer, revision_id: int) -> Judged:
    """A revision in the middle of a change. Raises like `one`."""
    row = await _row(session, viewer, revision_id)
    return Judged(row.editor_id, row.wiki_id, row.subwiki_name, row.under or 0, _path(row))


async def _row(session: AsyncSession, viewer: Viewer, revision_id: int) -> ChangeRow:
    wanted = change_rows(viewer).where(table(Revision).c.id == revision_id)
    row = cast("ChangeRow | None", (await (await session.connection()).execute(wanted)).first())
    if row is None:
        raise NotFound
    return row


def _stretch(kind: Kind, place: tuple[datetime, int]) -> Select[*tuple[Any, ...]]:
    """The next STRETCH revisions, newest first; first revisions are another list than changes, each with an index of its own."""
    revision = table(Revision)
    within = (revision.c.at > now() - RECENT, tuple_(revision.c.at, revision.c.id) < tuple_(*place))
    # Said in full and not as a parameter, or SQLite could not tell that the index is meant.
    created: ColumnElement[str] = literal_column("'created'")
    listed = revision.c.change == created if kind == "created" else revision.c.change != created
    return select(revision.c.at, revision.c.id).where(listed, *within).order_by(revision.c.at.desc(), revision.c.id.desc()).limit(STRETCH)


async def _after(connection: AsyncConnection, stretch: Select[*tuple[Any, ...]], rows: Sequence[ChangeRow]) -> tuple[datetime, int] | None:
    """Where to read on after these rows of a stretch; None when there is nothing more."""
    if len(rows) > limits.CHANGES_PAGE:
        return rows[-1].at, rows[-1].id
    if rows and rows[0].stretch < STRETCH:
        return None
    last: Any = (await connection.execute(stretch.offset(STRETCH - 1).limit(1))).first()
    return (last.at, last.id) if last else None


async def _page(
    connection: AsyncConnection, viewer: Viewer, stretch: Select[*tuple[Any, ...]], fitting: list[ColumnElement[bool]]
) -> Sequence[ChangeRow]:
    among = stretch.subquery("among")
    size = select(func.count()).select_from(stretch.subquery("whole")).scalar_subquery()
    wanted = change_rows(viewer, among).add_columns(size.label("stretch")).where(*fitting)
    # Sorted as the stretch is, by its own columns: PostgreSQL looks up no more of it than is shown.
    wanted = wanted.order_by(among.c.at.desc(), among.c.id.desc()).limit(limits.CHANGES_PAGE + 1)
    return cast("Sequence[ChangeRow]", (await connection.execute(wanted)).all())


def _of_kind(kind: Kind) -> list[ColumnElement[bool]]:
    """What is left to say of a kind where the stretch has first revisions alone, or none."""
    revision = table(Revision)
    if kind in ("", "created"):
        return []
    if kind == "comment":
        return [revision.c.comment_id.is_not(None)]
    return [revision.c.change == kind, *([revision.c.post_id.is_not(None)] if kind == "text" else [])]


def _belongs(row: ChangeRow, standing: Standing) -> bool:
    its = permissions.standing(row)
    return ("trusted" if its == "admin" else its) == standing


def _path(row: ChangeRow) -> str:
    if not row.under:
        return f"/w/{row.slug}/about"
    return comment_path(row.under, row.comment_id) if row.comment_id else f"/post/{row.under}"


def _difference(row: ChangeRow) -> str:
    thing = f"/comment/{row.comment_id}" if row.comment_id else f"/post/{row.post_id}" if row.post_id else f"/w/{row.slug}"
    return f"{thing}/diff/{row.number - 1}/{row.number}"


def _view(row: ChangeRow, viewer: Viewer) -> ChangeView:
    thing = "comment" if row.comment_id else "post" if row.post_id else "subwiki"
    kind = "created" if row.change == "created" else "comment" if thing == "comment" else row.change
    before: str | None = row.before if kind == "headline" else None
    return ChangeView(
        id=row.id,
        at=to_millis(row.at),
        kind=kind,
        thing=thing,
        number=row.number,
        editor=row.editor,
        standing=permissions.standing(row),
        subwiki_slug=row.slug,
        subwiki_name=row.subwiki_name,
        subwiki_colour=row.colour,
        title=row.title or row.subwiki_name,
        before=before or "",
        after="" if before is None else row.headline,
        language=row.language,
        reason=row.reason,
        note=row.note,
        source=row.source,
        via=row.via,
        size=row.size - row.size_before if row.size_before is not None else row.size if kind == "created" else 0,
        path=_path(row),
        difference=_difference(row) if row.size_before is not None else "",
        reviewed_by=row.reviewed_by or "",
        thanks=row.thanks,
        thanked=bool(row.thanked),
        may_review=editing_policy.may_review(viewer, row.wiki_id, row.editor_id),
        may_thank=editing_policy.may_thank(viewer, row.editor_id) and not row.thanked,
        may_revert=row.stands and row.size_before is not None and _may_change(row, viewer, kind),
    )


def _may_change(row: ChangeRow, viewer: Viewer, kind: str) -> bool:
    """Whether the viewer may change again what the revision changed. A row has the post's columns by name, so `policy` judges it."""
    wiki = subwiki_protection(row)
    if kind == "page":
        return permissions.has_standing(viewer, permissions.protection(wiki), row.wiki_id)
    judges = {"headline": posts_policy.may_correct_headline, "text": posts_policy.may_edit_text}
    return kind in judges and judges[kind](viewer, row, wiki)
