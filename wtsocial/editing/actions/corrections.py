"""Corrections: a member replaces a post's headline, with a reason and a source, live for every reader."""

from dataclasses import replace

from wtsocial import db
from wtsocial.accounts.views import Viewer
from wtsocial.editing import headlines, rules
from wtsocial.posts import access
from wtsocial.posts import policy as posts_policy
from wtsocial.revisions import record
from wtsocial.text.limits import Id, RevisionNumber
from wtsocial.text.reasons import CorrectionReason


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
    """Correct a post's headline; returns the new revision's number.

    `source` is a link that shows it; only a spelling mistake needs none. Its author, if another, gets a notice, and whoever voted or
    commented a receipt. `own_error`: the author says "I was wrong" (of anybody else it is not taken).
    Raises EditConflict (field `headline`) when somebody changed the headline after revision `based_on`, Invalid,
    NotFound, NotAllowed, LoginNeeded or TooMany.
    """
    correction = rules.check_correction(headline=headline, reason=reason, source=source, note=note, own_error=own_error)
    async with db.transaction() as change:
        session = change.session
        post, wiki = await access.post_to_change(change, viewer, post_id)
        posts_policy.ensure_change(viewer, posts_policy.may_correct_headline(viewer, post, wiki), post, wiki)
        await record.ensure_edits_left(session, viewer)
        await rules.ensure_new_headline(session, post, correction, based_on)
        why = replace(correction.reason, own_error=own_error and post.author_id == viewer.id)
        await headlines.set_headline(change, viewer, post, headline=correction.headline, reason=why)
        change.answer = post.revision
    return post.revision
