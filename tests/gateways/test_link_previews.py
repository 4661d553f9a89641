"""Previews of real pages on real servers, some of which send us inside."""

import asyncio
import gzip
import hashlib
import ssl
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import replace

import pytest
import trustme

from tests.gateways.conftest import STORY, Site, html, moved, refusal_of
from wtsocial.core.errors import Invalid
from wtsocial.gateways.link_previews import PAGE, PICTURE, Preview, fetch_picture, fetch_preview
from wtsocial.gateways.ssrf import Guard

RunSite = Callable[[ssl.SSLContext | None], AbstractAsyncContextManager[Site]]


async def test_a_page_is_previewed(site: Site) -> None:
    site.replies["/story?id=7"] = html(STORY)
    assert await fetch_preview(" http://NEWS.example/story?id=7#top ", guard=site.guard()) == Preview(
        link="http://news.example/story?id=7#top",
        headline="Bridge reopens after nine years",
        description="It is open.",
        site="The Paper",
        picture_url="http://news.example/bridge.jpg",
        language="en-GB",
        digest=hashlib.sha256(STORY.encode()).hexdigest(),
    )


async def test_the_request_says_who_asks_and_nothing_else(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    site.replies["/"] = html("<title>x</title>", extra="Set-Cookie: spy=1\r\n")
    for _ in range(2):
        await fetch_preview("http://news.example/", guard=site.guard())
    lines = site.asked[1].lower().splitlines()
    assert lines[0] == "get / http/1.1"
    assert "host: news.example" in lines
    assert {line.split(":")[0] for line in lines[1:] if line} == {"host", "user-agent", "accept", "accept-encoding", "connection"}
    assert next(line for line in lines if line.startswith("user-agent")).startswith("user-agent: wtsocial-preview/1.0 (+http")


async def test_a_page_without_a_title_has_a_preview_without_a_headline(site: Site) -> None:
    site.replies["/"] = html("<p>nothing to say")
    preview = await fetch_preview("http://news.example/", guard=site.guard())
    assert (preview.headline, preview.site) == ("", "news.example")


async def test_a_packed_page_is_unpacked(site: Site) -> None:
    site.replies["/"] = html(gzip.compress(STORY.encode()), extra="Content-Encoding: gzip\r\n")
    assert (await fetch_preview("http://news.example/", guard=site.guard())).site == "The Paper"


async def test_a_shortened_link_becomes_what_it_stands_for_without_tracking(site: Site) -> None:
    site.replies |= {
        "/x": moved("http://news.example/story?utm_source=mail&id=7&fbclid=Z", 301),
        "/story?utm_source=mail&id=7&fbclid=Z": html(STORY),
    }
    preview = await fetch_preview("http://sho.rt.example/x", guard=site.guard("sho.rt.example", "news.example"))
    assert preview.link == "http://news.example/story?id=7"


async def test_a_consent_wall_does_not_replace_the_link(site: Site) -> None:
    site.replies |= {"/story": moved("/consent?back=/story", 302), "/consent?back=/story": html("<title>Cookies?</title>")}
    assert (await fetch_preview("http://news.example/story", guard=site.guard())).link == "http://news.example/story"


@pytest.mark.parametrize(
    "to",
    [
        "http://127.0.0.1/", "http://127.0.0.1:{port}/secret", "http://[::1]/", "http://2130706433/", "http://169.254.169.254/latest/",
        "http://inside.example/secret", "//inside.example/secret", "http://social.example/", "http://localhost/", "file:///etc/passwd",
        "http://news.example:{port}/secret", "gopher://news.example/", "http://[", "http://user@news.example/",
    ],
)  # fmt: skip
@pytest.mark.parametrize("hops", [1, 3])
async def test_a_redirect_inside_is_refused_at_whichever_hop(site: Site, to: str, hops: int) -> None:
    async def resolve(host: str, port: int) -> list[str]:
        return ["127.0.0.1"]  # inside.example and all others

    for hop in range(1, hops):
        site.replies[f"/{hop}"] = moved(f"/{hop + 1}")
    site.replies |= {f"/{hops}": moved(to.format(port=site.port)), "/secret": html("<title>secret</title>")}
    guard = replace(site.guard(), resolve=resolve)
    assert await refusal_of("http://news.example/1", guard) == ("preview.refused_address", "link")
    assert site.connections == hops


async def test_five_redirects_are_followed_and_no_more(site: Site) -> None:
    site.replies |= {f"/{hop}": moved(f"/{hop + 1}") for hop in range(1, 7)} | {"/7": html("<title>there</title>")}
    assert (await fetch_preview("http://news.example/2", guard=site.guard())).headline == "there"
    assert await refusal_of("http://news.example/1", site.guard()) == ("preview.unreachable", "link")


async def test_a_name_that_changes_its_answer_is_asked_once_and_reached_where_it_was_checked(site: Site) -> None:
    answers = iter([["192.0.2.1", "127.0.0.1"], ["127.0.0.1"], ["8.8.8.8"]])
    asked: list[str] = []

    async def resolve(host: str, port: int) -> list[str]:
        asked.append(host)
        return next(answers)

    guard = Guard("social.example", {}, resolve)
    assert await refusal_of("http://news.example/", guard) == ("preview.refused_address", "link")
    assert (asked, site.connections) == (["news.example"], 0)


async def test_the_connection_goes_to_the_checked_address_and_the_name_is_not_asked_again(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.replies["/"] = html(STORY)
    asked: list[str] = []
    checked: list[str] = []

    async def resolve(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"]

    def is_public(ip: str) -> bool:
        checked.append(ip)
        return True

    monkeypatch.setattr("wtsocial.gateways.ssrf.is_public", is_public)
    monkeypatch.setattr("wtsocial.gateways.ssrf.PORTS", {"http": site.port, "https": 443})
    # The system's resolver does not know the name: if it were asked, this would fail.
    preview = await fetch_preview("http://rebound.example/", guard=Guard("social.example", {}, resolve))
    assert (preview.headline, asked, checked) == ("Bridge reopens after nine years", ["rebound.example"], ["127.0.0.1"])


async def test_tls_is_spoken_to_the_checked_address_in_the_name_of_the_host(run_site: RunSite) -> None:
    authority = trustme.CA()
    server, client = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), ssl.create_default_context()
    authority.issue_cert("news.example").configure_cert(server)
    authority.configure_trust(client)
    async with run_site(server) as site:
        site.replies["/"] = html(STORY)
        errand = replace(PAGE, tls=client)
        assert (await fetch_preview("https://news.example/", errand=errand, guard=site.guard())).site == "The Paper"
        other = site.guard("other.example")
        assert await refusal_of("https://other.example/", other, errand) == ("preview.unreachable", "link")
        assert await refusal_of("https://news.example/", site.guard()) == ("preview.unreachable", "link")


async def test_the_second_address_is_tried_when_the_first_does_not_answer(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    site.replies["/"] = html(STORY)

    async def places(guard: Guard, *args: object, **kwargs: object) -> list[tuple[str, int]]:
        return [("127.0.0.1", 1), ("127.0.0.1", site.port)]

    monkeypatch.setattr(Guard, "places", places)
    assert (await fetch_preview("http://news.example/", guard=site.guard())).site == "The Paper"


async def test_a_picture_is_fetched(site: Site) -> None:
    site.replies |= {"/p.png": html(b"\x89PNG...", content_type="image/png"), "/old.png": moved("/p.png")}
    assert await fetch_picture("http://news.example/old.png", guard=site.guard()) == b"\x89PNG..."


@pytest.mark.parametrize(
    "to", ["http://127.0.0.1/p.png", "http://10.0.0.1/p.png", "http://social.example/p.png", "http://inside.example/p.png"]
)
async def test_a_pages_picture_inside_is_refused_at_once_and_by_redirect(site: Site, to: str) -> None:
    async def resolve(host: str, port: int) -> list[str]:
        return ["10.1.2.3"]

    site.replies |= {"/": html(f'<title>x</title><meta property="og:image" content="{to}">'), "/p.png": moved(to)}
    guard = replace(site.guard(), resolve=resolve)
    preview = await fetch_preview("http://news.example/", guard=guard)
    for address in (preview.picture_url, "http://news.example/p.png"):
        with pytest.raises(Invalid) as refusal:
            await fetch_picture(address, guard=guard)
        assert (refusal.value.key, refusal.value.field) == ("preview.refused_address", "picture")


async def test_a_picture_that_is_too_big_or_none_is_refused(site: Site) -> None:
    async def endless(writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n")
        while True:
            writer.write(bytes(100_000))
            await writer.drain()

    site.replies |= {"/endless.png": endless, "/page.png": html("<p>not a picture")}
    for path in ("/endless.png", "/page.png"):
        with pytest.raises(Invalid) as refusal:
            await fetch_picture(f"http://news.example{path}", errand=replace(PICTURE, max_bytes=500_000), guard=site.guard())
        assert (refusal.value.key, refusal.value.field) == ("picture.unusable", "picture")


async def test_hosts_of_the_settings_are_used(environment: object, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WTSOCIAL_SITE_URL", "https://social.example")
    monkeypatch.setenv("WTSOCIAL_PREVIEW_HOSTS", f'{{"news.example": "127.0.0.1:{site.port}"}}')
    site.replies |= {"/": html(STORY), "/inside": moved("https://social.example/")}
    assert (await fetch_preview("http://news.example/")).site == "The Paper"
    with pytest.raises(Invalid, match="preview.refused_address"):
        await fetch_preview("http://news.example/inside")


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        ("/story", "http://news.example/story"),
        ("https://www.news.example/story", "https://www.news.example/story"),
        ("https://evil.example/story", ""),
        ("/", ""),
        ("javascript:alert(1)", ""),
        ("http://127.0.0.1/", ""),
    ],
)
async def test_a_page_says_where_it_stands_on_its_own_site(site: Site, said: str, heard: str) -> None:
    site.replies["/amp/story"] = html(f'<title>x</title><link rel="canonical" href="{said}">')
    assert (await fetch_preview("http://news.example/amp/story", guard=site.guard())).canonical == heard


async def test_a_wall_on_the_way_says_nothing_of_where_the_page_stands(site: Site) -> None:
    wall = html('<title>Cookies?</title><link rel="canonical" href="/consent">')
    site.replies |= {"/story": moved("/consent", 302), "/consent": wall}
    assert (await fetch_preview("http://news.example/story", guard=site.guard())).canonical == ""


async def test_a_pages_language_may_stand_in_its_header(site: Site) -> None:
    site.replies["/"] = html("<title>x</title>", extra="Content-Language: he, en\r\n")
    assert (await fetch_preview("http://news.example/", guard=site.guard())).language == "he"
