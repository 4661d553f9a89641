"""Members are made admins, suspended and reinstated."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import col, select, update

from tests.factories import login, make_member
from wtsocial import db
from wtsocial.accounts.queries import suspension
from wtsocial.accounts.sessions import viewer_of
from wtsocial.accounts.views import Viewer
from wtsocial.core.errors import Invalid, LoginNeeded, NotAllowed, NotFound, Refusal
from wtsocial.core.tokens import token_hash
from wtsocial.models import Member, ModerationAction, Notice, now
from wtsocial.moderation import members

Heard = list[tuple[tuple[str, ...], dict[str, Any]]]


async def row(name: str) -> Member:
    async with db.reading() as session:
        return (await session.exec(select(Member).where(Member.name == name))).one()


async def log() -> list[ModerationAction]:
    async with db.reading() as session:
        return list((await session.exec(select(ModerationAction).order_by(col(ModerationAction.id)))).all())


async def test_an_admin_suspends_a_member_who_is_told_why_as_everybody_is(announcements: Heard) -> None:
    eva, ana = await make_member("eva", admin=True), await make_member("ana")
    token = await login(ana)
    await members.suspend_member(eva, member_name="Ana", reason="Posts the same advert everywhere. ")
    seen = await viewer_of(token_hash(token))
    assert (seen.known, seen.active, seen.state) == (True, False, "suspended")
    assert await suspension(seen) == "Posts the same advert everywhere."
    [entry] = await log()
    assert (entry.actor_id, entry.action, entry.subject_kind, entry.subject_id, entry.member_id) == (
        eva.id,
        "suspend",
        "member",
        ana.id,
        ana.id,
    )
    async with db.reading() as session:
        notice = (await session.exec(select(Notice))).one()
    assert (notice.member_id, notice.kind, notice.params) == (ana.id, "suspended", {"reason": entry.reason})
    assert (f"member:{ana.id}",) in [rooms for rooms, _ in announcements]


async def test_a_reinstated_member_takes_part_again() -> None:
    eva, ana = await make_member("eva", admin=True), await make_member("ana")
    await members.suspend_member(eva, member_name="ana", reason="An advert.")
    await members.reinstate_member(eva, member_name="ana", reason="It was a mistake.")
    assert (await row("ana")).state == "active"
    assert [entry.action for entry in await log()] == ["suspend", "reinstate"]
    assert await suspension(ana) == ""


async def test_a_member_who_never_confirmed_waits_again_when_reinstated() -> None:
    eva = await make_member("eva", admin=True)
    await make_member("ana", state="waiting")
    await members.suspend_member(eva, member_name="ana", reason="An advert.")
    await members.reinstate_member(eva, member_name="ana", reason="It was a mistake.")
    assert (await row("ana")).state == "waiting"


async def test_only_admins_suspend_and_never_themselves_or_another_admin() -> None:
    eva, ana = await make_member("eva", admin=True), await make_member("ana")
    other, fallen = await make_member("other", admin=True), await make_member("fallen", admin=True, state="suspended")
    refusals: list[tuple[Viewer, str, type[Refusal]]] = [
        (Viewer(), "ana", LoginNeeded),
        (ana, "eva", NotAllowed),
        (ana, "nobody", NotAllowed),
        (fallen, "ana", NotAllowed),
        (eva, "eva", NotAllowed),
        (eva, "other", NotAllowed),
        (eva, "nobody", NotFound),
        (eva, "x" * 10**6, NotFound),
        (eva, "ana\x00", NotFound),
        (eva, "\ud800", NotFound),
    ]
    for viewer, name, kind in refusals:
        with pytest.raises(kind):
            await members.suspend_member(viewer, member_name=name, reason="Because.")
        with pytest.raises(kind):
            await members.reinstate_member(viewer, member_name=name, reason="Because.")
    assert [(await row(one.name)).state for one in (eva, ana, other)] == ["active"] * 3
    assert await log() == []


async def test_a_suspension_needs_a_reason_and_happens_once() -> None:
    eva = await make_member("eva", admin=True)
    await make_member("ana")
    for reason in ("", " \n", "x" * 5000):
        with pytest.raises(Invalid) as refusal:
            await members.suspend_member(eva, member_name="ana", reason=reason)
        assert refusal.value.field == "reason"
    await members.suspend_member(eva, member_name="ana", reason="An advert.")
    with pytest.raises(Invalid, match="suspended_already"):
        await members.suspend_member(eva, member_name="ana", reason="An advert.")
    await members.reinstate_member(eva, member_name="ana", reason="A mistake.")
    with pytest.raises(Invalid, match="not_suspended"):
        await members.reinstate_member(eva, member_name="ana", reason="A mistake.")
    assert len(await log()) == 2


async def test_the_one_who_runs_the_site_makes_an_admin() -> None:
    await make_member("ana", state="waiting")
    await members.make_admin("Ana")
    made = await row("ana")
    assert (made.is_admin, made.state) == (True, "active")


async def test_nobody_unknown_suspended_or_merely_alike_becomes_an_admin() -> None:
    await make_member("ana")
    await make_member("fallen", state="suspended")
    for name in ("nobody", "fallen", "a.na"):
        with pytest.raises(NotFound):
            await members.make_admin(name)
    assert not (await row("ana")).is_admin
    assert not (await row("fallen")).is_admin


async def test_an_admin_makes_a_member_a_trusted_one_who_is_told() -> None:
    eva, ana = await make_member("eva", admin=True), await make_member("ana", new=True)
    await members.trust_member(eva, member_name="ana")
    assert (await row("ana")).is_trusted
    async with db.reading() as session:
        assert (await session.exec(select(Notice.member_id, Notice.kind))).all() == [(ana.id, "trusted")]
    with pytest.raises(NotAllowed):
        await members.trust_member(eva, member_name="ana")


async def test_nobody_else_makes_anybody_trusted_and_no_suspended_member_becomes_it() -> None:
    eva, ana = await make_member("eva", admin=True), await make_member("ana")
    await make_member("sam", state="suspended")
    for viewer, name, refusal in (
        (ana, "ana", NotAllowed),
        (Viewer(), "ana", LoginNeeded),
        (eva, "sam", NotAllowed),
        (eva, "eva", NotAllowed),
        (eva, "nobody", NotFound),
    ):
        with pytest.raises(refusal):
            await members.trust_member(viewer, member_name=name)
    with pytest.raises(NotFound):
        await members.make_trusted("sam")
    assert not (await row("ana")).is_trusted


async def test_a_suspension_for_some_days_ends_by_itself_and_the_member_is_told() -> None:
    eva, ana = await make_member("eva", admin=True), await make_member("ana")
    await members.suspend_member(eva, member_name="ana", reason="An advert.", days=7, rule="site:spam")
    (entry,) = await log()
    until = (await row("ana")).suspended_until
    assert (entry.rule, entry.until) == ("site:spam", until)
    assert until is not None
    assert timedelta(days=6) < until - now() <= timedelta(days=7)
    assert await members.end_suspensions() == 0
    async with db.transaction() as change:
        await change.session.exec(update(Member).values(suspended_until=now()))
    assert await members.end_suspensions() == 2  # eva, who was never suspended, too
    assert ((await row("ana")).state, (await row("ana")).suspended_until, (await row("eva")).state) == ("active", None, "active")
    assert await members.end_suspensions() == 0
    async with db.reading() as session:
        told = (await session.exec(select(Notice.kind).where(Notice.member_id == ana.id).order_by(col(Notice.id)))).all()
    assert told == ["suspended_until", "suspension_over"]


async def test_a_suspension_is_undone_by_the_entry_that_reinstates() -> None:
    eva, _ = await make_member("eva", admin=True), await make_member("ana")
    await members.suspend_member(eva, member_name="ana", reason="An advert.", days=7)
    await members.reinstate_member(eva, member_name="ana", reason="It was a mistake.")
    suspended, reinstated = await log()
    assert suspended.undone_by_id == reinstated.id
    assert (await row("ana")).suspended_until is None


async def test_a_suspension_goes_by_a_rule_of_the_site_alone() -> None:
    eva, _ = await make_member("eva", admin=True), await make_member("ana")
    for rule in ("subwiki:1", "site:nothing", "x"):
        with pytest.raises(Invalid, match=r"decision\.unknown_rule"):
            await members.suspend_member(eva, member_name="ana", reason="An advert.", rule=rule)
    assert (await row("ana")).state == "active"
