"""The database: transactions, and announcements that leave only after the commit held."""

import asyncio
import logging
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager, nullcontext
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Any, cast

from sqlalchemy import Executable, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine
from sqlmodel.ext.asyncio.session import AsyncSession

from wtsocial.core import bus
from wtsocial.core.errors import DatabaseAway
from wtsocial.core.messages import Message, PagesChanged
from wtsocial.db import outages, postgres
from wtsocial.db.engines import LONG_WAIT, SHORT_WAIT, TURN_WAIT, engine, engine_for
from wtsocial.db.lines import Line, Parameters, take
from wtsocial.db.outages import telling_lost_commits, telling_outages

log = logging.getLogger(__name__)

Announcement = tuple[tuple[str, ...], Message]
"""Rooms, and what is said there."""

Publish = Callable[[tuple[str, ...], Message], Awaitable[None]]

_publish: list[Publish] = []


def on_announcement(publish: Publish) -> None:
    """Have `publish(rooms, message)` called for each announcement of a transaction that committed (the bus does)."""
    _publish[:] = [publish]


@dataclass
class Transaction:
    """One change in the making: the line to the database to make it by, and what to tell everybody once it holds."""

    line: Line
    announcements: list[Announcement] = field(default_factory=list[Announcement])
    afterwards: list[Callable[[], Awaitable[None]]] = field(default_factory=list[Callable[[], Awaitable[None]]])
    at_commit: list[Callable[[], Awaitable[None]]] = field(default_factory=list[Callable[[], Awaitable[None]]])
    """What is written last, when everything else went well."""
    answer: Any = None
    """What the same request is answered when it is sent again (JSON): what the action returns, where it returns something."""

    outdated: set[str] = field(default_factory=set[str])
    """The rooms of public pages that show something of this change of which no message tells."""
    is_committing: bool = False
    """Everything is written but the commit itself."""
    wakes_workers: bool = False
    """It wrote jobs."""

    @property
    def dialect(self) -> str:
        """`sqlite` or `postgresql`."""
        return self.line.dialect.name

    @property
    def connection(self) -> AsyncConnection:
        """SQLAlchemy's own, for statements that are built for this once."""
        return self.line.connection

    @cached_property
    def session(self) -> AsyncSession:
        """For rows that are objects, by the same connection. What is new in the session is not there before a flush."""
        return cast("AsyncSession", _LateSession(self))

    @cached_property
    def made_session(self) -> AsyncSession:
        """The same, once something is asked of it."""
        return AsyncSession(self.connection, expire_on_commit=False)

    async def run(self, statement: Executable, given: Mapping[str, Any]) -> Sequence[Any]:
        """The rows that a statement answers, none for one that answers nothing. One that is kept costs much less than by the session."""
        return await self.line.run(statement, given)

    def announce(self, *rooms: str, message: Message) -> None:
        """Say `message` in `rooms` after the commit; nothing is said when the transaction fails."""
        self.announcements.append((rooms, message))

    def outdate_pages(self, *things: str) -> None:
        """Have public pages read anew that show one of these (`member:7`, as `bus.pages_room` names them); without any, all pages.

        For what no message says that pages hear already: see `Document.rooms`.
        """
        self.outdated.update(map(bus.pages_room, things or ("",)))

    async def send(self, statement: Executable, given: Parameters) -> None:
        """Run a statement whose outcome nobody asks for: it travels with the next one, or with the commit, and fails there.

        An INSERT has to be `inline()`, so that no key is asked for.
        """
        await self.line.send(statement, given)

    def after_commit(self, work: Callable[[], Awaitable[None]]) -> None:
        """Run `work` after the commit (a mail to send, say)."""
        self.afterwards.append(work)


class _LateSession:
    """A session that is made when something is asked of it: many are handed one to find the change alone (`change_of`)."""

    def __init__(self, change: Transaction) -> None:
        self.info = {Transaction: change}

    def __getattr__(self, name: str) -> Any:
        return getattr(self.info[Transaction].made_session, name)


Step = Callable[[Transaction], Awaitable[None]]

_steps: ContextVar[tuple[Step, ...]] = ContextVar("steps", default=())


@contextmanager
def in_next_transaction(*steps: Step) -> Generator[None]:
    """Have the next `transaction()` of this task run these steps before its own: they commit together, or not at all."""
    token = _steps.set((*_steps.get(), *steps))
    try:
        yield
    finally:
        _steps.reset(token)


_one_writer: dict[asyncio.AbstractEventLoop, asyncio.Lock] = {}


def _turn() -> asyncio.Lock:
    """SQLite has one writer: writers of this process queue here in order instead of polling the file's lock."""
    loop = asyncio.get_running_loop()
    if loop not in _one_writer:
        _one_writer.clear()
        _one_writer[loop] = asyncio.Lock()
    return _one_writer[loop]


@asynccontextmanager
async def _own_turn() -> AsyncGenerator[None]:
    turn = _turn()
    try:
        async with asyncio.timeout(None if postgres.is_patient() else outages.wait_at_most(TURN_WAIT)):
            await turn.acquire()
    except TimeoutError:
        raise DatabaseAway("others write for too long") from None
    try:
        yield
    finally:
        turn.release()


@asynccontextmanager
async def transaction() -> AsyncGenerator[Transaction]:
    """A change: all of it commits, then its announcements leave; or none of it, and nothing is said.

    Raises DatabaseAway, or OutcomeUnknown when the line broke while it was committed.
    """
    async with _own_turn() if engine().dialect.name == "sqlite" else nullcontext(), _committed(engine_for("writing")) as change:
        yield change
    await _tell(change)


async def _tell(change: Transaction) -> None:
    """Say what was announced and do what was left for afterwards. The change stands, whatever becomes of that."""
    if change.outdated:
        change.announcements.insert(0, (tuple(sorted(change.outdated)), PagesChanged()))
    telling = [partial(publish, *announcement) for announcement in change.announcements for publish in _publish]
    for tell in (*telling, *change.afterwards):
        try:
            await tell()
        except Exception:  # the person must not read that nothing was saved
            log.exception("after a commit")


@asynccontextmanager
async def _committed(made: AsyncEngine) -> AsyncGenerator[Transaction]:
    with telling_outages():
        line = await take(made)
        change = Transaction(line)
        try:
            with telling_lost_commits(lambda: change.is_committing):
                await line.begin()
                steps = _steps.get()
                _steps.set(())
                for step in steps:
                    await step(change)
                yield change
                for write in change.at_commit:
                    await write()
                await _flush(change)
                change.is_committing = True
                await line.commit()
        finally:
            await line.end()
        outages.note_commit()


async def _flush(change: Transaction) -> None:
    """Write what is new or changed in the session, if there is one."""
    if "made_session" not in vars(change):
        return
    session = change.made_session
    if session.new or session.dirty or session.deleted:
        await session.flush()
    session.sync_session.close()


def change_of(session: AsyncSession) -> Transaction:
    """The change that a session of `transaction()` belongs to, for those who are handed the session alone."""
    return session.info[Transaction]


Asked = tuple[Executable, Mapping[str, Any]]
"""A statement and its parameters."""


async def fetch(statement: Executable, parameters: Mapping[str, Any]) -> Sequence[Any]:
    """The rows of one statement, outside of any transaction: one trip. Raises DatabaseAway."""
    (rows,) = await _fetched(engine_for("alone"), (statement, parameters))
    return rows


async def fetch_each(*asked: Asked) -> list[Sequence[Any]]:
    """The rows of each of some statements that do not wait for each other, as `reading` sees them. Raises DatabaseAway."""
    return await _fetched(engine(), *asked)


async def _fetched(made: AsyncEngine, *asked: Asked) -> list[Sequence[Any]]:
    with telling_outages():
        line = await take(made)
        try:
            await line.begin()
            return [await line.run(statement, parameters) for statement, parameters in asked]
        finally:
            await line.end()


@asynccontextmanager
async def reading() -> AsyncGenerator[AsyncSession]:
    """A look at the database, for queries: on SQLite of one moment, on PostgreSQL each statement of its own. Raises DatabaseAway."""
    with telling_outages():
        async with AsyncSession(engine(), expire_on_commit=False) as session:
            yield session


async def answers() -> None:
    """Raises DatabaseAway unless the database takes a change just now."""
    async with transaction() as change:
        await (await change.session.connection()).execute(select(1))


@asynccontextmanager
async def one_moment() -> AsyncGenerator[AsyncConnection]:
    """A look at the database in which all statements see the same moment, on PostgreSQL too."""
    postgres = engine().dialect.name == "postgresql"
    async with reading() as session:
        yield await session.connection(execution_options={"isolation_level": "REPEATABLE READ"} if postgres else {})


async def empty_log() -> None:
    """Empty SQLite's write-ahead log, so that what was overwritten is not in it any more; put off while somebody reads long.

    PostgreSQL keeps its own house.
    """
    if engine().dialect.name != "sqlite":
        return
    async with engine().connect() as connection:
        # Past SQLAlchemy, which would begin a transaction, in which it cannot be done.
        raw: Any = (await connection.get_raw_connection()).driver_connection
        await raw.execute(f"PRAGMA busy_timeout={SHORT_WAIT}")
        rows = await raw.execute_fetchall("PRAGMA wal_checkpoint(TRUNCATE)")
        await raw.execute(f"PRAGMA busy_timeout={LONG_WAIT}")
    if any(row[0] for row in rows):
        log.warning("the write-ahead log is still read from: what was erased leaves it with one of the next checkpoints")
