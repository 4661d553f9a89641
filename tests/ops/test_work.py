"""Processes that run jobs: every task is known wherever a worker starts, a kill loses no mail, and a stop in order gives back."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from tests.factories import make_member
from tests.gateways.mail_server import MailServer, free_port, serving
from tests.jobs.samples import until
from wtsocial import db
from wtsocial.accounts.emails import PASSWORD_CHANGED
from wtsocial.accounts.mail_jobs import Letter, send_letter
from wtsocial.db.migrations import HOME
from wtsocial.jobs.claims import JOB
from wtsocial.jobs.registry import tasks
from wtsocial.models import now
from wtsocial.ops.task_modules import TASK_MODULES

MARKS = ("jobs.task(", "jobs.transactional_task(", "jobs.stream_task(", "jobs.periodic_task(", "@periodic_task(", "@composes(")


def test_every_module_that_declares_a_task_or_composes_a_letter_is_imported_where_a_worker_starts() -> None:
    declaring = {
        ".".join(path.relative_to(HOME).with_suffix("").parts)
        for path in (HOME / "wtsocial").rglob("*.py")
        if any(f"\n@{mark.removeprefix('@')}" in path.read_text() for mark in MARKS)
    }
    assert declaring == {module.__name__ for module in TASK_MODULES}


def test_the_timers_of_the_site_are_periodic_tasks() -> None:
    every = {task.name: task.every for task in tasks().values() if task.every and not task.name.startswith("test.")}
    assert every == {
        "accounts.forget_expired": timedelta(hours=1), "admin.count_figures": timedelta(minutes=5), "accounts.forget_idempotency_keys": timedelta(hours=1),
        "donations.count_figures": timedelta(minutes=5), "invitations.return_unused": timedelta(hours=1), "jobs.forget": timedelta(hours=1),
        "editing.close_ended_disputes": timedelta(minutes=1), "waiting_list.maintain": timedelta(minutes=1),
        "moderation.replace_silent_jurors": timedelta(minutes=5), "moderation.end_restrictions": timedelta(minutes=1),
        "moderation.end_suspensions": timedelta(minutes=1),
        "subwikis.end_confidence_votes": timedelta(minutes=1), "subwikis.settle_adoptions": timedelta(minutes=1),
    }  # fmt: skip


@contextmanager
def _working(port: int) -> Iterator[subprocess.Popen[str]]:
    around = os.environ | {"WTSOCIAL_SMTP_URL": f"smtp://127.0.0.1:{port}", "WTSOCIAL_MAIL_FROM": "Site <site@example.org>"}
    command = [sys.executable, "-m", "wtsocial", "work"]
    process = subprocess.Popen(command, cwd=HOME, env=around, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    try:
        assert process.stdout.readline().startswith("Running jobs")
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)
        process.stdout.close()


async def _promise(count: int) -> None:
    member = await make_member("ana")
    async with db.transaction() as change:
        for _ in range(count):
            await send_letter(change, Letter(PASSWORD_CHANGED, member.id))


async def _states() -> set[str]:
    async with db.reading() as session:
        return set((await (await session.connection()).execute(select(JOB.c.state).where(JOB.c.task == "mails.send"))).scalars())


async def _done() -> bool:
    return await _states() == {"done"}


@pytest.mark.usefixtures("database")
async def test_a_worker_that_is_killed_between_commit_and_sending_loses_no_mail() -> None:
    server, port = MailServer(), free_port()
    await _promise(200)
    with serving(server, port):
        with _working(port) as process:
            await until(lambda: len(server.received) >= 5)
            process.kill()
            process.wait()
        killed_after = len(server.received)
        assert killed_after < 200, "it was killed after everything: the test says nothing"
        assert await _states() - {"running"} == {"waiting", "done"}
        async with db.transaction() as change:
            lost = update(JOB).where(JOB.c.state == "running").values(lease_until=now() - timedelta(seconds=1))
            await (await change.session.connection()).execute(lost)
        with _working(port):
            await until(_done)
    # Those at hand when it was killed, two at most, may have left already: nobody can tell.
    assert 200 <= len(server.received) <= 202


@pytest.mark.usefixtures("database")
async def test_two_processes_send_each_mail_once_and_one_that_is_stopped_loses_none() -> None:
    server, port = MailServer(), free_port()
    await _promise(200)
    with serving(server, port), _working(port):
        with _working(port):
            await until(lambda: len(server.received) >= 5)
        await until(_done)
    assert len(server.received) == 200
