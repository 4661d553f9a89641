"""What a page says about itself: well and badly made pages (a collection of 55 where it is there) and hostile ones."""

import os
from pathlib import Path

import pytest

from tests.processor import least, reference
from wtsocial.gateways.page_metadata import Reading, plain, read_page

FOLDER = Path(os.environ.get("WTSOCIAL_TEST_DATA") or Path(__file__).parents[3] / "shared" / "data") / "link_preview_html"
PAGES = sorted(FOLDER.glob("*.html"))
PERSIAN = "لورم ایپزوم"


def read(body: str | bytes, content_type: str = "text/html; charset=utf-8") -> Reading:
    """The reading of a page at https://news.example/world/story."""
    raw = body.encode() if isinstance(body, str) else body
    return read_page(raw, content_type=content_type, url="https://news.example/world/story")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_collected_page_is_read_without_harm(page: Path) -> None:
    reading = read(page.read_bytes())
    for line in (reading.headline, reading.description, reading.site, reading.picture_url):
        assert line == " ".join(line.split())
    assert reading.picture_url == "" or reading.picture_url.startswith(("http://", "https://"))


@pytest.mark.parametrize(
    ("name", "headline", "description", "picture"),
    [
        ("opengraph__available", "a title", PERSIAN, ""),
        ("opengraph__with-image", "a title", "", "https://news.example/img/heck.jpg"),
        ("opengraph__nocontent-duplicate", "the title", PERSIAN, ""),
        ("opengraph__unavailable", "", "", ""),
        ("twittercard__available", "a title", PERSIAN, ""),
        ("twittercard__with-image", "a title", "", "https://news.example/img/heck.jpg"),
        ("jsonld__website-article", "The Article", "", ""),
        ("jsonld__article-website", "The Article", "", ""),
        ("jsonld__with-thumbnail", "a title", "", "https://news.example/img/heck.jpg"),
        ("jsonld__image-object", "The Website", "no more desc", "https://site.com/example.jpg"),
        ("jsonld__image-object-null", "The Website", "no more desc", ""),
        ("generic__invalid-meta-syntax", "INVALID PAGE2", "Jack", ""),
        ("generic__empty", "", "", ""),
    ],
)
@pytest.mark.skipif(not PAGES, reason="the folder of collected pages is not here")
def test_a_collected_page_says_this(name: str, headline: str, description: str, picture: str) -> None:
    reading = read((FOLDER / f"{name}.html").read_bytes())
    assert (reading.headline, reading.description, reading.picture_url) == (headline, description, picture)


def test_what_the_page_says_for_sharing_goes_before_its_window_title() -> None:
    reading = read(
        '<title>Story | Paper</title><h1>Big</h1><meta property="og:title" content="Story"><meta property="og:site_name" content="Paper">'
    )
    assert (reading.headline, reading.site) == ("Story", "Paper")
    assert read("<title>Story</title><h1>Big</h1>").headline == "Story"
    assert read("<h1>Big <i>news</i></h1>").headline == "Big news"


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        ("<title>Größe</title>".encode("latin-1"), "text/html; charset=ISO-8859-1"),
        ("<title>Größe</title>".encode("latin-1"), "text/html"),
        ("<title>Größe</title>".encode(), "text/html"),
        ("<meta charset=windows-1252><title>Größe</title>".encode("cp1252"), "text/html"),
        ('<meta http-equiv=content-type content="text/html; charset=windows-1252"><title>Größe</title>'.encode("cp1252"), "text/html"),
        ("\ufeff<title>Größe</title>".encode("utf-16-le"), "text/html; charset=utf-8"),
        ("\ufeff<title>Größe</title>".encode(), "text/html; charset=windows-1252"),
        ("<title>Größe</title>".encode(), "text/html; charset=unicode_escape"),
        ("<title>Größe</title>".encode(), "text/html; charset=zlib"),
        ("<title>Größe</title>".encode() + "é".encode()[:1], "text/html"),
    ],
)
def test_the_charset_is_found(body: bytes, content_type: str) -> None:
    assert read(body, content_type).headline == "Größe"


@pytest.mark.parametrize(
    ("codec", "text"), [("shift_jis", "見出しのニュース"), ("gb2312", "新闻标题"), ("koi8-r", "Новости"), ("euc-kr", "뉴스 제목")]
)
def test_scripts_of_the_world_are_read(codec: str, text: str) -> None:
    assert read(f"<meta charset={codec}><title>{text}</title>".encode(codec), "text/html").headline == text


@pytest.mark.parametrize(
    ("attribute", "language"),
    [("en", "en"), ("pt-br", "pt-BR"), ("zh-hans-cn", "zh-Hans"), ("EN_us", "en-US"), ("<script>", ""), ("x" * 99, ""), ("", "")],
)
def test_only_a_language_tag_is_a_language(attribute: str, language: str) -> None:
    assert read(f'<html lang="{attribute}"><title>x</title>').language == language


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:image/png;base64,AA", "file:///etc/passwd", "", "http://[", "//"])
def test_a_picture_that_is_no_web_address_is_left_out(address: str) -> None:
    assert read(f'<title>x</title><meta property="og:image" content="{address}">').picture_url == ""


def test_invisible_and_direction_overriding_characters_are_dropped_and_others_kept() -> None:
    assert plain("a\u202eb\u2066c\u200bd\x00e\x1bf\ud800g\ufeffh\ni", 99) == "abcdefgh i"
    assert plain("שלום 👨‍👩‍👧 می‌خواهم", 99) == "שלום 👨‍👩‍👧 می‌خواهم"


@pytest.mark.parametrize(
    "title",
    [
        "Cymru 🏴\U000e0067\U000e0062\U000e0077\U000e006c\U000e0073\U000e007f am byth",
        "« Est-ce vrai\u202f? » 10\u00a0%",
        "ភាសា\u200bខ្មែរ",
        "ראש הממשלה: \u200fכן!",
        "東京\u3000大阪",
        "Shaking \U0001fae8 face",
    ],
    ids=ascii,
)
def test_an_honest_title_stays_as_it_is(title: str) -> None:
    assert read_page(f"<title>{title}</title>".encode(), content_type="text/html", url="https://n.example/").headline == title
    assert plain(title, 99) == title


def test_a_title_is_cut_between_signs_that_a_reader_sees() -> None:
    for before in range(20):
        short = plain("a" * before + "🇩🇪" * 40 + "👍🏽" * 40, 30)
        assert short.strip("a…").replace("🇩🇪", "") == ""
        assert len(short) <= 30


def test_towers_of_marks_are_no_headline_and_the_next_one_is_taken() -> None:
    tower = "Z" + "\u0335" * 40
    assert read(f'<meta property="og:title" content="{tower}"><title>Honest</title>').headline == "Honest"


def test_markup_shown_as_text_or_left_out_says_nothing() -> None:
    forged = '<meta property="og:title" content="Forged">'
    for hidden in (f"<textarea>{forged}</textarea>", f"<!-- {forged} -->", f"<script>'{forged}'</script>", f"<style>{forged}</style>"):
        assert read(f"<title>True</title>{hidden}").headline == "True"
    assert read(f"<title>True</title>{forged}").headline == "Forged"


def test_signs_of_tags_in_values_are_part_of_the_text() -> None:
    page = (
        '<div data-x="<p>a</p>" title="x>y"><meta property="og:title" content="Is A <B and C> D?"><meta name=description content="1 <b 2">'
    )
    assert (read(page).headline, read(page).description) == ("Is A D?", "1 <b 2")


def test_texts_are_cut_to_a_sane_length() -> None:
    reading = read(f'<title>{"word " * 100_000}</title><meta name=description content="{"x" * 100_000}">')
    assert len(reading.headline) <= 300
    assert reading.headline.endswith("…")
    assert len(reading.description) == 600


@pytest.mark.parametrize(
    "body",
    [
        "<div>" * 200_000,
        "<h1>" + "<b>" * 150_000 + "x",
        '<script type="application/ld+json">' + "[" * 250_000 + "</script>",
        '<script type="application/ld+json">' + "[" * 900 + "]" * 900 + "</script>",
        '<script type="application/ld+json">{"@type":["Article",{}],"headline":[[]],"image":[null,{"url":7}]}</script>',
        '<script type="application/ld+json">{"@graph":[' + ",".join(['{"@graph":[]}'] * 20_000) + "]}</script>",
        "<meta property=og:title content=x>" * 29_000,
        "<meta " * 160_000,
        "<div " * 160_000,
        "<div a=<>" * 110_000,
        '<div ">' * 140_000,
        "<div '" * 160_000,
        '<a b="' * 160_000,
        "<html " * 160_000,
        "<h1>" * 200_000,
        "<body>" * 150_000,
        "<title>" * 140_000,
        "<!--" * 200_000,
        "</head>" * 140_000,
        "<meta " + "a=b " * 200_000 + ">",
        "<title>" + "&amp;" * 190_000,
        "\x00" * 1_000_000,
    ],
    ids=[
        "deep",
        "deep heading",
        "deep json",
        "nested json",
        "odd json",
        "wide json",
        "many metas",
        "open metas",
        "open divs",
        "odd divs",
        "quoted divs",
        "open quotes",
        "open values",
        "open htmls",
        "h1s",
        "bodies",
        "titles",
        "comments",
        "ends",
        "attributes",
        "entities",
        "nul",
    ],
)
def test_a_hostile_page_costs_little(body: str) -> None:
    readings: list[Reading] = []
    assert least(lambda: readings.append(read(body, "text/html")), tries=2) < 400 * reference()
    assert max(len(reading.headline) for reading in readings) <= 300


@pytest.mark.parametrize(
    ("head", "headline"),
    [
        ('<meta property="dc:title og:title" content="Both">', "Both"),
        ('<meta property="og:title\n twitter:title" content="Both">', "Both"),
        ('<meta property="og:description" name="twitter:title" content="Both">', "Both"),
        ('<meta name="og:title" content="By name">', "By name"),
        ('<META PROPERTY="OG:TITLE" CONTENT="Loud">', "Loud"),
        ('<meta content="Turned" property="og:title">', "Turned"),
        ('<meta name="twitter:title" content="Short">', "Short"),
        ('<meta property="og:title" content=""><meta property="og:title" content="Second">', "Second"),
        ('<meta property="og:title" content=" "><title>Window</title>', "Window"),
        ('<meta property="og:title">' + "<title>Window</title>", "Window"),
        ('<meta property="og:titles" content="No"><title>Window</title>', "Window"),
        ('<meta name="dc.title" content="Library">', "Library"),
        ('<meta name="dc.title" content="Library"><title>Window</title>', "Window"),
        ('<meta property="og:title" content="Tom &amp;amp; Jerry">', "Tom & Jerry"),
        ('<meta property="og:title" content="It&amp;#8217;s">', "It’s"),
        ('<meta property="og:title" content="AT&T &copy">', "AT&T ©"),
        ('<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Linked"}</script>', "Linked"),
        ("</head><body><title>In the body</title>", "In the body"),
        ("<title></title><h1>Big</h1>", "Big"),
        ("<title> \n </title><h1>Big</h1>", "Big"),
    ],
)
def test_a_headline_is_read_as_people_write_it(head: str, headline: str) -> None:
    assert read(f"<html><head>{head}").headline == headline


@pytest.mark.parametrize(
    ("head", "picture"),
    [
        ('<base href="https://cdn.example/a/"><meta property="og:image" content="p.jpg">', "https://cdn.example/a/p.jpg"),
        ('<base href="/static/"><meta property="og:image" content="p.jpg">', "https://news.example/static/p.jpg"),
        ('<meta property="og:image" content="p.jpg"><base target=_top><base href="//cdn.example/">', "https://cdn.example/p.jpg"),
        ('<base href="javascript:alert(1)"><meta property="og:image" content="p.jpg">', "https://news.example/world/p.jpg"),
        (
            '<base href="https://cdn.example/"><base href="https://evil.example/"><meta property="og:image" content="p.jpg">',
            "https://cdn.example/p.jpg",
        ),
        ('<base href="https://cdn.example/"><meta property="og:image" content="https://b.example/p.jpg">', "https://b.example/p.jpg"),
        ('<link rel="image_src" href="/p.jpg">', "https://news.example/p.jpg"),
        ('<meta property="og:image twitter:image" content="/p.jpg">', "https://news.example/p.jpg"),
        ('<base href="https://cdn.example/"><meta property="og:image" content="">', ""),
    ],
)
def test_a_relative_picture_stands_where_the_page_says(head: str, picture: str) -> None:
    assert read(f"<head>{head}<title>x</title>").picture_url == picture


@pytest.mark.parametrize(
    ("page", "header", "language"),
    [
        ('<html lang="he">', "", "he"),
        ("<html LANG=he-IL dir=rtl>", "en", "he-IL"),
        ('<html xml:lang="ar">', "", "ar"),
        ('<html><body lang="fa">', "", "fa"),
        ('<meta http-equiv="content-language" content="de">', "", "de"),
        ('<meta property="og:locale" content="ru_RU">', "", "ru-RU"),
        ("<p>", "pl, en", "pl"),
        ("<p>", "uk", "uk"),
        ('<html lang="">', "", ""),
    ],
)
def test_a_pages_language_is_read_wherever_it_is_said(page: str, header: str, language: str) -> None:
    assert (
        read_page(page.encode(), content_type="text/html; charset=utf-8", url="https://news.example/", language=header).language == language
    )


@pytest.mark.parametrize(
    ("head", "canonical"),
    [
        ('<link rel="canonical" href="/story">', "https://news.example/story"),
        ('<link rel="alternate Canonical" href="https://other.example/a">', "https://other.example/a"),
        ('<base href="/x/"><link rel=canonical href=y>', "https://news.example/x/y"),
        ('<link rel="canonical" href="javascript:x">', ""),
        ('<link rel="canonical" href="">', ""),
        ('<link rel="canonicals" href="/x">', ""),
        ("", ""),
    ],
)
def test_where_a_page_says_that_it_stands_is_read(head: str, canonical: str) -> None:
    assert read(f"<head>{head}<title>x</title>").canonical == canonical
