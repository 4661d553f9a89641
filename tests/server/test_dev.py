"""Hot reload in a checkout of its own: what is saved is seen, the site stays up meanwhile and through mistakes, and is alone there."""

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.running import answers, free_port, get
from wtsocial.ops import serve

PATIENCE = 240
"""Seconds after which something counts as missing, on a machine that is busy with other things."""


@dataclass
class Checkout:
    """A copy of this one, with its site running by `make dev`'s command."""

    home: Path
    url: str
    around: dict[str, str]
    log: Path
    process: subprocess.Popen[bytes]

    def said(self) -> str:
        """What stands on the terminal."""
        return self.log.read_text(errors="replace")

    def shown(self, path: str) -> str:
        """A page as it comes. Raises when it does not."""
        return get(f"{self.url}{path}", follow_redirects=True).raise_for_status().text

    def until(self, holds: Callable[[], bool]) -> float:
        """Seconds until something held; the site answered all the time."""
        began = time.monotonic()
        while not holds():
            assert self.process.poll() is None, self.said()
            assert time.monotonic() - began < PATIENCE, self.said()[-2000:]
            assert get(f"{self.url}/ping").status_code == 200
            time.sleep(0.2)
        return time.monotonic() - began

    def serves(self, words: str) -> bool:
        """Whether a script of the pages that it serves has these words."""
        scripts = (self.home / ".data" / "pages").glob("[!.]*/build/client/assets/*.js")
        # Copies come and go meanwhile.
        with suppress(FileNotFoundError):
            return any(words in script.read_text() for script in scripts)
        return False

    def serving(self) -> int:
        """The process that serves."""
        return get(f"{self.url}/_develop").json()["serving"]

    def compiled(self) -> dict[str, str]:
        """What the pages were compiled to, by its place."""
        web = self.home / ".web"
        found = [*web.glob("app/**/*.jsx"), *web.glob("app_components/**/*.jsx"), *web.glob("utils/*.jsx")]
        return {str(path.relative_to(web)): path.read_text() for path in found}

    def rewrite(self, name: str, old: str, new: str) -> None:
        """Save a file with something else in it."""
        file = self.home / name
        text = file.read_text()
        assert text.count(old) >= 1
        file.write_text(text.replace(old, new))


def _copy(home: Path) -> None:
    for name in ("wtsocial", "assets", "alembic", "reflex.lock"):
        shutil.copytree(serve.HOME / name, home / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("rxconfig.py", "alembic.ini", "requirements.txt"):
        shutil.copy2(serve.HOME / name, home / name)
    shutil.copytree(serve.HOME / ".web", home / ".web", ignore=shutil.ignore_patterns("node_modules"), symlinks=True)
    (home / ".web" / "node_modules").symlink_to(serve.HOME / ".web" / "node_modules")


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Checkout]:
    """One for all tests here: they leave it as it was."""
    serve.build()
    home = tmp_path_factory.mktemp("checkout")
    _copy(home)
    url = f"http://localhost:{(port := free_port())}"
    around = {name: value for name, value in serve.environment().items() if not name.startswith("WTSOCIAL_")}
    around |= {"WTSOCIAL_SITE_URL": url, "WTSOCIAL_DATA_DIR": str(home / ".data"), "PYTHONPATH": str(home)}
    migrated = [sys.executable, "-m", "wtsocial", "migrate"]
    subprocess.run(migrated, cwd=home, env=around, check=True, capture_output=True)
    subprocess.run([sys.executable, "-c", ADMIN], cwd=home, env=around, check=True)
    log = home / "terminal"
    command = [sys.executable, "-m", "wtsocial.ops.dev", "--port", str(port)]
    with log.open("wb") as told:
        process = subprocess.Popen(command, cwd=home, env=around, stdout=told, stderr=told, start_new_session=True)
    made = Checkout(home, url, around, log, process)
    deadline = time.monotonic() + PATIENCE
    while not answers(url):
        assert process.poll() is None, made.said()
        assert time.monotonic() < deadline, made.said()
        time.sleep(0.2)
    yield made
    process.terminate()
    process.wait(60)
    with pytest.raises(ProcessLookupError):
        os.killpg(process.pid, 0)


ADMIN = """
import asyncio
from wtsocial import db
from wtsocial.models import Member
async def make():
    async with db.transaction() as change:
        change.session.add(Member(name="ana", skeleton="ana", email="a@example.org", email_key="a@example.org", password_hash="-"))
    await db.close()
asyncio.run(make())
"""
"""Somebody is there: an empty database would get the demonstration world, which takes its time."""


def test_an_edit_of_what_runs_on_the_server_is_seen(checkout: Checkout) -> None:
    def policy() -> str:
        return get(f"{checkout.url}/all").headers["content-security-policy"]

    assert "frame-ancestors 'none'" in policy()
    checkout.rewrite("wtsocial/endpoints/guards.py", '"frame-ancestors": "\'none\'"', '"frame-ancestors": "\'self\'"')
    checkout.until(lambda: "frame-ancestors 'self'" in policy())


def test_an_edit_of_a_text_is_seen_without_compiling_the_pages(checkout: Checkout) -> None:
    compiled = (checkout.home / ".web/app/root.jsx").stat().st_mtime_ns
    checkout.rewrite("wtsocial/i18n/en.json", '"nav.log": "The log"', '"nav.log": "Zebra crossing"')
    checkout.until(lambda: "Zebra crossing" in checkout.shown("/all") and checkout.serves("Zebra crossing"))
    assert (checkout.home / ".web/app/root.jsx").stat().st_mtime_ns == compiled


def test_an_edit_of_a_page_is_seen_and_that_page_alone_is_compiled(checkout: Checkout) -> None:
    page, whole = "wtsocial/pages/changes/page.py", checkout.compiled()
    checkout.rewrite(page, "rx.el.h1(", 'rx.el.h1("Pelican crossing", ')
    checkout.until(lambda: checkout.serves("Pelican crossing"))
    compiled = checkout.compiled()
    assert [place for place in whole if compiled[place] != whole[place] and "changes" not in place] == []
    checkout.rewrite(page, '"Pelican crossing", ', "")
    checkout.until(lambda: checkout.compiled() == whole)


def test_a_syntax_error_is_told_with_its_place_on_the_pages_too_and_the_site_goes_on(checkout: Checkout) -> None:
    name, serving = "wtsocial/posts/votes.py", checkout.serving()
    checkout.rewrite(name, "async def upvote(", "async def upvote((")
    checkout.until(lambda: "wtsocial/posts/votes.py:" in checkout.said() and "wtsocial/posts/votes.py:" in checkout.shown("/all"))
    assert "The site goes on as it was" in checkout.said()
    page = checkout.shown("/all")
    assert '<div id="readable"' in page
    assert re.search(r'<pre id="mistakes" role="alert" [^>]*"(?! hidden)>The site goes on as it was:\n', page)
    checkout.rewrite(name, "async def upvote((", "async def upvote(")
    checkout.until(lambda: checkout.serving() != serving)
    assert "votes.py" not in checkout.shown("/all")


def test_a_page_that_cannot_be_built_is_told_on_the_pages(checkout: Checkout) -> None:
    name, serving = "wtsocial/pages/changes/page.py", checkout.serving()
    checkout.rewrite(name, "rx.el.h1(", "rx.el.no_such_thing(")
    checkout.until(lambda: "no_such_thing" in checkout.shown("/all"))
    assert checkout.serving() == serving
    checkout.rewrite(name, "rx.el.no_such_thing(", "rx.el.h1(")
    checkout.until(lambda: checkout.serving() != serving)
    assert "no_such_thing" not in checkout.shown("/all")


def test_a_second_program_on_its_data_folder_is_refused_in_one_sentence(checkout: Checkout) -> None:
    for module in (["wtsocial", "run", "--no-seed"], ["wtsocial.ops.dev"]):
        command = [sys.executable, "-m", *module, "--port", str(free_port())]
        second = subprocess.run(
            command, cwd=checkout.home, env=checkout.around, capture_output=True, text=True, timeout=PATIENCE, check=False
        )
        assert second.returncode == 1
        [told] = (second.stdout + second.stderr).strip().splitlines()
        assert f"(process {checkout.process.pid})" in told
