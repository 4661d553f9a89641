"""The saves of a headline or text around an edit war: where the war began, what stood undisputed before, what is put to the vote.

The rule that stands at /rules. A version stood undisputed when it stood for `UNDISPUTED_FOR`, or a vote decided for it, before the war
began. The last such one stands while it is voted; where there is none, the author's first. The war began with the first of its saves:
back from the reverts, over saves that came within a day of each other, to the earliest with which one of the fighters put
one of the fought-over versions there.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Final

from sqlalchemy import select
from sqlmodel.ext.asyncio.session import AsyncSession

from wtsocial.db.statements import table
from wtsocial.models import Revision
from wtsocial.text import rendered

UNDISPUTED_FOR: Final = timedelta(hours=6)
"""A version that stood so long before a war stood undisputed."""
PAUSE: Final = timedelta(days=1)
"""What stood so long was not part of a war."""
OPTIONS: Final = 8
"""So many versions are put to the vote at most."""
LOOKED_BACK: Final = 200
"""So many saves back; the author's first version is known however long ago it was."""


@dataclass(frozen=True)
class Save:
    """A revision that gave a post another headline or text; saves with the same one, however it is spelt, have the same `version`."""

    number: int
    editor_id: int
    at: datetime
    via: str
    version: int
    readable: bool


@dataclass(frozen=True)
class Option:
    """A version that is put to the vote: the first readable revision that has it."""

    number: int
    fought: bool


@dataclass(frozen=True)
class Choice:
    """What is put to the vote about a war: its options in their order, which of them `stands`, since when, and who drove it."""

    begun: int
    stands: int
    options: list[Option]
    parties: set[int]


async def what_is_said(values: Sequence[str], field: str) -> list[str]:
    """What decides whether two versions are the same one: of headlines what they say, of texts every sign."""
    if field != "headline":
        return list(values)
    said = await rendered.what_is_said(values)
    return [said[value] for value in values]


async def saves(session: AsyncSession, post_id: int, field: str, *, until: int) -> list[Save]:
    """The saves of a post's field up to a revision, the oldest first: the first one, and the newest `LOOKED_BACK`."""
    revision = table(Revision)
    columns = [revision.c[name] for name in ("number", "editor_id", "at", "via", "hidden_at", "erased_at")]
    of_field = select(*columns, revision.c[field].label("value")).where(revision.c.post_id == post_id, revision.c.number <= until)
    newest = of_field.where(revision.c.change.in_(["created", field])).order_by(revision.c.number.desc()).limit(LOOKED_BACK)
    connection = await session.connection()
    rows = list((await connection.execute(newest)).all())
    if rows[-1].number != 1:
        rows += (await connection.execute(of_field.where(revision.c.number == 1))).all()
    values = await what_is_said([row.value for row in rows], field)
    versions: dict[str, int] = {}
    found: list[Save] = []
    for row, value in zip(reversed(rows), reversed(values), strict=True):
        # Of an erased one nobody knows what it was.
        version = -row.number if row.erased_at else versions.setdefault(value, row.number)
        found.append(Save(row.number, row.editor_id, row.at, row.via, version, row.hidden_at is None and row.erased_at is None))
    return found


def choice(history: Sequence[Save], reverts: Sequence[int]) -> Choice:
    """What is put to the vote about a war whose opposing reverts have these numbers; the last one of them is the newest save."""
    war = [save for save in history if save.number in reverts]
    fought, fighters = {save.version for save in war}, {save.editor_id for save in war}
    begun = _begun(history, fought, fighters)
    before = [save for save, after in pairwise(history[: begun + 1]) if _undisputed(save, after)]
    undisputed = list(dict.fromkeys(save.version for save in reversed(before)))
    readable = {save.version: save.number for save in reversed(history) if save.readable}
    # The most important first: what stands, the author's first, what the war is about, and what else stood before it.
    ranked = [*undisputed[:1], history[0].version, *[save.version for save in reversed(war)], *undisputed[1:]]
    offered = [version for version in dict.fromkeys(ranked) if version in readable][:OPTIONS]
    return Choice(
        begun=history[begun].number,
        stands=readable[offered[0]],
        options=sorted((Option(readable[version], version in fought) for version in offered), key=lambda option: option.number),
        parties=fighters | {save.editor_id for save in history[begun:] if save.version in fought},
    )


def _undisputed(save: Save, after: Save) -> bool:
    """What the brake put there was held, not undisputed; what a vote decided for needs no time."""
    return save.readable and save.via != "brake" and (save.via == "vote" or after.at - save.at >= UNDISPUTED_FOR)


def _begun(history: Sequence[Save], fought: set[int], fighters: set[int]) -> int:
    """The place in the history of the war's first save. The post's first one is never a part of it."""
    begun = len(history) - 1
    for place in range(begun - 1, 0, -1):
        save, stood = history[place], history[place + 1].at - history[place].at
        if save.via == "vote" or stood >= PAUSE or (save.version not in fought and stood >= UNDISPUTED_FOR):
            break
        if save.version in fought and save.editor_id in fighters:
            begun = place
    return begun
