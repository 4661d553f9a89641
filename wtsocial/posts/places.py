"""Places: the subwiki that somebody publishes in, with all that says whether they may, and what becomes of it there."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from sqlalchemy import and_, bindparam, func, literal_column, or_, select

from wtsocial.accounts import permissions, restrictions
from wtsocial.accounts.views import Viewer
from wtsocial.core.errors import NotAllowed, NotFound
from wtsocial.db import Transaction
from wtsocial.db.statements import table
from wtsocial.models import ContentRule, Membership, ModerationAction, Post, Subwiki, now
from wtsocial.posts import content_rules
from wtsocial.posts.content_rules import ActiveRule

SAME_LINK_WITHIN: Final = timedelta(days=7)
"""For so long the same link in a subwiki leads to the discussion that is there."""


@dataclass(frozen=True)
class Place:
    """A subwiki in which somebody may publish: how many posts of theirs are shown anywhere, and which rules may catch what they publish."""

    id: int
    posts: int
    vetted: bool
    same_link: int
    """The newest shown post of the same story there that is not older than SAME_LINK_WITHIN; 0 for none."""
    rules: list[ActiveRule]


_WIKI, _JOINED, _POSTS, _RULE, _ENTRY = (table(one) for one in (Subwiki, Membership, Post, ContentRule, ModerationAction))
_PLACE: Final = (
    select(
        _WIKI.c.id,
        _WIKI.c.vetted,
        select(_POSTS.c.id)
        .where(_POSTS.c.link_key != literal_column("''"))
        .where(or_(_POSTS.c.link_key == bindparam("link_key"), _POSTS.c.link_key == bindparam("own_key")))
        .where(_POSTS.c.subwiki_id == _WIKI.c.id, _POSTS.c.hidden_at.is_(None), _POSTS.c.published_at > bindparam("since"))
        .order_by(_POSTS.c.id.desc())
        .limit(1)
        .correlate(_WIKI)
        .scalar_subquery()
        .label("same_link"),
        _JOINED.c.member_id.is_not(None).label("joined"),
        select(func.count())
        .select_from(_POSTS)
        .where(_POSTS.c.author_id == bindparam("viewer"), _POSTS.c.hidden_at.is_(None))
        .scalar_subquery()
        .label("posts"),
        *content_rules.rule_columns(_RULE),
    )
    .select_from(
        _WIKI.outerjoin(_JOINED, and_(_JOINED.c.subwiki_id == _WIKI.c.id, _JOINED.c.member_id == bindparam("viewer"))).outerjoin(
            _RULE, content_rules.concerns(_RULE, _WIKI.c.id)
        )
    )
    .where(_WIKI.c.slug == bindparam("slug"))
    .order_by(_RULE.c.place, _RULE.c.id)
)
"""A subwiki, whether somebody has joined it, and how many posts of theirs are shown; a row for each rule that may catch a post there."""


_APPROVED: Final = (
    select(_ENTRY.c.id)
    .select_from(_ENTRY.join(_POSTS, _POSTS.c.id == _ENTRY.c.post_id).join(_WIKI, _WIKI.c.id == _POSTS.c.subwiki_id))
    .where(_ENTRY.c.member_id == bindparam("viewer"), _ENTRY.c.action == "approve", _POSTS.c.hidden_at.is_(None), _WIKI.c.vetted)
    .limit(1)
)
"""Whether a moderator of a vetted subwiki approved a post of somebody's, which is shown."""


async def joined_subwiki(change: Transaction, viewer: Viewer, slug: str, *, domain: str, link_keys: tuple[str, str]) -> Place:
    """The subwiki in which the viewer may publish what links there. Raises NotFound, LoginNeeded or NotAllowed."""
    asked = {"slug": slug, "viewer": viewer.id, "domain": domain, "link_key": link_keys[0], "own_key": link_keys[1]}
    found = await change.run(_PLACE, asked | {"since": now() - SAME_LINK_WITHIN})
    if not found:
        raise NotFound(field="subwiki")
    permissions.ensure(viewer, permissions.may_take_part(viewer))
    if not found[0].joined:
        raise NotAllowed("subwiki.join_first", field="subwiki")
    restrictions.ensure_may_write(viewer, found[0].id, field="subwiki")
    return Place(found[0].id, found[0].posts, bool(found[0].vetted), found[0].same_link or 0, content_rules.active_rules(found))


async def was_approved(change: Transaction, viewer: Viewer) -> bool:
    """Whether a moderator of a vetted subwiki approved a post of the viewer's, which is shown."""
    return bool(await change.run(_APPROVED, {"viewer": viewer.id}))
