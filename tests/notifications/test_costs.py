"""Costs: an action takes as many statements to tell five people as to tell five hundred, and nobody's answer waits for a mail."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from sqlmodel import col, func, select, update

from tests.factories import join, make_member, make_post, make_subwiki
from tests.joining.arriving import set_door
from wtsocial import db
from wtsocial.editing.actions.corrections import correct_headline
from wtsocial.gateways import mail
from wtsocial.jobs import Worker
from wtsocial.joining import waiting_list
from wtsocial.joining.actions import let_in
from wtsocial.models import Flag, Job, Member, Notice, NotificationPreference, Post, Vote
from wtsocial.moderation import decisions
from wtsocial.notifications.notify import notify

Statements = Callable[[], AbstractContextManager[list[str]]]


async def _crowd(name: str, size: int) -> list[int]:
    """So many members who want every kind of notice by mail."""
    names = [f"{name}{number}" for number in range(size)]
    async with db.transaction() as change:
        rows = [Member(name=one, skeleton=one, email=f"{one}@example.org", password_hash="-", state="active") for one in names]
        change.session.add_all(rows)
        await change.session.flush()
        await change.session.exec(update(Member).values(email_confirmed_at=Member.created_at))
        ids = [row.id or 0 for row in rows]
        change.session.add_all(
            NotificationPreference(member_id=member_id, kind=kind, site=True, mail=True)
            for member_id in ids
            for kind in ("correction", "decision")
        )
    return ids


async def test_a_correction_costs_the_same_statements_however_many_voted(
    count_statements: Statements, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[str] = []

    async def send(_connection: mail.MailConnection, message: mail.Mail) -> None:
        sent.append(message.to)

    monkeypatch.setattr(mail.MailConnection, "send", send)
    place, ana, eva = await make_subwiki(), await make_member("ana"), await make_member("eva")
    cost: list[int] = []
    for size in (5, 50, 500):
        post_id = await make_post(ana, place, headline="All ice gone", link=f"https://news.example/{size}")
        voters = await _crowd(f"crowd{size}x", size)
        async with db.transaction() as change:
            change.session.add_all(Vote(member_id=voter, post_id=post_id, revision=1) for voter in voters)
            await change.session.exec(update(Post).values(votes_count=size, shared=True))
        with count_statements() as statements:
            await correct_headline(
                eva, post_id=post_id, headline="Some ice gone", reason="false", source="https://example.org/s", based_on=1
            )  # fmt: skip
        cost.append(len(statements))
        assert sent == []
        await Worker().run_due()
        assert len(set(sent)) == len(sent) == size
        sent.clear()
    assert cost[0] == cost[1] == cost[2] <= 20, cost


async def test_a_decision_costs_the_same_statements_however_many_flagged(count_statements: Statements) -> None:
    place, ana = await make_subwiki(), await make_member("ana")
    mo = await join(await make_member("mo"), place, role="moderator")
    cost: list[int] = []
    for size in (5, 50, 500):
        post_id = await make_post(ana, place, headline="All ice gone", link=f"https://news.example/{size}")
        flaggers = await _crowd(f"crowd{size}x", size)
        async with db.transaction() as change:
            change.session.add_all(
                Flag(flagger_id=one, subject_kind="post", subject_id=post_id, post_id=post_id, subwiki_id=place, reason="spam")
                for one in flaggers
            )
        with count_statements() as statements:
            await decisions.decide(mo, subject_kind="post", subject_id=post_id, action="hide", reason="Spam")
        cost.append(len(statements))
        async with db.reading() as session:
            told = (await session.exec(select(func.count()).where(Notice.kind == "flag_upheld", Notice.post_id == post_id))).one()
            jobs = (await session.exec(select(func.count()).where(Job.task == "notifications.tell", Job.state == "waiting"))).one()
        assert (told, jobs) == (size, 1)
        await Worker().run_due()
    assert cost[0] == cost[1] == cost[2], cost


async def test_letting_in_costs_the_same_statements_however_many_wait(count_statements: Statements) -> None:
    await set_door("waiting")
    root = await make_member("root", admin=True)
    cost: list[int] = []
    for batch, size in enumerate((5, 50, 500)):
        waiting = await _crowd(f"crowd{size}x", size)
        async with db.transaction() as change:
            await change.session.exec(update(Member).where(col(Member.id).in_(waiting)).values(state="waiting"))
            for member in waiting:
                await waiting_list.enqueue(change, member)
        with count_statements() as statements:
            assert await let_in(root, count=size, batch_number=batch) == size
        cost.append(len(statements))
        async with db.reading() as session:
            assert (
                await session.exec(select(func.count()).where(Notice.kind == "let_in", col(Notice.member_id).in_(waiting)))
            ).one() == size
    assert cost[0] == cost[1] == cost[2] <= 25, cost


async def test_a_notice_costs_the_same_statements_however_many_are_unread(count_statements: Statements) -> None:
    [ana] = await _crowd("ana", 1)
    cost: list[int] = []
    for unread in (5, 50, 500):
        async with db.transaction() as change:
            change.session.add_all(Notice(member_id=ana, kind="reply", path="/") for _ in range(unread))
            await change.session.flush()
            with count_statements() as statements:
                await notify(change, ana, "decision", "/log")
        cost.append(len(statements))
    assert cost[0] == cost[1] == cost[2] <= 6, cost
