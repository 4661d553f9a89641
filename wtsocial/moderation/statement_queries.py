"""Statements of reasons: what a decision says to everybody, with the fields of the EU's transparency database as far as they apply."""

from datetime import datetime
from typing import Final, Protocol, cast

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from wtsocial import db
from wtsocial.accounts.views import Viewer
from wtsocial.core.errors import NotFound
from wtsocial.db.cursors import to_millis
from wtsocial.db.statements import table
from wtsocial.models import Flag, MemberRestriction, ModerationAction, Revision
from wtsocial.moderation import policy
from wtsocial.moderation.appeal_queries import appeal_of
from wtsocial.moderation.decisions import TAKEN_BACK
from wtsocial.moderation.queries import LogRow, log_entry, logged
from wtsocial.moderation.views import StatementView
from wtsocial.text import rules
from wtsocial.text.log_actions import JURY
from wtsocial.text.rendered import render_text

VISIBILITY: Final = {
    "hide": "DECISION_VISIBILITY_CONTENT_DISABLED",
    "cover": "DECISION_VISIBILITY_CONTENT_INTERACTION_RESTRICTED",
    "warn": "DECISION_VISIBILITY_OTHER",
    "suspend": "DECISION_VISIBILITY_OTHER",
    "lock": "DECISION_VISIBILITY_CONTENT_INTERACTION_RESTRICTED",
    "move": "DECISION_VISIBILITY_OTHER",
}
"""What a decision did to what was decided on, in the database's words."""


class Ruled(Protocol):
    """What names the rule of a decision."""

    actor_id: int | None
    subwiki_id: int | None
    action: str
    rule: str
    rule_revision: int
    slug: str | None


class DecisionRow(LogRow, Protocol):
    """A row of the log with what its statement says beyond that."""

    actor_id: int | None
    subject_id: int
    subwiki_id: int | None
    member_id: int | None
    member_is_admin: bool | None
    rule: str
    rule_revision: int
    law: str
    undone_by_id: int | None
    published: datetime | None


async def statement(viewer: Viewer, entry_id: int) -> StatementView:
    """What an entry of the log says, whoever reads; whether the viewer may undo it. Raises NotFound, also for
    what has no statement (`policy.STATED`).
    """
    entry = table(ModerationAction)
    async with db.reading() as session:
        connection = await session.connection()
        row = cast("DecisionRow | None", (await connection.execute(log_entry().where(entry.c.id == entry_id))).first())
        if row is None or row.action not in policy.STATED:
            raise NotFound
        ruled = await rule_text(connection, row)
        by_rule = await _by_rule(connection, row.id)
        newest = await _newest(connection, row)
        appealed = await appeal_of(connection, viewer, row)
        restricts = row.action in policy.RESTRICTING and await _restricts(connection, row)
    may_undo = newest == row.id and row.action in TAKEN_BACK
    may_undo = may_undo and policy.may_decide(
        viewer,
        kind=row.subject_kind,
        place_id=None if row.subject_kind == "subwiki" else row.subwiki_id,
        subject_id=row.subject_id,
        author_id=row.member_id,
        author_is_admin=bool(row.member_is_admin),
    )
    may_undo = may_undo or (restricts and policy.may_lift(viewer, subwiki_id=row.subwiki_id or 0, member_id=row.member_id or 0))
    return StatementView(
        entry=logged(row),
        rule=row.rule,
        rule_text=ruled,
        rule_path=rule_path(row),
        law=row.law,
        automated=row.actor_id is None and row.action not in JURY,
        noticed_by_rule=by_rule,
        undone_by=row.undone_by_id or 0,
        may_undo=may_undo,
        visibility=VISIBILITY.get(row.action, ""),
        published=to_millis(row.published),
        appeal=appealed,
    )


async def _by_rule(connection: AsyncConnection, entry_id: int) -> bool:
    """Whether a content rule flagged what was decided on."""
    flag = table(Flag)
    flagged = select(flag.c.id).where(flag.c.decision_id == entry_id, flag.c.content_rule_id.is_not(None)).limit(1)
    return (await connection.execute(flagged)).first() is not None


async def _newest(connection: AsyncConnection, row: DecisionRow) -> int:
    """The newest decision on the same thing that stands: an older one cannot be undone alone."""
    entry = table(ModerationAction)
    same = (entry.c.subject_kind == row.subject_kind, entry.c.subject_id == row.subject_id, entry.c.action.in_(policy.DECISIONS))
    standing = (entry.c.actor_id.is_not(None), entry.c.undone_by_id.is_(None))
    return (await connection.execute(select(entry.c.id).where(*same, *standing).order_by(entry.c.id.desc()).limit(1))).scalar() or 0


async def _restricts(connection: AsyncConnection, row: DecisionRow) -> bool:
    """Whether the restriction that an entry tells of holds still."""
    one = table(MemberRestriction)
    standing = select(one.c.id).where(one.c.entry_id == row.id, one.c.ended_at.is_(None))
    return (await connection.execute(standing)).first() is not None


async def rule_text(connection: AsyncConnection, row: Ruled) -> str:
    """A subwiki's rule as it was when it was decided by it; empty where that is erased, or the rule is the site's."""
    number, revision = rules.number_of(row.rule), table(Revision)
    if not number:
        return ""
    its = (revision.c.subwiki_id == row.subwiki_id, revision.c.number == row.rule_revision)
    shown = (revision.c.erased_at.is_(None), revision.c.hidden_at.is_(None))
    text = (await connection.execute(select(revision.c.rules).where(*its, *shown))).scalar() or ""
    _, texts = rules.numbered(await render_text(text))
    return texts[number - 1] if number <= len(texts) else ""


def rule_path(row: Ruled) -> str:
    """Where the rule stands; what covers by itself goes by the one for flags."""
    if row.actor_id is None and row.action not in JURY:
        return "/rules#flags"
    if row.rule.startswith("site:"):
        return "/rules#" + row.rule.removeprefix("site:")
    return f"/w/{row.slug}/about#rule-{rules.number_of(row.rule)}" if row.rule else ""
