"""Adoption: a member asks to moderate a subwiki whose moderators are away; one of them ends that by coming back."""

from datetime import timedelta
from typing import Any, Literal

from sqlalchemy import ColumnElement, or_
from sqlmodel import col, exists, select
from sqlmodel.ext.asyncio.session import AsyncSession

from wtsocial import db, jobs
from wtsocial.accounts import permissions
from wtsocial.accounts.views import Viewer
from wtsocial.core.errors import Invalid, NotFound
from wtsocial.db import Transaction
from wtsocial.db.statements import id_of
from wtsocial.models import Adoption, Member, Membership, Subwiki, now
from wtsocial.notifications.notify import notify
from wtsocial.subwikis import access, policy
from wtsocial.subwikis.leadership import announce_leadership, led_entry
from wtsocial.subwikis.lookups import moderators_of
from wtsocial.subwikis.participation import took_part
from wtsocial.text import limits
from wtsocial.text.cleaning import clean_line
from wtsocial.text.limits import Id

Outcome = Literal["adopted", "returned", "refused", "withdrawn"]


async def ask_to_adopt(viewer: Viewer, *, slug: str, reason: str) -> int:
    """Ask to moderate a subwiki that nobody moderates, or whose moderators are all away; the log entry's id.

    It is announced there; the moderators who are away are told by notice and mail. Raises NotFound, LoginNeeded, NotAllowed,
    Invalid at `reason`, Invalid("adoption.moderated") while a moderator is there, Invalid("adoption.running").
    """
    reason = clean_line(reason, field="reason", limit=limits.REASON)
    async with db.transaction() as change:
        session, at = change.session, now()
        wiki = await access.existing_subwiki(session, slug, lock=True)
        took = await took_part(change, viewer.id, id_of(wiki), before=at)
        permissions.ensure(viewer, policy.may_adopt(viewer, id_of(wiki), took_part=took))
        if await _is_somebody_there(session, id_of(wiki)):
            raise Invalid("adoption.moderated")
        if (await session.exec(select(Adoption.id).where(Adoption.subwiki_id == wiki.id, col(Adoption.ended_at).is_(None)))).first():
            raise Invalid("adoption.running")
        entry = led_entry(wiki, viewer.id, "ask_adoption", actor_id=viewer.id, reason=reason)
        entry.until = at + policy.ADOPTION_LASTS
        session.add(entry)
        await session.flush()
        session.add(Adoption(entry_id=id_of(entry), subwiki_id=id_of(wiki), member_id=viewer.id, at=at, ends_at=at + policy.ADOPTION_LASTS))
        for told in await moderators_of(session, id_of(wiki)):
            days = policy.ADOPTION_LASTS.days
            await notify(change, told, "adoption_asked", f"/w/{slug}/about", name=wiki.name, by=viewer.name, reason=reason, days=days)
        announce_leadership(change, wiki)
        change.answer = entry.id
    return id_of(entry)


async def decide_adoption(viewer: Viewer, *, adoption_id: Id, accepted: bool, reason: str) -> None:
    """Decide as an admin, before the time is over, whether somebody adopts a subwiki. They are told, and those who moderated it.

    Raises NotFound, LoginNeeded, NotAllowed, Invalid at `reason`, or Invalid("adoption.over").
    """
    reason = clean_line(reason, field="reason", limit=limits.REASON)
    async with db.transaction() as change:
        adoption, wiki = await _locked(change.session, adoption_id)
        permissions.ensure(viewer, policy.may_decide_adoption(viewer, adoption.member_id))
        _ensure_open(adoption)
        await _end(change, adoption, wiki, "adopted" if accepted else "refused", by=viewer.id, reason=reason)


async def withdraw_adoption(viewer: Viewer, *, adoption_id: Id) -> None:
    """Take back that one asked. Raises NotFound, LoginNeeded, NotAllowed, or Invalid("adoption.over")."""
    async with db.transaction() as change:
        adoption, wiki = await _locked(change.session, adoption_id)
        permissions.ensure(viewer, viewer.active and viewer.id == adoption.member_id)
        _ensure_open(adoption)
        await _end(change, adoption, wiki, "withdrawn", by=viewer.id)


@jobs.periodic_task("subwikis.settle_adoptions", every=timedelta(minutes=1))
async def settle_adoptions() -> int:
    """End what a moderator came back to, and make those moderators whose time is over; how many. Safe to run twice at once."""
    open_ones = select(Adoption.id).where(col(Adoption.ended_at).is_(None))
    there = exists().where(*_moderating(col(Adoption.subwiki_id)), col(Member.seen_at) > col(Adoption.at))
    due = open_ones.where(or_(col(Adoption.ends_at) <= now(), there)).order_by(col(Adoption.ends_at))
    async with db.reading() as session:
        ending = (await session.exec(due.limit(limits.ENDED_AT_ONCE))).all()
    for adoption_id in ending:
        async with db.transaction() as change:
            adoption, wiki = await _locked(change.session, adoption_id or 0)
            if adoption.ended_at is None:
                await _settle(change, adoption, wiki)
    return len(ending)


async def _settle(change: Transaction, adoption: Adoption, wiki: Subwiki) -> None:
    session = change.session
    if await _is_somebody_there(session, adoption.subwiki_id):
        await _end(change, adoption, wiki, "returned")
        return
    member = (await session.exec(select(Member).where(Member.id == adoption.member_id))).one()
    membership = await session.get(Membership, (adoption.member_id, adoption.subwiki_id))
    # Who was suspended meanwhile, or left, cannot take it over.
    fit = member.state == "active" and membership is not None
    await _end(change, adoption, wiki, "adopted" if fit else "refused")


async def _end(
    change: Transaction, adoption: Adoption, wiki: Subwiki, outcome: Outcome, *, by: int | None = None, reason: str = ""
) -> None:
    session, asker = change.session, adoption.member_id
    away = await moderators_of(session, id_of(wiki))
    if outcome == "adopted":
        membership = await session.get(Membership, (asker, wiki.id))
        if membership is None:
            raise Invalid("adoption.left")
        membership.role = "moderator"
    adoption.ended_at, adoption.outcome = now(), outcome
    action = "adopt" if outcome == "adopted" else "end_adoption"
    session.add(led_entry(wiki, asker, action, actor_id=by, reason=reason, detail=outcome))
    name = (await session.exec(select(Member.name).where(Member.id == asker))).one()
    path = f"/w/{wiki.slug}/about"
    if outcome != "withdrawn":
        await notify(change, asker, f"adoption_{outcome}", path, name=wiki.name, by=name, reason=reason)
    for told in away if outcome == "adopted" else ():
        await notify(change, told, "adoption_adopted_colleague", path, name=wiki.name, by=name, reason=reason)
    announce_leadership(change, wiki)


def _moderating(place: Any) -> tuple[ColumnElement[bool], ...]:
    """Says of members that they moderate a place and can do so."""
    there = (col(Membership.member_id) == col(Member.id), col(Membership.subwiki_id) == place, col(Membership.role) == "moderator")
    return (*there, col(Member.state) == "active")


async def _is_somebody_there(session: AsyncSession, subwiki_id: int) -> bool:
    """Whether one of its moderators was here lately."""
    lately = col(Member.seen_at) > now() - policy.AWAY_FOR
    return (await session.exec(select(exists().where(*_moderating(subwiki_id), lately)))).one()


async def _locked(session: AsyncSession, adoption_id: int) -> tuple[Adoption, Subwiki]:
    """It and its subwiki, which is locked: what happens to who leads it happens one after the other."""
    place = (await session.exec(select(Adoption.subwiki_id).where(Adoption.id == adoption_id))).first()
    if place is None:
        raise NotFound
    wiki = (await session.exec(select(Subwiki).where(Subwiki.id == place).with_for_update(key_share=True))).one()
    return (await session.exec(select(Adoption).where(Adoption.id == adoption_id))).one(), wiki


def _ensure_open(adoption: Adoption) -> None:
    if adoption.ended_at is not None:
        raise Invalid("adoption.over")
