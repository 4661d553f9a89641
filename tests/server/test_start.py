"""The site starts from nothing, answers, and leaves nothing behind."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from tests.running import Server, answers, free_port, get, running
from tests.server.serving import ONE, Sites
from tests.stripe_server.deliveries import signature
from wtsocial.db.migrations import HOME
from wtsocial.ops.serve import BESIDE, environment


def test_a_started_site_answers_believes_no_webhook_without_a_secret_and_nothing_holds_its_loop(tmp_path: Path) -> None:
    with running(tmp_path / "data") as site:
        _believes_no_webhook(site, tmp_path / "data" / "wtsocial.db")
        answers = [get(f"{site.url}{path}", follow_redirects=True).status_code for path in ("/", "/all", "/nothing-here")]
        assert answers == [200, 200, 404]
        assert site.blocked() == []


def test_no_page_is_evaluated_when_a_worker_starts(sites: Sites) -> None:
    """The builder noted what a worker has to know; without the note each start takes four seconds more, and writes it."""
    server, _ = sites.site(ONE)
    [note] = (server.data_dir / "pages").glob("*/backend/stateful_pages.json")
    assert note.stat().st_mtime_ns == (BESIDE / note.name).stat().st_mtime_ns


def _believes_no_webhook(site: Server, file: Path) -> None:
    """Where no secret is configured, whatever it is signed with; what is missing is named to admins, not to strangers."""
    told = (
        b'{"id":"evt_1","object":"event","type":"charge.succeeded","created":1800000000,"data":{"object":{"id":"ch_1","object":"charge"}}}'
    )
    for secret in ("", "whsec_guessed"):
        headers = {"Stripe-Signature": signature(told, secret, int(time.time()))}
        assert httpx.post(f"{site.url}/webhooks/stripe", content=told, headers=headers, verify=False).status_code == 400
    donate = get(f"{site.url}/donate").text
    assert "Donations are not set up" in donate
    assert "WTSOCIAL_" not in donate
    with closing(sqlite3.connect(file)) as database:
        assert database.execute("SELECT count(*) FROM stripeevent").fetchone() == (0,)


def test_what_holds_the_loop_is_in_the_log(tmp_path: Path) -> None:
    # One millisecond is more than any start takes: the watch is awake in a running site.
    with running(tmp_path / "data", slow_loop_ms="1") as site:
        deadline = time.monotonic() + 10
        while not site.blocked() and time.monotonic() < deadline:
            get(site.url)
        assert site.blocked()


def test_ctrl_c_leaves_no_process_behind(tmp_path: Path) -> None:
    url = f"http://localhost:{(port := free_port())}"
    around = environment() | {"WTSOCIAL_SITE_URL": url, "WTSOCIAL_DATA_DIR": str(tmp_path / "data")}
    command = [sys.executable, "-m", "wtsocial", "run", "--no-seed", "--port", str(port)]
    process = subprocess.Popen(command, cwd=HOME, env=around, start_new_session=True)
    deadline = time.monotonic() + 60
    while not answers(url):
        assert time.monotonic() < deadline
        assert process.poll() is None
        time.sleep(0.1)
    assert get(f"{url}/ping").status_code == 200
    os.killpg(process.pid, signal.SIGINT)
    process.wait(15)
    with pytest.raises(ProcessLookupError):
        os.killpg(process.pid, 0)


def test_a_port_that_is_taken_is_refused(sites: Sites, tmp_path: Path) -> None:
    server, _ = sites.site(ONE)
    around = environment() | {"WTSOCIAL_SITE_URL": server.url, "WTSOCIAL_DATA_DIR": str(tmp_path / "other")}
    command = [sys.executable, "-m", "wtsocial", "run", "--no-seed", "--port", server.url.rpartition(":")[2]]
    second = subprocess.run(command, cwd=HOME, env=around, timeout=60, check=False, capture_output=True, text=True)
    assert second.returncode == 1
    assert "Cannot listen" in second.stderr
    assert get(f"{server.url}/ping").status_code == 200
