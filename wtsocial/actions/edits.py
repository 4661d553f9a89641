"""Edits: another text for a post, on the base that its editor saw."""

import asyncio

from sqlmodel import col

from wtsocial import db, live, policy, records, revisions
from wtsocial.errors import EditConflict
from wtsocial.models import Revision
from wtsocial.shapes import EXCERPT_SOURCE, excerpt, rendered
from wtsocial.text import limits
from wtsocial.text.cleaning import clean_line, clean_text
from wtsocial.text.limits import Id, RevisionNumber
from wtsocial.views import Viewer


async def edit_text(viewer: Viewer, *, post_id: Id, text: str, based_on: RevisionNumber, note: str = "") -> int:
    """Save a new text of a post; the new revision's number.

    Raises EditConflict when somebody changed the text after revision `based_on` (a headline corrected meanwhile is no
    conflict: both changes stand), Invalid, NotFound, NotAllowed, LoginNeeded or TooMany.
    """
    note = clean_line(note, field="note", limit=limits.NOTE, required=False)
    async with db.transaction() as change:
        session = change.session
        post = await records.seen_post(session, viewer, post_id, lock=True)
        policy.ensure(viewer, policy.may_edit_text(viewer, post, await records.wiki_of(session, post)))
        text = clean_text(text, field="text", limit=limits.POST_TEXT, required=post.kind == "discussion")
        await revisions.ensure_edits_left(session, viewer)
        if await revisions.revised_since(session, post, "text", based_on):
            theirs_by = await revisions.editor_of(session, col(Revision.post_id) == post_id, "text")
            raise EditConflict(base=based_on, latest=post.revision, theirs=post.text, theirs_by=theirs_by)
        if text == post.text:
            raise revisions.unchanged("text")
        post.text = text
        await revisions.revise(session, viewer, post, change="text", note=note)
        patch = {"kind": "post", "id": post_id, "stamp": post.stamp, "revision": post.revision, "excerpt": excerpt(text[:EXCERPT_SOURCE])}
        change.announce(live.all_posts(), live.subwiki_room(post.subwiki_id), **patch)
        # A long text takes a tenth of a second: not on the event loop.
        change.announce(live.post_room(post_id), **patch, html=await asyncio.to_thread(rendered, text))
    return post.revision
