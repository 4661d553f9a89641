"""A member's own flags, and what became of them."""

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, Protocol, cast

from sqlalchemy import Integer, Select, and_, bindparam, func, select

from wtsocial import db
from wtsocial.accounts import permissions
from wtsocial.accounts.views import Viewer
from wtsocial.db.cursors import to_millis
from wtsocial.db.statements import table
from wtsocial.models import Flag, Member, ModerationAction, Post, Subwiki
from wtsocial.moderation.flags import is_open
from wtsocial.moderation.own_flag_views import OwnFlagView
from wtsocial.moderation.policy import UPHELD_BY
from wtsocial.moderation.subjects import subject_path
from wtsocial.text import limits


class OwnFlagRow(permissions.PostAccess, Protocol):
    """A flag with its post and its decision, as far as there is one."""

    id: int
    subject_kind: str
    subject_id: int
    post_id: int | None
    headline: str | None
    language: str | None
    slug: str | None
    name: str | None
    revision: int
    reason: str
    law: str
    note: str
    at: datetime
    withdrawn_at: datetime | None
    decision_id: int | None
    action: str | None
    answer: str | None
    decided_at: datetime | None


async def own_flags(viewer: Viewer, *, older: int = 0) -> list[OwnFlagView]:
    """The viewer's flags, newest first, a page at a time; `older` is the id of the last one seen. Raises LoginNeeded."""
    permissions.ensure(viewer, viewer.known)
    asked = {"viewer": viewer.id, "before": older, "most": limits.LOG_PAGE}
    async with db.reading() as session:
        found = (await (await session.connection()).execute(_own(bool(older)), asked)).all()
    return [_view(row, viewer) for row in cast("Sequence[OwnFlagRow]", found)]


async def open_under(viewer: Viewer, post_id: int) -> list[tuple[str, int]]:
    """Kind and id of what the viewer has an open flag on: the post, comments under it, and its revisions."""
    return await _open({"viewer": viewer.id, "post": post_id}, named=False)


async def open_on_names(viewer: Viewer) -> list[tuple[str, int]]:
    """Kind and id of the subwikis and members that the viewer has an open flag on; so many as a page needs to know."""
    return await _open({"viewer": viewer.id}, named=True)


async def _open(asked: dict[str, int], *, named: bool) -> list[tuple[str, int]]:
    async with db.reading() as session:
        found = (await (await session.connection()).execute(_where_open(named), asked)).all()
    return [(row.subject_kind, row.subject_id) for row in found]


@lru_cache
def _where_open(named: bool) -> Select[str, int]:
    flag = table(Flag)
    where = flag.c.post_id.is_(None) if named else flag.c.post_id == bindparam("post")
    wanted = select(flag.c.subject_kind, flag.c.subject_id).where(flag.c.flagger_id == bindparam("viewer"), where, is_open(flag))
    return wanted.order_by(flag.c.id.desc()).limit(limits.OWN_OPEN_FLAGS)


@lru_cache
def _own(further: bool) -> Select[*tuple[Any, ...]]:
    flag, post, entry = table(Flag), table(Post), table(ModerationAction)
    decided = (entry.c.action, entry.c.reason.label("answer"), entry.c.at.label("decided_at"))
    wiki, member = table(Subwiki), table(Member)
    named = (wiki.c.slug, func.coalesce(wiki.c.name, member.c.name).label("name"))
    about = (post.c.headline, post.c.language, post.c.author_id, post.c.hidden_at, *named)
    joined = flag.outerjoin(post, post.c.id == flag.c.post_id).outerjoin(entry, entry.c.id == flag.c.decision_id)
    joined = joined.outerjoin(wiki, and_(flag.c.subject_kind == "subwiki", wiki.c.id == flag.c.subject_id))
    there = (flag.c.subject_kind == "member", member.c.id == flag.c.subject_id, member.c.state != "deleted")
    joined = joined.outerjoin(member, and_(*there))
    wanted = select(*flag.c, *about, *decided).select_from(joined)
    wanted = wanted.where(flag.c.flagger_id == bindparam("viewer"))
    if further:
        wanted = wanted.where(flag.c.id < bindparam("before"))
    return wanted.order_by(flag.c.id.desc()).limit(bindparam("most", type_=Integer()))


def _view(row: OwnFlagRow, viewer: Viewer) -> OwnFlagView:
    shown = row.post_id is not None and permissions.may_see_post(viewer, row)
    name, number = row.name or "", row.revision
    return OwnFlagView(
        id=row.id,
        subject_kind=row.subject_kind,
        subject_id=row.subject_id,
        path=subject_path(row.subject_kind, row.subject_id, post_id=row.post_id or 0, number=number, slug=row.slug or "", name=name),
        headline=(row.headline or "") if shown else name,
        language=row.language or "",
        reason=row.reason,
        law=row.law,
        note=row.note,
        at=to_millis(row.at),
        state="withdrawn" if row.withdrawn_at else "decided" if row.decision_id else "open",
        action=row.action or "",
        answer=row.answer or "",
        decided_at=to_millis(row.decided_at),
        decision_id=row.decision_id or 0,
        upheld=row.action in UPHELD_BY,
    )
