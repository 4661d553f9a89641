"""What choices would do before they are saved: their effect on the newest posts and the home feed, and ways to see less of a post."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Final, cast

from sqlalchemy.ext.asyncio import AsyncConnection

from wtsocial import db
from wtsocial.accounts import permissions
from wtsocial.accounts.views import Viewer
from wtsocial.choices import document as choices
from wtsocial.choices import filtering, follows, parsing
from wtsocial.choices.follows import Followed
from wtsocial.choices.queries import current_choices
from wtsocial.choices.views import Choices, UnknownView
from wtsocial.core.errors import NotFound
from wtsocial.core.off_loop import off_loop
from wtsocial.db import cursors
from wtsocial.db.cursors import BEGINNING, decode_cursor
from wtsocial.db.statements import table
from wtsocial.feeds import queries as feeds
from wtsocial.feeds import statements
from wtsocial.feeds.views import ChoiceEffect, EffectView, LessOffer, LessView, OffersView, OfferView
from wtsocial.models import Post
from wtsocial.posts.rows import PostRow, facts_of, post_columns
from wtsocial.posts.views import FeedPage
from wtsocial.subwikis.queries import NEWEST
from wtsocial.text.function_words import is_function_word
from wtsocial.text.limits import Id
from wtsocial.text.rendered import prepare_excerpts
from wtsocial.text.words import fold, spread

OFFERED: Final = 20
"""So many of each kind are offered to choose from."""
SHORTEST: Final = 2
"""Letters of a word that is offered not to be seen; of scripts that write without spaces one is a word."""
COMMON: Final = 5
"""A word is offered that stands in so many posts, or in a quarter of them."""


async def effect(viewer: Viewer, document: dict[str, Any]) -> EffectView:
    """What a document would do if it were saved: choice by choice on the newest public posts, and to the home feed.

    Names that do not exist are in `unknown`. Raises Invalid for what is no document (`choices.parsing.parse`).
    """
    draft = parsing.parse(document)
    async with db.reading() as session:
        connection = await session.connection()
        posts = await _newest(connection)
        there = await follows.named(connection, draft)
        draft, unknown = await _resolve_names(connection, viewer, draft, there)
    there = replace(there, people={number: name for number, name in there.people.items() if number != viewer.id})
    feed = await feeds.home_as_chosen(viewer, draft, there)
    return await off_loop(_counted, viewer, draft, posts, feed, unknown)


async def offers(viewer: Viewer) -> OffersView:
    """What today's newest public posts have to offer to follow or to hide; the most frequent first, nothing of one's own."""
    async with db.reading() as session:
        posts = [post for post in await _newest(await session.connection()) if not viewer.known or post.author_id != viewer.id]
    tags = (tag for post in posts for tag in post.tags.split())
    return OffersView(
        of=len(posts),
        people=_most(post.author for post in posts),
        tags=_most(tags),
        sources=_most(post.domain for post in posts if post.domain),
        languages=_most(post.language for post in posts if post.language),
        sensitive=sum(post.sensitive for post in posts),
    )


async def hide_options(viewer: Viewer, post_id: Id) -> LessView:
    """Why a post stands in the viewer's home feed ("" if it does not), and how to see less like it, with what that would hide.

    Raises NotFound, also for a post that the viewer may not see.
    """
    wanted = post_columns().where(table(Post).c.id == post_id)
    async with db.reading() as session:
        connection = await session.connection()
        post = cast("PostRow | None", (await connection.execute(wanted, {"viewer": viewer.id})).first())
        if post is None or not permissions.may_see_post(viewer, post):
            raise NotFound
        posts = await _newest(connection)
        chosen = await current_choices(connection, viewer.id) if viewer.known else choices.current_defaults()
    rows = [other for other in posts if not viewer.known or other.author_id != viewer.id]
    why, about = _why(chosen, post)
    own = viewer.known and post.author_id == viewer.id
    words = [] if own else await off_loop(_words, chosen, post, rows)
    return LessView(post_id, why, about, len(posts), [] if own else _ways(chosen, post, rows), words)


async def _newest(connection: AsyncConnection) -> list[PostRow]:
    """The newest public posts, as rows of `post_columns`."""
    page = statements.all_ids(connection.dialect.name).subquery("page")
    after_at, after_id = decode_cursor(BEGINNING)
    before_at, before_id = cursors.END_OF_TIME
    parameters = {"viewer": 0, "before_at": before_at, "before_id": before_id, "after_at": after_at, "after_id": after_id, "most": NEWEST}
    newest = post_columns(page).order_by(page.c.place.desc(), page.c.id.desc())
    rows = cast("list[PostRow]", list((await connection.execute(newest, parameters)).all()))
    await prepare_excerpts(row.text for row in rows)
    return rows


async def _resolve_names(connection: AsyncConnection, viewer: Viewer, draft: Choices, there: Followed) -> tuple[Choices, list[UnknownView]]:
    """The draft with every name as its owner writes it and without missing ones; and the missing ones."""
    hidden = {name: row.name for name, row in (await follows.members_named(connection, draft.hide.people)).items()}
    people = {fold(name): name for name in there.people.values()}
    known = {
        "subwikis": {slug: slug for slug in there.subwikis.values()},
        "people": {name: people[fold(name)] for name in draft.people if fold(name) in people},
        "hidden_people": hidden,
    }
    unknown: list[UnknownView] = []
    for part, there_too in known.items():
        names = {name: real for name, real in there_too.items() if part == "subwikis" or real != viewer.name}
        unknown += [UnknownView(part, value) for value in choices.get(draft, part) if value not in names]
        draft = choices.put(draft, part, [names[value] for value in choices.get(draft, part) if value in names])
    return draft, unknown


def _counted(viewer: Viewer, draft: Choices, posts: list[PostRow], feed: FeedPage, unknown: list[UnknownView]) -> EffectView:
    """Each choice of the draft by itself, with the headlines that it is about."""
    rule, found = filtering.filter_rule(draft, viewer.name), defaultdict[tuple[str, str], list[str]](list)
    hidden: list[str] = []
    for post in posts:
        facts = facts_of(post, post.author)
        reasons = list(filtering.matches(rule, facts))
        # What is covered is named nowhere.
        headline = "…" if post.cover else post.headline
        hidden += [headline] if reasons else []
        if filtering.is_covered(rule, sensitive=post.sensitive, author=post.author) and draft.sensitive == "cover":
            reasons.append(("sensitive", "cover"))
        for reason in (*reasons, ("subwikis", post.subwiki_slug), ("people", post.author), *(("tags", tag) for tag in facts.tags)):
            found[reason].append(headline)
    single = [(part, value) for part in choices.LISTS for value in choices.get(draft, part)]
    single += [("languages", "")] if draft.languages else []
    single.append(("sensitive", draft.sensitive))
    effects = [ChoiceEffect(part, value, len(about := found[part, value]), about) for part, value in single]
    return EffectView(len(posts), effects, len(hidden), hidden, feed, unknown)


def _most(values: Iterable[str]) -> list[OfferView]:
    ranked = sorted(Counter(values).items(), key=lambda item: (-item[1], item[0]))
    return [OfferView(value, count) for value, count in ranked[:OFFERED]]


def _why(chosen: Choices, post: PostRow) -> tuple[str, str]:
    """The first reason, as the home feed gives it."""
    if post.subwiki_slug in chosen.subwikis:
        return "why.joined", ""
    if post.author in chosen.people:
        return "why.person", post.author
    tag = min((tag for tag in post.tags.split() if tag in chosen.tags), default="")
    return ("why.tag", tag) if tag else ("", "")


def _ways(chosen: Choices, post: PostRow, posts: list[PostRow]) -> list[LessOffer]:
    """What can be left or hidden because of this post; `count` of the newest posts are of that kind."""
    tags = post.tags.split()
    offered = [
        *([("subwiki", post.subwiki_slug)] if post.subwiki_slug in chosen.subwikis else []),
        *([("member", post.author)] if post.author in chosen.people else []),
        *(("followed_tag", tag) for tag in tags if tag in chosen.tags),
        *([("source", post.domain)] if post.domain else []),
        ("person", post.author),
        *(("tag", tag) for tag in tags),
        *([("language", post.language)] if post.language else []),
        *([("sensitive", "hide")] if post.sensitive else []),
    ]
    return [
        LessOffer(kind, value, _like(kind, value, posts), post.subwiki_name if kind == "subwiki" else "", _done(chosen, kind, value))
        for kind, value in offered
    ]


def _like(kind: str, value: str, posts: list[PostRow]) -> int:
    """How many of the posts are like that."""
    columns = {"subwiki": "subwiki_slug", "member": "author", "person": "author", "source": "domain", "language": "language"}
    if kind in columns:
        return sum(getattr(post, columns[kind]) == value for post in posts)
    return sum(post.sensitive if kind == "sensitive" else value in post.tags.split() for post in posts)


def _done(chosen: Choices, kind: str, value: str) -> bool:
    """Whether it is hidden already."""
    parts = {"word": "words", "source": "sources", "person": "hidden_people", "tag": "hidden_tags"}
    if kind in parts:
        return value in choices.get(chosen, parts[kind])
    if kind == "language":
        return bool(chosen.languages) and value not in chosen.languages
    return kind == "sensitive" and chosen.sensitive == "hide"


def _words(chosen: Choices, post: PostRow, posts: list[PostRow]) -> list[LessOffer]:
    """The words of the headline, each once, in their order; not those that say nothing, or stand in many a post."""
    words = dict.fromkeys(word for word in spread(post.headline).split() if len(word) >= SHORTEST or ord(word[0]) > 0x0E00)
    said = [facts_of(other, other.author).said for other in posts]
    counts = {word: sum(spread(word) in other for other in said) for word in words}
    offered = [LessOffer("word", word, count, done=_done(chosen, "word", word)) for word, count in counts.items()]
    common = max(COMMON, len(posts) // 4)
    return [one for one in offered if one.done or (one.count <= common and not is_function_word(one.value, post.language))]
