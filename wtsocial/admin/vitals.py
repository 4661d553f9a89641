"""Vitals: how the site does just now: how soon headlines are corrected and flags decided, mails, Redis, and room on the disk."""

import shutil
from statistics import median
from typing import Final, cast

from sqlalchemy import ColumnElement, select

from wtsocial import db, jobs
from wtsocial.accounts import permissions
from wtsocial.accounts.views import Viewer
from wtsocial.admin.views import VitalsView
from wtsocial.core.bus import bus
from wtsocial.core.off_loop import off_loop
from wtsocial.core.settings import settings
from wtsocial.db.statements import table
from wtsocial.jobs.queries import backlog
from wtsocial.models import Post, Revision
from wtsocial.models.revisions import CORRECTION
from wtsocial.moderation.figure_queries import figures

NEWEST: Final = 200
"""So many corrections are looked at: the answer costs the same when there are a million."""


async def vitals(viewer: Viewer) -> VitalsView:
    """How the site does. Raises LoginNeeded or NotAllowed for all but admins."""
    permissions.ensure(viewer, permissions.may_administer(viewer))
    decided, mails = await figures(months=1), await backlog(jobs.MAIL)
    disk = await off_loop(shutil.disk_usage, settings().data_dir)
    return VitalsView(
        correction=await _seconds_to_correction(),
        decision=decided.every.median,
        nine_of_ten=decided.every.ninetieth,
        mails_waiting=mails.waiting,
        mails_failed=mails.failed,
        last_error=mails.last_error,
        database="PostgreSQL" if settings().database_url.startswith("postgresql") else "SQLite",
        redis="" if not settings().redis_url else "answers" if bus.hears_others() else "away",
        disk_free=disk.free,
        disk_total=disk.total,
    )


async def _seconds_to_correction() -> int:
    """How long half of the headlines that were corrected last had stood; 0 for none."""
    revision, post = table(Revision), table(Post)
    # In the words of its index, or SQLite would not see that it fits.
    newest = select(revision.c.at, revision.c.post_id).where(cast("ColumnElement[bool]", CORRECTION))
    newest = newest.order_by(revision.c.at.desc(), revision.c.id.desc()).limit(NEWEST).subquery()
    wanted = select(newest.c.at, post.c.published_at).join(post, post.c.id == newest.c.post_id)
    async with db.reading() as session:
        rows = (await (await session.connection()).execute(wanted)).all()
    stood = [(row.at - row.published_at).total_seconds() for row in rows]
    return max(1, round(median(stood))) if stood else 0
