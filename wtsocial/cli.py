"""The commands: `python -m wtsocial COMMAND`; each one line here, its work elsewhere."""

import argparse
import asyncio
import sys
from collections.abc import Callable, Coroutine
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, TypeVar

from sqlmodel import col, select

from wtsocial import db, doctor, migrations, serve
from wtsocial.actions import members
from wtsocial.errors import Refusal
from wtsocial.i18n import FALLBACK, say
from wtsocial.logs import configure_logging
from wtsocial.models import Member
from wtsocial.settings import settings

Answer = TypeVar("Answer")

out: Callable[[str], object] = print  # whoever runs a command reads its answer on the terminal


def main(arguments: list[str] | None = None) -> int:
    """Run one command; the process's exit code: 0 done, 1 refused or not well, 2 not understood."""
    chosen = _parser().parse_args(arguments)
    configure_logging()
    try:
        return chosen.command(chosen) or 0
    except Refusal as refusal:
        out(say(FALLBACK, refusal.key, **refusal.params))
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m wtsocial", description="Run the site and look after it.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, work: Callable[[argparse.Namespace], int | None], what: str) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=what, description=what)
        made.set_defaults(command=work)
        return made

    run = command("run", _run, "build what has to be built, migrate, seed an empty database, and serve")
    run.add_argument("--host", default="127.0.0.1", help="address to listen on (%(default)s)")
    run.add_argument("--port", type=int, default=3000, help="port to listen on (%(default)s)")
    run.add_argument("--workers", type=int, default=1, help="processes that serve; more than one need Redis (%(default)s)")
    run.add_argument("--no-seed", action="store_true", help="leave an empty database empty")
    prepare = command("prepare", _prepare, "migrate, and seed an empty database, without serving it")
    prepare.set_defaults(no_seed=False)
    command("build", _build, "build the pages, if anything that they are made of has changed")
    command("migrate", _migrate, "bring the database to the shape that this version needs")
    command("seed", _seed, "make the demonstration world")
    admin = command("make-admin", _make_admin, "make a member an admin")
    admin.add_argument("name", help="the member's name")
    posts = command("import-posts", _import_posts, "publish the posts of a JSON-lines file")
    posts.add_argument("file", type=Path, help="one JSON object on each line: subwiki, author, headline, link, text, published")
    command("doctor", _doctor, "look at whatever the site needs, and say of each whether it is well")
    return parser


def work(promise: Coroutine[Any, Any, Answer]) -> Answer:
    """Run one piece of the core from outside any loop, and let go of the database after it."""

    async def working() -> Answer:
        try:
            return await promise
        finally:
            await db.close()

    return asyncio.run(working())


def _run(chosen: argparse.Namespace) -> int | None:
    if chosen.workers > 1 and not settings().redis_url:
        out("More than one worker need WTSOCIAL_REDIS_URL: without it they could not tell each other what is new.")
        return 2
    _build(chosen)
    _prepare(chosen)
    out(f"\n  {settings().site_url}   (Ctrl-C ends it)\n")
    sys.stdout.flush()
    return serve.serve(host=chosen.host, port=chosen.port, workers=chosen.workers)


def _prepare(chosen: argparse.Namespace) -> None:
    migrations.upgrade()
    if chosen.no_seed:
        return
    if not work(_members()):
        _seed(chosen)
    elif seeds := _room("seeds"):
        _say_accounts(seeds)


def _build(_chosen: argparse.Namespace) -> None:
    if not serve.is_built():
        out("Building the pages; the first time takes a minute …")
        serve.build()


def _migrate(_chosen: argparse.Namespace) -> None:
    done = migrations.upgrade()
    out(f"Migrated: {', '.join(done)}" if done else "The database has its newest shape already.")


async def _members() -> int:
    async with db.reading() as session:
        return len((await session.exec(select(col(Member.id)).limit(1))).all())


def _room(name: str) -> Any:
    """A part of the program that may be left out, or nothing."""
    return import_module(f"wtsocial.{name}") if find_spec(f"wtsocial.{name}") else None


def _seed(_chosen: argparse.Namespace) -> int | None:
    seeds = _room("seeds")
    if not seeds:
        out("There is no demonstration world in this copy.")
        return 1
    out("Making the demonstration world …")
    work(seeds.seed())
    _say_accounts(seeds)
    return 0


def _say_accounts(seeds: Any) -> None:
    out("Demonstration accounts (not for a site on the open net):")
    for name, password, what in seeds.ACCOUNTS:
        out(f"  {name:<12} {password:<24} {what}")


def _make_admin(chosen: argparse.Namespace) -> int | None:
    work(members.make_admin(chosen.name))
    out(f"{chosen.name} is an admin now.")
    return 0


def _import_posts(chosen: argparse.Namespace) -> int | None:
    imports = _room("imports")
    if not imports:
        out("There is no import in this copy.")
        return 1
    return work(imports.import_posts(chosen.file, out))


def _doctor(_chosen: argparse.Namespace) -> int | None:
    return work(_examine())


async def _examine() -> int:
    well = True
    async for finding in doctor.examine():
        out(f"{'well ' if finding.well else 'WRONG'}  {finding.name}: {finding.note}")
        well = well and finding.well
    return 0 if well else 1
