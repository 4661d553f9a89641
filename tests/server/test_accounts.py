"""Accounts over the wire: passwords, names, sessions, and where a form may lead."""

import asyncio
import re
from typing import Any

import httpx
import pytest
from sqlmodel import col, select

from tests.factories import login, make_member, make_post, make_subwiki
from tests.running import Server
from tests.server.serving import http
from tests.server.wire import tab
from tests.text import samples
from wtsocial import db
from wtsocial.core.passwords import hash_password
from wtsocial.models import LoginSession, Member
from wtsocial.ui.field_checks import TypingState
from wtsocial.ui.session import SessionState
from wtsocial.ui.votes import PressState

GOOD = "seven herons over the weir"
OTHER = "eleven otters under a bridge"
JSON = {"Accept": "application/json"}


def registration(**changed: str) -> dict[str, str]:
    return {"username": "walter", "email": "walter@example.net", "password": GOOD, "agreed": "on", **changed}


def refusals(answer: httpx.Response) -> dict[str, str]:
    """Field → key of what a form answered; {} for a yes."""
    return {field: error["key"] for field, error in answer.json().get("errors", {}).items()}


def session_in(answer: httpx.Response) -> str:
    return re.findall(r'session="?([\w-]*)"?;', answer.headers.get("set-cookie", ""))[0]


async def names() -> list[str]:
    async with db.reading() as session:
        return sorted((await session.exec(select(Member.name))).all())


async def test_the_three_thousand_commonest_passwords_are_refused_as_they_are_typed(site: Server) -> None:
    common = samples.commonest_passwords(3000)
    async with tab(site.url, "/register") as browser:
        before = len(browser.heard)
        for password in common:
            await browser.emit(TypingState.password, typed=password)
        await browser.settle()
        answers = [update["delta"].get(TypingState.get_full_name()) for update in browser.heard[before:] if update.get("delta")]
        keys = [error["errors_rx_state_"]["password"]["key"] for error in answers if error]
        assert len(keys) == len(common)
        assert set(keys) <= {"password.short", "password.common"}
        await browser.send(TypingState.password, typed=GOOD)
        assert browser.errors(TypingState) == {}


async def test_a_known_address_and_an_unknown_one_get_the_same_answer_from_every_form(site: Server) -> None:
    await make_member("known", password_hash=await hash_password(GOOD))
    forms = ("login", "login", OTHER), ("reset", "email", ""), ("register", "email", GOOD)
    with http(site.url) as client:
        for form, field, password in forms:
            told: list[tuple[int, Any]] = []
            for number, address in enumerate(("known@example.org", "unknown@example.org")):
                sent = registration(username=f"somebody-{number}", password=password) | {field: address}
                answer = client.post(f"/auth/{form}", data=sent, headers=JSON)
                told.append((answer.status_code, answer.json()))
            assert told[0] == told[1], form


@pytest.mark.parametrize("password", ["1234567890", "password123", "walter walter", "short", "x" * 1025])
async def test_a_poor_password_opens_no_account(site: Server, password: str) -> None:
    with http(site.url) as client:
        answer = client.post("/auth/register", data=registration(password=password), headers=JSON)
    assert answer.status_code == 422
    assert set(refusals(answer)) == {"password"}
    assert await names() == []


@pytest.mark.parametrize(
    "password", [f"{GOOD} {OTHER} and forty-two more", "ключ от старой мельницы", "🦉🌊🧭🎻🪁🌵🧀🪐🛶🐌🧵🪵", " spaces at both ends "]
)
async def test_long_spaced_and_pictured_passwords_open_one(site: Server, password: str) -> None:
    with http(site.url) as client:
        assert refusals(client.post("/auth/register", data=registration(password=password), headers=JSON)) == {}
        assert refusals(client.post("/auth/login", data={"login": "walter", "password": password}, headers=JSON)) == {}
        wrong = client.post("/auth/login", data={"login": "walter", "password": password[:-1]}, headers=JSON)
    assert refusals(wrong) == {"": "login.wrong"}


async def test_passwords_that_differ_after_72_bytes_are_different(site: Server) -> None:
    long = (GOOD + " ") * 4
    await make_member("walter", password_hash=await hash_password(long + "a"))
    with http(site.url) as client:
        assert refusals(client.post("/auth/login", data={"login": "walter", "password": long + "b"}, headers=JSON)) == {"": "login.wrong"}
        assert refusals(client.post("/auth/login", data={"login": "walter", "password": long + "a"}, headers=JSON)) == {}


@pytest.mark.parametrize("form", ["register", "login", "change-password", "new-password"])
def test_a_password_of_a_megabyte_is_refused_unread(site: Server, form: str) -> None:
    with http(site.url) as client:
        assert client.post(f"/auth/{form}", data=registration(password="x" * 1_000_000)).status_code == 413
        assert client.post(f"/auth/{form}", data=registration(password="x" * 20_000), headers=JSON).status_code in (400, 401, 422)


async def acts(site: Server, session: str, post_id: int) -> str:
    """What a press answers in a tab with this cookie: "" when it is done."""
    async with tab(site.url, session=session) as browser:
        await browser.send(PressState.save, post_id=post_id, wanted=True)
        return browser.errors(PressState).get("", "")


@pytest.fixture
async def post_id(site: Server) -> int:
    await make_member("walter", password_hash=await hash_password(GOOD))
    return await make_post(await make_member("nora"), await make_subwiki())


def enter(site: Server, password: str, *, session: str = "") -> str:
    """Log in; the session."""
    with http(site.url, session=session) as client:
        return session_in(client.post("/auth/login", data={"login": "walter", "password": password}, headers=JSON))


async def test_a_login_is_a_new_session_and_ends_the_one_before(site: Server, post_id: int) -> None:
    first = enter(site, GOOD)
    assert await acts(site, first, post_id) == ""
    second = enter(site, GOOD, session=first)
    assert second != first
    assert await acts(site, second, post_id) == ""
    assert await acts(site, first, post_id) == "error.login_needed"


async def test_a_session_that_a_stranger_chose_is_never_taken_over(site: Server, post_id: int) -> None:
    assert enter(site, GOOD, session="chosen-by-a-stranger") != "chosen-by-a-stranger"
    assert await acts(site, "chosen-by-a-stranger", post_id) == "error.login_needed"


async def test_a_new_password_ends_every_other_session(site: Server, post_id: int) -> None:
    stolen, own = enter(site, GOOD), enter(site, GOOD)
    async with tab(site.url, session=stolen) as open_elsewhere:
        with http(site.url, session=own) as client:
            changed = client.post("/auth/change-password", data={"current": GOOD, "password": OTHER}, headers=JSON)
        assert refusals(changed) == {}
        await open_elsewhere.send(PressState.save, post_id=post_id, wanted=True)
        assert open_elsewhere.errors(PressState) == {"": "error.login_needed"}
    assert await acts(site, stolen, post_id) == "error.login_needed"
    assert await acts(site, own, post_id) == ""
    with http(site.url) as client:
        assert refusals(client.post("/auth/login", data={"login": "walter", "password": GOOD}, headers=JSON)) == {"": "login.wrong"}


async def test_a_reset_ends_every_session_and_its_link_works_once(site: Server, post_id: int) -> None:
    stolen = enter(site, GOOD)
    with http(site.url) as client:
        client.post("/auth/reset", data={"email": "walter@example.org"})
        token = await mailed_token(site)
        assert client.get(f"/reset?token={token}").status_code == 200
        assert refusals(client.post("/auth/new-password", data={"token": token, "password": OTHER}, headers=JSON)) == {}
        again = client.post("/auth/new-password", data={"token": token, "password": OTHER}, headers=JSON)
    assert refusals(again) == {"": "link.used_up"}
    assert await acts(site, stolen, post_id) == "error.login_needed"
    assert await acts(site, enter(site, OTHER), post_id) == ""


async def mailed_token(site: Server) -> str:
    """The token in the newest mail of the outbox; it leaves in the background."""
    outbox = site.data_dir / "outbox"
    for _ in range(200):
        letters = sorted(outbox.glob("*.eml"), key=lambda path: path.stat().st_mtime_ns) if outbox.is_dir() else []
        found = re.findall(r"token=3D([\w-]{43})|token=([\w-]{43})", letters[-1].read_text().replace("=\n", "")) if letters else []
        if found:
            return next(filter(None, found[-1]))
        await asyncio.sleep(0.05)
    raise AssertionError("no mail came")


async def test_the_hash_out_of_a_stolen_table_opens_nothing(site: Server, post_id: int) -> None:
    enter(site, GOOD)
    async with db.reading() as session:
        kept = (await session.exec(select(LoginSession.token_hash).order_by(col(LoginSession.id).desc()))).first()
    assert await acts(site, kept or "", post_id) == "error.login_needed"


REFUSED_NAMES = {
    "admin": "username.reserved", "Root": "username.reserved", "MODERATOR": "username.reserved", "wаlter": "username.characters",
    "wal\u200bter": "username.characters", "walter.": "username.edges", "walter\u202e": "username.characters", " walter": "username.spaces",
    "wal ter": "username.spaces", "ｗalter": "username.characters", "wal\x00ter": "username.characters", "x" * 31: "username.length",
    "ab": "username.length", "<b>walter": "username.characters", "../walter": "username.characters",
}  # fmt: skip
TAKEN_NAMES = ["WALTER", "walter", "Walter", "wa1ter", "wálter", "wal.ter", "walt_er"]


@pytest.mark.parametrize("name", REFUSED_NAMES)
async def test_a_name_that_would_deceive_is_refused_and_not_mended(site: Server, name: str) -> None:
    with http(site.url) as client:
        answer = client.post("/auth/register", data=registration(username=name), headers=JSON)
    assert set(refusals(answer)) == {"username"}
    assert await names() == []
    async with tab(site.url, "/register") as browser:
        await browser.send(TypingState.name, typed=name)
        assert browser.errors(TypingState) == refusals(answer)
        assert browser.of(TypingState)["free"] == ""


@pytest.mark.parametrize("name", TAKEN_NAMES)
async def test_a_name_that_looks_like_somebodys_is_taken(site: Server, name: str) -> None:
    await make_member("walter")
    with http(site.url) as client:
        answer = client.post("/auth/register", data=registration(username=name), headers=JSON)
    assert refusals(answer) == {"username": "username.taken"}
    assert await names() == ["walter"]


@pytest.mark.parametrize("name", ["Walter-7", "וולטר", "ولتر", "вальтер", "渡辺"])
async def test_an_honest_name_of_any_writing_is_kept_as_it_was_typed(site: Server, name: str) -> None:
    async with tab(site.url, "/register") as browser:
        await browser.send(TypingState.name, typed=name * 2 if len(name) < 3 else name)
        assert browser.errors(TypingState) == {}
    wanted = name * 2 if len(name) < 3 else name
    with http(site.url) as client:
        assert refusals(client.post("/auth/register", data=registration(username=wanted), headers=JSON)) == {}
    assert await names() == [wanted]


ELSEWHERE: list[Any] = [
    "//evil.example", "/\\evil.example", "\\\\evil.example", "https://evil.example", "javascript:alert(1)", "/%2Fevil.example", "/%5Cevil.example",
    "/\t/evil.example", "/..//evil.example", "data:text/html,x", "http:evil.example", "/%252F%252Fevil.example", " //evil.example", "/\r\nX: y", "x" * 5000,
]  # fmt: skip


@pytest.mark.parametrize("following", ELSEWHERE, ids=ascii)
async def test_a_login_leads_to_no_other_site(site: Server, post_id: int, following: str) -> None:
    fields = {"login": "walter", "password": GOOD, "next": following}
    with http(site.url) as client:
        assert client.post("/auth/login", data=fields, headers=JSON).json() == {"next": "/"}
        native = client.post("/auth/login", data=fields)
        wrong = client.post("/auth/login", data=fields | {"password": "wrong"})
    assert native.headers["location"] == "/"
    assert wrong.headers["location"].startswith("/login?")


async def test_a_login_leads_back_to_where_one_was(site: Server, post_id: int) -> None:
    with http(site.url) as client:
        answer = client.post("/auth/login", data={"login": "walter", "password": GOOD, "next": f"/post/{post_id}?sort=new#comments"})
    assert answer.headers["location"] == f"/post/{post_id}?sort=new#comments"


async def test_a_waiting_member_may_log_in_and_do_nothing(site: Server, post_id: int) -> None:
    session = await login(await make_member("wanda", state="waiting"))
    async with tab(site.url, session=session) as browser:
        assert browser.of(SessionState)["standing"] == "waiting"
    assert await acts(site, session, post_id) == "error.unconfirmed"
