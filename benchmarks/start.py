"""Starting: `make run` a second time, until the first page comes, beside what importing the framework alone takes."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import httpx

from benchmarks.figures import median, ratio, say
from tests.running import free_port
from wtsocial.ops import serve

RUNS = 5
TARGET = 8.0
"""Times as long as the import of Reflex, which takes about six tenths of a second on a quiet core: five seconds."""


def _first_page(data_dir: Path) -> float:
    """Seconds from the command to the first page."""
    url = f"http://localhost:{(port := free_port())}"
    around = {name: value for name, value in serve.environment().items() if not name.startswith("WTSOCIAL_")}
    around |= {"WTSOCIAL_SITE_URL": url, "WTSOCIAL_DATA_DIR": str(data_dir)}
    command = [sys.executable, "-m", "wtsocial", "run", "--no-seed", "--port", str(port)]
    began = time.monotonic()
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(command, cwd=serve.HOME, env=around, stdout=quiet, stderr=quiet, start_new_session=True)
    try:
        while not _comes(url):
            if process.poll() is not None:
                raise RuntimeError("the site did not start")
            time.sleep(0.02)
        return time.monotonic() - began
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(30)


def _comes(url: str) -> bool:
    try:
        return httpx.get(f"{url}/all", timeout=30).status_code == 200
    except httpx.HTTPError:
        return False


def _reference() -> float:
    began = time.monotonic()
    subprocess.run([sys.executable, "-c", "import reflex.app"], check=True)
    return time.monotonic() - began


async def measure() -> bool:
    """Whether the target is held."""
    say("start", "`python -m wtsocial run`, a second time")
    serve.build()
    starts: list[float] = []
    references: list[float] = []
    with tempfile.TemporaryDirectory(prefix="wtsocial-start-") as folder:
        _first_page(Path(folder))  # the first time: it migrates
        for _ in range(RUNS):
            references.append(_reference())
            starts.append(_first_page(Path(folder)))
    say("until the first page, min / median / max", f"{min(starts):.1f} / {median(starts):.1f} / {max(starts):.1f} s", target="5 s, quiet")
    say("importing Reflex alone", f"{min(references):.1f} / {median(references):.1f} / {max(references):.1f} s")
    return ratio("start ÷ import of Reflex", median(starts) / median(references), TARGET)
