"""The bus: in memory for one worker, through a real Redis for several."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest

from tests.stores import RedisServer
from wtsocial.core import bus as live
from wtsocial.core.bus import Bus
from wtsocial.core.messages import BooksChanged, Json, PostPatch
from wtsocial.core.settings import settings

pytestmark = pytest.mark.usefixtures("environment")

Heard = list[tuple[tuple[str, ...], Json]]


@pytest.fixture(scope="module")
def redis() -> Iterator[RedisServer]:
    server = RedisServer()
    yield server
    server.stop()


@pytest.fixture
async def workers(redis: RedisServer, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[list[tuple[Bus, Heard]]]:
    """Two workers' buses, listening."""
    monkeypatch.setenv("WTSOCIAL_REDIS_URL", redis.url)
    settings.cache_clear()
    made: list[tuple[Bus, Heard]] = []
    tasks: list[asyncio.Task[None]] = []
    for _ in range(2):
        bus, heard = Bus(), Heard()
        made.append((bus, heard))
        tasks.append(asyncio.create_task(bus.run(_into(heard))))
    await asyncio.sleep(0.3)
    yield made
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


def _into(heard: Heard) -> Any:
    async def deliver(rooms: tuple[str, ...], message: Json) -> None:
        heard.append((rooms, message))

    return deliver


async def _until(count: int, heard: Heard) -> None:
    async with asyncio.timeout(10):
        while len(heard) < count:  # noqa: ASYNC110 # a test has nothing else to wait on
            await asyncio.sleep(0.01)


async def test_one_worker_delivers_without_redis() -> None:
    bus, heard = Bus(), Heard()
    await bus.run(_into(heard))
    await bus.publish(("all", "post:1"), PostPatch(1, 2))
    assert heard == [(("all", "post:1"), {"kind": "post", "id": 1, "stamp": 2})]


async def test_what_is_said_before_anybody_listens_is_dropped() -> None:
    bus, heard = Bus(), Heard()
    await bus.publish(("all",), PostPatch(1, 1))
    await bus.run(_into(heard))
    await bus.publish(("all",), PostPatch(2, 1))
    assert [message["id"] for _, message in heard] == [2]


async def test_every_worker_hears_what_one_says_in_order(workers: list[tuple[Bus, Heard]]) -> None:
    (first, heard_first), (_, heard_second) = workers
    for number in range(20):
        await first.publish(("all",), PostPatch(number, 1, headline="שלום"))
    await _until(20, heard_first)
    await _until(20, heard_second)
    assert [message["id"] for _, message in heard_first] == list(range(20)) == [message["id"] for _, message in heard_second]
    assert heard_second[0] == (("all",), {"kind": "post", "id": 0, "stamp": 1, "headline": "שלום"})


async def test_a_redis_that_does_not_answer_costs_liveness_alone(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    monkeypatch.setenv("WTSOCIAL_REDIS_URL", "redis://127.0.0.1:1/0")
    settings.cache_clear()
    await Bus().publish(("all",), BooksChanged())
    assert "Redis does not answer" in caplog.text


async def test_a_redis_that_hangs_is_not_waited_for_long(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    ends: list[asyncio.StreamWriter] = []

    async def hang(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        ends.append(writer)

    monkeypatch.setattr(live, "PATIENCE", 0.1)
    async with await asyncio.start_server(hang, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        monkeypatch.setenv("WTSOCIAL_REDIS_URL", f"redis://127.0.0.1:{port}/0")
        settings.cache_clear()
        async with asyncio.timeout(5):
            await Bus().publish(("all",), BooksChanged())
        for end in ends:
            end.close()
    assert "Redis does not answer" in caplog.text
