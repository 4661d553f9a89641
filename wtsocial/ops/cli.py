"""The commands: `python -m wtsocial COMMAND`; each one line here, its work elsewhere."""

import argparse
import asyncio
import signal
import sys
from collections.abc import Callable, Coroutine
from functools import partial
from pathlib import Path
from time import monotonic
from typing import Any, TypeVar

from sqlmodel import col, select

from wtsocial import db
from wtsocial.core.bus import bus
from wtsocial.donations import reconciliation
from wtsocial.jobs import Worker, working
from wtsocial.joining import actions as joining
from wtsocial.models import Member
from wtsocial.moderation import members
from wtsocial.ops import doctor, imports, start
from wtsocial.ops.task_modules import TASK_MODULES
from wtsocial.revisions import proofs
from wtsocial.seeds import world

Answer = TypeVar("Answer")

out: Callable[[str], object] = print  # whoever runs a command reads its answer on the terminal

WHY = {
    "missing": "it is not there; another one stands in its place, or none",
    "content": "its text, note, source or salt is not what was digested",
    "remains": "it is marked as erased, but something of its text or its salt is still there",
    "seal": "its facts, its digest or the seal before it are not what was sealed",
    "count": "the thing counts another number of revisions than there are",
    "head": "the thing's head is not the seal of its newest revision",
    "shown": "the thing shows something else than its newest revision",
    "unlogged": "it is erased, but the log does not say so",
    "stray": "it belongs to a thing that is not there",
}
"""What the words of a broken history mean (`revisions.chain.Flaw`, `revisions.proofs`)."""


def main(arguments: list[str] | None = None) -> int:
    """Run one command; the process's exit code: 0 done, 1 refused or not well, 2 not understood."""
    return start.carry_out(_parser().parse_args(arguments), out)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m wtsocial", description="Run the site and look after it.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    start.add_commands(commands)
    command = partial(start.add_command, commands)
    command("seed", _seed, "make the demonstration world")
    admin = command("make-admin", _make_admin, "make a member an admin")
    admin.add_argument("name", help="the member's name")
    trust = command("trust", _trust, "make a member a trusted one")
    trust.add_argument("name", help="the member's name")
    places = command("let-in", _let_in, "let the next members in from the waiting list")
    places.add_argument("count", type=int, help="how many")
    posts = command("import-posts", _import_posts, "publish the posts of a JSON-lines file")
    posts.add_argument("file", type=Path, help="one JSON object on each line: subwiki, author, headline, link, text, published")
    posts.add_argument("--create", action="store_true", help="make unknown subwikis, and authors as members who cannot log in")
    command("verify-history", _verify_history, "check every history against its seals, and name the first broken link of each")
    books = command("reconcile-donations", _reconcile, "compare the donations of the last days with Stripe, and enter what is missing")
    books.add_argument("--days", type=int, default=reconciliation.DAYS, help="how many days back (%(default)s; of events Stripe keeps 30)")
    command("work", _work, "run jobs until it is told to stop, for WTSOCIAL_JOBS=apart")
    command("doctor", _doctor, "look at whatever the site needs, and say of each whether it is well")
    return parser


def work(promise: Coroutine[Any, Any, Answer], *, drains: bool = False) -> Answer:
    """Run one piece of the core from outside any loop, and let go of the database after it.

    `drains`: also run the jobs that are due then, since perhaps no site runs that would.
    """

    async def working() -> Answer:
        try:
            with db.patient():
                answer = await promise
            if drains:
                await Worker().run_due()
            return answer
        finally:
            await db.close()

    return asyncio.run(working())


def _work(_chosen: argparse.Namespace) -> None:
    work(_run_jobs())


async def _run_jobs() -> None:
    """Run jobs until SIGTERM or Ctrl-C."""
    stop = asyncio.Event()
    for told in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(told, stop.set)
    db.on_announcement(bus.publish)
    async with working():
        out(f"Running jobs, of {len(TASK_MODULES)} modules (Ctrl-C ends it)")
        sys.stdout.flush()
        await stop.wait()


async def _is_empty() -> bool:
    async with db.reading() as session:
        return (await session.exec(select(col(Member.id)).limit(1))).first() is None


def _seed(_chosen: argparse.Namespace) -> int | None:
    if work(_is_empty()):
        out("Making the demonstration world …")
    start.say_accounts(work(world.seed(), drains=True), out)
    return 0


def _make_admin(chosen: argparse.Namespace) -> int | None:
    work(members.make_admin(chosen.name), drains=True)
    out(f"{chosen.name} is an admin now.")
    return 0


def _trust(chosen: argparse.Namespace) -> int | None:
    work(members.make_trusted(chosen.name), drains=True)
    out(f"{chosen.name} is a trusted member now.")
    return 0


def _let_in(chosen: argparse.Namespace) -> int | None:
    number = work(joining.let_in_by_hand(chosen.count), drains=True)
    out(f"{number:,} let in." if number else "Nobody is waiting.")
    return 0


def _import_posts(chosen: argparse.Namespace) -> int | None:
    began = monotonic()
    report = work(imports.import_file(chosen.file, create=chosen.create, progress=_Progress(chosen.file)))
    for line in imports.summary(report, seconds=monotonic() - began):
        out(line)
    return 1 if report.refused else 0


class _Progress:
    """How far an import is: one line that changes on a terminal, a line for every thousand posts elsewhere."""

    def __init__(self, file: Path) -> None:
        self._size = file.stat().st_size if file.is_file() else 0
        self._said = 0

    def __call__(self, report: imports.Report) -> None:
        share = f"{report.bytes_read / max(1, self._size):4.0%}"
        line = f"{share}  {report.read:,} lines, {report.published:,} published"
        if sys.stderr.isatty():
            sys.stderr.write(f"\r{line}")
            sys.stderr.write("\n" if report.bytes_read >= self._size else "")
        elif report.read // 1_000 > self._said:
            self._said = report.read // 1_000
            out(line)


def _reconcile(chosen: argparse.Namespace) -> int | None:
    return work(_compare(chosen.days), drains=True)


async def _compare(days: int) -> int:
    report = await reconciliation.reconcile(days=days)
    out(f"{report.events:,} events of Stripe's, {report.unheard:,} of them not received before; {report.charges:,} paid charges of ours.")
    for key in report.entered:
        out(f"ENTERED  {key}")
    for charge in report.differing:
        out(f"DIFFERS  {charge}")
    if report.trouble:
        out(f"TROUBLE  {report.trouble:,} events could not be worked on; the log says why")
    out("The books agree with Stripe." if not (report.differing or report.trouble) else "The books do not agree with Stripe.")
    return 1 if report.differing or report.trouble else 0


def _doctor(_chosen: argparse.Namespace) -> int | None:
    return work(_examine())


async def _examine() -> int:
    well = True
    async for finding in doctor.examine():
        out(f"{'well ' if finding.well else 'WRONG'}  {finding.name}: {finding.note}")
        well = well and finding.well
    return 0 if well else 1


def _verify_history(_chosen: argparse.Namespace) -> int | None:
    return work(_verify())


async def _verify() -> int:
    checked = broken = revisions = said = 0
    of = await proofs.how_many()
    async for one in proofs.of_everything():
        checked, revisions = checked + 1, revisions + one.revisions
        if one.flaw:
            broken += 1
            out(f"BROKEN  {one.thing}, revision {one.flaw.number}: {WHY[one.flaw.why]}")
        if checked // 10_000 > said:
            said = checked // 10_000
            out(f"{checked:,} of {of:,} histories checked …")
    out(f"{checked:,} histories with {revisions:,} revisions checked: {f'{broken:,} broken' if broken else 'all are as they were sealed'}.")
    return 1 if broken else 0
