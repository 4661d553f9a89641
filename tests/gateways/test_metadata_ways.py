"""What people write into a page about it, in all the ways that are read: headline, picture, language."""

import pytest

from wtsocial.gateways.page_metadata import Reading, read_page


def read(body: str) -> Reading:
    """The reading of a page at https://news.example/world/story."""
    return read_page(body.encode(), content_type="text/html; charset=utf-8", url="https://news.example/world/story")


@pytest.mark.parametrize(
    "page",
    [
        '<meta itemprop="headline" content="Story">', '<meta itemprop="name" content="Story">', '<meta property="og:title" value="Story">',
        '<meta property="https://ogp.me/ns#title" content="Story">', '<meta name="og-title" content="Story">', '<meta name="title" content="Story">',
        '<meta name="parsely-title" content="Story">', '<meta name="sailthru.title" content="Story">', "<h1><img src=l.png></h1><h1>Story</h1>",
        "<math><annotation-xml encoding='text/html'><title>m</title></annotation-xml></math><h1>Story</h1>",
        "<template><title>Later</title></template><h1>Story</h1>", "<noscript><title>No scripts</title></noscript><title>Story</title>",
        "<SVG><TITLE>i</TITLE><svg><title>j</title></svg></SVG><h1>Story</h1>", "<svg><math><title>i</title></math></svg><h1>Story</h1>",
        '<script type="application/ld+json; charset=utf-8">{"@type":"NewsArticle","headline":"Story"}</script>',
        '<SCRIPT TYPE="Application/LD+JSON">{"@type":"AnalysisNewsArticle","headline":"Story"}</SCRIPT>',
        '<script type="application/ld+json">//<![CDATA[\n{"@type":"BlogPosting","headline":"Story"}\n//]]></script>',
        '<script type="application/ld+json"><!-- {"@type":"NewsArticle","headline":"Story"} --></script>',
        '<script type="application/ld+json">\ufeff{"@type":"https://schema.org/NewsArticle","headline":"Story"};</script>',
        '<script type="application/ld+json">{"@type":"NewsArticle","headline":"Story","description":"a\n\tb"}</script>',
        '<script type="application/ld+json">{"@type":"WebPage","mainEntity":{"@type":"NewsArticle","headline":"Story"}}</script>',
    ],
)  # fmt: skip
def test_a_headline_is_found_in_every_way_people_write_it(page: str) -> None:
    assert read(page).headline == "Story"


@pytest.mark.parametrize(
    "page",
    [
        '<base target=_blank><base href="/img/"><meta property="og:image" content="a%20b.jpg">', '<meta property="og:image" content=" /img/a b.jpg\n">',
        '<meta name="thumbnailUrl" content="/img/a%20b.jpg">', '<link itemprop="thumbnailUrl" href="/img/a%20b.jpg">',
        '<meta itemprop="image" content="//news.example/img/a b.jpg">', '<base href="javascript:x"><link rel=image_src href="../img/a b.jpg">',
        '<script type="application/ld+json">{"@type":"Article","image":[{"contentUrl":"/img/a b.jpg"}]}</script>',
    ],
)  # fmt: skip
def test_a_picture_is_found_in_every_way_people_write_it(page: str) -> None:
    assert read(page).picture_url == "https://news.example/img/a%20b.jpg"


@pytest.mark.parametrize(
    "page",
    [
        '<html lang="und"><body lang="he">', '<html lang="mul"><meta property="og:locale" content="he">', '<meta itemprop="inLanguage" content="he">',
        '<meta name="DCTERMS.language" content="he">', '<script type="application/ld+json">{"@type":"Article","inLanguage":"he"}</script>',
        '<script type="application/ld+json">{"@type":"Article","inLanguage":{"name":"Hebrew","alternateName":"he"}}</script>',
    ],
)  # fmt: skip
def test_a_language_is_found_in_every_way_people_write_it(page: str) -> None:
    assert read(page).language == "he"
    assert read('<html lang="he_IL.UTF-8">').language == "he-IL"
