"""Moves: a post stands in another subwiki from now on, or again, on every screen, in what is counted, and for those who moderate it."""

from sqlalchemy import or_, tuple_
from sqlmodel import col, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from wtsocial.accounts import restrictions
from wtsocial.accounts.viewers import viewer_view
from wtsocial.core import bus
from wtsocial.core.errors import Invalid
from wtsocial.core.messages import ModerationQueueChanged, PostPatch
from wtsocial.db import Transaction, statements
from wtsocial.db.statements import id_of, table
from wtsocial.models import CaseReason, ContentRule, Flag, Member, ModerationCase, Post, SourceDispute, Subwiki
from wtsocial.moderation.flags import is_open
from wtsocial.posts import announcements, publishing
from wtsocial.text import limits
from wtsocial.text.cleaning import clean_line
from wtsocial.text.subwiki_names import subwiki_skeleton


async def target(session: AsyncSession, post: Post, to: str) -> Subwiki:
    """The subwiki of this slug or name, where the post can be moved.

    Raises Invalid at `to`: `move.unknown`, `move.there_already`, `move.not_let` where moderators limited or hold its author, and
    `move.blocked` where a rule refuses its source.
    """
    named = clean_line(to, field="to", limit=limits.SUBWIKI_NAME)
    found = select(Subwiki).where(or_(col(Subwiki.slug) == named.lower(), col(Subwiki.skeleton) == subwiki_skeleton(named)))
    wiki = (await session.exec(found.order_by(col(Subwiki.slug) != named.lower()).limit(1))).first()
    if wiki is None:
        raise Invalid("move.unknown", field="to")
    if id_of(wiki) == post.subwiki_id:
        raise Invalid("move.there_already", field="to")
    author = viewer_view((await session.exec(select(Member).where(Member.id == post.author_id))).one())
    if any(restrictions.restriction(author, id_of(wiki), kind) for kind in restrictions.KINDS):
        raise Invalid("move.not_let", field="to")
    refused = (ContentRule.place == id_of(wiki), ContentRule.kind == "source", ContentRule.effect == "block")
    on = (ContentRule.pattern == post.domain, col(ContentRule.removed_at).is_(None))
    if post.domain and (await session.exec(select(ContentRule.id).where(*refused, *on).limit(1))).first():
        raise Invalid("move.blocked", field="to")
    return wiki


async def set_place(change: Transaction, post: Post, place_id: int) -> None:
    """Have a locked post stand in another subwiki. It keeps its place in the order of time."""
    left, shown = post.subwiki_id, post.hidden_at is None
    if left == place_id:
        return
    rooms = announcements.feed_rooms(post)
    post.subwiki_id = place_id
    await change.session.flush()
    # In the order of their ids, so that two moves do not wait for each other crosswise.
    for wiki, step in sorted({left: -1, place_id: 1}.items()) if shown else ():
        await statements.count(change.session, Subwiki, wiki, posts_count=step)
    await _move_cases(change, post, left)
    wiki = (await change.session.exec(select(Subwiki).where(Subwiki.id == place_id))).one()
    row = await announcements.patch_post(change, id_of(post))
    if shown:
        author = (await change.session.exec(select(Member.name).where(Member.id == post.author_id))).one()
        there = bus.subwiki_room(place_id)
        change.announce(there, message=publishing.hint_of(post, author))
        patch = PostPatch(
            row.id, row.stamp, subwiki_id=place_id, subwiki_slug=wiki.slug, subwiki_name=wiki.name, subwiki_colour=wiki.colour
        )
        change.announce(*rooms, there, bus.post_room(row.id), message=patch)
    change.outdate_pages()


async def _move_cases(change: Transaction, post: Post, left: int) -> None:
    """Those who moderate where it stands now decide on what was flagged of it and under it."""
    session, case = change.session, ModerationCase
    waiting = (col(case.subwiki_id) == left, col(case.post_id) == post.id, col(case.closed_at).is_(None))
    moved = update(case).where(*waiting).values(subwiki_id=post.subwiki_id)
    cases = (await session.exec(moved.returning(col(case.id), col(case.subject_kind), col(case.subject_id)))).all()
    if cases:
        reasons = update(CaseReason).where(col(CaseReason.case_id).in_([one.id for one in cases]))
        await session.exec(reasons.values(subwiki_id=post.subwiki_id))
        about = tuple_(col(Flag.subject_kind), col(Flag.subject_id)).in_([(one.subject_kind, one.subject_id) for one in cases])
        await session.exec(update(Flag).where(about, is_open(table(Flag))).values(subwiki_id=post.subwiki_id))
    contested = (col(SourceDispute.post_id) == post.id, col(SourceDispute.outcome) == "")
    await session.exec(update(SourceDispute).where(*contested).values(subwiki_id=post.subwiki_id))
    for place in (left, post.subwiki_id):
        change.announce(bus.moderation_room(), message=ModerationQueueChanged(place))
