"""Reads of the public log."""

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, Protocol, cast

from sqlalchemy import Integer, Select, and_, bindparam, case, select

from wtsocial import db
from wtsocial.db.cursors import LAST_ID, to_millis
from wtsocial.db.statements import table
from wtsocial.models import Member, ModerationAction, Post, Subwiki
from wtsocial.moderation.policy import STATED
from wtsocial.moderation.views import LogView
from wtsocial.text import limits
from wtsocial.text.log_actions import JURY, RULED, change_of


class LogRow(Protocol):
    """A row with the columns of a ModerationAction, and the names of what it is about, as far as there are any."""

    id: int
    at: datetime
    actor: str | None
    actor_id: int | None
    office: str
    action: str
    subject_kind: str
    headline: str | None
    post_id: int | None
    member: str | None
    slug: str | None
    subwiki_name: str | None
    flags_count: int
    reason: str
    detail: str
    moved_to: str | None
    undone_by_id: int | None
    until: datetime | None
    revision: int


async def log(*, older: int = 0, action: str = "", subwiki: str = "") -> list[LogView]:
    """Every moderating action, newest first, 50 at a time; `older` is the id of the last one seen.

    Only those that are an `action`, or happened in the subwiki of that slug, where one is named. The headline of a post that is hidden or
    covered is left out: everybody reads this.
    """
    asked = {"before": older or LAST_ID, "action": action, "subwiki": subwiki, "most": limits.LOG_PAGE}
    async with db.reading() as session:
        found = (await (await session.connection()).execute(_entries(bool(action), bool(subwiki)), asked)).all()
    return [logged(row) for row in cast("Sequence[LogRow]", found)]


@lru_cache
def _entries(of_action: bool, of_subwiki: bool) -> Select[*tuple[Any, ...]]:
    entry, subwiki = table(ModerationAction), table(Subwiki)
    wanted = log_entry().where(entry.c.id < bindparam("before")).order_by(entry.c.id.desc()).limit(bindparam("most", type_=Integer()))
    if of_action:
        wanted = wanted.where(entry.c.action == bindparam("action"))
    if of_subwiki:
        # As a value, so that the index of this subwiki's entries is gone along.
        its_id = select(subwiki.c.id).where(subwiki.c.slug == bindparam("subwiki")).correlate(None).scalar_subquery()
        wanted = wanted.where(entry.c.subwiki_id == its_id)
    return wanted


def log_entry() -> Select[*tuple[Any, ...]]:
    """Entries of the log, each with the names of what it is about."""
    entry, post, subwiki = table(ModerationAction), table(Post), table(Subwiki)
    actor, member = table(Member).alias("actor"), table(Member).alias("concerned")
    joined = entry.outerjoin(actor, actor.c.id == entry.c.actor_id).outerjoin(post, post.c.id == entry.c.post_id)
    joined = joined.outerjoin(subwiki, subwiki.c.id == entry.c.subwiki_id).outerjoin(member, member.c.id == entry.c.member_id)
    moved_to = table(Subwiki).alias("moved_to")
    joined = joined.outerjoin(moved_to, and_(entry.c.action == "move", moved_to.c.slug == entry.c.detail))
    return select(
        *entry.c,
        case((entry.c.named, actor.c.name)).label("actor"),
        case((and_(post.c.hidden_at.is_(None), post.c.cover == ""), post.c.headline)).label("headline"),
        member.c.name.label("member"),
        subwiki.c.slug,
        subwiki.c.name.label("subwiki_name"),
        post.c.published_at.label("published"),
        member.c.is_admin.label("member_is_admin"),
        moved_to.c.name.label("moved_to"),
    ).select_from(joined)


def _office(row: LogRow) -> str:
    """In which office somebody decided; empty where nobody did it in one. Of who is not named something is said."""
    if row.actor_id is None:
        return ""
    return row.office or ("" if row.actor else "admin" if row.action in JURY else "moderator")


def logged(row: LogRow) -> LogView:
    """The line of the log."""
    detail, _, label = row.detail.partition(" ") if row.action in RULED else (row.detail, "", "")
    setting, before, after = change_of(row.detail) if row.action == "configure" else ("", "", "")
    return LogView(
        id=row.id,
        at=to_millis(row.at),
        actor=row.actor or "",
        action=row.action,
        subject_kind=row.subject_kind,
        headline=row.headline or "",
        post_id=row.post_id or 0,
        member=row.member or "",
        subwiki_slug=row.slug or "",
        subwiki_name=row.subwiki_name or "",
        flags=row.flags_count,
        reason=row.reason,
        detail=setting or detail,
        until=to_millis(row.until),
        revision=row.revision,
        stated=row.action in STATED,
        label=label or row.moved_to or "",
        undone_by=row.undone_by_id or 0,
        before=before,
        after=after,
        office=_office(row),
    )
