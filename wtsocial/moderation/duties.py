"""Duties: the cases that wait for a juror's word, each with what the moderator saw, and no names."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from wtsocial import db
from wtsocial.accounts import permissions
from wtsocial.accounts.views import Viewer
from wtsocial.core.off_loop import off_loop
from wtsocial.db.cursors import to_millis
from wtsocial.db.statements import table
from wtsocial.models import Appeal, Flag, JurorTicket, Member, ModerationAction, Post, Revision, Subwiki
from wtsocial.moderation import jury, policy
from wtsocial.moderation.case_queries import author_record, source_record, texts_of
from wtsocial.moderation.duty_views import DutyView, EarlierText
from wtsocial.moderation.statement_queries import rule_path, rule_text
from wtsocial.moderation.views import FlagView
from wtsocial.revisions.views import DiffPiece
from wtsocial.text import limits
from wtsocial.text.differences import word_diff
from wtsocial.text.rendered import EXCERPT_SOURCE


async def duties(viewer: Viewer) -> list[DutyView]:
    """The cases that the viewer sits on, the one that ends first before the others, and then those that wait for an admin.

    Raises LoginNeeded, or NotAllowed for whoever takes no part.
    """
    permissions.ensure(viewer, viewer.active)
    async with db.reading() as session:
        connection = await session.connection()
        rows = [*await _seats(connection, viewer), *(await _for_admins(connection, viewer) if viewer.is_admin else [])]
        return [await _duty(connection, row) for row in rows]


def _cases() -> Any:
    """Appeals with their decisions, and the thing's place and language, as far as it has them."""
    appeal, entry, post, wiki = table(Appeal), table(ModerationAction), table(Post), table(Subwiki)
    joined = appeal.join(entry, entry.c.id == appeal.c.entry_id).outerjoin(post, post.c.id == entry.c.post_id)
    joined = joined.outerjoin(wiki, wiki.c.id == entry.c.subwiki_id)
    appealed = (appeal.c.id.label("appeal_id"), appeal.c.reason.label("appeal"))
    return joined, (*entry.c, *appealed, post.c.language, wiki.c.slug)


async def _seats(connection: AsyncConnection, viewer: Viewer) -> Sequence[Any]:
    ticket, (joined, columns) = table(JurorTicket), _cases()
    wanted = select(*columns, ticket.c.ticket, ticket.c.nonce, ticket.c.member_id.label("juror"), ticket.c.due_at)
    wanted = wanted.select_from(ticket.join(joined, ticket.c.appeal_id == table(Appeal).c.id))
    wanted = wanted.where(ticket.c.member_id == viewer.id, ticket.c.state == "sitting").order_by(ticket.c.due_at)
    return (await connection.execute(wanted.limit(limits.DUTIES_SHOWN))).all()


async def _for_admins(connection: AsyncConnection, viewer: Viewer) -> list[Any]:
    appeal, member, (joined, columns) = table(Appeal), table(Member), _cases()
    wanted = select(*columns).select_from(joined).where(appeal.c.state == "admins").order_by(appeal.c.id)
    rows: Sequence[Any] = (await connection.execute(wanted.limit(limits.DUTIES_SHOWN))).all()
    fit: list[Any] = []
    for row in rows:
        beside = jury.admins_without_part(row).where(member.c.id == viewer.id)
        fit += [row] if (await connection.execute(beside)).first() else []
    return fit


async def _duty(connection: AsyncConnection, row: Any) -> DutyView:
    flags = await _flags(connection, row)
    of_member = row.subject_kind == "member"
    headline, text, pieces = ("", "", []) if of_member else await _texts(connection, row, flags)
    posts, corrected, domain = await source_record(connection, row.post_id if row.subject_kind == "post" else 0)
    seated = hasattr(row, "ticket")
    return DutyView(
        decision=row.id,
        alone=not seated,
        due=to_millis(row.due_at) if seated else 0,
        subject_kind=row.subject_kind,
        action=row.action,
        at=to_millis(row.at),
        headline=headline,
        text=text,
        until=to_millis(row.until),
        earlier=await _earlier(connection, row) if of_member else [],
        language=row.language or "",
        pieces=pieces,
        flags=[FlagView(one.reason, one.law, one.note, to_millis(one.at), "", 0, 0) for one in flags],
        record=await author_record(connection, row.member_id),
        domain=domain,
        source_posts=posts,
        source_corrected=corrected,
        rule=row.rule,
        rule_text=await rule_text(connection, row),
        rule_path=rule_path(row),
        law=row.law,
        reason=row.reason,
        appeal=row.appeal,
        **({"ticket": row.ticket, "nonce": row.nonce, "member": row.juror} if seated else {}),
    )


async def _texts(connection: AsyncConnection, row: Any, flags: Sequence[Any]) -> tuple[str, str, list[DiffPiece]]:
    """Headline and text as they were decided on, and what was changed in them since they were flagged."""
    # Of a revision that is judged by itself, what it changed.
    before = max(row.revision - 1, 1) if row.subject_kind == "revision" else row.revision
    first = before if row.subject_kind == "revision" else min((one.revision for one in flags if one.revision), default=before)
    texts = await texts_of(connection, row, first, row.revision)
    headline, text = texts.get(row.revision, ("", ""))
    was, now = ("\n".join(said).strip()[:EXCERPT_SOURCE] for said in (texts.get(first, (headline, text)), (headline, text)))
    pieces = await off_loop(lambda: [DiffPiece(piece.kind, piece.text) for piece in word_diff(was, now)]) if was != now else []
    return headline, text, pieces


async def _earlier(connection: AsyncConnection, row: Any) -> list[EarlierText]:
    """What was decided against a member before, newest first, each with what it was about as it was then."""
    entry, of_post, of_comment = table(ModerationAction), table(Revision).alias("of_post"), table(Revision).alias("of_comment")
    is_comment = entry.c.subject_kind == "comment"
    joined = entry.outerjoin(of_post, and_(~is_comment, of_post.c.post_id == entry.c.post_id, of_post.c.number == entry.c.revision))
    joined = joined.outerjoin(
        of_comment, and_(is_comment, of_comment.c.comment_id == entry.c.subject_id, of_comment.c.number == entry.c.revision)
    )
    said = func.coalesce(of_comment.c.text, of_post.c.headline + "\n" + of_post.c.text, "")
    wanted = select(entry.c.action, entry.c.reason, entry.c.at, func.substr(said, 1, EXCERPT_SOURCE).label("text")).select_from(joined)
    against = entry.c.action.in_((*policy.UPHOLDING, "suspend", *policy.RESTRICTING))
    before = (entry.c.member_id == row.member_id, entry.c.id < row.id, entry.c.undone_by_id.is_(None), against)
    erased = or_(of_post.c.erased_at.is_not(None), of_comment.c.erased_at.is_not(None))
    found = await connection.execute(wanted.where(*before, ~erased).order_by(entry.c.id.desc()).limit(limits.DUTIES_SHOWN))
    return [EarlierText(one.action, one.reason, to_millis(one.at), one.text.strip()) for one in found]


async def _flags(connection: AsyncConnection, row: Any) -> Sequence[Any]:
    flag = table(Flag)
    wanted = select(flag.c.reason, flag.c.law, flag.c.note, flag.c.at, flag.c.revision).where(flag.c.decision_id == row.id)
    return (await connection.execute(wanted.order_by(flag.c.id).limit(limits.CASE_FLAGS))).all()
