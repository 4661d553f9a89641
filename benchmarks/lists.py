"""Every list of the site, at 10 thousand and at 1 million posts, on both databases: none may grow with the site."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.figures import median, say
from tests.stores import PostgresServer
from wtsocial.db.migrations import HOME

FEW, MANY = 10_000, 1_000_000
ROUNDS = 3
MOST = 1.5
NOISE = 0.001
"""Seconds by which two of a kind differ on a busy machine: of lists that are read quicker the ratio says nothing."""


def _run(folder: Path, database_url: str, *module: str) -> str:
    around = {name: value for name, value in os.environ.items() if not name.startswith("WTSOCIAL_")}
    around |= {"WTSOCIAL_DATA_DIR": str(folder), "WTSOCIAL_DATABASE_URL": database_url}
    return subprocess.run([sys.executable, "-m", *module], cwd=HOME, env=around, check=True, stdout=subprocess.PIPE, text=True).stdout


def _made(folder: Path, database_url: str, posts: int) -> tuple[Path, str]:
    folder.mkdir(parents=True)
    for module in (["wtsocial", "migrate"], ["benchmarks.world", str(posts)], ["benchmarks.lists_data", "fill"]):
        _run(folder, database_url, *module)
    return folder, database_url


def _on(name: str, few: tuple[Path, str], many: tuple[Path, str]) -> bool:
    """Asked in turns, so that both see the same machine."""
    rounds = [[json.loads(_run(*place, "benchmarks.lists_data", "ask").splitlines()[-1]) for place in (few, many)] for _ in range(ROUNDS)]
    good = True
    for page in rounds[0][0]:
        short, long = (median([one[which][page] for one in rounds]) for which in (0, 1))
        held = long <= MOST * short or long - short <= NOISE
        good = good and held
        figures = f"{short * 1000:.1f} → {long * 1000:.1f} ms, {long / short:.2f} ×"
        say(f"{page}, {name}", figures, target=f"≤ {MOST:.1f} ×, {'held' if held else 'MISSED'}")
    return good


async def measure() -> bool:
    """Print the figures; whether the targets were held."""
    print(f"Every list, {FEW:,} → {MANY:,} posts (median of {ROUNDS} rounds)")
    postgres = PostgresServer()
    try:
        with tempfile.TemporaryDirectory(prefix="bench-") as kept:
            base = Path(kept)
            on_sqlite = _on("SQLite", _made(base / "few", "", FEW), _made(base / "many", "", MANY))
            urls = postgres.create("few"), postgres.create("many")
            on_postgres = _on("PostgreSQL", _made(base / "pg-few", urls[0], FEW), _made(base / "pg-many", urls[1], MANY))
    finally:
        postgres.stop()
    return on_sqlite and on_postgres
