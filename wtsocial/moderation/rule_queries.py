"""Reads of content rules: those that are switched on at a place, and what one of them caught."""

from typing import Any

from sqlalchemy import func, select

from wtsocial import db
from wtsocial.accounts import permissions
from wtsocial.accounts.views import Viewer
from wtsocial.core.errors import NotFound
from wtsocial.db.cursors import LAST_ID, to_millis
from wtsocial.db.statements import table
from wtsocial.models import ContentRule, Member, Post, RuleCatch, Subwiki
from wtsocial.moderation import policy, rule_drafts
from wtsocial.moderation.rule_views import CaughtView, ContentRuleView
from wtsocial.text import limits


async def content_rules(viewer: Viewer, *, subwiki: str = "", older: int = 0) -> list[ContentRuleView]:
    """The rules of a subwiki, or of the whole site, newest first, RULE_PAGE at a time; `older` is the id of the last one seen.

    Raises LoginNeeded, NotAllowed, or NotFound at `subwiki`.
    """
    rule, maker, catch = table(ContentRule), table(Member), table(RuleCatch)
    some = select(catch.c.id).where(catch.c.rule_id == rule.c.id).correlate(rule).limit(limits.RULE_CAUGHT_COUNTED + 1).subquery()
    columns = ("id", "kind", "label", "effect", "reason", "made_at")
    counted = select(func.count()).select_from(some).correlate(rule).scalar_subquery()
    wanted = select(*(rule.c[name] for name in columns), maker.c.name.label("by"), counted.label("caught"))
    wanted = wanted.join(maker, maker.c.id == rule.c.made_by_id)
    async with db.reading() as session:
        place = await rule_drafts.place_of(session, subwiki)
        permissions.ensure(viewer, policy.may_set_rules(viewer, place))
        on = (rule.c.place == place, rule.c.removed_at.is_(None), rule.c.id < (older or LAST_ID))
        found = await (await session.connection()).execute(wanted.where(*on).order_by(rule.c.id.desc()).limit(limits.RULE_PAGE))
        return [
            ContentRuleView(row.id, row.kind, row.label, row.effect, row.reason, row.by, to_millis(row.made_at), row.caught)
            for row in found
        ]


async def caught_posts(viewer: Viewer, rule_id: int, *, older: int = 0) -> list[CaughtView]:
    """What a rule caught since it was switched on, newest first, RULE_PAGE at a time; `older` is the id of the last post seen.

    Raises NotFound, LoginNeeded or NotAllowed.
    """
    rule, catch, post, author, wiki = table(ContentRule), table(RuleCatch), table(Post), table(Member), table(Subwiki)
    columns: tuple[Any, ...] = (post.c.id, post.c.headline, post.c.language, author.c.name, post.c.published_at, wiki.c.slug)
    joined = catch.join(post, post.c.id == catch.c.post_id).join(author, author.c.id == post.c.author_id)
    wanted = select(*columns).select_from(joined.join(wiki, wiki.c.id == post.c.subwiki_id))
    wanted = wanted.where(catch.c.rule_id == rule_id, catch.c.post_id < (older or LAST_ID))
    async with db.reading() as session:
        connection = await session.connection()
        place = (await connection.execute(select(rule.c.place).where(rule.c.id == rule_id, rule.c.removed_at.is_(None)))).scalar()
        if place is None:
            raise NotFound
        permissions.ensure(viewer, policy.may_set_rules(viewer, place))
        found = await connection.execute(wanted.order_by(catch.c.post_id.desc()).limit(limits.RULE_PAGE))
        return [CaughtView(*row[:4], to_millis(row[4]), row[5]) for row in found]
