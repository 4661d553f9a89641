"""The bus: in memory for one worker, through a real Redis for several."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from typing import Any, cast

import pytest
from redis.asyncio import Redis

from tests.stores import RedisServer
from wtsocial.core import bus as live
from wtsocial.core.bus import Bus
from wtsocial.core.messages import BooksChanged, Json, PostPatch
from wtsocial.core.settings import settings

pytestmark = pytest.mark.usefixtures("environment")

Heard = list[tuple[tuple[str, ...], Json]]


class Outages:
    """A real Redis that is stopped and started again, empty, at the same address."""

    def __init__(self) -> None:
        self._server = RedisServer()
        self.url = self._server.url

    def stop(self) -> None:
        self._server.stop()

    def start(self) -> None:
        self._server = RedisServer(self._server.port)


@pytest.fixture(scope="module")
def redis() -> Iterator[Outages]:
    server = Outages()
    yield server
    server.stop()


@pytest.fixture
async def workers(redis: Outages, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[list[tuple[Bus, Heard]]]:
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


async def test_every_worker_hears_what_one_says_once_and_in_order(workers: list[tuple[Bus, Heard]]) -> None:
    (first, heard_first), (second, heard_second) = workers
    for number in range(20):
        await first.publish(("all", "post:1"), PostPatch(number, 1, headline="שלום"))
    await second.publish(("all",), BooksChanged())
    await _until(21, heard_first)
    await _until(21, heard_second)
    assert heard_second[0] == (("all", "post:1"), {"kind": "post", "id": 0, "stamp": 1, "headline": "שלום"})
    ids = [[message["id"] for _, message in heard if message["kind"] == "post"] for heard in (heard_first, heard_second)]
    assert ids == [list(range(20))] * 2
    await asyncio.sleep(0.1)
    assert (len(heard_first), len(heard_second)) == (21, 21)


async def test_a_worker_does_not_wait_for_redis_to_tell_its_own_readers(workers: list[tuple[Bus, Heard]]) -> None:
    (first, heard), _ = workers
    publishing = asyncio.create_task(first.publish(("all",), BooksChanged()))
    await asyncio.sleep(0)
    assert (heard, publishing.done()) == ([(("all",), {"kind": "books"})], False)
    await publishing


async def test_while_redis_is_away_a_worker_tells_its_own_readers_and_afterwards_all_again(
    workers: list[tuple[Bus, Heard]], redis: Outages
) -> None:
    (first, heard_first), (_, heard_second) = workers
    await first.publish(("all",), PostPatch(0, 1))
    await _until(1, heard_second)
    redis.stop()
    try:
        async with asyncio.timeout(5):
            for number in (1, 2):
                await first.publish(("all",), PostPatch(number, 1))
    finally:
        redis.start()
    assert [message["id"] for _, message in heard_first] == [0, 1, 2]
    assert len(heard_second) == 1
    said = 2
    async with asyncio.timeout(20):
        while len(heard_second) == 1:
            said += 1
            await first.publish(("all",), PostPatch(said, 1))
            await asyncio.sleep(0.1)
    # Time for a message to come back that should not.
    await asyncio.sleep(0.3)
    assert [message["id"] for _, message in heard_first] == list(range(said + 1))
    assert heard_second[1:] == heard_first[-len(heard_second[1:]) :]


async def test_packets_of_older_and_newer_workers_are_handed_on_and_broken_ones_passed_over(
    workers: list[tuple[Bus, Heard]], redis: Outages, caplog: pytest.LogCaptureFixture
) -> None:
    _, (_, heard) = workers
    packets = ('[["all"],{"kind":"books"}]', "[", "[[],[]]", "7", '[["worker:x","all"],{"kind":"unheard_of","depth":[1,null]}]')
    async with cast(Any, Redis).from_url(redis.url) as client:
        for packet in packets:
            await client.publish(live.CHANNEL, packet)
    await _until(2, heard)
    assert heard == [(("all",), {"kind": "books"}), (("all",), {"kind": "unheard_of", "depth": [1, None]})]
    assert caplog.text.count("cannot be read") == 2 * 3


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
