"""Links go where they say, and nobody is led off this site."""

from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.text import samples
from wtsocial.core.errors import Invalid
from wtsocial.text.links import check_address, check_link, host_of, safe_next


def refused(url: str) -> str:
    with pytest.raises(Invalid) as caught:
        check_link(url, field="source")
    assert caught.value.field == "source"
    return caught.value.key


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://a.example", "https://a.example/"),
        (" HTTP://WWW.A.Example:80/B?c=d#e ", "http://www.a.example/B?c=d#e"),
        ("https://a.example:8443/x", "https://a.example:8443/x"),
        ("https://בדיקה.example/שלום?ש=1", "https://xn--5dbedt4e.example/%D7%A9%D7%9C%D7%95%D7%9D?%D7%A9=1"),
        ("https://MÜNCHEN.example/", "https://xn--mnchen-3ya.example/"),
        ("https://a.example/100%/%41", "https://a.example/100%25/%41"),
        ("https://a.example./", "https://a.example/"),
        ("http://127.0.0.1:8000/x", "http://127.0.0.1:8000/x"),
        ("http://[2001:DB8::1]/", "http://[2001:db8::1]/"),
        ('https://a.example/"<b>"', "https://a.example/%22%3Cb%3E%22"),
    ],
)
def test_a_link_is_kept_in_one_spelling(url: str, kept: str) -> None:
    assert check_link(url) == kept
    assert check_link(kept) == kept


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("", "link.required"),
        ("javascript:alert(1)", "link.scheme"),
        ("data:text/html,x", "link.scheme"),
        ("ftp://a.example/", "link.scheme"),
        ("//a.example/", "link.scheme"),
        ("a", "link.scheme"),
        ("a/b.example", "link.scheme"),
        ("localhost:3000", "link.scheme"),
        ("javascript.example:alert(1)", "link.scheme"),
        ("javascript:a.example/", "link.scheme"),
        ("data:a.example,x", "link.scheme"),
        ("me@a.example", "link.scheme"),
        ("mailto:me@a.example", "link.scheme"),
        ("a.example:80evil/", "link.scheme"),
        (".example/x", "link.scheme"),
        ("/a.example", "link.scheme"),
        ("?a.example", "link.scheme"),
        ("a.example/a b", "link.characters"),
        ("a.example\\@evil.example", "link.characters"),
        ("1.2.3/x", "link.host"),
        ("0x7f.1", "link.host"),
        ("a..example/", "link.host"),
        ("a.example:99999/", "link.host"),
        ("a.example/" + "a" * 1985, "link.too_long"),
        ("https://me:secret@a.example/", "link.credentials"),
        ("https://google.com@evil.example/", "link.credentials"),
        ("https:///x", "link.host"),
        ("https://", "link.host"),
        ("https:a.example", "link.host"),
        ("https://a..example/", "link.host"),
        ("https://-a-.example/", "link.host"),
        ("https://a.example:99999/", "link.host"),
        ("https://a.example:x/", "link.host"),
        ("https://[::1/", "link.host"),
        ("http://0x7f.1/", "link.host"),
        ("http://2130706433/", "link.host"),
        ("http://0177.0.0.1/", "link.host"),
        ("https://xn--a/", "link.host"),
        ("https://a.example/\x00", "link.characters"),
        ("java\tscript:alert(1)", "link.characters"),
        ("https://a.example/a b", "link.characters"),
        ("https://a.example\\@evil.example/", "link.characters"),
        ("https://a.example/\u202e", "link.characters"),
        ("https://a.example/\ud800", "link.characters"),
        ("https://a.example/" + "a" * 2000, "link.too_long"),
        ("https://a.example/" + "ש" * 500, "link.too_long"),
    ],
    ids=ascii,
)
def test_what_is_no_plain_web_address_is_refused(url: str, key: str) -> None:
    assert refused(url) == key


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("news.example/story", "https://news.example/story"),
        (" www.news.example ", "https://www.news.example/"),
        ("News.Example:8443/x?y#z", "https://news.example:8443/x?y#z"),
        ("news.example:443", "https://news.example/"),
        ("news.example?q=http://a.example/", "https://news.example/?q=http://a.example/"),
        ("news.example#x", "https://news.example/#x"),
        ("news.example/me@home:x", "https://news.example/me@home:x"),
        ("חדשות.example/כתבה", "https://xn--7dbee7eg.example/%D7%9B%D7%AA%D7%91%D7%94"),
        ("新闻。example", "https://xn--efvy88h.example/"),
        ("127.0.0.1:8000/x", "https://127.0.0.1:8000/x"),
        ("news.example/a?utm_source=x", "https://news.example/a"),
        ("http//news.example/x", "http://news.example/x"),
        ("<https://news.example/x>", "https://news.example/x"),
        ("“news.example/x”", "https://news.example/x"),
        ("«https://חדשות.example»", "https://xn--7dbee7eg.example/"),
        ("（https://news.example/x）", "https://news.example/x"),
        ("\u200bhttps://news.example/x\u200e", "https://news.example/x"),
        ("\u202ahttps://news.example\u202c", "https://news.example/"),
        ("\ufeffnews.example", "https://news.example/"),
        ("news.example/x\u2060", "https://news.example/x"),
    ],
)
def test_an_address_without_a_scheme_is_completed(typed: str, kept: str) -> None:
    assert check_link(typed) == kept
    with pytest.raises(Invalid, match=r"link\.scheme"):
        check_address(typed)


@pytest.mark.parametrize(
    "typed", ["https://https://news.example/x", "http://https://news.example/x", "HTTP://http:/news.example/x", "HTTPS:/news.example/x"]
)
def test_a_scheme_with_too_much_or_too_little_is_mended(typed: str) -> None:
    assert check_link(typed).removeprefix("https").removeprefix("http") == "://news.example/x"


@pytest.mark.parametrize(
    "typed", ["“", "<>", "()", "<news>", "“https://”", "(javascript:alert(1))", "https://javascript:alert(1)", "http//evil", "https:/9"]
)
def test_what_is_left_inside_is_judged_as_anything_else(typed: str) -> None:
    assert refused(typed) in ("link.scheme", "link.host", "link.required")


def test_an_address_is_kept_or_refused_as_a_browser_would() -> None:
    # What a browser takes for a path beside the page that it is on (`test.txt`) is a host without its scheme here: for `check_link` alone.
    cases = samples.url_cases()
    assert cases
    for case in cases:
        try:
            kept = check_address(case["input"])
        except Invalid:
            continue
        assert "failure" not in case, case
        assert kept.isascii(), case
        if "hostname" in case:
            host = case["hostname"].rsplit("]")[0].split(":")[0].removesuffix(".")
            assert urlsplit(kept).netloc.rsplit("]")[0].split(":")[0] == host, case


@given(st.text(max_size=60) | st.text(alphabet="htps:/\\@[].%#?0x1a-é", max_size=30).map("http://".__add__))
def test_no_text_whatever_breaks_the_check(url: str) -> None:
    host_of(url)
    try:
        kept = check_link(url)
    except Invalid:
        return
    assert check_link(kept) == kept


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://www.a.example/x", "a.example"),
        ("https://WWW.A.example:81", "a.example"),
        ("https://google.com@evil.example/", "evil.example"),
        ("https://münchen.example/", "xn--mnchen-3ya.example"),
        ("https://gооgle.com", "xn--ggle-55da.com"),
        ("http://[::1", ""),
        ("mailto:a@b.example", ""),
        ("nothing", ""),
    ],
)
def test_the_host_is_shown_in_the_spelling_that_none_can_imitate(url: str, host: str) -> None:
    assert host_of(url) == host


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        ("/", "/"),
        ("/post/42", "/post/42"),
        ("/search?q=a%20b&tag=c#d", "/search?q=a%20b&tag=c#d"),
        ("/search?q=https://a.example/", "/search?q=https://a.example/"),
        ("/u/דני", "/u/%D7%93%D7%A0%D7%99"),
        ("/u/a.b", "/u/a.b"),
    ],
)
def test_a_path_of_this_site_is_gone_back_to(value: str, kept: str) -> None:
    assert safe_next(value) == kept


@pytest.mark.parametrize(
    "value",
    [
        None, "", "post/42", "//evil.example", "///evil.example", "/\\evil.example", "\\\\evil.example", "/%2Fevil.example", "/%5Cevil.example",
        "/%252fevil.example", "/%255Cevil.example", "/%25252fevil.example", "/%2525252fevil.example", "/.//evil.example", "/a/..//evil.example",
        "/%2e%2e//evil.example", "https://evil.example", "https:evil.example", "javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "/\t/evil.example",
        "\t//evil.example", " //evil.example", "/\n/evil.example", "/%09/evil.example", "/%0d%0aSet-Cookie:a=b", "/?a=%0d%0ab", "/a\x00", "/\ud800", "/..", "/a b",
        "/\u3000/evil.example", "/" + "a" * 3000, "@evil.example", ".evil.example",
    ],
    ids=ascii,
)  # fmt: skip
def test_what_might_lead_elsewhere_leads_home(value: str | None) -> None:
    assert safe_next(value) == "/"
    assert safe_next(value, default="/welcome") == "/welcome"


@given(st.text(alphabet="/\\.%25cCfF\t\n:@evil?#", max_size=24))
def test_no_mixture_of_tricks_leaves_this_site(value: str) -> None:
    kept = safe_next(value)
    assert kept.startswith("/")
    assert not kept.startswith(("//", "/\\"))
    assert kept.isascii()
    assert kept.isprintable()
