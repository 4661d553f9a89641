"""Tasks: the functions that jobs run, by name, each with the queue, priority, deadline and pauses of its jobs."""

import dataclasses
import inspect
import json
import random
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import IntEnum
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Final, Generic, Literal, TypeVar, cast, get_args, get_type_hints

from pydantic import TypeAdapter

from wtsocial.db import Transaction
from wtsocial.jobs.streams import JobStream

A = TypeVar("A")


class Priority(IntEnum):
    """Which of the due jobs of a queue is run first."""

    URGENT = 0
    """Somebody waits for it."""
    NORMAL = 1
    BULK = 2
    """One of thousands."""


@dataclass(frozen=True)
class Queue:
    """Jobs that wait for each other and for no job of another queue. One worker runs `concurrency` of them at once."""

    name: str
    concurrency: int


DATABASE: Final = Queue("database", 2)
MAIL: Final = Queue("mail", 2)
STRIPE: Final = Queue("stripe", 1)

DEADLINE: Final = timedelta(days=3)
FIRST_PAUSE: Final = timedelta(seconds=5)
LONGEST_PAUSE: Final = timedelta(hours=1)
JITTER: Final = 0.25
"""A pause is up to this part shorter or longer, so that jobs that failed together are not tried together again."""
TIMEOUT: Final = 60.0
"""Seconds for one attempt, or for one job of a stream."""


class GiveUp(Exception):
    """A job raises this when no further attempt can succeed; it is dead at once."""


class RetryLater(Exception):
    """A job raises this to be tried again after `pause`, or after the usual one; not past its deadline."""

    def __init__(self, reason: str, *, pause: timedelta | None = None) -> None:
        super().__init__(reason)
        self.pause = pause


@dataclass(frozen=True)
class Nothing:
    """The arguments of a task that takes none."""


@lru_cache
def _adapter(args_type: type[A]) -> TypeAdapter[A]:
    return TypeAdapter(args_type)


Kind = Literal["plain", "transactional", "stream"]


@dataclass(frozen=True)
class Task(Generic[A]):
    """A function that jobs run, and how. Made by the decorators below."""

    name: str
    kind: Kind
    function: Callable[..., Awaitable[object]]
    args_type: type[A]
    queue: Queue
    priority: Priority
    deadline: timedelta
    timeout: float
    first_pause: timedelta
    longest_pause: timedelta
    every: timedelta | None = None
    """Of a periodic task: how often it runs."""

    def __call__(self, *args: Any) -> Awaitable[Any]:
        """Run the function here and now, without a job."""
        return self.function(*args)

    def encode(self, args: A) -> dict[str, Any]:
        """The arguments as JSON. Raises ValueError (pydantic's) for anything that `decode` would not accept."""
        stored = cast(dict[str, Any], _adapter(self.args_type).dump_python(args, mode="json", warnings="error"))
        self.decode(stored)
        return stored

    def decode(self, stored: Mapping[str, Any]) -> A:
        """The arguments from JSON, checked strictly. Raises ValueError when a field is missing, unknown or of another type."""
        unknown = set(stored) - {field.name for field in dataclasses.fields(cast(Any, self.args_type))}
        if unknown:
            raise ValueError(f"unknown arguments: {', '.join(sorted(unknown))}")
        return _adapter(self.args_type).validate_json(json.dumps(stored), strict=True)

    def pause(self, attempts: int) -> timedelta:
        """How long to wait after so many failed attempts: twice as long each time, more or less, up to the longest pause."""
        grown = min(self.first_pause * 2 ** min(attempts - 1, 30), self.longest_pause)
        return grown * random.uniform(1 - JITTER, 1 + JITTER)


_tasks: dict[str, Task[Any]] = {}


def tasks() -> Mapping[str, Task[Any]]:
    """Every task of this program whose module is imported, by name."""
    return MappingProxyType(_tasks)


def task(
    name: str, *, queue: Queue = DATABASE, priority: Priority = Priority.NORMAL, deadline: timedelta = DEADLINE, timeout: float = TIMEOUT,
    first_pause: timedelta = FIRST_PAUSE, longest_pause: timedelta = LONGEST_PAUSE,
) -> Callable[[Callable[[A], Awaitable[object]]], Task[A]]:  # fmt: skip
    """A task that opens transactions itself, when it needs them. Its jobs run at least once: twice when a worker is killed."""

    def made(function: Callable[[A], Awaitable[object]]) -> Task[A]:
        args_type = cast(type[A], _parameter(function, 0))
        return _register(Task(name, "plain", function, args_type, queue, priority, deadline, timeout, first_pause, longest_pause))

    return made


def transactional_task(
    name: str, *, queue: Queue = DATABASE, priority: Priority = Priority.NORMAL, deadline: timedelta = DEADLINE, timeout: float = TIMEOUT,
    first_pause: timedelta = FIRST_PAUSE, longest_pause: timedelta = LONGEST_PAUSE,
) -> Callable[[Callable[[Transaction, A], Awaitable[object]]], Task[A]]:  # fmt: skip
    """A task that works within one transaction, which also notes that the job is done: what it writes is written exactly once.

    It must not speak to other hosts: on SQLite nobody else writes meanwhile.
    """

    def made(function: Callable[[Transaction, A], Awaitable[object]]) -> Task[A]:
        args_type = cast(type[A], _parameter(function, 1))
        return _register(Task(name, "transactional", function, args_type, queue, priority, deadline, timeout, first_pause, longest_pause))

    return made


def stream_task(
    name: str, *, queue: Queue, priority: Priority = Priority.NORMAL, deadline: timedelta = DEADLINE, timeout: float = TIMEOUT,
    first_pause: timedelta = FIRST_PAUSE, longest_pause: timedelta = LONGEST_PAUSE,
) -> Callable[[Callable[[JobStream[A]], Awaitable[object]]], Task[A]]:  # fmt: skip
    """A task that takes its due jobs one after the other, over one connection say; alone in its queue. At least once, as `task`."""

    def made(function: Callable[[JobStream[A]], Awaitable[object]]) -> Task[A]:
        args_type = cast(type[A], get_args(_parameter(function, 0))[0])
        return _register(Task(name, "stream", function, args_type, queue, priority, deadline, timeout, first_pause, longest_pause))

    return made


def periodic_task(
    name: str, *, every: timedelta, queue: Queue = DATABASE, priority: Priority = Priority.NORMAL, timeout: float = TIMEOUT
) -> Callable[[Callable[[], Awaitable[object]]], Task[Nothing]]:
    """A task that runs once in each period on the whole site, however many workers there are; one that fails is tried again soon."""

    def made(function: Callable[[], Awaitable[object]]) -> Task[Nothing]:
        longest = min(every, LONGEST_PAUSE)
        return _register(
            Task(name, "plain", function, Nothing, queue, priority, DEADLINE, timeout, min(FIRST_PAUSE, longest), longest, every)
        )

    return made


def _parameter(function: Callable[..., object], place: int) -> Any:
    """The annotation of a function's parameter: the frozen dataclass that holds the arguments, or a stream of it."""
    name = list(inspect.signature(function).parameters)[place]
    found = get_type_hints(function)[name]
    args_type = get_args(found)[0] if get_args(found) else found
    if not (dataclasses.is_dataclass(args_type) and cast(Any, args_type).__dataclass_params__.frozen):
        raise TypeError(f"the arguments of {function.__qualname__} must be a frozen dataclass")
    return found


def _register(made: Task[A]) -> Task[A]:
    if made.name in _tasks:
        raise ValueError(f"there is a task {made.name} already")
    beside = [one for one in _tasks.values() if one.queue.name == made.queue.name]
    if any(one.queue != made.queue for one in beside):
        raise ValueError(f"two queues are called {made.queue.name}")
    if beside and "stream" in {made.kind, *(one.kind for one in beside)}:
        raise ValueError(f"{made.name}: a stream is alone in its queue")
    _tasks[made.name] = made
    return made
