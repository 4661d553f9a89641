"""Reads of sources: how many of their headlines were corrected, which, why, and what of it is contested."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Protocol, cast

from sqlalchemy import ColumnElement, Select, and_, exists, func, literal_column, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from wtsocial import db
from wtsocial.accounts import permissions
from wtsocial.accounts.views import Viewer
from wtsocial.core.errors import NotFound
from wtsocial.db.cursors import END_OF_TIME, decode_cursor, encode_cursor, to_millis
from wtsocial.db.statements import table
from wtsocial.models import Member, Post, Revision, Source, SourceDispute, Subwiki
from wtsocial.posts.source_counts import is_about_source
from wtsocial.sources import policy
from wtsocial.sources.views import ContestView, EntryView, ReasonFigure, SourceView
from wtsocial.text import limits
from wtsocial.text.domains import registrable
from wtsocial.text.reasons import MEMBERS_OWN


class SourceRow(Protocol):
    """A row with the columns of a Source."""

    posts_count: int
    own_count: int
    corrected_count: int
    other_count: int


class EntryRow(Protocol):
    """A row of `_corrected`."""

    id: int
    corrected_at: datetime
    subwiki_id: int
    first_headline: str
    headline: str
    corrected_revision: int
    reason: str
    own_error: bool
    worded_by: str
    language: str
    source: str
    at: datetime
    slug: str
    subwiki_name: str
    colour: str
    by: str
    struck: bool


class ContestRow(Protocol):
    """A row with the columns of a SourceDispute, the post's headline, and the names of both sides."""

    id: int
    post_id: int
    subwiki_id: int
    member_id: int
    headline: str
    domain: str
    member: str
    for_source: bool
    text: str
    at: datetime
    outcome: str
    answer: str
    answered_by: str | None
    decided_at: datetime | None


async def of_domain(viewer: Viewer, domain: str, *, older: str = "") -> SourceView:
    """What is remembered of a source, its corrections newest first; `older` is the cursor of an earlier page.

    Any host of it will do for `domain`. What is hidden or erased is left out, whoever looks. Raises NotFound when nothing from
    there was ever posted, and Invalid for a cursor that is none.
    """
    domain = registrable(domain[: limits.LINK])
    place = tuple_(*decode_cursor(older)) if older else tuple_(*END_OF_TIME)
    post, source = table(Post), table(Source)
    page = _corrected(*_is_corrected(domain)).where(tuple_(post.c.corrected_at, post.c.id) < place)
    page = page.order_by(post.c.corrected_at.desc(), post.c.id.desc()).limit(limits.SOURCE_PAGE + 1)
    async with db.reading() as session:
        connection = await session.connection()
        counted = cast("SourceRow | None", (await connection.execute(select(*source.c).where(source.c.domain == domain))).first())
        if counted is None:
            raise NotFound
        reasons = await _reasons(connection, domain) if counted.corrected_count else []
        rows = cast("Sequence[EntryRow]", (await connection.execute(page)).all())
        shown = rows[: limits.SOURCE_PAGE]
        contests = await _contests(connection, viewer, table(SourceDispute).c.post_id.in_([row.id for row in shown])) if shown else []
    return SourceView(
        domain=domain,
        posts=counted.posts_count,
        own=counted.own_count,
        corrected=counted.corrected_count,
        other=counted.other_count,
        reasons=reasons,
        reasons_of=sum(one.count for one in reasons),
        reasons_newest=limits.REASONS_COUNTED if counted.corrected_count + counted.other_count > limits.REASONS_COUNTED else 0,
        entries=[_entry(row, viewer, [contest for contest in contests if contest.post_id == row.id]) for row in shown],
        older=encode_cursor(shown[-1].corrected_at, shown[-1].id) if len(rows) > limits.SOURCE_PAGE else "",
    )


async def waiting(viewer: Viewer) -> list[ContestView]:
    """Contests that wait for the viewer's answer, the longest waiting first, at most 100; none for who moderates nothing."""
    if not permissions.may_see_queue(viewer):
        return []
    contest = table(SourceDispute)
    theirs = [] if viewer.is_admin else [contest.c.subwiki_id.in_(viewer.moderates)]
    async with db.reading() as session:
        found = await _contests(await session.connection(), viewer, contest.c.decided_at.is_(None), *theirs)
    return [one for one in found if one.may_answer][: limits.QUEUE_SHOWN]


def _corrected(*which: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    """Those of these posts (`_is_corrected`) of which all can be read, each with its correction and what came before all."""
    post, revision, first = table(Post), table(Revision), table(Revision).alias("first")
    subwiki, editor = table(Subwiki), table(Member)
    # In its own place it is folded away; here it does not stand.
    uncovered: ColumnElement[bool] = post.c.cover == ""
    correction = and_(revision.c.post_id == post.c.id, revision.c.number == post.c.corrected_revision)
    shown = [column.is_(None) for column in (revision.c.hidden_at, revision.c.erased_at, first.c.hidden_at, first.c.erased_at)]
    columns = (post.c.id, post.c.corrected_at, post.c.subwiki_id, post.c.first_headline, post.c.headline, post.c.corrected_revision)
    columns += (post.c.worded_by, post.c.language)
    named = (subwiki.c.slug, subwiki.c.name.label("subwiki_name"), subwiki.c.colour, editor.c.name.label("by"))
    return (
        select(*columns, revision.c.reason, revision.c.own_error, revision.c.source, revision.c.at, *named, _struck().label("struck"))
        .select_from(
            post.join(revision, correction)
            .join(first, and_(first.c.post_id == post.c.id, first.c.number == literal_column("1")))
            .join(subwiki, subwiki.c.id == post.c.subwiki_id)
            .join(editor, editor.c.id == revision.c.editor_id)
        )
        .where(*which, *shown, uncovered)
    )


def _is_corrected(domain: str) -> tuple[ColumnElement[bool], ...]:
    """Shown posts of a source whose headline stands corrected for more than spelling.

    `ix_post_domain_corrected` finds them, if its condition is said in full and not as a parameter.
    """
    post = table(Post)
    return post.c.domain == domain, post.c.hidden_at.is_(None), post.c.corrected_revision > literal_column("0")


def _struck() -> ColumnElement[bool]:
    post, contest = table(Post), table(SourceDispute)
    about = (contest.c.post_id == post.c.id, contest.c.revision == post.c.corrected_revision)
    return exists().where(*about, contest.c.outcome == "struck").correlate(post)


async def _reasons(connection: AsyncConnection, domain: str) -> list[ReasonFigure]:
    """Why headlines in the source's own words were corrected, as far as that counts against it: of the newest REASONS_COUNTED."""
    revision, post, number = table(Revision), table(Post), func.count().label("number")
    reason = revision.c.reason
    against = (table(Post).c.worded_by == "source", reason.not_in(["", *MEMBERS_OWN]), revision.c.own_error.is_(False))
    newest = select(post.c.id).where(*_is_corrected(domain)).order_by(post.c.corrected_at.desc(), post.c.id.desc())
    among = post.c.id.in_(newest.limit(limits.REASONS_COUNTED))
    grouped = _corrected(among).where(~_struck(), *against).with_only_columns(reason, number).group_by(reason)
    rows = (await connection.execute(grouped.order_by(number.desc(), reason))).all()
    return [ReasonFigure(row.reason, row.number) for row in rows]


async def _contests(connection: AsyncConnection, viewer: Viewer, *where: ColumnElement[bool]) -> list[ContestView]:
    contest, post = table(SourceDispute), table(Post)
    member, answerer = table(Member).alias("contester"), table(Member).alias("answerer")
    wanted = (
        select(*contest.c, post.c.headline, member.c.name.label("member"), answerer.c.name.label("answered_by"))
        .select_from(
            contest.join(post, and_(post.c.id == contest.c.post_id, post.c.hidden_at.is_(None), post.c.cover == ""))
            .join(member, member.c.id == contest.c.member_id)
            .outerjoin(answerer, answerer.c.id == contest.c.answered_by_id)
        )
        .where(*where)
        .order_by(contest.c.id)
        .limit(limits.CONTESTS_SHOWN)
    )
    rows = cast("Sequence[ContestRow]", (await connection.execute(wanted)).all())
    return [_contest(row, viewer) for row in rows]


def _contest(row: ContestRow, viewer: Viewer) -> ContestView:
    return ContestView(
        id=row.id,
        post_id=row.post_id,
        headline=row.headline,
        domain=row.domain,
        member=row.member,
        for_source=row.for_source,
        text=row.text,
        at=to_millis(row.at),
        outcome=row.outcome,
        answer=row.answer,
        answered_by=row.answered_by or "",
        decided_at=to_millis(row.decided_at),
        may_answer=row.decided_at is None and policy.may_answer_contest(viewer, row.subwiki_id, row.member_id),
    )


def _entry(row: EntryRow, viewer: Viewer, contests: list[ContestView]) -> EntryView:
    struck = bool(row.struck)
    counts = not struck and row.worded_by == "source" and is_about_source(row)
    return EntryView(
        post_id=row.id,
        number=row.corrected_revision,
        at=to_millis(row.at),
        before=row.first_headline,
        after=row.headline,
        reason=row.reason,
        source=row.source,
        by=row.by,
        subwiki_slug=row.slug,
        subwiki_name=row.subwiki_name,
        subwiki_colour=row.colour,
        language=row.language,
        worded_by=row.worded_by,
        counts=counts,
        struck=struck,
        contests=contests,
        may_contest=permissions.may_take_part(viewer) and counts and all(contest.outcome for contest in contests),
    )
