"""Sites that tests share: started once in a run, emptied before each test, and looked after to the end."""

import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import create_engine
from sqlmodel import SQLModel

import wtsocial.models  # noqa: F401 # fills the metadata
from tests.running import Server, free_port, running
from tests.server.callers import come_from_elsewhere, forwarded_for
from tests.stores import PostgresServer, RedisServer
from tests.stripe_server.serving import KEY, SECRET
from wtsocial.ops import serve

ONE, TWO = "one worker, SQLite", "two workers, PostgreSQL and Redis"
"""The kinds of site."""

FAST: dict[str, Any] = {
    "logins_per_minute": "100000",
    "events_per_minute": "100000",
    "events_per_minute_of_address": "1000000",
    "pages_per_minute": "100000",
    "slow_loop_ms": "1000",
    "trusted_proxy_hops": "1",
}
"""A test presses quicker than a person, and shares two cores with others: what holds a loop for a second is our own mistake."""

STAND_IN = "news.example"
"""A host that the sites reach at a port of this machine (`Sites.stand_in_port`), where a test may serve something."""


class Sites:
    """The sites of a run, each started when the first test asks for it."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self._folder = folder
        self.stand_in_port = free_port()
        hosts = json.dumps({STAND_IN: f"127.0.0.1:{self.stand_in_port}"})
        self.stripe_port = free_port()
        """Where the sites look for Stripe; a test that needs it starts the stand-in there (tests/stripe_server/process.py)."""
        stripe = {"stripe_secret_key": KEY, "stripe_webhook_secret": SECRET, "stripe_api_base": f"http://127.0.0.1:{self.stripe_port}"}
        self._settings = FAST | {"preview_hosts": hosts} | stripe | settings
        self._stores: Stores | None = None
        self._started: dict[str, tuple[Server, str]] = {}
        self._failed = set[str]()
        self._stack = ExitStack()

    def site(self, kind: str) -> tuple[Server, str]:
        """The running site of this kind, and its WTSOCIAL_DATABASE_URL."""
        if kind in self._failed:
            pytest.exit(f"the site ({kind}) does not start", 1)
        if kind not in self._started:
            self._failed.add(kind)
            serve.build()
            data_dir = self._folder / ("one" if kind == ONE else "two")
            stores = {} if kind == ONE else {"database_url": self.stores().database_url, "redis_url": self.stores().redis.url}
            chosen: dict[str, Any] = {"workers": 1 if kind == ONE else 2, **stores, **self._settings}
            server = self._stack.enter_context(running(data_dir, **chosen))
            self._started[kind] = server, stores.get("database_url", "")
            self._failed.discard(kind)
        return self._started[kind]

    def stores(self) -> "Stores":
        """What the site of two workers stands on."""
        if not self._stores:
            self._stores = Stores()
            self._stack.callback(self._stores.close)
        return self._stores

    def close(self) -> list[str]:
        """Stop them all; the lines of their logs that say what held an event loop."""
        blocked = [line for server, _ in self._started.values() for line in server.blocked()]
        self._stack.close()
        return blocked


class Stores:
    """A PostgreSQL and a Redis, which a test may stop for a while."""

    def __init__(self) -> None:
        self.postgres, self.redis = PostgresServer(), RedisServer()
        self.database_url = self.postgres.create("site")

    def stop_redis(self) -> None:
        """Stop it: nobody is there to connect to."""
        self.redis.stop()

    def start_redis(self) -> None:
        """Start it again, empty, at the same address."""
        self.redis = RedisServer(self.redis.port)

    def close(self) -> None:
        """Stop both."""
        self.redis.stop()
        self.postgres.stop()


def empty(sqlalchemy_url: str) -> None:
    """Delete every row; what is asked from now on is asked by others."""
    come_from_elsewhere()
    engine = create_engine(_synchronous(sqlalchemy_url))
    with engine.begin() as connection:
        for table in reversed(SQLModel.metadata.sorted_tables):
            connection.execute(table.delete())
    engine.dispose()


def rows(sqlalchemy_url: str) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, as plain values in order: two of these are equal when nothing was changed."""
    engine = create_engine(_synchronous(sqlalchemy_url))
    with engine.connect() as connection:
        tables = SQLModel.metadata.sorted_tables
        found = {table.name: sorted(map(tuple, connection.execute(table.select())), key=repr) for table in tables}
    engine.dispose()
    return found


def changed(before: dict[str, list[tuple[Any, ...]]], after: dict[str, list[tuple[Any, ...]]]) -> dict[str, list[tuple[Any, ...]]]:
    """The rows that are new or other than before, by table; those that went are None's."""
    differing = {name: [row for row in after[name] if row not in before[name]] for name in after if before[name] != after[name]}
    return {name: found or [()] for name, found in differing.items()}


def _synchronous(url: str) -> str:
    return url.replace("+aiosqlite", "")


@contextmanager
def http(site: str, *, session: str = "", origin: str | None = "") -> Iterator[httpx.Client]:
    """An HTTP client that speaks as a page of the site does (or, with `origin`, as a page of another, or None at all)."""
    headers = forwarded_for() | ({} if origin is None else {"Origin": origin or site})
    cookies = {"session": session} if session else {}
    # No TLS here; reading the list of whom to trust would take longer than most answers.
    with httpx.Client(base_url=site, headers=headers, cookies=cookies, timeout=30, verify=False) as client:
        yield client
