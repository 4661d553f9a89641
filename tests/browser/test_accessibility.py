"""axe finds nothing on any page, in either light, on a desk and on a phone, in either direction; texts name their language."""

import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page, expect

from tests.browser.people import Person, sit_down
from tests.languages import TEXTS, misspoken_texts
from tests.running import Server, running
from tests.server.serving import FAST
from wtsocial.ops import serve
from wtsocial.pages.routes import ROUTES
from wtsocial.seeds.memory import SOURCE
from wtsocial.seeds.people import ADMIN

DESK, PHONE = 1280, 390
LOOKS = ((DESK, "light", "English"), (PHONE, "dark", "English"), (PHONE, "light", "עברית"), (DESK, "dark", "עברית"))
"""Width, light and language: any two of them meet in every way in one of the four."""

HEIGHT = 900
NARROWEST = 320
"""The width of the smallest phones, in pixels."""

OPTIONS = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
"""With a rule that axe leaves out unless it is told: what is pressed has 24 pixels, or room around it (WCAG 2.5.8)."""

READERS = (
    "/",
    "/post/[post_id]",
    "/submit",
    "/register",
    "/login",
    "/confirm",
    "/confirm?token=x",
    "/reset",
    "/reset?token=x",
    "/welcome",
    "/preset/[code]",
    "/settings",
    "/settings/choices",
    "/inbox",
    "/admin",
    "/admin/members",
    "/admin/rules",
    "/admin/subwikis",
    "/admin/sources",
    "/admin/invitations",
    "/admin/settings",
    "/admin/announcement",
    "/waiting",
    "/settings/invitations",
    "/settings/flags",
    "/jury",
)
"""What looks otherwise to somebody who is not logged in."""


@dataclass(frozen=True)
class World:
    """The demonstration world, running. `admin` and `reader` each sit at a browser."""

    admin: Person
    reader: Person
    thread: int
    """The post with the most comments."""
    corrected: int
    """A post that was corrected more than once, with a few comments: `thread` has hundreds, which take axe long."""
    suggested: int
    """A post that waits for one more to agree on a suggested headline."""
    agreed: int
    """An individual post whose author has not answered what members agree on."""

    edited: int
    """A comment that its author edited."""
    disputed: int
    """A post whose text is put to the vote."""

    preset: str
    """The code of choices that somebody shares."""
    decision: int
    """An entry of the log that has a statement of reasons."""

    def path(self, pattern: str) -> str:
        """The address of a page that is there."""
        if pattern in ("/tag/[name]", "/preset/[code]"):
            return "/tag/headlines" if pattern == "/tag/[name]" else f"/preset/{self.preset}"
        parts = {
            "[post_id]": str(self.corrected), "[slug]": "climate", "[name]": ADMIN.name, "[a]": "1", "[b]": "2", "[domain]": SOURCE,
            "[comment_id]": str(self.edited), "[code]": "nonsense", "[entry_id]": str(self.decision),
        }  # fmt: skip
        return re.sub(r"\[\w+\]", lambda found: parts[found[0]], "/nowhere" if pattern == "404" else pattern)


@pytest.fixture(scope="module")
def world(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A site of this module's own, with the demonstration world in it."""
    serve.build()
    with running(tmp_path_factory.mktemp("world"), **FAST) as server:
        around = serve.environment() | {"WTSOCIAL_DATA_DIR": str(server.data_dir), "WTSOCIAL_DATABASE_URL": ""}
        subprocess.run([sys.executable, "-m", "wtsocial", "seed"], env=around, check=True, capture_output=True)
        admin, reader = (sit_down(chromium, server.url, reduced_motion="reduce") for _ in range(2))
        _logs_in(admin)
        yield World(admin, reader, *_posts(server), preset=_preset(server), decision=_decision(server))
        for person in (admin, reader):
            person.context.close()
            assert person.troubles == []


def _logs_in(person: Person) -> None:
    person.goes("/login")
    person.fills(Username=ADMIN.name, Password=ADMIN.password)
    person.presses("Log in")
    expect(person.bell(0).or_(person.page.locator(".bell"))).to_be_visible()


def _posts(server: Server) -> tuple[int, ...]:
    database = sqlite3.connect(server.data_dir / "wtsocial.db")
    (thread,) = database.execute("SELECT id FROM post ORDER BY comments_count DESC LIMIT 1").fetchone()
    (corrected,) = database.execute("SELECT id FROM post WHERE revision > 2 AND comments_count BETWEEN 1 AND 20 ORDER BY id").fetchone()
    suggested, agreed = [
        database.execute("SELECT post_id FROM suggestion WHERE state = ?", (state,)).fetchone()[0] for state in ("open", "agreed")
    ]
    (edited,) = database.execute("SELECT id FROM comment WHERE revision > 1").fetchone()
    (disputed,) = database.execute("SELECT post_id FROM dispute").fetchone()
    database.close()
    return thread, corrected, suggested, agreed, edited, disputed


def _preset(server: Server) -> str:
    database = sqlite3.connect(server.data_dir / "wtsocial.db")
    (code,) = database.execute("SELECT code FROM preset").fetchone()
    database.close()
    return code


def _decision(server: Server) -> int:
    database = sqlite3.connect(server.data_dir / "wtsocial.db")
    (number,) = database.execute("SELECT id FROM moderationaction WHERE action = 'hide' ORDER BY id").fetchone()
    database.close()
    return number


def _look(page: Page, width: int, light: str, language: str) -> None:
    # The languages stand in the side bar, which phones do not have.
    page.set_viewport_size({"width": DESK, "height": HEIGHT})
    page.emulate_media(color_scheme="dark" if light == "dark" else "light", reduced_motion="reduce")
    page.get_by_role("navigation").get_by_role("button", name=language, exact=True).click()
    expect(page.locator("html")).to_have_attribute("dir", "rtl" if language == "עברית" else "ltr")
    expect(page.locator("html")).to_have_class(re.compile(light))
    page.set_viewport_size({"width": width, "height": HEIGHT})


def _violations(page: Page) -> list[str]:
    # A page is looked at many times: axe is brought once, and what it found well stays there.
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate("options => axe.run(options).then(({ violations }) => violations)", OPTIONS)
    return [f"{one['id']} at {node['target']}: {node['html'][:120]}" for one in found for node in one["nodes"][:3]]


def _fits_the_narrowest(page: Page) -> None:
    page.set_viewport_size({"width": NARROWEST, "height": HEIGHT})
    expect(page.locator("html"), "nothing scrolls sideways").to_have_js_property("scrollWidth", NARROWEST)


def _look_at_it_all(person: Person, path: str, *, with_its: str = "#main") -> list[str]:
    """`with_its` is what has to be there before the first look: some parts of a page come after it."""
    person.goes(path)
    expect(person.page.locator(with_its).first).to_be_visible()
    found: list[str] = []
    for number, look in enumerate(LOOKS):
        _look(person.page, *look)
        found += [f"{look}: {violation}" for violation in _violations(person.page)]
        if look[0] == DESK:
            found += [f"{look}: {text}" for text in misspoken_texts(person.page.evaluate(TEXTS))]
        if number % 2:
            _fits_the_narrowest(person.page)
    return found


@pytest.mark.parametrize("pattern", [route.path for route in ROUTES])
def test_axe_finds_nothing_on_any_page_of_a_member_nothing_scrolls_sideways_and_texts_name_their_language(
    pattern: str, world: World
) -> None:
    assert _look_at_it_all(world.admin, world.path(pattern)) == []


@pytest.mark.parametrize("pattern", READERS)
def test_axe_finds_nothing_on_what_a_reader_sees_nothing_scrolls_sideways_and_texts_name_their_language(pattern: str, world: World) -> None:
    assert _look_at_it_all(world.reader, world.path(pattern)) == []


def test_axe_finds_nothing_in_the_sheets_of_a_list_and_of_choices(world: World) -> None:
    page = world.admin.goes("/").page
    _look(page, *LOOKS[0])
    page.locator("button.why").first.click()
    expect(page.get_by_role("dialog").get_by_role("listitem").first).to_be_visible()
    assert _violations(page) == []
    page = world.admin.goes("/settings/choices").page
    page.locator("#choices").get_by_role("button").first.click()
    page.get_by_role("textbox", name="Words", exact=True).fill("nothing such")
    page.get_by_role("textbox", name="Words", exact=True).press("Enter")
    expect(page.get_by_text("1 change is not saved yet.")).to_be_visible()
    assert _violations(page) == []
    world.admin.presses("Share")
    assert _violations(page) == []


def test_axe_finds_nothing_in_a_thread_of_hundreds_on_a_phone_and_nothing_scrolls_sideways(world: World) -> None:
    world.admin.goes(f"/post/{world.thread}")
    _look(world.admin.page, *LOOKS[1])
    comments = world.admin.page.locator(".thread > .comment")
    for read in (99, 199, 250):
        # Not by `expect`: each look that finds nothing describes the whole page, and so keeps it from showing what is awaited.
        comments.nth(read).wait_for(state="attached")
        if read < 250:
            world.admin.presses("More comments")
    # What the bar at the bottom covers just now is no target that is too small.
    world.admin.page.evaluate("scrollTo(0, 0)")
    assert _violations(world.admin.page) == []
    _fits_the_narrowest(world.admin.page)


def test_axe_finds_nothing_where_a_headline_is_suggested_or_struck_through(world: World) -> None:
    for post in (world.suggested, world.agreed):
        for person in (world.admin, world.reader):
            assert _look_at_it_all(person, f"/post/{post}") == []


def test_axe_finds_nothing_where_a_text_is_put_to_the_vote(world: World) -> None:
    for person in (world.admin, world.reader):
        assert _look_at_it_all(person, f"/post/{world.disputed}", with_its="#dispute .version") == []
