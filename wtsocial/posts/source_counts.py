"""Counts per source how many headlines were posted and how many corrected. Publishing, hiding and correcting call it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final, Literal, Protocol, cast

from sqlalchemy import Executable, Table, bindparam, exists, or_
from sqlalchemy import select as select_core
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel.ext.asyncio.session import AsyncSession

from wtsocial import db
from wtsocial.db import change_of
from wtsocial.db.statements import table
from wtsocial.models import Post, Revision, Source, SourceDispute
from wtsocial.posts.views import LinkPreviewView
from wtsocial.text.domains import registrable
from wtsocial.text.links import host_of
from wtsocial.text.reasons import MEMBERS_OWN


class Corrected(Protocol):
    """What says what a correction is about: a Revision, or a row with these columns of one."""

    reason: str
    own_error: bool


_REVISION, _DISPUTE, _SOURCE = table(Revision), table(SourceDispute), table(Source)
_STRUCK = exists().where(
    _DISPUTE.c.post_id == bindparam("of_post"), _DISPUTE.c.revision == bindparam("correction"), _DISPUTE.c.outcome == "struck"
)
_READABLE: Final = select_core(_REVISION.c.number, _REVISION.c.reason, _REVISION.c.own_error, _STRUCK.label("struck")).where(
    _REVISION.c.post_id == bindparam("of_post"),
    or_(_REVISION.c.number == 1, _REVISION.c.number == bindparam("correction")),
    _REVISION.c.hidden_at.is_(None),
    _REVISION.c.erased_at.is_(None),
)


def _step_by_what_was_to_be_inserted(insert: Callable[[Table], sqlite.Insert | postgresql.Insert]) -> Executable:
    new = insert(_SOURCE)
    counters = ("posts_count", "own_count", "corrected_count", "other_count")
    grown = {name: _SOURCE.c[name] + new.excluded[name] for name in counters}
    return new.on_conflict_do_update(index_elements=[_SOURCE.c.domain], set_=grown)


_STEP: Final = {
    "sqlite": _step_by_what_was_to_be_inserted(sqlite.insert),
    "postgresql": _step_by_what_was_to_be_inserted(postgresql.insert),
}

CountedAs = Literal["", "source", "other"]
"""As what a corrected headline is counted: against its source, as one in other words than the source's, or not at all."""


async def count_published(session: AsyncSession, posts: Mapping[str, int], *, own: int = 0) -> None:
    """Count new posts (domain → how many; "" is no source), so many of each in the `own` words of the source; nobody has corrected them."""
    for domain, grown in sorted(posts.items()):
        await _step(session, domain, posts=grown, own=own)


async def count_shown_or_hidden(session: AsyncSession, post: Post) -> None:
    """Count a post in or out, after it was restored or hidden."""
    step = 1 if post.hidden_at is None else -1
    own = step if post.worded_by == "source" else 0
    await _step(session, post.domain, posts=step, own=own, **_moved(await counted_as(session, post, post.corrected_revision), step))


async def count_corrected(session: AsyncSession, post: Post, before: int) -> None:
    """Count a shown post, whose `corrected_revision` was `before`, as what it is now."""
    if post.hidden_at is not None or before == post.corrected_revision:
        return
    was, is_now = await counted_as(session, post, before), await counted_as(session, post, post.corrected_revision)
    if was != is_now:
        await _step(session, post.domain, **_moved(was, -1))
        await _step(session, post.domain, **_moved(is_now, 1))


async def count_struck(session: AsyncSession, post: Post, revision: int) -> None:
    """Count a post no longer; before the strike is written down. It concerns the correction that stands, or nothing."""
    if post.hidden_at is None and revision == post.corrected_revision:
        await _step(session, post.domain, **_moved(await counted_as(session, post, revision), -1))


async def count_anew(session: AsyncSession, post: Post, *, counted: CountedAs) -> None:
    """Count a post as what it is now, whose correction was `counted` (`counted_as`) until something of its history was erased or hidden."""
    is_now = await counted_as(session, post, post.corrected_revision)
    if post.hidden_at is None and counted != is_now:
        await _step(session, post.domain, **_moved(counted, -1))
        await _step(session, post.domain, **_moved(is_now, 1))


async def count_worded(session: AsyncSession, post: Post, *, counted: CountedAs) -> None:
    """Count a shown post whose words were unknown, and whose correction was `counted` (`counted_as`), as what it is known to be now."""
    if post.hidden_at is not None:
        return
    is_now = await counted_as(session, post, post.corrected_revision)
    await _step(session, post.domain, own=int(post.worded_by == "source"))
    if counted != is_now:
        await _step(session, post.domain, **_moved(counted, -1))
        await _step(session, post.domain, **_moved(is_now, 1))


async def is_counted(session: AsyncSession, post: Post, revision: int) -> bool:
    """Whether a correction of a post counts against its source."""
    return await counted_as(session, post, revision) == "source"


async def counted_as(session: AsyncSession, post: Post, revision: int) -> CountedAs:
    """As what a correction of a post counts: there is one (not 0), both headlines can be read, and no contest had it struck.

    Against the source when the first headline was the source's own, and the correction is about what that said: neither `retold`, nor its
    author's own error. (Nobody could look into an entry without both headlines.)
    """
    if not revision or not post.domain:
        return ""
    there = {"of_post": post.id, "correction": revision}
    found = cast("Sequence[_Headline]", await change_of(session).run(_READABLE, there))
    if len(found) < 2 or found[0].struck:
        return ""
    correction = next(one for one in found if one.number == revision)
    return "source" if post.worded_by == "source" and is_about_source(correction) else "other"


class _Headline(Corrected, Protocol):
    """The first headline of a post or a correction of it, and whether a contest had that correction struck."""

    number: int
    struck: bool


def is_about_source(correction: Corrected) -> bool:
    """Whether a correction is about what the source said."""
    return correction.reason not in MEMBERS_OWN and not correction.own_error


def _moved(counted: CountedAs, step: int) -> dict[str, int]:
    """The counter that a corrected headline stands in, moved."""
    return {"corrected" if counted == "source" else "other": step} if counted else {}


async def _step(session: AsyncSession, domain: str, *, posts: int = 0, own: int = 0, corrected: int = 0, other: int = 0) -> None:
    if not domain or not (posts or own or corrected or other):
        return
    change = change_of(session)
    change.outdate_pages(f"source:{domain}")
    steps = {"posts_count": posts, "own_count": own, "corrected_count": corrected, "other_count": other}
    await change.send(_STEP[change.dialect], {"domain": domain, **steps})


async def with_source_counts(preview: LinkPreviewView) -> LinkPreviewView:
    """A link's preview with what is remembered of its source."""
    domain, source = registrable(host_of(preview.link)), table(Source)
    wanted = select_core(source.c.own_count, source.c.corrected_count).where(source.c.domain == domain)
    async with db.reading() as session:
        row: Any = (await (await session.connection()).execute(wanted)).first()
    return replace(preview, domain=domain, source_posts=row.own_count, source_corrected=row.corrected_count) if row else preview
