"""Which reason of a correction can be worked out from the headlines alone, to be proposed while somebody types."""

from wtsocial import db
from wtsocial.accounts.views import Viewer
from wtsocial.core.errors import Invalid
from wtsocial.core.off_loop import off_loop
from wtsocial.models import PublisherHeadline
from wtsocial.posts import access
from wtsocial.text import limits
from wtsocial.text.cleaning import clean_line
from wtsocial.text.limits import Id
from wtsocial.text.reasons import CorrectionReason
from wtsocial.text.spelling import is_spelling
from wtsocial.text.words import spread


async def likely_reason(viewer: Viewer, *, post_id: Id, headline: str) -> CorrectionReason | None:
    """`spelling` by the published rule, `retold` for the publisher's own words in place of a member's; None where it cannot be known.

    Raises NotFound for a post that the viewer may not see.
    """
    try:
        headline = clean_line(headline, field="headline", limit=limits.HEADLINE)
    except Invalid:
        return None
    async with db.reading() as session:
        post = await access.visible_post(session, viewer, post_id)
        kept = await session.get(PublisherHeadline, post_id)
        now, words = post.headline, kept.headline if kept is not None and post.worded_by == "member" else ""
    if headline == now:
        return None
    if words and spread(headline) == spread(words):
        return "retold"
    return "spelling" if await off_loop(is_spelling, now, headline) else None
