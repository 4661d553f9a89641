"""However the line dies, and whenever: the page says so within some seconds, and goes on by itself when the line is back."""

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.bad_lines import Line, Way, line
from tests.browser.conftest import Arrange, Visit, look_at
from tests.browser.people import Person
from tests.browser.worlds import OLD, Town, make_town
from tests.running import Server, running
from tests.server.serving import FAST, empty
from wtsocial.core.settings import settings
from wtsocial.ops import serve

WITHIN = 10_000
"""Milliseconds in which a dead line has to be said."""
BACK = 30_000
"""Milliseconds in which a page finds a line that is good again: an attempt that hangs is given up after twelve seconds."""
STALE = 10.0
"""Seconds without a word after which a page asks the server, when somebody is there."""

DEAD = [way for way in Way if way not in {Way.GOOD, Way.MUTE}]


@pytest.fixture(scope="module")
def wire() -> Iterator[Line]:
    """What is between the browsers and the site."""
    with line() as made:
        yield made


@pytest.fixture(scope="module")
def behind(wire: Line, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A site at the other end."""
    serve.build()
    with running(tmp_path_factory.mktemp("site") / "data", site_url=wire.url, **FAST) as server:
        wire.behind = int(server.url.rpartition(":")[2])
        yield replace(server, url=wire.url)


@pytest.fixture
def site(behind: Server, wire: Line, monkeypatch: pytest.MonkeyPatch) -> Server:
    """The site, emptied, and the line good."""
    wire.goes(Way.GOOD)
    look_at(behind, "", monkeypatch)
    empty(settings().sqlalchemy_url)
    return behind


@pytest.fixture
def town(site: Server, arrange: Arrange) -> Town:  # it is made there
    """A world."""
    return arrange(make_town())


def _said(person: Person) -> Locator:
    return person.page.get_by_role("status").filter(has_text="No connection.")


def _comments(person: Person, text: str) -> None:
    form = person.page.get_by_role("form", name="Write a comment")
    form.get_by_role("textbox", name="Text").fill(text)
    person.presses("Comment", within=form)
    expect(person.article("Comment by dora")).to_contain_text(text)


@pytest.mark.parametrize("way", DEAD, ids=lambda way: way.name.lower())
def test_a_line_that_dies_under_somebody_is_said_and_mends_by_itself(way: Way, wire: Line, town: Town, visit: Visit) -> None:
    dora = visit(town.dora).goes(f"/post/{town.post}")
    dora.outages = True
    dora.marks_the_page()
    wire.goes(way)
    dora.page.get_by_role("form", name="Write a comment").get_by_role("textbox", name="Text").fill("Half a thought")
    expect(_said(dora)).to_be_visible(timeout=WITHIN)
    wire.goes(Way.GOOD)
    expect(_said(dora)).to_have_count(0, timeout=BACK)
    _comments(dora, "Half a thought, and the other half")
    dora.is_on_the_same_page()


@pytest.mark.parametrize("way", DEAD, ids=lambda way: way.name.lower())
def test_a_line_that_dies_before_the_page_was_given_its_state_is_said(way: Way, wire: Line, town: Town, visit: Visit) -> None:
    wire.goes(Way.MUTE)
    dora = visit(town.dora)
    dora.outages = True
    # With its scripts: a page that lacks one when the line dies is the browser's.
    dora.page.goto(f"{dora.site}/post/{town.post}", wait_until="networkidle")
    wire.goes(way)
    expect(_said(dora)).to_be_visible(timeout=WITHIN)
    wire.goes(Way.GOOD)
    expect(_said(dora)).to_have_count(0, timeout=BACK)
    dora.sees_the_app()
    _comments(dora, "Here at last")


def test_a_line_that_is_open_and_mute_from_the_beginning_is_said(wire: Line, town: Town, visit: Visit) -> None:
    wire.goes(Way.MUTE)
    ben = visit(town.ben)
    ben.outages = True
    ben.page.goto(f"{ben.site}/")
    expect(_said(ben)).to_be_visible(timeout=WITHIN)
    wire.goes(Way.GOOD)
    expect(_said(ben)).to_have_count(0, timeout=BACK)
    expect(ben.article(OLD)).to_be_visible()


def test_whoever_only_reads_is_told_of_a_line_that_fell_silent_when_they_move(wire: Line, town: Town, visit: Visit) -> None:
    ben = visit(town.ben).goes("/")
    ben.outages = True
    expect(ben.article(OLD)).to_be_visible()
    wire.goes(Way.SILENT)
    deadline = time.monotonic() + STALE + WITHIN / 1000
    while not _said(ben).is_visible():
        assert time.monotonic() < deadline
        ben.page.mouse.move(300 + time.monotonic() % 100, 300)
        ben.page.wait_for_timeout(200)
    wire.goes(Way.GOOD)
    expect(_said(ben)).to_have_count(0, timeout=BACK)


def test_a_page_that_a_download_does_not_leave_keeps_its_line(wire: Line, town: Town, visit: Visit, tmp_path: Path) -> None:
    dora, ben = visit(town.dora).goes(f"/post/{town.post}"), visit(town.ben).goes(f"/post/{town.post}")
    assert wire.way is Way.GOOD
    ben.marks_the_page()
    # As a link to a file does: the page is told that it is left, and stays.
    with ben.page.expect_download() as downloading:
        ben.page.evaluate("location.assign('/books.csv')")
    downloading.value.save_as(tmp_path / "books.csv")
    _comments(dora, "Does ben hear of it?")
    expect(ben.article("Comment by dora")).to_contain_text("Does ben hear of it?")
    ben.is_on_the_same_page()
