"""Prepared texts: those who moderate a place keep what they often say there, for the reasons of their decisions; the log says which."""

from sqlalchemy import select as select_core
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import col, func, select

from wtsocial import db
from wtsocial.accounts import permissions
from wtsocial.accounts.views import Viewer
from wtsocial.core.errors import NotFound, TooMany
from wtsocial.db import Transaction
from wtsocial.db.locks import Lock, lock
from wtsocial.db.statements import id_of, table
from wtsocial.models import ModerationAction, Post, PreparedText, now
from wtsocial.moderation import policy, rule_drafts
from wtsocial.moderation.views import PreparedTextView
from wtsocial.posts.content_rules import SITE
from wtsocial.text import limits
from wtsocial.text.cleaning import clean_line
from wtsocial.text.limits import Id


async def add_text(viewer: Viewer, *, title: str, text: str, subwiki: str = "") -> int:
    """Keep a text for the subwiki of this slug, or for the whole site; its id.

    Raises LoginNeeded, NotAllowed, NotFound at `subwiki`, Invalid at `title` or `text`, or TooMany where there are PREPARED_TEXTS.
    """
    title = clean_line(title, field="title", limit=limits.PREPARED_TITLE)
    text = clean_line(text, field="text", limit=limits.REASON)
    async with db.transaction() as change:
        session = change.session
        place = await rule_drafts.place_of(session, subwiki)
        permissions.ensure(viewer, policy.may_set_rules(viewer, place))
        # Two at once are counted one after the other.
        await lock(change.connection, Lock.PREPARED_TEXTS, place)
        kept = select(func.count()).where(PreparedText.place == place, col(PreparedText.removed_at).is_(None))
        if (await session.exec(kept)).one() >= limits.PREPARED_TEXTS:
            raise TooMany("error.quota", limit=limits.PREPARED_TEXTS)
        added = PreparedText(place=place, title=title, text=text, made_by_id=viewer.id)
        session.add(added)
        await session.flush()
        _log(change, viewer, added, "add_text")
        change.answer = added.id
    return id_of(added)


async def remove_text(viewer: Viewer, *, text_id: Id) -> None:
    """Keep a text no longer; what was decided with it stays as it is. Raises NotFound, LoginNeeded or NotAllowed."""
    async with db.transaction() as change:
        wanted = select(PreparedText).where(PreparedText.id == text_id, col(PreparedText.removed_at).is_(None))
        kept = (await change.session.exec(wanted.with_for_update(key_share=True))).first()
        if kept is None:
            raise NotFound
        permissions.ensure(viewer, policy.may_set_rules(viewer, kept.place))
        kept.removed_at = now()
        _log(change, viewer, kept, "remove_text")


async def prepared_texts(viewer: Viewer, *, subwiki: str = "") -> list[PreparedTextView]:
    """Those of a subwiki, or of the whole site, for those who may change them. Raises LoginNeeded, NotAllowed, or NotFound at `subwiki`."""
    async with db.reading() as session:
        place = await rule_drafts.place_of(session, subwiki)
        permissions.ensure(viewer, policy.may_set_rules(viewer, place))
        return await texts_at(await session.connection(), place)


async def texts_beside(viewer: Viewer, *, post_id: int) -> list[PreparedTextView]:
    """Those that can be chosen where a post is decided on, for whoever moderates there; none for anybody else."""
    async with db.reading() as session:
        place = (await session.exec(select(Post.subwiki_id).where(Post.id == post_id))).first()
        if not place or not permissions.may_moderate(viewer, place):
            return []
        return await texts_at(await session.connection(), place, SITE)


async def texts_at(connection: AsyncConnection, *places: int) -> list[PreparedTextView]:
    """The texts of these places, the subwiki's before the site's."""
    kept = table(PreparedText)
    wanted = select_core(kept.c.id, kept.c.title, kept.c.text).where(kept.c.place.in_(places), kept.c.removed_at.is_(None))
    found = await connection.execute(wanted.order_by(kept.c.place.desc(), kept.c.id).limit(limits.PREPARED_TEXTS * len(places)))
    return [PreparedTextView(*row) for row in found]


def _log(change: Transaction, viewer: Viewer, kept: PreparedText, action: str) -> None:
    place = kept.place if kept.place != SITE else None
    office = policy.office(viewer, place)
    change.session.add(
        ModerationAction(
            actor_id=viewer.id,
            action=action,
            subject_kind="text",
            subject_id=id_of(kept),
            subwiki_id=place,
            detail=kept.title,
            reason=kept.text,
            office=office,
        )
    )
