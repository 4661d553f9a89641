"""Hosts are read as browsers read them: by UTS #46, one spelling for each."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wtsocial.text.hosts import ascii_host, host_typed


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("News.Example", "news.example"),
        ("news.example.", "news.example"),
        ("news。example．", "news.example"),
        ("ｎｅｗｓ.example", "news.example"),
        ("ne\u00adws\u200b.exam\u2060ple", "news.example"),  # ignored, as browsers do
        ("%6Eews.example", "news.example"),
        ("straße.example", "xn--strae-oqa.example"),  # not "strasse": it may have another owner
        ("ΝΈΑΣ.example", "xn--ixai8a0a.example"),  # capitals do not tell which sigma: the mapping says the one inside a word
        ("νέας.example", "xn--ixai8aw.example"),
        ("☕.example", "xn--53h.example"),
        ("i❤.example", "xn--i-7iq.example"),
        ("xn--i-7iq.example", "xn--i-7iq.example"),
        ("XN--53H.example", "xn--53h.example"),
        ("میخ\u200cواهم.example", "xn--mgbn2ecje63gs19l.example"),
        ("क्\u200dष.example", "xn--11b2ezcw70k.example"),
        ("עיתון.example", "xn--9dbhtj5b.example"),
        ("a_b.example", "a_b.example"),
        ("v2--paper.example", "v2--paper.example"),
        ("[::1]"[1:-1], "[::1]"),
        ("127.0.0.1", "127.0.0.1"),
        ("１２７.０.０.１", "127.0.0.1"),
    ],
)
def test_a_host_has_one_spelling(typed: str, kept: str) -> None:
    assert ascii_host(typed) == kept
    assert ascii_host(kept.strip("[]")) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "", ".", "..", "a..example", ".example", "a.example..", "a。。example", "\u00ad", "a.\u200b.example",
        "-a.example", "a-.example", "-.example", "ü-.example", "-ü.example", "üb--er.example",
        "xn--.example", "xn---.example", "xn--a.example", "xn--a-.example", "xn--abc-.example", "xn--ü.example", "xn--0.example",
        "xn--strasse-.example", "xn--\u212b.example", "xn--a\u0308-x.example", "xn--53H\u200b-.example",
        "\u0301a.example", "\u093ea.example", "a\u200cb.example", "a\u200db.example", "\u200c.example",
        "אa.example", "0א.example", "א-.example", "א1٢.example", "0a.א", "0à.א", "xn--0-sfa.xn--4db", "7ꠖ.ڶ",
        "a b.example", "a\xa0b.example", "a!b.example", "a！b.example", "a/b.example", "a／b.example", "℀.example", "a%2fb.example", "a:b@c.example",
        "\ud83d.example", "%ED%A0%BD.example", "%ff.example", "\x00.example", "\u202e.example", "\ue000.example", "\U000e0041.example",
        "a" * 64 + ".example", "ü" * 60 + ".example", "a." * 127 + "example", "a" * 5000,
        "0x7f.1", "1.2.3", "1.2.3.4.5", "256.1.1.1", "01.2.3.4", "example.0x", "example.9", "::1%eth0", "1:2", ":::",
    ],
    ids=ascii,
)  # fmt: skip
def test_what_cannot_be_a_host_is_none(typed: str) -> None:
    assert ascii_host(typed) == ""


@given(st.text(max_size=40) | st.text(alphabet="xn-.0aאة\u200c\u200dß\u0301ü☕", max_size=16) | st.from_regex(r"\Axn--[a-z0-9-]{0,12}\Z"))
def test_no_text_breaks_the_check_and_what_comes_out_stays_as_it_is(typed: str) -> None:
    kept = ascii_host(typed)
    assert kept.isascii()
    assert not kept or ascii_host(kept.strip("[]")) == kept


@pytest.mark.parametrize(
    ("netloc", "host"),
    [
        ("A.example", "A.example"),
        ("a.example:80", "a.example"),
        ("u:p@a.example:80", "a.example"),
        ("[::1]:80", "::1"),
        ("", ""),
        ("@:1", ""),
    ],
)
def test_the_host_is_taken_out_as_it_was_typed(netloc: str, host: str) -> None:
    assert host_typed(netloc) == host
