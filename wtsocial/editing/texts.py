"""The only module that changes a post's text: the revision, the announcement to readers, and the tags."""

from dataclasses import replace

from wtsocial.accounts.views import Viewer
from wtsocial.core import bus
from wtsocial.core.messages import PostPatch
from wtsocial.db import Transaction, statements
from wtsocial.db.statements import id_of
from wtsocial.editing import edit_wars
from wtsocial.models import Post
from wtsocial.posts import announcements, tagging
from wtsocial.posts.queries import writers_of
from wtsocial.revisions import record
from wtsocial.revisions.contributions import BY_RULE
from wtsocial.revisions.record import PLAIN, Origin
from wtsocial.text.reasons import Reason
from wtsocial.text.rendered import excerpt_cached, prepare_excerpts, render_text


async def set_text(change: Transaction, editor: Viewer, post: Post, *, text: str, note: str = "", origin: Origin = PLAIN) -> None:
    """Give a locked post another text as a revision of `editor`'s, which the caller has allowed and checked.

    Readers see it live; the third opposing revert within a day puts the text to the vote, and back what stood before.
    """
    await prepare_excerpts([text])
    post.text = text
    await record.revise(change.session, editor, post, change="text", reason=Reason(note=note), origin=origin)
    await statements.save(change.session, post)
    patch = PostPatch(id_of(post), post.stamp, revision=post.revision, excerpt=excerpt_cached(text))
    change.announce(*announcements.feed_rooms(post), message=patch)
    writers = await writers_of(change.session, id_of(post), post.mode)
    whole = replace(patch, html=await render_text(text), writers=writers.count, last_writer=writers.last)
    change.announce(bus.post_room(id_of(post)), message=whole)
    await tagging.retag(change, post)
    if origin.via not in BY_RULE:
        await _hold(change, editor, post)
    await statements.save(change.session, post)


async def _hold(change: Transaction, editor: Viewer, post: Post) -> None:
    """When that was a war, the text that stood undisputed before it stands while it is voted."""
    dispute = await edit_wars.hold_if_edit_war(change, editor, post, "text")
    if dispute is None:
        return
    wrote = await edit_wars.writer_of(change.session, dispute, dispute.stands)
    if wrote.value != post.text:
        await set_text(change, wrote.writer, post, text=wrote.value, origin=Origin("brake", dispute.stands))
