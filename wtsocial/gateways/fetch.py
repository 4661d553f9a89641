"""Fetches something from a stranger's server: guarded at each hop, within one deadline and one size."""

import asyncio
import ssl
import zlib
from collections.abc import AsyncGenerator, Collection, Iterable, Iterator
from contextlib import aclosing
from dataclasses import dataclass
from functools import lru_cache
from typing import cast
from urllib.parse import urljoin

import httpcore

from wtsocial.core.errors import Invalid
from wtsocial.gateways.ssrf import Address, Guard, parse

_MOVED = {301, 302, 303, 307, 308}
_MOVED_FOR_GOOD = {301, 308}
_SECONDS_PER_PLACE = 3.0
_CHUNK = 65_536
_GZIP = b"\x1f\x8b"
_NO_CODINGS = frozenset({"", "identity", "none", "utf-8", "utf8", "iso-8859-1", "binary", "7bit", "8bit", "chunked"})
"""What stands for no packing, and what servers write there by mistake, which browsers read as it is."""


@dataclass(frozen=True)
class Errand:
    """What is fetched and how much of it is bearable. `field` is the form field that is blamed."""

    types: Collection[str]
    """Media types that are read; one ending in "/" stands for all of its kind."""
    wrong_type: str
    """Catalogue key of the refusal of any other type."""
    seconds: float
    """For everything together: names, connections, redirects, reading."""
    max_bytes: int
    """Counted after decompression, as it comes in."""
    field: str
    whole: bool
    """True: more than max_bytes is refused; False: what came until then is enough."""
    user_agent: str
    untyped: Collection[str] = ()
    """Media types that say nothing of what comes, "" among them: read as well, and the bytes decide."""
    hops: int = 5
    tls: ssl.SSLContext | None = None


@dataclass(frozen=True)
class Answer:
    """What came back. `url` is where it came from in the end; `link` follows permanent redirects only."""

    url: str
    link: str
    content_type: str
    language: str
    """The header Content-Language, as it came."""
    body: bytes


class _Pinned(httpcore.AsyncNetworkBackend):
    """Connects to the places that were checked and never asks for the name again; TLS and Host keep the name."""

    def __init__(self, places: list[tuple[str, int]]) -> None:
        self._places = places
        self._inner = cast(httpcore.AsyncNetworkBackend, httpcore.AnyIOBackend())

    async def connect_tcp(
        self,
        host: str,  # noqa: ARG002  the name stays unused: that is the point
        port: int,  # noqa: ARG002
        timeout: float | None = None,  # noqa: ARG002, ASYNC109  httpcore's interface
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """The first of the places that answers. Raises httpcore.ConnectError when none does."""
        for ip, place_port in self._places:
            try:
                return await self._inner.connect_tcp(ip, place_port, _SECONDS_PER_PLACE, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
        raise httpcore.ConnectError("no place answered")


async def fetch(url: str, errand: Errand, guard: Guard) -> Answer:
    """Gets the url, following redirects, each checked as the first was.

    Raises Invalid with the errand's field: preview.refused_address, preview.unreachable, preview.too_slow, or the errand's wrong_type.
    """
    try:
        async with asyncio.timeout(errand.seconds):
            return await _follow(url, errand, guard)
    except TimeoutError:
        raise Invalid("preview.too_slow", field=errand.field) from None
    except (httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProtocolError, ssl.SSLError, OSError, zlib.error):
        raise Invalid("preview.unreachable", field=errand.field) from None


async def _follow(url: str, errand: Errand, guard: Guard) -> Answer:
    address = parse(url, field=errand.field)
    link, for_good = address, True
    tls = errand.tls or await asyncio.to_thread(_usual_tls)
    for _ in range(errand.hops + 1):
        places = await guard.places(address, field=errand.field)
        async with (
            httpcore.AsyncConnectionPool(ssl_context=tls, network_backend=_Pinned(places), retries=0) as pool,
            pool.stream("GET", _url_of(address), headers=_headers(address, errand)) as response,
        ):
            if response.status not in _MOVED:
                kind, body = await _read(response, errand)
                return Answer(
                    url=str(address), link=str(link), content_type=kind, language=_header(response, "content-language"), body=body
                )
            to = _header(response, "location").strip().replace(" ", "%20")
            address = parse(_joined(address, to), field=errand.field)
            # A shortener moves for good (301, 308): the target is the source. A consent wall or a choice of language does
            # not (302, 303, 307): the link stays the one that was pasted.
            for_good = for_good and response.status in _MOVED_FOR_GOOD
            link = address if for_good else link
    raise Invalid("preview.unreachable", field=errand.field)


async def _read(response: httpcore.Response, errand: Errand) -> tuple[str, bytes]:
    content_type = _header(response, "content-type").lower()
    kind = content_type.split(";")[0].strip()
    if not 200 <= response.status < 300:
        raise Invalid("preview.unreachable", field=errand.field)
    wanted = any(kind == known or (known.endswith("/") and kind.startswith(known)) for known in errand.types)
    if not wanted and kind not in errand.untyped:
        raise Invalid(errand.wrong_type, field=errand.field)
    body = bytearray()
    async with aclosing(_decoded(response, errand)) as pieces:
        async for piece in pieces:
            body += piece
            if len(body) > errand.max_bytes:
                break
    if errand.whole and len(body) > errand.max_bytes:
        raise Invalid(errand.wrong_type, field=errand.field)
    return content_type, bytes(body[: errand.max_bytes])


async def _decoded(response: httpcore.Response, errand: Errand) -> AsyncGenerator[bytes, None]:
    """The body unpacked in small pieces, so that a bomb is stopped by the reader's count and not by memory."""
    codings = [name for part in _header(response, "content-encoding").lower().split(",") if (name := part.strip()) not in _NO_CODINGS]
    if len(codings) > 1 or not set(codings) <= {"gzip", "x-gzip", "deflate"}:
        raise Invalid(errand.wrong_type, field=errand.field)
    unpack = _Unpacking() if codings else None
    received = 0
    async for piece in response.aiter_stream():
        received += len(piece)
        if unpack is None:
            yield piece
        else:
            for part in unpack.take(piece):
                yield part
        if received > errand.max_bytes:  # also when it unpacks to nothing at all
            return
    if unpack:
        yield unpack.rest()


class _Unpacking:
    """Unpacks what was packed as gzip or deflate: with zlib's frame, as RFC 9110 has it, or bare, as many servers send it.

    Several gzip files after each other are one (RFC 1952, 2.2).
    """

    def __init__(self) -> None:
        self._beginning = b""
        self._inner = zlib.decompressobj(wbits=zlib.MAX_WBITS | 32)  # gzip or zlib
        self._begun = False

    def take(self, piece: bytes) -> Iterator[bytes]:
        """What comes out of the next piece, in small ones. Raises zlib.error for what cannot be unpacked."""
        if not self._begun:
            self._beginning += piece
            if len(self._beginning) < 2:
                return
            piece, self._begun = self._beginning, True
            if not _is_framed(piece):
                self._inner = zlib.decompressobj(wbits=-zlib.MAX_WBITS)
        while piece:
            if self._inner.eof and not piece.startswith(_GZIP):
                return
            if self._inner.eof:
                self._inner = zlib.decompressobj(wbits=zlib.MAX_WBITS | 32)
            yield self._inner.decompress(piece, _CHUNK)
            piece = self._inner.unused_data or self._inner.unconsumed_tail

    def rest(self) -> bytes:
        """What comes out at the end."""
        return self._inner.flush()


def _is_framed(beginning: bytes) -> bool:
    """Whether these bytes begin a gzip file (RFC 1952) or a zlib stream (RFC 1950), rather than a bare one."""
    return beginning.startswith(_GZIP) or (beginning[0] & 0x0F == 8 and int.from_bytes(beginning[:2], "big") % 31 == 0)


def _joined(address: Address, to: str) -> str:
    try:
        return urljoin(str(address), to)
    except ValueError:
        return ""  # which is then refused as no address


def _headers(address: Address, errand: Errand) -> list[tuple[str, str]]:
    return [
        ("Host", address.authority),
        ("User-Agent", errand.user_agent),
        ("Accept", ", ".join(f"{known}*" if known.endswith("/") else known for known in errand.types)),
        ("Accept-Encoding", "gzip, deflate"),
        ("Connection", "close"),
    ]


def _url_of(address: Address) -> httpcore.URL:
    return httpcore.URL(scheme=address.scheme, host=address.host, port=address.port, target=address.target)


def _header(response: httpcore.Response, name: str) -> str:
    wanted = name.encode("ascii")
    return next((value.decode("utf-8", "replace") for key, value in response.headers if key.lower() == wanted), "")


@lru_cache(maxsize=1)
def _usual_tls() -> ssl.SSLContext:
    return httpcore.default_ssl_context()
