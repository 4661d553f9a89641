"""A headline is corrected in front of every reader, and nothing of it is lost."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import Arrange, Visit
from tests.browser.people import Person
from tests.browser.worlds import OLD, make_town

NEW = "Sea ice at its third-lowest since records began"


def _corrects(person: Person, headline: str) -> None:
    person.presses("Correct headline")
    sheet = person.dialog()
    person.fills(within=sheet, Headline=headline)
    person.presses("Correct headline", within=sheet)
    expect(person.alert("Please fill this in.")).to_be_visible()
    sheet.get_by_role("combobox", name="Reason").select_option("Exaggerated")
    person.fills(within=sheet, Source="https://ice.example/2026")
    person.presses("Correct headline", within=sheet)


def test_a_correction_changes_every_open_feed_and_page_and_the_original_stays_one_tap_away(visit: Visit, arrange: Arrange) -> None:
    town = arrange(make_town())
    in_the_feed, on_the_page = visit(town.ben).goes("/"), visit().goes(f"/post/{town.post}")
    author, corrector = visit(town.ana).goes("/subwikis"), visit(town.dora).goes(f"/post/{town.post}")
    expect(in_the_feed.article(OLD)).to_be_visible()
    for reader in (in_the_feed, on_the_page):
        reader.marks_the_page()

    _corrects(corrector, NEW)

    expect(corrector.dialog()).to_have_count(0)
    expect(author.bell(1)).to_be_visible()
    for reader in (corrector, in_the_feed, on_the_page):
        post = reader.article(NEW)
        expect(post.get_by_text("Corrected", exact=True)).to_be_visible()
        expect(post.get_by_role("link", name="source")).to_have_attribute("href", "https://ice.example/2026")
        expect(post.locator("del").get_by_text(OLD)).to_be_visible()
    expect(in_the_feed.article(OLD)).to_have_count(0)
    for reader in (in_the_feed, on_the_page):
        reader.is_on_the_same_page()


def test_the_history_and_the_difference_show_both_headlines(visit: Visit, arrange: Arrange) -> None:
    town = arrange(make_town())
    corrector = visit(town.dora).goes(f"/post/{town.post}")
    _corrects(corrector, NEW)
    expect(corrector.heading(NEW)).to_be_visible()
    corrector.follows("History")
    page = corrector.page
    expect(page).to_have_url(re.compile("/history$"))
    for headline in (OLD, NEW):
        expect(page.get_by_role("listitem").filter(has_text=headline)).to_have_count(1)
    page.get_by_role("link", name="What changed in revision 2").click()
    expect(page).to_have_url(re.compile("/diff/1/2$"))
    expect(page.get_by_role("insertion")).to_have_text("Added: third-")
    expect(page.get_by_role("deletion")).to_have_count(0)


def test_two_corrections_on_one_base_meet_in_the_sheet(visit: Visit, arrange: Arrange) -> None:
    town = arrange(make_town())
    first, second = visit(town.ben).goes(f"/post/{town.post}"), visit(town.dora).goes(f"/post/{town.post}")
    second.presses("Correct headline")
    second.fills(within=second.dialog(), Headline="Sea ice was low", Source="https://ice.example/")
    second.dialog().get_by_role("combobox", name="Reason").select_option("Exaggerated")
    _corrects(first, NEW)
    expect(second.article(NEW)).to_be_attached()
    second.presses("Correct headline", within=second.dialog())
    clash = second.alert("Somebody saved while you were writing")
    expect(clash.get_by_role("group", name="What is saved now")).to_have_text(NEW)
    expect(clash.get_by_role("group", name="What you wrote")).to_have_text("Sea ice was low")
    expect(second.dialog().get_by_role("textbox", name="Headline", exact=True)).to_have_value("Sea ice was low")
    second.presses("Correct headline", within=second.dialog())
    expect(first.heading("Sea ice was low")).to_be_visible()
