"""An address is told in a text, taken out, and erased: it leaves every screen at once, and the history still checks out."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests import second_checker
from tests.browser.conftest import Arrange, Visit
from tests.browser.people import Person
from tests.browser.worlds import Town, make_town
from tests.running import Server
from wtsocial.editing.actions import corrections, edits
from wtsocial.posts import comments

ADDRESS = "Rosenweg 12"
REASON = "Where somebody lives."


async def _told() -> tuple[Town, int]:
    """The town, with the address in a headline, a text and a comment; only the comment still shows it."""
    town = await make_town()
    source = "https://example.org/ice"
    await corrections.correct_headline(
        town.ben, post_id=town.post, headline=f"Ana of {ADDRESS} says", reason="exaggerated", source=source, based_on=1
    )
    await edits.edit_text(town.ben, post_id=town.post, text=f"She lives in {ADDRESS}.", based_on=2, note=ADDRESS)
    await corrections.correct_headline(town.ana, post_id=town.post, headline="Ice melts", reason="exaggerated", source=source, based_on=3)
    await edits.edit_text(town.ana, post_id=town.post, text="It melts.", based_on=4)
    return town, await comments.add_comment(town.cem, post_id=town.post, text=f"So it is {ADDRESS}!")


def _is_for_everybody(person: Person) -> None:
    assert [found["id"] for found in Axe().run(person.page).response["violations"]] == []


def test_what_is_erased_leaves_every_screen_and_the_history_still_checks_out(site: Server, visit: Visit, arrange: Arrange) -> None:
    town, comment = arrange(_told())
    history = f"/post/{town.post}/history"
    moderator, reader, comparing = visit(town.mo).goes(history), visit().goes(history), visit().goes(f"/post/{town.post}/diff/3/4")
    thread, recent = visit(town.dora).goes(f"/post/{town.post}"), visit(town.cem).goes("/changes")
    for watching in (reader, comparing, thread, recent):
        expect(watching.page.locator("#main")).to_contain_text(ADDRESS)
        watching.marks_the_page()
    expect(reader.page.get_by_role("button", name="Erase")).to_have_count(0)

    moderator.presses("Erase revision 2")
    sheet = moderator.dialog()
    _is_for_everybody(moderator)
    moderator.fills(within=sheet, Reason=REASON)
    sheet.get_by_label("Up to revision").fill("4")
    moderator.presses("Erase", within=sheet)
    expect(moderator.page.get_by_role("status").filter(has_text="The same text still stands in: 1")).to_be_visible()
    for watching in (moderator, reader):
        expect(watching.page.get_by_text("Erased by mo")).to_have_count(3)
        expect(watching.page.get_by_text("All 5 revisions check out")).to_be_visible()
    _is_for_everybody(moderator)
    moderator.goes(f"/comment/{comment}/history")
    moderator.presses("Erase revision 1")
    moderator.fills(within=moderator.dialog(), Reason=REASON)
    moderator.presses("Erase", within=moderator.dialog())
    expect(thread.page.get_by_text("A moderator erased what this said.")).to_be_visible()
    expect(comparing.heading("There is nothing at this address")).to_be_visible()
    for watching in (reader, thread, recent, comparing):
        expect(watching.page.locator("#main")).not_to_contain_text(ADDRESS)
        watching.is_on_the_same_page()

    reader.follows("See the log", within=reader.page.get_by_role("listitem").filter(has_text="#3"))
    expect(reader.page.get_by_role("listitem").first).to_contain_text("The text of revisions 2 to 4, for good")
    for address in (f"/api/v1/posts/{town.post}/history", f"/api/v1/comments/{comment}/history"):
        answer = reader.context.request.get(site.url + address)
        assert ADDRESS not in answer.text()
        assert second_checker.trouble([answer.json()]) == ""
