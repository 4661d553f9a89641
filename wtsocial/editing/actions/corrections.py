"""Corrections: a headline set right, with a reason and a source, in front of every reader."""

from typing import Any

from sqlmodel import col

from wtsocial import db
from wtsocial.accounts.views import Viewer
from wtsocial.core.errors import EditConflict
from wtsocial.editing import headlines
from wtsocial.models import Revision
from wtsocial.posts import access
from wtsocial.posts import policy as posts_policy
from wtsocial.revisions import record
from wtsocial.text import limits
from wtsocial.text.cleaning import clean_line
from wtsocial.text.limits import Id, RevisionNumber
from wtsocial.text.links import check_link
from wtsocial.text.reasons import SOURCELESS, CorrectionReason


async def correct_headline(
    viewer: Viewer,
    *,
    post_id: Id,
    headline: str,
    reason: CorrectionReason,
    source: str,
    based_on: RevisionNumber,
    note: str = "",
    own_error: bool = False,
) -> int:
    """Give a post another headline; the new revision's number.

    `source` is a link that shows it; only a spelling mistake needs none. Its author, if another, gets a notice, and whoever voted or
    commented a receipt. `own_error`: the author says "I was wrong" (of anybody else it is not taken).
    Raises EditConflict (field `headline`) when somebody changed the headline after revision `based_on`, Invalid,
    NotFound, NotAllowed, LoginNeeded or TooMany.
    """
    headline = clean_line(headline, field="headline", limit=limits.HEADLINE)
    source = check_link(source, field="source") if source.strip() or reason not in SOURCELESS else ""
    note = clean_line(note, field="note", limit=limits.NOTE, required=False)
    async with db.transaction() as change:
        session = change.session
        post = await access.visible_post(session, viewer, post_id, lock=True)
        wiki = await access.subwiki_of_post(session, post)
        posts_policy.ensure_change(viewer, posts_policy.may_correct_headline(viewer, post, wiki), post, wiki)
        await record.ensure_edits_left(session, viewer)
        if await record.revised_since(session, post, "headline", based_on):
            theirs_by = await record.editor_of(session, col(Revision.post_id) == post_id, "headline")
            raise EditConflict(base=based_on, latest=post.revision, theirs=post.headline, theirs_by=theirs_by, field="headline")
        if headline == post.headline:
            raise record.unchanged("headline")
        own_error = own_error and post.author_id == viewer.id
        facts: dict[str, Any] = {"reason": reason, "source": source, "note": note, "own_error": own_error}
        await headlines.set_headline(change, viewer, post, headline=headline, **facts)
    return post.revision
