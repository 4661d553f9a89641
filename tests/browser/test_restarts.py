"""The server goes away under an open page and comes back: nothing is lost, and nothing is shown twice."""

import os
import re
import signal
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Arrange, Visit, look_at
from tests.browser.people import Person
from tests.browser.worlds import OLD, make_town
from tests.browser.writing import composer
from tests.factories import make_comment, make_post
from tests.running import Server, running
from tests.server.serving import FAST, empty
from wtsocial.core.settings import settings
from wtsocial.ops import serve

MEANWHILE = "Posted while the server was away"


class Restarting:
    """A site whose server can be ended and started again, at the same address and on the same data."""

    def __init__(self, stack: ExitStack, data_dir: Path) -> None:
        self._stack = stack
        self.now = stack.enter_context(running(data_dir, **FAST))

    def end(self, by: signal.Signals) -> None:
        """End every process of the server."""
        os.killpg(self.now.process.pid, by)
        self.now.process.wait(20)

    def begin(self) -> None:
        """Start it again, unless it is there."""
        if self.now.process.poll() is None:
            return
        port = urlsplit(self.now.url).port or 0
        self.now = self._stack.enter_context(running(self.now.data_dir, port=port, **FAST))


@pytest.fixture(scope="module")
def restarting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Restarting]:
    """A site of these tests' own."""
    serve.build()
    with ExitStack() as stack:
        yield Restarting(stack, tmp_path_factory.mktemp("restarting"))


@pytest.fixture
def site(restarting: Restarting, monkeypatch: pytest.MonkeyPatch) -> Server:
    """The site that people visit here, emptied."""
    restarting.begin()
    look_at(restarting.now, "", monkeypatch)
    empty(settings().sqlalchemy_url)
    return restarting.now


def _offline(person: Person) -> Locator:
    return person.page.get_by_role("status").filter(has_text="No connection.")


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL], ids=["stopped", "killed"])
def test_a_restart_under_open_pages_loses_nothing_and_shows_nothing_twice(
    how: signal.Signals, restarting: Restarting, visit: Visit, arrange: Arrange
) -> None:
    town = arrange(make_town())
    reader, writer = visit(town.ben).goes("/"), visit(town.dora).goes(f"/post/{town.post}")
    for person in (reader, writer):
        person.outages = True
        person.marks_the_page()
    expect(reader.article(OLD)).to_be_visible()
    composer(writer).fill("Half a thought")

    restarting.end(how)
    for person in (reader, writer):
        expect(_offline(person)).to_be_visible()
    arrange(make_post(town.cem, town.climate, headline=MEANWHILE))
    arrange(make_comment(town.cem, town.post, text="Said meanwhile."))
    composer(writer).press_sequentially(", and the other half")
    restarting.begin()

    for person in (reader, writer):
        expect(_offline(person)).to_have_count(0)
    reader.presses("1 new post")
    expect(reader.article(MEANWHILE)).to_have_count(1)
    expect(reader.article(OLD)).to_have_count(1)
    expect(reader.page.get_by_role("button", name=re.compile("new post"))).to_have_count(0)
    expect(writer.page.get_by_text("Said meanwhile.").and_(writer.page.locator(".thread *"))).to_have_count(1)
    expect(composer(writer)).to_have_value("Half a thought, and the other half")
    writer.presses("Comment", within=writer.page.get_by_role("form", name="Write a comment"))
    expect(writer.article("Comment by dora")).to_contain_text("Half a thought, and the other half")
    expect(writer.article("Comment by dora")).to_have_count(1)
    # What is said after the break arrives live, as before.
    expect(reader.article(OLD).get_by_role("link", name=re.compile("^Comments: ?2$"))).to_be_visible()
    for person in (reader, writer):
        person.is_on_the_same_page()


def test_what_is_typed_while_the_server_is_away_is_newer_than_its_draft(restarting: Restarting, visit: Visit, arrange: Arrange) -> None:
    town = arrange(make_town())
    dora, ben = visit(town.dora).goes("/submit"), visit(town.ben).goes(f"/post/{town.post}")
    for person in (dora, ben):
        person.outages = True
    text = dora.page.get_by_role("textbox", name="Text")
    text.fill("Half a text")
    expect(dora.page.get_by_text("Draft kept")).to_be_visible()
    composer(ben).fill("Half a thought")
    expect(ben.page.get_by_role("form", name="Write a comment").locator(".preview")).to_contain_text("Half a thought")

    restarting.end(signal.SIGTERM)
    for person in (dora, ben):
        expect(_offline(person)).to_be_visible()
    text.press_sequentially(", and a new paragraph")
    composer(ben).press_sequentially(", and the other half")
    restarting.begin()

    for person in (dora, ben):
        expect(_offline(person)).to_have_count(0)
    for _ in range(2):
        expect(text).to_have_value("Half a text, and a new paragraph")
        expect(dora.page.locator(".look")).to_contain_text("and a new paragraph")
        expect(composer(ben)).to_have_value("Half a thought, and the other half")
        dora.goes("/submit")
        ben.goes(f"/post/{town.post}")


def test_what_is_typed_while_the_server_is_away_survives_a_closed_tab_too(restarting: Restarting, visit: Visit, arrange: Arrange) -> None:
    town = arrange(make_town())
    dora = visit(town.dora).goes("/submit")
    dora.outages = True
    # The form has to have come.
    expect(dora.page.get_by_role("textbox", name="Headline")).to_be_enabled()
    restarting.end(signal.SIGTERM)
    expect(_offline(dora)).to_be_visible()
    dora.fills(Headline="Half a headline", Text="Half a text")
    dora.page.close()
    restarting.begin()
    dora.page = dora.context.new_page()
    dora.goes("/submit")
    expect(dora.page.get_by_role("textbox", name="Headline")).to_have_value("Half a headline")
    expect(dora.page.get_by_role("textbox", name="Text")).to_have_value("Half a text")
    expect(dora.page.get_by_text("Draft kept")).to_be_visible()
