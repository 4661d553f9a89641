"""Verifies chains of revisions: of one thing, or of everything."""

import asyncio
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from sqlalchemy import ColumnElement, Table, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from wtsocial import db
from wtsocial.core.errors import NotFound
from wtsocial.db.statements import table
from wtsocial.models import Comment, ModerationAction, Post, Revision, Subwiki
from wtsocial.revisions.chain import SHOWN, Flaw, Walk
from wtsocial.revisions.views import ProofView

Kind = Literal["post", "comment", "subwiki"]

THINGS: Final[Mapping[str, Table]] = {"post": table(Post), "comment": table(Comment), "subwiki": table(Subwiki)}
SHOWS: Final[Mapping[str, Mapping[str, str]]] = {
    "post": {"headline": "headline", "text": "text"},
    "comment": {"text": "text"},
    "subwiki": {"headline": "name", "text": "description", "rules": "rules"},
}
"""In which columns each kind of thing shows its newest revision."""
THINGS_AT_ONCE: Final = 200
ROWS_AT_ONCE: Final = 200
"""Revisions in memory at a time: of 40,000 characters each, some 30 MB."""
KEPT: Final = 600.0
"""Seconds for which what came of going through a history is kept, unless something is saved: whoever tampers is seen by then."""
MOST_KEPT: Final = 5_000


@dataclass(frozen=True)
class Checked:
    """One thing whose history was gone through."""

    thing: str
    """`post/42`"""
    revisions: int
    flaw: Flaw | None


_lately: dict[tuple[str, int, str], tuple[float, asyncio.Task[ProofView]]] = {}
"""By kind, number and head: when a history was gone through, and what came of it; in the order of these times."""


async def of_thing(kind: Kind, number: int) -> ProofView:
    """Whether the history of one thing checks out; it says nothing of what stands there. Raises NotFound.

    It is gone through once in a while (`KEPT`), and after every save, however many ask.
    """
    things = THINGS[kind]
    async with db.reading() as session:
        thing = (await (await session.connection()).execute(select(things.c.head).where(things.c.id == number))).first()
    if thing is None:
        raise NotFound
    at, key = time.monotonic(), (kind, number, str(thing.head))
    _forget(at)
    if key not in _lately:
        _lately[key] = at, asyncio.create_task(_proof(kind, number))
        _lately[key][1].add_done_callback(lambda done: _lately.pop(key, None) if done.cancelled() or done.exception() else None)
    _, proof = _lately[key]
    # Whoever goes away does not end it for the others.
    return await asyncio.shield(proof)


def _forget(at: float) -> None:
    """Forget what is old, and the oldest where there is too much."""
    for key, (when, _) in list(_lately.items()):
        if when > at - KEPT and len(_lately) < MOST_KEPT:
            break
        del _lately[key]


async def _proof(kind: Kind, number: int) -> ProofView:
    async with db.one_moment() as connection:
        things: Sequence[Any] = (await connection.execute(select(THINGS[kind]).where(THINGS[kind].c.id == number))).all()
        (checked,) = await _check(connection, kind, things)
    flaw = checked.flaw
    return ProofView(checked.revisions, flaw.number if flaw else 0, flaw.why if flaw else "")


async def of_everything() -> AsyncIterator[Checked]:
    """Go through the history of every thing, kind by kind and in the order of their ids, with little in memory at a time.

    Each batch is looked at as it stands at one moment: whoever saves meanwhile does no harm.
    """
    for kind, things in THINGS.items():
        last = 0
        while True:
            wanted = select(things).where(things.c.id > last).order_by(things.c.id).limit(THINGS_AT_ONCE)
            async with db.one_moment() as connection:
                batch: Sequence[Any] = (await connection.execute(wanted)).all()
                checked = await _check(connection, kind, batch) if batch else []
                checked += await _strays(connection, kind, last, batch)
            for one in checked:
                yield one
            if not batch:
                break
            last = batch[-1].id


async def how_many() -> int:
    """How many things have a history."""
    async with db.reading() as session:
        connection = await session.connection()
        counts = [(await connection.execute(select(func.count()).select_from(things))).scalar_one() for things in THINGS.values()]
    return sum(counts)


async def _check(connection: AsyncConnection, kind: str, things: Sequence[Any]) -> list[Checked]:
    walks = {thing.id: Walk(f"{kind}/{thing.id}") for thing in things}
    unlogged: dict[int, int] = {}
    logged = await _logged(connection, kind, [thing.id for thing in things])
    async for rows in _revisions(connection, kind, things[0].id, things[-1].id):
        # Hashing long texts takes a while: not on the event loop.
        await asyncio.to_thread(_step, walks, rows)
        for row in rows:
            if row["erased_at"] is not None and (row["thing"], row["number"]) not in logged:
                unlogged.setdefault(row["thing"], row["number"])
    ends = {thing.id: walks[thing.id].end(head=thing.head, count=thing.revision, shown=shown_of(kind, thing)) for thing in things}
    flaws = {number: flaw or (Flaw(unlogged[number], "unlogged") if number in unlogged else None) for number, flaw in ends.items()}
    return [Checked(f"{kind}/{number}", walks[number].count, flaw) for number, flaw in flaws.items()]


def _step(walks: Mapping[int, Walk], rows: Sequence[Mapping[str, Any]]) -> None:
    for row in rows:
        if row["thing"] in walks:
            walks[row["thing"]].step(row)


def shown_of(kind: str, thing: Any) -> dict[str, str]:
    """The `SHOWN` of a thing, given as a row with its columns."""
    return dict.fromkeys(SHOWN, "") | {name: getattr(thing, column) for name, column in SHOWS[kind].items()}


async def _revisions(connection: AsyncConnection, kind: str, first: int, last: int) -> AsyncIterator[Sequence[Mapping[str, Any]]]:
    """The revisions of the things from `first` to `last`, in order, some at a time; each with its `thing`."""
    revision = table(Revision)
    thing: ColumnElement[int] = revision.c[f"{kind}_id"]
    after: ColumnElement[bool] = thing >= first
    while True:
        wanted = select(*revision.c, thing.label("thing")).where(after, thing <= last)
        wanted = wanted.order_by(thing, revision.c.number).limit(ROWS_AT_ONCE)
        rows = (await connection.execute(wanted)).mappings().all()
        if not rows:
            return
        yield [dict(row) for row in rows]
        at, number = rows[-1]["thing"], rows[-1]["number"]
        after = or_(thing > at, and_(thing == at, revision.c.number > number))


async def _logged(connection: AsyncConnection, kind: str, numbers: Sequence[int]) -> set[tuple[int, int]]:
    """(thing, number) of every revision of these things that the log says was erased."""
    entry = table(ModerationAction)
    erased = select(entry.c.subject_id, entry.c.revision, entry.c.detail)
    erased = erased.where(entry.c.action == "erase", entry.c.subject_kind == kind, entry.c.subject_id.in_(numbers))
    rows = (await connection.execute(erased)).all()
    return {(row.subject_id, number) for row in rows for number in range(row.revision, int(row.detail or row.revision) + 1)}


async def _strays(connection: AsyncConnection, kind: str, last: int, batch: Sequence[Any]) -> list[Checked]:
    """Revisions, between the things of a batch or after the last one, of things that are not there."""
    revision, things = table(Revision), THINGS[kind]
    thing: ColumnElement[int] = revision.c[f"{kind}_id"]
    until = thing <= batch[-1].id if batch else thing.is_not(None)
    there = select(things.c.id).where(things.c.id == thing).exists()
    stray = select(thing.label("thing"), func.count().label("rows")).where(thing > last, until, ~there).group_by(thing).order_by(thing)
    return [Checked(f"{kind}/{row.thing}", row.rows, Flaw(1, "stray")) for row in await connection.execute(stray.limit(THINGS_AT_ONCE))]
