"""On a phone: everything can be reached, actions take one row, and nothing that anybody writes makes the page scroll sideways."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Arrange, Visit
from tests.browser.worlds import OLD, Town, make_town
from tests.factories import make_comment, make_post
from wtsocial.moderation.flags import flag

PHONE = {"viewport": {"width": 390, "height": 800}}
NARROWEST = {"viewport": {"width": 320, "height": 640}}
WORD = "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz" * 3
CODE = "x = " + "0123456789" * 16
WIDE = f"""{WORD}

https://a.example/{"long" * 40}

    {CODE}

```
{CODE}
```

| {" | ".join("column" for _ in range(14))} |
|{"---|" * 14}
| {" | ".join("a value" for _ in range(14))} |
"""


def _rows(of: Locator) -> int:
    """In how many rows the visible buttons and links of an element stand."""
    boxes = [box for one in of.locator("a, button").all() if one.is_visible() and (box := one.bounding_box())]
    return len({round(box["y"] + box["height"] / 2) // 8 for box in boxes})


def _scrolls_sideways(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


async def _moderated() -> Town:
    town = await make_town()
    await flag(town.cem, subject_kind="post", subject_id=town.post, reason="spam", note="")
    return town


@pytest.mark.parametrize("size", [PHONE, NARROWEST], ids=["390", "320"])
def test_all_that_a_desk_has_at_its_side_stands_behind_the_tab_more(size: dict[str, object], visit: Visit, arrange: Arrange) -> None:
    root = visit(arrange(_moderated()).root, **size).goes("/")
    expect(root.page.locator("nav.side")).to_be_hidden()
    menu = root.page.get_by_role("navigation", name="More")
    root.presses("More")
    for name in (
        "Everything", "Changes", "Corrections", "The log", "Saved", "Moderation", "Dashboard", "Settings", "The books", "Donate",
        "About", "Rules", "Privacy",
    ):  # fmt: skip
        # The queue says how many cases wait.
        expect(menu.get_by_role("link", name=re.compile(rf"^{name}( \d+)?$"))).to_be_visible()
    root.presses("Light or dark", within=menu)
    expect(root.page.locator("html")).to_have_class(re.compile("dark"))
    root.presses("עברית", within=menu)
    expect(root.page.locator("html")).to_have_attribute("dir", "rtl")
    root.page.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    assert not _scrolls_sideways(root.page)


def test_the_menu_is_used_by_keyboard_and_closes_where_it_led(visit: Visit, arrange: Arrange) -> None:
    ben = visit(arrange(make_town()).ben, **PHONE).goes("/")
    ben.page.get_by_role("button", name="More", exact=True).press("Enter")
    menu = ben.page.get_by_role("navigation", name="More")
    ben.page.keyboard.press("Tab")
    expect(menu.get_by_role("button", name="Close")).to_be_focused()
    menu.get_by_role("link", name="The log", exact=True).press("Enter")
    expect(ben.heading("The log")).to_be_visible()
    expect(menu).to_be_hidden()


@pytest.mark.parametrize("path", ["/", "/all"])
def test_the_menu_opens_before_any_script_runs(path: str, visit: Visit, arrange: Arrange) -> None:
    arrange(make_town())
    reader = visit(java_script_enabled=False, **PHONE)
    reader.page.goto(reader.site + path)
    reader.presses("More")
    expect(reader.page.get_by_role("navigation", name="More").get_by_role("link", name="The books")).to_be_visible()


@pytest.mark.parametrize("size", [PHONE, NARROWEST], ids=["390", "320"])
def test_a_post_has_one_row_of_actions_and_the_rest_behind_a_button(size: dict[str, object], visit: Visit, arrange: Arrange) -> None:
    town = arrange(make_town())
    mo = visit(town.mo, **size).goes("/")
    assert _rows(mo.article(OLD).locator(".acts")) == 1
    mo.goes(f"/post/{town.post}")
    acts = mo.article(OLD).locator(".acts").first
    assert _rows(acts) == 1
    expect(acts.get_by_role("button", name="Flag", exact=True)).to_be_hidden()
    acts.get_by_role("button", name="More actions").press("Enter")
    expect(acts.get_by_role("button", name="More actions")).to_have_attribute("aria-expanded", "true")
    acts.get_by_role("button", name="Flag", exact=True).press("Enter")
    expect(mo.dialog().get_by_role("combobox", name="Reason").or_(mo.dialog().get_by_role("radio").first)).to_be_visible()


def test_nothing_that_is_written_makes_the_narrowest_page_scroll_sideways(visit: Visit, arrange: Arrange) -> None:
    town = arrange(make_town())
    post = arrange(make_post(town.ana, town.climate, headline=WORD[:200], text=WIDE))
    arrange(make_comment(town.ben, post, text=WIDE))
    reader = visit(**NARROWEST).goes(f"/post/{post}")
    expect(reader.page.locator(".comment pre").first).to_be_attached()
    assert not _scrolls_sideways(reader.page)
    for code in reader.page.locator("pre").all():
        assert code.evaluate("e => e.scrollWidth > e.clientWidth"), "a long line of code scrolls by itself"
    for path in ("/", "/w/climate", "/changes", "/u/ana", f"/post/{post}/history"):
        reader.goes(path)
        assert not _scrolls_sideways(reader.page), path


def test_the_sheet_of_a_reason_opens_with_the_way_out_in_sight(visit: Visit, arrange: Arrange) -> None:
    ben = visit(arrange(make_town()).ben, **NARROWEST).goes("/")
    ben.article(OLD).locator("button.why").click()
    expect(ben.dialog().get_by_role("listitem").first).to_be_visible()
    expect(ben.dialog().get_by_role("button", name="Close")).to_be_in_viewport(ratio=1)
    ben.presses("Close", within=ben.dialog())
    expect(ben.dialog()).to_be_hidden()


def test_the_table_of_the_books_says_that_it_scrolls_where_it_does(visit: Visit, arrange: Arrange) -> None:
    arrange(make_town())
    reader = visit(**PHONE).goes("/books")
    expect(reader.page.get_by_text("This table scrolls sideways.")).to_be_visible()
    assert reader.page.get_by_role("region", name="The months as a table").evaluate("e => e.scrollWidth > e.clientWidth")
    reader.page.set_viewport_size({"width": 1280, "height": 800})
    expect(reader.page.get_by_text("This table scrolls sideways.")).to_be_hidden()


def test_no_list_scrolls_inside_the_page(visit: Visit, arrange: Arrange) -> None:
    town = arrange(make_town())
    ana = visit(town.ana, **PHONE).goes("/settings/choices")
    boxes = ana.page.locator("main *").evaluate_all(
        "all => all.filter(e => /auto|scroll/.test(getComputedStyle(e).overflowY) && e.scrollHeight > e.clientHeight + 1)"
        ".map(e => e.className || e.tagName)"
    )
    assert boxes == []
