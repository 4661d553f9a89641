"""What tests are given: a fresh database, and a count of the statements sent to it."""

import os
import re
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import cache
from pathlib import Path
from typing import Any, Final, cast

import hypothesis
import pytest
from passlib.handlers.argon2 import argon2
from sqlalchemy import event
from xdist.scheduler import LoadScopeScheduling

from tests.stores import PostgresServer, PostgresStore, SqliteStore
from tests.stripe_server.serving import StandIn, standing_in
from wtsocial import db
from wtsocial.core import bus, passwords
from wtsocial.core.messages import Json, Message, PagesChanged
from wtsocial.core.settings import Settings, settings
from wtsocial.db import engines
from wtsocial.editing.queries import corrections
from wtsocial.gateways import rate_limits
from wtsocial.site import current

WITHOUT_DATABASE = {"browser", "core", "db", "gateways", "i18n", "kit", "models", "ops", "server", "stripe_server", "text"}
"""The folders of tests/ whose tests ask for a database when they need one; those of all others get a fresh one."""

SAME_ON_BOTH = {"permissions"}
"""What asks for a database and is not asked on PostgreSQL once more: who may do what is decided in Python, a thousand times over."""

ONE_PROCESS = {
    "tests/browser/test_accessibility.py",
    "tests/browser/test_dead_lines.py",
    "tests/browser/test_restarts.py",
    "tests/server/test_dev.py",
    "tests/server/test_ready_pages.py",
    "tests/test_seeds.py",
}
"""Files whose tests share a world or a site of their own that takes many seconds to make."""
TWO_WORKERS = "two"
"""Stands among the parameters of a test on the site that has two workers and servers of its own (tests/server/conftest.py)."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--postgres` runs the core tests on a real PostgreSQL instead of SQLite."""
    parser.addoption("--postgres", action="store_true", help="run the core tests on PostgreSQL (or WTSOCIAL_TEST_POSTGRES=1)")


def pytest_configure() -> None:
    """A test that forgot to ask for a database must not find the developer's own."""
    os.environ["WTSOCIAL_DATA_DIR"] = tempfile.mkdtemp(prefix="wtsocial-tests-")


# Hypothesis would have an example that takes 200 ms fail, on a machine that is busy with other things.
hypothesis.settings.register_profile("busy", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("busy")


def pytest_report_header(config: pytest.Config) -> str:
    """Say which database the core is tested on."""
    return f"core database: {'PostgreSQL' if _on_postgres(config) else 'SQLite'}"


def _on_postgres(config: pytest.Config) -> bool:
    return bool(config.getoption("--postgres")) or os.environ.get("WTSOCIAL_TEST_POSTGRES", "") not in ("", "0")


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A real PostgreSQL, started when the first test asks for it."""
    server = PostgresServer()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def store(request: pytest.FixtureRequest) -> Iterator[SqliteStore | PostgresStore]:
    """Where the databases of the core tests come from."""
    made = PostgresStore(request.getfixturevalue("postgres")) if _on_postgres(request.config) else SqliteStore()
    yield made
    made.close()


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    """Settings of this test alone: nothing from outside, a data folder of its own (which it answers), nobody's tries counted.

    A test that wants others sets WTSOCIAL_… by `monkeypatch` and calls `settings.cache_clear()`.
    """
    for name in [name for name in os.environ if name.startswith("WTSOCIAL_")]:
        monkeypatch.delenv(name)
    data_dir = tmp_path / "data"
    data_dir.mkdir()
    monkeypatch.setenv("WTSOCIAL_DATA_DIR", str(data_dir))
    monkeypatch.setitem(cast(dict[str, Any], Settings.model_config), "env_file", None)
    settings.cache_clear()
    rate_limits.forget()
    current.forget()
    # How many corrections there are today is counted anew each time: as many statements are sent whatever ran before.
    monkeypatch.setattr(corrections, "KEPT_SECONDS", 0.0)
    monkeypatch.setattr(corrections, "_counts", {})
    yield data_dir
    settings.cache_clear()


@pytest.fixture
async def database(environment: Path, store: SqliteStore | PostgresStore, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[str]:
    """A fresh, empty database behind `wtsocial.db`; answers its address."""
    monkeypatch.setenv("WTSOCIAL_DATABASE_URL", store.fresh())
    monkeypatch.setattr(engines, "made_for", _made_for)
    for name, quick in _quick_passwords().items():
        monkeypatch.setattr(passwords, name, quick)
    settings.cache_clear()
    db.engine.cache_clear()
    with _listening_for_this_test_alone(monkeypatch):
        yield settings().sqlalchemy_url
        await db.close()
    db.on_announcement(_say_nothing)


_made_for: Final = cache(engines.made_for)
"""An engine knows what it made of each statement: one for all tests on a database, which begin with new connections and no rows."""


@contextmanager
def _listening_for_this_test_alone(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What a test hangs on an engine, which others have after it, is taken off again."""
    listen, listening = event.listen, list[tuple[Any, str, Any]]()

    def noting(target: Any, name: str, act: Any, *details: Any, **more: Any) -> None:
        listen(target, name, act, *details, **more)
        if act.__module__.startswith("tests."):
            listening.append((target, name, act))

    monkeypatch.setattr(event, "listen", noting)
    yield
    for one in listening:
        if event.contains(*one):
            event.remove(*one)


@cache
def _quick_passwords() -> dict[str, Any]:
    """Hashing at the least cost there is; what it costs the site is the business of tests/core/test_passwords.py."""
    hasher = cast(Any, argon2).using(type="ID", memory_cost=8, time_cost=1, parallelism=1)
    return {"_HASHER": hasher, "_NOBODY": hasher.hash("nobody")}


async def _say_nothing(rooms: tuple[str, ...], message: Message) -> None:
    """No bus listens in a test that does not ask for one."""


@pytest.fixture(autouse=True)
def _database_for_the_core(request: pytest.FixtureRequest) -> None:
    if _gets_a_database(request.path):
        request.getfixturevalue("database")


def _gets_a_database(path: Path) -> bool:
    inside = path.relative_to(Path(__file__).parent)
    return len(inside.parts) > 1 and inside.parts[0] not in WITHOUT_DATABASE


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL, only what asks for a database of the core: the rest would be the same once more."""
    if _on_postgres(config):
        items[:] = [item for item in items if _is_for_postgres(item.path)]


class _Together(LoadScopeScheduling):
    """Tests that share what takes long to make are one process's, and begin first; of all others, whichever is free takes the next."""

    def _split_scope(self, nodeid: str) -> str:
        file, _, name = nodeid.partition("::")
        if file in ONE_PROCESS:
            return file
        return TWO_WORKERS if TWO_WORKERS in re.split(r"[\[\]-]", name) else nodeid

    def mark_test_complete(self, node: Any, item_index: int, duration: float = 0) -> None:
        """As it does, and forget what is done: with each test it counts through all that the process was ever given."""
        super().mark_test_complete(node, item_index, duration)
        given = self.assigned_work[node]
        scope = self._split_scope(self.registered_collections[node][item_index])
        if all(given[scope].values()):
            del given[scope]


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadScopeScheduling | None:
    """What `--dist loadgroup` is for: pytest-xdist 3.8 writes a test's group where pytest 9.2 no longer looks."""
    return _Together(config, log) if config.getoption("dist") == "loadgroup" else None


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Nor is what is left out there loaded: that takes as long as a hundred tests."""
    left_out = _on_postgres(config) and collection_path.name.startswith("test_") and not _is_for_postgres(collection_path)
    return True if left_out and collection_path.suffix == ".py" else None


def _is_for_postgres(path: Path) -> bool:
    if path.parent.name in SAME_ON_BOTH:
        return False
    return _gets_a_database(path) or path.stem in {"test_factories", "test_sent_ahead", "test_compiled"}


@pytest.fixture
def announcements(database: str) -> list[tuple[tuple[str, ...], Json]]:
    """What was announced in this test, in order: rooms, and the message as it goes over the wire; but for the hints to those who watch the recent changes, and to ready pages."""
    heard: list[tuple[tuple[str, ...], Json]] = []

    async def hear(rooms: tuple[str, ...], message: Message) -> None:
        if rooms != (bus.changes_room(),) and not isinstance(message, PagesChanged):
            heard.append((rooms, message.to_json()))

    db.on_announcement(hear)
    return heard


@pytest.fixture
def count_statements(database: str) -> Callable[[], AbstractContextManager[list[str]]]:
    """Collect, in `with … as sent`, the SQL statements sent meanwhile, less BEGIN, COMMIT and the like."""

    @contextmanager
    def counting() -> Iterator[list[str]]:
        sent: list[str] = []

        def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
            if not statement.startswith(("BEGIN", "PRAGMA", "SAVEPOINT", "RELEASE")):
                sent.append(statement)

        engine = db.engine().sync_engine
        event.listen(engine, "before_cursor_execute", note)
        try:
            yield sent
        finally:
            event.remove(engine, "before_cursor_execute", note)

    return counting


@pytest.fixture
async def stripe(database: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[StandIn]:
    """A server that speaks Stripe's API and tells nobody by itself; settings that lead to it."""
    monkeypatch.setattr("stripe._http_client.HTTPClient.INITIAL_DELAY", 0.01)
    monkeypatch.setattr("stripe._http_client.HTTPClient.MAX_DELAY", 0.01)
    async with standing_in() as running:
        for name, value in running.settings.items():
            monkeypatch.setenv(name, value)
        settings.cache_clear()
        yield running
