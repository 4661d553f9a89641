"""What a reader without a login costs: pages per second, one after the other and sixteen at once, beside Starlette with the same bytes."""

import asyncio
import re
import tempfile
import time
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import httpx

from benchmarks.figures import median, say
from benchmarks.servers import Measured, bare_page, site

POSTS: Final = 10_000
SECONDS: Final = 2.0
ROUNDS: Final = 3
AT_ONCE: Final = 16
LENGTH: Final = re.compile(rb"content-length: ([0-9]+)", re.IGNORECASE)
ASKING: Final = "GET {} HTTP/1.1\r\nHost: {}\r\nAccept-Encoding: gzip, deflate, br, zstd\r\nAccept-Language: en\r\n\r\n"

SHARED, OTHER, FRESH = 0.5, 0.1, 0.0
"""So many times the reference there have to be: of the page that all share, of any other; nothing is asked of pages made anew."""
PAGES: Final[dict[str, tuple[list[str], float]]] = {
    "/": (["/"], SHARED),
    "/all": (["/all"], OTHER),
    "/w/SLUG": (["/w/bench1"], OTHER),
    "/post/ID": (["/post/9990"], OTHER),
    "/u/NAME": (["/u/bench3"], OTHER),
    "/post/ID, 200 of them in turn": ([f"/post/{9700 + number}" for number in range(200)], OTHER),
    "/post/ID, each for the first time": ([f"/post/{number}" for number in range(1, 9000)], FRESH),
}


class _Reader(asyncio.Protocol):
    """Asks for pages over one connection, the next when one has come; `left` are the requests, asked in turn."""

    def __init__(self, requests: list[bytes], begin: int, step: int) -> None:
        self._requests, self._at, self._step = requests, begin, step
        self._buffer = b""
        self._wanted = 0
        self._transport: asyncio.Transport | None = None
        self.pages = 0
        self.failed = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._ask()

    def _ask(self) -> None:
        assert self._transport
        self._transport.write(self._requests[self._at % len(self._requests)])
        self._at += self._step

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        if not self._wanted:
            head, ended, _ = self._buffer.partition(b"\r\n\r\n")
            found = LENGTH.search(head) if ended else None
            if found is None:
                return
            self._wanted = len(head) + 4 + int(found[1])
            self.failed += not head.startswith(b"HTTP/1.1 200")
        if len(self._buffer) >= self._wanted:
            self._buffer, self._wanted = self._buffer[self._wanted :], 0
            self.pages += 1
            self._ask()

    def close(self) -> None:
        """Ask no more."""
        if self._transport:
            self._transport.abort()


async def _per_second(server: Measured, paths: list[str], at_once: int, begin: int) -> float:
    parts = urlsplit(server.url)
    requests = [ASKING.format(path, parts.netloc).encode() for path in paths]
    loop = asyncio.get_running_loop()
    readers = [_Reader(requests, begin + number, at_once) for number in range(at_once)]
    started = time.perf_counter()
    for reader in readers:
        await loop.create_connection(lambda reader=reader: reader, "127.0.0.1", parts.port or 80)
    await asyncio.sleep(SECONDS)
    pages, seconds = sum(reader.pages for reader in readers), time.perf_counter() - started
    for reader in readers:
        reader.close()
    if any(reader.failed for reader in readers):
        raise RuntimeError(f"{server.url}{paths[0]} is not answered with 200")
    return pages / seconds


async def _compare(ours: Measured, reference: Measured, name: str, at_once: int) -> float:
    """Both in turns; how many times as many ours are."""
    paths, target = PAGES[name]
    here, there = list[float](), list[float]()
    for turn in range(ROUNDS):
        here.append(await _per_second(ours, paths, at_once, 3000 * turn))
        there.append(await _per_second(reference, ["/"], at_once, 0))
    share = median(here) / median(there)
    verdict = f", target ≥ {target} ×, {'held' if share >= target else 'MISSED'}" if target and at_once > 1 else ""
    spread = " / ".join(f"{one:,.0f}" for one in sorted(here))
    beside = " / ".join(f"{one:,.0f}" for one in sorted(there))
    say(f"{name}, {at_once} at once", f"{spread} per second; Starlette {beside}: {share:.2f} ×{verdict}")
    return share


async def _sent(address: str) -> bytes:
    """The body of a page, as it comes over the wire."""
    async with httpx.AsyncClient() as client, client.stream("GET", address, headers={"Accept-Encoding": "br"}) as answer:
        answer.raise_for_status()
        return b"".join([part async for part in answer.aiter_raw()])


async def measure() -> bool:
    """Print the figures; whether the targets were held."""
    print(f"Pages for readers without a login (min / median / max of {ROUNDS} times {SECONDS:.0f} s, in turns with the reference)")
    good = True
    with tempfile.TemporaryDirectory(prefix="bench-") as kept, site(Path(kept) / "site", posts=POSTS) as ours:
        for name, (paths, target) in PAGES.items():
            body = await _sent(ours.url + paths[0])
            with bare_page(Path(kept) / "bare", body) as reference:
                if not target:
                    await _compare(ours, reference, name, AT_ONCE)
                    continue
                await _compare(ours, reference, name, 1)
                good = await _compare(ours, reference, name, AT_ONCE) >= target and good
    return good


if __name__ == "__main__":
    raise SystemExit(0 if asyncio.run(measure()) else 1)
