"""Comments that arrive while one reads, and votes that count at once, or are taken back."""

import re
from collections.abc import Callable

from playwright.sync_api import Locator, WebSocketRoute, expect

from tests.browser.conftest import Arrange, Visit
from tests.browser.people import Person
from tests.browser.worlds import OLD, make_town


def _comments(person: Person, text: str) -> None:
    composer = person.page.get_by_role("form", name="Write a comment")
    person.fills(within=composer, Text=text)
    person.presses("Comment", within=composer)


def _vote(person: Person) -> Locator:
    return person.article(OLD).get_by_role("button", name=re.compile("^Upvote"))


def test_comments_and_replies_appear_in_the_thread_while_it_is_read(visit: Visit, arrange: Arrange) -> None:
    town = arrange(make_town())
    ben, cem = (visit(member).goes(f"/post/{town.post}") for member in (town.ben, town.cem))
    dora, author = visit(town.dora).goes("/"), visit(town.ana).goes("/subwikis")
    cem.marks_the_page()
    _comments(ben, "Here is **the source**.")
    bens = cem.article("Comment by ben")
    expect(bens.get_by_text("the source", exact=True)).to_be_visible()
    expect(ben.article("Comment by ben")).to_have_count(1)
    expect(ben.page.get_by_role("form", name="Write a comment").get_by_role("textbox", name="Text")).to_have_value("")
    expect(author.bell(1)).to_be_visible()

    cem.presses("Reply", within=bens)
    answer = cem.page.get_by_role("form", name="Reply to ben")
    cem.fills(within=answer, Text="Thank you.")
    cem.presses("Comment", within=answer)
    expect(ben.article("Comment by cem")).to_contain_text("Thank you.")
    expect(ben.bell(1)).to_be_visible()
    expect(ben.page.locator("[data-depth='1']")).to_contain_text("Thank you.")
    expect(dora.article(OLD).get_by_role("link", name=re.compile("^Comments: ?2$"))).to_be_visible()
    cem.is_on_the_same_page()


def _held(person: Person) -> Callable[[], None]:
    """Keep back what the server says to this person from now on; call the answer to let it through."""
    held: list[str | bytes] = []
    holding = [False]

    def between(page: WebSocketRoute) -> None:
        server = page.connect_to_server()
        server.on_message(lambda said: held.append(said) if holding[0] else page.send(said))
        release.append(lambda: [page.send(said) for said in held])

    release: list[Callable[[], object]] = []
    person.page.route_web_socket(re.compile("/_event"), between)

    def turn() -> None:
        if not holding[0]:
            holding[0] = True
            return
        holding[0] = False
        release[-1]()

    return turn


def test_an_upvote_counts_before_the_server_answers_and_reaches_everybody(visit: Visit, arrange: Arrange) -> None:
    town = arrange(make_town())
    ben, reader = visit(town.ben), visit().goes("/")
    hold_or_release = _held(ben)
    ben.goes("/")
    expect(_vote(ben)).to_have_accessible_name(re.compile("0$"))
    hold_or_release()
    _vote(ben).click()
    expect(_vote(ben)).to_have_accessible_name(re.compile("1$"))
    expect(_vote(ben)).to_have_attribute("aria-pressed", "true")
    expect(_vote(reader)).to_have_accessible_name(re.compile("1$"))
    hold_or_release()
    expect(_vote(ben)).to_have_accessible_name(re.compile("1$"))
    _vote(ben).click()
    for person in (ben, reader):
        expect(_vote(person)).to_have_accessible_name(re.compile("0$"))


def test_a_comment_whose_answer_was_lost_is_sent_again_and_stands_there_once(visit: Visit, arrange: Arrange) -> None:
    town = arrange(make_town())
    ben, cem = visit(town.ben), visit(town.cem).goes(f"/post/{town.post}")
    hold_or_release = _held(ben)
    ben.goes(f"/post/{town.post}")
    hold_or_release()
    _comments(ben, "Only once.")
    expect(cem.article("Comment by ben")).to_have_count(1)
    composer = ben.page.get_by_role("form", name="Write a comment")
    # Its patience is over: it may be sent again, as somebody would whom nothing answers.
    expect(composer).to_have_attribute("aria-busy", "false", timeout=30_000)
    ben.presses("Comment", within=composer)
    expect(composer).to_have_attribute("aria-busy", "true")
    hold_or_release()
    expect(composer.get_by_role("textbox", name="Text")).to_have_value("")
    _comments(ben, "Only once.")
    expect(cem.article("Comment by ben")).to_have_count(2)
    ben.goes(f"/post/{town.post}")
    expect(ben.article("Comment by ben")).to_have_count(2)


def test_a_post_whose_answer_was_lost_is_published_once(visit: Visit, arrange: Arrange) -> None:
    town = arrange(make_town())
    ben, cem = visit(town.ben), visit(town.cem).goes("/all").sees_the_app()
    hold_or_release = _held(ben)
    ben.goes("/submit").sees_the_app()
    ben.page.get_by_text("Discussion", exact=True).click()
    ben.page.get_by_role("combobox", name="Subwiki").select_option(index=1)
    ben.fills(Headline="Only once", Text="Pressed twice.")
    expect(ben.page.get_by_text("Draft kept")).to_be_visible()
    hold_or_release()
    ben.presses("Publish")
    expect(cem.page.get_by_role("button", name="1 new post")).to_be_visible()
    ben.presses("Publish")
    hold_or_release()
    expect(ben.heading("Only once")).to_be_visible()
    cem.goes("/all")
    expect(cem.article("Only once")).to_have_count(1)


def test_a_vote_that_is_refused_is_taken_back_and_the_reason_told(visit: Visit, arrange: Arrange) -> None:
    town = arrange(make_town())
    dora, reader, admin = visit(town.dora).goes("/"), visit().goes("/"), visit(town.root).goes("/admin")
    expect(_vote(dora)).to_be_enabled()
    form = admin.page.locator("form").filter(has=admin.page.get_by_role("button", name="Suspend", exact=True))
    admin.fills(within=form, Username="dora", Reason="Insults, again.")
    admin.presses("Suspend", within=form)
    expect(admin.page.get_by_role("status").filter(has_text="dora is suspended.")).to_be_visible()
    _vote(dora).click()
    expect(dora.alert("Your account is suspended")).to_be_visible()
    expect(_vote(dora)).to_have_accessible_name(re.compile("0$"))
    expect(_vote(dora)).to_have_attribute("aria-pressed", "false")
    expect(_vote(reader)).to_have_accessible_name(re.compile("0$"))
