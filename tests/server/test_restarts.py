"""Starting anew under visitors, and main processes that are killed: no gap, and nothing left on the port."""

import asyncio
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import httpx
import psutil
import pytest

from tests.running import Server, answers, free_port, get, running
from tests.server.serving import FAST
from tests.server.wire import tab
from wtsocial.db.migrations import HOME
from wtsocial.ops import serve


@pytest.fixture(autouse=True, scope="module")
def _built() -> None:
    serve.build()


def _workers(server: Server) -> set[int]:
    return {child.pid for child in psutil.Process(server.process.pid).children()}


def _until(holds: Callable[[], bool], seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.1)


@contextmanager
def _visitors(url: str) -> Iterator[list[str]]:
    """Somebody asks for a page all the time; what they got that was no page.

    A connection that ends before it was answered is asked for once more, as nginx does with the lines of OPERATING.md: granian ends
    those that a worker has taken but not read yet when it goes, and has no way to stop taking them first.
    """
    wrong: list[str] = []
    done = threading.Event()

    def visit() -> None:
        with httpx.Client(base_url=url, timeout=10, verify=False) as client:
            while not done.is_set():
                try:
                    # A connection of its own each, as through a proxy.
                    answer = _ask(client)
                    wrong.extend([str(answer.status_code)] if answer.status_code != 200 else [])
                except httpx.HTTPError as failed:
                    wrong.append(repr(failed))
                time.sleep(0.05)

    threads = [threading.Thread(target=visit) for _ in range(3)]
    for thread in threads:
        thread.start()
    try:
        yield wrong
    finally:
        done.set()
        for thread in threads:
            thread.join()


def _ask(client: httpx.Client) -> httpx.Response:
    wanted = client.build_request("GET", "/all", headers={"Connection": "close"})
    try:
        answer = client.send(wanted, stream=True)
    except (httpx.RemoteProtocolError, httpx.ReadError, httpx.WriteError):
        # An end or a reset, whichever the system makes of it. No answer had begun: one that is cut off is a gap, and so is no connection.
        answer = client.send(wanted, stream=True)
    with closing(answer):
        answer.read()
    return answer


def test_a_reload_has_a_worker_that_serves_before_the_old_one_goes(tmp_path: Path) -> None:
    with running(tmp_path / "data", **FAST) as server:
        before = _workers(server)
        with _visitors(server.url) as wrong:
            server.process.send_signal(signal.SIGHUP)
            _until(lambda: len(_workers(server)) == 1 and not _workers(server) & before, 120)
            time.sleep(1)
        assert wrong == []
        assert "HUP" in server.said()
        # Several at once, as hands that are in a hurry send them: each is heard, and there is no gap either.
        before = _workers(server)
        with _visitors(server.url) as wrong:
            for _ in range(3):
                server.process.send_signal(signal.SIGHUP)
            _until(lambda: len(_workers(server)) == 1 and not _workers(server) & before, 120)
        assert wrong == []


def test_a_new_version_that_does_not_start_leaves_the_old_one_there_and_an_open_page_is_back_at_one_that_does(tmp_path: Path) -> None:
    with running(tmp_path / "data") as server:
        before = _workers(server)
        database = tmp_path / "data" / "wtsocial.db"
        database.rename(tmp_path / "elsewhere.db")
        database.mkdir()
        server.process.send_signal(signal.SIGHUP)
        _until(lambda: "goes on as it is" in server.said(), 60)
        assert _workers(server) == before
        assert get(f"{server.url}/ping").status_code == 200
        database.rmdir()
        (tmp_path / "elsewhere.db").rename(database)
        asyncio.run(_is_back_at_a_new_worker(server, before))


async def _is_back_at_a_new_worker(server: Server, before: set[int]) -> None:
    async with tab(server.url, "/all") as page:
        server.process.send_signal(signal.SIGHUP)
        _until(lambda: not _workers(server) & before, 120)
    async with tab(server.url, "/all", token=page.token) as again:
        assert again.vars


def test_one_that_is_told_to_stop_while_it_starts_anew_stops(tmp_path: Path) -> None:
    with running(tmp_path / "data") as server:
        server.process.send_signal(signal.SIGHUP)
        _until(lambda: any("pages" in child.cmdline() for child in psutil.Process(server.process.pid).children()), 60)
        server.process.terminate()
        server.process.wait(20)
        assert "gracefully respawning" not in server.said()


@pytest.mark.parametrize("workers", [1, 3])
def test_a_killed_main_process_leaves_no_worker_on_the_port(tmp_path: Path, workers: int) -> None:
    with running(tmp_path / "data", workers=workers) as server:
        left = [psutil.Process(number) for number in _workers(server)]
        assert len(left) == workers
        os.kill(server.process.pid, signal.SIGKILL)
        server.process.wait()
        gone, alive = psutil.wait_procs(left, timeout=15)
        assert (len(gone), alive) == (workers, [])
        serve.ensure_free("127.0.0.1", int(server.url.rpartition(":")[2]))


def test_a_second_program_on_one_data_folder_is_refused_in_one_sentence(tmp_path: Path) -> None:
    processes: list[subprocess.Popen[str]] = []

    def start(*arguments: str, port: int = 0) -> subprocess.Popen[str]:
        port = port or free_port()
        around = serve.environment() | {"WTSOCIAL_SITE_URL": f"http://localhost:{port}", "WTSOCIAL_DATA_DIR": str(tmp_path / "data")}
        command = [sys.executable, "-m", "wtsocial", *(arguments or ("run", "--no-seed", "--port", str(port)))]
        made = subprocess.Popen(
            command, cwd=HOME, env=around, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
        )
        processes.append(made)
        return made

    try:
        first = start()
        _until((tmp_path / "data" / "pages").is_dir, 60)
        second = start()
        _said, told = second.communicate(timeout=60)
        assert second.returncode == 1
        assert f"process {first.pid}" in told
        assert len(told.strip().splitlines()) == 1
        beside = start("doctor")
        assert "SQLite answers" in beside.communicate(timeout=60)[0]
        assert first.poll() is None
        os.killpg(first.pid, signal.SIGKILL)
        first.wait()
        third = start(port=(port := free_port()))
        _until(lambda: third.poll() is not None or answers(f"http://localhost:{port}"), 120)
        assert third.poll() is None
    finally:
        for process in processes:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
