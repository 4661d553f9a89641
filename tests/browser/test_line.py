"""A dead line is said, and the newest is on top: what a page says of itself when the network goes, and when somebody comes back to it."""

from collections.abc import Callable

from playwright.sync_api import Locator, WebSocketRoute, expect

from tests.browser.conftest import Arrange, Visit
from tests.browser.people import Person
from tests.browser.worlds import OLD, make_town
from tests.factories import make_post

WITHIN = 10_000
"""Milliseconds in which a dead line has to be said."""

CONTROLLED = """new Promise((done) => {
  const { serviceWorker } = navigator;
  if (serviceWorker.controller) done(true);
  else serviceWorker.addEventListener("controllerchange", () => done(true));
})"""
"""Resolved when the script beside the pages has the page that is shown without a line."""


def _said(person: Person, words: str) -> Locator:
    return person.page.get_by_role("status").filter(has_text=words)


def _silence(person: Person) -> Callable[[], None]:
    """Have all that goes either way on this person's socket lost, as on a line that hangs, once the answer is called."""
    silent: list[bool] = []

    def between(page: WebSocketRoute) -> None:
        if silent:
            return
        server = page.connect_to_server()
        page.on_message(lambda said: None if silent else server.send(said))
        server.on_message(lambda said: None if silent else page.send(said))

    person.page.route_web_socket("**/_event/**", between)
    return lambda: silent.append(True)


def test_a_lost_network_is_said_at_once_and_again_on_the_next_page(visit: Visit, arrange: Arrange) -> None:
    ben = visit(arrange(make_town()).ben).goes("/all")
    ben.outages = True
    ben.follows("Subwikis", within=ben.page.get_by_role("navigation", name="Main").first)
    expect(ben.heading("Subwikis")).to_be_visible()
    ben.context.set_offline(True)
    expect(_said(ben, "No connection.")).to_be_visible(timeout=3_000)
    ben.page.go_back()
    expect(_said(ben, "what you type stays in this browser")).to_be_visible()
    ben.context.set_offline(False)
    expect(_said(ben, "No connection.")).to_have_count(0)


def test_a_line_that_hangs_is_said_within_ten_seconds_of_a_press(visit: Visit, arrange: Arrange) -> None:
    town = arrange(make_town())
    ben = visit(town.ben)
    hang = _silence(ben)
    ben.goes(f"/post/{town.post}")
    ben.outages = True
    composer = ben.page.get_by_role("form", name="Write a comment")
    hang()
    composer.get_by_role("textbox", name="Text").fill("Does anybody hear me?")
    expect(_said(ben, "The server does not answer.")).to_be_visible(timeout=WITHIN)
    expect(composer.get_by_role("textbox", name="Text")).to_have_value("Does anybody hear me?")


def test_ones_own_post_stands_on_top_of_the_feed_after_it_was_published(visit: Visit, arrange: Arrange) -> None:
    town = arrange(make_town())
    ben = visit(town.ben).goes("/")
    elsewhere = visit(town.ben).goes("/")
    expect(ben.article(OLD)).to_be_visible()
    ben.follows("Post", within=ben.page.get_by_role("banner"))
    ben.page.get_by_text("Discussion", exact=True).click()
    ben.page.get_by_role("combobox", name="Subwiki").select_option(index=1)
    ben.fills(Headline="Just published", Text="By me.")
    ben.presses("Publish")
    expect(ben.heading("Just published")).to_be_visible()
    for _ in range(2):
        ben.follows("Your feed", within=ben.page.get_by_role("navigation", name="Main").first)
        expect(ben.page.get_by_role("article").first).to_contain_text("Just published")
        ben.follows("Subwikis", within=ben.page.get_by_role("navigation", name="Main").first)
        expect(ben.heading("Subwikis")).to_be_visible()
    ben.goes("/")
    expect(ben.page.get_by_role("article").first).to_contain_text("Just published")
    # In another tab of the same person, too, nothing of theirs waits behind a button.
    expect(elsewhere.page.get_by_role("article").first).to_contain_text("Just published")


def test_pressing_the_feed_on_the_feed_shows_what_is_new_and_going_back_what_was_there(visit: Visit, arrange: Arrange) -> None:
    town = arrange(make_town())
    ben = visit(town.ben).goes("/").sees_the_app()
    ben.marks_the_page()
    ben.article(OLD).get_by_role("link", name=OLD).click()
    # Of its own page: in the list there is a heading of this name, too.
    expect(ben.page.get_by_role("heading", level=1, name=OLD)).to_be_visible()
    arrange(make_post(town.cem, town.climate, headline="Posted meanwhile"))
    ben.page.go_back()
    expect(ben.page.get_by_role("button", name="1 new post")).to_be_visible()
    expect(ben.article("Posted meanwhile")).to_have_count(0)
    ben.follows("Your feed", within=ben.page.get_by_role("navigation", name="Main").first)
    expect(ben.page.get_by_role("article").first).to_contain_text("Posted meanwhile")
    ben.is_on_the_same_page()


def test_without_the_site_a_browser_shows_the_sites_own_words(visit: Visit, arrange: Arrange) -> None:
    ben = visit(arrange(make_town()).ben).goes("/all")
    ben.outages = True
    ben.page.evaluate(CONTROLLED)
    ben.context.set_offline(True)
    ben.page.goto(f"{ben.site}/log")
    expect(ben.heading("No connection")).to_be_visible()
    expect(ben.page.get_by_role("link", name="Try again")).to_be_visible()
    ben.context.set_offline(False)
    ben.follows("Try again")
    expect(ben.heading("The log")).to_be_visible()


def test_what_cannot_come_is_said_in_place_of_its_shapes(visit: Visit, arrange: Arrange) -> None:
    town = arrange(make_town())
    ben = visit(town.ben).goes("/all")
    ben.outages = True
    ben.article(OLD).get_by_role("heading").get_by_role("link").click()
    expect(ben.page.get_by_role("heading", level=1, name=OLD)).to_be_visible()
    ben.follows("Subwikis", within=ben.page.get_by_role("navigation", name="Main").first)
    expect(ben.heading("Subwikis")).to_be_visible()
    other = arrange(make_post(town.ana, town.climate, headline="Never seen"))
    ben.context.set_offline(True)
    ben.page.evaluate(f"history.pushState(null, '', '/post/{other}'); dispatchEvent(new PopStateEvent('popstate'))")
    expect(ben.page.locator(".empty").get_by_role("heading", name="No connection")).to_be_visible()
    ben.context.set_offline(False)
    expect(ben.page.get_by_role("heading", level=1, name="Never seen")).to_be_visible()
