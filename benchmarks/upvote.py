"""Round trips of a press (vote, edit, publish, feed) in a world of 100,000 posts, with one reader and with 1,000 idle ones."""

import asyncio
import shutil
import tempfile
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from benchmarks.figures import median, say, spread
from benchmarks.publish import PUBLISH, typed
from benchmarks.readers import reading
from benchmarks.servers import Measured, bare, site
from benchmarks.wire import Tab
from benchmarks.world import token_of
from wtsocial.pages.edit.state import EditState
from wtsocial.pages.feed.state import FeedState
from wtsocial.ui.votes import PressState

READERS = 1000
VOTES = 79
"""How many votes after a first one, so that as many are taken back as are given."""
EDITS = 25
"""How many edits and posts: fewer than a member may make in an hour."""
PAUSE = 0.25
"""Seconds between two presses, so that everybody has heard of one before the next: readers are idle, and one person presses."""

FEED = f"{FeedState.get_full_name()}.open_home"
VOTE = f"{PressState.get_full_name()}.vote"
SAVE = f"{EditState.get_full_name()}.save"
Press = Callable[[int], Awaitable[float]]


async def _times(server: Measured, press: Press, count: int) -> tuple[list[float], float]:
    """Seconds of each round trip, and seconds of processor time for one."""
    await press(0)
    before = server.cpu()
    times: list[float] = []
    for number in range(1, count + 1):
        times.append(await press(number))
        await asyncio.sleep(PAUSE)
    return times, (server.cpu() - before) / count


async def _votes(tab: Tab, number: int) -> float:
    # Each post gets a vote and loses it again; none of these is the voter's own.
    payload = {"post_id": 1000 + 4 * (number // 2), "wanted": number % 2 == 0}
    return await tab.ask(VOTE, payload, answer=b"mine_rx_state_")


@asynccontextmanager
async def _presses(url: str, member: int) -> AsyncGenerator[dict[str, tuple[Press, int]]]:
    """What a member does, by its name, and how often."""
    session, edited = token_of(member), 4 + member
    feed = await Tab.open(url, "/", session=session, loaded=b"chunk_rx_state_")
    edit = await Tab.open(url, f"/post/{edited}/edit", session=session, loaded=b'"based_on"')
    submit = await Tab.open(url, "/submit", session=session, loaded=b"fill_rx_state_")
    revision = 1

    async def save(_number: int) -> float:
        nonlocal revision
        text = {"text": f"Text number {revision}. " * 20, "note": "", "based_on": str(revision), "place": f"edit:{edited}"}
        revision += 1
        return await edit.ask(SAVE, {"typed": text}, answer=b"_redirect")

    yield {
        "vote": (lambda number: _votes(feed, number), VOTES),
        "edit": (save, EDITS),
        "publish": (lambda number: submit.ask(PUBLISH, typed(number), answer=b"_redirect"), EDITS),
        "feed of 50 subwikis": (lambda _number: feed.ask(FEED, {}, answer=b"chunk_rx_state_"), VOTES),
    }
    for tab in (feed, edit, submit):
        tab.close()


async def _measure(ours: Measured, theirs: Measured, readers: str, *, member: int) -> None:
    reference = await Tab.open(theirs.url, "/", loaded=b"chunk_rx_state_")
    votes, cpu = await _times(theirs, lambda number: _reference(reference, number), VOTES)
    say(f"vote, bare socket and the same two writes, {readers}", _line(votes, cpu))
    floor = median(votes)
    async with _presses(ours.url, member) as presses:
        for name, (press, count) in presses.items():
            times, cpu = await _times(ours, press, count)
            say(f"{name}, {readers}", _line(times, cpu) + (f"; {median(times) / floor:.2f} × the reference" if name == "vote" else ""))


async def _reference(tab: Tab, number: int) -> float:
    payload = {"member_id": 1, "post_id": 1000 + 4 * (number // 2), "wanted": number % 2 == 0}
    return await tab.ask("vote", payload, answer=b"mine_rx_state_")


def _line(times: list[float], cpu: float) -> str:
    return f"{spread(times)}, processor {cpu * 1000:.1f} ms"


async def measure(readers: int = READERS) -> bool:
    """Print the figures. There is no target but being quicker than the others (README.md)."""
    print("Round trips, press → answer (median / p95; processor time of the server for each, readers included)")
    with tempfile.TemporaryDirectory(prefix="bench-") as kept:
        folder, copy = Path(kept), Path(kept) / "copy.db"
        with site(folder / "site", posts=100_000) as ours:
            shutil.copyfile(folder / "site" / "wtsocial.db", copy)
            with bare(folder / "bare", database=copy) as theirs:
                await _measure(ours, theirs, "one reader", member=1)
                async with reading(ours.url, readers), reading(theirs.url, readers):
                    await _measure(ours, theirs, f"{readers:,} idle readers", member=11)
    return True


if __name__ == "__main__":
    asyncio.run(measure())
