"""Every list of the site, at 10 thousand and at 1 million posts, on both databases: none may grow with the site."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.figures import median, say
from tests.stores import PostgresServer
from wtsocial.db.migrations import HOME

DATABASES = ("SQLite", "PostgreSQL")
FEW, MANY = 10_000, 1_000_000
TIMES, UNTIMED = 25, 3
MOST = 1.5
NOISE = 0.001
"""Seconds by which two of a kind differ on a busy machine: of lists that are read quicker the ratio says nothing."""


@dataclass(frozen=True)
class Site:
    """A site, by its data folder and its database."""

    folder: Path
    database_url: str

    def command(self, *module: str) -> tuple[list[str], dict[str, str]]:
        """What runs a module on it."""
        around = {name: value for name, value in os.environ.items() if not name.startswith("WTSOCIAL_")}
        around |= {"WTSOCIAL_DATA_DIR": str(self.folder), "WTSOCIAL_DATABASE_URL": self.database_url}
        return [sys.executable, "-m", *module], around

    def make(self, posts: int) -> None:
        """Fill it."""
        self.folder.mkdir(parents=True)
        for module in (["wtsocial", "migrate"], ["benchmarks.world", str(posts)], ["benchmarks.lists_data"]):
            command, around = self.command(*module)
            subprocess.run(command, cwd=HOME, env=around, check=True, stdout=subprocess.DEVNULL)


class Asker:
    """A process that reads lists of one site when it is told to."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process
        self.names: list[str] = json.loads(self._line())

    def _line(self) -> str:
        assert self._process.stdout
        return self._process.stdout.readline()

    def seconds(self, name: str) -> tuple[float, float]:
        """How long one list takes, and how long this process worked for it."""
        assert self._process.stdin
        self._process.stdin.write(name + "\n")
        self._process.stdin.flush()
        whole, busy = json.loads(self._line())
        return whole, busy


@contextmanager
def _asking(site: Site) -> Generator[Asker]:
    command, around = site.command("benchmarks.lists_asked")
    with subprocess.Popen(command, cwd=HOME, env=around, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield Asker(process)


def compare(database: str, few: Site, many: Site, *, only: str = "") -> bool:
    """Print what every list whose name begins with `only` takes on both sites, asked in turns, so that both see the same machine.

    The least of many is what the work itself takes, whoever else uses the machine; the median stands beside it. SQLite works in the
    process that asks, so there the ratio is that of processor time; of PostgreSQL's times it is that of the least or that of the
    medians: what grows shows in both, what comes of others on the machine in one.
    """
    good = True
    with ExitStack() as open_sites:
        askers = [open_sites.enter_context(_asking(site)) for site in (few, many)]
        for name in askers[0].names:
            if not name.startswith(only):
                continue
            rounds = [[asker.seconds(name) for asker in askers] for _ in range(UNTIMED + TIMES)][UNTIMED:]
            taken = [[one[0] for one in of_site] for of_site in zip(*rounds, strict=True)]
            worked = [[one[1] for one in of_site] for of_site in zip(*rounds, strict=True)]
            short, long = (min(of_site) for of_site in (worked if database == "SQLite" else taken))
            grown = long / max(short, NOISE / 10)
            if database != "SQLite":
                grown = min(grown, median(taken[1]) / median(taken[0]))
            held = grown <= MOST or long - short <= NOISE
            good = good and held
            waits = " → ".join(f"{min(of_site) * 1000:.1f} / {median(of_site) * 1000:.1f}" for of_site in taken)
            figures = f"{short * 1000:.1f} → {long * 1000:.1f} ms, {grown:.2f} × ({waits} ms)"
            say(f"{name}, {database}", figures, target=f"≤ {MOST:.1f} ×, {'held' if held else 'MISSED'}")
    return good


async def measure(*databases: str) -> bool:
    """Print the figures, of these databases or of both; whether the targets were held."""
    print(f"Every list, {FEW:,} → {MANY:,} posts (the least of {TIMES}; in brackets the least / median wait)")
    held = [_measure(database) for database in databases or DATABASES]
    return all(held)


def _measure(database: str) -> bool:
    """One database's, each site in a folder, or a server, of its own."""
    with tempfile.TemporaryDirectory(prefix="bench-") as kept, ExitStack() as ending:
        urls = ("", "")
        if database == "PostgreSQL":
            server = PostgresServer()
            ending.callback(server.stop)
            urls = (server.create("few"), server.create("many"))
        few, many = (Site(Path(kept) / name, url) for name, url in zip(("few", "many"), urls, strict=True))
        few.make(FEW)
        many.make(MANY)
        return compare(database, few, many)
