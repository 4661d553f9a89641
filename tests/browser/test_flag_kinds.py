"""Flags of members, subwikis and revisions: from the page where they stand to the decision, and who decides on each."""

from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Arrange, Visit
from tests.browser.people import Person
from tests.browser.worlds import OLD, Town, make_town
from wtsocial.editing.actions.corrections import correct_headline

WHY = "It pretends to be the mayor."
PEOPLE, SPAM = "Be kind to people. Argue with what they say.", "No advertising and no spam."
NAMES = "Be yourself, or be nobody, but do not be somebody else."
INSULT = "Sea ice gone, vermin cheer"


def _flags(flagger: Person, reason: str, *, title: str, button: str = "Flag") -> Locator:
    """Flag it, and what says that it is flagged now."""
    flagger.presses(button)
    sheet = flagger.page.get_by_role("dialog", name=title)
    sheet.get_by_role("combobox", name="Reason").select_option(reason)
    flagger.fills(within=sheet, Note="See page four.")
    flagger.presses("Flag", within=sheet)
    expect(flagger.page.get_by_role("status").filter(has_text="you will be told.")).to_be_visible()
    return flagger.page.get_by_role("button", name="Flagged")


def _decides(person: Person, waiting: Locator, decision: str, rule: str = "") -> None:
    person.presses("Decide", within=waiting)
    expect(waiting).to_contain_text("See page four.")
    waiting.get_by_role("radio", name=decision).check()
    if rule:
        waiting.get_by_role("combobox", name="Rule").select_option(rule)
    person.fills(within=waiting, Reason=WHY)
    person.presses("Decide", within=waiting)
    expect(person.page.get_by_role("status").filter(has_text="Decided.")).to_be_visible()


async def _insulted(town: Town) -> None:
    """Cem corrected the headline into an insult, and ana corrected that."""
    about: dict[str, Any] = {"post_id": town.post, "source": "https://ice.example/1"}
    await correct_headline(town.cem, **about, headline=INSULT, reason="exaggerated", based_on=1)
    await correct_headline(town.ana, **about, headline="Sea ice at its lowest", reason="mismatch", based_on=2)


def test_a_member_is_flagged_from_their_profile_and_an_admin_decides(visit: Visit, arrange: Arrange) -> None:
    town = arrange(make_town())
    flagger, admin = visit(town.cem).goes("/u/ana"), visit(town.root).goes("/moderation")
    expect(admin.heading("Nothing waits for a decision")).to_be_visible()
    flagged = _flags(flagger, "Somebody pretends to be somebody else", title="Flag ana")
    expect(flagged).to_be_visible()
    flagger.goes("/u/ana")
    flagged.click()
    expect(flagger.page.get_by_role("status").filter(has_text="Your flag is withdrawn.")).to_be_visible()
    _flags(flagger, "Somebody pretends to be somebody else", title="Flag ana")

    admin.presses("The queue changed: show it")
    waiting = admin.article("ana")
    expect(waiting).to_contain_text("for admins")
    expect(waiting.get_by_role("link", name="ana").last).to_have_attribute("href", "/u/ana")
    admin.presses("Decide", within=waiting)
    expect(waiting.get_by_role("radio")).to_have_count(3)
    admin.presses("Put it back", within=waiting)
    _decides(admin, waiting, "Warn this member", NAMES)
    told = visit(town.ana).goes("/inbox").page.get_by_role("listitem").filter(has_text="An admin warns you about your account.")
    expect(told).to_contain_text(WHY)
    flagger.goes("/settings/flags")
    mine = flagger.page.get_by_role("main").get_by_role("listitem").first
    for words in ("Upheld", "An account:", "ana", WHY):
        expect(mine).to_contain_text(words)
    mine.get_by_role("link", name="In the log").click()
    expect(flagger.heading("Statement of reasons")).to_be_visible()
    log = visit().goes("/log").page.get_by_role("main")
    expect(log).to_contain_text(WHY)
    expect(log.get_by_role("link", name="cem", exact=True)).to_have_count(0)


def test_a_flagged_member_is_suspended_from_the_case(visit: Visit, arrange: Arrange) -> None:
    town = arrange(make_town())
    _flags(visit(town.cem).goes("/u/ana"), "Harassment", title="Flag ana")
    admin = visit(town.root).goes("/moderation")
    waiting = admin.article("ana")
    admin.presses("Decide", within=waiting)
    waiting.get_by_role("radio", name="Suspend this member").check()
    admin.fills(within=waiting, Reason=WHY)
    admin.presses("Decide", within=waiting)
    expect(admin.alert("Please fill this in.")).to_be_visible()
    waiting.get_by_role("combobox", name="Rule").select_option(PEOPLE)
    admin.presses("Decide", within=waiting)
    expect(admin.heading("Nothing waits for a decision")).to_be_visible()
    expect(visit().goes("/u/ana").page.get_by_role("main")).to_contain_text("Suspended")


@pytest.mark.parametrize("place", ["/w/climate", "/w/climate/about"])
def test_a_subwiki_is_flagged_on_its_page_and_its_moderators_are_not_those_who_decide(place: str, visit: Visit, arrange: Arrange) -> None:
    town = arrange(make_town())
    expect(visit().goes(place).page.get_by_role("button", name="Flag")).to_have_count(0)
    expect(_flags(visit(town.cem).goes(place), "Spam", title="Flag this subwiki")).to_be_visible()
    moderator = visit(town.mo).goes("/moderation")
    expect(moderator.heading("Nothing waits for a decision")).to_be_visible()
    admin = visit(town.root).goes("/moderation")
    waiting = admin.article("Climate")
    expect(waiting).to_contain_text("What the weather becomes.")
    _decides(admin, waiting, "Warn its moderators", SPAM)
    expect(moderator.bell(1)).to_be_visible()
    moderator.goes("/inbox")
    expect(moderator.page.get_by_role("listitem").filter(has_text="An admin warns those who moderate Climate.")).to_contain_text(WHY)


def test_a_revision_is_flagged_in_the_history_hidden_and_restored(visit: Visit, arrange: Arrange) -> None:
    town = arrange(make_town())
    arrange(_insulted(town))
    history = f"/post/{town.post}/history"
    writer = visit(town.cem).goes(history)
    expect(writer.page.get_by_role("button", name="Flag revision 2")).to_have_count(0)
    flagger = visit(town.ben).goes(history)
    expect(_flags(flagger, "Hate speech", title="Flag revision 2", button="Flag revision 2")).to_be_visible()
    moderator = visit(town.mo).goes("/moderation")
    waiting = moderator.article("Revision 2 by cem of: Sea ice at its lowest")
    moderator.presses("Decide", within=waiting)
    expect(waiting).to_contain_text("What this revision changed")
    moderator.presses("Put it back", within=waiting)
    _decides(moderator, waiting, "Hide this revision", PEOPLE)
    expect(flagger.page.get_by_text("This revision was hidden by a moderator.")).to_be_visible()
    expect(flagger.page.get_by_text(INSULT)).to_have_count(0)

    moderator.goes(history).presses("Restore revision 2")
    sheet = moderator.page.get_by_role("dialog", name="Restore revision 2")
    expect(sheet.get_by_role("combobox")).to_have_count(0)
    moderator.fills(within=sheet, Reason="It is a quotation.")
    moderator.presses("Restore", within=sheet)
    expect(flagger.page.get_by_text(INSULT)).to_be_visible()
    expect(moderator.page.get_by_role("button", name="Hide revision 3")).to_have_count(0)


def test_a_post_is_hidden_where_it_stands_by_a_rule(visit: Visit, arrange: Arrange) -> None:
    town = arrange(make_town())
    moderator = visit(town.mo).goes(f"/post/{town.post}")
    moderator.presses("Hide")
    sheet = moderator.page.get_by_role("dialog", name="Hide this post")
    moderator.fills(within=sheet, Reason=WHY)
    moderator.presses("Hide", within=sheet)
    expect(moderator.alert("Please fill this in.")).to_be_visible()
    expect(sheet.get_by_role("textbox", name="Reason")).to_have_value(WHY)
    sheet.get_by_role("combobox", name="Rule").select_option(SPAM)
    moderator.presses("Hide", within=sheet)
    expect(moderator.page.get_by_role("status").filter(has_text="It stands in the log.")).to_be_visible()
    expect(visit().goes("/").article(OLD)).to_have_count(0)
