"""The worker: looks for due jobs, runs them, keeps the leases of those that run, and takes back those of workers that ended."""

import asyncio
import logging
import secrets
from collections.abc import AsyncGenerator, Callable, Collection
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Final

from wtsocial import db
from wtsocial.jobs import claims, outcomes, periodic
from wtsocial.jobs.claims import LEASE
from wtsocial.jobs.execution import DATABASE_AWAY, Slot
from wtsocial.jobs.queue import on_enqueue
from wtsocial.jobs.registry import Queue, tasks
from wtsocial.models import now

log = logging.getLogger(__name__)

POLL: Final = 1.0
"""Seconds after which it looks for what other processes wrote; what this one writes wakes it at once."""
STOP_SECONDS: Final = 3.0
"""For the jobs that run when the site stops. The server kills its workers two seconds later."""
RELEASE_SECONDS: Final = 1.0


class Worker:
    """Runs the jobs of some queues (all of them unless told) until it is stopped. Any number of them share the work.

    Survives a database that is away. A job whose worker is killed is run again LEASE after its last sign of life.
    """

    def __init__(self, *, queues: Collection[Queue] = (), clock: Callable[[], datetime] = now) -> None:
        self.name = secrets.token_hex(8)
        self._queues = {queue.name: queue for queue in queues or {task.queue for task in tasks().values()}}
        self._clock = clock
        self._stopping = asyncio.Event()
        self._awake = asyncio.Event()
        self._slots: dict[asyncio.Task[int], Slot] = {}
        self._reclaim_from = clock()
        self._away = False

    async def run(self) -> None:
        """Work until `stop` is called."""
        forget = on_enqueue(self._awake.set)
        leases = asyncio.create_task(self._keep_leases())
        try:
            scheduled = False
            while not self._stopping.is_set():
                self._awake.clear()
                try:
                    scheduled = scheduled or await periodic.schedule(self._clock())
                    pause = await self._look()
                    self._note(None)
                except DATABASE_AWAY as away:
                    self._note(away)
                    pause = POLL
                await self._sleep(pause)
        finally:
            forget()
            leases.cancel()

    async def stop(self, seconds: float = STOP_SECONDS) -> None:
        """Claim nothing more, give the jobs that run so many seconds, then cancel and give back the rest; nothing is lost.

        Returns after `seconds` and RELEASE_SECONDS at the latest. What could not be given back in that time is found by its lease.
        """
        self._stopping.set()
        self._awake.set()
        if self._slots:
            await asyncio.wait(self._slots, timeout=seconds)
        for slot in self._slots.values():
            if slot.handler:
                slot.handler.cancel()
        try:
            async with asyncio.timeout(RELEASE_SECONDS):
                await asyncio.gather(*(slot.written() for slot in self._slots.values()))
                async with db.transaction() as change:
                    await claims.release(change, worker=self.name)
        except (TimeoutError, *DATABASE_AWAY):
            log.warning("jobs were not given back; they are found %s s after the last sign of life", LEASE.seconds)

    async def run_due(self) -> int:
        """Run what is due, and what is due by then, and return; how many jobs were run (for the command line, and tests)."""
        count = 0
        while True:
            at = self._clock()
            async with db.reading() as session:
                outlook = await claims.outlook(await session.connection(), self._queues)
            due = [name for name, due_at in outlook.due_at.items() if due_at <= at]
            ran = [await Slot(name, self.name, self._clock, self._stopping).run() for name in due]
            if not any(ran):
                return count
            count += sum(ran)

    async def _look(self) -> float:
        """Begin what is due; how many seconds to sleep then."""
        at = self._clock()
        async with db.reading() as session:
            outlook = await claims.outlook(await session.connection(), self._queues)
        if outlook.lease_ends_at and outlook.lease_ends_at < at and self._reclaim_from <= at:
            await self.reclaim(at)
        pause = POLL
        for name, due_at in outlook.due_at.items():
            if due_at <= at:
                self._fill(self._queues[name])
            else:
                pause = min(pause, (due_at - at).total_seconds())
        return pause

    def _fill(self, queue: Queue) -> None:
        """Use the free slots of a queue."""
        used = sum(slot.queue == queue.name for slot in self._slots.values())
        for _ in range(queue.concurrency - used):
            slot = Slot(queue.name, self.name, self._clock, self._stopping)
            running = asyncio.create_task(slot.run())
            self._slots[running] = slot
            running.add_done_callback(self._emptied)

    def _emptied(self, running: asyncio.Task[int]) -> None:
        del self._slots[running]
        if running.cancelled():
            return
        if failure := running.exception():
            self._note(failure)
        elif running.result():
            # Something may have become due meanwhile.
            self._awake.set()

    async def reclaim(self, at: datetime) -> None:
        """Take back the jobs of workers that said nothing for too long."""
        async with db.transaction() as change:
            for claim in await claims.lost(change, at=at):
                values = outcomes.reclaimed(tasks().get(claim.task), claim, at=at)
                await claims.settle(change, claim, **values)
                log.warning("the worker of job %s of %s ended; it is %s", claim.id, claim.task, values["state"])

    async def _keep_leases(self) -> None:
        renewed_at = self._clock()
        while True:
            await asyncio.sleep(LEASE.total_seconds() / 3)
            try:
                await self.renew_leases()
                renewed_at = self._clock()
            except DATABASE_AWAY as away:
                self._note(away)
                if self._clock() - renewed_at > LEASE:
                    self._cancel(self._at_hand())

    async def renew_leases(self) -> None:
        """Say that the jobs at hand still run; one that was given to another worker is cancelled here."""
        at_hand = self._at_hand()
        if at_hand:
            async with db.transaction() as change:
                self._cancel(at_hand - await claims.renew(change, at_hand, worker=self.name, at=self._clock()))

    def _at_hand(self) -> set[int]:
        return {slot.claim.id for slot in self._slots.values() if slot.claim}

    def _cancel(self, lost: set[int]) -> None:
        for slot in self._slots.values():
            if slot.handler and slot.claim and slot.claim.id in lost and not slot.is_writing:
                log.warning("job %s of %s is cancelled: another worker has it", slot.claim.id, slot.claim.task)
                slot.handler.cancel()

    def _note(self, away: BaseException | None) -> None:
        """Say once that the database is away, and once that it is back. Others who ran jobs then get time to renew their leases."""
        if away:
            self._reclaim_from = self._clock() + LEASE
            if not self._away:
                log.warning("jobs wait for the database", exc_info=away)
        elif self._away:
            log.warning("jobs go on")
        self._away = bool(away)

    async def _sleep(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(max(seconds, 0.001)):
                await self._awake.wait()
        except TimeoutError:
            pass


@asynccontextmanager
async def working(*, queues: Collection[Queue] = (), stop_seconds: float = STOP_SECONDS) -> AsyncGenerator[Worker]:
    """A worker that runs in this process meanwhile, and stops at the end."""
    worker = Worker(queues=queues)
    with db.patient():  # what a job asks may take longer than what a person waits for
        running = asyncio.create_task(worker.run())
    try:
        yield worker
    finally:
        await worker.stop(stop_seconds)
        await running
