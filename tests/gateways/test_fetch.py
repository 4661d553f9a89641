"""Pages on real servers that are slow, endless, packed, broken or no pages at all: one deadline, one size."""

import asyncio
import gzip
import tracemalloc
import zlib
from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.gateways.conftest import STORY, Site, html, moved, refusal_of
from wtsocial.core.errors import Invalid
from wtsocial.gateways.fetch import Errand
from wtsocial.gateways.link_previews import fetch_picture, fetch_preview
from wtsocial.gateways.ssrf import Guard


async def test_a_drip_is_stopped_by_one_deadline_for_everything(site: Site, quick: Errand) -> None:
    drops, pause = 0, quick.seconds / 10

    async def drip(writer: asyncio.StreamWriter) -> None:
        nonlocal drops
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
        while True:
            writer.write(b" ")
            await writer.drain()
            drops += 1
            await asyncio.sleep(pause)

    site.replies["/"] = drip
    assert await refusal_of("http://news.example/", site.guard(), quick) == ("preview.too_slow", "link")
    # On a slow machine fewer fit into the same time. The first falls at once, and one may fall at the deadline.
    assert drops <= 10 + 2


async def test_silence_slow_names_and_slow_redirects_are_under_the_same_deadline(site: Site, quick: Errand) -> None:
    async def silence(writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(2)

    async def slow_move(writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(0.2)
        writer.write(moved("/again"))

    async def slow_names(host: str, port: int) -> list[str]:
        await asyncio.sleep(2)
        return ["8.8.8.8"]

    site.replies |= {"/silent": silence, "/again": slow_move}
    slow = ("preview.too_slow", "link")
    assert await refusal_of("http://news.example/silent", site.guard(), quick) == slow
    assert await refusal_of("http://news.example/again", site.guard(), quick) == slow
    assert await refusal_of("http://other.example/", Guard("social.example", {}, slow_names), quick) == slow


async def test_of_an_endless_page_the_beginning_is_read(site: Site) -> None:
    sent = 0

    async def endless(writer: asyncio.StreamWriter) -> None:
        nonlocal sent
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + STORY.encode())
        while True:
            writer.write(b"<p>more" * 10_000)
            await writer.drain()
            sent += 70_000

    site.replies["/"] = endless
    assert (await fetch_preview("http://news.example/", guard=site.guard())).site == "The Paper"
    assert sent < 20_000_000  # what the sockets' buffers took, and no end


async def test_a_packed_bomb_is_stopped_while_it_unpacks(site: Site) -> None:
    bomb = gzip.compress(STORY.encode() + bytes(300_000_000), 9)
    site.replies["/"] = html(bomb, extra="Content-Encoding: gzip\r\n")
    tracemalloc.start()
    try:
        preview = await fetch_preview("http://news.example/", guard=site.guard())
        assert tracemalloc.get_traced_memory()[1] < 40_000_000  # of 300
    finally:
        tracemalloc.stop()
    assert preview.site == "The Paper"


async def test_a_stream_that_unpacks_to_nothing_ends_too(site: Site) -> None:
    nothing = bytes.fromhex("1f8b08000000000000ff") + b"\x00\x00\x00\xff\xff" * 400_000
    site.replies["/"] = html(nothing, extra="Content-Encoding: gzip\r\n")
    assert (await fetch_preview("http://news.example/", guard=site.guard())).headline == ""


@pytest.mark.parametrize(
    ("reply", "key"),
    [
        (html("x", content_type="application/pdf"), "preview.not_a_page"),
        (html("x", content_type=""), "preview.not_a_page"),
        (html("x", content_type="text/htmlx"), "preview.not_a_page"),
        (html("x", extra="Content-Encoding: br\r\n"), "preview.not_a_page"),
        (html("x", status="404 Not Found"), "preview.unreachable"),
        (html("x", status="500 No"), "preview.unreachable"),
        (html("not gzip", extra="Content-Encoding: gzip\r\n"), "preview.unreachable"),
        (b"SSH-2.0-OpenSSH_9.6\r\n", "preview.unreachable"),
        (b"", "preview.unreachable"),
        (b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 99\r\n\r\nshort", "preview.unreachable"),
        (b"HTTP/1.1 200 OK\r\nX: " + b"y" * 200_000 + b"\r\n\r\n", "preview.unreachable"),
        (moved("").replace(b"Location: \r\n", b""), "preview.unreachable"),
    ],
)
async def test_what_is_no_page_is_refused(site: Site, reply: bytes, key: str) -> None:
    site.replies["/"] = reply
    assert await refusal_of("http://news.example/", site.guard()) == (key, "link")


async def test_a_closed_door_is_unreachable() -> None:
    guard = Guard("social.example", {"news.example": "127.0.0.1:1"})
    assert await refusal_of("http://news.example/", guard) == ("preview.unreachable", "link")


async def test_many_slow_pages_do_not_hold_up_a_quick_one(site: Site, quick: Errand) -> None:
    arrived, released = asyncio.Semaphore(0), asyncio.Event()

    async def silence(writer: asyncio.StreamWriter) -> None:
        arrived.release()
        await released.wait()

    site.replies |= {"/silent": silence, "/": html(STORY)}
    slow = [asyncio.create_task(refusal_of("http://news.example/silent", site.guard(), replace(quick, seconds=60))) for _ in range(50)]
    for _ in slow:
        await arrived.acquire()
    assert (await fetch_preview("http://news.example/", guard=site.guard())).site == "The Paper"
    assert not any(one.done() for one in slow)
    released.set()
    assert set(await asyncio.gather(*slow)) == {("preview.unreachable", "link")}


async def test_each_of_many_slow_pages_is_stopped(site: Site, quick: Errand) -> None:
    async def silence(writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(600)

    site.replies["/silent"] = silence
    slow = [refusal_of("http://news.example/silent", site.guard(), quick) for _ in range(50)]
    assert set(await asyncio.gather(*slow)) == {("preview.too_slow", "link")}


def bare(text: bytes) -> bytes:
    """Packed as deflate without zlib's frame, as many servers do."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packer.compress(text) + packer.flush()


PACKED = {
    "gzip": gzip.compress(STORY.encode()), "x-gzip": gzip.compress(STORY.encode()), "deflate": zlib.compress(STORY.encode()), "Deflate ": bare(STORY.encode()),
    "identity, gzip": gzip.compress(STORY.encode()), "GZIP": gzip.compress(STORY.encode()), "": STORY.encode(), "identity": STORY.encode(),
    "utf-8": STORY.encode(), "none, gzip": gzip.compress(STORY[:9].encode()) + gzip.compress(STORY[9:].encode()) + b"\r\n", "binary": STORY.encode(),
}  # fmt: skip


@pytest.mark.parametrize("coding", PACKED)
async def test_a_page_is_unpacked_however_it_was_packed(site: Site, coding: str) -> None:
    site.replies["/"] = html(PACKED[coding], extra=f"Content-Encoding: {coding}\r\n" if coding else "")
    assert (await fetch_preview("http://news.example/", guard=site.guard())).site == "The Paper"


async def test_a_page_that_comes_byte_by_byte_is_unpacked(site: Site) -> None:
    async def drip(writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: deflate\r\n\r\n")
        for byte in bare(STORY.encode()):
            writer.write(bytes([byte]))
            await writer.drain()

    site.replies["/"] = drip
    assert (await fetch_preview("http://news.example/", guard=site.guard())).site == "The Paper"


@pytest.mark.parametrize("pack", [bare, zlib.compress, gzip.compress])
async def test_no_bomb_of_any_packing_fills_the_memory(site: Site, pack: Callable[[bytes], bytes]) -> None:
    site.replies["/"] = html(
        pack(STORY.encode() + bytes(200_000_000)), extra=f"Content-Encoding: {'gzip' if pack is gzip.compress else 'deflate'}\r\n"
    )
    tracemalloc.start()
    try:
        assert (await fetch_preview("http://news.example/", guard=site.guard())).site == "The Paper"
        assert tracemalloc.get_traced_memory()[1] < 40_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("coding", ["br", "zstd", "gzip, gzip", "compress", "gzip, br", "x"])
async def test_a_packing_that_was_not_asked_for_is_refused(site: Site, coding: str) -> None:
    site.replies["/"] = html(PACKED["gzip"], extra=f"Content-Encoding: {coding}\r\n")
    assert await refusal_of("http://news.example/", site.guard()) == ("preview.not_a_page", "link")


@pytest.mark.parametrize(
    "kind",
    [
        "image/png",
        "application/octet-stream",
        "binary/octet-stream",
        "",
        "Binary/Octet-Stream; charset=binary",
        "application/x-octet-stream",
        "unknown/unknown",
        "jpg",
    ],
)
async def test_of_a_picture_its_bytes_decide(site: Site, kind: str) -> None:
    site.replies["/p"] = html("the bytes", content_type=kind)
    assert await fetch_picture("http://news.example/p", guard=site.guard()) == b"the bytes"
    assert "binary" not in site.asked[0].lower()


@pytest.mark.parametrize("kind", ["text/html", "text/plain", "application/pdf", "imagex/png", "video/mp4"])
async def test_what_says_that_it_is_no_picture_is_none(site: Site, kind: str) -> None:
    site.replies["/p"] = html("the bytes", content_type=kind)
    with pytest.raises(Invalid, match=r"picture\.unusable"):
        await fetch_picture("http://news.example/p", guard=site.guard())
