"""The language is switched on the spot: texts, direction and times follow, and the page is never loaded again."""

import re
from datetime import UTC, datetime, timedelta

from playwright.sync_api import expect

from tests.browser.articles import HEADLINE, HOST, LINK
from tests.browser.conftest import Arrange, Visit
from tests.browser.worlds import OLD, make_town
from tests.factories import make_comment, make_post
from wtsocial.i18n import say

RECENT = "Ferry runs again"


def test_hebrew_and_back_without_loading_the_page_again(visit: Visit, arrange: Arrange) -> None:
    town = arrange(make_town())
    arrange(make_post(town.ana, town.climate, headline=RECENT, published_at=datetime.now(UTC) - timedelta(minutes=5, seconds=5)))
    reader = visit().goes("/all")
    html, time = reader.page.locator("html"), reader.article(RECENT).get_by_role("time")
    expect(time).to_have_text(re.compile(r"^5 min\.? ago$"))
    expect(html).to_have_attribute("dir", "ltr")
    reader.marks_the_page()
    loads: list[str] = []
    reader.page.on("framenavigated", lambda frame: loads.append(frame.url))

    reader.presses("עברית")
    expect(html).to_have_attribute("dir", "rtl")
    expect(html).to_have_attribute("lang", "he")
    expect(time).to_have_text(re.compile("^לפני 5 "))
    expect(reader.page.get_by_role("heading", level=1)).to_have_text(say("he", "nav.all"))
    expect(reader.article(OLD).get_by_role("button", name=re.compile("^" + re.escape(say("he", "post.upvote"))))).to_be_visible()
    first, last = (reader.page.locator(f".frame {part}").bounding_box() for part in ("nav.side", "aside.aside"))
    assert first
    assert last
    assert first["x"] > last["x"], "the side bar stands on the right"

    reader.presses("English")
    expect(html).to_have_attribute("dir", "ltr")
    expect(time).to_have_text(re.compile(r"^5 min\.? ago$"))
    expect(reader.heading("Everything")).to_be_visible()
    reader.is_on_the_same_page()
    assert loads == []


def test_the_language_is_remembered_and_stands_in_the_first_answer(visit: Visit, arrange: Arrange) -> None:
    arrange(make_town())
    reader = visit().goes("/all")
    reader.presses("עברית")
    expect(reader.page.locator("html")).to_have_attribute("dir", "rtl")
    answer = reader.page.goto(f"{reader.site}/all")
    assert answer
    assert '<html lang="he" dir="rtl"' in answer.text()
    reader.sees_the_app()
    expect(reader.page.locator("html")).to_have_attribute("dir", "rtl")


def test_a_text_that_only_an_answer_names_is_fetched_when_it_is_needed(visit: Visit, arrange: Arrange) -> None:
    author = visit(arrange(make_town()).ana)
    fetched: list[str] = []
    author.page.on("request", lambda request: fetched.append(request.url) if "/i18n/" in request.url else None)
    author.goes("/submit")
    assert fetched == []
    for link, wrong in {"ftp://news.example/": "link.scheme", "https://me:secret@news.example/": "link.credentials"}.items():
        author.fills(Link=link)
        author.page.get_by_role("textbox", name="Link").blur()
        expect(author.page.get_by_text(say("en", wrong))).to_be_visible()
    assert fetched == [f"{author.site}/i18n/en.json"]


def test_the_language_of_a_linked_page_is_proposed_until_somebody_chooses_one(visit: Visit, arrange: Arrange) -> None:
    author = visit(arrange(make_town()).ana).goes("/submit")
    language, link = author.page.get_by_role("combobox", name="Language"), author.page.get_by_role("textbox", name="Link")
    headline = author.page.get_by_role("textbox", name="Headline")
    expect(language).to_have_value("en")
    link.fill(f"http://{HOST}/hebrew")
    link.blur()
    expect(language).to_have_value("he")
    expect(headline).to_have_value("הגשר נפתח")
    link.fill(LINK)
    link.blur()
    expect(headline).to_have_value(HEADLINE)
    expect(language).to_have_value("en")
    language.select_option("fr")
    link.fill(f"http://{HOST}/hebrew?utm_source=x")
    link.blur()
    expect(headline).to_have_value("הגשר נפתח")
    expect(language).to_have_value("fr")


def test_what_is_written_in_another_direction_begins_where_all_else_does(visit: Visit, arrange: Arrange) -> None:
    town = arrange(make_town())
    arrange(make_comment(town.ben, town.post, text="An English answer."))
    reader = visit().goes("/all")
    reader.presses("עברית")
    expect(reader.article(OLD).locator("p.text")).to_have_css("text-align", "right")
    expect(reader.article(OLD).locator("p.text")).to_have_css("direction", "ltr")
    reader.goes(f"/post/{town.post}")
    expect(reader.page.locator(".comment .prose p")).to_have_css("text-align", "right")
