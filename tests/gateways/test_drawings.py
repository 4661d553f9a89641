"""What stands in the drawings of a page (SVG) is none of what the page says."""

import pytest

from tests.processor import least, reference
from wtsocial.gateways.page_metadata import Reading, read_page


def read(body: str) -> Reading:
    return read_page(body.encode(), content_type="text/html; charset=utf-8", url="https://news.example/")


@pytest.mark.parametrize(
    "page",
    [
        "<svg><title>Icon</title></svg><h1>News</h1>",
        "<svg xmlns='x' viewBox='0 0 1 1'><g><title>Icon</title></g></svg><h1>News</h1>",
        "<h1><svg role=img><title>Icon</title><desc>An icon</desc></svg>News</h1>",
        "<SVG><Title>Icon</Title></SVG><h1>News</h1>",
        "<svg><svg><title>Icon</title></svg><title>Outer</title></svg><h1>News</h1>",
        "<svg><title>Icon</title></svg><title>News</title>",
        "<h1>News</h1><svg><title>One</title></svg><svg><title>Two</title></svg>",
    ],
)
def test_the_title_of_an_icon_is_not_the_pages(page: str) -> None:
    assert read(page).headline == "News"


def test_tags_of_drawings_in_scripts_take_nothing_out_of_the_page() -> None:
    page = "<script>x = '<svg>'</script><meta property='og:title' content='News'><script>y = '</svg>'</script>"
    assert read(page).headline == "News"
    assert read("<svg><svg><title>a</title></svg><h1>News</h1><script>'</svg>'</script>").headline == "News"


@pytest.mark.parametrize(
    "page", ["<svg>" * 200_000, "</svg>" * 200_000, "<svg>" * 90_000 + "<h1>x</h1>" + "</svg>" * 90_000, "<svg ><title>" * 80_000]
)
def test_drawings_without_end_cost_little(page: str) -> None:
    assert least(lambda: read(page), tries=2) < 400 * reference()
