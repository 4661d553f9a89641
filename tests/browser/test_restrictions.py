"""A member is reported and restricted, a discussion is locked, and cases are decided by keyboard alone."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import Arrange, Visit
from tests.browser.worlds import OLD, make_town
from tests.factories import make_post
from wtsocial.moderation.flags import flag

INSULTS = "Insults, again and again."
DONE = "It stands in the log, and the member was told."


def test_a_member_is_reported_and_limited_and_the_limit_is_lifted(visit: Visit, arrange: Arrange) -> None:
    town = arrange(make_town())
    arrange(flag(town.cem, subject_kind="post", subject_id=town.post, reason="harassment", note="See page four."))
    moderator = visit(town.mo).goes("/moderation")
    moderator.article(OLD).get_by_role("link", name="ana").first.click()
    expect(moderator.heading("Record of ana")).to_be_visible()

    moderator.presses("Restrict in a subwiki")
    sheet = moderator.dialog()
    moderator.presses("Restrict in a subwiki", within=sheet)
    expect(sheet.get_by_text("Please fill this in.").first).to_be_visible()
    sheet.get_by_role("combobox", name="Subwiki").select_option("Climate")
    sheet.get_by_role("combobox", name="What is taken").select_option("They cannot post or comment there")
    sheet.get_by_role("combobox", name="For how long").select_option("7 days")
    sheet.get_by_role("combobox", name="Rule").select_option("Be kind to people. Argue with what they say.")
    moderator.fills(within=sheet, Reason=INSULTS)
    moderator.presses("Restrict in a subwiki", within=sheet)
    expect(moderator.page.get_by_role("status").filter(has_text=DONE)).to_be_visible()
    record = moderator.page.get_by_role("region", name="Record of ana")
    expect(record).to_contain_text("Cannot post or comment")
    expect(record.get_by_role("listitem").filter(has_text="member limited")).to_contain_text(INSULTS)

    limited = visit(town.ana).goes(f"/post/{town.post}")
    said = limited.page.get_by_role("status").filter(has_text="You can post and comment here again on")
    expect(said).to_be_visible()
    expect(limited.page.get_by_role("button", name="Comment", exact=True)).to_have_count(0)
    limited.goes("/submit")
    limited.page.get_by_text("Discussion", exact=True).click()
    limited.fills(Headline="And yet", Text="It moves")
    limited.page.get_by_role("combobox", name="Subwiki").select_option("Climate")
    limited.presses("Publish")
    expect(limited.alert("You can post and comment here again on")).to_be_visible()
    expect(limited.page.get_by_role("textbox", name="Headline")).to_have_value("And yet")
    limited.goes("/u/ana")
    expect(limited.page.get_by_role("region", name="My record")).to_contain_text(INSULTS)
    reader = visit().goes("/log")
    expect(reader.page.get_by_role("listitem").filter(has_text=INSULTS)).to_contain_text(re.compile("until"))

    record.get_by_role("button", name="Lift").click()
    moderator.fills(within=moderator.dialog(), Reason="They were sorry.")
    moderator.presses("Lift", within=moderator.dialog())
    expect(record.get_by_text("Cannot post or comment")).to_have_count(0)
    limited.goes(f"/post/{town.post}")
    expect(limited.page.get_by_role("button", name="Comment", exact=True)).to_be_visible()


def test_a_discussion_is_locked_and_unlocked_under_the_eyes_of_who_reads_it(visit: Visit, arrange: Arrange) -> None:
    town = arrange(make_town())
    reader, moderator = visit(town.cem).goes(f"/post/{town.post}"), visit(town.mo).goes(f"/post/{town.post}")
    compose = reader.page.get_by_role("form", name="Write a comment")
    expect(compose).to_be_visible()
    reader.marks_the_page()
    for label, reason in (("Lock discussion", "It went round in circles."), ("Unlock discussion", "Everybody has calmed down.")):
        moderator.page.get_by_role("button", name=label).click()
        if label == "Lock discussion":
            moderator.dialog().get_by_label("Rule", exact=True).select_option("site:people")
        moderator.fills(within=moderator.dialog(), Reason=reason)
        moderator.presses(label, within=moderator.dialog())
        note = reader.page.get_by_role("status").filter(has_text="Locked by moderators")
        if label == "Lock discussion":
            expect(note).to_contain_text(reason)
            expect(compose).to_have_count(0)
        else:
            expect(note).to_have_count(0)
            expect(compose).to_be_visible()
    reader.is_on_the_same_page()


def test_cases_are_decided_by_keyboard_alone_and_the_focus_stays_on_the_next_one(visit: Visit, arrange: Arrange) -> None:
    town = arrange(make_town())
    headlines = [OLD, "The second case", "The third case"]
    posts = [town.post, *(arrange(make_post(town.dora, town.climate, headline=headline)) for headline in headlines[1:])]
    for post in posts:
        arrange(flag(town.cem, subject_kind="post", subject_id=post, reason="fake"))
    moderator = visit(town.mo).goes("/moderation")
    page = moderator.page
    moderator.page.get_by_role("button", name="By keyboard, from the first case").press("Enter")
    expect(moderator.article(OLD)).to_be_focused()
    page.keyboard.press("j")
    expect(moderator.article("The second case")).to_be_focused()
    page.keyboard.press("k")
    page.keyboard.press("o")
    expect(moderator.article(OLD).get_by_role("radio", name="No action")).to_be_visible()
    expect(moderator.article(OLD)).to_be_focused()
    page.keyboard.press("d")
    expect(moderator.article(OLD).get_by_role("textbox", name="Reason")).to_be_focused()
    page.keyboard.type("jd: it is a quotation")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("status").filter(has_text="Decided.")).to_be_visible()
    expect(moderator.article(OLD)).to_have_count(0)
    expect(moderator.article("The second case")).to_be_focused()
    page.keyboard.press("o")
    expect(moderator.article("The second case").get_by_role("radio", name="No action")).to_be_visible()
    page.keyboard.press("Escape")
    expect(moderator.article("The second case").get_by_role("radio")).to_have_count(0)
    expect(moderator.article("The second case")).to_be_focused()
