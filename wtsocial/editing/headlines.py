"""The only module that changes a post's headline: the revision, the correction mark, open suggestions, notices and receipts."""

from datetime import timedelta
from typing import Final

from sqlalchemy import ColumnElement, and_, func, select, union, update

from wtsocial.accounts.views import Viewer
from wtsocial.core import bus
from wtsocial.core.messages import PostPatch, SuggestionsOutdated
from wtsocial.db import Transaction
from wtsocial.db.cursors import to_millis
from wtsocial.db.statements import id_of, table
from wtsocial.editing import edit_wars
from wtsocial.models import Comment, Member, Notice, Post, Revision, Suggestion, Vote, now
from wtsocial.notifications import notify
from wtsocial.posts import announcements, source_counts, tagging
from wtsocial.revisions import record
from wtsocial.revisions.contributions import BY_RULE
from wtsocial.revisions.record import PLAIN, Origin
from wtsocial.text.reasons import SLIGHT, Reason
from wtsocial.text.spelling import is_spelling

JOINING: Final = timedelta(days=1)
"""A further correction within that time joins the receipt of the first."""


async def set_headline(
    change: Transaction,
    editor: Viewer,
    post: Post,
    *,
    headline: str,
    reason: Reason,
    origin: Origin = PLAIN,
    accepts: int = 0,
    tell_author: bool = True,
) -> None:
    """Give a locked post another headline as a revision of `editor`'s, which the caller has allowed and checked.

    A headline set back to the author's first one is no longer corrected. Every open suggestion is outdated by it but `accepts`, the
    one that it comes from. Readers see it live, the author is told unless it is their own doing (or not `tell_author`), and but for a
    spelling whoever voted or commented before gets a receipt. The third opposing revert within a day puts the headline to the vote,
    and back what stood before.
    """
    before = post.revision
    # What goes back with the reason of an old spelling may change more than that did.
    slight = reason.reason in SLIGHT and is_spelling(post.headline, headline)
    post.headline = headline
    _mark(editor, post, reason)
    post.suggestions_count, post.agreed_headline = 0, ""
    await record.revise(change.session, editor, post, change="headline", reason=reason, origin=origin)
    counted, post.corrected_revision = post.corrected_revision, _corrected_revision(post, slight=slight)
    if not slight:
        post.early_votes = post.votes_count if post.corrected_revision else 0
    await change.session.flush()
    await source_counts.count_corrected(change.session, post, counted)
    await _outdate(change, post, accepts)
    _announce(change, editor, post, slight=slight)
    await tagging.sync_tags(change, post)
    if tell_author and post.author_id != editor.id:
        path = f"/post/{post.id}/history"
        await notify.notify(change, post.author_id, "corrected", path, post_id=post.id, by=editor.name, before=before, after=post.revision)
    if not slight:
        await _hand_out_receipts(change, editor, post, before)
    if origin.via not in BY_RULE:
        await _hold(change, editor, post)


async def _hold(change: Transaction, editor: Viewer, post: Post) -> None:
    """When that was a war, the headline that stood undisputed before it stands while it is voted."""
    dispute = await edit_wars.hold_if_edit_war(change, editor, post, "headline")
    if dispute is None:
        return
    wrote = await edit_wars.writer_of(change.session, dispute, dispute.stands)
    if wrote.value != post.headline:
        origin, reason = Origin("brake", dispute.stands), Reason(wrote.reason, wrote.source)
        await set_headline(change, wrote.writer, post, headline=wrote.value, reason=reason, origin=origin, tell_author=False)


def _mark(editor: Viewer, post: Post, reason: Reason) -> None:
    back = post.headline == post.first_headline
    post.corrected_at, post.corrected_by_id = (None, None) if back else (now(), editor.id)
    post.corrected_reason, post.corrected_source = ("", "") if back else (reason.reason, reason.source)
    post.own_error = reason.own_error and not back


def _corrected_revision(post: Post, *, slight: bool) -> int:
    if post.corrected_at is None:
        return 0
    return post.corrected_revision if slight else post.revision


def _announce(change: Transaction, editor: Viewer, post: Post, *, slight: bool) -> None:
    corrected = post.corrected_at is not None
    patch = PostPatch(
        id_of(post),
        post.stamp,
        headline=post.headline,
        revision=post.revision,
        corrected=corrected,
        corrected_at=to_millis(post.corrected_at),
        corrected_by=editor.name if corrected else "",
        corrected_reason=post.corrected_reason,
        corrected_source=post.corrected_source,
        first_headline=post.first_headline,
        own_error=post.own_error,
        suggestions=post.suggestions_count,
        agreed_headline=post.agreed_headline,
        early_votes=None if slight else post.early_votes,
    )
    announcements.announce_post(change, post, patch)
    # How many corrections there are today stands on every page.
    change.outdate_pages()


async def _outdate(change: Transaction, post: Post, accepts: int) -> None:
    """Close the open suggestions for a headline that was replaced, and notify their suggesters."""
    suggestion, member = table(Suggestion), table(Member)
    still_open = (suggestion.c.post_id == post.id, suggestion.c.state.in_(["open", "agreed"]), suggestion.c.id != accepts)
    closed = update(suggestion).where(*still_open).values(state="outdated", decided_at=now()).returning(suggestion.c.suggester_id)
    suggesters = (await (await change.session.connection()).execute(closed)).scalars().all()
    if suggesters:
        change.announce(bus.post_room(id_of(post)), message=SuggestionsOutdated(id_of(post), post.stamp))
        suggester_ids = select(member.c.id).where(member.c.id.in_(suggesters))
        await notify.put_notices(change, suggester_ids, "suggestion_outdated", f"/post/{post.id}#suggestions", post_id=id_of(post))


async def _hand_out_receipts(change: Transaction, editor: Viewer, post: Post, before: int) -> None:
    """Notify everybody who voted or commented, except the corrector and the author, in few statements for any number.

    Members who got a receipt within the last day find the newest headline in that one, and once find it unread again.
    """
    vote, comment, notice = table(Vote), table(Comment), table(Notice)
    involved = union(
        select(vote.c.member_id).where(vote.c.post_id == post.id),
        select(comment.c.author_id).where(comment.c.post_id == post.id, comment.c.hidden_at.is_(None)),
    ).subquery("said")
    readers = select(involved.c.member_id).where(involved.c.member_id.not_in([editor.id, post.author_id]))
    recent = and_(notice.c.post_id == post.id, notice.c.kind == "receipt", notice.c.at > now() - JOINING)
    renewed = await _join_receipts(change, and_(recent, notice.c.member_id.in_(readers)), post)
    new = readers.where(involved.c.member_id.not_in(select(notice.c.member_id).where(recent)))
    path, once = f"/post/{post.id}", f"receipt:{post.id}:{await _first_of_the_day(change, post)}"
    await notify.put_notices(
        change, new, "receipt", path, post_id=id_of(post), renewed=renewed, mail_once=once, before=before, after=post.revision
    )


async def _first_of_the_day(change: Transaction, post: Post) -> int:
    """The number of the first correction within JOINING: whoever wants no receipts but by mail has none that a later one could join."""
    revision = table(Revision)
    within = (revision.c.post_id == post.id, revision.c.at > now() - JOINING, revision.c.number <= post.revision)
    first = select(func.min(revision.c.number)).where(*within, revision.c.change == "headline", revision.c.reason.not_in(SLIGHT))
    return (await (await change.session.connection()).execute(first)).scalar() or post.revision


async def _join_receipts(change: Transaction, recent: ColumnElement[bool], post: Post) -> list[int]:
    """Update receipts to the newest headline; the headline before stays as it was. Returns whose became unread again, once each."""
    connection, notice = await change.session.connection(), table(Notice)
    before = notice.c.params["before"].as_integer()
    # One that was read becomes unread; after that it is only kept up to date, however often the headline changes.
    again = and_(recent, notice.c.read_at.is_not(None), notice.c.renewed.is_(False))
    unread = update(notice).where(again).values(read_at=None, renewed=True).returning(notice.c.member_id)
    members = list((await connection.execute(unread)).scalars())
    # As many as there were corrections within the day, mostly none or one.
    for number in (await connection.execute(select(before).where(recent).distinct())).scalars().all():
        newer = {"before": number, "after": post.revision}
        await connection.execute(update(notice).where(recent, before == number).values(params=newer))
    return members
