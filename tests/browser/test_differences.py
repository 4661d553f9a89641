"""A difference is read in one column or side by side, as the reader likes."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import Arrange, Visit
from tests.browser.worlds import TEXT, make_town


def test_a_reader_chooses_between_one_column_and_two_and_the_choice_is_kept(visit: Visit, arrange: Arrange) -> None:
    town = arrange(make_town())
    editor = visit(town.ben).goes(f"/post/{town.post}/edit")
    editor.fills(Text=TEXT.replace("is to be edited", "was edited"))
    editor.presses("Save")
    expect(editor.page).to_have_url(re.compile(f"/post/{town.post}$"))

    reader = visit(viewport={"width": 1280, "height": 900}).goes(f"/post/{town.post}/diff/1/2")
    columns = reader.page.get_by_role("table", name="Text")
    changed = columns.get_by_role("row").filter(has_text="second")
    expect(columns.get_by_role("columnheader")).to_have_text(["Before", "After"])
    expect(changed.get_by_role("cell").first).to_have_text("The second line Removed: is to be edited.")
    expect(changed.get_by_role("cell").last).to_have_text("The second line Added: was edited.")

    reader.page.get_by_text("One column").click()
    expect(columns).to_have_count(0)
    expect(reader.page.get_by_role("insertion")).to_have_text("Added: was")
    expect(reader.page.get_by_role("deletion")).to_have_text("Removed: is to be")
    reader.page.reload()
    expect(reader.page.get_by_role("radio", name="One column")).to_be_checked()
    expect(columns).to_have_count(0)


def test_on_a_phone_a_difference_is_one_column_at_first(visit: Visit, arrange: Arrange) -> None:
    town = arrange(make_town())
    editor = visit(town.ben).goes(f"/post/{town.post}/edit")
    editor.fills(Text="ראש העיר בא!")
    editor.presses("Save")
    expect(editor.page).to_have_url(re.compile(f"/post/{town.post}$"))

    reader = visit(viewport={"width": 390, "height": 844}).goes(f"/post/{town.post}/diff/1/2")
    columns = reader.page.get_by_role("table", name="Text")
    expect(reader.page.get_by_role("insertion")).to_have_text("Added: ראש העיר בא!")
    expect(columns).to_have_count(0)
    reader.page.get_by_text("Side by side").click()
    written = columns.get_by_role("cell").filter(has_text="ראש העיר בא!")
    expect(written).to_have_css("direction", "rtl")
    assert reader.page.evaluate("document.documentElement.scrollWidth") <= 390
