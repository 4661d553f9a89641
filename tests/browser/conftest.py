"""What journeys are given: a running site, a world in it, and people at real browsers."""

import asyncio
import json
from collections.abc import Callable, Coroutine, Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Protocol, TypeVar, cast

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.browser.articles import HOST, newspaper
from tests.browser.people import FLAGS, PATIENCE, Person, sit_down
from tests.ensure_chromium import executable
from tests.factories import login
from tests.running import Server
from tests.server.serving import ONE, Sites, empty
from tests.stripe_server.process import Stripe, running_stripe
from wtsocial import db
from wtsocial.accounts.views import Viewer
from wtsocial.core.settings import Settings, settings

T = TypeVar("T")
LOG = 30
"""Lines."""

Visit = Callable[..., Person]
"""visit(member, **browser settings): a member (None: a reader) sits down at a browser."""


class Arrange(Protocol):
    """arrange(make_post(…)): done in the site's database; nothing is announced."""

    def __call__(self, work: Coroutine[Any, Any, T]) -> T:
        """What came of it."""
        ...


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Function) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Of a journey that fails, what its site said last belongs to the report."""
    report = yield
    site = item.funcargs.get("site")
    if report.failed and isinstance(site, Server):
        report.sections.append(("The site's log", "\n".join(site.said().splitlines()[-LOG:])))
    return report


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """One browser; every person gets a profile of their own in it."""
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(), args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sites]:
    """The sites of this run. At its end nothing may have held an event loop."""
    with newspaper() as address:
        started = Sites(tmp_path_factory.mktemp("sites"), preview_hosts=json.dumps({HOST: address}))
        yield started
        assert started.close() == []


@pytest.fixture(scope="package")
def stand_in(sites: Sites) -> Iterator[Stripe]:
    """What stands in for Stripe, started when the first test asks for it."""
    with running_stripe(sites.stripe_port) as running:
        yield running


@pytest.fixture
def stripe(stand_in: Stripe, site: Server) -> Stripe:
    """The same, telling this test's site what happens."""
    stand_in.tells(site.url)
    return stand_in


@pytest.fixture
def site(request: pytest.FixtureRequest, sites: Sites, monkeypatch: pytest.MonkeyPatch) -> Server:
    """An empty running site, with this process's `wtsocial.db` on its database."""
    server, database_url = sites.site(getattr(request, "param", ONE))
    look_at(server, database_url, monkeypatch)
    empty(settings().sqlalchemy_url)
    return server


def look_at(server: Server, database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have this process work on the server's database."""
    monkeypatch.setitem(cast(dict[str, Any], Settings.model_config), "env_file", None)
    for name, value in {"SITE_URL": server.url, "DATA_DIR": str(server.data_dir), "DATABASE_URL": database_url}.items():
        monkeypatch.setenv(f"WTSOCIAL_{name}", value)
    settings.cache_clear()


async def _and_let_go(work: Coroutine[Any, Any, T]) -> T:
    try:
        return await work
    finally:
        await db.close()


@pytest.fixture
def arrange() -> Iterator[Arrange]:
    """Do something in the site's database, in a thread of its own: the browsers have this one's loop."""
    with ThreadPoolExecutor(1) as beside:

        def done(work: Coroutine[Any, Any, T]) -> T:
            return beside.submit(asyncio.run, _and_let_go(work)).result()

        yield done
    settings.cache_clear()


@pytest.fixture
def visit(chromium: Browser, site: Server, arrange: Arrange) -> Iterator[Visit]:
    """People come to the site. In the end nothing may have gone wrong on any of their pages."""
    there: list[Person] = []

    def come(member: Viewer | None = None, **how: Any) -> Person:
        there.append(sit_down(chromium, site.url, session=arrange(login(member)) if member else "", **how))
        return there[-1]

    yield come
    for person in there:
        person.context.close()
    assert [trouble for person in there for trouble in person.troubles] == []
