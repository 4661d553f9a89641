"""Hidden revisions: who and when stays in the history, and what was typed is not shown to anybody; it can be shown again."""

from sqlmodel import col

from wtsocial.core import bus
from wtsocial.core.errors import Invalid
from wtsocial.core.messages import Erased, PostPatch
from wtsocial.db import Transaction
from wtsocial.db.statements import id_of
from wtsocial.models import Post, Revision, now
from wtsocial.posts import announcements, source_counts
from wtsocial.revisions import contributions, record


def ensure_not_on_show(post: Post, revision: Revision) -> None:
    """Go on unless it is what everybody reads now, where it would still stand. Raises Invalid("decision.on_show")."""
    same_headline = revision.change == "headline" and revision.headline == post.headline
    same_text = revision.change == "text" and revision.text == post.text
    if post.hidden_at is None and (revision.number == post.revision or same_headline or same_text):
        raise Invalid("decision.on_show")


async def set_revision_hidden(change: Transaction, post: Post, revision: Revision, *, hidden: bool) -> None:
    """Hide a revision of a post or show it again, wherever it stands: also as the first headline, and in what is counted."""
    session = change.session
    counted = await source_counts.counted_as(session, post, post.corrected_revision)
    revision.hidden_at = now() if hidden else None
    if revision.number == 1:
        post.first_headline = "" if hidden else revision.headline
    await session.flush()
    if hidden or not await record.was_taken_back(session, revision):
        own = (col(Revision.id) == revision.id, col(Revision.erased_at).is_(None))
        await contributions.count_for_editors(session, *own, stands=not hidden)
    await source_counts.count_anew(session, post, counted=counted)
    await session.flush()
    await _announce(change, post)


async def _announce(change: Transaction, post: Post) -> None:
    """Tell every open screen: what shows revisions is read again."""
    row = await announcements.patch_post(change, id_of(post))
    if post.hidden_at is None:
        announcements.announce_post(change, row, PostPatch(row.id, row.stamp, first_headline=post.first_headline))
    change.outdate_pages()
    change.announce(bus.changes_room(), bus.post_room(id_of(post)), bus.all_posts(), message=Erased(f"post/{post.id}"))
