"""The rules that corrections, suggestions, edits and reverts share: what may be typed, and on which base revision."""

from dataclasses import dataclass

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from wtsocial.core.errors import EditConflict, Invalid
from wtsocial.models import Post, Revision
from wtsocial.revisions import record
from wtsocial.text import limits
from wtsocial.text.cleaning import clean_line
from wtsocial.text.links import check_link
from wtsocial.text.reasons import SLIGHT, SOURCELESS, CorrectionReason, Reason
from wtsocial.text.spelling import is_spelling


@dataclass(frozen=True)
class Correction:
    """A proposed headline with its reason, cleaned and checked."""

    headline: str
    reason: Reason


def check_correction(*, headline: str, reason: CorrectionReason, source: str, note: str, own_error: bool = False) -> Correction:
    """Clean and check a typed correction. Every reason but a spelling mistake needs a source, which is a link.

    Raises Invalid at `headline`, `source` or `note`.
    """
    headline = clean_line(headline, field="headline", limit=limits.HEADLINE)
    source = check_link(source, field="source") if source.strip() or reason not in SOURCELESS else ""
    return Correction(headline, Reason(reason, source, clean_note(note), own_error))


def clean_note(note: str) -> str:
    """An editor's note on a change as one line; it may be empty. Raises Invalid at `note`."""
    return clean_line(note, field="note", limit=limits.NOTE, required=False)


def clean_revert_reason(reason: str) -> str:
    """The reason of a revert or undo as one line; it is required. Raises Invalid at `reason`."""
    return clean_line(reason, field="reason", limit=limits.NOTE)


def clean_answer(text: str) -> str:
    """An author's answer or a moderator's reason about a suggestion as one line; it is required. Raises Invalid at `text`."""
    return clean_line(text, field="text", limit=limits.REASON)


async def ensure_current(session: AsyncSession, post: Post, field: record.PostField, based_on: int) -> None:
    """Go on while a post's headline or text is the one of revision `based_on`. Raises EditConflict."""
    if not await record.revised_since(session, post, field, based_on):
        return
    theirs = post.headline if field == "headline" else post.text
    theirs_by = await record.editor_of(session, col(Revision.post_id) == post.id, field)
    raise EditConflict(base=based_on, latest=post.revision, theirs=theirs, theirs_by=theirs_by, field=field)


async def ensure_new_headline(session: AsyncSession, post: Post, correction: Correction, based_on: int) -> None:
    """Go on when a correction changes the post's headline, which is the one that the editor saw, by what its reason says.

    Raises EditConflict, Invalid("edit.unchanged"), Invalid("correct.not_spelling") at `reason`.
    """
    await ensure_current(session, post, "headline", based_on)
    if correction.headline == post.headline:
        raise record.unchanged("headline")
    if correction.reason.reason not in SLIGHT:
        return
    # Neither at once nor step by step: the last headline that came by more than spelling is still the same, too.
    last = select(Revision.headline).where(Revision.post_id == post.id, Revision.number == (post.corrected_revision or 1))
    for before in (post.headline, *(await session.exec(last.where(col(Revision.erased_at).is_(None)))).all()):
        if not is_spelling(before, correction.headline):
            raise Invalid("correct.not_spelling", field="reason")
