"""The acts that people do most, event → answer, against a bare socket event that writes the same rows.

Both sides are pressed in turns, in databases with the same 100,000 posts, on SQLite and on PostgreSQL; then sixteen people at once.
"""

import asyncio
import os
import secrets
import shutil
import tempfile
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import Any

from benchmarks.figures import median, say
from benchmarks.publish import PUBLISH, typed
from benchmarks.servers import Measured, bare, fill, site
from benchmarks.upvote import SAVE, VOTE
from benchmarks.wire import Tab
from benchmarks.world import token_of
from tests.stores import PostgresServer
from wtsocial.pages.post.state import CommentState, CorrectState

POSTS = int(os.environ.get("BENCH_POSTS", "100000"))
RUNS, PRESSES, WARM = 3, 20, 3
"""Fewer presses in a run than a member may do in an hour; each run has a member of its own."""
WRITERS, EACH = 16, 5
"""So many people at once, and how often each of them presses."""
MOST = {"vote": 2.5, "edit": 3.5, "correct": 4.0, "comment": 3.5, "post": 3.5}
"""So many times what the bare event takes, at most (the middle one of the runs' medians)."""
LEAST = 0.5
"""Of what the bare event does in a second when sixteen write, at least."""

CORRECT, COMMENT = f"{CorrectState.get_full_name()}.correct", f"{CommentState.get_full_name()}.comment"
NAMED = {"post": "publish"}

Press = Callable[[int], Awaitable[float]]
"""Seconds of the press of this number."""


def _words(number: int) -> dict[str, str]:
    return {"headline": f"What happened at {number} o'clock, and who says so", "text": f"Text number {number}. " * 20}


@dataclass
class Member:
    """Somebody who does all five, on posts that nobody else of the run touches."""

    number: int
    tabs: list[Tab] = field(default_factory=list[Tab])

    def post(self, act: str, number: int = 0) -> int:
        """The number of a post, which is somebody else's: of a vote's press another one each time, but that the next takes it back."""
        return 1 + self.number + 400 * (len(MOST) + number // 2 if act == "vote" else list(MOST).index(act))

    async def presses(self, url: str) -> dict[str, Press]:
        """What they do on the site, by name."""
        session = token_of(self.number)
        edited, corrected, commented = (self.post(act) for act in ("edit", "correct", "comment"))
        feed = await Tab.open(url, "/", session=session, loaded=b"chunk_rx_state_")
        edit = await Tab.open(url, f"/post/{edited}/edit", session=session, loaded=b'"based_on"')
        correct = await Tab.open(url, f"/post/{corrected}", session=session, loaded=b"comments_rx_state_")
        comment = await Tab.open(url, f"/post/{commented}", session=session, loaded=b"comments_rx_state_")
        submit = await Tab.open(url, "/submit", session=session, loaded=b"fill_rx_state_")
        self.tabs += [feed, edit, correct, comment, submit]
        revisions = {"edit": 1, "correct": 1}

        def based(act: str) -> dict[str, str]:
            revisions[act] += 1
            return {"based_on": str(revisions[act] - 1), "note": "", "idempotency_key": secrets.token_hex(16)}

        async def save(number: int) -> float:
            sent = {"text": _words(number)["text"], "place": f"edit:{edited}", **based("edit")}
            return await edit.ask(SAVE, {"typed": sent}, answer=b"_redirect")

        async def put_right(number: int) -> float:
            sent = {"headline": _words(number)["headline"], "reason": "false", "source": "https://example.org/x", **based("correct")}
            return await correct.ask(CORRECT, {"form": {"post_id": str(corrected), **sent}}, answer=b"done_rx_state_")

        async def say_something(number: int) -> float:
            form = {"post_id": str(commented), "parent_id": "", "idempotency_key": secrets.token_hex(16), "text": _words(number)["text"]}
            return await comment.ask(COMMENT, {"form": form}, answer=b"done_rx_state_")

        async def publish(number: int) -> float:
            form: Any = typed(number)["typed"]
            sent = {**form, "subwiki": f"bench{1 + (self.number + 10) % 500}", "idempotency_key": secrets.token_hex(16)}
            return await submit.ask(PUBLISH, {"typed": sent}, answer=b"_redirect")

        async def vote(number: int) -> float:
            payload = {"post_id": self.post("vote", number), "wanted": number % 2 == 0}
            return await feed.ask(VOTE, payload, answer=b"mine_rx_state_")

        return {"vote": vote, "edit": save, "correct": put_right, "comment": say_something, "post": publish}

    async def bare_presses(self, url: str) -> dict[str, Press]:
        """The same on the reference."""
        tab = await Tab.open(url, "/", loaded=b"chunk_rx_state_")
        self.tabs.append(tab)

        def press(act: str) -> Press:
            async def ask(number: int) -> float:
                payload = {"member_id": self.number, "post_id": self.post(act, number), "wanted": number % 2 == 0, **_words(number)}
                return await tab.ask(act, payload, answer=b"mine_rx_state_")

            return ask

        return {act: press(act) for act in MOST}

    def close(self) -> None:
        """Close every tab."""
        for tab in self.tabs:
            tab.close()


@dataclass(frozen=True)
class Alone:
    """One run of an act, nobody else there: the median press and its processor time, of the site and of the reference, in seconds."""

    ours: float
    theirs: float
    cpu: float
    their_cpu: float


async def _in_turns(ours: Measured, theirs: Measured, run: int) -> dict[str, Alone]:
    """One run of each act."""
    member = Member(run + 1)
    here, there = await member.presses(ours.url), await member.bare_presses(theirs.url)
    found: dict[str, Alone] = {}
    for act in MOST:
        for number in range(WARM):
            await here[act](number)
            await there[act](number)
        before = ours.cpu(), theirs.cpu()
        times = [(await here[act](WARM + number), await there[act](WARM + number)) for number in range(PRESSES)]
        spent = [(server.cpu() - began) / PRESSES for server, began in zip((ours, theirs), before, strict=True)]
        found[act] = Alone(median([one for one, _ in times]), median([other for _, other in times]), *spent)
    member.close()
    return found


async def _at_once(url: str, run: int, *, is_ours: bool) -> dict[str, float]:
    """How many acts of each kind are done in a second when sixteen people do them."""
    members = [Member(100 + WRITERS * run + place) for place in range(WRITERS)]
    presses = [await (member.presses(url) if is_ours else member.bare_presses(url)) for member in members]
    found: dict[str, float] = {}

    async def go(press: Press) -> None:
        for number in range(EACH):
            await press(number)

    for act in MOST:
        began = monotonic()
        await asyncio.gather(*(go(each[act]) for each in presses))
        found[act] = WRITERS * EACH / (monotonic() - began)
    for member in members:
        member.close()
    return found


def _three(values: list[float], form: str) -> str:
    """The least, the middle and the most."""
    return " / ".join(format(value, form) for value in (min(values), median(values), max(values)))


async def _compare(database: str, ours: Measured, theirs: Measured) -> bool:
    alone = [await _in_turns(ours, theirs, run) for run in range(RUNS)]
    crowds = [(await _at_once(ours.url, run, is_ours=True), await _at_once(theirs.url, run, is_ours=False)) for run in range(RUNS)]
    good = True
    for act, most in MOST.items():
        runs = [one[act] for one in alone]
        times = median([one.ours / one.theirs for one in runs])
        name = f"{NAMED.get(act, act)}, {database}"
        press = f"{_three([one.ours * 1000 for one in runs], '.1f')} ms; bare {_three([one.theirs * 1000 for one in runs], '.1f')} ms"
        say(name, f"{press}; {times:.2f} ×", target=f"≤ {most} ×, {_held(times <= most)}")
        spent = median([one.cpu for one in runs]) * 1000, median([one.their_cpu for one in runs]) * 1000
        say(f"{name}, processor time", f"{spent[0]:.1f} ms; bare {spent[1]:.1f} ms")
        fast, bound = ([one[side][act] for one in crowds] for side in (0, 1))
        part = median([one / other for one, other in zip(fast, bound, strict=True)])
        said = f"{_three(fast, '.0f')}; bare {_three(bound, '.0f')}; {part:.2f} ×"
        say(f"{name}, {WRITERS} at once, per second", said, target=f"≥ {LEAST} ×, {_held(part >= LEAST)}")
        good = good and times <= most and part >= LEAST
    return good


def _held(held: bool) -> str:
    return "held" if held else "MISSED"


@asynccontextmanager
async def _both(folder: Path, postgres: PostgresServer | None) -> AsyncGenerator[tuple[Measured, Measured]]:
    """The site and the reference, each with a database of its own, on SQLite or on PostgreSQL."""
    url = postgres.create("acts") if postgres else ""
    with site(folder / "site", posts=POSTS, database_url=url) as ours:
        copy: Path | str = folder / "copy.db"
        if postgres:
            copy = postgres.create("bare")
            fill(folder / "filling", posts=POSTS, database_url=copy)
        else:
            shutil.copyfile(folder / "site" / "wtsocial.db", copy)
        with bare(folder / "bare", database=copy) as theirs:
            yield ours, theirs


async def measure() -> bool:
    """Print the figures; whether the targets were held."""
    print(f"Acts, event → answer, least / median / most of {RUNS} runs, in turns with a bare socket event that writes the same rows")
    good = True
    with tempfile.TemporaryDirectory(prefix="bench-") as kept:
        async with _both(Path(kept) / "lite", None) as (ours, theirs):
            good = await _compare("SQLite", ours, theirs)
        postgres = PostgresServer()
        try:
            async with _both(Path(kept) / "postgres", postgres) as (ours, theirs):
                good = await _compare("PostgreSQL", ours, theirs) and good
        finally:
            postgres.stop()
    return good


if __name__ == "__main__":
    asyncio.run(measure())
