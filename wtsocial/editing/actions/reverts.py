"""Reverts: restore an earlier revision of a post or a subwiki's page, or undo one change in the middle.

What comes back of a post is whatever of its headline and text is another one now: the headline as a correction, the text
as an edit, each a revision of its own, and each allowed to whoever may correct and edit it. A comment is its author's
alone and has no reverts.
"""

from sqlalchemy import ColumnElement
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from wtsocial import db
from wtsocial.accounts import permissions
from wtsocial.accounts.views import Viewer
from wtsocial.core.errors import EditConflict, Invalid, NotFound
from wtsocial.core.off_loop import off_loop
from wtsocial.db import Transaction
from wtsocial.editing import headlines, rules, texts
from wtsocial.models import Post, Revision, Subwiki
from wtsocial.posts import access as records
from wtsocial.posts import policy as posts_policy
from wtsocial.revisions import record
from wtsocial.revisions.record import Origin
from wtsocial.subwikis import access
from wtsocial.subwikis import policy as subwikis_policy
from wtsocial.text import limits, merging
from wtsocial.text.limits import Id, RevisionNumber
from wtsocial.text.reasons import Reason


async def revert_post(viewer: Viewer, *, post_id: Id, number: RevisionNumber, reason: str, based_on: RevisionNumber) -> int:
    """Bring a post back to its revision `number`; the number of the newest revision then.

    Raises Invalid("revert.gone") when that revision was hidden or erased, Invalid("edit.unchanged") when nothing is
    another now, EditConflict when somebody changed what comes back after `based_on`, NotFound, NotAllowed, LoginNeeded
    or TooMany.
    """
    reason = rules.clean_revert_reason(reason)
    async with db.transaction() as change:
        session = change.session
        post = await records.visible_post(session, viewer, post_id, lock=True)
        await record.ensure_edits_left(session, viewer)
        target = await _shown(session, post, number)
        if (target.headline, target.text) == (post.headline, post.text):
            raise record.unchanged("")
        origin = Origin("revert", number)
        was_held = post.disputed_at is not None
        if target.headline != post.headline:
            await rules.ensure_current(session, post, "headline", based_on)
            await _set_headline(change, viewer, post, target, reason, origin)
        # A brake that the headline set off just now holds the text, too.
        if target.text != post.text and (was_held or post.disputed_at is None):
            await rules.ensure_current(session, post, "text", based_on)
            wiki = await records.subwiki_of_post(session, post)
            posts_policy.ensure_change(viewer, posts_policy.may_edit_text(viewer, post, wiki), post, wiki)
            await texts.set_text(change, viewer, post, text=target.text, note=reason, origin=origin)
    return post.revision


async def revert_page(viewer: Viewer, *, slug: str, number: RevisionNumber, reason: str, based_on: RevisionNumber) -> int:
    """Bring a subwiki's description and rules back to its revision `number`; the new revision's number. Raises like `revert_post`."""
    reason = rules.clean_revert_reason(reason)
    async with db.transaction() as change:
        session = change.session
        subwiki = await access.existing_subwiki(session, slug, lock=True)
        permissions.ensure(viewer, subwikis_policy.may_edit_subwiki(viewer, subwiki))
        await record.ensure_edits_left(session, viewer)
        target = await _shown(session, subwiki, number)
        if (target.text, target.rules) == (subwiki.description, subwiki.rules):
            raise record.unchanged("")
        if based_on != subwiki.revision:
            raise await _page_clash(session, subwiki, based_on, target.text, target.rules)
        subwiki.description, subwiki.rules = target.text, target.rules
        await record.revise(session, viewer, subwiki, change="page", reason=Reason(note=reason), origin=Origin("revert", number))
    return subwiki.revision


async def undo_revision(viewer: Viewer, *, post_id: Id, number: RevisionNumber, reason: str) -> int:
    """Take the change of one revision of a post back; the new revision's number. Raises like `undo_change`."""
    return await _undo(viewer, (Revision.post_id == post_id, Revision.number == number), reason)


async def undo_page(viewer: Viewer, *, slug: str, number: RevisionNumber, reason: str) -> int:
    """Take the change of one revision of a subwiki's page back; the new revision's number. Raises like `undo_change`."""
    async with db.reading() as session:
        subwiki = await access.existing_subwiki(session, slug)
    return await _undo(viewer, (Revision.subwiki_id == subwiki.id, Revision.number == number), reason)


async def undo_change(viewer: Viewer, *, revision_id: Id, reason: str) -> int:
    """Take the change of one revision of a post or a subwiki's page back, whatever came after it; the new revision's number.

    A text is merged with what was changed since; a headline can be taken back while it still stands. Raises EditConflict
    when it cannot be taken back by itself, Invalid("revert.not_this") for what was no change, or a comment's;
    Invalid("revert.gone") when it or the one before was hidden or erased; NotFound, NotAllowed, LoginNeeded or TooMany.
    """
    return await _undo(viewer, (Revision.id == revision_id,), reason)


async def _undo(viewer: Viewer, which: tuple[ColumnElement[bool] | bool, ...], reason: str) -> int:
    reason = rules.clean_revert_reason(reason)
    await record.ensure_pace(viewer)
    async with db.transaction() as change:
        session = change.session
        wanted = (await session.exec(select(Revision).where(*which))).first()
        if wanted is None:
            raise NotFound
        if wanted.comment_id is not None:
            await records.visible_comment(session, viewer, wanted.comment_id)
            raise Invalid("revert.not_this")
        await record.ensure_edits_left(session, viewer)
        if wanted.subwiki_id is not None:
            return await _undo_page(change, viewer, wanted, reason)
        post = await records.visible_post(session, viewer, wanted.post_id or 0, lock=True)
        if wanted.change == "created":
            raise Invalid("revert.not_this")
        before = await _shown(session, post, wanted.number - 1)
        await _shown(session, post, wanted.number)
        if wanted.change == "headline":
            await _undo_headline(change, viewer, post, (before, wanted), reason)
        else:
            await _undo_text(change, viewer, post, (before, wanted), reason)
    return post.revision


async def _undo_headline(change: Transaction, viewer: Viewer, post: Post, step: tuple[Revision, Revision], reason: str) -> None:
    before, wanted = step
    # Nobody who may not do it hears of a conflict.
    wiki = await records.subwiki_of_post(change.session, post)
    posts_policy.ensure_change(viewer, posts_policy.may_correct_headline(viewer, post, wiki), post, wiki)
    if post.headline != wanted.headline:
        theirs_by = await record.editor_of(change.session, col(Revision.post_id) == post.id, "headline")
        theirs = {"theirs": post.headline, "theirs_by": theirs_by, "base_text": wanted.headline}
        raise EditConflict(base=wanted.number, latest=post.revision, field="headline", **theirs)
    await _set_headline(change, viewer, post, before, reason, Origin("undo", before.number))


async def _undo_text(change: Transaction, viewer: Viewer, post: Post, step: tuple[Revision, Revision], reason: str) -> None:
    before, wanted = step
    wiki = await records.subwiki_of_post(change.session, post)
    posts_policy.ensure_change(viewer, posts_policy.may_edit_text(viewer, post, wiki), post, wiki)
    text = await _without(step[0].text, wanted.text, post.text, limits.POST_TEXT)
    if text is None:
        theirs_by = await record.editor_of(change.session, col(Revision.post_id) == post.id, "text")
        theirs = {"theirs": post.text, "theirs_by": theirs_by, "base_text": wanted.text, "wanted": before.text}
        raise EditConflict(base=wanted.number, latest=post.revision, **theirs)
    if text == post.text or (post.kind == "discussion" and not text):
        raise record.unchanged("")
    await texts.set_text(change, viewer, post, text=text, note=reason, origin=Origin("undo", before.number))


async def _undo_page(change: Transaction, viewer: Viewer, wanted: Revision, reason: str) -> int:
    session = change.session
    found = select(Subwiki).where(Subwiki.id == wanted.subwiki_id).with_for_update(key_share=True)
    subwiki = (await session.exec(found)).one()
    if wanted.change == "created":
        raise Invalid("revert.not_this")
    permissions.ensure(viewer, subwikis_policy.may_edit_subwiki(viewer, subwiki))
    before = await _shown(session, subwiki, wanted.number - 1)
    await _shown(session, subwiki, wanted.number)
    description = await _without(before.text, wanted.text, subwiki.description, limits.DESCRIPTION)
    rules = await _without(before.rules, wanted.rules, subwiki.rules, limits.RULES)
    if description is None or rules is None:
        raise await _page_clash(session, subwiki, wanted.number, wanted.text, wanted.rules)
    if (description, rules) == (subwiki.description, subwiki.rules):
        raise record.unchanged("")
    subwiki.description, subwiki.rules = description, rules
    await record.revise(session, viewer, subwiki, change="page", reason=Reason(note=reason), origin=Origin("undo", before.number))
    return subwiki.revision


async def _without(before: str, after: str, newest: str, limit: int) -> str | None:
    """The newest text without the change from `before` to `after`; None when they conflict."""
    if newest == after:
        return before
    text = (await off_loop(merging.undo, before, after, newest)).text
    return text if text is not None and len(text) <= limit else None


async def _set_headline(change: Transaction, viewer: Viewer, post: Post, target: Revision, note: str, origin: Origin) -> None:
    """Bring back the headline of a revision, with the reason and the source of the correction that it came from."""
    wiki = await records.subwiki_of_post(change.session, post)
    posts_policy.ensure_change(viewer, posts_policy.may_correct_headline(viewer, post, wiki), post, wiki)
    came = select(Revision).where(
        Revision.post_id == post.id, Revision.number <= target.number, col(Revision.change).in_(["created", "headline"])
    )
    correction = (await change.session.exec(came.order_by(col(Revision.number).desc()).limit(1))).one()
    reason = Reason(correction.reason, correction.source, note)
    await headlines.set_headline(change, viewer, post, headline=target.headline, reason=reason, origin=origin)


async def _shown(session: AsyncSession, thing: Post | Subwiki, number: int) -> Revision:
    """A revision that everybody may read. Raises NotFound, or Invalid("revert.gone")."""
    of = Revision.post_id if isinstance(thing, Post) else Revision.subwiki_id
    found = (await session.exec(select(Revision).where(of == thing.id, Revision.number == number))).first()
    if found is None:
        raise NotFound
    if found.hidden_at is not None or found.erased_at is not None:
        raise Invalid("revert.gone")
    return found


async def _page_clash(session: AsyncSession, subwiki: Subwiki, base: int, text: str, rules: str) -> EditConflict:
    theirs_by = await record.editor_of(session, col(Revision.subwiki_id) == subwiki.id, "page")
    theirs = {"theirs": subwiki.description, "theirs_rules": subwiki.rules, "theirs_by": theirs_by, "base_text": text, "base_rules": rules}
    return EditConflict(base=base, latest=subwiki.revision, field="description", **theirs)
