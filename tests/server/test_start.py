"""The site starts from nothing, answers, and leaves nothing behind."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from tests.running import free_port, running
from wtsocial.migrations import HOME
from wtsocial.serve import environment


def test_a_started_site_answers_and_nothing_holds_its_loop(tmp_path: Path) -> None:
    with running(tmp_path / "data") as site:
        answers = [httpx.get(f"{site.url}{path}", follow_redirects=True).status_code for path in ("/", "/all", "/nothing-here")]
        assert answers == [200, 200, 404]
        assert site.blocked() == []


def test_what_holds_the_loop_is_in_the_log(tmp_path: Path) -> None:
    # One millisecond is more than any start takes: the watch is awake in a running site.
    with running(tmp_path / "data", slow_loop_ms="1") as site:
        deadline = time.monotonic() + 10
        while not site.blocked() and time.monotonic() < deadline:
            httpx.get(site.url)
        assert site.blocked()


@pytest.fixture
def started(tmp_path: Path) -> tuple[subprocess.Popen[bytes], str]:
    """`python -m wtsocial run` in a terminal of its own, answering; and its address."""
    url = f"http://localhost:{(port := free_port())}"
    around = environment() | {"WTSOCIAL_SITE_URL": url, "WTSOCIAL_DATA_DIR": str(tmp_path / "data")}
    command = [sys.executable, "-m", "wtsocial", "run", "--no-seed", "--port", str(port)]
    process = subprocess.Popen(command, cwd=HOME, env=around, start_new_session=True)
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        try:
            httpx.get(f"{url}/ping")
        except httpx.HTTPError:
            time.sleep(0.1)
        else:
            break
    return process, url


def test_ctrl_c_leaves_no_process_behind(started: tuple[subprocess.Popen[bytes], str]) -> None:
    process, url = started
    assert httpx.get(f"{url}/ping").status_code == 200
    os.killpg(process.pid, signal.SIGINT)
    process.wait(15)
    with pytest.raises(ProcessLookupError):
        os.killpg(process.pid, 0)


def test_a_port_that_is_taken_is_refused(started: tuple[subprocess.Popen[bytes], str], tmp_path: Path) -> None:
    process, url = started
    around = environment() | {"WTSOCIAL_SITE_URL": url, "WTSOCIAL_DATA_DIR": str(tmp_path / "other")}
    command = [sys.executable, "-m", "wtsocial", "run", "--no-seed", "--port", url.rpartition(":")[2]]
    try:
        second = subprocess.run(command, cwd=HOME, env=around, timeout=60, check=False, capture_output=True, text=True)
        assert second.returncode == 1
        assert "Cannot listen" in second.stderr
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(15)
