"""The first page, signed out, in a fresh Chromium: first contentful paint, and what it had to load."""

import asyncio
import tempfile
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, Page, async_playwright

from benchmarks.figures import median, say, spread
from benchmarks.servers import site
from tests.ensure_chromium import executable

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-sync"]
LOOKS = 7
BUDGET = 120 * 1024
"""Bytes of scripts and styles, as they travel."""
SETTLED = 1.0
"""Seconds after the last request."""


async def _look(browser: Browser, url: str, *, scripts: bool) -> tuple[float, dict[str, int]]:
    """Seconds to the first paint of something, and the bytes that travelled by kind (bodies), with nothing in any cache."""
    context = await browser.new_context()
    if not scripts:
        await context.route("**/*.js", lambda route: route.abort())
    page = await context.new_page()
    bytes_of = await _counted(page)
    await page.goto(url, wait_until="networkidle")
    await asyncio.sleep(SETTLED)
    painted: float = await page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
    await context.close()
    return painted / 1000, bytes_of


async def _counted(page: Page) -> dict[str, int]:
    bytes_of: dict[str, int] = {}
    kinds: dict[str, str] = {}
    network = await page.context.new_cdp_session(page)
    await network.send("Network.enable")  # pyright: ignore[reportUnknownMemberType] # its dict says not of what

    def response(event: dict[str, Any]) -> None:
        kinds[event["requestId"]] = event["type"]

    def received(event: dict[str, Any]) -> None:
        kind = kinds.get(event["requestId"], "Other")
        bytes_of[kind] = bytes_of.get(kind, 0) + int(event["encodedDataLength"])

    def finished(event: dict[str, Any]) -> None:
        # Of a document Chromium counts the whole, with its headers, and only at the end.
        if kinds.get(event["requestId"]) == "Document":
            bytes_of["Document"] = int(event["encodedDataLength"])

    network.on("Network.responseReceived", response)
    network.on("Network.loadingFinished", finished)
    network.on("Network.dataReceived", received)
    return bytes_of


async def measure() -> bool:
    """Print the figures; whether the budget was kept."""
    print(f"The first page, signed out, nothing cached, 100,000 posts (median / p95 of {LOOKS})")
    with tempfile.TemporaryDirectory(prefix="bench-") as kept, site(Path(kept), posts=100_000) as served:
        async with async_playwright() as playwright:
            browser = await playwright.chromium.launch(executable_path=executable(), args=ARGUMENTS)
            await _look(browser, served.url, scripts=True)
            looks: list[tuple[float, dict[str, int]]] = []
            plain: list[float] = []
            for _ in range(LOOKS):
                looks.append(await _look(browser, served.url, scripts=True))
                plain.append((await _look(browser, served.url, scripts=False))[0])
            await browser.close()
    say("first contentful paint", spread([painted for painted, _ in looks]))
    say("the same without its scripts: the document and its style alone", spread(plain))
    sizes = {kind: median([loaded.get(kind, 0) for _, loaded in looks]) for kind in ("Document", "Script", "Stylesheet")}
    for kind, size in sizes.items():
        say(kind, f"{size / 1024:.1f} KiB")
    weight = sizes["Script"] + sizes["Stylesheet"]
    say("scripts and styles", f"{weight / 1024:.1f} KiB", target=f"≤ 120 KiB, {'held' if weight <= BUDGET else 'MISSED'}")
    return weight <= BUDGET


if __name__ == "__main__":
    asyncio.run(measure())
