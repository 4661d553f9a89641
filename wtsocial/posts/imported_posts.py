"""Imported posts: posts taken over from elsewhere, each with its own time."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, cast

from sqlalchemy import Select, bindparam, insert, select, tuple_, update
from sqlmodel import col
from sqlmodel import select as find
from sqlmodel.ext.asyncio.session import AsyncSession

from wtsocial import db
from wtsocial.accounts import permissions
from wtsocial.accounts.views import Viewer
from wtsocial.core.errors import NotAllowed, NotFound, Refusal
from wtsocial.db import statements
from wtsocial.db.statements import id_of, table
from wtsocial.models import Membership, Post, Revision, Subwiki, now
from wtsocial.posts import source_counts, tagging
from wtsocial.posts.publishing import Draft, Mode, column_values, discussion_draft, news_draft, publish
from wtsocial.posts.queries import link_key
from wtsocial.revisions import chain, contributions, record

_KEY: Final = ("subwiki_id", "author_id", "published_at", "link_key", "headline", "text")
"""What makes two posts the same one, as columns of a post that nobody changed yet."""


@dataclass(frozen=True)
class OldPost:
    """A post as it stood elsewhere: news when it has a link, else a discussion."""

    author: Viewer
    subwiki: str
    headline: str
    link: str
    text: str
    published_at: datetime


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
    draft = news_draft(headline, link, text, mode, picture) if link else discussion_draft(headline, text, mode)
    return await publish(viewer, subwiki, draft, published_at=published_at)


async def import_posts(old: Sequence[OldPost], *, joining: bool = False) -> list[int | Refusal | None]:
    """Take over many posts, as `import_post` does, in one transaction: for each its id, or why it was refused, in their order.

    None stands for one that is here already: of the same subwiki, author, time, link, headline and text. With `joining`, authors who
    are not in a subwiki join it by this. For no page.
    """
    drafts = [_cleaned(post) for post in old]
    async with db.transaction() as change:
        session = change.session
        slugs = {post.subwiki for post in old}
        subwikis = {found.slug: found for found in (await session.exec(find(Subwiki).where(col(Subwiki.slug).in_(slugs)))).all()}
        joined = await _joined(session, old, subwikis, joining=joining)
        here = await _here_already(session, old)
        outcomes: list[int | Refusal | None] = []
        made: dict[int, dict[str, Any]] = {}
        for number, (post, draft) in enumerate(zip(old, drafts, strict=True)):
            outcome = draft if isinstance(draft, Refusal) else _refusal(post, subwikis, joined)
            outcomes.append(outcome)
            if outcome is None and not isinstance(draft, Refusal):
                values = await column_values(post.author, id_of(subwikis[post.subwiki]), draft, post.published_at)
                # Who runs the site vouches for what is imported: it counts for its author.
                values["shared"] = True
                if not here.intersection(_keys(values)):
                    here.add(_keys(values)[0])
                    made[number] = values
        for number, post_id in zip(made, await _write_all(session, list(made.values())), strict=True):
            outcomes[number] = post_id
    return outcomes


def _cleaned(post: OldPost) -> Draft | Refusal:
    mode: Mode = "collaborative"
    try:
        return news_draft(post.headline, post.link, post.text, mode, "") if post.link else discussion_draft(post.headline, post.text, mode)
    except Refusal as refusal:
        return refusal


def _refusal(post: OldPost, subwikis: Mapping[str, Subwiki], joined: set[tuple[int, int]]) -> Refusal | None:
    try:
        permissions.ensure(post.author, permissions.may_take_part(post.author))
    except Refusal as refusal:
        return refusal
    if post.subwiki not in subwikis:
        return NotFound(field="subwiki")
    if (post.author.id, id_of(subwikis[post.subwiki])) not in joined:
        return NotAllowed("subwiki.join_first", field="subwiki")
    return None


async def _joined(session: AsyncSession, old: Sequence[OldPost], subwikis: Mapping[str, Subwiki], *, joining: bool) -> set[tuple[int, int]]:
    """Who of the authors is in which of the subwikis, after those who may have joined."""
    wanted = {(post.author.id, id_of(subwikis[post.subwiki])) for post in old if post.subwiki in subwikis and post.author.active}
    pair = tuple_(col(Membership.member_id), col(Membership.subwiki_id))
    members = find(Membership.member_id, Membership.subwiki_id).where(pair.in_(wanted))
    joined = {(member_id, subwiki_id) for member_id, subwiki_id in (await session.exec(members)).all()}
    if not joining:
        return joined
    # In one order everywhere, so that two imports at once cannot wait for each other.
    missing = sorted(wanted - joined, key=lambda membership: (membership[1], membership[0]))
    rows = [{"member_id": member_id, "subwiki_id": subwiki_id, "role": "member", "joined_at": now()} for member_id, subwiki_id in missing]
    new = await statements.insert_missing(session, Membership, rows)
    if new:
        db.change_of(session).outdate_pages(*{f"subwiki:{row.subwiki_id}" for row in new})
    for subwiki_id, grown in sorted(Counter(row.subwiki_id for row in new).items()):
        await statements.count(session, Subwiki, subwiki_id, members_count=grown)
    return wanted


async def untouched(old: OldPost) -> int:
    """The id of this post, if it is here, shown, and nobody changed it yet; else 0."""
    draft = _cleaned(old)
    if isinstance(draft, Refusal):
        return 0
    async with db.reading() as session:
        shown = _firsts([old]).where(table(Post).c.revision == 1, table(Post).c.hidden_at.is_(None), table(Subwiki).c.slug == old.subwiki)
        firsts = (await (await session.connection()).execute(shown)).mappings().all()
    wanted = {"link_key": link_key(draft.link), "headline": draft.headline, "text": draft.text}
    return next((int(first["id"]) for first in firsts if all(first[name] == value for name, value in wanted.items())), 0)


def _firsts(old: Sequence[OldPost]) -> Select[*tuple[Any, ...]]:
    """The posts that these authors published at these times, as they published them: `id`, the columns of _KEY, `erased_at`.

    By the index of editors: of one author and one moment there are few.
    """
    post, first = table(Post), table(Revision)
    at = (first.c.editor_id.label("author_id"), first.c.at.label("published_at"))
    columns = (post.c.id, post.c.subwiki_id, *at, post.c.link_key, first.c.headline, first.c.text, first.c.erased_at)
    wanted = select(*columns).join_from(first, post, post.c.id == first.c.post_id)
    wanted = wanted.join(table(Subwiki), table(Subwiki).c.id == post.c.subwiki_id)
    return wanted.where(tuple_(first.c.editor_id, first.c.at).in_({(one.author.id, one.published_at) for one in old}), first.c.number == 1)


async def _here_already(session: AsyncSession, old: Sequence[OldPost]) -> set[tuple[Any, ...]]:
    """The keys of the posts that these authors published at these times. Of one that was erased, headline and text are unknown."""
    firsts = (await (await session.connection()).execute(_firsts(old))).mappings().all()
    return {_keys(cast("Mapping[str, Any]", first))[1 if first["erased_at"] else 0] for first in firsts}


async def _write_all(session: AsyncSession, posts: Sequence[dict[str, Any]]) -> list[int]:
    """Insert posts given as columns with their first revisions, in few statements; their ids, in order."""
    if not posts:
        return []
    connection, post = await session.connection(), table(Post)
    inserted = insert(post).returning(post.c.id, *(post.c[name] for name in _KEY))
    # The rows come back in any order, so they are known by what only one of them has.
    known = {tuple(row[1:]): int(row[0]) for row in (await connection.execute(inserted, posts)).all()}
    numbers = [known[_keys(values)[0]] for values in posts]
    await tagging.insert_tags(session, list(zip(numbers, posts, strict=True)))
    firsts = [_first_revision(number, values) for number, values in zip(numbers, posts, strict=True)]
    await connection.execute(insert(table(Revision)), firsts)
    db.change_of(session).outdate_pages()
    heads = [{"this": first["post_id"], "seal": first["seal"]} for first in firsts]
    await connection.execute(update(post).where(post.c.id == bindparam("this")).values(head=bindparam("seal")), heads)
    for author_id, grown in sorted(Counter(values["author_id"] for values in posts).items()):
        await contributions.contributed(session, author_id, grown)
    for subwiki_id, grown in sorted(Counter(values["subwiki_id"] for values in posts).items()):
        await statements.count(session, Subwiki, subwiki_id, posts_count=grown)
    await source_counts.count_published(session, Counter(values["domain"] for values in posts))
    return numbers


def _keys(post: Mapping[str, Any]) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    """What no two posts share, if one of them is imported; and what stands for the same one after it was erased."""
    key = tuple(post[name] for name in _KEY)
    return key, (*key[:-2], None, None)


def _first_revision(post_id: int, post: dict[str, Any]) -> dict[str, Any]:
    written = {"number": 1, "editor_id": post["author_id"], "at": post["published_at"], "change": "created"}
    return record.sealed("post", post_id, chain.START, written | {"headline": post["headline"], "text": post["text"]})
