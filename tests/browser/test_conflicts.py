"""Two people edit one text at once."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import Arrange, Visit
from tests.browser.worlds import OLD, TEXT, make_town

BENS = TEXT.replace("The first line stays.", "Ben's first line.")
DORAS = TEXT.replace("The first line stays.", "Dora's first line.")
BOTH = TEXT.replace("The first line stays.", "Ben's first line. Dora's first line.")


def test_who_saves_second_sees_both_texts_and_settles_them_and_nothing_is_lost(visit: Visit, arrange: Arrange) -> None:
    town = arrange(make_town())
    ben, dora = (visit(member).goes(f"/post/{town.post}") for member in (town.ben, town.dora))
    for person, text in ((ben, BENS), (dora, DORAS)):
        person.follows("Edit")
        expect(person.page.get_by_role("textbox", name="Text")).to_have_value(TEXT)
        person.fills(Text=text)

    ben.presses("Save")
    expect(ben.article(OLD)).to_contain_text("Ben's first line.")
    dora.presses("Save")

    clash = dora.alert("Somebody saved while you were writing")
    expect(clash).to_contain_text("ben saved first")
    expect(clash.get_by_role("group", name="What is saved now")).to_have_text(BENS)
    expect(clash.get_by_role("group", name="What you wrote")).to_have_text(DORAS)
    expect(dora.page.get_by_role("textbox", name="Text")).to_have_value(DORAS)
    expect(dora.page).to_have_url(re.compile("/edit$"))

    dora.fills(Text=BOTH)
    dora.presses("Save")
    expect(dora.page).to_have_url(re.compile(r"/post/\d+$"))
    for line in ("Ben's first line.", "Dora's first line.", "The third line stays."):
        expect(dora.article(OLD)).to_contain_text(line)
    dora.goes(f"/post/{town.post}/history")
    expect(dora.page.get_by_role("link", name=re.compile("What changed in revision"))).to_have_count(2)
    expect(dora.page.get_by_role("main").get_by_role("link", name="ben", exact=True)).to_be_visible()
    expect(dora.page.get_by_role("main").get_by_role("link", name="dora", exact=True)).to_be_visible()


def test_an_edit_that_nobody_crossed_is_simply_saved(visit: Visit, arrange: Arrange) -> None:
    town = arrange(make_town())
    dora, reader = visit(town.dora).goes(f"/post/{town.post}/edit"), visit().goes(f"/post/{town.post}")
    dora.fills(Text=DORAS)
    expect(dora.page.locator(".look")).to_contain_text("Dora's first line.")
    dora.presses("Save")
    expect(dora.page).to_have_url(re.compile(r"/post/\d+$"))
    expect(reader.article(OLD)).to_contain_text("Dora's first line.")
