"""What the builder makes: the feed's scripts and styles stay small, as they travel, and every page begins in the same way."""

import gzip
import re

import pytest

from wtsocial.ops import serve

BUDGET = 120 * 1024
"""Bytes, after gzip."""


def assets_of(page: str) -> list[str]:
    """Every script and style that a built page names: its own, and all that those import."""
    return sorted(set(re.findall(r"/(assets/[\w.$-]+\.(?:js|css))", page)))


def weight_of(names: list[str]) -> int:
    return sum(len(gzip.compress((serve.BUILT / name).read_bytes())) for name in names)


@pytest.mark.parametrize("page", ["index.html", "all.html"])
def test_the_feed_stays_within_its_budget(page: str) -> None:
    serve.build()
    names = assets_of((serve.BUILT / page).read_text())
    assert any(name.endswith(".css") for name in names)
    assert sum(name.endswith(".js") for name in names) > 5
    assert weight_of(names) <= BUDGET, {name: weight_of([name]) for name in names}


def test_every_built_page_has_our_start_and_says_nothing_of_every_page_alike() -> None:
    serve.build()
    pages = sorted(serve.BUILT.rglob("*.html"))
    assert len(pages) > 10
    for page in pages:
        text = page.read_text()
        assert text.count('<div id="root" data-page="/') == 1, page
        assert "__reactRouterContext" not in text, page
        assert "og:image" not in text, page
        assert "<title>" not in text, page
