"""PostgreSQL or Redis away under open pages: every press is answered with what is true, and all are right again without a reload."""

import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from typing import Any, cast

import httpx
import pytest
from redis.asyncio import Redis
from reflex.state import OnLoadInternalState
from sqlmodel import select

from tests.factories import join, login, make_member, make_post, make_subwiki
from tests.running import Server
from tests.server.conftest import ON_TWO
from tests.server.serving import Sites, Stores
from tests.server.wire import Tab
from wtsocial import db
from wtsocial.core import bus
from wtsocial.models import Comment
from wtsocial.pages.post.state import CommentState, PostState
from wtsocial.ui.session import SessionState
from wtsocial.ui.votes import PressState

pytestmark = ON_TWO

PATIENCE = 10
"""Seconds that a page waits for an answer (assets/kit/forms/dialogs.js), and within which all are right again."""
KEY = "0123456789abcdef"


@pytest.fixture
def stores(site: Server, sites: Sites) -> Stores:
    """The services of the site, to be stopped."""
    return sites.stores()


class Page:
    """A post with its author at one tab, and readers at others, on both workers."""

    def __init__(self, post: int, author: Tab, readers: list[Tab]) -> None:
        self.post, self.author, self.readers = post, author, readers

    async def comments(self, text: str, *, key: str = KEY) -> dict[str, Any]:
        """Send a comment; the state that the form gets back, within the page's patience."""
        before = self.author.of(CommentState).get("answered", 0)
        await self.author.emit(CommentState.comment, form={"post_id": str(self.post), "text": text, "idempotency_key": key})
        await self.author.until(lambda: self.author.of(CommentState).get("answered", 0) > before, seconds=PATIENCE)
        return self.author.of(CommentState)

    async def votes(self, *, wanted: bool) -> None:
        await self.author.emit(PressState.vote, post_id=self.post, wanted=wanted)


@pytest.fixture
async def page(site: Server) -> AsyncIterator[Page]:
    ana, climate = await make_member("ana"), await make_subwiki()
    await join(ana, climate)
    post = await make_post(ana, climate)
    async with AsyncExitStack() as stack:
        tabs = [Tab(site.url, session=await login(ana) if not number else "", path=f"/post/{post}") for number in range(9)]
        for tab in tabs:
            await tab.connect()
            stack.push_async_callback(tab.close)
        yield Page(post, tabs[0], tabs[1:])


def _heard(tab: Tab, text: str) -> bool:
    return any(text in str(update) for update in tab.heard)


async def _how_many() -> int:
    async with db.reading() as session:
        return len((await session.exec(select(Comment))).all())


@pytest.mark.parametrize("how", ["stopped", "answers nothing"])
async def test_the_database_is_away_and_back(page: Page, stores: Stores, site: Server, how: str) -> None:
    leave, come_back = (
        (stores.postgres.leave, stores.postgres.come_back) if how == "stopped" else (stores.postgres.pause, stores.postgres.go_on)
    )
    await db.close()
    leave()
    try:
        told = await page.comments("Ice is back")
        assert {field: error["key"] for field, error in told["errors"].items()} == {"": "error.database_away"}
        assert told["done"] == 0
        async with httpx.AsyncClient(base_url=site.url, timeout=PATIENCE, verify=False) as client:
            answer = await client.get(f"/post/{page.post}")
            assert (answer.status_code, answer.headers.get("retry-after")) == (503, "5")
        for reader in page.readers:
            reader.heard.clear()
    finally:
        come_back()
    began = time.monotonic()
    # The pages of a worker that noticed are read anew by themselves.
    await page.author.until(lambda: page.author.of(SessionState).get("alert") == {}, seconds=PATIENCE)
    told = await page.comments("Ice is back")
    assert (told["done"], told["errors"]) == (1, {})
    assert time.monotonic() - began < PATIENCE
    assert await _how_many() == 1


async def test_a_press_behind_a_page_that_is_read_is_answered_too(page: Page, stores: Stores) -> None:
    await db.close()
    stores.postgres.pause()
    try:
        # Each part of the page asks the database by itself, and the tab's press comes after them all.
        await page.author.emit(OnLoadInternalState.on_load_internal)
        told = await page.comments("Ice is back")
        assert {field: error["key"] for field, error in told["errors"].items()} == {"": "error.database_away"}
    finally:
        stores.postgres.go_on()
    await page.author.until(lambda: page.author.of(SessionState).get("alert") == {}, seconds=PATIENCE)


async def test_what_was_said_while_redis_was_away_reaches_every_reader_within_ten_seconds_of_its_return(page: Page, stores: Stores) -> None:
    stores.stop_redis()
    try:
        assert (await page.comments("Said without Redis"))["done"] == 1
        assert (await page.comments("Said twice without it", key=KEY[::-1]))["done"] == 2
    finally:
        stores.start_redis()
    for reader in page.readers:
        await reader.until(
            lambda reader=reader: _heard(reader, "Said twice without it") and _heard(reader, "Said without Redis"), seconds=PATIENCE
        )
    # And what is said from now on reaches them live.
    assert (await page.comments("Said afterwards", key=KEY.upper().replace("0", "x")))["done"] == 3
    for reader in page.readers:
        await reader.until(lambda reader=reader: _heard(reader, "Said afterwards"), seconds=5)


async def test_a_redis_that_answers_nothing_holds_nobody_up(page: Page, stores: Stores) -> None:
    async def taken(numbers: range) -> float:
        began = time.monotonic()
        for number in numbers:
            assert (await page.comments(f"Number {number}", key=f"{number}" * 16))["done"] == number + 1
        return time.monotonic() - began

    usual = await taken(range(3))
    stores.redis.pause()
    try:
        # Waiting for Redis once would take longer than that, and each waits by itself.
        assert await taken(range(3, 6)) < 2 * usual + bus.PATIENCE
        late = Tab(page.author.site, path=f"/post/{page.post}")
        await late.connect()
        assert _heard(late, "Number 5")
        await late.close()
    finally:
        stores.redis.go_on()
    for reader in page.readers:
        await reader.until(lambda reader=reader: all(_heard(reader, f"Number {number}") for number in range(6)), seconds=PATIENCE)


async def test_an_emptied_redis_changes_nothing(page: Page, stores: Stores) -> None:
    async with cast(Any, Redis).from_url(stores.redis.url) as client:
        await client.flushall()
    assert (await page.comments("After it was emptied"))["done"] == 1
    for reader in page.readers:
        await reader.until(lambda reader=reader: _heard(reader, "After it was emptied"), seconds=PATIENCE)
    assert page.author.of(PostState)
