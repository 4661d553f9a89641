"""Posts: publish news, open a discussion, edit a text, import old posts."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from wtsocial import db, live, policy, records
from wtsocial.db import Transaction
from wtsocial.errors import EditConflict, NotAllowed
from wtsocial.models import Membership, Post, Revision, Subwiki, now
from wtsocial.queries.posts import link_key
from wtsocial.records import id_of
from wtsocial.shapes import EXCERPT_SOURCE, cursor, excerpt, rendered
from wtsocial.text import limits
from wtsocial.text.cleaning import clean_line, clean_text
from wtsocial.text.limits import Id, RevisionNumber
from wtsocial.text.links import check_link, host_of
from wtsocial.views import Viewer

Mode = Literal["collaborative", "individual"]
"""Who may edit a post: every active member, or its author alone."""


@dataclass(frozen=True)
class _Draft:
    """A post with every field cleaned."""

    kind: str
    headline: str
    link: str
    text: str
    mode: str
    picture: str = ""


async def publish_news(
    viewer: Viewer, *, subwiki: str, headline: str, link: str, text: str = "", mode: Mode = "collaborative", picture: str = ""
) -> int:
    """Post a headline and a link in a subwiki that the viewer has joined; the new post's id.

    `picture` is the name of a stored picture. Raises Invalid, NotFound (`subwiki`), NotAllowed("subwiki.join_first"), TooMany.
    """
    return await _publish(viewer, subwiki, _news(headline, link, text, mode, picture))


async def open_discussion(viewer: Viewer, *, subwiki: str, headline: str, text: str, mode: Mode = "collaborative") -> int:
    """Post a headline and a text in a subwiki that the viewer has joined; the new post's id. Raises like `publish_news`."""
    return await _publish(viewer, subwiki, _discussion(headline, text, mode))


async def import_post(
    viewer: Viewer,
    *,
    subwiki: str,
    headline: str,
    link: str,
    text: str,
    published_at: datetime,
    mode: Mode = "collaborative",
    picture: str = "",
) -> int:
    """Take over a post from elsewhere with its own time; news when it has a link, else a discussion. For no page.

    Nothing is announced and no quota holds. Raises like `publish_news`.
    """
    draft = _news(headline, link, text, mode, picture) if link else _discussion(headline, text, mode)
    return await _publish(viewer, subwiki, draft, published_at=published_at)


def _news(headline: str, link: str, text: str, mode: Mode, picture: str) -> _Draft:
    return _Draft(
        kind="news",
        headline=clean_line(headline, field="headline", limit=limits.HEADLINE),
        link=check_link(link),
        text=clean_text(text, field="text", limit=limits.POST_TEXT, required=False),
        mode=mode,
        picture=clean_line(picture, field="picture", limit=limits.PICTURE, required=False),
    )


def _discussion(headline: str, text: str, mode: Mode) -> _Draft:
    return _Draft(
        kind="discussion",
        headline=clean_line(headline, field="headline", limit=limits.HEADLINE),
        link="",
        text=clean_text(text, field="text", limit=limits.POST_TEXT),
        mode=mode,
    )


async def _publish(viewer: Viewer, slug: str, draft: _Draft, *, published_at: datetime | None = None) -> int:
    async with db.transaction() as change:
        subwiki = await records.known_subwiki(change.session, slug)
        policy.ensure(viewer, policy.may_take_part(viewer))
        if await change.session.get(Membership, (viewer.id, subwiki.id)) is None:
            raise NotAllowed("subwiki.join_first", field="subwiki")
        if published_at is None:
            await _ensure_quota(change.session, viewer)
            await records.take_publishing_turn(change.session)
        post = await _write(change.session, viewer, id_of(subwiki), draft, published_at or now())
        if published_at is None:
            _announce(change, post, viewer)
    return id_of(post)


async def _ensure_quota(session: AsyncSession, viewer: Viewer) -> None:
    created = (col(Revision.change) == "created", col(Revision.post_id).is_not(None))
    await records.ensure_hourly(session, viewer, limits.POSTS_PER_HOUR, *created)
    shown = (col(Post.author_id) == viewer.id, col(Post.hidden_at).is_(None))
    await records.ensure_fewer(session, limits.POSTS_PER_MEMBER, Post, *shown)


async def _write(session: AsyncSession, viewer: Viewer, subwiki_id: int, draft: _Draft, at: datetime) -> Post:
    post = Post(
        kind=draft.kind,
        mode=draft.mode,
        subwiki_id=subwiki_id,
        author_id=viewer.id,
        headline=draft.headline,
        first_headline=draft.headline,
        link=draft.link,
        link_key=link_key(draft.link),
        host=host_of(draft.link),
        text=draft.text,
        picture=draft.picture,
        published_at=at,
    )
    session.add(post)
    await session.flush()
    session.add(Revision(post_id=post.id, number=1, editor_id=viewer.id, at=at, change="created", headline=draft.headline, text=draft.text))
    await records.count(session, Subwiki, subwiki_id, posts_count=1)
    return post


def _announce(change: Transaction, post: Post, viewer: Viewer) -> None:
    """A hint that something new is there; a browser that wants it asks for what came after the newest it has."""
    change.announce(
        live.all_posts(),
        live.subwiki_room(post.subwiki_id),
        kind="new",
        id=id_of(post),
        stamp=post.stamp,
        subwiki_id=post.subwiki_id,
        headline=post.headline,
        author=viewer.name,
        cursor=cursor(post.published_at, id_of(post)),
    )


async def edit_text(viewer: Viewer, *, post_id: Id, text: str, based_on: RevisionNumber, note: str = "") -> int:
    """Save a new text of a post; the new revision's number.

    Raises EditConflict when somebody changed the text after revision `based_on` (a headline corrected meanwhile is no
    conflict: both changes stand), Invalid, NotFound, NotAllowed, LoginNeeded or TooMany.
    """
    note = clean_line(note, field="note", limit=limits.NOTE, required=False)
    async with db.transaction() as change:
        session = change.session
        post = await records.seen_post(session, viewer, post_id, lock=True)
        policy.ensure(viewer, policy.may_edit_text(viewer, post))
        text = clean_text(text, field="text", limit=limits.POST_TEXT, required=post.kind == "discussion")
        await records.ensure_edits_left(session, viewer)
        if await records.revised_since(session, post, "text", based_on):
            theirs_by = await records.editor_of(session, col(Revision.post_id) == post_id, "text")
            raise EditConflict(base=based_on, latest=post.revision, theirs=post.text, theirs_by=theirs_by)
        if text == post.text:
            raise records.unchanged("text")
        post.text = text
        records.revise_post(session, viewer, post, change="text", note=note)
        patch = {"kind": "post", "id": post_id, "stamp": post.stamp, "revision": post.revision, "excerpt": excerpt(text[:EXCERPT_SOURCE])}
        change.announce(live.all_posts(), live.subwiki_room(post.subwiki_id), **patch)
        change.announce(live.post_room(post_id), **patch, html=rendered(text))
    return post.revision
