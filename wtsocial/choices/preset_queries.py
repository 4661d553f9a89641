"""Reads of presets: one by its link, the viewer's own, and what taking one over would do."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol, cast

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from wtsocial import db
from wtsocial.accounts.views import Viewer
from wtsocial.choices import document, policy
from wtsocial.choices.follows import members_named, subwikis_named
from wtsocial.choices.queries import mine
from wtsocial.choices.views import Choices, PresetView, UnknownView
from wtsocial.core.errors import NotFound
from wtsocial.db.cursors import to_millis
from wtsocial.db.statements import table
from wtsocial.models import Member, Preset
from wtsocial.text.cleaning import is_hostile


class PresetRow(Protocol):
    """A row with the columns of a Preset, and its owner's name."""

    code: str
    member_id: int
    name: str
    about: str
    parts: str
    document: str
    at: datetime
    by: str


async def preset(viewer: Viewer, code: str) -> PresetView:
    """The preset with this code. Raises NotFound, also for one that was withdrawn."""
    async with db.reading() as session:
        connection = await session.connection()
        row = await _row(connection, code)
        held = document.from_json(row.document)
        return _view(row, viewer, held, await _unknown(connection, held))


async def presets(viewer: Viewer) -> list[PresetView]:
    """What the viewer shares, newest first; whether all of it is still there is not looked up."""
    kept, member = table(Preset), table(Member)
    own = select(*kept.c, member.c.name.label("by")).join(member, member.c.id == kept.c.member_id)
    own = own.where(kept.c.member_id == viewer.id, kept.c.withdrawn_at.is_(None)).order_by(kept.c.id.desc())
    async with db.reading() as session:
        rows = cast("Sequence[PresetRow]", (await (await session.connection()).execute(own)).all())
    return [_view(row, viewer, document.from_json(row.document), []) for row in rows]


async def with_preset(viewer: Viewer, code: str, parts: Sequence[str]) -> Choices:
    """What the viewer's choices would be with these parts of a preset, to show its effect before. Raises NotFound or Invalid."""
    async with db.reading() as session:
        row = await _row(await session.connection(), code)
    wanted = [part for part in parts if part in row.parts.split()]
    return document.merge_choices((await mine(viewer)).choices, document.from_json(row.document), wanted)


async def _row(connection: AsyncConnection, code: str) -> PresetRow:
    if is_hostile(code):
        raise NotFound
    kept, member = table(Preset), table(Member)
    wanted = select(*kept.c, member.c.name.label("by")).join(member, member.c.id == kept.c.member_id)
    found = (await connection.execute(wanted.where(kept.c.code == code, kept.c.withdrawn_at.is_(None)))).first()
    row = cast("PresetRow | None", found)
    if row is None:
        raise NotFound
    return row


async def _unknown(connection: AsyncConnection, held: Choices) -> list[UnknownView]:
    there = set((await subwikis_named(connection, held.subwikis)).values())
    people = await members_named(connection, held.people)
    gone = [UnknownView("subwikis", slug) for slug in held.subwikis if slug not in there]
    return gone + [UnknownView("people", name) for name in held.people if name not in people]


def _view(row: PresetRow, viewer: Viewer, held: Choices, unknown: list[UnknownView]) -> PresetView:
    return PresetView(
        code=row.code,
        name=row.name,
        about=row.about,
        by=row.by,
        at=to_millis(row.at),
        may_withdraw=policy.may_withdraw_preset(viewer, row.member_id),
        parts=row.parts.split(),
        choices=held,
        unknown=unknown,
    )
