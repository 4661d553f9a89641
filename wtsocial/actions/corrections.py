"""Corrections: a headline set right, with a reason and a source, in front of every reader."""

from sqlmodel import col

from wtsocial import db, policy, records, revisions
from wtsocial.errors import EditConflict
from wtsocial.models import Revision, now
from wtsocial.shapes import millis
from wtsocial.text import limits
from wtsocial.text.cleaning import clean_line
from wtsocial.text.limits import Id, RevisionNumber
from wtsocial.text.links import check_link
from wtsocial.text.reasons import SOURCELESS, CorrectionReason
from wtsocial.views import Viewer


async def correct_headline(
    viewer: Viewer, *, post_id: Id, headline: str, reason: CorrectionReason, source: str, based_on: RevisionNumber, note: str = ""
) -> int:
    """Give a post another headline; the new revision's number.

    `source` is a link that shows it; only a spelling mistake needs none. Its author, if another, gets a notice.
    Raises EditConflict (field `headline`) when somebody changed the headline after revision `based_on`, Invalid,
    NotFound, NotAllowed, LoginNeeded or TooMany.
    """
    headline = clean_line(headline, field="headline", limit=limits.HEADLINE)
    source = check_link(source, field="source") if source.strip() or reason not in SOURCELESS else ""
    note = clean_line(note, field="note", limit=limits.NOTE, required=False)
    async with db.transaction() as change:
        session = change.session
        post = await records.seen_post(session, viewer, post_id, lock=True)
        policy.ensure(viewer, policy.may_correct_headline(viewer, post, await records.wiki_of(session, post)))
        await revisions.ensure_edits_left(session, viewer)
        if await revisions.revised_since(session, post, "headline", based_on):
            theirs_by = await revisions.editor_of(session, col(Revision.post_id) == post_id, "headline")
            raise EditConflict(base=based_on, latest=post.revision, theirs=post.headline, theirs_by=theirs_by, field="headline")
        if headline == post.headline:
            raise revisions.unchanged("headline")
        before, post.headline = post.headline, headline
        post.corrected_at, post.corrected_by_id = now(), viewer.id
        post.corrected_reason, post.corrected_source = reason, source
        await revisions.revise(session, viewer, post, change="headline", reason=reason, source=source, note=note)
        if reason != "spelling":
            post.corrected_revision = post.revision
        patch = {
            "headline": headline,
            "revision": post.revision,
            "corrected": True,
            "corrected_at": millis(post.corrected_at),
            "corrected_by": viewer.name,
            "corrected_reason": reason,
            "corrected_source": source,
            "first_headline": post.first_headline,
        }
        records.announce_post(change, post_id, post.subwiki_id, post.stamp, **patch)
        if post.author_id != viewer.id:
            told = {"by": viewer.name, "before": before, "headline": headline, "reason": reason}
            await records.notify(change, post.author_id, "corrected", f"/post/{post_id}/history", **told)
    return post.revision
