"""The only module that writes revisions: numbering, sealing, and which revisions stand."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import Any, Final, Literal, Protocol, cast

from sqlalchemy import ColumnElement, Select, bindparam, func
from sqlalchemy import select as select_core
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from wtsocial.accounts.views import Viewer
from wtsocial.core import bus
from wtsocial.core.errors import Invalid, TooMany
from wtsocial.core.messages import RecentChange
from wtsocial.db import change_of, statements
from wtsocial.db.statements import id_of, table
from wtsocial.gateways import rate_limits
from wtsocial.models import Comment, Member, Post, Revision, Subwiki, now
from wtsocial.revisions import chain, contributions
from wtsocial.text import limits
from wtsocial.text.reasons import NO_REASON, Reason

HOUR = timedelta(hours=1)

BACKWARD: Final = ("revert", "undo", "vote", "brake")
"""The ways to go back: `restores` says to which revision; an undo takes back the one after it alone."""

_OF_POST: Final = select(Revision).where(Revision.post_id == bindparam("post_id"), Revision.number == bindparam("number"))

Thing = Post | Comment | Subwiki
"""What has revisions."""

Kind = Literal["post", "comment", "subwiki"]
Change = Literal["created", "headline", "text", "page"]
PostField = Literal["headline", "text"]
"""What of a post is changed by itself."""
Via = Literal["", "revert", "undo", "merge", "suggestion", "vote", "brake"]


@dataclass(frozen=True)
class Origin:
    """How a revision came about: by whatever way (`Revision.via`), and which earlier revision it restores (0 for none)."""

    via: Via = ""
    restores: int = 0


PLAIN: Final = Origin()
"""An edit of its own: nothing restored, nothing merged."""


def kind_of(thing: Thing) -> Kind:
    """The name of a thing's kind in the chain and in column names."""
    return "post" if isinstance(thing, Post) else "comment" if isinstance(thing, Comment) else "subwiki"


async def revise(
    session: AsyncSession,
    viewer: Viewer,
    thing: Thing,
    *,
    change: Change,
    reason: Reason = NO_REASON,
    origin: Origin = PLAIN,
    at: datetime | None = None,
    under: contributions.SharedPost | None = None,
) -> None:
    """Record what a thing has become as its next revision; a thing without a head gets its first.

    `at` is when it was saved, if not now; `under` the post of a comment, where that is known. The thing has to be locked, and flushed
    if it is new. The revision may count as a contribution of the viewer's (`contributions`). Contributions that a step back
    (`origin.via` in BACKWARD) takes away count no longer, and those that it brings back count again.
    """
    if thing.head:
        thing.revision += 1
        if isinstance(thing, Post):
            thing.stamp += 1
    values = {"number": thing.revision, "editor_id": viewer.id, "at": at or now(), "change": change}
    values |= asdict(reason) | asdict(origin) | _content(thing)
    values["counts"] = await contributions.counts_at_once(session, viewer.id, thing, origin.via, under)
    row = sealed(kind_of(thing), id_of(thing), thing.head or chain.START, values)
    thing.head = row["seal"]
    await statements.insert_unasked(session, Revision, [row])
    if row["counts"]:
        await contributions.contributed(session, viewer.id, 1)
    if origin.via in BACKWARD:
        await _recount(session, kind_of(thing), id_of(thing), thing.revision, change)
    change_of(session).outdate_pages(f"member:{viewer.id}", *([f"subwiki:{thing.id}"] if isinstance(thing, Subwiki) else []))
    if change != "created":
        _hint(session, viewer, thing, change)


def _hint(session: AsyncSession, viewer: Viewer, thing: Thing, change: str) -> None:
    """Announce a new revision to readers of the recent changes, with what they filter by.

    A comment's `subwiki_id` is 0, which fits any filter.
    Thing and number make two hints differ: a browser does not hear the same word twice.
    """
    subwiki_id = (thing.id if isinstance(thing, Subwiki) else thing.subwiki_id if isinstance(thing, Post) else 0) or 0
    what = "comment" if isinstance(thing, Comment) else change
    hint = RecentChange(what, subwiki_id, viewer.standing, f"{kind_of(thing)}/{thing.id}", thing.revision)
    change_of(session).announce(bus.changes_room(), message=hint)


def sealed(kind: Kind, thing_id: int, before: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of a revision with its salt, digest, size and seal; `before` is the seal of the one before it (or `chain.START`)."""
    blank = {"reason": "", "via": "", "own_error": False, "restores": 0} | dict.fromkeys(chain.CONTENT, "") | {"rules": "", "at": now()}
    row: dict[str, Any] = {**blank, **values, "salt": chain.new_salt()}
    row["size"] = chain.size_of(row)
    row["digest"] = chain.digest_of(row["salt"], row)
    row["seal"] = chain.seal(f"{kind}/{thing_id}", before, chain.facts_of(row), row["digest"])
    return {f"{kind}_id": thing_id, **row}


async def _recount(session: AsyncSession, kind: Kind, thing_id: int, newest: int, change: Change) -> None:
    """After a revert, undo or vote, count exactly the revisions that stand now; hidden and erased ones stay uncounted."""
    revision = table(Revision)
    same = revision.c[f"{kind}_id"] == thing_id
    steps = select_core(revision.c.number, revision.c.via, revision.c.restores).where(same, revision.c.change == change)
    rows = cast("Sequence[StepRow]", (await (await session.connection()).execute(steps.order_by(revision.c.number))).all())
    before, after = standing(rows[:-1]), standing(rows) - {newest}
    shown = (revision.c.hidden_at.is_(None), revision.c.erased_at.is_(None))
    await contributions.count_for_editors(session, same, revision.c.number.in_(before - after), stands=False)
    await contributions.count_for_editors(session, same, revision.c.number.in_(after - before), *shown, stands=True)


async def was_taken_back(session: AsyncSession, revision: Revision) -> bool:
    """Whether a revision of a post stands no longer since somebody went back behind it, hidden or not."""
    if revision.change == "created":
        return False
    its = table(Revision)
    same = (its.c.post_id == revision.post_id, its.c.change == revision.change)
    steps = select_core(its.c.number, its.c.via, its.c.restores).where(*same).order_by(its.c.number)
    rows = cast("Sequence[StepRow]", (await (await session.connection()).execute(steps)).all())
    return revision.number not in standing(rows)


class StepRow(Protocol):
    """What says whether a revision stands."""

    number: int
    via: str
    restores: int


def standing(rows: Sequence[StepRow]) -> set[int]:
    """The numbers of the revisions that stand, given all revisions of one kind of change of a thing, oldest first."""
    back = [row for row in rows if row.via in BACKWARD]
    marks = sorted({row.restores + step for row in back for step in range(2 if row.via == "undo" else 1)})
    # A bit for each number: a set for each mark would grow with the square of the reverts.
    stand = 0
    at: dict[int, int] = {}
    """What stood right after the revisions that somebody went back to."""
    reached = 0
    for row in rows:
        while reached < len(marks) and marks[reached] < row.number:
            at[marks[reached]] = stand
            reached += 1
        if row.via == "undo":
            before, after = at[row.restores], at[row.restores + 1]
            stand = stand & ~(after & ~before) | (before & ~after)
        elif row.via in BACKWARD:
            stand = at[row.restores]
        stand |= 1 << row.number
    return {row.number for row in rows if stand >> row.number & 1}


def _content(thing: Thing) -> dict[str, str]:
    if isinstance(thing, Post):
        return {"headline": thing.headline, "text": thing.text}
    if isinstance(thing, Subwiki):
        return {"headline": thing.name, "text": thing.description, "rules": thing.rules}
    return {"text": thing.text}


async def revised_since(session: AsyncSession, post: Post, field: PostField, based_on: int) -> bool:
    """Whether a post's headline or text is another now than in revision `based_on` (which may be no revision at all)."""
    if based_on == post.revision:
        return False
    seen = (await session.exec(_OF_POST, params={"post_id": post.id, "number": based_on})).first()
    return seen is None or getattr(seen, field) != getattr(post, field)


async def editor_of(session: AsyncSession, thing: ColumnElement[bool], change: str) -> str:
    """Who made the newest such change of a thing (`col(Revision.post_id) == 42`); empty when nobody did."""
    named = select(Member.name).join(Revision, col(Revision.editor_id) == col(Member.id))
    newest = named.where(thing, Revision.change == change).order_by(col(Revision.number).desc()).limit(1)
    return (await session.exec(newest)).first() or ""


def _saved_lately(*what: ColumnElement[bool]) -> Select[int, datetime]:
    mine = (col(Revision.editor_id) == bindparam("member_id"), col(Revision.at) > bindparam("since"))
    return select_core(func.count(), func.min(Revision.at)).where(*mine, *what)


_CREATED = col(Revision.change) == "created"
EDITS: Final = _saved_lately(~_CREATED)
COMMENTS: Final = _saved_lately(_CREATED, col(Revision.comment_id).is_not(None))
POSTS: Final = _saved_lately(_CREATED, col(Revision.post_id).is_not(None))


async def ensure_hourly(
    session: AsyncSession, viewer: Viewer, most: int, what: Select[int, datetime], *, refusal: str = "error.hourly"
) -> None:
    """Go on while the viewer saved fewer than `most` revisions of that kind (EDITS, say) in the last hour.

    Raises TooMany of that refusal, with the `most` and the `count` of minutes until the next one.
    """
    at = now()
    ((count, first),) = await change_of(session).run(what, {"member_id": viewer.id, "since": at - HOUR})
    if count >= most:
        raise TooMany(refusal, most=most, count=max(1, ceil((first + HOUR - at) / timedelta(minutes=1))))


async def ensure_pace(viewer: Viewer) -> None:
    """Go on while a member tries to save no more often than a person does. Raises TooMany.

    Call it before the transaction of a save that may have to be merged: one that clashes takes its time and holds up who else
    writes, but leaves no revision that a limit could count.
    """
    if viewer.active:
        await rate_limits.count_try("merge", str(viewer.id), per_minute=limits.MERGES_PER_MINUTE)


async def ensure_edits_left(session: AsyncSession, viewer: Viewer) -> None:
    """Go on while the viewer made fewer edits in the last hour than is allowed. Raises TooMany."""
    await ensure_hourly(session, viewer, limits.EDITS_PER_HOUR, EDITS)


def unchanged(field: str) -> Invalid:
    """The refusal of an edit that changes nothing."""
    return Invalid("edit.unchanged", field=field)
