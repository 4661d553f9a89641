"""Joining over the wire: invitations used by many at once, two admins at one button, links that scanners open (CASES 11 to 15)."""

import asyncio
import re
from datetime import timedelta
from email import message_from_bytes
from email.policy import default
from typing import Any

import httpx
import pytest
from sqlmodel import col, func, select, update

from tests.factories import login, make_member
from tests.joining.arriving import line, set_door, stand_in_line
from tests.running import Server
from tests.server.conftest import BOTH
from tests.server.serving import changed, http, rows
from tests.server.wire import Tab, tab
from wtsocial import db
from wtsocial.core.settings import settings
from wtsocial.jobs.queries import health
from wtsocial.joining import queries as joining
from wtsocial.joining.invitations import invite
from wtsocial.models import Admission, Invitation, Member, Notice, now
from wtsocial.pages.admin.joining_state import LineState
from wtsocial.pages.invite.state import InviteState
from wtsocial.pages.waiting.state import WaitingState
from wtsocial.text.limits import INVITATIONS_PER_MINUTE
from wtsocial.ui.session import SessionState

GOOD = "seven herons over the weir"
JSON = {"Accept": "application/json"}


def registration(name: str, **changed: str) -> dict[str, str]:
    return {"username": name, "email": f"{name}@example.net", "password": GOOD, "agreed": "on", **changed}


def refusals(answer: httpx.Response) -> dict[str, str]:
    return {field: error["key"] for field, error in answer.json().get("errors", {}).items()}


def mailed(site: Server, to: str) -> list[str]:
    """The texts of the mails to this address, the oldest first."""
    letters = (message_from_bytes(path.read_bytes(), policy=default) for path in sorted((site.data_dir / "outbox").glob("*.eml")))
    return [str(letter.get_content()) for letter in letters if letter["To"] == to]


async def link_in_mail(site: Server, to: str, purpose: str = "confirm") -> str:
    """The token of the newest link mailed to this address; the mail leaves in the background."""
    for _ in range(100):
        if found := [found[1] for text in mailed(site, to) if (found := re.search(rf"/{purpose}\?token=([\w-]+)", text))]:
            return found[-1]
        await asyncio.sleep(0.1)
    raise TimeoutError(f"no mail to {to}")


async def count(model: Any) -> int:
    async with db.reading() as session:
        return (await session.exec(select(func.count()).select_from(model))).one()


@BOTH
async def test_of_fifty_who_use_one_place_at_once_one_gets_an_account(site: Server) -> None:
    await set_door("invited")
    code = await invite(await make_member("ben"), uses=1, days=5)
    async with httpx.AsyncClient(base_url=site.url, headers={"Origin": site.url, **JSON}, timeout=120) as client:
        forms = [registration(f"friend{number}", invite=code) for number in range(50)]
        answers = await asyncio.gather(*(client.post("/auth/register", data=form) for form in forms))
    errors = [refusals(answer) for answer in answers]
    assert sorted(map(str, errors)) == sorted(map(str, [{}] + [{"invite": "invitation.shut"}] * 49))
    assert await count(Member) == 2
    async with db.reading() as session:
        assert (await session.exec(select(Invitation.used))).one() == 1


async def test_an_invitation_that_is_over_registers_nobody_and_a_try_that_fails_uses_nothing_up(site: Server) -> None:
    await set_door("invited")
    ben = await make_member("ben")
    codes = {why: await invite(ben, uses=1, days=5) for why in ("ended", "revoked", "used_up", "good")}
    over = {"ended": {"ends_at": now() - timedelta(seconds=1)}, "revoked": {"revoked_at": now()}, "used_up": {"used": 1}}
    async with db.transaction() as change:
        for why, values in over.items():
            await change.session.exec(update(Invitation).where(col(Invitation.code) == codes[why]).values(**values))
    with http(site.url) as client:
        for why in (*over, "guessed"):
            answer = client.post("/auth/register", data=registration(why.replace("_", "-"), invite=codes.get(why, why)), headers=JSON)
            assert (answer.status_code, refusals(answer)) == (422, {"invite": "invitation.shut"}), why
        poor = client.post("/auth/register", data=registration("friend", invite=codes["good"], password="short"), headers=JSON)
        assert set(refusals(poor)) == {"password"}
        assert await count(Member) == 1
        assert refusals(client.post("/auth/register", data=registration("friend", invite=codes["good"]), headers=JSON)) == {}
    assert await count(Member) == 2


@BOTH
async def test_of_two_admins_at_one_button_one_lets_in_and_everybody_gets_one_message(site: Server) -> None:
    await set_door("waiting")
    admins = [await make_member(name, admin=True) for name in ("one", "two")]
    waiting = await stand_in_line(*(f"w{number:02}" for number in range(30)))
    tabs = [Tab(site.url, session=await login(admin), path="/admin") for admin in admins]
    await asyncio.gather(*(browser.connect() for browser in tabs))
    for browser in tabs:
        await browser.settle(rounds=3)
        assert browser.of(LineState)["line"]["door"]["waiting"] == 30
    await asyncio.gather(*(browser.emit(LineState.let_in, form={"count": "12"}) for browser in tabs))
    await asyncio.gather(*(browser.settle(rounds=3) for browser in tabs))
    errors = [browser.of(LineState).get("errors", {}).get("", {}) for browser in tabs]
    [refused] = [error for error in errors if error]
    assert (refused["key"], refused["params"]["count"], refused["params"]["waiting"]) == ("joining.just_let_in", 12, 18)
    assert refused["params"]["name"] == ("two", "one")[errors.index(refused)]
    assert await line() == [f"w{number:02}" for number in range(12, 30)]
    async with db.reading() as session:
        told = (await session.exec(select(Notice.member_id).where(Notice.kind == "let_in").order_by(col(Notice.member_id)))).all()
        places = (await session.exec(select(Admission.member_id).order_by(col(Admission.position)))).all()
    assert list(told) == list(places) == [member.id for member in waiting[:12]]
    for name in ("w00", "w11"):
        for _ in range(100):
            if mailed(site, f"{name}@example.org"):
                break
            await asyncio.sleep(0.1)
        assert len(mailed(site, f"{name}@example.org")) == 1
    assert [browser.of(LineState)["line"]["batch_number"] for browser in tabs] == [1, 1]
    for browser in tabs:
        await browser.close()


async def test_whoever_is_let_in_hears_of_it_and_may_take_part_at_once(site: Server) -> None:
    await set_door("waiting")
    root, [wanda] = await make_member("root", admin=True), await stand_in_line("wanda")
    async with tab(site.url, "/waiting", session=await login(wanda)) as hers, tab(site.url, "/admin", session=await login(root)) as theirs:
        await hers.settle(rounds=3)
        assert (hers.of(SessionState)["place"], hers.of(WaitingState)["mine"]["position"]) == (1, 1)
        await theirs.settle(rounds=3)
        await theirs.send(LineState.let_in, form={"count": "1"})
        await hers.until(lambda: any("let_in" in str(update.get("delta")) for update in hers.heard[-6:]))
        await hers.send(SessionState.come_in)
        assert (hers.of(SessionState)["place"], hers.of(SessionState)["standing"]) == (0, "active")


async def test_nobody_but_an_admin_lets_in_over_the_wire(site: Server) -> None:
    await set_door("waiting")
    [wanda] = await stand_in_line("wanda")
    before = rows(settings().sqlalchemy_url)
    for session in ("", await login(wanda), await login(await make_member("ben"))):
        async with tab(site.url, "/admin", session=session) as browser:
            for handler in (LineState.let_in, LineState.set_rules, LineState.invite_group):
                form = {"count": "1", "mode": "open", "places_per_day": "5", "friend_moves_up": "1", "amount": "5"}
                await browser.send(handler, form=form | {"label": "x", "uses": "1", "days": "1"})
                assert set(browser.errors(LineState).values()) <= {"error.login_needed", "error.not_allowed", "error.waiting"}
                assert browser.errors(LineState)
            assert browser.of(LineState)["ready"] is False
    assert set(changed(before, rows(settings().sqlalchemy_url))) <= {"member", "loginsession"}
    assert await line() == ["wanda"]


async def test_ones_own_link_in_another_tab_lets_nobody_in(site: Server) -> None:
    await set_door("waiting")
    _, wanda = await stand_in_line("a", "wanda")
    code, session = await invite(wanda, uses=5, days=5), await login(wanda)
    before = rows(settings().sqlalchemy_url)
    for who, said in ((session, "own"), (await login(await make_member("ben")), "member"), ("", "open")):
        async with tab(site.url, f"/invite/{code}", session=who) as browser:
            await browser.settle(rounds=3)
            assert browser.of(InviteState)["shown"]["state"] == said
        with http(site.url, session=who) as client:
            assert (client.get(f"/invite/{code}").status_code, client.head(f"/invite/{code}").status_code) == (200, 200)
    assert set(changed(before, rows(settings().sqlalchemy_url))) <= {"member", "loginsession"}
    assert (await line(), (await joining.mine(wanda)).position) == (["a", "wanda"], 2)


async def test_whoever_tries_many_codes_is_stopped(site: Server) -> None:
    code = await invite(await make_member("ben"), uses=5, days=5)
    async with tab(site.url, "/about") as browser:
        states: list[str] = []
        for number in range(INVITATIONS_PER_MINUTE + 3):
            browser.path = f"/invite/guess{number}"
            await browser.send(InviteState.open)
            states.append(str(browser.errors(InviteState).get("", browser.of(InviteState)["shown"]["state"])))
        assert states[0] == "shut"
        assert states[-1] == "error.too_many"
        # The right one opens nothing then either: the answer tells nothing any more.
        browser.path = f"/invite/{code}"
        await browser.send(InviteState.open)
        assert (browser.errors(InviteState), browser.of(InviteState)["code"]) == ({"": "error.too_many"}, "")


async def test_a_link_that_scanners_open_is_used_up_by_one_post_alone(site: Server) -> None:
    await set_door("waiting")
    _, ana = await stand_in_line("a", "ana")
    code = await invite(ana, uses=5, days=5)
    with http(site.url) as client:
        assert refusals(client.post("/auth/register", data=registration("friend", invite=code), headers=JSON)) == {}
        token = await link_in_mail(site, "friend@example.net")
        for _ in range(3):
            assert client.get(f"/confirm?token={token}").status_code == 200
            assert client.head(f"/confirm?token={token}").status_code == 200
            assert client.get("/auth/confirm", params={"token": token}).status_code in (404, 405)
        assert await line() == ["a", "ana"]
        answers = [client.post("/auth/confirm", data={"token": token}, headers=JSON) for _ in range(2)]
    assert [refusals(answer) for answer in answers] == [{}, {"": "link.used_up"}]
    assert await line() == ["ana", "a", "friend"]


@pytest.mark.parametrize("mode", ["waiting", "invited"])
async def test_an_invitation_tells_nothing_of_who_has_an_account(site: Server, mode: Any) -> None:
    await set_door(mode)
    code = await invite(await make_member("ben"), uses=5, days=5)
    await make_member("known")
    answers: list[tuple[int, Any]] = []
    with http(site.url) as client:
        for name, email in (("new-one", "unknown@example.org"), ("new-two", "known@example.org")):
            for invitation in (code, "guessed"):
                answer = client.post("/auth/register", data=registration(name, email=email, invite=invitation), headers=JSON)
                answers.append((answer.status_code, answer.json()))
                assert answer.elapsed.total_seconds() >= 0.5
    assert answers[:2] == answers[2:]
    assert [status for status, _ in answers] == [200, 422, 200, 422]


async def test_links_to_one_address_are_few_whoever_asks_from_wherever(site: Server) -> None:
    await make_member("wolfgang")
    async with httpx.AsyncClient(base_url=site.url, headers={"Origin": site.url, **JSON}, timeout=60) as client:
        for start in range(0, 1_000, 50):
            froms = [{"X-Forwarded-For": f"10.{n // 250}.{n % 250}.1"} for n in range(start, start + 50)]
            asked = [client.post("/auth/reset", data={"email": "wolfgang@example.org"}, headers=sent) for sent in froms]
            assert {answer.status_code for answer in await asyncio.gather(*asked)} == {200}
    # Every mail that is to leave has left.
    async with asyncio.timeout(60):
        while (queue := await health()).due or queue.later or queue.running:  # noqa: ASYNC110 # another process sends them
            await asyncio.sleep(0.1)
    assert len(mailed(site, "wolfgang@example.org")) == 3
