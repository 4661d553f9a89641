"""Reads of choices: a member's current document, its versions, its export, and what they chose about a tag or a member."""

import asyncio
import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from wtsocial import db
from wtsocial.accounts import permissions
from wtsocial.accounts.views import Viewer
from wtsocial.choices import document as choices
from wtsocial.choices import follows as followed
from wtsocial.choices import parsing
from wtsocial.choices.views import ChangedView, Channels, Choices, MineView, TagView, VersionView
from wtsocial.core.errors import Invalid, NotFound
from wtsocial.db.cursors import to_millis
from wtsocial.db.statements import table
from wtsocial.models import ChoiceVersion, Follow, Member, NotificationPreference, PostTag, TagFollow
from wtsocial.text import limits
from wtsocial.text.tags import check_tag

TOLD: Final = 20
"""So many changes of one version are told one by one; the rest of them is a number."""


async def current_choices(connection: AsyncConnection, member_id: int) -> Choices:
    """The whole document of a member's choices, as the tables have it now."""
    member, way = table(Member), table(NotificationPreference)
    document = (await connection.execute(select(member.c.choices).where(member.c.id == member_id))).scalar() or ""
    mine = await followed.of_member(connection, member_id)
    rows = await connection.execute(select(way).where(way.c.member_id == member_id).order_by(way.c.kind))
    notices = {row.kind: Channels(row.site, row.mail) for row in rows}
    subwikis, people = list(mine.subwikis.values()), list(mine.people.values())
    stored = choices.from_member_json(document)
    return choices.normalized(replace(stored, notices=notices, subwikis=subwikis, people=people, tags=mine.tags))


async def mine(viewer: Viewer) -> MineView:
    """The viewer's own choices; a reader without a login has the current defaults, and no version to change."""
    if not viewer.known:
        return MineView(choices.current_defaults(), notices=choices.notice_choices(choices.current_defaults()))
    version = table(ChoiceVersion)
    newest = select(func.coalesce(func.max(version.c.number), 0)).where(version.c.member_id == viewer.id)
    async with db.reading() as session:
        connection = await session.connection()
        chosen = await current_choices(connection, viewer.id)
        number = (await connection.execute(newest)).scalar_one()
    return MineView(chosen, number, choices.open_questions(chosen), choices.notice_choices(chosen))


async def versions(viewer: Viewer) -> list[VersionView]:
    """The stored versions of the viewer's choices, newest first, each with what it changed."""
    version = table(ChoiceVersion)
    stored = select(version).where(version.c.member_id == viewer.id).order_by(version.c.number)
    async with db.reading() as session:
        rows = (await (await session.connection()).execute(stored)).all()
    # Documents may be long, and there are many: others are not kept waiting for them.
    return await asyncio.to_thread(_told, rows)


def _told(rows: Sequence[Any]) -> list[VersionView]:
    """The versions, oldest first, as they are shown."""
    views: list[VersionView] = []
    before: dict[str, Any] = {}
    for row in rows:
        document = json.loads(row.document)
        changes = _few(changed(before, document)) if before else []
        views.append(VersionView(row.number, to_millis(row.at), row.via, changes, row is rows[-1]))
        before = document
    return views[::-1]


def _few(lines: list[ChangedView]) -> list[ChangedView]:
    rest = len(lines) - TOLD
    return lines if rest <= 0 else [*lines[:TOLD], ChangedView("changed.rest", {"value": f"{rest}"})]


def changed(before: dict[str, Any], after: dict[str, Any]) -> list[ChangedView]:
    """What differs between two stored documents, each difference as a catalogue text (`changed.PART_added`, …)."""
    lines: list[ChangedView] = []
    for part in choices.LISTS:
        was, is_now = (set(_list(document, part)) for document in (before, after))
        lines += [ChangedView(f"changed.{part}_added", {"value": value}) for value in sorted(is_now - was)]
        lines += [ChangedView(f"changed.{part}_removed", {"value": value}) for value in sorted(was - is_now)]
    if before["languages"] != after["languages"]:
        lines.append(
            ChangedView("changed.languages" if after["languages"] else "changed.languages_all", {"value": ", ".join(after["languages"])})
        )
    if before["sensitive"] != after["sensitive"]:
        lines.append(ChangedView("changed.sensitive_" + after["sensitive"]))
    for kind in sorted({*before["notices"], *after["notices"]}):
        if before["notices"].get(kind) != after["notices"].get(kind):
            lines.append(ChangedView("changed.notices", {"kind": kind}))
    if before["defaults"] != after["defaults"]:
        lines.append(ChangedView("changed.defaults"))
    return lines


def _list(document: dict[str, Any], part: str) -> list[str]:
    return document["hide"][choices.IN_HIDE[part]] if part in choices.IN_HIDE else document[part]


async def exported(viewer: Viewer) -> dict[str, Any]:
    """The viewer's choices as a file holds them, ready for JSON."""
    return parsing.file_of((await mine(viewer)).choices)


async def read_file(viewer: Viewer, *, text: str) -> Choices:  # noqa: ARG001 # every reading says who asks
    """The choices that an export file holds, whoever made it. Raises Invalid with what is wrong with it."""
    return parsing.read_file(text)


async def tag(viewer: Viewer, name: str) -> TagView:
    """A tag in its one spelling, and what the viewer chose about it. Raises NotFound for what cannot be one."""
    try:
        spelled = check_tag(name)
    except Invalid:
        raise NotFound from None
    follow, place = table(TagFollow), table(PostTag)
    # In the order of their index, or PostgreSQL may think that it finds so many anywhere.
    newest = select(place.c.post_id).where(place.c.tag == spelled).order_by(place.c.published_at.desc(), place.c.post_id.desc())
    few = newest.limit(limits.COUNTED + 1).subquery()
    mine = select(follow.c.tag).where(follow.c.member_id == viewer.id, follow.c.tag == spelled)
    async with db.reading() as session:
        connection = await session.connection()
        posts = (await connection.execute(select(func.count()).select_from(few))).scalar_one()
        is_followed = (await connection.execute(mine)).first() is not None
    hidden = viewer.known and spelled in choices.from_member_json(viewer.choices).hide.tags
    return TagView(spelled, is_followed, hidden, permissions.may_choose(viewer), posts)


async def follows(viewer: Viewer, name: str) -> bool:
    """Whether the viewer follows the member of exactly this name."""
    follow, member = table(Follow), table(Member)
    mine = select(follow.c.followed_id).join(member, member.c.id == follow.c.followed_id)
    async with db.reading() as session:
        found = await (await session.connection()).execute(mine.where(follow.c.follower_id == viewer.id, member.c.name == name))
        return found.first() is not None
