"""What comes in live is said once, in the one live region of a page, to those who do not see it come."""

from playwright.sync_api import Locator, expect

from tests.browser.conftest import Arrange, Visit
from tests.browser.people import Person
from tests.browser.worlds import OLD, make_town
from tests.factories import make_post

NEW = "Ice at its second lowest"


def _region(person: Person) -> Locator:
    expect(person.page.locator("[aria-live]")).to_have_count(1)
    return person.page.locator("[aria-live=polite] > p")


def _publishes(person: Person, headline: str) -> None:
    person.goes("/submit?subwiki=climate")
    person.page.get_by_text("Discussion", exact=True).click()
    person.fills(Headline=headline, Text="It is.")
    person.presses("Publish")
    expect(person.heading(headline)).to_be_visible()


def _corrects(person: Person, post: int, headline: str) -> None:
    person.goes(f"/post/{post}?correct=1")
    sheet = person.page.get_by_role("dialog")
    sheet.get_by_role("textbox", name="Headline").fill(headline)
    sheet.get_by_role("combobox", name="Reason").select_option("false")
    sheet.get_by_role("textbox", name="Source").fill("https://b.example/")
    person.presses("Correct headline", within=sheet)
    expect(person.heading(headline)).to_be_visible()


def test_new_posts_and_corrections_in_a_list_are_said_once(visit: Visit, arrange: Arrange) -> None:
    town = arrange(make_town())
    reader, writer = visit(town.dora).goes("/all"), visit(town.ana)
    expect(reader.article(OLD)).to_be_visible()
    expect(_region(reader)).to_have_count(0)
    _publishes(writer, "One more")
    expect(_region(reader)).to_have_text(["1 new post"])
    _corrects(writer, town.post, NEW)
    expect(_region(reader)).to_have_text(["1 new post", f"A correction came in: {NEW}"])
    expect(_region(reader).last.locator("bdi")).to_have_attribute("lang", "en")
    reader.presses("1 new post")
    expect(reader.article("One more")).to_be_focused()
    expect(_region(reader)).to_have_text(["1 new post", f"A correction came in: {NEW}"])


def test_whoever_was_away_is_told_of_the_correction_when_the_line_is_back(visit: Visit, arrange: Arrange) -> None:
    town = arrange(make_town())
    arrange(make_post(town.ana, town.climate, headline="Another"))
    reader, writer = visit(town.dora).goes(f"/post/{town.post}"), visit(town.ana)
    reader.outages = True
    expect(reader.heading(OLD)).to_be_visible()
    reader.context.set_offline(True)
    _corrects(writer, town.post, NEW)
    reader.context.set_offline(False)
    expect(reader.heading(NEW)).to_be_visible()
    expect(_region(reader)).to_have_text([f"A correction came in: {NEW}"])


def test_a_comment_of_somebody_elses_is_said_and_ones_own_is_not(visit: Visit, arrange: Arrange) -> None:
    town = arrange(make_town())
    reader, writer = visit(town.dora).goes(f"/post/{town.post}"), visit(town.ben).goes(f"/post/{town.post}")
    for person in (writer, reader):
        person.page.get_by_role("textbox", name="Text").fill("Is it so?")
        person.presses("Comment")
        expect(person.page.get_by_role("article", name="Comment by")).to_have_count(1 if person is writer else 2)
    expect(_region(reader)).to_have_text(["1 new comment"])
    expect(_region(writer)).to_have_text(["1 new comment"])
