"""Figures: what was flagged, decided, appealed against and overturned, counted by month with the change itself; how long it took, too.

A time is counted in a step that is a fifth longer than the one before, so that a median costs the same however many there are.
"""

import math
from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial
from typing import Final, NamedTuple

from sqlalchemy import Insert
from sqlalchemy.dialects import postgresql, sqlite

from wtsocial.db import Transaction
from wtsocial.db.statements import table
from wtsocial.models import ModerationAction, ModerationFigure
from wtsocial.text.log_actions import JURY

SITE: Final = 0
"""In place of a subwiki's id: of the whole site."""
STEPS: Final = 4
"""So many steps double a time."""
_INSERT: Final = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
_PENDING: Final = "figures"


class Figure(NamedTuple):
    """What is counted: in which month (`2026-11`), where, by which office, and what."""

    month: str
    subwiki_id: int
    office: str
    name: str


def of_flag(at: datetime, subwiki_id: int | None, reason: str) -> list[Figure]:
    """What a flag counts for."""
    return _everywhere(at, subwiki_id, "member", f"flag:{reason}")


def of_entry(entry: ModerationAction, *, waited: timedelta | None = None, against: str = "") -> list[Figure]:
    """What an entry of the log counts for: after how long, where flags waited; of an appeal, `against` is the office that decided."""
    if entry.action == "appeal" or entry.action in JURY:
        return _everywhere(entry.at, entry.subwiki_id, against, entry.action)
    names = [entry.action, *([f"waited:{step_of(waited)}"] if waited is not None else [])]
    return [one for name in names for one in _everywhere(entry.at, entry.subwiki_id, entry.office, name)]


def step_of(waited: timedelta) -> int:
    """The step that a time falls into."""
    return round(STEPS * math.log2(max(waited.total_seconds(), 1)))


def seconds_of(step: int) -> int:
    """The time that a step stands for, within a tenth."""
    return round(2 ** (step / STEPS))


def _everywhere(at: datetime, subwiki_id: int | None, office: str, name: str) -> list[Figure]:
    """There, and on the whole site."""
    return [Figure(f"{at:%Y-%m}", where, office, name) for where in sorted({subwiki_id or SITE, SITE})]


def count(change: Transaction, figures: Iterable[Figure]) -> None:
    """Count these with the change. They are written last and in one order: no two changes wait for each other crosswise."""
    pending: Counter[Figure] | None = change.session.info.get(_PENDING)
    if pending is None:
        pending = change.session.info[_PENDING] = Counter[Figure]()
        change.at_commit.append(partial(_write, change, pending))
    pending.update(figures)


async def _write(change: Transaction, pending: Counter[Figure]) -> None:
    rows = [one._asdict() | {"count": number} for one, number in sorted(pending.items())]
    if rows:
        await change.connection.execute(_add(change.connection.dialect.name), rows)


def _add(dialect: str) -> Insert:
    figure = table(ModerationFigure)
    adding = _INSERT[dialect](figure)
    grown = {"count": figure.c.count + adding.excluded.count}
    return adding.on_conflict_do_update(index_elements=list(figure.primary_key), set_=grown)
