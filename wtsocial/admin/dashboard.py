"""Reads for the dashboard: totals, and the new ones of each of the last days."""

from dataclasses import asdict, replace
from datetime import UTC, datetime, time, timedelta
from typing import Any, Final

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, FromClause, and_, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from wtsocial import db, jobs
from wtsocial.accounts import permissions
from wtsocial.accounts.views import Viewer
from wtsocial.admin.views import DashboardView, DayFigure
from wtsocial.db.cursors import to_millis
from wtsocial.db.statements import table
from wtsocial.donations import queries as donations
from wtsocial.models import Comment, DashboardFigures, Flag, Member, Membership, Post, Revision, Subwiki, now
from wtsocial.moderation.flags import is_open

DAYS = 14
LISTED = 20
"""So many subwikis without a moderator are named at most."""
SMALL: Final = 20_000
"""Up to so many posts the figures are counted at each look, which takes a tenth of a second."""
_VIEW: Final = TypeAdapter(DashboardView)


async def figures(viewer: Viewer) -> DashboardView:
    """The figures of this moment; days are days of UTC, today the last. Raises LoginNeeded or NotAllowed for all but admins.

    Those of a site with more than SMALL posts are the ones that the job counted last.
    """
    permissions.ensure(viewer, permissions.may_administer(viewer))
    stored, post = table(DashboardFigures), table(Post)
    async with db.reading() as session:
        connection = await session.connection()
        newest = (await connection.execute(select(func.max(post.c.id)))).scalar_one() or 0
        row: Any = (await connection.execute(select(*stored.c))).first() if newest > SMALL else None
    counted = _VIEW.validate_python(row.figures | {"counted_at": to_millis(row.at)}) if row else await _count()
    money = await donations.health()
    return replace(counted, payments_failed=money.failed, payments_refused=money.refused)


@jobs.periodic_task("admin.count_figures", every=timedelta(minutes=5))
async def count_figures() -> int:
    """Count the figures of a large site, so that nobody waits for it; how many figures."""
    counted = asdict(await _count())
    async with db.transaction() as change:
        await change.session.merge(DashboardFigures(id=1, at=now(), figures=counted))
    return len(counted)


async def _count() -> DashboardView:
    member, post, comment, flag = table(Member), table(Post), table(Comment), table(Flag)
    revision, subwiki = table(Revision), table(Subwiki)
    shown, corrected = post.c.hidden_at.is_(None), revision.c.change == "headline"
    async with db.reading() as session:
        connection = await session.connection()
        states = select(member.c.state, func.count().label("number")).group_by(member.c.state)
        members: dict[str, int] = {row.state: row.number for row in await connection.execute(states)}
        return DashboardView(
            members=sum(number for state, number in members.items() if state != "deleted"),
            active=members.get("active", 0),
            unconfirmed=await _number(connection, member, member.c.state == "waiting", member.c.email_confirmed_at.is_(None)),
            suspended=members.get("suspended", 0),
            posts=await _number(connection, post, shown),
            comments=await _number(connection, comment, comment.c.hidden_at.is_(None)),
            corrections=await _number(connection, revision, corrected),
            flags_open=await _number(connection, flag, is_open(flag)),
            subwikis=await _number(connection, subwiki),
            unmoderated=await _unmoderated(connection),
            members_by_day=await _by_day(connection, member.c.created_at),
            posts_by_day=await _by_day(connection, post.c.published_at, shown),
            corrections_by_day=await _by_day(connection, revision.c.at, corrected),
            flags_by_day=await _by_day(connection, flag.c.at),
        )


async def _unmoderated(connection: AsyncConnection) -> list[str]:
    subwiki, membership, member = table(Subwiki), table(Membership), table(Member)
    leading = select(membership.c.member_id).join(member, member.c.id == membership.c.member_id)
    leading = leading.where(membership.c.subwiki_id == subwiki.c.id, membership.c.role == "moderator", member.c.state == "active")
    alone = select(subwiki.c.slug).where(~leading.exists()).order_by(subwiki.c.members_count.desc(), subwiki.c.slug).limit(LISTED)
    return list((await connection.execute(alone)).scalars())


async def _number(connection: AsyncConnection, rows: FromClause, *where: ColumnElement[bool]) -> int:
    return (await connection.execute(select(func.count()).select_from(rows).where(*where))).scalar_one()


async def _by_day(connection: AsyncConnection, at: ColumnElement[datetime], *where: ColumnElement[bool]) -> list[DayFigure]:
    """How many on each day, oldest first. Counted between moments: no two databases cut a day from a moment alike."""
    today = datetime.combine(now().date(), time(), UTC)
    starts = [today - timedelta(days=back) for back in reversed(range(DAYS))]
    on_day = [func.count().filter(and_(at >= start, at < start + timedelta(days=1))) for start in starts]
    row: Any = (await connection.execute(select(*on_day).where(at >= starts[0], *where))).one()
    return [DayFigure(f"{start:%Y-%m-%d}", number) for start, number in zip(starts, row, strict=True)]
