"""Pages that are ready for readers, on two workers: whichever answers, it says what was changed at the other, also while Redis is away."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any, cast

import httpx
import pytest

from tests.factories import join, login, make_member, make_post, make_subwiki
from tests.running import Server, running
from tests.server.serving import FAST, empty
from tests.server.wire import Tab
from tests.stores import PostgresServer, RedisServer
from wtsocial import db
from wtsocial.accounts.views import Viewer
from wtsocial.core.bus import Bus
from wtsocial.core.settings import Settings, settings
from wtsocial.core.tokens import session_cookie
from wtsocial.editing.actions.corrections import correct_headline
from wtsocial.moderation import decisions
from wtsocial.ops import serve
from wtsocial.posts import comments
from wtsocial.ui.votes import PressState

LONG = 1000
"""Seconds that pages are kept here: what is right was heard, and did not end by itself."""
PATIENCE = 10
"""Seconds within which all are right."""
CONNECTIONS = 12
"""Each worker answers some of so many."""


@pytest.fixture(scope="module")
def redis() -> Iterator[list[RedisServer]]:
    held = [RedisServer()]
    yield held
    held[0].stop()


@pytest.fixture(scope="module")
def started(redis: list[RedisServer], tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, str]]:
    serve.build()
    postgres = PostgresServer()
    try:
        database_url = postgres.create("ready")
        options: dict[str, Any] = FAST | {"database_url": database_url, "redis_url": redis[0].url, "pages_kept_seconds": str(LONG)}
        with running(tmp_path_factory.mktemp("ready"), workers=2, **options) as server:
            yield server, database_url
    finally:
        postgres.stop()


@pytest.fixture
async def site(started: tuple[Server, str], redis: list[RedisServer], monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Server]:
    """The site; what this process changes it announces as a command does, to all workers by Redis."""
    server, database_url = started
    monkeypatch.setitem(cast(dict[str, Any], Settings.model_config), "env_file", None)
    names = {"SITE_URL": server.url, "DATA_DIR": str(server.data_dir), "DATABASE_URL": database_url, "REDIS_URL": redis[0].url}
    for name, value in names.items():
        monkeypatch.setenv(f"WTSOCIAL_{name}", value)
    settings.cache_clear()
    db.engine.cache_clear()
    empty(settings().sqlalchemy_url)
    db.on_announcement(Bus().publish)
    async with db.transaction() as change:
        change.outdate_pages()
    yield server
    db.on_announcement(_nobody)
    await db.close()
    settings.cache_clear()


async def _nobody(_rooms: tuple[str, ...], _message: object) -> None:
    """This process announces nothing any more."""


async def _texts(site: Server, path: str, **headers: str) -> list[str]:
    """What the page says over connections of their own, to whichever worker takes them."""

    async def one() -> str:
        async with httpx.AsyncClient(base_url=site.url, timeout=30, headers=headers, verify=False) as client:
            return (await client.get(path)).text

    return await asyncio.gather(*(one() for _ in range(CONNECTIONS)))


async def _all_say(site: Server, path: str, is_right: Callable[[str], bool]) -> None:
    """Wait until every answer is right; and it stays so."""
    began = time.monotonic()
    while not all(map(is_right, await _texts(site, path))):
        assert time.monotonic() - began < PATIENCE, f"{path} is not right everywhere"
        await asyncio.sleep(0.05)
    assert all(map(is_right, await _texts(site, path)))


async def _world() -> tuple[Viewer, Viewer, int]:
    ana, mod = await make_member("ana"), await make_member("mod", admin=True)
    climate = await make_subwiki(by=mod)
    await join(ana, climate)
    return ana, mod, await make_post(await make_member("ben"), climate, headline="All ice gone")


async def test_a_press_at_one_worker_is_read_at_both(site: Server) -> None:
    ana, _, post = await _world()
    for path in ("/", f"/post/{post}", "/w/climate"):
        await _all_say(site, path, lambda text: "0 upvotes" in text)
    tab = Tab(site.url, session=await login(ana), path=f"/post/{post}")
    await tab.connect()
    await tab.emit(PressState.vote, post_id=post, wanted=True)
    for path in ("/", f"/post/{post}", "/w/climate"):
        await _all_say(site, path, lambda text: "1 upvote<" in text)
    await tab.close()


async def test_what_another_process_changes_is_read_at_both(site: Server) -> None:
    ana, mod, post = await _world()
    await _all_say(site, f"/post/{post}", lambda text: "All ice gone" in text)
    await _all_say(site, "/rules", lambda text: "One correction" not in text)
    await correct_headline(ana, post_id=post, headline="Some ice gone", reason="false", source="https://ice.example/", based_on=1)
    await _all_say(site, f"/post/{post}", lambda text: "Some ice gone" in text)
    await comments.add_comment(ana, post_id=post, text="It is melting")
    await _all_say(site, f"/post/{post}", lambda text: "It is melting" in text)
    await _all_say(site, "/u/ana", lambda text: "ana" in text)
    await decisions.decide(mod, subject_kind="post", subject_id=post, action="hide", reason="Not about it")
    for path in ("/", "/all", f"/post/{post}", "/w/climate", "/u/ben"):
        await _all_say(site, path, lambda text: "Some ice gone" not in text)


async def test_whoever_is_logged_in_is_read_by_nobody_else(site: Server) -> None:
    ana, _, _ = await _world()
    await _texts(site, "/")
    own = await _texts(site, "/", Cookie=f"{session_cookie()}={await login(ana)}")
    assert [text for text in own if 'href="/inbox"' not in text] == []
    assert [text for text in await _texts(site, "/") if 'href="/inbox"' in text] == []


async def test_all_are_right_soon_while_redis_is_away_and_after(site: Server, redis: list[RedisServer]) -> None:
    ana, _, post = await _world()
    await _all_say(site, f"/post/{post}", lambda text: "All ice gone" in text)
    redis[0].stop()
    try:
        await comments.add_comment(ana, post_id=post, text="Said without Redis")
        await _all_say(site, f"/post/{post}", lambda text: "Said without Redis" in text)
    finally:
        redis[0] = RedisServer(redis[0].port)
    await comments.add_comment(ana, post_id=post, text="Said afterwards")
    await _all_say(site, f"/post/{post}", lambda text: "Said afterwards" in text)
