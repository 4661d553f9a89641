"""The site as it runs: a server process of a test's own, with its log."""

import atexit
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import httpx

from wtsocial.ops.serve import environment, pages_for, server_command

SLOW_LOOP_MS = 250
"""What holds a loop of the server longer than this is a mistake of ours (tests share two cores with browsers)."""


@dataclass
class Server:
    """A running site."""

    url: str
    data_dir: Path
    log: Path
    process: subprocess.Popen[bytes]

    def said(self) -> str:
        """Everything logged so far."""
        return self.log.read_text(errors="replace")

    def blocked(self) -> list[str]:
        """Lines of the log that say what held an event loop too long; a healthy server has none."""
        return [line for line in self.said().splitlines() if "the event loop was held" in line]


def free_port() -> int:
    """A port that nobody listens on just now, and that no other process of this run can be about to take."""
    mine, of = os.environ.get("PYTEST_XDIST_WORKER", "gw0"), os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1")
    while True:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port: int = probe.getsockname()[1]
        # Half of it, since the system may hand out even or odd numbers alone.
        if port // 2 % int(of) == int(mine.removeprefix("gw")):
            return port


@contextmanager
def running(
    data_dir: Path, *, port: int = 0, workers: int = 1, seconds: float = 180, around: dict[str, str] | None = None, **settings: str
) -> Generator[Server]:
    """The site on a port of its own, migrated and empty, with these WTSOCIAL_ settings (`redis_url=…`); stopped at the end.

    The pages have to be built (`python -m wtsocial build`). Give the port of an earlier one to start it again there. It gets so many
    seconds to start, and what is `around` in its environment.
    """
    port = port or free_port()
    data_dir.mkdir(parents=True, exist_ok=True)
    url = f"http://localhost:{port}"
    # What a test writes into the database past the site is announced by nobody: no page is kept.
    chosen = {"site_url": url, "data_dir": str(data_dir), "slow_loop_ms": str(SLOW_LOOP_MS), "logins_per_minute": "1000"}
    chosen |= {"pages_kept_seconds": "0"} | settings
    inside = {name: value for name, value in environment().items() if not name.startswith("WTSOCIAL_")} | (around or {})
    inside |= {f"WTSOCIAL_{name.upper()}": value for name, value in chosen.items()}
    inside |= {"__REFLEX_MOUNT_FRONTEND_COMPILED_APP": "true", "__REFLEX_SKIP_COMPILE": "true"}
    inside |= {"REFLEX_WEB_WORKDIR": str(pages_for(chosen["site_url"], data_dir))}
    command = server_command(host="127.0.0.1", port=port, workers=workers)
    _migrate(inside, data_dir)
    log = data_dir / "server.log"
    with log.open("ab") as told:
        process = subprocess.Popen(command, env=inside, stdout=told, stderr=told, start_new_session=True)
    server = Server(url, data_dir, log, process)
    try:
        _wait_for(server, seconds)
        yield server
    finally:
        _stop(process)


def _migrate(inside: dict[str, str], data_dir: Path) -> None:
    file = data_dir / "wtsocial.db"
    if inside.get("WTSOCIAL_DATABASE_URL"):
        _run_migrations(inside)
    elif not file.exists():
        shutil.copyfile(_migrated(), file)


@cache
def _migrated() -> Path:
    """An SQLite database of the newest shape with nothing in it: migrated once in a run, copied for each site."""
    folder = Path(tempfile.mkdtemp(prefix="wtsocial-migrated-"))
    atexit.register(shutil.rmtree, folder)
    bare = {name: value for name, value in environment().items() if not name.startswith("WTSOCIAL_")}
    _run_migrations(bare | {"WTSOCIAL_DATA_DIR": str(folder)})
    return folder / "wtsocial.db"


def _run_migrations(inside: dict[str, str]) -> None:
    subprocess.run([sys.executable, "-m", "wtsocial", "migrate"], env=inside, check=True, capture_output=True)


def get(url: str, *, timeout: float = 60, follow_redirects: bool = False) -> httpx.Response:
    """What a site on this machine answers. No TLS here: reading the list of whom to trust takes thirty times as long as the rest."""
    return httpx.get(url, timeout=timeout, follow_redirects=follow_redirects, verify=False)


def answers(url: str) -> bool:
    """Whether a site answers there."""
    try:
        return get(f"{url}/ping", timeout=5).is_success
    except httpx.HTTPError:
        return False


def _wait_for(server: Server, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not answers(server.url):
        if time.monotonic() > deadline or server.process.poll() is not None:
            raise RuntimeError("the server did not start:\n" + server.said()[-4000:])
        time.sleep(0.1)


def _stop(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGTERM)
    try:
        process.wait(15)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
