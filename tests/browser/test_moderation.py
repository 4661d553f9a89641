"""A flag, a decision with its reason, and everybody concerned is told."""

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Arrange, Visit
from tests.browser.people import Person
from tests.browser.worlds import OLD, make_moderator, make_rules, make_town
from tests.factories import make_comment, make_post
from tests.running import Server
from tests.server.serving import ONE, TWO

COVER = "Flagged by members, not yet decided: show"
MODERATED = "Covered by a moderator: show"
REASON = "It says what the report does not say."


def _flags(flagger: Person, reason: str = "Fake news", *, within: Locator | None = None) -> None:
    flagger.presses("Flag", within=within)
    sheet = flagger.dialog()
    sheet.get_by_role("combobox", name="Reason").select_option(reason)
    flagger.fills(within=sheet, Note="See page four.")
    flagger.presses("Flag", within=sheet)
    expect(flagger.page.get_by_role("status").filter(has_text="A moderator decides, and you will be told.")).to_be_visible()


def _decides(moderator: Person, decision: str, note: str = "See page four.") -> None:
    waiting = moderator.article(OLD)
    moderator.presses("Decide", within=waiting)
    expect(waiting).to_contain_text(note)
    waiting.get_by_role("radio", name=decision).check()
    if decision != "No action":
        waiting.get_by_role("combobox", name="Rule").select_option("A headline says what its source says.")
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
    _decides(moderator, "Remove it")

    for watching in (in_the_feed, reader):
        expect(watching.article(OLD)).to_have_count(0)
        watching.is_on_the_same_page()
    for told, words in ((author, "A moderator hid what you posted"), (flagger, "A moderator agreed and acted on it")):
        expect(told.bell(1)).to_be_visible()
        told.bell(1).click()
        notice = told.page.get_by_role("listitem").filter(has_text=words)
        expect(notice).to_contain_text(REASON)
        expect(told.bell(0)).to_be_visible()
    reader.goes("/log")
    expect(reader.page.get_by_role("listitem").filter(has_text=REASON)).to_contain_text("mo")
    reader.goes(f"/post/{town.post}")
    expect(reader.heading("There is nothing at this address")).to_be_visible()


@pytest.mark.parametrize("site", [ONE, TWO], indirect=True, ids=["one", "two"])
def test_what_members_flag_is_covered_live_until_a_moderator_decides(site: Server, visit: Visit, arrange: Arrange) -> None:
    town = arrange(make_town())
    arrange(make_comment(town.ben, town.post, text="She lives at 1 Elm Street."))
    in_the_feed, reader = visit().goes("/"), visit(town.dora).goes(f"/post/{town.post}")
    plain = visit(java_script_enabled=False)
    for watching in (in_the_feed, reader):
        expect(watching.article(OLD)).to_be_visible()
        watching.marks_the_page()

    flagger = visit(town.cem).goes(f"/post/{town.post}")
    _flags(flagger, "Somebody's private data", within=flagger.article(OLD))
    for watching in (in_the_feed, reader):
        expect(watching.article(COVER)).to_be_visible()
        expect(watching.page.get_by_role("heading", name=OLD)).to_be_hidden()
        watching.article(COVER).locator("summary").click()
        expect(watching.page.get_by_role("heading", name=OLD)).to_be_visible()
        watching.is_on_the_same_page()
    plain.page.goto(f"{plain.site}/post/{town.post}")
    expect(plain.page.get_by_text(COVER).first).to_be_visible()
    expect(plain.page.get_by_text(OLD)).to_be_hidden()

    _flags(flagger, "Somebody's private data", within=flagger.page.get_by_role("article", name="Comment by ben"))
    comment = reader.page.get_by_role("article", name="Comment by ben")
    expect(comment.get_by_text("1 Elm Street")).to_be_hidden()
    comment.get_by_text(COVER).click()
    expect(comment.get_by_text("1 Elm Street")).to_be_visible()

    _decides(visit(town.mo).goes("/moderation"), "No action")
    for watching in (in_the_feed, reader):
        expect(watching.article(OLD)).to_be_visible()
        watching.is_on_the_same_page()
    in_the_feed.goes("/log")
    covered = in_the_feed.page.get_by_role("listitem").filter(has_text="Private data")
    expect(covered).to_have_count(2)
    covered.first.get_by_role("link", name="The rule").click()
    expect(in_the_feed.heading("Flags cover; moderators decide.")).to_be_visible()


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

    _decides(visit(town.mo).goes("/moderation"), "No action", note="Look at it.")
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
    _decides(moderator.goes("/moderation"), "No action")
    expect(flagger.bell(1)).to_be_visible()
    expect(author.bell(0)).to_be_visible()
    expect(in_the_feed.article(OLD)).to_be_visible()


def test_a_case_that_somebody_has_open_is_theirs_and_the_other_sees_what_becomes_of_it(visit: Visit, arrange: Arrange) -> None:
    town = arrange(make_town())
    mo, mia = visit(town.mo).goes("/moderation"), visit(arrange(make_moderator("mia", town.climate)))
    _flags(visit(town.cem).goes(f"/post/{town.post}"))
    expect(mo.page.get_by_role("link", name="Moderation 1")).to_be_visible()
    mo.presses("The queue changed: show it")
    mia.goes("/moderation")
    mo.presses("Decide", within=mo.article(OLD))
    expect(mo.article(OLD)).to_contain_text("It is yours until")
    waiting = mia.article(OLD)
    expect(waiting.get_by_role("status").filter(has_text="mo has it open.")).to_be_visible()
    expect(waiting.get_by_role("button", name="Decide")).to_be_disabled()

    mo.fills(within=mo.article(OLD), **{"A note for other moderators": "I wrote to the author."})
    mo.presses("Add note", within=mo.article(OLD))
    expect(mo.article(OLD).get_by_role("listitem").filter(has_text="I wrote to the author.")).to_be_visible()
    mo.presses("Put it back", within=mo.article(OLD))
    mia.presses("Decide", within=waiting)
    expect(waiting.get_by_role("listitem").filter(has_text="I wrote to the author.")).to_be_visible()
    expect(mo.article(OLD).get_by_role("status").filter(has_text="mia has it open.")).to_be_visible()
    waiting.get_by_role("radio", name="No action").check()
    mia.fills(within=waiting, Reason=REASON)
    mia.page.keyboard.press("Tab")
    mia.page.keyboard.press("Enter")
    expect(mo.article(OLD).get_by_role("status").filter(has_text="mia has just decided on this.")).to_be_visible()
    expect(mo.page.get_by_role("link", name="Moderation", exact=True)).to_be_visible()


def test_a_decision_has_a_statement_by_a_rule_is_undone_and_others_are_decided_alike(visit: Visit, arrange: Arrange) -> None:
    town = arrange(make_town())
    arrange(make_rules(town.ana, town.climate, "Be kind.\n\n- No adverts\n- No spam"))
    twin = arrange(make_post(town.ana, town.climate, headline="Buy more ice", text="Cheap ice."))
    for post in (town.post, twin):
        flagger = visit(town.cem).goes(f"/post/{post}")
        _flags(flagger)
    author, moderator = visit(town.ana).goes("/"), visit(town.mo).goes("/moderation")
    waiting = moderator.article(OLD)
    moderator.presses("Decide", within=waiting)
    waiting.get_by_role("radio", name="Cover it").check()
    moderator.fills(within=waiting, Reason=REASON)
    moderator.presses("Decide", within=waiting)
    expect(moderator.alert("Please fill this in.")).to_be_visible()
    waiting.get_by_role("combobox", name="Rule").select_option("No adverts")
    waiting.get_by_role("checkbox", name="Buy more ice").check()
    moderator.presses("Decide", within=waiting)
    expect(moderator.page.get_by_role("status").filter(has_text="2 decided.")).to_be_visible()
    expect(moderator.heading("Nothing waits for a decision")).to_be_visible()

    expect(author.page.get_by_role("article", name=MODERATED)).to_have_count(2)
    author.bell(2).click()
    author.page.get_by_role("listitem").filter(has_text="A moderator covered").first.get_by_role("link").first.click()
    expect(author.heading("Statement of reasons")).to_be_visible()
    main = author.page.get_by_role("main")
    expect(main).to_contain_text(REASON)
    expect(main.get_by_role("button", name="Undo this decision")).to_have_count(0)
    main.get_by_role("link", name="No adverts").click()
    expect(author.page.locator("#rule-2")).to_have_text("No adverts")

    covered = moderator.goes("/log").page.get_by_role("listitem").filter(has_text=REASON)
    covered.first.get_by_role("link", name="Statement of reasons").click()
    moderator.presses("Undo this decision")
    sheet = moderator.dialog()
    moderator.fills(within=sheet, Reason="I was mistaken.")
    moderator.presses("Undo this decision", within=sheet)
    expect(moderator.page.get_by_role("main")).to_contain_text("This decision was undone.")
    author.goes("/")
    expect(author.page.get_by_role("article", name=MODERATED)).to_have_count(1)


def test_nobody_but_a_moderator_sees_the_queue(visit: Visit, arrange: Arrange) -> None:
    town = arrange(make_town())
    for person, words in ((visit(town.ben), "You may not do this."), (visit(), "Please log in to do this.")):
        person.page.goto(f"{person.site}/moderation")
        expect(person.alert(words)).to_be_visible()
        expect(person.page.get_by_role("article")).to_have_count(0)
