"""The database held by somebody else under an open page: what was typed stays, the page says so, and all goes on by itself."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import expect

from tests.browser.conftest import Arrange, Visit
from tests.browser.worlds import make_town
from tests.running import Server

AWAY = "The database of this site does not answer just now."
PATIENCE = 10_000


@contextmanager
def _held(site: Server) -> Iterator[None]:
    """Somebody writes, and does not end."""
    other = sqlite3.connect(site.data_dir / "wtsocial.db", isolation_level=None, timeout=10)
    other.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        other.execute("ROLLBACK")
        other.close()


def test_a_comment_is_answered_and_goes_through_when_it_is_sent_again(site: Server, visit: Visit, arrange: Arrange) -> None:
    town = arrange(make_town())
    dora = visit(town.dora).goes(f"/post/{town.post}")
    form = dora.page.get_by_role("form", name="Write a comment")
    with _held(site):
        form.get_by_role("textbox", name="Text").fill("Ice is back")
        dora.presses("Comment", within=form)
        expect(form).to_contain_text(AWAY, timeout=PATIENCE)
        expect(form).to_have_attribute("aria-busy", "false")
        expect(form.get_by_role("textbox", name="Text")).to_have_value("Ice is back")
    dora.presses("Comment", within=form)
    expect(dora.article("Comment by dora")).to_contain_text("Ice is back", timeout=PATIENCE)
    expect(dora.article("Comment by dora")).to_have_count(1)
    expect(form).not_to_contain_text(AWAY)


def test_a_form_for_posts_is_busy_no_more_and_keeps_what_was_typed(site: Server, visit: Visit, arrange: Arrange) -> None:
    town = arrange(make_town())
    dora = visit(town.dora).goes("/submit?subwiki=climate")
    dora.page.get_by_text("Discussion", exact=True).click()
    dora.fills(Headline="Half a headline", Text="Half a text")
    publish = dora.page.get_by_role("button", name="Publish")
    with _held(site):
        publish.click()
        expect(dora.page.get_by_role("alert").filter(has_text=AWAY).first).to_be_visible(timeout=PATIENCE)
        expect(publish).to_have_attribute("aria-busy", "false")
        expect(dora.page.get_by_role("textbox", name="Headline")).to_have_value("Half a headline")
        expect(dora.page.get_by_role("textbox", name="Text")).to_have_value("Half a text")
    publish.click()
    expect(dora.page.get_by_role("heading", name="Half a headline")).to_be_visible(timeout=PATIENCE)
