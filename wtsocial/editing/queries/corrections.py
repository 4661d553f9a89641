"""Reads of corrections: those of one day, and the newest, each with the headline before and after."""

import time
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from datetime import time as midnight
from functools import lru_cache
from typing import Any, Final, Protocol, cast

from sqlalchemy import ColumnElement, Integer, Join, Select, and_, bindparam, func, literal_column, select, tuple_

from wtsocial import db
from wtsocial.core.errors import NotFound
from wtsocial.core.settings import settings
from wtsocial.db.cursors import decode_cursor, encode_cursor, to_millis
from wtsocial.db.statements import table
from wtsocial.editing.views import CorrectionsPage, CorrectionView
from wtsocial.models import Member, Post, Revision, Subwiki, now
from wtsocial.models.columns import UtcDateTime
from wtsocial.text import limits
from wtsocial.text.links import host_of
from wtsocial.text.reasons import SLIGHT

DAY = timedelta(days=1)
FIRST = date(1970, 1, 2)
MOST_COUNTED: Final = 100
KEPT_SECONDS: Final = 10.0
LOOKED_AT: Final = 10
"""So many of the newest corrections are looked at for one that shows what a correction is."""

_counts: dict[str, tuple[float, int]] = {}
"""Database and day → until when the count is good enough, and the count."""


def today() -> date:
    """The day of UTC that it is."""
    return now().date()


def ends_today() -> datetime:
    """The moment at which the day of UTC that it is ends."""
    return datetime.combine(today(), midnight(), UTC) + DAY


def forget_count() -> None:
    """Count the corrections of today anew: there is one more, or one less."""
    _counts.clear()


def day_of(text: str) -> date:
    """The day that an address names (2026-11-23), today for none. Raises NotFound for what is no day, or not of these times."""
    if not text:
        return today()
    try:
        day = date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        day = None
    if day is None or not FIRST <= day <= today():
        raise NotFound
    return day


async def of_day(day: date, *, older: str = "", most: int = limits.CORRECTIONS_PAGE) -> CorrectionsPage:
    """The corrections of a day of UTC that stand, newest first; `older` is the cursor of an earlier page.

    What was undone, goes back to an earlier headline, or has a text that is hidden or erased is left out, whoever looks.
    Raises Invalid for a cursor that is none.
    """
    begins = datetime.combine(day, midnight(), UTC)
    ends = (begins + DAY, 0)
    page = _newest(_standing(), *_between(begins, min(decode_cursor(older), ends) if older else ends)).limit(most + 1)
    counted = _ids(*_between(begins, ends)).limit(limits.CORRECTIONS_COUNTED + 1).subquery()
    whole = select(func.count()).select_from(counted)
    async with db.reading() as session:
        connection = await session.connection()
        rows = cast("Sequence[CorrectionRow]", (await connection.execute(page)).all())
        count = (await connection.execute(whole)).scalar_one()
    return CorrectionsPage(
        day=day.isoformat(),
        at=to_millis(begins),
        previous=(day - DAY).isoformat(),
        next=(day + DAY).isoformat() if day < today() else "",
        count=min(count, limits.CORRECTIONS_COUNTED),
        many=count > limits.CORRECTIONS_COUNTED,
        corrections=[_view(row) for row in rows[:most]],
        older=encode_cursor(rows[most - 1].at, rows[most - 1].id) if len(rows) > most else "",
    )


async def newest(most: int = limits.CORRECTIONS_PAGE) -> list[CorrectionView]:
    """The newest corrections that stand, of whatever day."""
    rows = cast("Sequence[CorrectionRow]", await db.fetch(_newest_of_all(), {"most": most}))
    return [_view(row) for row in rows]


async def example() -> CorrectionView | None:
    """A correction to show somebody who does not know what one is: the newest, rather not of a spelling mistake. None before the first."""
    found = await newest(LOOKED_AT)
    return next((one for one in found if one.reason not in SLIGHT), found[0] if found else None)


async def count_today() -> int:
    """How many corrections of this day of UTC stand, as of some seconds ago; at most MOST_COUNTED, which stands for more, too.

    Every page asks: it is counted once in KEPT_SECONDS, and never further than MOST_COUNTED.
    """
    day, at = today(), time.monotonic()
    place = f"{settings().sqlalchemy_url} {day}"
    if place in _counts and _counts[place][0] > at:
        return _counts[place][1]
    begins = datetime.combine(day, midnight(), UTC)
    ((count,),) = await db.fetch(_few(), {"begins": begins, "most": MOST_COUNTED})
    _counts.clear()
    _counts[place] = (at + KEPT_SECONDS, count)
    return count


async def last_day(before: date) -> str:
    """The last day before this one that has corrections (2026-11-23); "" when there is none."""
    earlier = table(Revision).c.at < datetime.combine(before, midnight(), UTC)
    async with db.reading() as session:
        found = (await (await session.connection()).execute(_newest(_standing(), earlier).limit(1))).first()
    row = cast("CorrectionRow | None", found)
    return row.at.date().isoformat() if row else ""


@lru_cache(maxsize=1)
def _newest_of_all() -> Select[*tuple[Any, ...]]:
    """The newest, at most `most`. Made once: the first page asks."""
    return _newest(_standing()).limit(bindparam("most", type_=Integer()))


@lru_cache(maxsize=1)
def _few() -> Select[int]:
    """How many there are since `begins`, counted to `most`. Made once: every page asks."""
    since = table(Revision).c.at >= bindparam("begins", type_=UtcDateTime())
    return select(func.count()).select_from(_ids(since).limit(bindparam("most", type_=Integer())).subquery())


def _between(begins: datetime, place: tuple[datetime, int]) -> tuple[ColumnElement[bool], ...]:
    """Since a moment, and before a place in the list.

    One bound at each end, and no more: of each PostgreSQL's plan for any values takes it that it leaves a third, of a span a two hundredth,
    and then it would read and sort all that there are for a page of them.
    """
    revision = table(Revision)
    return revision.c.at >= begins, tuple_(revision.c.at, revision.c.id) < tuple_(*place)


def _newest(rows: Select[*tuple[Any, ...]], *where: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    revision = table(Revision)
    return rows.where(*where).order_by(revision.c.at.desc(), revision.c.id.desc())


@lru_cache(maxsize=1)
def _standing() -> Select[*tuple[Any, ...]]:
    """Corrections that stand, each with the headline before it; `ix_revision_corrections` finds those of a day, in their order."""
    revision, post, subwiki, editor = table(Revision), table(Post), table(Subwiki), table(Member)
    columns = ("id", "at", "post_id", "number", "headline", "reason", "note", "source", "own_error")
    return (
        select(
            *(revision.c[name] for name in columns),
            _before().label("before"),
            editor.c.name.label("by"),
            post.c.host,
            post.c.link,
            post.c.language,
            subwiki.c.slug,
            subwiki.c.name.label("subwiki_name"),
            subwiki.c.colour,
        )
        .select_from(_with_post().join(subwiki, subwiki.c.id == post.c.subwiki_id).join(editor, editor.c.id == revision.c.editor_id))
        .where(*_stands())
    )


def _ids(*where: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    """The ids of corrections that stand, to be counted: without what is shown of each, but in order, so that they are read by one index."""
    return _newest(select(table(Revision).c.id).select_from(_with_post()).where(*_stands()), *where)


def _with_post() -> Join:
    """Revisions, each with its post, if that is shown and not covered."""
    revision, post = table(Revision), table(Post)
    shown = and_(post.c.hidden_at.is_(None), post.c.cover == literal_column("''"))
    return revision.join(post, and_(post.c.id == revision.c.post_id, shown))


def _before() -> ColumnElement[str]:
    """The headline of the revision before, if that is shown.

    No join: PostgreSQL would take it that hardly any revision has one before it, and read and sort all corrections for a page of them.
    """
    revision, before = table(Revision), table(Revision).alias("before")
    earlier = and_(before.c.post_id == revision.c.post_id, before.c.number == revision.c.number - literal_column("1"))
    shown = and_(before.c.hidden_at.is_(None), before.c.erased_at.is_(None))
    return select(before.c.headline).where(earlier, shown).correlate(revision).scalar_subquery()


def _stands() -> tuple[ColumnElement[bool], ...]:
    revision = table(Revision)
    shown = [column.is_(None) for column in (revision.c.hidden_at, revision.c.erased_at)]
    # Said in full and not as parameters: SQLite could not tell that the index is meant, nor PostgreSQL how much of it that leaves.
    correction: ColumnElement[bool] = revision.c.change == literal_column("'headline'")
    back: list[ColumnElement[str]] = [literal_column("'revert'"), literal_column("'undo'")]
    # Corrections nearly all have a reason, other revisions have none. PostgreSQL knows how many of all have one, and would take it that
    # this leaves few corrections, too; of what it has to work out it does not.
    reason = revision.c.reason.concat(literal_column("''"))
    changed = (revision.c.via.not_in(back), reason != literal_column("''"), revision.c.headline != _before())
    return correction, revision.c.stands, *shown, *changed


class CorrectionRow(Protocol):
    """A row of `_standing`."""

    id: int
    at: datetime
    post_id: int
    number: int
    headline: str
    before: str
    reason: str
    note: str
    source: str
    own_error: bool
    by: str
    host: str
    link: str
    language: str
    slug: str
    subwiki_name: str
    colour: str


def _view(row: CorrectionRow) -> CorrectionView:
    return CorrectionView(
        id=row.id,
        at=to_millis(row.at),
        post_id=row.post_id,
        number=row.number,
        before=row.before,
        after=row.headline,
        reason=row.reason,
        note=row.note,
        source=row.source,
        source_host=host_of(row.source),
        by=row.by,
        own_error=row.own_error,
        host=row.host,
        link=row.link,
        language=row.language,
        subwiki_slug=row.slug,
        subwiki_name=row.subwiki_name,
        subwiki_colour=row.colour,
    )
