"""Starting: `run` and what comes before it. Everybody waits for these commands, so they load little: no domain, no demonstration world."""

import argparse
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final

from sqlalchemy.exc import OperationalError, ProgrammingError

from wtsocial.core.errors import Refusal
from wtsocial.core.logs import configure_logging
from wtsocial.core.settings import settings
from wtsocial.db import migrations
from wtsocial.i18n import FALLBACK, say
from wtsocial.ops import data_folder, serve, troubles
from wtsocial.seeds.people import ACCOUNTS

out: Callable[[str], object] = print  # whoever runs a command reads its answer on the terminal

COMMANDS: Final = ("run", "prepare", "build", "pages", "migrate")


def main(arguments: list[str] | None = None) -> int:
    """Run one of these commands; the process's exit code, as of `ops/cli.py`, which has all the others, too."""
    parser = argparse.ArgumentParser(prog="python -m wtsocial", description="Run the site and look after it.")
    add_commands(parser.add_subparsers(required=True, metavar="COMMAND"))
    return carry_out(parser.parse_args(arguments), out)


def carry_out(chosen: argparse.Namespace, tell: Callable[[str], object]) -> int:
    """Do what was chosen; a refusal and a trouble of the machine are told in a sentence."""
    configure_logging()
    try:
        return chosen.command(chosen) or 0
    except Refusal as refusal:
        tell(say(FALLBACK, refusal.key, **refusal.params))
    except troubles.KINDS as trouble:
        told = troubles.sentence(trouble) or _of_database(trouble)
        if not told:
            raise
        tell(told)
    return 1


def _of_database(failed: Exception) -> str:
    """What a database lacks or would not take; "" for a fault of the program's."""
    if not isinstance(failed, (OperationalError, ProgrammingError)):
        return ""
    if missing := migrations.pending():
        return f"The database needs `python -m wtsocial migrate` first ({', '.join(missing)})."
    return "" if isinstance(failed, ProgrammingError) else f"The database did not take it: {str(failed.orig or failed).splitlines()[0]}."


def add_command(commands: Any, name: str, work: Callable[[argparse.Namespace], int | None], what: str) -> argparse.ArgumentParser:
    """One more command of a parser's."""
    made: argparse.ArgumentParser = commands.add_parser(name, help=what, description=what)
    made.set_defaults(command=work)
    return made


def add_commands(commands: Any) -> None:
    """Those of this module."""
    run = add_command(commands, "run", _run, "build what has to be built, migrate, seed an empty database, and serve")
    run.add_argument("--host", default="127.0.0.1", help="address to listen on (%(default)s)")
    run.add_argument("--port", type=int, default=3000, help="port to listen on (%(default)s)")
    run.add_argument("--workers", type=int, default=1, help="processes that serve; more than one need Redis (%(default)s)")
    run.add_argument("--no-seed", action="store_true", help="leave an empty database empty, as it is where others reach the site")
    add_command(commands, "prepare", lambda _chosen: prepare(), "migrate, and seed an empty database, without serving it")
    add_command(commands, "build", lambda _chosen: build(), "build the pages, if anything that they are made of has changed")
    pages = add_command(
        commands, "pages", _pages, "do what a reload needs first: build, migrate; say where the pages are that it will serve"
    )
    pages.add_argument("--quick", action="store_true", help="build no more than what changed, for whoever develops")
    add_command(commands, "migrate", _migrate, "bring the database to the shape that this version needs")


def _run(chosen: argparse.Namespace) -> int | None:
    if chosen.workers > 1 and not settings().redis_url:
        out("More than one worker need WTSOCIAL_REDIS_URL: without it they could not tell each other what is new.")
        return 2
    serve.ensure_free(chosen.host, chosen.port)
    data_folder.hold()
    build()
    if failed := prepare(seeds=not chosen.no_seed):
        return failed
    serve.pages_for(settings().site_url, settings().data_dir)  # before an address is said: the disk may be full
    out(f"\n  {settings().site_url}   (Ctrl-C ends it)\n")
    sys.stdout.flush()
    return serve.serve(host=chosen.host, port=chosen.port, workers=chosen.workers)


def prepare(*, seeds: bool = True) -> int:
    """Migrate, and have an empty database of this machine's seeded; the exit code of that."""
    migrations.upgrade()
    # Everybody can read the passwords of the demonstration accounts, an admin's among them.
    if not seeds or not settings().is_private:
        return 0
    members = migrations.first_members()
    if members:
        say_accounts([account for account in ACCOUNTS if account[0] in members], out)
        return 0
    sys.stdout.flush()
    return subprocess.run([sys.executable, "-m", "wtsocial", "seed"], check=False).returncode


def say_accounts(accounts: list[tuple[str, str, str]], tell: Callable[[str], object]) -> None:
    """The demonstration accounts that are there, with their passwords."""
    if accounts:
        tell("Demonstration accounts, for this machine alone:")
    for name, password, what in accounts:
        tell(f"  {name:<12} {password:<24} {what}")


def build(*, quick: bool = False) -> None:
    """Build the pages, unless they are built; `quick` as `serve.build` has it."""
    if not serve.is_built(quick=quick):
        out("Building the pages; the first time takes a minute …")
        serve.build(quick=quick)


def _pages(chosen: argparse.Namespace) -> None:
    # The builder is a process of its own: what may be missing is looked for meanwhile.
    with ThreadPoolExecutor(1) as beside:
        missing = beside.submit(migrations.pending)
        build(quick=chosen.quick)
    if missing.result():
        migrations.upgrade()
    out(str(serve.pages_for(settings().site_url, settings().data_dir)))


def _migrate(_chosen: argparse.Namespace) -> None:
    done = migrations.upgrade()
    out(f"Migrated: {', '.join(done)}" if done else "The database has its newest shape already.")
