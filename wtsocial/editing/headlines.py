"""Headlines: how a post gets another one, whoever decided it, and who is told: readers, the author, everybody who had a say before."""

from datetime import timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, select, union, update

from wtsocial.accounts.views import Viewer
from wtsocial.core import bus
from wtsocial.db import Transaction
from wtsocial.db.cursors import to_millis
from wtsocial.db.statements import id_of, table
from wtsocial.editing import edit_wars
from wtsocial.models import Comment, Member, Notice, Post, Suggestion, Vote, now
from wtsocial.notifications import notify
from wtsocial.posts import announcements, source_counts, tagging
from wtsocial.revisions import record
from wtsocial.text.reasons import SLIGHT

JOINING: Final = timedelta(days=1)
"""A further correction within that time joins the receipt of the first."""


async def set_headline(
    change: Transaction,
    editor: Viewer,
    post: Post,
    *,
    headline: str,
    reason: str,
    source: str = "",
    note: str = "",
    via: str = "",
    own_error: bool = False,
    restores: int = 0,
    accepts: int = 0,
    tell_author: bool = True,
) -> None:
    """Give a locked post another headline as a revision of `editor`'s, which the caller has allowed and checked.

    `reason` is a word of `text.reasons`, or empty where a revert or a vote gives none. A headline set back to the author's first one
    is no longer corrected. Every open suggestion is outdated by it but `accepts`, the one that it comes from. Readers see it live,
    the author is told unless it is their own doing (or not `tell_author`), and but for a spelling whoever voted or commented before
    gets a receipt. The third opposing revert within a day puts the headline to the vote.
    """
    before = post.revision
    post.headline = headline
    _mark(editor, post, reason, source, own_error=own_error)
    post.suggestions_count, post.agreed_headline = 0, ""
    how: dict[str, Any] = {"note": note, "via": via, "restores": restores, "own_error": own_error}
    await record.revise(change.session, editor, post, change="headline", reason=reason, source=source, **how)
    counted, post.corrected_revision = post.corrected_revision, _corrected_revision(post, reason)
    await change.session.flush()
    await source_counts.count_corrected(change.session, post, counted)
    await _outdate(change, post, accepts)
    _announce(change, editor, post, reason)
    await tagging.sync_tags(change, post)
    if tell_author and post.author_id != editor.id:
        told: dict[str, Any] = {"by": editor.name, "before": before, "after": post.revision}
        await notify.notify(change, post.author_id, "corrected", f"/post/{post.id}/history", post_id=post.id, **told)
    if reason not in SLIGHT:
        await _hand_out_receipts(change, editor, post, before)
    if via != "vote":
        await edit_wars.hold_if_edit_war(change, editor, post, "headline")


def _mark(editor: Viewer, post: Post, reason: str, source: str, *, own_error: bool) -> None:
    back = post.headline == post.first_headline
    post.corrected_at, post.corrected_by_id = (None, None) if back else (now(), editor.id)
    post.corrected_reason, post.corrected_source = ("", "") if back else (reason, source)
    post.own_error = own_error and not back


def _corrected_revision(post: Post, reason: str) -> int:
    if post.corrected_at is None:
        return 0
    return post.corrected_revision if reason in SLIGHT else post.revision


def _announce(change: Transaction, editor: Viewer, post: Post, reason: str) -> None:
    corrected = post.corrected_at is not None
    patch: dict[str, Any] = {
        "headline": post.headline,
        "revision": post.revision,
        "corrected": corrected,
        "corrected_at": to_millis(post.corrected_at),
        "corrected_by": editor.name if corrected else "",
        "corrected_reason": post.corrected_reason,
        "corrected_source": post.corrected_source,
        "first_headline": post.first_headline,
        "own_error": post.own_error,
        "suggestions": post.suggestions_count,
        "agreed_headline": post.agreed_headline,
    }
    if reason not in SLIGHT:
        patch["early_votes"] = post.votes_count if corrected else 0
    announcements.announce_post(change, post, **patch)


async def _outdate(change: Transaction, post: Post, accepts: int) -> None:
    """Close what was suggested in place of a headline that is gone, and tell who suggested it."""
    suggestion, member = table(Suggestion), table(Member)
    still_open = (suggestion.c.post_id == post.id, suggestion.c.state.in_(["open", "agreed"]), suggestion.c.id != accepts)
    closed = update(suggestion).where(*still_open).values(state="outdated", decided_at=now()).returning(suggestion.c.suggester_id)
    suggesters = (await (await change.session.connection()).execute(closed)).scalars().all()
    if suggesters:
        change.announce(bus.post_room(id_of(post)), kind="outdated", post_id=post.id, stamp=post.stamp)
        told = select(member.c.id).where(member.c.id.in_(suggesters))
        await notify.put_notices(change, told, "suggestion_outdated", f"/post/{post.id}#suggestions", post_id=id_of(post))


async def _hand_out_receipts(change: Transaction, editor: Viewer, post: Post, before: int) -> None:
    """One notice for each who voted or commented, but for the corrector and the author, who know; in few statements for any number.

    Who got one within the last day finds that one anew, with the newest headline.
    """
    vote, comment, notice = table(Vote), table(Comment), table(Notice)
    said = union(
        select(vote.c.member_id).where(vote.c.post_id == post.id),
        select(comment.c.author_id).where(comment.c.post_id == post.id, comment.c.hidden_at.is_(None)),
    ).subquery("said")
    everybody = select(said.c.member_id).where(said.c.member_id.not_in([editor.id, post.author_id]))
    recent = and_(notice.c.post_id == post.id, notice.c.kind == "receipt", notice.c.at > now() - JOINING)
    renewed = await _join_receipts(change, and_(recent, notice.c.member_id.in_(everybody)), post)
    new = everybody.where(said.c.member_id.not_in(select(notice.c.member_id).where(recent)))
    told: dict[str, Any] = {"before": before, "after": post.revision, "renewed": renewed}
    await notify.put_notices(change, new, "receipt", f"/post/{post.id}", post_id=id_of(post), **told)


async def _join_receipts(change: Transaction, recent: ColumnElement[bool], post: Post) -> list[int]:
    """Bring receipts up to date and make them unread; what each shows as the headline before stays. Whose they are."""
    connection, notice, members = await change.session.connection(), table(Notice), list[int]()
    before = notice.c.params["before"].as_integer()
    # As many as there were corrections within the day, mostly none or one.
    for number in (await connection.execute(select(before).where(recent).distinct())).scalars().all():
        newer = {"before": number, "after": post.revision}
        joined = update(notice).where(recent, before == number).values(params=newer, read_at=None)
        members += (await connection.execute(joined.returning(notice.c.member_id))).scalars()
    return members
