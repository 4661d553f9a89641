"""Editing together: what is merged by itself and what is settled, who is editing, wars that are held, and protection."""

import re

from playwright.sync_api import expect
from sqlmodel import update

from tests.browser.conftest import Arrange, Visit
from tests.browser.people import Person
from tests.browser.worlds import OLD, TEXT, Town, make_town
from wtsocial import db
from wtsocial.editing.actions import edits
from wtsocial.models import Dispute, now

BENS = TEXT.replace("The first line stays.", "Ben's first line.")
DORAS = TEXT.replace("The third line stays.", "Dora's third line.")
CLASHING = TEXT.replace("The first line stays.", "Dora's first line.")


def _edits(person: Person, post: int, text: str) -> Person:
    person.goes(f"/post/{post}/edit")
    expect(person.page.get_by_role("textbox", name="Text")).to_have_value(TEXT)
    person.fills(Text=text)
    return person


def test_what_two_change_in_different_places_is_merged_by_itself(visit: Visit, arrange: Arrange) -> None:
    town = arrange(make_town())
    reader = visit().goes(f"/post/{town.post}")
    ben, dora = _edits(visit(town.ben), town.post, BENS), _edits(visit(town.dora), town.post, DORAS)
    ben.presses("Save")
    expect(reader.article(OLD)).to_contain_text("Ben's first line.")
    dora.presses("Save")
    expect(dora.page.get_by_role("status").filter(has_text="together with a change that ben saved")).to_be_visible()
    expect(dora.page.get_by_role("textbox", name="Text")).to_have_value(re.compile("Ben's first line.*Dora's third line", re.DOTALL))
    for line in ("Ben's first line.", "The second line is to be edited.", "Dora's third line."):
        expect(reader.article(OLD)).to_contain_text(line)


def test_what_overlaps_is_settled_from_both_texts_and_the_base(visit: Visit, arrange: Arrange) -> None:
    town = arrange(make_town())
    ben, dora = _edits(visit(town.ben), town.post, BENS), _edits(visit(town.dora), town.post, CLASHING)
    ben.presses("Save")
    expect(ben.page).to_have_url(re.compile(r"/post/\d+$"))
    dora.presses("Save")
    clash = dora.alert("Somebody saved while you were writing")
    for name, text in (("What you both began from: revision 1", TEXT), ("What is saved now", BENS), ("What you wrote", CLASHING)):
        expect(clash.get_by_role("group", name=name)).to_have_text(text)
    field = dora.page.get_by_role("textbox", name="Text")
    expect(field).to_have_value(CLASHING)
    dora.presses("Take both into the field")
    expect(field).to_have_value(re.compile(r"⟦yours⟧ Dora's first line\. ⟦by ben⟧ Ben's first line\. ⟦⟧\n\nThe second line"))
    dora.page.reload()
    dora.sees_the_app()
    expect(field).to_have_value(re.compile("⟦yours⟧"))
    dora.fills(Text=TEXT.replace("The first line stays.", "Ben's and Dora's first line."))
    dora.presses("Save")
    expect(dora.article(OLD)).to_contain_text("Ben's and Dora's first line.")


def test_others_see_who_is_editing_until_the_tab_goes(visit: Visit, arrange: Arrange) -> None:
    town = arrange(make_town())
    reader = visit(town.cem).goes(f"/post/{town.post}")
    ben, dora = visit(town.ben).goes(f"/post/{town.post}/edit"), visit(town.dora).goes(f"/post/{town.post}/edit")
    ben.page.get_by_role("textbox", name="Text").focus()
    for person in (reader, dora):
        expect(person.page.get_by_text("ben is editing.")).to_be_visible()
    expect(ben.page.get_by_text("ben is editing.")).to_have_count(0)
    dora.page.get_by_role("textbox", name="Text").focus()
    expect(reader.page.get_by_text(re.compile("2 people are editing: ben, dora|2 people are editing: dora, ben"))).to_be_visible()
    dora.follows("Cancel")
    expect(reader.page.get_by_text("ben is editing.")).to_be_visible()
    ben.page.close()
    expect(reader.page.get_by_text("is editing")).to_have_count(0)


async def _war(town: Town, times: int) -> None:
    for base in range(1, times + 1):
        by, text = (town.ben, BENS) if base % 2 else (town.ana, TEXT)
        await edits.edit_text(by, post_id=town.post, text=text, based_on=base)


async def _end() -> None:
    async with db.transaction() as change:
        await change.session.exec(update(Dispute).values(ends_at=now()))


def test_three_reverts_are_held_and_a_vote_decides(visit: Visit, arrange: Arrange) -> None:
    town = arrange(make_town())
    arrange(_war(town, 3))
    cem, dora = visit(town.cem).goes(f"/post/{town.post}"), visit(town.dora).goes(f"/post/{town.post}")
    ana = visit(town.ana).goes(f"/post/{town.post}/history")
    ana.presses("Revert to revision 1")
    ana.fills(within=ana.dialog(), Reason="The gauge says so")
    ana.presses("Revert", within=ana.dialog())
    expect(ana.page.get_by_text("Done. It stands in the history.")).to_be_visible()

    for person in (cem, dora):
        expect(person.heading("An edit war, and a vote")).to_be_visible()
        expect(person.page.get_by_role("link", name="Edit", exact=True)).to_have_count(0)
    expect(cem.page.get_by_role("group", name="Version by ben")).to_have_text(BENS)
    expect(cem.page.get_by_role("group", name="Version by ana")).to_have_text(TEXT)
    cem.presses("Vote for version 2, by ben")
    expect(dora.page.get_by_text("1 vote", exact=True)).to_be_visible()
    dora.presses("Vote for version 2, by ben")
    expect(cem.page.get_by_text("2 votes", exact=True)).to_be_visible()
    ana.goes(f"/post/{town.post}")
    expect(ana.heading("An edit war, and a vote")).to_be_visible()
    expect(ana.page.get_by_role("button", name=re.compile("Vote for"))).to_have_count(0)

    arrange(_end())
    visit().goes(f"/post/{town.post}")
    for person in (ana, cem, dora):
        expect(person.heading("An edit war, and a vote")).to_have_count(0)
        expect(person.article(OLD)).to_contain_text("Ben's first line.")
    cem.goes("/log")
    expect(cem.page.get_by_role("main").get_by_text("Votes: 2:0")).to_be_visible()


def test_a_moderator_protects_a_post_in_front_of_everybody(visit: Visit, arrange: Arrange) -> None:
    town = arrange(make_town())
    ben, mo = visit(town.ben).goes(f"/post/{town.post}"), visit(town.mo).goes(f"/post/{town.post}")
    expect(ben.page.get_by_role("button", name="Protect", exact=True)).to_have_count(0)
    mo.presses("Protect")
    mo.dialog().get_by_label("Who may change it").select_option("trusted")
    mo.fills(within=mo.dialog(), Reason="Three new accounts at once")
    mo.presses("Apply", within=mo.dialog())
    expect(ben.article(OLD)).to_contain_text("Only trusted members may change it · until")
    ben.goes(f"/post/{town.post}")
    expect(ben.page.get_by_role("link", name="Edit", exact=True)).to_have_count(0)
    ben.goes("/log")
    expect(ben.page.get_by_role("main").get_by_text("Three new accounts at once")).to_be_visible()


def test_an_author_edits_a_comment_in_front_of_everybody(visit: Visit, arrange: Arrange) -> None:
    town = arrange(make_town())
    ben, reader = visit(town.ben).goes(f"/post/{town.post}"), visit().goes(f"/post/{town.post}")
    ben.fills(Text="I doubt it")
    ben.presses("Comment")
    comment = ben.article("Comment by ben")
    ben.presses("Edit", within=comment)
    expect(comment.get_by_role("textbox", name="Text")).to_have_value("I doubt it")
    ben.fills(within=comment, Text="I no longer doubt it")
    ben.presses("Save", within=comment)
    seen = reader.article("Comment by ben")
    expect(seen).to_contain_text("I no longer doubt it")
    expect(seen.get_by_role("link", name="edited", exact=True)).to_be_visible()
    expect(seen.get_by_role("button", name="Edit", exact=True)).to_have_count(0)


def test_what_is_typed_into_the_sheet_of_a_correction_outlives_the_tab(visit: Visit, arrange: Arrange) -> None:
    town = arrange(make_town())
    ben = visit(town.ben).goes(f"/post/{town.post}?correct=1")
    ben.fills(within=ben.dialog(), Headline="Sea ice low, not lowest", Note="Half-way through")
    ben.page.wait_for_timeout(1500)
    ben.page.close()
    ben.page = ben.context.new_page()
    ben.goes(f"/post/{town.post}?correct=1")
    expect(ben.dialog().get_by_role("textbox", name="Headline")).to_have_value("Sea ice low, not lowest")
    expect(ben.dialog().get_by_role("textbox", name="Note")).to_have_value("Half-way through")


def test_a_subwikis_page_has_a_history_with_differences_that_goes_back(visit: Visit, arrange: Arrange) -> None:
    town = arrange(make_town())
    dora = visit(town.dora).goes("/w/climate/about")
    dora.presses("Edit")
    dora.fills(Rules="Be loud.")
    dora.presses("Save")
    expect(dora.page.get_by_text("Saved. Thank you")).to_be_visible()
    ben = visit(town.ben).goes("/w/climate/history")
    ben.follows("What changed in revision 2")
    expect(ben.page.get_by_role("cell", name="Added: Be loud.")).to_be_visible()
    ben.follows("History")
    ben.presses("Undo revision 2")
    ben.fills(within=ben.dialog(), Reason="Not what we agreed on")
    ben.presses("Undo", within=ben.dialog())
    expect(ben.page.get_by_text("Not what we agreed on")).to_be_visible()
    dora.goes("/w/climate/about")
    expect(dora.page.get_by_role("main").get_by_text("Be loud.")).to_have_count(0)
