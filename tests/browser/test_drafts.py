"""Drafts: what was typed is there again, and goes on where it was written last."""

from playwright.sync_api import expect

from tests.browser.conftest import Arrange, Visit
from tests.browser.worlds import make_town
from tests.browser.writing import composer


def test_what_was_typed_survives_a_closed_tab(visit: Visit, arrange: Arrange) -> None:
    town = arrange(make_town())
    dora = visit(town.dora).goes(f"/post/{town.post}")
    composer(dora).fill("Half a thought")
    expect(dora.page.get_by_role("form", name="Write a comment").locator(".preview")).to_contain_text("Half a thought")
    dora.page.close()
    dora.page = dora.context.new_page()
    dora.goes("/submit")
    dora.fills(Headline="Half a headline", Text="Half a text")
    expect(dora.page.get_by_text("Draft kept")).to_be_visible()
    dora.page.close()
    dora.page = dora.context.new_page()
    dora.goes(f"/post/{town.post}")
    expect(composer(dora)).to_have_value("Half a thought")
    dora.goes("/submit")
    expect(dora.page.get_by_text("Your draft was kept")).to_be_visible()
    expect(dora.page.get_by_role("textbox", name="Headline")).to_have_value("Half a headline")
    expect(dora.page.get_by_role("textbox", name="Text")).to_have_value("Half a text")


def test_a_draft_goes_on_where_it_was_written_last(visit: Visit, arrange: Arrange) -> None:
    town = arrange(make_town())
    desk, phone = visit(town.dora), visit(town.dora)
    for person, words in ((desk, "Half a thought"), (phone, "A whole thought")):
        person.goes(f"/post/{town.post}")
        composer(person).fill(words)
        expect(person.page.get_by_role("form", name="Write a comment").locator(".preview")).to_contain_text(words)
        person.goes("/submit").fills(Text=words)
        expect(person.page.get_by_text("Draft kept")).to_be_visible()
    desk.goes(f"/post/{town.post}")
    expect(composer(desk)).to_have_value("A whole thought")
    desk.goes("/submit")
    expect(desk.page.get_by_role("textbox", name="Text")).to_have_value("A whole thought")
