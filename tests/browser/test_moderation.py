"""A flag, a decision with its reason, and everybody concerned is told."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Arrange, Visit
from tests.browser.people import Person
from tests.browser.worlds import OLD, make_town
from tests.running import Server
from tests.server.serving import ONE, TWO

REASON = "It says what the report does not say."


def _flags(flagger: Person) -> None:
    flagger.presses("Flag")
    sheet = flagger.dialog()
    sheet.get_by_role("combobox", name="Reason").select_option("Fake news")
    flagger.fills(within=sheet, Note="See page four.")
    flagger.presses("Flag", within=sheet)
    expect(flagger.page.get_by_role("status").filter(has_text="A moderator decides, and you will be told.")).to_be_visible()


def _decides(moderator: Person, decision: str, note: str = "See page four.") -> None:
    waiting = moderator.article(OLD)
    expect(waiting).to_contain_text(note)
    moderator.presses("Decide", within=waiting)
    waiting.get_by_role("radio", name=decision).check()
    moderator.fills(within=waiting, Reason=REASON)
    moderator.presses("Decide", within=waiting)
    expect(moderator.page.get_by_role("status").filter(has_text="Decided.")).to_be_visible()


@pytest.mark.parametrize("site", [ONE, TWO], indirect=True, ids=["one", "two"])
def test_a_flagged_post_is_hidden_with_a_reason_and_all_are_told(site: Server, visit: Visit, arrange: Arrange) -> None:
    town = arrange(make_town())
    author, in_the_feed, reader = visit(town.ana).goes("/subwikis"), visit(town.ben).goes("/"), visit().goes("/")
    flagger, moderator = visit(town.cem).goes(f"/post/{town.post}"), visit(town.mo).goes("/moderation")
    expect(moderator.heading("Nothing waits for a decision")).to_be_visible()
    for watching in (in_the_feed, reader):
        expect(watching.article(OLD)).to_be_visible()
        watching.marks_the_page()

    _flags(flagger)
    moderator.presses("The queue changed: show it")
    _decides(moderator, "Hide")

    for watching in (in_the_feed, reader):
        expect(watching.article(OLD)).to_have_count(0)
        watching.is_on_the_same_page()
    for told, words in ((author, "A moderator hid what you posted"), (flagger, "A moderator agreed and hid it")):
        expect(told.bell(1)).to_be_visible()
        told.bell(1).click()
        expect(told.page.get_by_role("listitem").filter(has_text=words)).to_contain_text(REASON)
        expect(told.bell(0)).to_be_visible()
    reader.goes("/log")
    expect(reader.page.get_by_role("listitem").filter(has_text=REASON)).to_contain_text("mo")
    reader.goes(f"/post/{town.post}")
    expect(reader.heading("There is nothing at this address")).to_be_visible()


def test_a_flag_is_withdrawn_and_ones_own_say_what_became_of_each(visit: Visit, arrange: Arrange) -> None:
    town = arrange(make_town())
    flagger = visit(town.cem).goes(f"/post/{town.post}")
    _flags(flagger)
    flagger.presses("Flagged")
    expect(flagger.page.get_by_role("status").filter(has_text="Your flag is withdrawn.")).to_be_visible()
    flagger.presses("Flag")
    sheet = flagger.dialog()
    reason = sheet.get_by_role("combobox", name="Reason")
    reason.select_option("Misleading headline")
    sheet.get_by_role("link", name="Correct headline").click()
    expect(flagger.page.get_by_role("dialog", name="Correct headline")).to_be_visible()
    expect(flagger.page.get_by_role("dialog")).to_have_count(1)
    flagger.presses("Cancel", within=sheet)
    flagger.presses("Flag")
    reason.select_option("Against the law")
    sheet.get_by_role("textbox", name="Which law").fill("Something of 1984")
    reason.select_option("Something else")
    expect(sheet.get_by_role("textbox", name="Which law")).to_be_hidden()
    flagger.presses("Flag", within=sheet)
    expect(flagger.alert("Please fill this in.")).to_be_visible()
    flagger.fills(within=sheet, Note="Look at it.")
    flagger.presses("Flag", within=sheet)
    expect(flagger.page.get_by_role("button", name="Flagged")).to_be_visible()

    _decides(visit(town.mo).goes("/moderation"), "Dismiss", note="Look at it.")
    flagger.goes("/settings").follows("My flags")
    expect(flagger.heading("My flags")).to_be_visible()
    mine = flagger.page.get_by_role("main").get_by_role("listitem")
    expect(mine).to_have_count(2)
    expect(mine.first).to_contain_text("Left as it is")
    expect(mine.first).to_contain_text(REASON)
    expect(mine.last).to_contain_text("Withdrawn")


def test_a_dismissed_flag_leaves_the_post_and_tells_who_flagged(visit: Visit, arrange: Arrange) -> None:
    town = arrange(make_town())
    in_the_feed, author = visit(town.ben).goes("/"), visit(town.ana).goes("/subwikis")
    flagger, moderator = visit(town.cem).goes(f"/post/{town.post}"), visit(town.mo)
    _flags(flagger)
    _decides(moderator.goes("/moderation"), "Dismiss")
    expect(flagger.bell(1)).to_be_visible()
    expect(author.bell(0)).to_be_visible()
    expect(in_the_feed.article(OLD)).to_be_visible()


def test_nobody_but_a_moderator_sees_the_queue(visit: Visit, arrange: Arrange) -> None:
    town = arrange(make_town())
    for person, words in ((visit(town.ben), "You may not do this."), (visit(), "Please log in to do this.")):
        person.page.goto(f"{person.site}/moderation")
        expect(person.alert(words)).to_be_visible()
        expect(person.page.get_by_role("article")).to_have_count(0)
