"""Pages without a script: status, title, what other sites show of a link, and the text itself."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Arrange, Visit
from tests.browser.mails import confirms
from tests.browser.worlds import OLD, Town, make_town
from tests.factories import make_comment, viewer
from tests.running import Server
from wtsocial.moderation.decisions import decide
from wtsocial.moderation.flags import flag

REASON = "Not what the report says."
MOVES = 50
"""Pixels by which nothing may move when the app takes the place of the server's text."""


async def _town_with_a_past() -> Town:
    town = await make_town()
    comment = await make_comment(town.ben, town.post, text="Where is **this** from?")
    await flag(town.cem, subject_kind="comment", subject_id=comment, reason="spam", note="")
    await decide(await viewer(town.mo), subject_kind="comment", subject_id=comment, action="dismiss", reason=REASON)
    return town


def _content(page: Page, name: str) -> str:
    tag = page.locator(f'head meta[property="{name}"], head meta[name="{name}"]')
    expect(tag).to_have_count(1)
    return tag.get_attribute("content") or ""


@pytest.mark.parametrize(
    ("path", "title", "texts"),
    [
        ("/", "Newest posts", [OLD, "Climate", "ana"]),
        ("/all", "Everything", [OLD, "Climate", "ana"]),
        ("/w/climate", "Climate", [OLD, "What the weather becomes.", "5 members"]),
        ("/post/{post}", OLD, [OLD, "The second line is to be edited.", "Where is this from?", "ben"]),
        ("/u/ana", "ana", [OLD, "Climate"]),
        ("/log", "The log", [REASON, "mo", OLD]),
        ("/subwikis", "Subwikis", ["Climate", "Cooking"]),
        ("/post/{post}/history", f"History: {OLD}", [OLD, "written", "ana"]),
        ("/w/climate/about", "About Climate", ["What the weather becomes.", "mo"]),
        ("/rules", "The rules", ["How people join"]),
    ],
)
def test_a_public_page_reads_without_a_script(path: str, title: str, texts: list[str], visit: Visit, arrange: Arrange) -> None:
    town = arrange(_town_with_a_past())
    path = path.format(post=town.post)
    reader = visit(java_script_enabled=False)
    answer = reader.page.goto(reader.site + path)
    assert answer
    assert answer.status == 200
    expect(reader.page).to_have_title(f"{title} · WT.Social")
    for text in texts:
        expect(reader.page.locator("#readable main").get_by_text(text).first).to_be_visible()
    expect(reader.page.locator('link[rel="canonical"]')).to_have_attribute("href", reader.site + path)
    assert _content(reader.page, "og:title") == title
    assert _content(reader.page, "og:url") == reader.site + path
    assert _content(reader.page, "description") == _content(reader.page, "og:description") != ""
    picture = reader.context.request.get(_content(reader.page, "og:image"))
    assert picture.ok, "the picture that other sites show is there"


@pytest.mark.parametrize("path", ["/nowhere", "/post/999999", "/post/x", "/w/nowhere", "/u/nobody", "/post/999999/history"])
def test_what_is_not_there_is_a_404_with_and_without_scripts(path: str, visit: Visit) -> None:
    for scripts in (True, False):
        reader = visit(java_script_enabled=scripts)
        answer = reader.page.goto(reader.site + path)
        assert answer
        assert answer.status == 404
        if scripts:
            reader.sees_the_app()
        words = reader.page.get_by_role("heading", name="There is nothing at this address")
        expect(words.filter(visible=True)).to_have_count(1)


def test_the_servers_text_makes_room_for_the_app_and_never_stands_beside_it(visit: Visit, arrange: Arrange) -> None:
    arrange(make_town())
    reader = visit().goes("/")
    expect(reader.page.locator("#readable")).to_be_hidden()
    expect(reader.article(OLD)).to_have_count(1)


def test_one_joins_and_logs_in_without_a_script(site: Server, visit: Visit, arrange: Arrange) -> None:
    town = arrange(make_town())
    newcomer = visit(java_script_enabled=False)
    page, banner = newcomer.page, newcomer.page.get_by_role("banner")
    page.goto(f"{newcomer.site}/")
    newcomer.follows("Join", within=banner)
    newcomer.fills(Username="ana", E_mail="nadia@example.org", Password="seven-wet-umbrellas")
    page.get_by_role("checkbox", name="I agree to the rules.").check()
    newcomer.presses("Join")
    expect(newcomer.alert("has this name")).to_be_visible()
    newcomer.fills(Username="nadia", E_mail="nadia@example.org", Password="seven-wet-umbrellas")
    page.get_by_role("checkbox", name="I agree to the rules.").check()
    newcomer.presses("Join")
    expect(newcomer.heading("Look into your mail")).to_be_visible()
    confirms(newcomer, "nadia@example.org", site.data_dir / "outbox")
    expect(newcomer.heading("Make your own choices about what content you are served")).to_be_visible()
    expect(banner.get_by_role("link", name="nadia", exact=True)).to_be_visible()
    page.goto(f"{newcomer.site}/logout")
    newcomer.presses("Log out")
    page.goto(f"{newcomer.site}/post/{town.post}")
    newcomer.follows("Log in to comment")
    newcomer.fills(Username="nadia", Password="seven dry umbrellas")
    newcomer.presses("Log in")
    expect(newcomer.alert("do not belong together")).to_be_visible()
    newcomer.fills(Username="nadia", Password="seven-wet-umbrellas")
    newcomer.presses("Log in")
    expect(page).to_have_url(f"{newcomer.site}/post/{town.post}")
    expect(banner.get_by_role("link", name="nadia", exact=True)).to_be_visible()


def test_what_is_typed_while_the_page_comes_to_life_stays(visit: Visit) -> None:
    reader = visit()
    # The built page's own form is what a browser with scripts has from the first moment on, and nothing takes its place.
    reader.page.goto(f"{reader.site}/login", wait_until="commit")
    reader.fills(Username="ana")
    reader.sees_the_app()
    expect(reader.page.get_by_role("textbox", name="Username", exact=True)).to_have_value("ana")
    expect(reader.page.locator("#readable")).to_have_count(0)


def test_a_page_without_scripts_is_as_dark_as_the_browser_wishes(visit: Visit) -> None:
    for scheme, colour in (("dark", "rgb(22, 21, 19)"), ("light", "rgb(250, 248, 244)")):
        reader = visit(java_script_enabled=False, color_scheme=scheme)
        reader.page.goto(f"{reader.site}/about")
        expect(reader.page.locator("body")).to_have_css("background-color", colour)


def test_the_app_stands_where_the_servers_text_stood(visit: Visit, arrange: Arrange) -> None:
    arrange(_town_with_a_past())
    plain, alive = visit(java_script_enabled=False), visit()
    for path, first in (("/", "article"), ("/w/climate", "article"), ("/subwikis", ".wiki-row"), ("/changes", ".filters")):
        plain.page.goto(plain.site + path)
        alive.goes(path)
        tops = [
            (where.bounding_box() or {"y": -1000})["y"]
            for where in (plain.page.locator(f"#readable main {first}").first, alive.page.locator(f"#main {first}").first)
        ]
        assert abs(tops[0] - tops[1]) < MOVES, (path, tops)
