"""The bus: in memory for one worker, through a real Redis for several."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from typing import Any, cast

import pytest
from redis.asyncio import Redis
from redis.exceptions import RedisError

from tests.stores import RedisServer
from wtsocial.core import bus as live
from wtsocial.core.bus import Bus
from wtsocial.core.messages import BooksChanged, Json, PostPatch
from wtsocial.core.settings import settings

pytestmark = pytest.mark.usefixtures("environment", "lively")

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

    def pause(self) -> None:
        self._server.pause()

    def go_on(self) -> None:
        self._server.go_on()


@pytest.fixture(scope="module")
def redis() -> Iterator[Outages]:
    server = Outages()
    yield server
    server.stop()


@pytest.fixture
def lively(monkeypatch: pytest.MonkeyPatch) -> None:
    """Workers say their number often; all else takes the time that it takes, since a busy machine may be silent for a while."""
    monkeypatch.setattr(live, "HEARTBEAT", 0.2)


@pytest.fixture
def missed() -> list[int]:
    """The numbers of the workers whose browsers were told to read anew, since they listen."""
    return []


@pytest.fixture
async def workers(redis: Outages, monkeypatch: pytest.MonkeyPatch, missed: list[int]) -> AsyncIterator[list[tuple[Bus, Heard]]]:
    """Two workers' buses, listening."""
    monkeypatch.setenv("WTSOCIAL_REDIS_URL", redis.url)
    settings.cache_clear()
    made: list[tuple[Bus, Heard]] = []
    tasks: list[asyncio.Task[None]] = []
    for number in range(2):
        bus, heard = Bus(), Heard()
        made.append((bus, heard))
        tasks.append(asyncio.create_task(bus.run(_into(heard), _noting(missed, number))))
    await _until(lambda: len(missed) == 2)
    missed.clear()
    yield made
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


def _noting(missed: list[int], number: int) -> Any:
    async def note() -> None:
        missed.append(number)

    return note


async def _nothing() -> None:
    """Nobody has anything to read anew."""


def _into(heard: Heard) -> Any:
    async def deliver(rooms: tuple[str, ...], message: Json) -> None:
        heard.append((rooms, message))

    return deliver


async def _until(holds: Callable[[], bool], seconds: float = 10) -> None:
    deadline = asyncio.get_running_loop().time() + seconds
    while not holds():
        assert asyncio.get_running_loop().time() < deadline
        await asyncio.sleep(0.01)


async def _hears(count: int, heard: Heard) -> None:
    await _until(lambda: len(heard) >= count)


async def _all_has_come(workers: list[tuple[Bus, Heard]]) -> None:
    """Wait until each heard what the other said last: Redis hands on in order, so whatever was on the way has come before it."""
    await _until(lambda: all(bus.hears_others() for bus, _ in workers))
    for (bus, _), (_, heard) in (workers, reversed(workers)):
        before = len(heard)
        await bus.publish(("all",), BooksChanged())
        await _hears(before + 1, heard)


def _at_once(work: Coroutine[Any, Any, None]) -> None:
    """Do what waits for nothing. Raises RuntimeError when it does wait."""
    with pytest.raises(StopIteration):
        work.send(None)


async def test_one_worker_delivers_without_redis() -> None:
    bus, heard = Bus(), Heard()
    await bus.run(_into(heard), _nothing)
    await bus.publish(("all", "post:1"), PostPatch(1, 2))
    assert heard == [(("all", "post:1"), {"kind": "post", "id": 1, "stamp": 2})]


async def test_what_is_said_before_anybody_listens_is_dropped() -> None:
    bus, heard = Bus(), Heard()
    await bus.publish(("all",), PostPatch(1, 1))
    await bus.run(_into(heard), _nothing)
    await bus.publish(("all",), PostPatch(2, 1))
    assert [message["id"] for _, message in heard] == [2]


async def test_every_worker_hears_what_one_says_once_and_in_order(workers: list[tuple[Bus, Heard]]) -> None:
    (first, heard_first), (second, heard_second) = workers
    for number in range(20):
        await first.publish(("all", "post:1"), PostPatch(number, 1, headline="שלום"))
    await second.publish(("all",), BooksChanged())
    await _hears(21, heard_first)
    await _hears(21, heard_second)
    assert (("all", "post:1"), {"kind": "post", "id": 0, "stamp": 1, "headline": "שלום"}) in heard_second[:2]
    ids = [[message["id"] for _, message in heard if message["kind"] == "post"] for heard in (heard_first, heard_second)]
    assert ids == [list(range(20))] * 2
    await _all_has_come(workers)
    assert (len(heard_first), len(heard_second)) == (23, 23)


async def test_a_worker_does_not_wait_for_redis_to_tell_its_own_readers(workers: list[tuple[Bus, Heard]]) -> None:
    (first, heard), (_, others) = workers
    await first.publish(("all",), BooksChanged())
    assert (heard, others) == ([(("all",), {"kind": "books"})], [])
    await _hears(1, others)


async def test_while_redis_is_away_a_worker_tells_its_own_readers_and_afterwards_all_again(
    workers: list[tuple[Bus, Heard]], redis: Outages
) -> None:
    (first, heard_first), (_, heard_second) = workers
    await first.publish(("all",), PostPatch(0, 1))
    await _hears(1, heard_second)
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
    # Nothing comes back that should not.
    await _all_has_come(workers)
    posts_first, posts_second = [[one for one in heard if one[1]["kind"] == "post"] for heard in (heard_first, heard_second)]
    assert [message["id"] for _, message in posts_first] == list(range(said + 1))
    assert posts_second[1:] == posts_first[-len(posts_second[1:]) :]


async def test_packets_of_older_and_newer_workers_are_handed_on_and_broken_ones_passed_over(
    workers: list[tuple[Bus, Heard]], redis: Outages, caplog: pytest.LogCaptureFixture
) -> None:
    _, (_, heard) = workers
    packets = ('[["all"],{"kind":"books"}]', "[", "[[],[]]", "7", '[["worker:x","all"],{"kind":"unheard_of","depth":[1,null]}]')
    async with cast(Any, Redis).from_url(redis.url) as client:
        for packet in packets:
            await client.publish(live.CHANNEL, packet)
    await _hears(2, heard)
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


async def test_when_redis_is_back_every_worker_has_its_readers_read_anew_within_ten_seconds(
    workers: list[tuple[Bus, Heard]], redis: Outages, missed: list[int]
) -> None:
    redis.stop()
    try:
        await workers[0][0].publish(("all",), PostPatch(1, 1))
        assert missed == []
    finally:
        redis.start()
    await _until(lambda: set(missed) == {0, 1})


async def test_a_packet_that_was_lost_on_the_way_is_noticed_without_another_being_published(
    workers: list[tuple[Bus, Heard]], missed: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    (first, _), (_, heard) = workers
    await first.publish(("all",), PostPatch(1, 1))
    await _hears(1, heard)
    sender = cast(Any, first)._redis

    async def refuse(*_packet: object) -> None:
        raise RedisError("not now")

    with monkeypatch.context() as broken:
        broken.setattr(sender, "publish", refuse)
        await first.publish(("all",), PostPatch(2, 1))
        await _until(lambda: cast(Any, first)._number == 2)
    await _until(lambda: bool(missed))
    assert (missed, len(heard)) == ([1], 1)


async def test_readers_are_left_alone_while_nothing_is_missed(workers: list[tuple[Bus, Heard]], missed: list[int]) -> None:
    (first, _), (second, heard) = workers
    for number in range(3):
        await first.publish(("all",), PostPatch(number, 1))
        # What was published, and a number that was said after it.
        for _ in range(2):
            await _is_heard_of(first, second)
    assert len(heard) == 3
    assert missed == []


async def test_a_redis_that_hangs_keeps_nobody_waiting_and_is_found_out(
    workers: list[tuple[Bus, Heard]], redis: Outages, missed: list[int], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(live, "SILENCE", 1.0)
    (first, heard_first), (_, heard_second) = workers
    await first.publish(("all",), PostPatch(0, 1))
    await _hears(1, heard_second)
    redis.pause()
    try:
        for number in range(1, 5):
            _at_once(first.publish(("all",), PostPatch(number, 1)))
        assert len(heard_first) == 5
        await _until(lambda: caplog.text.count("nothing was heard") >= len(workers))
        missed.clear()
    finally:
        redis.go_on()
    await _until(lambda: 1 in missed)


async def test_two_workers_of_jobs_are_not_taken_for_one_that_lost_something(workers: list[tuple[Bus, Heard]], missed: list[int]) -> None:
    _, (_, heard) = workers
    of_jobs = [Bus(), Bus()]
    for number in range(3):
        for bus in of_jobs:
            await bus.publish(("all",), PostPatch(number, 1))
    await _hears(6, heard)
    assert missed == []


async def _is_heard_of(speaker: Bus, listener: Bus) -> None:
    """Wait until a worker hears something more of another, be it that it is there."""
    before = cast(Any, listener)._alive.get(cast(Any, speaker)._mark)
    await _until(lambda: cast(Any, listener)._alive.get(cast(Any, speaker)._mark) != before)


async def _third(workers: list[tuple[Bus, Heard]], missed: list[int]) -> asyncio.Task[None]:
    """One more worker, which the others have heard of."""
    bus = Bus()
    running = asyncio.create_task(bus.run(_into([]), _noting([], 3)))
    for other, _ in workers:
        await _until(lambda other=other: cast(Any, bus)._mark in cast(Any, other)._alive)
    missed.clear()
    return running


@pytest.mark.parametrize("in_order", [True, False], ids=["in order", "killed"])
async def test_readers_read_anew_when_a_worker_was_killed_and_not_when_it_ended_in_order(
    workers: list[tuple[Bus, Heard]], missed: list[int], monkeypatch: pytest.MonkeyPatch, in_order: bool
) -> None:
    third = await _third(workers, missed)
    if not in_order:
        monkeypatch.setattr(Bus, "_leave", _say_nothing)
    third.cancel()
    await asyncio.gather(third, return_exceptions=True)
    monkeypatch.undo()
    if in_order:
        await asyncio.sleep(live.SILENCE + live.HEARTBEAT)
        assert missed == []
        return
    await _until(lambda: set(missed) == {0, 1}, live.SILENCE + 3)


async def _say_nothing(*_: object) -> None:
    """As a process that was killed."""


async def test_a_change_that_was_never_told_of_is_a_gap_to_the_others(workers: list[tuple[Bus, Heard]], missed: list[int]) -> None:
    (first, _), (_, heard) = workers
    await first.publish(("all",), PostPatch(1, 1))
    await _hears(1, heard)
    first.note_loss()
    await _until(lambda: 1 in missed)


async def test_a_worker_alone_hears_all_as_soon_as_it_listens() -> None:
    bus = Bus()
    assert not bus.hears_others()
    await bus.run(_into(Heard()), _nothing)
    assert bus.hears_others()


async def test_a_worker_knows_whether_it_hears_the_others(
    workers: list[tuple[Bus, Heard]], redis: Outages, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "DOUBT", 1.0)
    (first, _), _ = workers
    await _until(first.hears_others)
    for leave, come_back in ((redis.pause, redis.go_on), (redis.stop, redis.start)):
        leave()
        try:
            # Before the line is given up.
            await _until(lambda: not first.hears_others(), live.SILENCE)
        finally:
            come_back()
        await _until(first.hears_others)
