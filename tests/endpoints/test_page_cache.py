"""Pages that are ready for readers: for whom, for how long, how many; that what changes one is heard is tried in test_ready_pages."""

import asyncio
from collections.abc import Callable, Hashable
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from sqlmodel import col, update

from tests.documents import document_site
from tests.factories import login, make_member, make_post, make_subwiki
from wtsocial import db
from wtsocial.core.errors import DatabaseAway
from wtsocial.core.tokens import session_cookie, token_hash
from wtsocial.endpoints.page_cache import BESIDE_BODY, UNSURE_SECONDS, PageCache, ReadyPage, Turn
from wtsocial.models import Member, Post, now

PAGE = ReadyPage(200, b"a page", [], rooms=frozenset({"all", "pages:"}))


@dataclass
class Clock:
    """A clock that a test sets."""

    now: float = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def cache(clock: Clock) -> PageCache:
    return PageCache(seconds=30, monotonic=clock, clock=clock)


def _keep(cache: PageCache, key: str = "/", page: ReadyPage = PAGE) -> None:
    cache.keep(key, page, cache.begin())


def test_a_page_is_good_until_something_is_said_in_one_of_its_rooms(cache: PageCache) -> None:
    _keep(cache)
    cache.hear(["subwiki:1", "post:7"])
    assert cache.find("/") is PAGE
    cache.hear(["post:8", "all"])
    assert cache.find("/") is None
    _keep(cache)
    assert cache.find("/") is PAGE


def test_what_was_said_while_a_page_was_read_may_be_missing_in_it(cache: PageCache) -> None:
    turn = cache.begin()
    cache.hear(["all"])
    cache.keep("/", PAGE, turn)
    assert cache.find("/") is None
    turn = cache.begin()
    cache.forget()
    cache.keep("/", PAGE, turn)
    assert cache.find("/") is None


def test_nothing_is_good_after_something_was_missed(cache: PageCache) -> None:
    _keep(cache)
    cache.forget()
    assert (cache.find("/"), len(cache)) == (None, 0)


def test_a_page_ends_after_its_seconds_and_when_it_changes_by_itself(cache: PageCache, clock: Clock) -> None:
    _keep(cache, "/")
    _keep(cache, "/post/1", replace(PAGE, until=1010.0))
    clock.now = 1009.9
    assert cache.find("/")
    assert cache.find("/post/1")
    clock.now = 1010.0
    assert cache.find("/")
    assert not cache.find("/post/1")
    clock.now = 1030.0
    assert not cache.find("/")
    _keep(cache, "/post/1", replace(PAGE, until=1010.0))
    assert not cache.find("/post/1")


def test_while_nobody_knows_what_was_said_a_page_is_good_for_a_moment(clock: Clock) -> None:
    sure = [True]
    cache = PageCache(seconds=30, is_sure=lambda: sure[0], monotonic=clock, clock=clock)
    _keep(cache)
    clock.now += 5
    assert cache.find("/")
    sure[0] = False
    assert not cache.find("/")
    _keep(cache)
    clock.now += UNSURE_SECONDS / 2
    assert cache.find("/")
    clock.now += UNSURE_SECONDS / 2
    assert not cache.find("/")


def test_no_more_is_kept_than_there_is_room_for_and_what_was_asked_for_last_stays(clock: Clock) -> None:
    cache = PageCache(seconds=30, most_bytes=3 * (1000 + BESIDE_BODY), monotonic=clock, clock=clock)
    large = replace(PAGE, body=b"." * 1000)
    for key in ("/a", "/b", "/c"):
        _keep(cache, key, large)
    assert cache.find("/a")
    _keep(cache, "/d", large)
    assert [bool(cache.find(key)) for key in ("/a", "/b", "/c", "/d")] == [True, False, True, True]
    _keep(cache, "/e", replace(PAGE, body=b"." * 100_000))
    assert (cache.find("/e"), len(cache)) == (None, 3)


def test_rooms_in_which_much_was_said_do_not_add_up_for_ever(cache: PageCache) -> None:
    _keep(cache)
    cache.hear(f"post:{number}" for number in range(50_001))
    assert not cache.find("/")
    _keep(cache)
    cache.hear(["all"])
    assert not cache.find("/")


def test_without_seconds_nothing_is_kept(clock: Clock) -> None:
    cache = PageCache(seconds=0, monotonic=clock, clock=clock)
    _keep(cache)
    assert len(cache) == 0


@pytest.fixture
def kept() -> PageCache:
    return PageCache(seconds=1000)


@pytest.fixture
def site(tmp_path: Path, database: str, kept: PageCache) -> httpx.AsyncClient:
    return document_site(tmp_path, cache=kept)


Count = Callable[[], AbstractContextManager[list[str]]]


async def test_a_page_is_read_once_for_all_who_come_without_a_login(site: httpx.AsyncClient, count_statements: Count) -> None:
    await make_post(await make_member("ana"), await make_subwiki(), headline="Sea ice melts")
    first = await site.get("/")
    with count_statements() as sent:
        assert (await site.get("/")).content == first.content
    assert sent == []
    assert "Sea ice melts" in first.text


async def test_many_who_come_at_once_have_a_page_read_once(site: httpx.AsyncClient, count_statements: Count) -> None:
    with count_statements() as alone:
        await site.get("/all", headers={"Accept-Language": "he"})
    with count_statements() as sent:
        answers = await asyncio.gather(*(site.get("/all") for _ in range(20)))
    assert {answer.status_code for answer in answers} == {200}
    assert len(sent) <= len(alone)


@pytest.mark.parametrize("address", ["/", "/all", "/w/climate", "/post/{post}", "/u/ana"])
async def test_whoever_is_logged_in_gets_their_own_page_and_leaves_none_behind(
    site: httpx.AsyncClient, kept: PageCache, address: str
) -> None:
    ana = await make_member("ana")
    address = address.format(post=await make_post(ana, await make_subwiki()))
    session = {"Cookie": f"{session_cookie()}={token_hash(await login(ana))}"}
    own = await site.get(address, headers=session)
    assert 'href="/inbox"' in own.text
    assert "etag" not in own.headers
    assert len(kept) == 0
    public = await site.get(address)
    assert ('href="/inbox"' in public.text, 'href="/login"' in public.text, len(kept)) == (False, True, 1)
    again = await site.get(address, headers=session | {"If-None-Match": public.headers["etag"]})
    assert (again.status_code, 'href="/inbox"' in again.text) == (200, True)
    for answer in (own, public):
        assert answer.headers["cache-control"] == "private, no-cache"
        assert {"Cookie", "Accept-Language", "Accept-Encoding"} <= set(answer.headers["vary"].split(", "))


@pytest.mark.parametrize("cookie", [f"{session_cookie()}=nobodys", f"a=b; {session_cookie()}=nobodys; language=he"])
async def test_any_session_is_looked_up_and_no_page_kept_for_it(site: httpx.AsyncClient, kept: PageCache, cookie: str) -> None:
    await site.get("/")
    assert (await site.get("/", headers={"Cookie": cookie})).status_code == 200
    assert len(kept) == 1


async def test_each_language_has_its_own_page_by_the_header_and_by_the_cookie(site: httpx.AsyncClient) -> None:
    english = await site.get("/", headers={"Accept-Language": "en"})
    hebrew = await site.get("/", headers={"Accept-Language": "he"})
    chosen = await site.get("/", headers={"Accept-Language": "en", "Cookie": "other=1; language=he"})
    assert ('dir="rtl"' in english.text, 'dir="rtl"' in hebrew.text) == (False, True)
    assert chosen.content == hebrew.content
    assert (await site.get("/", headers={"Accept-Language": "en"})).content == english.content
    assert english.headers["etag"] != hebrew.headers["etag"]


@pytest.mark.parametrize("coding", ["br", "gzip", "identity"])
async def test_each_coding_has_its_own_page_and_says_the_same(site: httpx.AsyncClient, coding: str) -> None:
    plain = (await site.get("/rules", headers={"Accept-Encoding": "identity"})).text
    for _ in range(2):
        answer = await site.get("/rules", headers={"Accept-Encoding": coding})
        assert answer.headers.get("content-encoding", "identity") == coding
        assert answer.text == plain


async def test_who_has_the_page_already_is_sent_nothing_until_it_is_another(site: httpx.AsyncClient, kept: PageCache) -> None:
    climate = await make_subwiki()
    tag = (await site.get("/")).headers["etag"]
    known = await site.get("/", headers={"If-None-Match": f'"other", {tag}'})
    assert (known.status_code, known.content, known.headers["etag"]) == (304, b"", tag)
    assert "content-encoding" not in known.headers
    await make_post(await make_member("ana"), climate)
    kept.hear(["all"])
    assert (await site.get("/", headers={"If-None-Match": tag})).status_code == 200


@pytest.mark.parametrize(
    "address", ["/?utm_source=x", "/post/{post}?after=0", "/nowhere", "/post/999999", "/login", "/changes", "/log", "/books"]
)
async def test_what_the_query_says_what_is_not_there_and_what_nobody_announces_is_not_kept(
    site: httpx.AsyncClient, kept: PageCache, address: str
) -> None:
    post = await make_post(await make_member("ana"), await make_subwiki())
    await site.get(address.format(post=post))
    assert len(kept) == 0


async def test_no_body_is_sent_where_the_head_alone_is_asked_for(site: httpx.AsyncClient) -> None:
    whole, head = await site.get("/about"), await site.head("/about")
    assert head.content == b""
    assert head.headers == whole.headers


async def test_an_outage_is_not_kept(site: httpx.AsyncClient, kept: PageCache, monkeypatch: pytest.MonkeyPatch) -> None:
    async def away() -> int:
        raise DatabaseAway

    with monkeypatch.context() as broken:
        broken.setattr("wtsocial.endpoints.documents.corrections.count_today", away)
        assert (await site.get("/")).status_code == 503
    assert (await site.get("/")).status_code == 200


class Noting(PageCache):
    """Notes until when each page is good that is handed to it."""

    def __init__(self) -> None:
        super().__init__(seconds=1000)
        self.until: list[float] = []

    def keep(self, key: Hashable, page: ReadyPage, turn: Turn) -> None:
        """Note it, and keep it."""
        self.until.append(page.until)
        super().keep(key, page, turn)


def _midnight() -> float:
    return datetime.combine(now().date() + timedelta(days=1), datetime.min.time(), UTC).timestamp()


async def test_a_page_ends_when_what_it_says_ends_by_itself_and_at_midnight(tmp_path: Path, database: str) -> None:
    cache = Noting()
    site = document_site(tmp_path, cache=cache)
    mod = await make_member("mod", admin=True)
    post = await make_post(await make_member("ana", new=True), await make_subwiki(by=mod))
    midnight = _midnight()
    soon = datetime.fromtimestamp((now().timestamp() + midnight) // 2, UTC)
    async with db.transaction() as change:
        await change.session.exec(update(Post).values(protection="trusted", protected_until=soon))
        await change.session.exec(update(Member).where(col(Member.name) == "ana").values(created_at=soon - timedelta(days=3)))
    for address in (f"/post/{post}", "/u/ana", "/u/mod", "/"):
        await site.get(address)
    assert cache.until == [soon.timestamp(), soon.timestamp(), midnight, midnight]


async def test_the_page_of_somebody_who_has_been_new_for_long_is_kept(site: httpx.AsyncClient, kept: PageCache) -> None:
    await make_member("ana", new=True)
    async with db.transaction() as change:
        await change.session.exec(update(Member).values(created_at=now() - timedelta(days=30)))
    await site.get("/u/ana")
    assert len(kept) == 1
