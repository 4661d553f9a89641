"""Markdown comes out harmless, whatever went in."""

from collections.abc import Callable
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.text import samples
from tests.text.conftest import Counter
from wtsocial.text import markdown
from wtsocial.text.markdown import excerpt, render

ALLOWED = {
    "p": {"dir"}, "h3": {"dir"}, "h4": {"dir"}, "h5": {"dir"}, "h6": {"dir"}, "blockquote": {"dir"}, "ul": {"dir"},
    "ol": {"dir", "start"}, "li": {"dir"}, "pre": {"dir"}, "a": {"href", "rel"}, "br": set(), "code": set(), "em": set(),
    "hr": set(), "strong": set(),
}  # fmt: skip


class Reader(HTMLParser):
    """What a browser would find: every tag with its attributes, and the words."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.words = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        self.words += data


def assert_harmless(html: str) -> None:
    for tag, attributes in Reader(html).tags:
        assert tag in ALLOWED, html
        assert set(attributes) <= ALLOWED[tag], html
        assert attributes.get("dir", "auto") == "auto"
        if "href" in attributes:
            assert attributes["href"].lower().startswith(("http://", "https://", "mailto:", "/")), html
            assert not attributes["href"].startswith("//"), html
            assert attributes["rel"] == "nofollow noopener noreferrer ugc"


@pytest.mark.parametrize("texts", [samples.hostile_markdown, samples.markdown_examples, samples.naughty_strings])
def test_no_text_brings_in_a_tag_an_attribute_or_a_scheme_that_is_not_on_the_list(texts: Callable[[], list[str]]) -> None:
    assert texts()
    for text in texts():
        assert_harmless(render(text))
        assert "\n" not in excerpt(text)


@given(st.text(alphabet="[]()<>!*_`#>-&\\\"'= \n:/.ajx@", max_size=60))
def test_no_mixture_of_signs_brings_in_anything_either(text: str) -> None:
    assert_harmless(render(text))


def test_markdown_makes_paragraphs_lists_and_emphasis() -> None:
    html = render("A *b* **c** `d`\n\n3. e\n4. f\n\n> g")
    assert "<em>b</em> <strong>c</strong> <code>d</code>" in html
    assert '<ol start="3" dir="auto">' in html or '<ol dir="auto" start="3">' in html
    assert '<blockquote dir="auto">' in html


def test_what_stands_in_a_list_or_a_quotation_follows_its_direction() -> None:
    # A browser that looks for the direction of a block passes over inner blocks that have one of their own.
    html = render("1. שלום\n\n2. עולם\n\n> ציטוט\n\nplain")
    assert html.count('dir="auto"') == 3
    assert "<li>\n<p>שלום</p>" in html
    assert '<blockquote dir="auto">\n<p>ציטוט</p>' in html


def test_headings_begin_under_those_of_the_page() -> None:
    assert [tag for tag, _ in Reader(render("# a\n\n## b\n\n##### c")).tags] == ["h3", "h4", "h6"]


def test_raw_html_is_shown_and_not_obeyed() -> None:
    reader = Reader(render("<script>alert(1)</script> <b onclick=x>b</b>"))
    assert [tag for tag, _ in reader.tags] == ["p"]
    assert "<script>alert(1)</script> <b onclick=x>b</b>" in reader.words


def test_a_picture_from_elsewhere_becomes_a_link_to_it() -> None:
    reader = Reader(render("![A *cat*](https://p.example/cat.png)"))
    assert [(tag, attributes.get("href")) for tag, attributes in reader.tags] == [("p", None), ("a", "https://p.example/cat.png")]
    assert reader.words.strip() == "A cat"


def test_a_picture_in_a_link_leaves_its_description_there() -> None:
    reader = Reader(render("[![cat](https://p.example/cat.png)](https://t.example/)"))
    assert [attributes["href"] for tag, attributes in reader.tags if tag == "a"] == ["https://t.example/"]
    assert reader.words.strip() == "cat"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("[google.com](https://evil.example/a)", "google.com (evil.example)"),
        ("[goo**gle**.com](https://evil.example/a)", "google.com (evil.example)"),
        ("[https://google.com/a](https://www.evil.example)", "https://google.com/a (evil.example)"),
        ("[`google`.com](https://evil.example)", "google.com (evil.example)"),
        ("[goo\u200bgle\uff0ecom](https://evil.example)", "goo\u200bgle\uff0ecom (evil.example)"),
        ("[gооgle.com](https://google.com)", "gооgle.com (google.com)"),
        ("[google.com](/w/evil)", "google.com (/w/evil)"),
        ("[me@google.com](mailto:me@evil.example)", "me@google.com (me@evil.example)"),
        ("![google.com](https://evil.example/x.png)", "google.com (evil.example)"),
        ("[1.2.3.4](https://evil.example/)", "1.2.3.4 (evil.example)"),
        ("[google.com](https://google.com.evil.example/)", "google.com (google.com.evil.example)"),
    ],
)
def test_a_link_whose_words_name_another_host_shows_the_true_one(text: str, shown: str) -> None:
    assert Reader(render(text)).words.strip() == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("[google.com](https://www.google.com/x)", "google.com"),
        ("[www.google.com](https://google.com)", "www.google.com"),
        ("<https://a.example/b.html>", "https://a.example/b.html"),
        ("<Me@a.example>", "Me@a.example"),
        ("[the report](https://a.example/)", "the report"),
        ("[costs $2.5bn, i.e. more](https://a.example/)", "costs $2.5bn, i.e. more"),
        ("[שלום](https://a.example/)", "שלום"),
    ],
)
def test_an_honest_link_is_left_as_it_is(text: str, shown: str) -> None:
    reader = Reader(render(text))
    assert reader.words.strip() == shown
    assert [tag for tag, _ in reader.tags] == ["p", "a"]


@pytest.mark.parametrize(
    "url", ["//evil.example", "https://google.com@evil.example", "page", "ftp://a.example", "#top", "file:///etc/passwd"]
)
def test_an_address_that_misleads_or_leads_elsewhere_makes_no_link(url: str) -> None:
    assert [tag for tag, _ in Reader(render(f"[a]({url})")).tags] == ["p"]


PATTERNS = [
    "[",
    "![",
    "[]",
    "](",
    "> ",
    ">",
    "- ",
    "* a\n",
    "*a ",
    "**a* ",
    "a_",
    "`a",
    "<",
    "<a:",
    "\\",
    "&",
    "a\n=\n",
    "# a\n",
    "[a](b) ",
    "[a]: b\n",
]


@pytest.mark.parametrize("pattern", PATTERNS, ids=ascii)
def test_work_grows_with_the_length_and_no_faster(pattern: str, calls_made: Counter) -> None:
    render(pattern)
    once, twice = (calls_made(lambda n=n: render(pattern * n)) for n in (400, 800))
    assert twice <= 2.3 * once + 500


@pytest.mark.parametrize("pattern", PATTERNS, ids=ascii)
def test_a_hundred_thousand_signs_cost_at_most_one_look_at_each(pattern: str, calls_made: Counter) -> None:
    text = pattern * 100_000
    assert calls_made(lambda: render(text)) < 1.1 * 100_000
    assert_harmless(render(text))


def test_what_is_too_dense_to_be_markdown_is_shown_as_typed() -> None:
    text = "<b>[" * (markdown.MOST_BRACKETS + 1)
    assert Reader(render(text)).words == text
    assert excerpt(text, 5) == "<b>[…"


def test_a_long_honest_text_is_still_markdown() -> None:
    assert "<em>all</em>" in render("Not *all* words [count](https://a.example/).\n\n" * 900)


def test_an_excerpt_is_the_words_without_the_signs() -> None:
    assert (
        excerpt("# News\n\nA *b* [c](https://a.example)\n\n- d\n- ![e](https://a.example/e.png)\n\n```\nf\n```")
        == "News · A b c · d · e · f"
    )


def test_an_excerpt_is_plain_text_that_nobody_parses_again() -> None:
    assert excerpt("&lt;script&gt; \\*a\\* `<b>`") == "<script> *a* <b>"


def test_an_excerpt_ends_at_a_word() -> None:
    assert excerpt("one two three four", 10) == "one two…"
    assert excerpt("one two", 7) == "one two"


@given(st.text(max_size=80), st.integers(2, 40))
def test_an_excerpt_keeps_to_its_limit(text: str, limit: int) -> None:
    assert len(excerpt(text, limit)) <= limit


def test_an_excerpt_of_a_text_without_spaces_parts_no_letter_from_its_marks() -> None:
    assert excerpt("字" * 30, 10) == "字" * 9 + "…"
    assert excerpt("e\u0323\u0306" * 9, 9) == "e\u0323\u0306" * 2 + "…"


def test_a_table_struck_words_and_a_bare_address_are_shown_as_such() -> None:
    shown = render("| a | b |\n|---|---|\n| 1 | ~~2~~ |\n\nSee https://source.example/a?b=1 and readme.md")
    assert "<td>1</td>" in shown
    assert "<s>2</s>" in shown
    assert '<a href="https://source.example/a?b=1" rel="nofollow noopener noreferrer ugc">' in shown
    assert shown.count("<a ") == 1


def test_a_text_of_nothing_but_addresses_is_shown_as_typed() -> None:
    assert render("http://" * 2001).startswith("<pre")


@pytest.mark.parametrize(
    "sign",
    ["👍🏽", "🇩🇪", "👨\u200d👩\u200d👧", "🏴\U000e0067\U000e0062\U000e0077\U000e006c\U000e0073\U000e007f", "นิ้", "क्ष", "각", "e\u0323\u0306", "❤\ufe0f", "1\ufe0f\u20e3", "葛\U000e0100"],
    ids=ascii,
)  # fmt: skip
@pytest.mark.parametrize("before", range(270, 281))
def test_no_sign_is_cut_in_two(sign: str, before: int) -> None:
    line = excerpt("a" * before + sign * 12, 280)
    words = line.removesuffix("…")
    assert len(line) <= 280
    assert line.endswith("…")
    assert words.lstrip("a") == sign * words.count(sign)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("- one mother\n- nine ducklings\n\n> They use", "one mother · nine ducklings · They use"),
        ("- one mother\n- nine ducklings\n> They use", "one mother · nine ducklings · They use"),
        ("A sentence.\n\nAnother one", "A sentence. Another one"),
        ("# 标题\n\n第一句。\n\n第二句", "标题 · 第一句。 第二句"),
        ("| a | b |\n|---|---|\n| c |  |", "a · b · c"),
        ("one\ntwo", "one two"),
    ],
)
def test_the_blocks_of_an_excerpt_are_parted(text: str, line: str) -> None:
    assert excerpt(text) == line


@pytest.mark.parametrize(
    "text",
    [
        ("|" + "a|" * 1000 + "\n" + "|-" * 1000 + "|\n" + "|\n" * 2980)[:10_000],
        "|a" * 1000 + "\n" + "|-" * 1000 + "\n" + "|\n" * 60,
        "|a" * 45 + "\n" + "|-" * 45 + "\n" + "|\n" * 2900,
        ("|a" * 45 + "\n" + "|-" * 45 + "\n" + "|\n" * 100 + "\n") * 20,
        "> |a" + "|b" * 900 + "\n> " + "|-" * 901 + "\n" + "> |\n" * 2000,
        ">\n\n" * 1400,
        "- \n" * 2900,
        "*a* " * 2500,
        "http://a.b/ " * 800,
    ],
    ids=range(9),
)
def test_what_comes_out_is_bounded(text: str) -> None:
    shown = render(text)
    assert len(shown) <= markdown.MOST_TIMES_LONGER * len(text) + 1_000
    assert len(Reader(shown).tags) <= markdown.MOST_ELEMENTS
    assert shown.count("<td") + shown.count("<th") <= markdown.MOST_CELLS + 2 * markdown.MOST_COLUMNS


def test_a_table_that_a_person_could_have_written_is_a_table() -> None:
    wide = "|a" * 40 + "|\n" + "|-" * 40 + "|\n" + ("|b" * 40 + "|\n") * 50
    assert render(wide).count("<td") == 40 * 50
    two = "|a|b|\n|-|-|\n|c|d|\n\n"
    assert render(two * 50).count("<table") == 50


def test_a_table_too_wide_keeps_what_was_typed_and_what_stands_around_it() -> None:
    shown = render("*before*\n\n" + "|a" * 60 + "\n" + "|-" * 60 + "\n|c\n\n*after*")
    assert "<table" not in shown
    assert "<em>before</em>" in shown
    assert "<em>after</em>" in shown
    assert "|a|a" in shown
    assert "|c" in shown
