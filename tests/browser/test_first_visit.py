"""The first visit: register, be greeted, choose, post, and be read by others at once."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.articles import HEADLINE, HOST, LINK, SUMMARY
from tests.browser.conftest import Arrange, Visit
from tests.browser.mails import confirms
from tests.browser.people import Person
from tests.browser.worlds import OLD, make_town
from tests.factories import make_post, make_subwiki
from tests.running import Server
from tests.server.serving import ONE, TWO


@pytest.mark.parametrize(("site", "readers"), [(ONE, 1), (TWO, 3)], indirect=["site"], ids=["one", "two"])
def test_a_newcomer_registers_chooses_and_posts_and_others_see_it_at_once(
    site: Server, readers: int, visit: Visit, arrange: Arrange
) -> None:
    town = arrange(make_town())
    # A source that somebody posted from before: what is from another one, a newcomer's post waits for.
    elsewhere = arrange(make_subwiki("bridges"))
    arrange(make_post(town.ana, elsewhere, kind="news", headline="An older bridge", link=f"http://{HOST}/older", host=HOST))
    watching = [visit(town.ana).goes("/") for _ in range(readers)]
    for reader in watching:
        expect(reader.article(OLD)).to_be_visible()
        reader.marks_the_page()
    newcomer = visit()
    _registers(newcomer)
    _confirms(newcomer, site.data_dir / "outbox")
    _chooses(newcomer)
    _posts(newcomer)
    for reader in watching:
        expect(reader.article(HEADLINE)).to_have_count(0)
        reader.presses("1 new post")
        expect(reader.article(HEADLINE)).to_be_visible()
        expect(reader.page.get_by_role("feed").get_by_role("article").first).to_have_accessible_name(HEADLINE)
        expect(reader.page.get_by_role("button", name=re.compile("new post"))).to_have_count(0)
    # The feed goes on: what is said of the new post reaches it, and nothing of the old goes.
    newcomer.fills(Text="I cycled across it today.")
    newcomer.presses("Comment")
    for reader in watching:
        expect(reader.article(HEADLINE).get_by_role("link", name=re.compile("^Comments: ?1$"))).to_be_visible()
        expect(reader.article(OLD)).to_be_visible()
        reader.is_on_the_same_page()


def _registers(newcomer: Person) -> None:
    newcomer.goes("/")
    newcomer.follows("Join", within=newcomer.page.get_by_role("banner"))
    newcomer.fills(Username="nadia", E_mail="nadia@example.org", Password="seven-wet-umbrellas")
    expect(newcomer.page.get_by_text("nadia is free.")).to_be_visible()
    newcomer.presses("Join")
    expect(newcomer.alert("agree")).to_be_visible()
    newcomer.page.get_by_role("checkbox", name="I agree to the rules.").check()
    newcomer.presses("Join")
    expect(newcomer.heading("Look into your mail")).to_be_visible()
    expect(newcomer.page.get_by_text("We wrote to nadia@example.org.", exact=True)).to_be_visible()


def _confirms(newcomer: Person, outbox: Path) -> None:
    confirms(newcomer, "nadia@example.org", outbox)
    expect(newcomer.heading("Make your own choices about what content you are served")).to_be_visible()


def _chooses(newcomer: Person) -> None:
    page = newcomer.page
    climate = page.get_by_role("checkbox", name=re.compile("^Climate"))
    expect(climate).to_be_visible()
    expect(page.get_by_role("checkbox", checked=True)).to_have_count(0)
    climate.check()
    newcomer.presses("Save")
    expect(page.get_by_role("status").get_by_text("Your choices are saved.")).to_be_visible()
    newcomer.follows("To your feed", within=page.get_by_role("main"))
    expect(newcomer.article(OLD)).to_be_visible()


def _posts(newcomer: Person) -> None:
    newcomer.follows("Post", within=newcomer.page.get_by_role("banner"))
    newcomer.fills(Link=LINK)
    newcomer.page.get_by_role("textbox", name="Link").blur()
    expect(newcomer.page.get_by_role("textbox", name="Headline")).to_have_value(HEADLINE)
    found = newcomer.page.get_by_role("status").filter(has_text=SUMMARY)
    expect(found).to_contain_text("The Paper")
    expect(found.locator("img[src^='/pictures/']")).to_be_visible()
    newcomer.page.get_by_role("combobox", name="Subwiki").select_option("Climate")
    newcomer.presses("Publish")
    expect(newcomer.page.get_by_role("heading", level=1, name=HEADLINE)).to_be_visible()
    expect(newcomer.page.get_by_role("link", name=HOST)).to_have_attribute("href", LINK)
