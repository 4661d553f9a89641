"""Money over the wire: what a webhook may do, how often, and that nothing else credits anything (CASES 35 to 38)."""

import asyncio
import json
import os
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlmodel import col, func, select

from tests.factories import login, make_member
from tests.money import Found, Stripe, look, make_order
from tests.running import Server, running
from tests.server.conftest import BOTH
from tests.server.serving import Sites, changed, http, rows
from tests.server.wire import Tab, tab
from tests.stripe_server.deliveries import signature
from tests.stripe_server.process import running_stripe
from tests.stripe_server.serving import KEY, SECRET
from wtsocial import db
from wtsocial.accounts.views import Viewer
from wtsocial.core.settings import Settings, settings
from wtsocial.donations import ledger_queries
from wtsocial.gateways.stripe.payments import ReceivedEvent
from wtsocial.models import Donation, StripeEvent
from wtsocial.pages.donate.state import DonateState

PATH = "/webhooks/stripe"


def body(event: ReceivedEvent) -> bytes:
    """The event as Stripe sends it."""
    told = {"id": event.id, "object": "event", "type": event.type, "created": int(event.created.timestamp()), "livemode": False}
    return json.dumps(told | event.payload).encode()


def signed(told: bytes, *, secret: str = SECRET, ago: int = 0) -> dict[str, str]:
    return {"Stripe-Signature": signature(told, secret, int(time.time()) - ago), "Content-Type": "application/json"}


async def until(holds: Callable[[Found], bool]) -> Found:
    """Wait until something holds of what the database says of money; what it says then.

    A job whose worker was killed is found when its lease of half a minute has ended.
    """
    for _ in range(900):
        found = await look()
        if holds(found):
            return found
        await asyncio.sleep(0.1)
    raise TimeoutError(f"{await look()}")


def everything() -> dict[str, list[tuple[Any, ...]]]:
    return rows(settings().sqlalchemy_url)


async def test_a_webhook_that_is_not_signed_now_by_stripe_writes_nothing(site: Server) -> None:
    await make_order()
    told = body(Stripe().pay_once()[1])
    before = everything()
    other = told.replace(b"1000", b"9000")
    tries: list[tuple[bytes, dict[str, str]]] = [
        (told, {}), (told, {"Stripe-Signature": ""}), (told, signed(told, secret="whsec_other")), (told, signed(told, ago=301)),
        (told, signed(told, ago=-600)), (other, signed(told)), (b"", signed(b"")), (b"[]", signed(b"[]")), (b"\xff{", signed(b"\xff{")),
        (b'{"object":"event"}', signed(b'{"object":"event"}')), (told, {"Stripe-Signature": "t=1,v1=" + "0" * 10_000}),
    ]  # fmt: skip
    with http(site.url, origin=None) as client:
        assert [client.post(PATH, content=sent, headers=headers).status_code for sent, headers in tries] == [400] * len(tries)
        huge = b" " * (2 * 1024 * 1024)
        # On a line of its own, which the server cuts.
        with http(site.url, origin=None) as another:
            assert another.post(PATH, content=huge, headers=signed(huge)).status_code == 413
        assert client.get(PATH).status_code in (404, 405)
        assert changed(before, everything()) == {}
        # What is signed, a little late, from no page of ours: taken.
        assert client.post(PATH, content=told, headers=signed(told, ago=200)).status_code == 200
    await until(lambda found: len(found.payments) == 1)


@BOTH
async def test_the_same_events_a_hundred_times_at_once_and_in_any_order_are_one_donation(site: Server) -> None:
    ana = await make_member("ana")
    await make_order(ana)
    stripe = Stripe()
    stripe.pay_once()
    stripe.tell("refund.created", stripe.refund(400))
    stripe.tell("charge.dispute.funds_withdrawn", stripe.dispute("needs_response", -1000))
    stripe.tell("charge.dispute.closed", stripe.dispute("lost", -1000))
    stripe.events.reverse()
    async with httpx.AsyncClient(base_url=site.url, timeout=60, verify=False, limits=httpx.Limits(max_connections=100)) as client:
        for event in stripe.events:
            told, times = body(event), 100 if event.type == "charge.succeeded" else 10
            answers = await asyncio.gather(*(client.post(PATH, content=told, headers=signed(told)) for _ in range(times)))
            assert {answer.status_code for answer in answers} == {200}
    async with db.reading() as session:
        assert (await session.exec(select(func.count()).select_from(StripeEvent))).one() == len(stripe.events)
    found = await until(lambda found: len(found.ledger) == 4)
    assert [(charge, amount, refunded, dispute) for charge, amount, _, _, refunded, dispute, *_ in found.payments] == [
        ("ch_1_1", 1000, 400, "lost")
    ]
    assert found.balances == {
        ("donations:once", "EUR"): -1000, ("refunds", "EUR"): 400, ("disputes", "EUR"): 1000, ("fees", "EUR"): 1500, ("stripe", "EUR"): -1900,
    }  # fmt: skip
    assert found.mails == ["receipt:ch_1_1", "refunded:ch_1_1:400"]
    assert len(found.notices) == 2


async def _tries(browser: Tab, form: dict[str, Any]) -> None:
    """Send the form, as soon as this address may try again: others of this site tried, too."""
    async with asyncio.timeout(180):
        while True:
            await browser.send(DonateState.give, form=form)
            if browser.errors(DonateState).get("") != "error.too_many":
                return
            await asyncio.sleep(1)


async def test_nothing_that_a_browser_sends_credits_anything(site: Server, sites: Sites) -> None:
    ana, ben = await make_member("ana"), await make_member("ben")
    session = await login(ana)
    form = {"kind": "once", "amount": "25", "currency": "EUR", "purpose": "self"}
    forged = {"member_id": ben.id, "member": "ben", "reference": "mine", "state": "paid", "customer": "cus_1", "amount_total": 1, "id": 1}
    with running_stripe(sites.stripe_port):
        before = everything()
        async with tab(site.url, "/donate", session=session) as browser:
            for odd in (
                {"amount": "-25"},
                {"amount": "nan"},
                {"amount": "1" + "0" * 20},
                {"amount": {}},
                {"amount": None},
                {"amount": float("inf")},
                {"kind": "weekly"},
                {"currency": ["EUR"]},
                {"amount": "0.5", "currency": "JPY"},
            ):
                await _tries(browser, form | odd)
                assert set(browser.errors(DonateState)) <= set(odd), odd
                assert browser.errors(DonateState), odd
            assert changed(before, everything()) == {}
            await _tries(browser, form | forged)
    async with db.reading() as reading:
        order = (await reading.exec(select(Donation))).one()
    assert (order.member_id, order.amount, order.state, order.customer) == (ana.id, 2500, "started", "")
    assert order.reference != "mine"
    with http(site.url, session=session) as client:
        before = everything()
        assert client.get(f"/donate/thanks?order={order.reference}").status_code == 200
        assert client.get("/donate/thanks?order=" + "x" * 5_000).status_code in (200, 404, 414)
        assert changed(before, everything()) == {}
    async with tab(site.url, f"/donate/thanks?order={order.reference}", session=session):
        pass
    assert ((await look()).ledger, (await ledger_queries.books(Viewer())).given) == ({}, 0)


async def test_killed_at_any_moment_what_was_acknowledged_is_kept_and_credited_once(
    site: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys: dict[str, Any] = {"stripe_secret_key": KEY, "stripe_webhook_secret": SECRET, "stripe_api_base": "http://127.0.0.1:9"}
    with running(tmp_path / "killed", **keys) as server:
        await _onto(server, monkeypatch)
        told = {}
        for number in range(40):
            await make_order(reference=f"order-{number}")
            told[f"evt_{number}z_1"] = body(Stripe(f"{number}z", f"order-{number}").pay_once()[1])
        answered: list[str] = []

        async def tell(client: httpx.AsyncClient, name: str) -> None:
            await asyncio.sleep(int(name.split("_")[1][:-1]) * 0.01)
            answer = await client.post(PATH, content=told[name], headers=signed(told[name]))
            answered.extend([name] if answer.status_code == 200 else [])

        async with httpx.AsyncClient(base_url=server.url, timeout=20) as client:
            telling = [asyncio.create_task(tell(client, name)) for name in told]
            async with asyncio.timeout(20):
                while len(answered) < 5:  # noqa: ASYNC110 # a test has nothing else to wait on
                    await asyncio.sleep(0.001)
            os.killpg(server.process.pid, signal.SIGKILL)
            await asyncio.gather(*telling, return_exceptions=True)
        assert 0 < len(answered) < len(told), "it was killed before or after everything: the test says nothing"
        async with db.reading() as session:
            kept = set((await session.exec(select(StripeEvent.id))).all())
        assert set(answered) <= kept
        await db.close()
        port = int(server.url.rpartition(":")[2])
    with running(tmp_path / "killed", port=port, **keys) as server:
        async with httpx.AsyncClient(base_url=server.url, timeout=20) as client:
            answers = [await client.post(PATH, content=sent, headers=signed(sent)) for sent in told.values()]
        assert {answer.status_code for answer in answers} == {200}
        found = await until(lambda found: len(found.ledger) == len(told))
        assert len(found.payments) == len(found.mails) == len(told)
        assert found.balances == {("donations:once", "EUR"): -40_000, ("stripe", "EUR"): 40_000}
        async with db.reading() as session:
            left = (await session.exec(select(StripeEvent.id).where(col(StripeEvent.worked_at).is_(None)))).all()
        assert left == []


async def _onto(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """This process's `wtsocial.db` on the database of another site than the shared one."""
    await db.close()
    monkeypatch.setitem(dict(Settings.model_config), "env_file", None)
    for name, value in {"SITE_URL": server.url, "DATA_DIR": str(server.data_dir), "DATABASE_URL": ""}.items():
        monkeypatch.setenv(f"WTSOCIAL_{name}", value)
    settings.cache_clear()
    db.engine.cache_clear()
