"""A post with many comments: they come page by page, live ones among them, and the one that the address names is found."""

from collections.abc import Callable

from playwright.sync_api import WebSocketRoute, expect

from tests.browser.conftest import Arrange, Visit
from tests.browser.people import Person
from tests.browser.worlds import Town, make_town
from tests.factories import make_comment
from wtsocial.posts.comments import edit_comment
from wtsocial.text import limits


async def _discuss(town: Town) -> list[int]:
    """Some comments more than two pages."""
    return [await make_comment(town.cem, town.post, text=f"Remark {number}.") for number in range(2 * limits.COMMENTS_PAGE + 5)]


def test_comments_come_by_pages_and_live_ones_among_them(visit: Visit, arrange: Arrange) -> None:
    town = arrange(make_town())
    written = arrange(_discuss(town))
    reader = visit().goes(f"/post/{town.post}")
    comments = reader.page.locator(".comment")
    expect(comments).to_have_count(limits.COMMENTS_PAGE)
    reader.presses("More comments")
    expect(comments).to_have_count(2 * limits.COMMENTS_PAGE)
    ben = visit(town.ben).goes(f"/post/{town.post}")
    asked = ben.page.locator(f"#comment-{written[50]}")
    ben.presses("Reply", within=asked)
    reply = ben.page.get_by_role("form", name="Reply to cem")
    ben.fills(within=reply, Text="Just now.")
    ben.presses("Comment", within=reply)
    # It stands below what it answers, among those that were read before.
    expect(reader.page.locator(f"#comment-{written[50]} + .comment")).to_contain_text("Just now.")
    reader.presses("More comments")
    expect(comments).to_have_count(len(written) + 1)
    expect(reader.page.get_by_role("button", name="More comments")).to_have_count(0)
    expect(reader.page.locator(f"#comment-{written[50]} + .comment")).to_contain_text("Just now.")


def test_a_comment_far_down_is_found_by_its_address(visit: Visit, arrange: Arrange) -> None:
    town = arrange(make_town())
    written = arrange(_discuss(town))
    reader = visit().goes(f"/post/{town.post}#comment-{written[160]}")
    found = reader.page.locator(f"#comment-{written[160]}")
    # `expect` describes the whole page at each look that finds nothing, and so keeps it busy.
    found.wait_for()
    expect(found).to_be_in_viewport()


def _breakable(person: Person) -> Callable[[], None]:
    """Have this person's socket break, once for each call of the answer."""
    lines: list[WebSocketRoute] = []

    def between(page: WebSocketRoute) -> None:
        page.connect_to_server()
        lines.append(page)

    def breaks() -> None:
        lines[-1].close()

    person.page.route_web_socket("**/_event/**", between)
    return breaks


def test_a_thread_that_was_read_whole_stays_whole_when_it_outgrows_a_page_while_the_line_is_broken(visit: Visit, arrange: Arrange) -> None:
    town = arrange(make_town())
    for number in range(limits.COMMENTS_PAGE - 1):
        arrange(make_comment(town.cem, town.post, text=f"Remark {number}."))
    reader = visit()
    breaks = _breakable(reader)
    reader.goes(f"/post/{town.post}")
    comments = reader.page.locator(".comment")
    expect(comments).to_have_count(limits.COMMENTS_PAGE - 1)
    for number in range(3):
        arrange(make_comment(town.cem, town.post, text=f"Said meanwhile, {number}."))
    breaks()
    expect(comments).to_have_count(limits.COMMENTS_PAGE + 2)
    expect(reader.page.get_by_role("button", name="More comments")).to_have_count(0)


def test_a_broken_line_takes_no_comment_from_the_screen_and_no_press(visit: Visit, arrange: Arrange) -> None:
    town = arrange(make_town())
    written = arrange(_discuss(town))
    reader = visit()
    breaks = _breakable(reader)
    reader.goes(f"/post/{town.post}")
    comments = reader.page.locator(".comment")
    expect(comments).to_have_count(limits.COMMENTS_PAGE)
    reader.presses("More comments")
    expect(comments).to_have_count(2 * limits.COMMENTS_PAGE)
    # What is edited meanwhile is read anew, on whichever page it stands, and takes no other from the screen.
    edited = (written[0], written[limits.COMMENTS_PAGE])
    for comment in edited:
        arrange(edit_comment(town.cem, comment_id=comment, text="Mended.", based_on=1))
    breaks()
    for comment in edited:
        expect(reader.page.locator(f"#comment-{comment}")).to_contain_text("Mended.")
    expect(comments).to_have_count(2 * limits.COMMENTS_PAGE)
    breaks()
    reader.presses("More comments")
    expect(comments).to_have_count(len(written))
    # Whoever has read all of them is shown those that came meanwhile, too.
    arrange(make_comment(town.cem, town.post, text="Said meanwhile."))
    breaks()
    expect(comments).to_have_count(len(written) + 1)
    expect(reader.page.get_by_role("button", name="More comments")).to_have_count(0)
    # Whoever loads the page again begins with the first page.
    reader.page.reload()
    reader.sees_the_app()
    expect(comments).to_have_count(limits.COMMENTS_PAGE)
    reader.presses("More comments")
    expect(comments).to_have_count(2 * limits.COMMENTS_PAGE)
