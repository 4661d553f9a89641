"""Servers to measure: the site, and the reference, each in processes of its own."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import psutil

from benchmarks.bare import TOLD
from tests.running import free_port
from wtsocial.ops.serve import environment, pages_for, server_command

HOME = Path(__file__).resolve().parent.parent


@dataclass
class Measured:
    """A server under measurement."""

    url: str
    log: Path
    process: subprocess.Popen[bytes]

    def cpu(self) -> float:
        """Seconds of processor time spent so far, by all its processes."""
        parent = psutil.Process(self.process.pid)
        return sum(sum(one.cpu_times()[:2]) for one in [parent, *parent.children(recursive=True)])

    def memory(self) -> float:
        """KiB that its processes hold."""
        parent = psutil.Process(self.process.pid)
        return sum(one.memory_info().rss for one in [parent, *parent.children(recursive=True)]) / 1024

    def announced(self) -> list[float]:
        """The moments at which something was announced."""
        lines = self.log.read_text(errors="replace").splitlines()
        return [float(line.split()[1]) for line in lines if line.startswith(TOLD)]


@contextmanager
def site(folder: Path, *, posts: int, waiting: int = 0, database_url: str = "") -> Generator[Measured]:
    """The site with a world of so many posts (see `world.py`) and so many in line (`line.py`), on SQLite unless told."""
    port = free_port()
    url = f"http://localhost:{port}"
    folder.mkdir(parents=True, exist_ok=True)
    clean = {name: value for name, value in environment().items() if not name.startswith("WTSOCIAL_")}
    around = clean | {
        "WTSOCIAL_SITE_URL": url, "WTSOCIAL_DATA_DIR": str(folder), "WTSOCIAL_DATABASE_URL": database_url,
        "WTSOCIAL_EVENTS_PER_MINUTE": "100000", "WTSOCIAL_EVENTS_PER_MINUTE_OF_ADDRESS": "10000000",
        "WTSOCIAL_SOCKETS_PER_ADDRESS": "100000", "WTSOCIAL_PAGES_PER_MINUTE": "10000000", "WTSOCIAL_LOGINS_PER_MINUTE": "100000",
        "__REFLEX_MOUNT_FRONTEND_COMPILED_APP": "true", "__REFLEX_SKIP_COMPILE": "true",
        "REFLEX_WEB_WORKDIR": str(pages_for(url, folder)),
    }  # fmt: skip
    _fill(around, posts=posts, waiting=waiting)
    with _running("benchmarks.timed:app", url, folder, around) as server:
        yield server


def fill(folder: Path, *, posts: int, database_url: str) -> None:
    """Migrate a database and write the world into it."""
    clean = {name: value for name, value in environment().items() if not name.startswith("WTSOCIAL_")}
    _fill(clean | {"WTSOCIAL_DATA_DIR": str(folder), "WTSOCIAL_DATABASE_URL": database_url}, posts=posts)


def _fill(around: dict[str, str], *, posts: int, waiting: int = 0) -> None:
    line = [["benchmarks.line", str(waiting)]] if waiting else []
    for made in (["wtsocial", "migrate"], ["benchmarks.world", str(posts)], *line):
        subprocess.run([sys.executable, "-m", *made], cwd=HOME, env=around, check=True, stdout=sys.stderr)


@contextmanager
def bare(folder: Path, *, database: Path | str | None = None, page: Path | None = None) -> Generator[Measured]:
    """The reference, writing into a database of its own with the same rows: a file of SQLite's, or an address of PostgreSQL's.

    Who comes is sent the JSON of `page`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    given = {"BARE_DATABASE": database, "BARE_PAGE": page}
    around = environment() | {name: str(path) for name, path in given.items() if path}
    with _running("benchmarks.bare:app", f"http://localhost:{free_port()}", folder, around) as server:
        yield server


@contextmanager
def bare_page(folder: Path, body: bytes) -> Generator[Measured]:
    """The reference that answers every address with these bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "page").write_bytes(body)
    around = environment() | {"BARE_PAGE": str(folder / "page")}
    with _running("benchmarks.bare_page:app", f"http://localhost:{free_port()}", folder, around) as server:
        yield server


@contextmanager
def _running(target: str, url: str, folder: Path, around: dict[str, str]) -> Generator[Measured]:
    command = [*server_command(host="127.0.0.1", port=int(url.rpartition(":")[2]), workers=1)[:-1], target]
    log = folder / "server.log"
    with log.open("wb") as told:
        process = subprocess.Popen(command, cwd=HOME, env=around, stdout=told, stderr=told, start_new_session=True)
    try:
        _wait(url, process, log)
        yield Measured(url, log, process)
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGTERM)
        process.wait(30)


def _wait(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline and process.poll() is None:
        try:
            httpx.get(f"{url}/ping", timeout=5)
        except httpx.HTTPError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("the server did not start:\n" + log.read_text(errors="replace")[-4000:])
