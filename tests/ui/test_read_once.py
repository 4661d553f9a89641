"""What all readers see alike is read once for a crowd, and anew as soon as something was announced."""

import asyncio

import pytest

from wtsocial.ui import read_once
from wtsocial.ui.read_once import KEPT_SECONDS, ReadOnce


class Site:
    """Something to read, a bus, and a clock that goes on when told."""

    def __init__(self) -> None:
        self.heard: int | None = 0
        self.now = 100.0
        self.readings = 0
        self.gate = asyncio.Event()
        self.gate.set()
        self.broken = False
        self.once = ReadOnce(self._read, clock=lambda: self.now)

    async def _read(self) -> int:
        self.readings += 1
        number = self.readings
        await self.gate.wait()
        if self.broken:
            raise OSError("the database is away")
        return number


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Site:
    made = Site()
    monkeypatch.setattr(read_once, "messages_heard", lambda: made.heard)
    return made


async def test_a_crowd_reads_once(site: Site) -> None:
    site.gate.clear()
    crowd = asyncio.gather(*(site.once() for _ in range(5)))
    await asyncio.sleep(0)
    site.gate.set()
    assert await crowd == [1] * 5
    assert await site.once() == 1


async def test_what_was_announced_is_in_what_the_next_one_gets(site: Site) -> None:
    assert await site.once() == 1
    site.heard = 1
    assert await site.once() == 2


async def test_whoever_comes_after_an_announcement_does_not_get_what_was_begun_before_it(site: Site) -> None:
    site.gate.clear()
    early = asyncio.create_task(site.once())
    await asyncio.sleep(0)
    site.heard = 1
    late = asyncio.create_task(site.once())
    await asyncio.sleep(0)
    site.gate.set()
    assert [await early, await late] == [1, 2]


async def test_after_a_while_it_is_read_anew_whatever_was_heard(site: Site) -> None:
    assert await site.once() == 1
    site.now += KEPT_SECONDS
    assert await site.once() == 1
    site.now += KEPT_SECONDS / 10
    assert await site.once() == 2


async def test_where_nothing_is_heard_each_reads_for_itself(site: Site) -> None:
    site.heard = None
    assert [await site.once(), await site.once()] == [1, 2]


async def test_a_failure_is_told_to_who_asked_and_not_kept(site: Site) -> None:
    site.broken = True
    told = await asyncio.gather(site.once(), site.once(), return_exceptions=True)
    assert [type(one) for one in told] == [OSError, OSError]
    site.broken = False
    assert await site.once() == 2


async def test_whoever_leaves_meanwhile_takes_it_from_nobody(site: Site) -> None:
    site.gate.clear()
    gone, stays = asyncio.create_task(site.once()), asyncio.create_task(site.once())
    await asyncio.sleep(0)
    gone.cancel()
    await asyncio.sleep(0)
    site.gate.set()
    assert await stays == 1
    assert gone.cancelled()
