"""A feed is XML whatever was written, says each thing once, and is sent again only when it changed."""

from dataclasses import replace
from xml.etree import ElementTree as ET

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from wtsocial.endpoints.atom import Entry, Feed, atom, atom_response

NAMES = {"a": "http://www.w3.org/2005/Atom"}
FEED = Feed("Climate", "https://wt.example/w/climate", "https://wt.example/w/climate.atom", "Newest first", "en")
FIRST = Entry("https://wt.example/post/1", "Ice melts", "https://wt.example/post/1", "ana", 1_790_000_000_500, "It is warm.")
SECOND = Entry(
    "https://wt.example/post/2", "Rain", "https://wt.example/post/2", "ben", 1_790_000_060_000, "<p>It <em>pours</em>.</p>", is_html=True
)


def parsed(*entries: Entry, feed: Feed = FEED) -> ET.Element:
    return ET.fromstring(atom(feed, entries))


def said(element: ET.Element, path: str) -> str | None:
    return element.findtext(path, namespaces=NAMES)


def hrefs(element: ET.Element) -> dict[str | None, str | None]:
    return {link.get("rel"): link.get("href") for link in element.findall("a:link", NAMES)}


def test_a_feed_says_what_it_is_and_each_entry_in_order() -> None:
    root = parsed(SECOND, FIRST)
    assert (said(root, "a:title"), said(root, "a:subtitle"), said(root, "a:id")) == (FEED.title, FEED.subtitle, FEED.address)
    assert said(root, "a:updated") == "2026-09-21T14:14:20+00:00"
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == "en"
    assert hrefs(root) == {"alternate": FEED.link, "self": FEED.address}
    second, first = root.findall("a:entry", NAMES)
    assert [said(first, f"a:{name}") for name in ("id", "title", "author/a:name", "updated")] == [
        FIRST.id,
        "Ice melts",
        "ana",
        "2026-09-21T14:13:20.500000+00:00",
    ]
    assert hrefs(second) == {"alternate": SECOND.link}
    summaries = [(one.get("type"), one.text) for one in root.findall("a:entry/a:summary", NAMES)]
    assert summaries == [("html", "<p>It <em>pours</em>.</p>"), ("html", "It is warm.")]


def test_an_entry_without_a_summary_has_none() -> None:
    assert parsed(replace(FIRST, summary="")).find("a:entry/a:summary", NAMES) is None


def test_the_same_entries_make_the_same_feed_and_none_make_an_empty_one() -> None:
    assert atom(FEED, []) == atom(FEED, [])
    assert said(parsed(), "a:updated") == "1970-01-01T00:00:00+00:00"
    assert parsed().find("a:entry", NAMES) is None


HOSTILE = [
    "]]>",
    "<![CDATA[ & ]]></title><script>alert(1)</script>",
    '"><a href="javascript:alert(1)">',
    "<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]>&b;",
    "<?xml-stylesheet href='//evil.example'?>",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_comes_out_as_the_text_it_is(text: str) -> None:
    root = parsed(replace(FIRST, title=text, author=text, summary=text), feed=replace(FEED, title=text, subtitle=text))
    entry = root.find("a:entry", NAMES)
    assert entry is not None
    assert [said(root, "a:title"), said(root, "a:subtitle"), said(entry, "a:title"), said(entry, "a:author/a:name")] == [text] * 4
    assert {element.tag.partition("}")[2] for element in root.iter()} == set(
        "feed title subtitle link id updated entry author name summary".split()
    )


@pytest.mark.parametrize("text", HOSTILE)
def test_a_summary_of_text_is_no_html_to_those_who_read_it_as_html(text: str) -> None:
    summary = said(parsed(replace(FIRST, summary=text)), "a:entry/a:summary")
    assert summary is not None
    assert "<" not in summary


@pytest.mark.parametrize("sign", ["\x00", "\x08", "\x0b", "\x1b", "\ufffe", "\uffff", "\ud800"])
def test_what_xml_cannot_hold_is_replaced_and_not_dropped_unseen(sign: str) -> None:
    assert said(parsed(replace(FIRST, title=f"be{sign}fore")), "a:entry/a:title") == "be\ufffdfore"


def test_right_to_left_text_is_kept_and_turns_nothing_after_it() -> None:
    title = "ראש הממשלה: «نعم»\u200f!"
    assert said(parsed(replace(FIRST, title=title)), "a:entry/a:title") == title
    assert said(parsed(replace(FIRST, title="\u202egnp.exe\u2067")), "a:entry/a:title") == "gnp.exe"


@given(st.text(), st.text(), st.text())
def test_any_text_is_well_formed(title: str, author: str, summary: str) -> None:
    root = parsed(Entry("urn:1", title, f"https://wt.example/{author}", author, 0, summary), feed=replace(FEED, title=title))
    assert len(root.findall("a:entry", NAMES)) == 1


async def fetched(*entries: Entry, **headers: str) -> httpx.Response:
    async def answer(request: Request) -> Response:
        return atom_response(request, FEED, entries)

    app = Starlette(routes=[Route("/feed.atom", answer)])
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="https://wt.example") as client:
        return await client.get("/feed.atom", headers={name.replace("_", "-"): value for name, value in headers.items()})


async def test_a_feed_is_answered_as_what_it_is_and_may_be_kept_for_a_minute() -> None:
    found = await fetched(SECOND, FIRST)
    assert found.status_code == 200
    assert found.headers["content-type"] == "application/atom+xml; charset=utf-8"
    assert found.headers["cache-control"] == "public, max-age=60"
    assert found.headers["last-modified"] == "Mon, 21 Sep 2026 14:14:20 GMT"
    assert found.content == atom(FEED, [SECOND, FIRST])


async def test_who_has_the_feed_does_not_get_it_again() -> None:
    tag = (await fetched(FIRST)).headers["etag"]
    for known in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        again = await fetched(FIRST, if_none_match=known)
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
        assert again.headers["cache-control"] == "public, max-age=60"


@pytest.mark.parametrize("now", [(SECOND, FIRST), (replace(FIRST, title="Ice"),), ()])
async def test_who_has_another_feed_gets_this_one(now: tuple[Entry, ...]) -> None:
    tag = (await fetched(FIRST)).headers["etag"]
    assert (await fetched(*now, if_none_match=tag)).status_code == 200


@pytest.mark.parametrize(
    ("since", "status"),
    [
        ("Mon, 21 Sep 2026 14:13:20 GMT", 304),
        ("Mon, 21 Sep 2026 14:13:19 GMT", 200),
        ("Mon, 21 Sep 2026 14:14:20 GMT", 200),
        ("yesterday", 200),
        ("Mon, 21 Sep 2026 14:13:20 -0000", 200),
        ("Mon, 99 Sep 2026 99:13:20 GMT", 200),
    ],
)
async def test_the_date_counts_for_those_who_know_no_tag(since: str, status: int) -> None:
    assert (await fetched(FIRST, if_modified_since=since)).status_code == status
    assert (await fetched(FIRST, if_modified_since=since, if_none_match='"other"')).status_code == 200


async def test_a_feed_is_compressed_for_who_can_read_that_and_known_by_its_own_tag() -> None:
    long = [replace(FIRST, summary="It is warm. " * 100)]
    tags = {}
    for coding in ("br", "gzip", "identity"):
        found = await fetched(*long, accept_encoding=coding)
        assert (found.headers.get("content-encoding", "identity"), found.content) == (coding, atom(FEED, long))
        assert found.headers["vary"] == "Accept-Encoding"
        assert (await fetched(*long, accept_encoding=coding, if_none_match=found.headers["etag"])).status_code == 304
        tags[coding] = found.headers["etag"]
    assert len(set(tags.values())) == 3
