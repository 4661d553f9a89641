"""Execution: one claimed job after the other is run, and what became of it is written."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from pydantic import ValidationError
from sqlalchemy.exc import SQLAlchemyError

from wtsocial import db
from wtsocial.core.errors import Unavailable
from wtsocial.db import Transaction
from wtsocial.jobs import claims, outcomes
from wtsocial.jobs.claims import Claim
from wtsocial.jobs.registry import GiveUp, RetryLater, Task, tasks
from wtsocial.jobs.streams import JobStream, StreamedJob

log = logging.getLogger(__name__)

DATABASE_AWAY: Final = (SQLAlchemyError, OSError, Unavailable)
RETRY_WRITE: Final = 1.0
"""Seconds between attempts to write what became of a job while the database is away."""


class ClaimLost(Exception):
    """Another worker has the job by now: what was done for it within a transaction is undone."""


@dataclass
class Slot:
    """Runs the jobs of one queue, one at a time, until none is due. `claim` is the job at hand, which its worker keeps a lease of."""

    queue: str
    worker: str
    clock: Callable[[], datetime]
    stopping: asyncio.Event
    claim: Claim | None = None
    handler: asyncio.Task[Any] | None = None
    _writing: set[asyncio.Task[Any]] = field(default_factory=set[asyncio.Task[Any]])

    async def run(self) -> int:
        """Run what is due; how many jobs were run. A job that fails keeps nothing else up."""
        count = 0
        await self._step(None, {})
        while claim := self._at_hand():
            self.handler = asyncio.create_task(self._run(claim))
            await asyncio.wait([self.handler])
            count += 1
            if self.handler.cancelled():
                await self._drop()
            elif ended := self._at_hand():  # of a stream maybe another one, or none any more
                await self._step(ended, self.handler.result())
        return count

    @property
    def is_writing(self) -> bool:
        """Whether what became of the job at hand is just being written: the lease of that job does not matter any more."""
        return bool(self._writing)

    def _at_hand(self) -> Claim | None:
        return self.claim

    async def _drop(self) -> None:
        """Leave the job at hand to whoever cancelled it: the worker stops, or another one has it."""
        at_hand = self.claim
        await self.written()
        if self.claim is at_hand:
            self.claim = None

    async def _step(self, ended: Claim | None, values: dict[str, Any]) -> None:
        """Write what became of a job and claim the next one, in one transaction. It is not broken off by a stop half-way."""
        writing = asyncio.create_task(self._write(ended, values))
        self._writing.add(writing)
        writing.add_done_callback(self._writing.discard)
        await asyncio.shield(writing)

    async def _write(self, ended: Claim | None, values: dict[str, Any]) -> None:
        while True:
            try:
                async with db.transaction() as change:
                    if ended and values and not await claims.settle(change, ended, **values):
                        log.warning("job %s of %s was claimed by another worker meanwhile", ended.id, ended.task)
                    found = None if self.stopping.is_set() else await self._claim(change)
                self.claim = found
            except DATABASE_AWAY as away:
                if ended is None or self.stopping.is_set():
                    raise
                # Otherwise what was done would be done again.
                log.warning("what became of job %s of %s is not written yet: %s", ended.id, ended.task, outcomes.describe(away))
                await asyncio.sleep(RETRY_WRITE)
            else:
                return

    async def _claim(self, change: Transaction) -> Claim | None:
        at = self.clock()
        while found := await claims.claim_next(change, self.queue, worker=self.worker, at=at):
            task = tasks().get(found.task)
            if task is None:
                await claims.settle(change, found, **outcomes.unknown(found, at=at))
            elif outcomes.is_late(found, at=at):
                log.error("job %s of %s is dead: its deadline has passed", found.id, found.task)
                await claims.settle(change, found, **outcomes.dead(found.last_error or "its deadline had passed", at=at))
            else:
                return found
        return None

    async def _run(self, claim: Claim) -> dict[str, Any]:
        """Run a job; the columns that say what became of the one that is at hand then, none when that is written already."""
        task = tasks()[claim.task]
        try:
            args = task.decode(claim.args)
            if task.kind == "stream":
                return await self._run_stream(task, StreamedJob(args, claim.attempts))
            async with asyncio.timeout(task.timeout):
                if task.kind == "transactional":
                    await self._run_in_transaction(task, claim, args)
                    return {}
                await (task.function() if task.every else task.function(args))
        except Exception as error:  # whatever it is, the job stays, and others come after it
            if self.claim is None:
                log.exception("%s failed after the last job of its stream", task.name)
                return {}
            return self._failure(task, self.claim, error)
        return outcomes.done(task, claim, at=self.clock())

    async def _run_in_transaction(self, task: Task[Any], claim: Claim, args: Any) -> None:
        async with db.transaction() as change:
            await task.function(change, args)
            if not await claims.settle(change, claim, **outcomes.done(task, claim, at=self.clock())):
                raise ClaimLost

    async def _run_stream(self, task: Task[Any], first: StreamedJob[Any]) -> dict[str, Any]:
        async with asyncio.timeout(task.timeout) as limit:

            async def step(ended: StreamedJob[Any]) -> StreamedJob[Any] | None:
                following = await self._next_of_stream(task, ended)
                limit.reschedule(asyncio.get_running_loop().time() + task.timeout)
                return following

            stream = JobStream(first, step)
            await task.function(stream)
        if not stream.begun:
            raise RuntimeError(f"{task.name} took no job from its stream")
        return self._outcome(task, stream.current) if stream.current else {}

    async def _next_of_stream(self, task: Task[Any], ended: StreamedJob[Any]) -> StreamedJob[Any] | None:
        values = self._outcome(task, ended)
        while at_hand := self._at_hand():
            await self._step(at_hand, values)
            if following := self._at_hand():
                try:
                    return StreamedJob(task.decode(following.args), following.attempts)
                except ValidationError as error:
                    values = self._failure(task, following, error)
        return None

    def _outcome(self, task: Task[Any], ended: StreamedJob[Any]) -> dict[str, Any]:
        claim = self.claim
        if claim is None:
            return {}
        if not ended.failure:
            return outcomes.done(task, claim, at=self.clock())
        error = GiveUp(ended.failure) if ended.final else RetryLater(ended.failure, pause=ended.pause)
        return self._failure(task, claim, error)

    def _failure(self, task: Task[Any], claim: Claim, error: Exception) -> dict[str, Any]:
        values = outcomes.failed(task, claim, error, at=self.clock())
        told = error if not isinstance(error, GiveUp | RetryLater) else None
        if values["state"] == "dead":
            log.error(
                "job %s of %s is dead after %s attempts: %s", claim.id, task.name, claim.attempts, values["last_error"], exc_info=told
            )
        else:
            log.warning("job %s of %s failed, attempt %s: %s", claim.id, task.name, claim.attempts, values["last_error"], exc_info=told)
        return values

    async def written(self) -> None:
        """Wait until nothing is being written any more."""
        await asyncio.gather(*self._writing, return_exceptions=True)
