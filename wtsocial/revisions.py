"""Revisions: the one place where a saved version is written down, sealed over the one before it, and asked about."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Literal

from sqlalchemy import ColumnElement, func
from sqlmodel import col, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from wtsocial.errors import Invalid, TooMany
from wtsocial.models import Comment, Member, Post, Revision, Subwiki, now
from wtsocial.shapes import table
from wtsocial.text import chain, limits
from wtsocial.views import Viewer

HOUR = timedelta(hours=1)

Thing = Post | Comment | Subwiki
"""What has revisions."""

Kind = Literal["post", "comment", "subwiki"]


def kind_of(thing: Thing) -> Kind:
    """How the chain and the tables call it."""
    return "post" if isinstance(thing, Post) else "comment" if isinstance(thing, Comment) else "subwiki"


async def revise(session: AsyncSession, viewer: Viewer, thing: Thing, *, change: str, **how: Any) -> Revision:
    """Record what a thing has become as its next revision; a thing without a head gets its first.

    `how`: `reason`, `source`, `note`, `via`, `restores`, `own_error`, and `at` for an imported one. The thing has to be locked, and
    flushed if it is new. It counts as a contribution of the viewer's.
    """
    if thing.head:
        thing.revision += 1
        if isinstance(thing, Post):
            thing.stamp += 1
    values = {"number": thing.revision, "editor_id": viewer.id, "change": change, **how, **_content(thing)}
    revision = Revision(**sealed(kind_of(thing), thing.id or 0, thing.head or chain.START, values))
    thing.head = revision.seal
    session.add(revision)
    await contributed(session, viewer.id, 1)
    return revision


def sealed(kind: Kind, thing_id: int, before: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of a revision with its salt, digest, size and seal; `before` is the seal of the one before it (or `chain.START`)."""
    blank = {"reason": "", "via": "", "own_error": False, "restores": 0} | dict.fromkeys(chain.CONTENT, "") | {"rules": "", "at": now()}
    row: dict[str, Any] = {**blank, **values, "salt": chain.new_salt()}
    row["size"] = chain.size_of(row)
    row["digest"] = chain.digest_of(row["salt"], row)
    row["seal"] = chain.seal(f"{kind}/{thing_id}", before, facts_of(row), row["digest"])
    return {f"{kind}_id": thing_id, **row}


def facts_of(row: Mapping[str, Any]) -> dict[str, Any]:
    """The facts of a revision, from its columns, as the chain seals them."""
    facts = {name: row[name] for name in chain.FACTS if name not in ("editor", "at")}
    return facts | {"editor": row["editor_id"], "at": chain.instant(row["at"])}


async def contributed(session: AsyncSession, member_id: int, step: int) -> None:
    """Count revisions of a member that stand (or, with a negative `step`, no longer do)."""
    member = table(Member)
    grown = update(member).where(member.c.id == member_id).values(contributions=member.c.contributions + step)
    await (await session.connection()).execute(grown)


def _content(thing: Thing) -> dict[str, str]:
    if isinstance(thing, Post):
        return {"headline": thing.headline, "text": thing.text}
    if isinstance(thing, Subwiki):
        return {"headline": thing.name, "text": thing.description, "rules": thing.rules}
    return {"text": thing.text}


async def revised_since(session: AsyncSession, post: Post, field: Literal["headline", "text"], based_on: int) -> bool:
    """Whether a post's headline or text is another now than in revision `based_on` (which may be no revision at all)."""
    if based_on == post.revision:
        return False
    base = select(Revision).where(Revision.post_id == post.id, Revision.number == based_on)
    seen = (await session.exec(base)).first()
    return seen is None or getattr(seen, field) != getattr(post, field)


async def editor_of(session: AsyncSession, thing: ColumnElement[bool], change: str) -> str:
    """Who made the newest such change of a thing (`col(Revision.post_id) == 42`); empty when nobody did."""
    named = select(Member.name).join(Revision, col(Revision.editor_id) == col(Member.id))
    newest = named.where(thing, Revision.change == change).order_by(col(Revision.number).desc()).limit(1)
    return (await session.exec(newest)).first() or ""


async def ensure_hourly(session: AsyncSession, viewer: Viewer, most: int, *what: ColumnElement[bool]) -> None:
    """Go on while the viewer saved fewer than `most` such revisions in the last hour.

    Raises TooMany("error.too_many"), with the `seconds` until the next one.
    """
    at = now()
    recent = select(func.count(), func.min(Revision.at)).where(Revision.editor_id == viewer.id, col(Revision.at) > at - HOUR, *what)
    count, first = (await session.exec(recent)).one()
    if count >= most:
        raise TooMany("error.too_many", seconds=max(1, int((first + HOUR - at).total_seconds())))


async def ensure_edits_left(session: AsyncSession, viewer: Viewer) -> None:
    """Go on while the viewer made fewer edits in the last hour than is allowed. Raises TooMany."""
    await ensure_hourly(session, viewer, limits.EDITS_PER_HOUR, col(Revision.change) != "created")


def unchanged(field: str) -> Invalid:
    """The refusal of an edit that changes nothing."""
    return Invalid("edit.unchanged", field=field)
