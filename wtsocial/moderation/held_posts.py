"""Held posts: what a member posts under review is seen by nobody else until a moderator approves it, or refuses it with a reason."""

from typing import Any

from sqlalchemy import Select, and_
from sqlalchemy import select as select_core
from sqlmodel import select

from wtsocial import db
from wtsocial.accounts import permissions
from wtsocial.accounts.views import Viewer
from wtsocial.core import bus
from wtsocial.core.errors import Invalid
from wtsocial.core.messages import ModerationQueueChanged
from wtsocial.db import Transaction
from wtsocial.db.cursors import to_millis
from wtsocial.db.statements import id_of, some_of_each, table
from wtsocial.models import ContentRule, Member, ModerationAction, Post, Subwiki
from wtsocial.moderation import effects, entries, figures, jury, policy
from wtsocial.moderation.named_rules import check_rule
from wtsocial.moderation.record_views import HeldPage, HeldPostView
from wtsocial.moderation.subjects import Subject
from wtsocial.notifications.notify import notify
from wtsocial.posts import access, announcements, publishing
from wtsocial.text import limits
from wtsocial.text.cleaning import clean_line
from wtsocial.text.limits import Id
from wtsocial.text.rendered import EXCERPT_SOURCE, excerpt_cached, prepare_excerpts


async def held_posts(viewer: Viewer, *, after: int = 0) -> HeldPage:
    """What waits for review where the viewer moderates, the longest waiting first, HELD_SHOWN after the post of this id; nothing for
    whoever does not.
    """
    if not permissions.may_see_queue(viewer):
        return HeldPage()
    async with db.reading() as session:
        connection = await session.connection()
        ids = (await connection.execute(_ids(connection.dialect.name, viewer, after))).scalars().all()
        rows: Any = (await connection.execute(_rows().where(table(Post).c.id.in_(ids[: limits.HELD_SHOWN])))).all() if ids else []
    await prepare_excerpts(row.text[:EXCERPT_SOURCE] for row in rows)
    return HeldPage([_view(row, viewer) for row in rows], ids[limits.HELD_SHOWN - 1] if len(ids) > limits.HELD_SHOWN else 0)


def _ids(dialect: str, viewer: Viewer, after: int) -> Select[int]:
    """The ids of the first that wait; of several subwikis, of each, so that an index has them in their order."""
    post, wiki = table(Post), table(Subwiki)
    first = select_core(post.c.id).where(post.c.awaits_review, post.c.id > after).order_by(post.c.id).limit(limits.HELD_SHOWN + 1)
    if viewer.is_admin:
        return first
    of_each, own = some_of_each(dialect, wiki, post, first.where(post.c.subwiki_id == wiki.c.id).correlate(wiki))
    found = select_core(own.c.id).select_from(of_each).where(wiki.c.id.in_(viewer.moderates))
    return found.order_by(own.c.id).limit(limits.HELD_SHOWN + 1)


def _rows() -> Select[Any]:
    post, author, wiki, rule = table(Post), table(Member), table(Subwiki), table(ContentRule)
    names = ("id", "headline", "text", "language", "host", "published_at", "author_id", "subwiki_id")
    named = (author.c.name.label("author"), wiki.c.slug, wiki.c.name.label("subwiki_name"))
    wanted = select_core(*(post.c[name] for name in names), *named, rule.c.label, rule.c.reason.label("why"))
    wanted = wanted.join(author, author.c.id == post.c.author_id).join(wiki, wiki.c.id == post.c.subwiki_id)
    wanted = wanted.outerjoin(rule, and_(rule.c.id == post.c.warning_id, rule.c.effect == "hold"))
    return wanted.where(post.c.awaits_review).order_by(post.c.id)


def _view(row: Any, viewer: Viewer) -> HeldPostView:
    return HeldPostView(
        id=row.id,
        headline=row.headline,
        language=row.language,
        excerpt=excerpt_cached(row.text[:EXCERPT_SOURCE]),
        host=row.host,
        author=row.author,
        subwiki_slug=row.slug,
        subwiki_name=row.subwiki_name,
        at=to_millis(row.published_at),
        may_review=policy.may_review(viewer, subwiki_id=row.subwiki_id, author_id=row.author_id),
        label=row.label or "",
        why=row.why or "",
    )


async def approve_post(viewer: Viewer, *, post_id: Id) -> int:
    """Publish a held post now; the log entry's id. Its author is told.

    Raises NotFound, LoginNeeded, NotAllowed, or Invalid("review.none") for one that does not wait.
    """
    async with db.transaction() as change:
        post, author = await _held(change, viewer, post_id)
        subject = Subject("post", post, post)
        post.published_at = await announcements.lock_publishing(change.session)
        await effects.set_hidden(change, subject, author, hidden=False)
        publishing.announce_new(change, post, author)
        entry = await _log(change, viewer, post, "approve", "")
        await notify(change, post.author_id, "post_approved", subject.path, post_id=post_id)
    return id_of(entry)


async def refuse_post(viewer: Viewer, *, post_id: Id, reason: str, rule: str = "") -> int:
    """Leave a held post hidden; the log entry's id. Its author is told, with the statement of reasons, and may appeal.

    Raises like `approve_post`, and Invalid at `reason` or `rule`.
    """
    reason = clean_line(reason, field="reason", limit=limits.REASON)
    async with db.transaction() as change:
        post, _ = await _held(change, viewer, post_id)
        post.awaits_review = False
        entry = await _log(change, viewer, post, "hide", reason)
        entry.rule, entry.rule_revision = rule, await check_rule(change.session, post.subwiki_id, rule)
        await effects.count(change, entry, 1)
        await jury.commit(change.session, id_of(entry))
        await notify(change, post.author_id, "hidden", f"/log/{entry.id}", post_id=post_id, reason=reason)
    return id_of(entry)


async def _held(change: Transaction, viewer: Viewer, post_id: int) -> tuple[Post, str]:
    """A post that waits for review, locked, and its author's name."""
    post = await access.visible_post(change.session, viewer, post_id, lock=True)
    permissions.ensure(viewer, policy.may_review(viewer, subwiki_id=post.subwiki_id, author_id=post.author_id))
    if not post.awaits_review:
        raise Invalid("review.none")
    author = (await change.session.exec(select(Member.name).where(Member.id == post.author_id))).one()
    return post, author


async def _log(change: Transaction, viewer: Viewer, post: Post, action: str, reason: str) -> ModerationAction:
    office = policy.office(viewer, post.subwiki_id)
    entry = await entries.log(change.session, viewer.id, Subject("post", post, post), action, reason, office=office)
    figures.count(change, figures.of_entry(entry))
    change.announce(bus.moderation_room(), message=ModerationQueueChanged(post.subwiki_id))
    return entry
