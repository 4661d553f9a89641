"""Reads of the figures of moderation, month by month: a bounded number of rows, however much was decided."""

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Final

from sqlalchemy import select

from wtsocial import db
from wtsocial.core.errors import NotFound
from wtsocial.db.cursors import to_millis
from wtsocial.db.statements import table
from wtsocial.models import ModerationFigure, Subwiki, now
from wtsocial.moderation.figure_views import FiguresView, MonthFigures
from wtsocial.moderation.figures import SITE, seconds_of
from wtsocial.moderation.policy import DECISIONS
from wtsocial.moderation.views import ReasonCount
from wtsocial.text.log_actions import OFFICES

MONTHS: Final = 12
MOST_MONTHS: Final = 120


async def figures(*, subwiki: str = "", office: str = "", months: int = MONTHS) -> FiguresView:
    """The last months, the oldest first, and all of them together; only of a subwiki or of an office, where one is named.

    What members flag is nobody's office: flags are those of the place. Raises NotFound for what there is none of.
    """
    if (office and office not in OFFICES) or not 1 <= months <= MOST_MONTHS:
        raise NotFound
    named, figure, wiki = _last(months), table(ModerationFigure), table(Subwiki)
    async with db.reading() as session:
        connection = await session.connection()
        place = (await connection.execute(select(wiki.c.id).where(wiki.c.slug == subwiki))).scalar() if subwiki else SITE
        if place is None:
            raise NotFound
        wanted = select(figure.c.month, figure.c.office, figure.c.name, figure.c.count.label("number"))
        # Each month by its name: those of all subwikis stand between two months of one.
        wanted = wanted.where(figure.c.month.in_(named), figure.c.subwiki_id == place)
        found = (await connection.execute(wanted)).all()
    counted: dict[str, Counter[str]] = {month: Counter() for month in named}
    for row in found:
        if row.month in counted and (not office or row.office == office or row.name.startswith("flag:")):
            counted[row.month]["rule" if row.office == "rule" else row.name] += row.number
    every = sum(counted.values(), Counter[str]())
    return FiguresView([_month(month, one) for month, one in counted.items()], _month("", every), subwiki, office)


def _last(months: int) -> list[str]:
    today = now()
    numbers = range(today.year * 12 + today.month - months, today.year * 12 + today.month)
    return [f"{number // 12:04}-{number % 12 + 1:02}" for number in numbers]


def _month(month: str, counted: Counter[str]) -> MonthFigures:
    flags = sorted(((name.removeprefix("flag:"), number) for name, number in counted.items() if name.startswith("flag:")), key=_most)
    waited = {int(name.removeprefix("waited:")): number for name, number in counted.items() if name.startswith("waited:")}
    return MonthFigures(
        month=month,
        at=to_millis(datetime(int(month[:4]), int(month[5:]), 1, tzinfo=UTC)) if month else 0,
        flagged=sum(number for _, number in flags),
        flags=[ReasonCount(reason, number) for reason, number in flags],
        by_hand=sum(counted[action] for action in DECISIONS),
        automatic=counted["rule"],
        median=_quantile(waited, 50),
        ninetieth=_quantile(waited, 90),
        undone=counted["undo"],
        appeals=counted["appeal"],
        upheld=counted["uphold"],
        overturned=counted["overturn"],
        suspended=counted["suspend"],
    )


def _most(one: tuple[str, int]) -> tuple[int, str]:
    return -one[1], one[0]


def _quantile(waited: dict[int, int], percent: int) -> int:
    """After so many seconds so many of a hundred were decided; 0 where nothing was."""
    wanted, seen = sum(waited.values()) * percent / 100, 0
    for step, number in _ordered(waited.items()):
        seen += number
        if seen >= wanted:
            return seconds_of(step)
    return 0


def _ordered(waited: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    return sorted(waited)
