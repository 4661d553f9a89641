"""Outcomes: what becomes of a job that was run, as the columns that say so."""

from datetime import datetime, timedelta
from typing import Any, Final

from wtsocial.core.logs import clean
from wtsocial.jobs.claims import Claim
from wtsocial.jobs.registry import GiveUp, RetryLater, Task

UNKNOWN_PAUSE: Final = timedelta(minutes=5)
"""After which a job whose task this version of the program does not have is looked at again: another version may."""
LONGEST_ERROR: Final = 300


def done(task: Task[Any], claim: Claim, *, at: datetime) -> dict[str, Any]:
    """It is done, and what it was about is forgotten. A periodic job waits for the next of its periods."""
    if task.every is None:
        return {"state": "done", "args": {}, "finished_at": at, "last_error": ""}
    missed = max(0, (at - claim.due_at) // task.every)
    return {"state": "waiting", "attempts": 0, "due_at": claim.due_at + task.every * (missed + 1), "finished_at": at, "last_error": ""}


def failed(task: Task[Any], claim: Claim, error: Exception, *, at: datetime) -> dict[str, Any]:
    """It waits for its next attempt; it is dead when that would come after its deadline or cannot help. Periodic jobs do not die."""
    pause = (isinstance(error, RetryLater) and error.pause) or task.pause(claim.attempts)
    reason = describe(error)
    if task.every is None and (isinstance(error, GiveUp) or is_late(claim, at=at + pause)):
        return dead(reason, at=at)
    return {"state": "waiting", "due_at": at + pause, "last_error": reason}


def unknown(claim: Claim, *, at: datetime) -> dict[str, Any]:
    """It waits for a worker that knows its task, until its deadline."""
    reason = f"no task is called {claim.task}"
    if is_late(claim, at=at):
        return dead(reason, at=at)
    return {"state": "waiting", "due_at": at + UNKNOWN_PAUSE, "attempts": claim.attempts - 1, "last_error": reason}


def reclaimed(task: Task[Any] | None, claim: Claim, *, at: datetime) -> dict[str, Any]:
    """Its worker is gone. The first time it is due at once; one that takes its worker with it each time waits as if it had failed."""
    if task is not None and claim.attempts > 1:
        return failed(task, claim, RetryLater("its worker ended"), at=at)
    return {"state": "waiting", "due_at": at, "last_error": "its worker ended"}


def dead(reason: str, *, at: datetime) -> dict[str, Any]:
    """It is not tried any more, unless an admin says so."""
    return {"state": "dead", "finished_at": at, "last_error": reason[:LONGEST_ERROR]}


def is_late(claim: Claim, *, at: datetime) -> bool:
    """Whether it is of no use any more at that time."""
    return claim.deadline_at is not None and claim.deadline_at <= at


def describe(error: Exception) -> str:
    """Why it failed, bounded, without addresses and secrets."""
    ours = isinstance(error, GiveUp | RetryLater)
    return clean(str(error) if ours else f"{type(error).__name__}: {error}")[:LONGEST_ERROR]
