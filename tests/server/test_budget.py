"""What a page weighs: the feed's scripts and styles stay small, as they travel."""

import gzip
import re

import pytest

from wtsocial.ops import serve

BUDGET = 180 * 1024
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
