"""The account forms over HTTP, fired at without a browser."""

import asyncio
import re
from collections.abc import AsyncIterator
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx
import pytest
from sqlmodel import col, func, select
from starlette.applications import Starlette

from tests.factories import login, make_member
from wtsocial import db
from wtsocial.accounts import logins
from wtsocial.accounts.sessions import viewer_of
from wtsocial.core.passwords import hash_password
from wtsocial.core.settings import settings
from wtsocial.core.tokens import token_hash
from wtsocial.endpoints import auth
from wtsocial.endpoints.guards import guarded
from wtsocial.gateways import rate_limits
from wtsocial.jobs import Worker
from wtsocial.models import LoginSession, Member

GOOD = "seven herons over the weir"
JSON = {"Accept": "application/json", "Origin": "http://localhost:3000"}


def client(peer: str = "203.0.113.7", base: str = "http://localhost:3000") -> httpx.AsyncClient:
    transport = httpx.ASGITransport(guarded(Starlette(routes=auth.routes())), client=(peer, 5000))
    return httpx.AsyncClient(transport=transport, base_url=base, headers={**JSON, "Origin": base})


@pytest.fixture(autouse=True)
async def quick(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[None]:
    """Counts begin anew, and answers need not last; those tests that are about either say so."""
    rate_limits.forget()
    monkeypatch.setattr(auth, "EVEN_SECONDS", 0)
    monkeypatch.setenv("WTSOCIAL_LOGINS_PER_MINUTE", "1000")
    settings.cache_clear()
    yield
    await Worker().run_due()


@pytest.fixture
async def site() -> AsyncIterator[httpx.AsyncClient]:
    async with client() as made:
        yield made


async def post(site: httpx.AsyncClient, form: str, **fields: str) -> httpx.Response:
    return await site.post(f"/auth/{form}", data=fields)


async def ana(*, state: str = "active") -> None:
    await make_member("ana", state=state, password_hash=await hash_password(GOOD))


def registration(**changed: str) -> dict[str, str]:
    return {"username": "ana", "email": "ana@example.org", "password": GOOD, "agreed": "on", **changed}


async def newest_token(environment: Path) -> str:
    await Worker().run_due()
    newest = max((environment / "outbox").glob("*.eml"))
    letter = message_from_bytes(newest.read_bytes(), policy=default)
    assert isinstance(letter, EmailMessage)
    return re.findall(r"token=([\w-]{43})", letter.get_content())[0]


def session_in(answer: httpx.Response) -> str:
    return re.findall(r'session="?([\w-]*)"?;', answer.headers["set-cookie"])[0]


def told(answer: httpx.Response) -> list[tuple[str, str]]:
    """An answer's headers, without the secrets in them, which nobody could guess."""
    return sorted((name, re.sub(r"=[\w-]{43};", "=…;", value)) for name, value in answer.headers.items())


async def test_from_registering_to_being_let_in(site: httpx.AsyncClient, environment: Path) -> None:
    answer = await post(site, "register", **registration())
    assert (answer.status_code, answer.json()) == (200, {"next": "/confirm"})
    assert "session=" not in answer.headers["set-cookie"]
    answer = await post(site, "confirm", token=await newest_token(environment))
    assert answer.json() == {"next": "/welcome"}
    viewer = await viewer_of(token_hash(session_in(answer)))
    assert (viewer.name, viewer.active) == ("ana", True)
    assert (await post(site, "logout")).json() == {"next": "/"}
    assert not (await viewer_of(token_hash(session_in(answer)))).known


async def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(site: httpx.AsyncClient) -> None:
    await ana()
    cookie = (await post(site, "login", login="ana", password=GOOD)).headers["set-cookie"].lower()
    assert cookie.startswith("session=")
    assert {"httponly", "samesite=lax", "path=/"} <= {part.strip() for part in cookie.split(";")}
    assert "domain" not in cookie


async def test_over_https_the_cookie_is_tied_to_the_host(monkeypatch: pytest.MonkeyPatch) -> None:
    await ana()
    monkeypatch.setenv("WTSOCIAL_SITE_URL", "https://example.org")
    settings.cache_clear()
    async with client(base="https://example.org") as site:
        answer = await post(site, "login", login="ana", password=GOOD)
        cookie = answer.headers["set-cookie"]
        assert cookie.startswith("__Host-session=")
        assert "Secure" in cookie
        assert (await post(site, "change-password", current="x", password=GOOD)).status_code == 422  # known by it
        assert "Secure" in (await post(site, "logout")).headers["set-cookie"]


async def test_a_form_without_javascript_is_led_on_and_back(site: httpx.AsyncClient) -> None:
    await ana()
    site.headers["Accept"] = "text/html"
    wrong = await post(site, "login", login="ana", password="wrong password here", next="/w/climate")
    assert (wrong.status_code, wrong.headers["location"]) == (303, "/login?error=login.wrong&next=%2Fw%2Fclimate")
    right = await post(site, "login", login="ana", password=GOOD, next="/w/climate")
    assert (right.status_code, right.headers["location"]) == (303, "/w/climate")
    field = await post(site, "register", **registration(username="x"))
    assert field.headers["location"] == "/register?shortest=3&longest=30&error=username.length&field=username"


@pytest.mark.parametrize(
    "wrong", ["//evil.example", "/\\evil.example", "javascript:alert(1)", "https://evil.example", "/%2f/evil.example", ""]
)
async def test_nobody_is_led_to_another_site(wrong: str, site: httpx.AsyncClient) -> None:
    await ana()
    assert (await post(site, "login", login="ana", password=GOOD, next=wrong)).json() == {"next": "/"}


async def test_an_error_names_its_field_its_text_and_what_fills_it(site: httpx.AsyncClient) -> None:
    answer = await post(site, "register", **registration(username="x"))
    assert answer.status_code == 422
    assert answer.json() == {"errors": {"username": {"key": "username.length", "params": {"shortest": 3, "longest": 30}}}}


async def test_extra_fields_change_nothing(site: httpx.AsyncClient) -> None:
    extra = {
        "is_admin": "true",
        "state": "active",
        "id": "1",
        "created_at": "2000-01-01",
        "email_confirmed_at": "2000-01-01",
        "is_trusted": "1",
    }
    assert (await post(site, "register", **registration(), **extra)).status_code == 200
    async with db.reading() as session:
        member = (await session.exec(select(Member))).one()
    assert (member.is_admin, member.is_trusted, member.state, member.email_confirmed_at) == (False, False, "waiting", None)
    assert member.created_at.year > 2000


async def test_known_and_unknown_addresses_get_the_same_answer_in_the_same_time(
    site: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(auth, "EVEN_SECONDS", 20.0)
    await make_member("eva")
    begun: list[float] = []
    held: list[float] = []

    # The clock of the machine is not asked: however busy it is, an answer leaves so long after the question came.
    def clock() -> float:
        begun.append(10.0 * len(begun))
        return begun[-1]

    async def hold(seconds: float) -> None:
        held.append(seconds)

    monkeypatch.setattr(auth, "time", SimpleNamespace(monotonic=clock))
    monkeypatch.setattr(auth, "asyncio", SimpleNamespace(sleep=hold))

    async def asked(form: str, **fields: str) -> tuple[Any, ...]:
        begun.clear()
        held.clear()
        answer = await post(site, form, **fields)
        # Asked twice, when the question came and when all was done, and held for the rest.
        return answer.status_code, answer.content, told(answer), len(begun), sum(held)

    assert await asked("register", **registration(email="eva@example.org")) == await asked(
        "register", **registration(email="new@example.org")
    )
    known, unknown = [await asked("reset", email=f"{name}@example.org") for name in ("eva", "nobody")]
    assert known == unknown
    assert known[-2:] == (2, 10.0), "ten seconds of twenty were used, by this clock"
    wrong, unknown = [await post(site, "login", login=name, password="wrong password here") for name in ("eva", "nobody")]
    assert (wrong.status_code, wrong.content, wrong.headers) == (unknown.status_code, unknown.content, unknown.headers)


async def test_opening_a_mailed_link_uses_nothing_up(site: httpx.AsyncClient, environment: Path) -> None:
    await post(site, "register", **registration())
    token = await newest_token(environment)
    for method in ("GET", "HEAD"):
        assert (await site.request(method, "/auth/confirm", params={"token": token})).status_code == 405
    assert (await post(site, "confirm", token=token)).status_code == 200
    assert (await post(site, "confirm", token=token)).json()["errors"][""]["key"] == "link.used_up"


async def test_a_new_password_by_mail_logs_every_browser_out(site: httpx.AsyncClient, environment: Path) -> None:
    await ana()
    old = session_in(await post(site, "login", login="ana", password=GOOD))
    await post(site, "reset", email="ana@example.org")
    token = await newest_token(environment)
    weak = await post(site, "new-password", token=token, password="short")
    assert weak.json()["errors"]["password"]["key"] == "password.short"
    answer = await post(site, "new-password", token=token, password="another way to get in")
    assert answer.json() == {"next": "/login?done=password"}
    assert session_in(answer) == ""
    assert not (await viewer_of(token_hash(old))).known


async def test_changing_the_password_keeps_this_browser_alone(site: httpx.AsyncClient) -> None:
    await ana()
    async with client() as elsewhere:
        there = session_in(await post(elsewhere, "login", login="ana", password=GOOD))
    here = session_in(await post(site, "login", login="ana", password=GOOD))
    answer = await post(site, "change-password", current=GOOD, password="another way to get in")
    assert answer.json() == {"next": "/settings/security?done=password"}
    assert (await viewer_of(token_hash(here))).known
    assert not (await viewer_of(token_hash(there))).known


async def test_a_login_takes_the_place_of_the_one_before(site: httpx.AsyncClient) -> None:
    await ana()
    first = session_in(await post(site, "login", login="ana", password=GOOD))
    second = session_in(await post(site, "login", login="ana", password=GOOD))
    assert first != second
    assert not (await viewer_of(token_hash(first))).known
    assert (await viewer_of(token_hash(second))).known


async def test_a_session_chosen_by_somebody_else_is_not_taken_over(site: httpx.AsyncClient) -> None:
    await ana()
    site.cookies.set("session", "chosen-by-an-attacker", domain="localhost.local")
    assert session_in(await post(site, "login", login="ana", password=GOOD)) != "chosen-by-an-attacker"
    assert not (await viewer_of(token_hash("chosen-by-an-attacker"))).known


async def test_a_login_brings_the_language_that_the_member_chose(site: httpx.AsyncClient) -> None:
    await make_member("noam", password_hash=await hash_password(GOOD), language="he")
    assert (await post(site, "login", login="noam", password=GOOD)).cookies["language"] == "he"


async def test_a_login_leaves_the_language_that_was_chosen_in_this_browser(site: httpx.AsyncClient) -> None:
    await make_member("noam", password_hash=await hash_password(GOOD), language="he")
    site.cookies.set("language", "en")
    assert "language" not in (await post(site, "login", login="noam", password=GOOD)).cookies


async def test_a_stolen_hash_is_no_login(site: httpx.AsyncClient) -> None:
    await ana()
    async with db.reading() as session:
        member_id = (await session.exec(select(Member.id))).one()
    hashed = token_hash(await login(await make_member("eva")))
    assert member_id
    answer = await site.post("/auth/change-password", data={"current": GOOD, "password": GOOD}, headers={"Cookie": f"session={hashed}"})
    assert answer.status_code == 401


@pytest.mark.parametrize("form", ["resend", "change-password"])
async def test_what_belongs_to_members_needs_a_login(form: str, site: httpx.AsyncClient) -> None:
    answer = await post(site, form, current=GOOD, password=GOOD)
    assert (answer.status_code, answer.json()["errors"][""]["key"]) == (401, "error.login_needed")


async def test_a_waiting_member_gets_the_link_again(site: httpx.AsyncClient, environment: Path) -> None:
    await ana(state="waiting")
    await post(site, "login", login="ana", password=GOOD)
    for _ in range(3):
        assert (await post(site, "resend")).json() == {"next": "/confirm"}
    assert (await post(site, "confirm", token=await newest_token(environment))).json() == {"next": "/welcome"}


@pytest.mark.parametrize("origin", [None, "null", "https://evil.example", "http://localhost:3000.evil.example", "http://localhost:9"])
async def test_a_form_of_another_site_is_refused(origin: str | None, site: httpx.AsyncClient) -> None:
    await ana()
    del site.headers["Origin"]
    headers = {"Origin": origin} if origin else {}
    answer = await site.post("/auth/login", data={"login": "ana", "password": GOOD}, headers=headers)
    assert answer.status_code == 403
    async with db.reading() as session:
        assert (await session.exec(select(func.count()).select_from(LoginSession))).one() == 0


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"", "application/x-www-form-urlencoded"),
        (b"login=%ff%fe&password=%00", "application/x-www-form-urlencoded"),
        (b"login=%00&password=x", "application/x-www-form-urlencoded"),
        (b"&&&==", "application/x-www-form-urlencoded"),
        (b"&".join(b"f%d=1" % number for number in range(5000)), "application/x-www-form-urlencoded"),
        (b'{"login": ["ana"]}', "application/json"),
        (b"no boundary at all", "multipart/form-data"),
        (b"--x\r\n", "multipart/form-data; boundary=x"),
        (b"login=" + b"a" * 30_000, "application/x-www-form-urlencoded"),
        (b"login=" + b"a" * 10**6, "application/x-www-form-urlencoded"),
    ],
)
async def test_bodies_that_no_form_sends_are_refused_and_the_next_one_is_served(content: bytes, kind: str, site: httpx.AsyncClient) -> None:
    await ana()
    answer = await site.post("/auth/login", content=content, headers={"Content-Type": kind})
    assert 400 <= answer.status_code < 500
    assert (await post(site, "login", login="ana", password=GOOD)).status_code == 200


async def test_a_form_in_parts_is_read_and_a_file_in_it_refused(site: httpx.AsyncClient) -> None:
    await ana()
    parts: Any = {"login": (None, "ana"), "password": (None, GOOD)}
    assert (await site.post("/auth/login", files=parts)).status_code == 200
    assert (await site.post("/auth/login", files={**parts, "password": ("x.txt", b"x")})).status_code == 400


async def test_too_many_tries_wait_and_other_addresses_do_not(monkeypatch: pytest.MonkeyPatch, site: httpx.AsyncClient) -> None:
    await ana()
    monkeypatch.setenv("WTSOCIAL_LOGINS_PER_MINUTE", "3")
    settings.cache_clear()
    for _ in range(3):
        assert (await post(site, "login", login="ana", password="wrong password here")).status_code == 422
    answer = await post(site, "login", login="ana", password=GOOD)
    error = answer.json()["errors"][""]
    assert (answer.status_code, error["key"]) == (429, "error.too_many")
    assert 1 <= error["params"]["seconds"] <= 60
    assert answer.headers["retry-after"] == str(error["params"]["seconds"])
    assert (await post(site, "register", **registration(username="bob"))).status_code == 429
    async with client("203.0.113.8") as other:
        assert (await post(other, "login", login="ana", password=GOOD)).status_code == 200


@pytest.mark.parametrize("hops", [0, 1, 2])
async def test_a_forged_forwarding_header_does_not_make_another_address(hops: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WTSOCIAL_LOGINS_PER_MINUTE", "3")
    monkeypatch.setenv("WTSOCIAL_TRUSTED_PROXY_HOPS", str(hops))
    settings.cache_clear()
    true_ones = ["198.51.100.1", "10.0.0.2"][:hops]

    async def status(forged: str, true: list[str]) -> int:
        headers = {"X-Forwarded-For": ", ".join([forged, *true])}
        return (await site.post("/auth/login", data={"login": "ana", "password": "x"}, headers=headers)).status_code

    async with client() as site:
        answers = [await status(f"192.0.2.{number}", true_ones) for number in range(5)]
        assert answers == [422, 422, 422, 429, 429]
        if hops:
            assert await status("192.0.2.1", ["198.51.100.77", *true_ones[1:]]) == 422


async def test_answers_are_not_kept_by_caches(site: httpx.AsyncClient) -> None:
    await ana()
    for answer in (await post(site, "login", login="ana", password=GOOD), await post(site, "login", login="ana", password="x")):
        assert answer.headers["cache-control"] == "no-store"


async def test_many_at_once_are_all_answered(site: httpx.AsyncClient) -> None:
    answers = await asyncio.gather(*(post(site, "register", **registration(email=f"a{number}@example.org")) for number in range(50)))
    assert sorted(answer.status_code for answer in answers) == [200] + [422] * 49
    async with db.reading() as session:
        assert (await session.exec(select(func.count()).where(col(Member.name) == "ana"))).one() == 1


def test_every_form_has_a_route_that_only_takes_posts() -> None:
    assert {route.path: route.methods for route in auth.routes()} == {f"/auth/{name}": {"POST"} for name in auth.FORMS}
    assert set(auth.FORMS) == {"register", "login", "logout", "confirm", "resend", "reset", "new-password", "change-password"}


# Who confirms an address that somebody else registered


async def knows(site: httpx.AsyncClient, password: str = GOOD) -> bool:
    """Whether this password opens ana's account, from nowhere in particular."""
    async with client("198.51.100.99") as fresh:
        return (await post(fresh, "login", login="ana", password=password)).status_code == 200


async def test_what_a_stranger_had_before_the_owner_confirmed_is_dead(site: httpx.AsyncClient, environment: Path) -> None:
    await post(site, "register", **registration())
    token = await newest_token(environment)
    logged_in = [session_in(await post(site, "login", login="ana", password=GOOD)) for _ in range(3)]
    assert (await viewer_of(token_hash(logged_in[-1]))).name == "ana"
    async with client("198.51.100.1") as owner:
        answer = await post(owner, "confirm", token=token)
        assert re.fullmatch(r"/reset\?token=[\w-]{43}&first=1", answer.json()["next"])
        assert (await viewer_of(token_hash(session_in(answer)))).active
        assert not any([(await viewer_of(token_hash(one))).known for one in logged_in])
        assert not await knows(owner)
        assert (await post(site, "resend")).status_code in (401, 429)
        first = answer.json()["next"].split("token=")[1].split("&")[0]
        assert (await post(owner, "new-password", token=first, password="another way to get in")).json() == {"next": "/login?done=password"}
        assert (await post(owner, "new-password", token=first, password="yet another way in")).status_code == 422
        assert await knows(owner, "another way to get in")
        assert not await knows(owner)


async def test_a_stranger_who_only_registered_cannot_log_in_after_the_owner_confirmed(site: httpx.AsyncClient, environment: Path) -> None:
    await post(site, "register", **registration())
    async with client("198.51.100.1") as owner:
        assert (await post(owner, "confirm", token=await newest_token(environment))).status_code == 200
    assert not await knows(site)
    assert (await post(site, "login", login="ana", password=GOOD)).json()["errors"][""]["key"] == "login.wrong"


async def test_who_registers_and_confirms_in_one_browser_keeps_password_and_logins(site: httpx.AsyncClient, environment: Path) -> None:
    await post(site, "register", **registration())
    async with client() as phone:
        there = session_in(await post(phone, "login", login="ana", password=GOOD))
    assert (await post(site, "confirm", token=await newest_token(environment))).json() == {"next": "/welcome"}
    assert await knows(site)
    assert (await viewer_of(token_hash(there))).name == "ana"


async def test_who_confirms_where_they_are_logged_in_keeps_the_password(site: httpx.AsyncClient, environment: Path) -> None:
    await post(site, "register", **registration())
    async with client() as phone:
        await post(phone, "login", login="ana", password=GOOD)
        assert (await post(phone, "confirm", token=await newest_token(environment))).json() == {"next": "/welcome"}
    assert await knows(site)


async def test_another_account_in_the_browser_is_no_proof(site: httpx.AsyncClient, environment: Path) -> None:
    await make_member("eva", password_hash=await hash_password(GOOD))
    await post(site, "register", **registration())
    token = await newest_token(environment)
    async with client() as other:
        await post(other, "register", **registration(username="bob", email="bob@example.org"))
        await post(other, "login", login="eva", password=GOOD)
        assert (await post(other, "confirm", token=token)).json()["next"].startswith("/reset?token=")
    assert not await knows(site)


@pytest.mark.parametrize("cookie", ["registered=", "registered=x", "registered=" + "0" * 64, "session=x; registered=\xff"])
async def test_a_made_up_cookie_is_no_proof(cookie: str, site: httpx.AsyncClient, environment: Path) -> None:
    await post(site, "register", **registration())
    token = await newest_token(environment)
    async with client() as other:
        answer = await other.post("/auth/confirm", data={"token": token}, headers={b"Cookie": cookie.encode("latin-1")})
    assert answer.json()["next"].startswith("/reset?token=")


async def test_a_second_link_to_a_confirmed_address_ends_nothing(site: httpx.AsyncClient, environment: Path) -> None:
    await post(site, "register", **registration())
    first = await newest_token(environment)
    await post(site, "login", login="ana", password=GOOD)
    await post(site, "resend")
    second = await newest_token(environment)
    assert (await post(site, "confirm", token=first)).json() == {"next": "/welcome"}
    async with client() as other:
        assert (await post(other, "confirm", token=second)).json() == {"next": "/welcome"}
    assert await knows(site)


# Who guesses


async def guess(times: int, *, login: str = "ana", networks: int = 8) -> list[httpx.Response]:
    """Wrong passwords from several networks in turn."""
    answers: list[httpx.Response] = []
    for number in range(times):
        async with client(f"198.51.100.{number % networks}") as stranger:
            answers.append(await post(stranger, "login", login=login, password=f"guess number {number}"))
    return answers


async def test_wrong_passwords_for_one_account_are_slowed_wherever_they_come_from() -> None:
    await ana()
    answers = await guess(74)
    assert [answer.status_code for answer in answers] == [422] * logins.TRIES_PER_HOUR + [429] * (74 - logins.TRIES_PER_HOUR)
    error = answers[-1].json()["errors"][""]
    assert error["key"] == "login.too_many"
    assert 0 < error["params"]["seconds"] <= 3600
    assert int(answers[-1].headers["retry-after"]) == error["params"]["seconds"]
    async with client("198.51.100.77") as stranger:
        assert (await post(stranger, "login", login="ana", password=GOOD)).status_code == 429, "a right guess is not let in either"


async def test_the_owner_gets_in_by_a_browser_that_is_known_and_by_mail(site: httpx.AsyncClient, environment: Path) -> None:
    await ana()
    await post(site, "login", login="ana", password=GOOD)
    await post(site, "logout")
    await guess(74)
    assert (await post(site, "login", login="ana", password=GOOD)).status_code == 200
    async with client("203.0.113.200") as new:
        assert (await post(new, "login", login="ana", password=GOOD)).status_code == 429
        await post(new, "reset", email="ana@example.org")
        await post(new, "new-password", token=await newest_token(environment), password="another way to get in")
        assert (await post(new, "login", login="ana", password="another way to get in")).status_code == 200


async def test_a_known_browser_may_not_guess_for_ever_either(site: httpx.AsyncClient) -> None:
    await ana()
    await post(site, "login", login="ana", password=GOOD)
    wrong = [(await post(site, "login", login="ana", password="wrong password here")).status_code for _ in range(logins.TRIES_PER_HOUR + 2)]
    assert wrong == [422] * logins.TRIES_PER_HOUR + [429] * 2
    assert await knows(site), "its tries are its own"


async def test_unknown_accounts_are_slowed_in_the_same_words() -> None:
    await ana()
    known, unknown = await guess(22), await guess(22, login="nobody")
    by_mail, unknown_by_mail = await guess(22, login="ANA@example.org"), await guess(22, login="nobody@example.org")
    for some in (unknown, by_mail, unknown_by_mail):
        assert [(one.status_code, set(one.json()["errors"][""]["params"])) for one in some] == [
            (one.status_code, set(one.json()["errors"][""]["params"])) for one in known
        ]
    assert known[-1].status_code == 429


async def test_one_account_in_other_spellings_has_no_more_tries() -> None:
    await ana()
    await guess(20)
    for spelled in ("ANA", " ana ", "a.na", "аna"):
        assert (await guess(1, login=spelled))[0].status_code == 429
    assert (await guess(1, login="anna"))[0].status_code == 422


async def test_the_right_password_begins_the_count_anew(site: httpx.AsyncClient) -> None:
    await ana()
    await guess(logins.TRIES_PER_HOUR - 1)
    assert await knows(site)
    assert {answer.status_code for answer in await guess(logins.TRIES_PER_HOUR)} == {422}


async def test_the_mark_of_a_browser_opens_nothing_and_ends_with_the_password(site: httpx.AsyncClient) -> None:
    await ana()
    answer = await post(site, "login", login="ana", password=GOOD)
    mark = site.cookies["device"]
    assert "httponly" in answer.headers["set-cookie"].lower()
    async with client() as thief:
        thief.cookies.set("session", mark)
        assert (await post(thief, "resend")).status_code == 401
    changed = await post(site, "change-password", current=GOOD, password="another way to get in")
    assert changed.status_code == 200
    assert site.cookies["device"] != mark


@pytest.mark.parametrize("form", sorted(auth.FORMS))
@pytest.mark.parametrize("field", ["username", "email", "login", "password", "token", "next", "invite", "language", "anything"])
async def test_no_field_of_any_form_takes_a_nul(site: httpx.AsyncClient, form: str, field: str) -> None:
    fields = registration(login="ana", token="x", current=GOOD) | {field: "a\x00b"}
    for sent in (await post(site, form, **fields), await site.post(f"/auth/{form}", data=fields, files={"unread": b""})):
        assert sent.status_code in (400, 422)
        assert len(sent.json()["errors"]) == 1 if sent.status_code == 422 else True
    if form != "logout":
        answer = (await post(site, form, **fields)).json()["errors"]
        assert answer == {field: {"key": "username.characters" if field == "username" else "error.characters", "params": {}}}


@pytest.mark.parametrize("body", [b"username=%ED%A0%BD", b"username=\xff\xfe", b"%ED%A0%BD=x", b"=&&=%00", b"username=%f"])
async def test_a_form_in_no_encoding_is_refused_and_breaks_nothing(site: httpx.AsyncClient, body: bytes) -> None:
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    for form in ("register", "login", "reset"):
        assert (await site.post(f"/auth/{form}", content=body, headers=headers)).status_code == 422
    parts = b'--b\r\nContent-Disposition: form-data; name="username"\r\n\r\n' + body + b"\xed\xa0\xbd\r\n--b--\r\n"
    answer = await site.post("/auth/register", content=parts, headers={"Content-Type": "multipart/form-data; boundary=b"})
    assert answer.status_code in (400, 422)
