"""What would it have done? A draft of a content rule, tried on the posts of the last days that stand today.

The function that says what a rule catches is the one that publishing asks (`posts.content_rules.catches`). However many posts there are, so
many are looked at, the newest first.
"""

from collections import Counter
from collections.abc import AsyncIterator, Sequence
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple

from sqlalchemy import select, tuple_

from wtsocial import db
from wtsocial.accounts import permissions
from wtsocial.accounts.views import Viewer
from wtsocial.core.off_loop import off_loop
from wtsocial.db.cursors import END_OF_TIME, decode_cursor, encode_cursor, to_millis
from wtsocial.db.statements import table
from wtsocial.gateways import rate_limits
from wtsocial.models import Member, Post, Subwiki, now
from wtsocial.moderation import policy, rule_drafts
from wtsocial.moderation.rule_drafts import RuleDraft
from wtsocial.moderation.rule_views import AuthorCount, CaughtView, RulePreview
from wtsocial.posts.content_rules import SITE, Effect, Kind, catches
from wtsocial.text import limits
from wtsocial.text.words import spread_long

DAYS: Final = 30
LOOKED: Final = 5_000
"""Posts that are looked at for one preview, or for one more page of it."""
READ: Final = 3_000_000
"""Characters that are read of them."""
BATCH: Final = 250
SLICE: Final = 20_000
"""Characters that are compared at a time, off the event loop: others stand in line behind it."""
AUTHORS: Final = 10


class _Looked(NamedTuple):
    row: Any
    caught: bool


async def preview_rule(viewer: Viewer, *, kind: Kind, pattern: str, effect: Effect, subwiki: str = "", older: str = "") -> RulePreview:
    """What such a rule would have caught at that place, and in whose posts; with `older`, only the posts that follow that cursor.

    Raises LoginNeeded, NotAllowed, NotFound at `subwiki`, Invalid as `add_rule` does, or TooMany.
    """
    draft = rule_drafts.draft_of(kind, pattern, effect)
    before = decode_cursor(older) if older else END_OF_TIME
    async with db.reading() as session:
        place = await rule_drafts.place_of(session, subwiki)
    permissions.ensure(viewer, policy.may_set_rules(viewer, place))
    await rate_limits.count_try("rule_preview", str(viewer.id), per_minute=limits.RULE_PREVIEWS_PER_MINUTE)
    return await _page(draft, place, before) if older else await _count(draft, place)


async def _count(draft: RuleDraft, place: int) -> RulePreview:
    looked, read, authors, shown, last = 0, 0, Counter[str](), list[Any](), None
    async for row, caught in _look(draft, place, END_OF_TIME):
        looked, read, last = looked + 1, read + _length(row), row
        if caught:
            authors[row.author] += 1
            shown += [row] if len(shown) < limits.RULE_PAGE else []
        if looked == LOOKED or read > READ:
            break
    whole = looked < LOOKED and read <= READ
    more = authors.total() > len(shown) or not whole
    first = sorted(authors.items(), key=lambda one: (-one[1], one[0]))[:AUTHORS]
    return RulePreview(
        kind=draft.kind,
        label=draft.label,
        effect=draft.effect,
        days=DAYS,
        looked=looked,
        whole=whole,
        caught=authors.total(),
        authors=[AuthorCount(name, count) for name, count in first],
        authors_count=len(authors),
        posts=[_view(row) for row in shown],
        older=_cursor(shown[-1] if len(shown) == limits.RULE_PAGE else last) if more else "",
    )


async def _page(draft: RuleDraft, place: int, before: tuple[datetime, int]) -> RulePreview:
    looked, read, shown, more = 0, 0, list[Any](), ""
    async for row, caught in _look(draft, place, before):
        looked, read = looked + 1, read + _length(row)
        shown += [row] if caught else []
        if len(shown) == limits.RULE_PAGE or looked == LOOKED or read > READ:
            more = _cursor(row)
            break
    return RulePreview(draft.kind, draft.label, draft.effect, DAYS, looked, not more, posts=[_view(row) for row in shown], older=more)


async def _look(draft: RuleDraft, place: int, before: tuple[datetime, int]) -> AsyncIterator[_Looked]:
    """The shown posts of the last days at a place, newest first, and whether the rule catches each; of a source, its posts alone."""
    since = now() - timedelta(days=DAYS)
    while True:
        rows = await _batch(draft, place, since, before)
        for some in _slices(rows):
            for row, caught in zip(some, await off_loop(_caught, draft, some), strict=True):
                yield _Looked(row, caught)
        if len(rows) < BATCH:
            return
        before = rows[-1].published_at, rows[-1].id


def _caught(draft: RuleDraft, rows: Sequence[Any]) -> list[bool]:
    return [catches(draft, domain=row.domain, said=spread_long(f"{row.headline}\n{row.text}")) for row in rows]


async def _batch(draft: RuleDraft, place: int, since: datetime, before: tuple[datetime, int]) -> Sequence[Any]:
    post, author, wiki = table(Post), table(Member), table(Subwiki)
    names = ("id", "published_at", "headline", "text", "domain", "language")
    wanted = select(*(post.c[name] for name in names), post.c.author_id, post.c.subwiki_id)
    wanted = wanted.where(post.c.hidden_at.is_(None), post.c.published_at >= since)
    wanted = wanted.where(tuple_(post.c.published_at, post.c.id) < before)
    if place != SITE:
        wanted = wanted.where(post.c.subwiki_id == place)
    if draft.kind == "source":
        wanted = wanted.where(post.c.domain == draft.pattern)
    # First the posts, in the order of their index, and then what belongs to them.
    page = wanted.order_by(post.c.published_at.desc(), post.c.id.desc()).limit(BATCH).subquery()
    whole = select(*(page.c[name] for name in names), author.c.name.label("author"), wiki.c.slug)
    whole = whole.join(author, author.c.id == page.c.author_id).join(wiki, wiki.c.id == page.c.subwiki_id)
    return await db.fetch(whole.order_by(page.c.published_at.desc(), page.c.id.desc()), {})


def _slices(rows: Sequence[Any]) -> list[list[Any]]:
    """The rows in stretches that are not long together."""
    slices, room = list[list[Any]](), 0
    for row in rows:
        if not slices or _length(row) > room:
            slices, room = [*slices, []], SLICE
        slices[-1].append(row)
        room -= _length(row)
    return slices


def _length(row: Any) -> int:
    return len(row.headline) + len(row.text)


def _cursor(row: Any) -> str:
    return encode_cursor(row.published_at, row.id) if row is not None else ""


def _view(row: Any) -> CaughtView:
    return CaughtView(row.id, row.headline, row.language, row.author, to_millis(row.published_at), row.slug)
