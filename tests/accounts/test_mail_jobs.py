"""Mails as jobs, over a real SMTP server: none is lost by a refusal that passes, a lost line or a server that is away."""

import asyncio
from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from tests.factories import make_member
from tests.gateways.mail_server import GONE, MailServer, free_port, serving
from wtsocial import db
from wtsocial.accounts.emails import PASSWORD_CHANGED
from wtsocial.accounts.mail_jobs import Letter, send_letter, send_to_members
from wtsocial.core.settings import settings
from wtsocial.jobs import DATABASE, Priority, Worker
from wtsocial.jobs.claims import JOB
from wtsocial.models import now


@pytest.fixture
def port(monkeypatch: pytest.MonkeyPatch) -> int:
    """Where the site looks for its mail server."""
    there = free_port()
    monkeypatch.setenv("WTSOCIAL_SMTP_URL", f"smtp://127.0.0.1:{there}")
    monkeypatch.setenv("WTSOCIAL_MAIL_FROM", "Site <site@example.org>")
    settings.cache_clear()
    return there


@pytest.fixture
def server(port: int) -> Iterator[MailServer]:
    made = MailServer()
    with serving(made, port):
        yield made


def _ours(caplog: pytest.LogCaptureFixture) -> str:
    """What the site logged; the mail server of the test logs addresses."""
    return "\n".join(record.getMessage() for record in caplog.records if record.name.startswith("wtsocial"))


async def _promise(*names: str, priority: Priority = Priority.NORMAL) -> list[int]:
    members = [await make_member(name) for name in names]
    async with db.transaction() as change:
        for member in members:
            await send_letter(change, Letter(PASSWORD_CHANGED, member.id), priority=priority)
    return [member.id for member in members]


async def _run_due(*, minutes: int = 0) -> None:
    await Worker(clock=lambda: now() + timedelta(minutes=minutes)).run_due()


async def _jobs() -> list[tuple[str, int, str]]:
    async with db.reading() as session:
        wanted = select(JOB.c.state, JOB.c.attempts, JOB.c.last_error).where(JOB.c.task == "mails.send").order_by(JOB.c.id)
        return [(state, attempts, error) for state, attempts, error in await (await session.connection()).execute(wanted)]


async def test_one_connection_carries_many(server: MailServer) -> None:
    await _promise(*[f"ana{number}" for number in range(30)])
    await _run_due()
    assert server.addresses == [f"ana{number}@example.org" for number in range(30)]
    assert server.connections == 1


async def test_a_refusal_that_passes_is_waited_for_and_keeps_no_other_mail_up(server: MailServer, caplog: pytest.LogCaptureFixture) -> None:
    server.to_recipients = ["451 greylisted, come back later"]
    await _promise("ana", "bob")
    await _run_due()
    assert server.addresses == ["bob@example.org"]
    (state, attempts, error), _ = await _jobs()
    assert (state, attempts, error) == ("waiting", 1, "451 greylisted, come back later")
    assert "ana@example.org" not in _ours(caplog)
    await _run_due(minutes=1)
    assert server.addresses == ["bob@example.org", "ana@example.org"]
    assert server.connections == 2


async def test_an_address_that_takes_no_mail_is_left_and_logged_without_it(server: MailServer, caplog: pytest.LogCaptureFixture) -> None:
    server.to_recipients = ["550 <ana@example.org>: no such mailbox"]
    await _promise("ana", "bob")
    await _run_due()
    assert server.addresses == ["bob@example.org"]
    assert [state for state, _, _ in await _jobs()] == ["done", "done"]
    assert "no such mailbox" in _ours(caplog)
    assert "ana@example.org" not in _ours(caplog)


async def test_a_message_that_is_refused_for_good_is_dead_and_an_admin_may_see_why(server: MailServer) -> None:
    server.to_messages = ["554 we take nothing from you"]
    await _promise("ana", "bob")
    await _run_due(minutes=0)
    assert server.addresses == ["bob@example.org"]
    assert [(state, error) for state, _, error in await _jobs()] == [("dead", "554 we take nothing from you"), ("done", "")]


async def test_when_the_line_is_lost_after_the_message_it_is_sent_again_since_nobody_can_tell(server: MailServer) -> None:
    server.to_messages = [GONE]
    await _promise("ana", "bob")
    await _run_due()
    assert server.addresses == ["ana@example.org", "bob@example.org"]
    assert [state for state, _, _ in await _jobs()] == ["waiting", "done"]
    await _run_due(minutes=1)
    assert server.addresses == ["ana@example.org", "bob@example.org", "ana@example.org"]
    assert [state for state, _, _ in await _jobs()] == ["done", "done"]


async def test_a_server_that_is_away_for_a_day_costs_no_mail(port: int) -> None:
    server = MailServer()
    await _promise("ana", "bob", "cid")
    for hours in range(24):
        await _run_due(minutes=60 * hours)
    with serving(server, port):
        await _run_due(minutes=60 * 26)
    assert sorted(server.addresses) == ["ana@example.org", "bob@example.org", "cid@example.org"]
    assert {state for state, _, _ in await _jobs()} == {"done"}


async def test_ten_thousand_notices_hold_up_no_confirmation(server: MailServer) -> None:
    ana = await _promise("ana")
    await _run_due()
    async with db.transaction() as change:
        await send_to_members(change, Letter(PASSWORD_CHANGED), ana * 10_000)
        assert (await (await change.session.connection()).execute(select(func.count()).where(JOB.c.state == "waiting"))).scalar() == 20
    server.received.clear()
    await _write_letters()
    await _promise("eva", priority=Priority.URGENT)
    async with db.transaction() as change:
        # All but a hundred come much later: a test need not send them.
        late = select(JOB.c.id).where(JOB.c.task == "mails.send", JOB.c.state == "waiting", JOB.c.priority == 2).offset(100)
        await (await change.session.connection()).execute(update(JOB).where(JOB.c.id.in_(late)).values(due_at=now() + timedelta(days=1)))
    await _run_due()
    assert server.addresses[0] == "eva@example.org"
    assert len(server.addresses) == 101


async def _write_letters() -> None:
    await Worker(queues=[DATABASE]).run_due()


async def test_of_two_workers_each_mail_is_sent_by_one(server: MailServer) -> None:
    names = [f"ana{number}" for number in range(40)]
    await _promise(*names)
    await asyncio.gather(_run_due(), _run_due(), _run_due())
    assert sorted(server.addresses) == sorted(f"{name}@example.org" for name in names)
