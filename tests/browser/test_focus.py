"""Where the keyboard is: at the heading of a page that somebody came to, and beside what was taken away under it."""

from playwright.sync_api import expect

from tests.browser.conftest import Arrange, Visit
from tests.browser.worlds import OLD, make_town
from tests.factories import make_post
from wtsocial.moderation.flags import flag


def test_a_page_that_is_come_to_begins_at_its_heading(visit: Visit, arrange: Arrange) -> None:
    town = arrange(make_town())
    ben = visit(town.ben).goes("/")
    expect(ben.page.locator("body")).to_be_focused()
    side = ben.page.get_by_role("navigation", name="Main").first
    for link, heading in (("Subwikis", "Subwikis"), ("The log", "The log"), ("Everything", "Everything")):
        ben.follows(link, within=side)
        expect(ben.page.get_by_role("heading", level=1, name=heading)).to_be_focused()
    ben.article(OLD).get_by_role("heading").get_by_role("link").press("Enter")
    expect(ben.page.get_by_role("heading", level=1, name=OLD)).to_be_focused()
    ben.page.go_back()
    expect(ben.page.get_by_role("heading", level=1, name="Everything")).to_be_focused()


def test_whoever_shows_new_posts_stands_at_the_first_of_them(visit: Visit, arrange: Arrange) -> None:
    town = arrange(make_town())
    ben, ana = visit(town.ben).goes("/all"), visit(town.ana).goes("/submit?subwiki=climate")
    ana.page.get_by_text("Discussion", exact=True).click()
    ana.fills(Headline="Something new", Text="It is.")
    ana.presses("Publish")
    ben.page.get_by_role("button", name="1 new post", exact=True).press("Enter")
    expect(ben.article("Something new")).to_be_visible()
    expect(ben.article("Something new")).to_be_focused()


def test_who_decides_goes_on_with_the_case_and_then_with_what_is_left(visit: Visit, arrange: Arrange) -> None:
    town = arrange(make_town())
    other = arrange(make_post(town.ben, town.climate, headline="Another one"))
    for post in (town.post, other):
        arrange(flag(town.cem, subject_kind="post", subject_id=post, reason="spam", note=""))
    mo = visit(town.mo).goes("/moderation")
    mo.article(OLD).get_by_role("button", name="Decide").press("Enter")
    # With what is to be read first, before the form.
    expect(mo.article(OLD).get_by_text("It is yours until")).to_be_focused()
    mo.article(OLD).get_by_role("radio").first.check()
    mo.article(OLD).get_by_role("textbox", name="Reason").fill("It is fine.")
    mo.article(OLD).get_by_role("button", name="Decide").press("Enter")
    expect(mo.article(OLD)).to_have_count(0)
    expect(mo.page.locator("body")).not_to_be_focused()
    expect(mo.article("Another one")).to_be_focused()


def test_who_saved_an_edit_is_thanked_at_the_post_which_says_who_wrote_it(visit: Visit, arrange: Arrange) -> None:
    town = arrange(make_town())
    ben = visit(town.ben).goes(f"/post/{town.post}/edit")
    ben.page.get_by_role("textbox", name="Text").fill("All of it is new.")
    ben.presses("Save")
    expect(ben.page.get_by_role("status").filter(has_text="Thank you.")).to_be_visible()
    expect(ben.article(OLD)).to_contain_text("Edited by 1 member: ben")
    expect(ben.page.get_by_role("heading", level=1)).to_be_focused()
    ben.goes(f"/post/{town.post}")
    expect(ben.page.get_by_text("Thank you.")).to_have_count(0)


def test_there_is_one_title_and_one_main_part_on_every_kind_of_page(visit: Visit, arrange: Arrange) -> None:
    town = arrange(make_town())
    reader = visit()
    for path, title in (("/", "Newest posts"), (f"/post/{town.post}", OLD), ("/w/climate", "Climate"), ("/subwikis", "Subwikis")):
        reader.goes(path)
        expect(reader.page.locator("head title")).to_have_count(1)
        expect(reader.page).to_have_title(f"{title} · WT.Social")
        expect(reader.page.get_by_role("main")).to_have_count(1)


def test_the_way_that_one_has_gone_is_marked_whether_the_page_was_loaded_or_come_to(visit: Visit, arrange: Arrange) -> None:
    arrange(make_town())
    reader = visit()
    marked = reader.page.locator(".side a[aria-current=page]")
    for loaded, way, path in (("/", "Everything", "/all"), ("/all", "Changes", "/changes"), ("/log", "Newest posts", "/")):
        reader.goes(loaded)
        expect(marked).to_have_count(1)
        expect(marked).to_have_attribute("href", loaded)
        reader.follows(way, within=reader.page.locator(".side"))
        expect(marked).to_have_attribute("href", path)
        expect(marked).to_have_count(1)


def test_the_search_is_found_as_one(visit: Visit, arrange: Arrange) -> None:
    arrange(make_town())
    reader = visit().goes("/subwikis")
    expect(reader.page.get_by_role("search")).to_have_count(1)
