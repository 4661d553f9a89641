"""Protection: moderators set, in public and with or without an end, which standing changing a post or a subwiki takes."""

from datetime import timedelta
from typing import Annotated, Literal

from pydantic import Field
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from wtsocial import db
from wtsocial.accounts import permissions
from wtsocial.accounts.views import Viewer
from wtsocial.core.errors import Invalid, NotFound
from wtsocial.core.messages import PostPatch
from wtsocial.db import Transaction
from wtsocial.db.cursors import to_millis
from wtsocial.db.statements import id_of
from wtsocial.models import ModerationAction, Post, Subwiki, now
from wtsocial.posts import access, announcements
from wtsocial.text import limits
from wtsocial.text.cleaning import clean_line
from wtsocial.text.limits import Id

Kind = Literal["post", "subwiki"]
Level = Literal["member", "trusted", "moderator"]
Hours = Annotated[int, Field(strict=True, ge=0, le=366 * 24)]
"""How long, in hours; 0 for no end."""


async def protect(viewer: Viewer, *, kind: Kind, subject_id: Id, level: Level, reason: str, hours: Hours = 0) -> int:
    """Have correcting and editing take a standing of `level` on a post, or on a subwiki's page and all its posts; the log entry's id.

    It takes the place of what held before. Raises NotFound, LoginNeeded, NotAllowed, or Invalid at `reason`.
    """
    reason = clean_line(reason, field="reason", limit=limits.REASON)
    async with db.transaction() as change:
        thing, wiki = await _found(change.session, viewer, kind, subject_id)
        permissions.ensure(viewer, permissions.may_protect(viewer, id_of(wiki), thing.author_id if isinstance(thing, Post) else None))
        thing.protection, thing.protected_until = level, now() + timedelta(hours=hours) if hours else None
        return await _record(change, viewer, thing, wiki, "protect", reason)


async def unprotect(viewer: Viewer, *, kind: Kind, subject_id: Id, reason: str) -> int:
    """Lift the protection of a post or a subwiki; the log entry's id. Raises like `protect`, and Invalid("protect.none")."""
    reason = clean_line(reason, field="reason", limit=limits.REASON)
    async with db.transaction() as change:
        thing, wiki = await _found(change.session, viewer, kind, subject_id)
        permissions.ensure(viewer, permissions.may_protect(viewer, id_of(wiki), thing.author_id if isinstance(thing, Post) else None))
        if not permissions.protection(thing):
            raise Invalid("protect.none")
        thing.protection, thing.protected_until = "", None
        return await _record(change, viewer, thing, wiki, "unprotect", reason)


async def _found(session: AsyncSession, viewer: Viewer, kind: Kind, subject_id: int) -> tuple[Post | Subwiki, Subwiki]:
    """What is to be protected, locked, and the subwiki where it stands."""
    if kind == "post":
        post = await access.visible_post(session, viewer, subject_id, lock=True)
        return post, await access.subwiki_of_post(session, post)
    wanted = select(Subwiki).where(Subwiki.id == subject_id).with_for_update(key_share=True)
    wiki = (await session.exec(wanted)).first()
    if wiki is None:
        raise NotFound
    return wiki, wiki


async def _record(
    change: Transaction, viewer: Viewer, thing: Post | Subwiki, wiki: Subwiki, action: Literal["protect", "unprotect"], reason: str
) -> int:
    """Write it into the log, and tell whoever has the post on the screen."""
    post_id = id_of(thing) if isinstance(thing, Post) else None
    entry = ModerationAction(
        actor_id=viewer.id,
        action=action,
        subject_kind="post" if post_id else "subwiki",
        subject_id=id_of(thing),
        subwiki_id=id_of(wiki),
        post_id=post_id,
        detail=thing.protection,
        until=thing.protected_until,
        reason=reason,
    )
    change.session.add(entry)
    await change.session.flush()
    if post_id:
        held = permissions.strictest(thing, wiki)
        row = await announcements.patch_post(change, post_id)
        level, until = permissions.protection(held), to_millis(held.protected_until)
        patch = PostPatch(row.id, row.stamp, protection=level, protected_until=until if level else 0)
        announcements.announce_post(change, row, patch)
    else:
        # It holds for all posts there, each of whose pages says so.
        change.outdate_pages()
    return id_of(entry)
