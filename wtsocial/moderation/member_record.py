"""A member's record: what moderators and admins decided about them, and what they took from them for now.

Members see their own, and whoever moderates anything sees everybody's: each entry of it stands in the public log.
"""

from collections.abc import Sequence
from typing import Any, cast

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from wtsocial import db
from wtsocial.accounts import permissions
from wtsocial.accounts.views import Viewer
from wtsocial.db.cursors import LAST_ID, to_millis
from wtsocial.db.statements import table
from wtsocial.models import MemberRestriction, ModerationAction, Subwiki, now
from wtsocial.moderation import lookups, policy
from wtsocial.moderation.queries import LogRow, log_entry, logged
from wtsocial.moderation.record_views import RecordView, RestrictionView
from wtsocial.subwikis import queries as subwikis
from wtsocial.text import limits


async def record(viewer: Viewer, name: str, *, older: int = 0) -> RecordView:
    """The record of a member, RECORD_PAGE entries before the one of the id `older`; an empty one for who may not see it."""
    if not viewer.known:
        return RecordView()
    async with db.reading() as session:
        connection = await session.connection()
        member = await lookups.member_row(connection, name)
        number = member.id or 0 if member else 0
        if member is None or not (viewer.id == number or permissions.may_see_queue(viewer)):
            return RecordView()
        rows = await _entries(connection, number, older or LAST_ID)
        restrictions = await _restrictions(connection, viewer, number)
    others = number != viewer.id and not member.is_admin
    return RecordView(
        shown=True,
        own=number == viewer.id,
        restrictions=restrictions,
        lines=[logged(row) for row in rows[: limits.RECORD_PAGE]],
        older=rows[limits.RECORD_PAGE - 1].id if len(rows) > limits.RECORD_PAGE else 0,
        wikis=await subwikis.moderated(viewer) if others and permissions.may_see_queue(viewer) else [],
        may_suspend=permissions.may_suspend(viewer, member),
        suspended=member.state == "suspended",
        suspended_reason=member.suspended_reason,
        suspended_until=to_millis(member.suspended_until),
    )


async def _entries(connection: AsyncConnection, member_id: int, before: int) -> Sequence[LogRow]:
    entry = table(ModerationAction)
    theirs = log_entry().where(entry.c.member_id == member_id, entry.c.id < before)
    return cast("Sequence[LogRow]", (await connection.execute(theirs.order_by(entry.c.id.desc()).limit(limits.RECORD_PAGE + 1))).all())


async def _restrictions(connection: AsyncConnection, viewer: Viewer, member_id: int) -> list[RestrictionView]:
    one, wiki = table(MemberRestriction), table(Subwiki)
    wanted = select(one.c.entry_id, one.c.kind, one.c.until, one.c.subwiki_id, wiki.c.slug, wiki.c.name).join(
        wiki, wiki.c.id == one.c.subwiki_id
    )
    wanted = wanted.where(one.c.member_id == member_id, one.c.ended_at.is_(None)).order_by(one.c.id).limit(limits.RECORD_PAGE)
    rows: Sequence[Any] = (await connection.execute(wanted)).all()
    return [
        RestrictionView(
            entry=row.entry_id,
            kind=row.kind,
            subwiki_slug=row.slug,
            subwiki_name=row.name,
            until=to_millis(row.until),
            may_lift=policy.may_lift(viewer, subwiki_id=row.subwiki_id, member_id=member_id),
        )
        for row in rows
        if row.until is None or row.until > now()
    ]
