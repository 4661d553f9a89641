"""Edits: a member saves a post's text, based on the revision they saw. Changes that do not overlap are merged."""

from dataclasses import asdict

from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from wtsocial import db
from wtsocial.accounts import new_links
from wtsocial.accounts.views import Viewer
from wtsocial.core.errors import EditConflict
from wtsocial.editing import rules, texts
from wtsocial.models import Post, Revision
from wtsocial.posts import access
from wtsocial.posts import policy as posts_policy
from wtsocial.revisions import merging, record
from wtsocial.revisions.views import Saved
from wtsocial.text import limits
from wtsocial.text.cleaning import clean_text
from wtsocial.text.limits import Id, RevisionNumber


async def edit_text(viewer: Viewer, *, post_id: Id, text: str, based_on: RevisionNumber, note: str = "") -> Saved:
    """Save a new text of a post; the new revision's number, and with whose change it was merged.

    When somebody changed the text after revision `based_on`, both changes are merged if they do not overlap; a headline
    corrected meanwhile is no conflict. Raises EditConflict when they do, or when the base was erased; Invalid, NotFound,
    NotAllowed, LoginNeeded or TooMany.
    """
    note = rules.clean_note(note)
    await record.ensure_pace(viewer)
    async with db.transaction() as change:
        session = change.session
        post, wiki = await access.post_to_change(change, viewer, post_id)
        posts_policy.ensure_change(viewer, posts_policy.may_edit_text(viewer, post, wiki), post, wiki)
        text = clean_text(text, field="text", limit=limits.POST_TEXT, required=post.kind == "discussion")
        await new_links.ensure_known_sources(session, viewer, text, before=post.text)
        await record.ensure_edits_left(session, viewer)
        text, theirs_by = await _merge_with_newest(session, post, text, based_on)
        if text == post.text:
            raise record.unchanged("text")
        await texts.set_text(change, viewer, post, text=text, note=note, origin=record.Origin("merge") if theirs_by else record.PLAIN)
        saved = Saved(post.revision, theirs_by)
        change.answer = asdict(saved)
    return saved


async def _merge_with_newest(session: AsyncSession, post: Post, text: str, based_on: int) -> tuple[str, str]:
    """The text to save, and whose change it was merged with. Raises EditConflict."""
    if not await record.revised_since(session, post, "text", based_on):
        return text, ""
    base = await merging.base_revision(session, post, based_on)
    theirs_by = await record.editor_of(session, col(Revision.post_id) == post.id, "text")
    both = await merging.merge_texts(base.text, text, post.text, limit=limits.POST_TEXT) if base else None
    if both is None:
        was = base.text if base else None
        raise EditConflict(base=based_on, latest=post.revision, theirs=post.text, theirs_by=theirs_by, base_text=was)
    return both, theirs_by
