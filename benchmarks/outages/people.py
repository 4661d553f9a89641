"""People at the site meanwhile: who comments, who reads, who publishes, and visitors who ask for pages."""

# Socket.IO's client leaves types open.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false

import asyncio
import secrets
import time
from collections.abc import AsyncGenerator, Coroutine
from contextlib import asynccontextmanager, suppress
from typing import Any

import httpx
from socketio.exceptions import SocketIOError

from benchmarks.outages.figures import PATIENCE, Figures
from benchmarks.outages.site import Site
from tests.factories import login
from tests.server.wire import Tab, tab
from wtsocial.pages.post.state import CommentState, PostState
from wtsocial.pages.submit.state import SubmitState

PAUSE = 1.0
"""Seconds between two presses of one writer."""
VISITORS = 4
AT_ONCE = 16
"""People who come at the same time: on a machine that is busy with other things a crowd would come for ever."""


class Person:
    """A tab that comes back when its line breaks, as a browser does, and knows what it was shown."""

    def __init__(self, site: Site, session: str, path: str) -> None:
        self.tab = Tab(site.url, session=session, path=path)
        self.shown = ""
        self._read = 0

    async def stay(self) -> None:
        """Connect, and connect anew whenever the line breaks, until cancelled."""
        while True:
            if not self.tab.socket.connected:
                self._look()
                fresh = Tab(self.tab.site, session=self.tab.session, token=self.tab.token, path=self.tab.path)
                try:
                    await _on_the_line(fresh, fresh.connect())
                except (ConnectionError, TimeoutError):
                    await _let_go(fresh)
                    await asyncio.sleep(0.3)
                    continue
                self.tab, self._read = fresh, 0
                with suppress(ConnectionError, TimeoutError, SocketIOError):
                    await _on_the_line(fresh, self._read_on())
            await asyncio.sleep(0.1)

    async def _read_on(self) -> None:
        """Ask for the comments after the first page, as the page does for who had read them (assets/kit/live/comments.js)."""
        # Only now the page has been read: what was hydrated before is of an earlier time.
        await self.tab.settle()
        while after := self.tab.of(PostState).get("more_after"):
            await self.tab.send(PostState.more, after=after)
            if self.tab.errors(PostState):
                return

    def _look(self) -> None:
        self.shown += "".join(map(str, self.tab.heard[self._read :]))
        self._read = len(self.tab.heard)

    def lacks(self, texts: set[str]) -> set[str]:
        """Those of the texts that it was not shown."""
        self._look()
        return {text for text in texts if text not in self.shown}

    def is_right(self, texts: set[str]) -> bool:
        """Whether it hears what comes, and was shown all of these."""
        return self.tab.socket.connected and not self.lacks(texts)

    async def press(self, figures: Figures, post: int, text: str, key: str) -> bool:
        """Send a comment once; whether the answer was a yes."""
        opened, before = self.tab, self.tab.of(CommentState).get("answered", 0)
        figures.presses += 1
        try:
            await opened.emit(CommentState.comment, form={"post_id": str(post), "text": text, "idempotency_key": key})
            deadline = time.monotonic() + PATIENCE
            while opened.of(CommentState).get("answered", 0) <= before:
                if not opened.socket.connected:
                    raise ConnectionError
                if time.monotonic() > deadline:
                    return False
                await asyncio.sleep(0.02)
        except Exception:  # noqa: BLE001 # whatever the client makes of a line that broke
            figures.line_lost += 1
            await asyncio.sleep(0.5)
            return False
        figures.answered += 1
        return not opened.of(CommentState).get("errors")


async def _on_the_line(of: Tab, doing: Coroutine[Any, Any, None]) -> None:
    """Do this in a tab. Raises ConnectionError as soon as the line breaks meanwhile, as a browser notices it.

    This client itself would wait on, as if it were still there, for as long as it is patient.
    """
    task, line = asyncio.ensure_future(doing), of.socket.eio
    try:
        while not task.done():
            await asyncio.sleep(0.05)
            # It has a line from when it was opened, also when that broke before anybody looked.
            if line.ws and line.state == "disconnected":
                raise ConnectionError
        await task
    finally:
        task.cancel()


async def _let_go(refused: Tab) -> None:
    """What the client keeps of an attempt that failed."""
    session = refused.socket.eio.http
    if session and not session.closed:
        await session.close()


async def write(person: Person, figures: Figures, post: int, over: asyncio.Event) -> None:
    """Comment all the time, as people do: whoever is not answered with a yes presses again."""
    while not over.is_set():
        text, key = f"word-{secrets.token_hex(8)}-", secrets.token_hex(16)
        if await _insist(person, figures, post, text, key, over):
            figures.acknowledged[text] = post
            await asyncio.sleep(PAUSE)


async def _insist(person: Person, figures: Figures, post: int, text: str, key: str, over: asyncio.Event) -> bool:
    while not over.is_set():
        if await person.press(figures, post, text, key):
            return True
        await asyncio.sleep(PAUSE)
    return False


async def visit(site: Site, figures: Figures, path: str, over: asyncio.Event) -> None:
    """Ask for a page all the time, each on a connection of its own."""
    async with httpx.AsyncClient(base_url=site.url, timeout=PATIENCE) as client:
        while not over.is_set():
            figures.pages += 1
            try:
                answer = await client.get(path, headers={"Connection": "close"})
                if answer.status_code != 200:
                    figures.refused[str(answer.status_code)] += 1
            except httpx.HTTPError as failed:
                figures.refused[type(failed).__name__] += 1
            await asyncio.sleep(0.2)


async def publish(site: Site, headline: str) -> None:
    """Publish a post, as a member does. Raises RuntimeError when it is refused."""
    typed = {"kind": "discussion", "headline": headline, "text": "Of the clock.", "subwiki": site.slug, "mode": "collaborative"}
    async with tab(site.url, "/submit", session=await login(site.members[0])) as author:
        await author.send(SubmitState.publish, typed=typed)
        if author.errors(SubmitState):
            raise RuntimeError(f"not published: {author.errors(SubmitState)}")


@asynccontextmanager
async def people(site: Site, posts: list[int], *, writers: int, readers: int) -> AsyncGenerator[tuple[list[Person], list[Person]]]:
    """So many writers, in turns on the pages of the posts, and readers of the first; all of them connected."""
    at = [f"/post/{posts[number % len(posts)]}" for number in range(writers)]
    writing = [Person(site, await login(member), path) for member, path in zip(site.members[:writers], at, strict=True)]
    reading = [Person(site, "", at[0]) for _ in range(readers)]
    everybody = [*writing, *reading]
    staying: list[asyncio.Task[None]] = []
    try:
        for first in range(0, len(everybody), AT_ONCE):
            coming = everybody[first : first + AT_ONCE]
            staying += [asyncio.create_task(person.stay()) for person in coming]
            while not all(person.tab.socket.connected and person.tab.vars for person in coming):  # noqa: ASYNC110 # as above
                await asyncio.sleep(0.1)
        yield writing, reading
    finally:
        for task in staying:
            task.cancel()
        await asyncio.gather(*staying, return_exceptions=True)
        await asyncio.gather(*(person.tab.close() for person in everybody), return_exceptions=True)
