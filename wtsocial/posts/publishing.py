"""Publishing: news and discussions, now or, for imports, as of another time."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Select, select

from wtsocial import db
from wtsocial.accounts import new_links, permissions, restrictions
from wtsocial.accounts.views import Viewer
from wtsocial.core import bus
from wtsocial.core.errors import Invalid, TooMany
from wtsocial.core.messages import ModerationQueueChanged, NewPost
from wtsocial.db import Transaction, statements
from wtsocial.db.cursors import to_millis
from wtsocial.db.rows import insert_row
from wtsocial.db.statements import id_of, table
from wtsocial.models import Membership, Post, Subwiki
from wtsocial.notifications import notify
from wtsocial.posts import announcements, content_rules, page_readings, source_counts, source_pages, tagging
from wtsocial.posts.content_rules import ActiveRule
from wtsocial.posts.places import Place, joined_subwiki, was_approved
from wtsocial.posts.queries import link_key
from wtsocial.posts.rows import facts_of
from wtsocial.revisions import record
from wtsocial.text import limits
from wtsocial.text.cleaning import clean_line, clean_text
from wtsocial.text.domains import registrable
from wtsocial.text.languages import check_language
from wtsocial.text.links import check_link, host_of

Mode = Literal["collaborative", "individual"]
"""Who may edit a post: every active member, or its author alone."""


@dataclass(frozen=True)
class Draft:
    """A post with every field cleaned."""

    kind: str
    headline: str
    link: str
    text: str
    mode: str
    picture: str = ""
    language: str = ""
    sensitive: bool = False
    canonical: str = ""

    @property
    def link_keys(self) -> tuple[str, str]:
        """What posts of the same story have in common: by where the page says that it stands, or else by the link, and by the link."""
        return link_key(self.canonical or self.link), link_key(self.link)

    @property
    def domain(self) -> str:
        """The registrable domain of the link; empty for none."""
        return registrable(host_of(self.link))


async def publish_news(
    viewer: Viewer,
    *,
    subwiki: str,
    headline: str,
    link: str,
    text: str = "",
    mode: Mode = "collaborative",
    picture: str = "",
    language: str = "",
    sensitive: bool = False,
    canonical: str = "",
) -> int:
    """Post a headline and a link in a subwiki that the viewer has joined; the new post's id.

    `picture` is the name of a stored picture, `language` a code of `text.languages` or empty, `canonical` where the page says that
    it stands (`LinkPreviewView.canonical`), never what a browser says. Raises Invalid, Invalid("post.same_link", `post`) at `link` for
    a story that is discussed there, NotFound (`subwiki`), NotAllowed("subwiki.join_first"), TooMany.
    """
    draft = news_draft(headline, link, text, mode, picture)
    return await publish(viewer, subwiki, replace(draft, language=check_language(language), sensitive=sensitive, canonical=canonical))


async def open_discussion(
    viewer: Viewer,
    *,
    subwiki: str,
    headline: str,
    text: str,
    mode: Mode = "collaborative",
    language: str = "",
    sensitive: bool = False,
) -> int:
    """Post a headline and a text in a subwiki that the viewer has joined; the new post's id. Raises like `publish_news`."""
    draft = discussion_draft(headline, text, mode)
    return await publish(viewer, subwiki, replace(draft, language=check_language(language), sensitive=sensitive))


def news_draft(headline: str, link: str, text: str, mode: Mode, picture: str) -> Draft:
    """News with every field cleaned. Raises Invalid."""
    return Draft(
        kind="news",
        headline=clean_line(headline, field="headline", limit=limits.HEADLINE),
        link=check_link(link),
        text=clean_text(text, field="text", limit=limits.POST_TEXT, required=False),
        mode=mode,
        picture=clean_line(picture, field="picture", limit=limits.PICTURE, required=False),
    )


def discussion_draft(headline: str, text: str, mode: Mode) -> Draft:
    """A discussion with every field cleaned. Raises Invalid."""
    return Draft(
        kind="discussion",
        headline=clean_line(headline, field="headline", limit=limits.HEADLINE),
        link="",
        text=clean_text(text, field="text", limit=limits.POST_TEXT),
        mode=mode,
    )


async def publish(viewer: Viewer, slug: str, draft: Draft, *, published_at: datetime | None = None) -> int:
    """Publish a cleaned post in a subwiki, now or as of another time; its id. Raises NotFound, NotAllowed, TooMany."""
    async with db.transaction() as change:
        place = await joined_subwiki(change, viewer, slug, domain=draft.domain, link_keys=draft.link_keys)
        caught = list[ActiveRule]()
        if published_at is None:
            await _ensure_hourly(change, viewer)
            if place.same_link:
                raise Invalid("post.same_link", field="link", post=place.same_link)
            if place.posts >= limits.POSTS_PER_MEMBER:
                raise TooMany("error.quota", limit=limits.POSTS_PER_MEMBER)
            caught = await content_rules.caught_by(place.rules, domain=draft.domain, headline=draft.headline, text=draft.text)
        at = published_at or await announcements.lock_publishing(change.session)
        held = published_at is None and await _waits(change, viewer, place, draft, caught)
        post = await _write(change, viewer, place.id, draft, at, imported=published_at is not None, held=held, caught=caught)
        if held:
            change.announce(bus.moderation_room(), message=ModerationQueueChanged(place.id))
            await notify.put_notices(change, _moderators(place.id), "post_waits", "/moderation", by=viewer.name)
        elif published_at is None:
            announce_new(change, post, viewer.name)
        else:
            change.outdate_pages()
        change.answer = id_of(post)
    return id_of(post)


async def _waits(change: Transaction, viewer: Viewer, place: Place, draft: Draft, caught: Sequence[ActiveRule]) -> bool:
    """Whether a post waits for a moderator: by a rule, by what its author is restricted to, or since they are new (`new_links`)."""
    if restrictions.is_held(viewer, place.id) or content_rules.is_held_by(caught):
        return True
    # Of those who may at once nothing is asked.
    at_once = not place.vetted or permissions.may_post_in_vetted(viewer, was_approved=False)
    if not at_once and not permissions.may_post_in_vetted(viewer, was_approved=await was_approved(change, viewer)):
        return True
    return bool(await new_links.new_source(change.session, viewer, draft.text, domain=draft.domain))


async def _ensure_hourly(change: Transaction, viewer: Viewer) -> None:
    """Go on while the viewer posted no more in the last hour than is allowed; who is new, less. Raises TooMany."""
    for_all, for_new = (limits.POSTS_PER_HOUR, "error.hourly_posts"), (limits.NEW_POSTS_PER_HOUR, "error.hourly_new")
    most, refusal = for_new if viewer.standing == "new" else for_all
    await record.ensure_hourly(change.session, viewer, most, record.POSTS, refusal=refusal)


async def _write(
    change: Transaction,
    viewer: Viewer,
    subwiki_id: int,
    draft: Draft,
    at: datetime,
    *,
    imported: bool,
    held: bool,
    caught: Sequence[ActiveRule],
) -> Post:
    session = change.session
    values = await column_values(viewer, subwiki_id, draft, at) | ({"hidden_at": at, "awaits_review": True} if held else {})
    values["warning_id"] = content_rules.warning_of(caught)
    # Who runs the site vouches for what is imported: it counts for its author.
    post = await insert_row(change, Post, **values, shared=imported)
    if not held:
        await tagging.insert_tags(session, [(id_of(post), values)])
        await statements.count(session, Subwiki, subwiki_id, posts_count=1)
    await record.revise(session, viewer, post, change="created", at=at)
    is_read = await source_pages.keep_for_post(session, post)
    if post.link and not is_read and not imported:
        await page_readings.read_soon(change, post.link)
    await content_rules.note_catches(change, post, caught)
    if not held:
        await source_counts.count_published(session, {post.domain: 1}, own=int(post.worded_by == "source"))
    await statements.save(change.session, post)
    return post


async def column_values(viewer: Viewer, subwiki_id: int, draft: Draft, at: datetime) -> dict[str, Any]:
    """A new post's columns."""
    return {
        "kind": draft.kind,
        "mode": draft.mode,
        "subwiki_id": subwiki_id,
        "author_id": viewer.id,
        "headline": draft.headline,
        "first_headline": draft.headline,
        "link": draft.link,
        "link_key": draft.link_keys[0],
        "host": host_of(draft.link),
        "domain": draft.domain,
        "text": draft.text,
        "picture": draft.picture,
        "language": draft.language,
        "sensitive": draft.sensitive,
        "tags": await tagging.extract_tags(draft.headline, draft.text),
        "published_at": at,
    }


def _moderators(subwiki_id: int) -> Select[int]:
    """Selects those who moderate a subwiki."""
    place = table(Membership)
    return select(place.c.member_id).where(place.c.subwiki_id == subwiki_id, place.c.role == "moderator")


def announce_new(change: Transaction, post: Post, author: str) -> None:
    """A hint that something new is there; a browser that wants it asks for what came after the newest it has."""
    change.announce(*announcements.feed_rooms(post), message=hint_of(post, author))


def hint_of(post: Post, author: str) -> NewPost:
    """What lets a browser see by itself where a post belongs, and whether its person chose not to see it (`hiding`)."""
    facts = facts_of(post, author)
    return NewPost(
        headline=post.headline,
        id=id_of(post),
        stamp=post.stamp,
        subwiki_id=post.subwiki_id,
        published=to_millis(post.published_at),
        author=facts.author,
        said=facts.said,
        domain=facts.domain,
        tags=facts.tags,
        language=facts.language,
        sensitive=facts.sensitive,
    )
