"""Links to files: the browser shows or keeps what they lead to; the router, which knows pages alone, leaves them to it."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Arrange, Visit
from tests.browser.worlds import make_town


@pytest.mark.parametrize(
    ("page", "link", "file"),
    [
        ("/corrections", "JSON", "/corrections.json"),
        ("/corrections", "Atom", "/corrections.atom"),
        ("/changes", "Atom", "/changes.atom"),
        ("/books", "JSON", "/books.json"),
        ("/log/figures", "JSON", "/log/figures.json"),
        ("/post/{post}/history", "All it takes to check this yourself (JSON)", "/api/v1/posts/{post}/history"),
    ],
)
def test_a_link_to_a_file_leads_to_it(visit: Visit, arrange: Arrange, page: str, link: str, file: str) -> None:
    town = arrange(make_town())
    reader = visit().goes(page.format(post=town.post))
    with reader.page.expect_response(re.compile(re.escape(file.format(post=town.post)))) as answer:
        reader.page.get_by_role("link", name=link, exact=True).click()
    assert (answer.value.status, answer.value.request.is_navigation_request()) == (200, True)
    expect(reader.page.locator("#main")).to_have_count(0)


def test_the_books_are_kept_as_a_file(visit: Visit) -> None:
    reader = visit().goes("/books")
    with reader.page.expect_download() as kept:
        reader.page.get_by_role("link", name="CSV").click()
    assert kept.value.suggested_filename == "books.csv"
