"""A second program on one data folder: it has to be refused, and the first has to go on."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import httpx

from benchmarks.outages.site import STARTING
from tests.running import free_port
from wtsocial.ops.serve import HOME, environment


def _start(data_dir: Path) -> tuple[subprocess.Popen[str], str]:
    url = f"http://localhost:{(port := free_port())}"
    around = {name: value for name, value in environment().items() if not name.startswith("WTSOCIAL_")}
    around |= {"WTSOCIAL_SITE_URL": url, "WTSOCIAL_DATA_DIR": str(data_dir)}
    command = [sys.executable, "-m", "wtsocial", "run", "--no-seed", "--port", str(port)]
    told = subprocess.PIPE
    return subprocess.Popen(command, cwd=HOME, env=around, stdout=told, stderr=subprocess.STDOUT, text=True, start_new_session=True), url


def _answers(url: str) -> bool:
    try:
        return httpx.get(f"{url}/ping", timeout=5).status_code == 200
    except httpx.HTTPError:
        return False


def second_program(data_dir: Path) -> str:
    """What became of it; begins with WRONG when it was not refused in one sentence."""
    first, url = _start(data_dir)
    try:
        deadline = time.monotonic() + STARTING
        while not _answers(url) and time.monotonic() < deadline:
            time.sleep(0.2)
        began = time.monotonic()
        second, _ = _start(data_dir)
        try:
            said = second.communicate(timeout=STARTING)[0].strip()
        except subprocess.TimeoutExpired:
            os.killpg(second.pid, signal.SIGKILL)
            return "WRONG: it started"
        refused = second.returncode == 1 and len(said.splitlines()) == 1 and f"process {first.pid}" in said
        if not (refused and _answers(url)):
            return f"WRONG: {said}"
        return f"refused in one sentence after {time.monotonic() - began:.1f} s, and the first goes on"
    finally:
        os.killpg(first.pid, signal.SIGKILL)
        first.wait()
