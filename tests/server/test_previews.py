"""Previews through the composer: nothing inside is asked, nobody is waited for without end, and posting goes on."""

import asyncio
import gzip
import itertools
import time
from collections.abc import AsyncIterator
from typing import Any

import pytest
from sqlmodel import select

from tests.factories import join, login, make_member
from tests.gateways.conftest import STORY, Site, html, moved
from tests.running import Server
from tests.server.serving import STAND_IN, Sites
from tests.server.wire import Tab, tab
from tests.server.world import World, make_world
from wtsocial import db
from wtsocial.models import Post
from wtsocial.pages.submit.state import SubmitState

NEWS = f"http://{STAND_IN}"
WRITERS = itertools.count(1)


@pytest.fixture
async def world(site: Server) -> World:
    return await make_world()


@pytest.fixture
async def writer(world: World) -> str:
    """The session of a member of a number that no other test has: the server remembers how many links a member looked up."""
    made = [await make_member(f"writer-{number}") for number in range(next(WRITERS))]
    return await login(await join(made[-1], world.subwiki))


@pytest.fixture
async def paper(sites: Sites) -> AsyncIterator[Site]:
    """A newspaper's web server, which the site reaches by its name."""
    made = Site()
    server = await asyncio.start_server(made.serve, "127.0.0.1", sites.stand_in_port)
    yield made
    server.close()


async def looked_up(browser: Tab, link: Any, *, seconds: float = 30) -> tuple[dict[str, Any], str]:
    """What the composer shows of a link, and the key of why it shows nothing."""
    await browser.emit(SubmitState.look_up, link="")
    await browser.settle()
    before = len(browser.heard)
    await browser.emit(SubmitState.look_up, link=link)

    def answered() -> bool:
        parts = [(update.get("delta") or {}).get(SubmitState.get_full_name(), {}) for update in browser.heard[before:]]
        return bool(parts) and any(part.get("looking_rx_state_") is True for part in parts) and browser.of(SubmitState)["looking"] is False

    await browser.until(answered, seconds=seconds)
    return browser.of(SubmitState)["preview"], browser.of(SubmitState)["trouble"].get("key", "")


async def test_a_page_says_what_it_is(site: Server, world: World, writer: str, paper: Site) -> None:
    paper.replies["/story"] = html(STORY)
    async with tab(site.url, "/submit", session=writer) as browser:
        preview, trouble = await looked_up(browser, f"{NEWS}/story")
    assert (preview["headline"], preview["site"], trouble) == ("Bridge reopens after nine years", "The Paper", "")


def inside(port: int) -> list[str]:
    """Addresses that are inside or this site, in every spelling."""
    return [
        "http://127.0.0.1/", f"http://localhost:{port}/", "http://localhost/", "http://10.0.0.1/", "http://192.168.1.1/", "http://172.16.0.1/",
        "http://169.254.169.254/latest/meta-data/", "http://0.0.0.0/", "http://[::1]/", "http://[::ffff:127.0.0.1]/", "http://[::ffff:7f00:1]/",
        "http://[fe80::1]/", "http://[fc00::1]/", "http://[64:ff9b::7f00:1]/", "http://[2002:7f00:1::]/", "http://100.64.0.1/", "http://224.0.0.1/",
        "http://printer.local/", "http://db.internal/", "http://redis/", "http://localhost./", "http://127.0.0.1.:80/",
    ]  # fmt: skip


NO_LINKS = [
    "http://2130706433/", "http://0x7f.1/", "http://0177.0.0.1/", "http://127.1/", "file:///etc/passwd", "gopher://x/", "ftp://x.example/",
    "http://user:pass@news.example/", "javascript:alert(1)", "http://[::1%25eth0]/", "//news.example/", "http:///x", "x" * 3000,
]  # fmt: skip


async def test_nothing_inside_is_asked(site: Server, world: World, paper: Site) -> None:
    async with tab(site.url, "/submit", session=world.sessions["ana"]) as browser:
        for link in inside(port_of(site))[:18]:
            _, trouble = await looked_up(browser, link)
            assert trouble in ("preview.refused_address", "link.host"), link
    assert paper.connections == 0
    async with tab(site.url, "/submit", session=world.sessions["ben"]) as browser:
        for link in [*inside(port_of(site))[18:], *NO_LINKS]:
            preview, trouble = await looked_up(browser, link)
            assert trouble == "preview.refused_address" or trouble.startswith("link."), link
            assert preview["headline"] == ""
    assert paper.connections == 0


def port_of(site: Server) -> int:
    return int(site.url.rpartition(":")[2])


async def test_a_page_that_leads_inside_is_left_at_the_door(site: Server, world: World, writer: str, paper: Site) -> None:
    targets = [
        "http://127.0.0.1/", site.url, "http://[::ffff:127.0.0.1]/", "http://169.254.169.254/", "http://2130706433/", "file:///etc/passwd",
        f"http://localhost:{port_of(site)}/health",
    ]  # fmt: skip
    async with tab(site.url, "/submit", session=writer) as browser:
        for number, target in enumerate(targets):
            paper.replies[f"/{number}"] = moved(f"{NEWS}/{number}/on")
            paper.replies[f"/{number}/on"] = moved(target)
            preview, trouble = await looked_up(browser, f"{NEWS}/{number}")
            assert trouble == "preview.refused_address", target
            assert preview["headline"] == ""


async def test_a_picture_inside_is_not_fetched_and_the_words_are_kept(site: Server, world: World, writer: str, paper: Site) -> None:
    async with tab(site.url, "/submit", session=writer) as browser:
        for number, picture in enumerate(
            ("http://127.0.0.1/x.png", f"{site.url}/icon.svg", "http://169.254.169.254/x.png", "file:///etc/passwd", f"{NEWS}/jump")
        ):
            paper.replies["/jump"] = moved("http://127.0.0.1/x.png")
            paper.replies[f"/{number}"] = html(STORY.replace("/bridge.jpg", picture))
            preview, _ = await looked_up(browser, f"{NEWS}/{number}")
            assert (preview["headline"], preview["picture"]) == ("Bridge reopens after nine years", ""), picture


async def drip(writer: asyncio.StreamWriter) -> None:
    """One byte now and then, for ever."""
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
    while True:
        writer.write(b" ")
        await writer.drain()
        await asyncio.sleep(1)


async def flood(writer: asyncio.StreamWriter) -> None:
    """A body without end."""
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<title>Flood</title>")
    while True:
        writer.write(b"<p>" * 20_000)
        await writer.drain()


async def test_who_is_slow_endless_or_packed_is_cut_off_and_the_post_is_published(
    site: Server, world: World, writer: str, paper: Site
) -> None:
    bomb = gzip.compress(b"<title>Bomb</title>" + b"\0" * 50_000_000)
    paper.replies |= {
        "/drip": drip, "/flood": flood, "/bomb": html(bomb, extra="Content-Encoding: gzip\r\n"), "/untitled": html("<p>Nothing"),
        "/picture": html(b"\x89PNG", content_type="image/png"), "/500": html("No", status="500 Oops"),
    }  # fmt: skip
    async with tab(site.url, "/submit", session=writer) as browser:
        for path in ("/flood", "/bomb", "/untitled"):
            preview, _ = await looked_up(browser, f"{NEWS}{path}")
            assert preview["headline"] in ("Flood", "Bomb", ""), path
        for path, key in (("/picture", "preview.not_a_page"), ("/500", "preview.unreachable"), ("/missing", "preview.unreachable")):
            assert (await looked_up(browser, f"{NEWS}{path}"))[1] == key
        await browser.emit(SubmitState.look_up, link=f"{NEWS}/drip")
        # The event loop belongs to everybody meanwhile, and nobody has to wait to post.
        begun = time.monotonic()
        typed = {"kind": "news", "headline": "It drips", "link": f"{NEWS}/drip", "text": "", "subwiki": "climate", "mode": "collaborative"}
        await browser.send(SubmitState.publish, typed=typed)
        published = time.monotonic() - begun
        assert browser.errors(SubmitState) == {}
        await browser.until(lambda: browser.of(SubmitState)["trouble"].get("key") == "preview.too_slow", seconds=40)
        assert published < (time.monotonic() - begun) / 2
    async with db.reading() as session:
        (post,) = (await session.exec(select(Post).where(Post.headline == "It drips"))).all()
    assert (post.link, post.picture, post.host) == (f"{NEWS}/drip", "", STAND_IN)


@pytest.mark.parametrize("who", ["", "wen", "sus"])
async def test_who_may_not_post_looks_nothing_up(site: Server, world: World, paper: Site, who: str) -> None:
    paper.replies["/story"] = html(STORY)
    async with tab(site.url, "/submit", session=world.sessions.get(who, "")) as browser:
        preview, trouble = await looked_up(browser, f"{NEWS}/story")
    assert preview["headline"] == ""
    assert trouble in ("error.login_needed", "error.unconfirmed", "error.suspended")
    assert paper.connections == 0
