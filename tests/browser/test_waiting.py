"""The waiting list: register, wait at 5, be moved up by two friends; and two admins at the button that lets fifty in."""

import re
import time
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import Arrange, Visit
from tests.browser.giving import gives, pays
from tests.browser.mails import confirms
from tests.browser.people import Person
from tests.browser.worlds import OLD, make_town
from tests.factories import make_member
from tests.joining.arriving import admissions, line, set_door, stand_in_line, told
from tests.running import Server
from tests.stripe_server.process import Stripe

NARROWEST = 320


def _registers(person: Person, name: str, outbox: Path) -> None:
    """From the form Join to the press that confirms the mailed link."""
    person.fills(Username=name, E_mail=f"{name}@example.net", Password="seven-wet-umbrellas")
    person.page.get_by_role("checkbox", name="I agree to the rules.").check()
    person.page.get_by_role("main").get_by_role("button", name="Join", exact=True).click()
    expect(person.heading("Look into your mail")).to_be_visible()
    confirms(person, f"{name}@example.net", outbox)
    expect(person.page.get_by_role("heading", level=1)).not_to_have_text("Confirm your e-mail address")


def _stands_at(person: Person, position: int, of: int) -> None:
    expect(person.page.locator(".position")).to_have_text(re.compile(rf"You are number\s*{position}\s*of {of} in line"))


def _is_accessible(page: Page) -> None:
    for width, scheme in ((1280, "light"), (NARROWEST, "dark")):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        page.evaluate("dark => document.documentElement.classList.toggle('dark', dark)", scheme == "dark")
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def _gives_and_is_in(nadia: Person, stripe: Stripe) -> None:
    """A gift lets her in at once, the books show it to everybody, and it gives her no name there unasked."""
    nadia.goes("/waiting").follows("Donate", within=nadia.page.get_by_role("main"))
    nadia.elsewhere = stripe.url
    expect(nadia.heading("Donate")).to_be_visible()
    expect(nadia.page.get_by_role("main").get_by_text("Joining is free. Donations are voluntary.", exact=True)).to_be_visible()
    gives(nadia, "12.34")
    pays(nadia)
    expect(nadia.page.get_by_text("You are in. Welcome!")).to_be_visible()
    expect(nadia.goes("/waiting").heading("You are in")).to_be_visible()
    books = nadia.goes("/books").page
    expect(books.get_by_role("listitem").filter(has_text="€12.34")).to_contain_text("Somebody")
    expect(books.get_by_role("row").filter(has=books.get_by_role("rowheader")).first).to_contain_text("€12.34")


def test_somebody_registers_waits_at_5_is_moved_to_3_by_two_friends_and_let_in_for_a_gift(
    site: Server, visit: Visit, arrange: Arrange, stripe: Stripe
) -> None:
    arrange(make_town())
    arrange(set_door("waiting"))
    arrange(stand_in_line("first", "second", "third", "fourth"))
    outbox = site.data_dir / "outbox"
    nadia = visit()
    nadia.goes("/register")
    expect(nadia.page.get_by_text("There is a waiting list, with 4 people in line.")).to_be_visible()
    expect(nadia.page.get_by_text("Joining is free. Donations are voluntary.")).to_be_visible()
    _registers(nadia, "nadia", outbox)
    nadia.follows("You are number 5 in line.")
    _stands_at(nadia, 5, 5)
    nadia.presses("Make the link")
    link = nadia.page.get_by_role("textbox", name="Invitation link").input_value()
    for name, position, of in (("friend-one", 4, 6), ("friend-two", 3, 7)):
        friend = visit()
        friend.page.goto(link)
        expect(friend.heading("A member invites you")).to_be_visible()
        friend.follows("Join", within=friend.page.get_by_role("main"))
        expect(friend.page.get_by_text("You come by an invitation.")).to_be_visible()
        nadia.marks_the_page()
        _registers(friend, name, outbox)
        _stands_at(nadia, position, of)
        nadia.is_on_the_same_page()
    expect(nadia.page.get_by_text("You moved up 2 places.")).to_be_visible()
    expect(nadia.page.get_by_text("2 places gained by friends who joined")).to_be_visible()
    expect(nadia.page.get_by_text("2 friends have come by your invitations.")).to_be_visible()
    assert arrange(line()) == ["first", "second", "nadia", "third", "fourth", "friend-one", "friend-two"]
    _is_accessible(nadia.page)
    # Her own link, in another tab, lets nobody in and moves nobody.
    nadia.page.goto(link)
    expect(nadia.heading("This is your own invitation")).to_be_visible()
    nadia.goes("/settings/invitations")
    expect(nadia.page.get_by_text("2 of 20 used")).to_be_visible()
    expect(nadia.page.get_by_role("main").get_by_role("link", name="friend-one")).to_be_visible()
    # She reads everything meanwhile, and nothing offers her what she may not do.
    nadia.goes("/all")
    expect(nadia.article(OLD)).to_be_visible()
    expect(nadia.article(OLD).get_by_role("link", name="Correct headline")).to_have_count(0)
    assert arrange(line()).index("nadia") == 2
    _gives_and_is_in(nadia, stripe)
    assert arrange(line()) == ["first", "second", "third", "fourth", "friend-one", "friend-two"]


def _press_at_once(*admins: Person) -> None:
    """Each by the clock of its own browser: who came second has not heard of the first, however long this test takes from one to the other."""
    buttons = [admin.page.get_by_role("button", name="Let in", exact=True) for admin in admins]
    began = time.time()
    for button in buttons:
        button.evaluate("() => undefined")
    # As slow as the machine is now, all browsers know the moment well before it comes.
    moment = time.time() + max(1, 5 * (time.time() - began))
    for button in buttons:
        button.evaluate("(button, moment) => void setTimeout(() => button.click(), moment - Date.now())", moment * 1000)
    assert time.time() < moment, "the first has pressed before the last was told"


def test_an_admin_lets_in_fifty_of_120_while_another_presses_the_same_button(visit: Visit, arrange: Arrange) -> None:
    arrange(set_door("waiting"))
    waiting = arrange(stand_in_line(*(f"w{number:03}" for number in range(120))))
    one, two = (visit(arrange(make_member(name, admin=True))).goes("/admin") for name in ("one", "two"))
    fiftieth, next_one = visit(waiting[49]).goes("/waiting"), visit(waiting[50]).goes("/waiting")
    _stands_at(fiftieth, 50, 120)
    _stands_at(next_one, 51, 120)
    for admin in (one, two):
        expect(admin.page.get_by_role("spinbutton", name="How many", exact=True)).to_have_value("50")
    _press_at_once(one, two)
    said = re.compile("has just let in 50; 70 are waiting now")
    for page in (one.page, two.page):
        expect(page.get_by_text(re.compile("50 were let in|has just let in 50"))).to_be_visible()
        expect(page.get_by_role("cell", name="w050", exact=True)).to_be_visible()
    refused = [admin for admin in (one, two) if admin.page.get_by_role("alert").filter(has_text=said).count()]
    assert len(refused) == 1
    expect(fiftieth.heading("You are in")).to_be_visible()
    _stands_at(next_one, 1, 70)
    assert arrange(line()) == [f"w{number:03}" for number in range(50, 120)]
    assert {name: place for name, (_, _, place) in arrange(admissions()).items()} == {f"w{number:03}": number + 1 for number in range(50)}
    assert [arrange(told(member)) for member in waiting[48:52]] == [["let_in"], ["let_in"], [], []]
