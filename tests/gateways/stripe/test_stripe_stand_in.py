"""The stand-in for Stripe says nothing that Stripe would not, and tells of everything as Stripe does."""

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any

import httpx
import pytest
import stripe
from aiohttp import web

from tests.gateways.stripe.stripe_shapes import differences, examples
from tests.stripe_server import charging, happenings, objects, subscribing
from tests.stripe_server.forms import Refused, expanded, nested
from tests.stripe_server.orders import open_portal, start_checkout
from tests.stripe_server.serving import StandIn, standing_in
from tests.stripe_server.world import Thing, World

ONCE: Thing = {
    "mode": "payment", "success_url": "https://social.example/thanks", "cancel_url": "https://social.example/donate", "submit_type": "donate",
    "line_items": [{"quantity": "1", "price_data": {"currency": "usd", "unit_amount": "2500", "product_data": {"name": "A <b>gift</b>"}}}],
    "metadata": {"wtsocial_donation": "d-1"}, "payment_intent_data": {"metadata": {"wtsocial_donation": "d-1"}},
}  # fmt: skip
MONTHLY: Thing = {
    "mode": "subscription", "success_url": "https://social.example/thanks", "customer_email": "ada@reader.example",
    "line_items": [{"price_data": {"currency": "eur", "unit_amount": "500", "product_data": {"name": "A gift"}, "recurring": {"interval": "month"}}}],
    "subscription_data": {"metadata": {"wtsocial_donation": "d-2"}},
}  # fmt: skip

ABSENT = {
    "invoice_payment.payment.payment_intent": stripe.InvoicePayment.Payment,
    "payment_intent.last_payment_error.charge": stripe.PaymentIntent.LastPaymentError,
    "payment_intent.last_payment_error.code": stripe.PaymentIntent.LastPaymentError,
    "payment_intent.last_payment_error.message": stripe.PaymentIntent.LastPaymentError,
}
"""What Stripe's examples leave out, and the class of Stripe's library that has it."""


def an_eventful_year() -> World:
    """A world in which everything happened at least once."""
    world = World()
    first = start_checkout(world, ONCE)["id"]
    happenings.decline(world, first)
    happenings.pay(world, first)
    charging.refund(world, world.every("charge", paid=True)[-1]["id"], 700)
    charging.decide(world, charging.dispute(world, world.every("charge", paid=True)[-1]["id"])["id"], won=True)
    happenings.expire(world, start_checkout(world, ONCE)["id"])
    for paid in (True, False):
        slow = start_checkout(world, ONCE)["id"]
        happenings.pay(world, slow, delayed=True)
        happenings.settle(world, slow, paid=paid)
    happenings.pay(world, start_checkout(world, MONTHLY)["id"])
    subscription = world.every("subscription")[0]["id"]
    subscribing.renew(world, subscription)
    subscribing.fail_renewal(world, subscription)
    subscribing.retry(world, subscription, paid=True)
    subscribing.change_amount(world, subscription, 900)
    subscribing.cancel(world, subscription)
    subscribing.end(world, subscription)
    open_portal(world, {"customer": world.every("customer")[0]["id"], "return_url": "https://social.example/donate"})
    return world


@pytest.fixture(scope="module")
def world() -> World:
    return an_eventful_year()


def test_every_object_has_the_shape_of_stripes_own(world: World) -> None:
    kinds = set(world.kinds) & set(examples())
    assert not examples() or kinds == set(world.kinds)
    found = [one for kind in kinds - {"event"} for thing in world.every(kind) for one in differences(thing, examples()[kind], kind)]
    assert set(found) == {f"{path} is not there" for path in (ABSENT if kinds else ())}
    for event in world.events:
        shape = {name: value for name, value in event.items() if name != "data"}
        assert differences(shape, examples().get("event", shape), "event") == []


def test_a_shape_that_stripe_has_not_is_noticed() -> None:
    example = {"id": "ch_1", "amount": 5, "paid": True, "parts": [{"id": "x"}], "when": None}
    ours = {"id": 5, "amount": "5", "paid": 1, "parts": [{"name": "x"}], "when": 5, "more": None}
    assert differences(ours, example, "it") == [
        "it.more is not there", "it.id is int, not str", "it.amount is str, not int", "it.paid is int, not bool",
        "it.parts[].name is not there",
    ]  # fmt: skip


def test_what_the_examples_leave_out_is_known_to_stripes_library() -> None:
    for path, owner in ABSENT.items():
        assert path.rpartition(".")[2] in owner.__annotations__


def test_every_event_told_is_one_that_stripe_tells(world: World) -> None:
    known = str(stripe.Event.__annotations__["type"])
    told = {event["type"] for event in world.events}
    assert len(told) > 25
    assert [kind for kind in told if f"'{kind}'" not in known and f'"{kind}"' not in known] == []


def test_every_cent_of_the_balance_has_its_reason(world: World) -> None:
    entries = world.every("balance_transaction")
    assert all(entry["net"] == entry["amount"] - entry["fee"] for entry in entries)
    assert all(sum(part["amount"] for part in entry["fee_details"]) == entry["fee"] for entry in entries)
    charged = sum(objects.worth(charge, charge["amount"]) for charge in world.every("charge", paid=True))
    refunded = sum(objects.worth(charge, charge["amount_refunded"]) for charge in world.every("charge"))
    disputes = 0  # the only one was won
    assert sum(entry["amount"] for entry in entries) == charged - refunded - disputes


def test_parts_of_a_refund_are_together_what_came_in() -> None:
    world = World()
    happenings.pay(world, start_checkout(world, ONCE)["id"])
    charge = world.every("charge")[0]
    for amount in (333, 333, 1, None):
        charging.refund(world, charge["id"], amount)
    assert charge["refunded"]
    assert sum(entry["amount"] for entry in world.every("balance_transaction")) == 0
    with pytest.raises(ValueError, match="of 0 no 1"):
        charging.refund(world, charge["id"], 1)


@pytest.mark.parametrize(
    ("act", "order"),
    [
        (happenings.pay, "payment_intent.created charge.succeeded payment_intent.succeeded checkout.session.completed charge.updated"),
        (happenings.decline, "payment_intent.created charge.failed payment_intent.payment_failed"),
        (happenings.expire, "checkout.session.expired"),
    ],
)
def test_a_checkout_is_told_in_stripes_order(act: Callable[[World, str], Any], order: str) -> None:
    world = World()
    act(world, start_checkout(world, ONCE)["id"])
    assert [event["type"] for event in world.events] == order.split()


@pytest.mark.parametrize(
    ("changed", "param"),
    [
        ({"mode": "setup"}, "mode"), ({"success_url": ""}, "success_url"), ({"cancel_url": "javascript:1"}, "cancel_url"),
        ({"colour": "red"}, "colour"), ({"line_items": []}, "line_items"), ({"subscription_data": {}}, "mode"),
        ({"customer": "cus_1", "customer_email": "a@b.example"}, "customer"), ({"customer": "cus_1"}, "customer"),
    ],
)  # fmt: skip
def test_what_stripe_would_refuse_is_refused(changed: Thing, param: str) -> None:
    with pytest.raises(Refused) as refused:
        start_checkout(World(), ONCE | changed)
    assert refused.value.body["error"]["param"] == param


def test_brackets_and_expanded_fields_are_read_as_stripe_does(world: World) -> None:
    assert nested([("a[0][b]", "1"), ("a[1][b]", "2"), ("c[d][e]", "3"), ("f[]", "4"), ("f[]", "5"), ("g", "6")]) == {
        "a": [{"b": "1"}, {"b": "2"}], "c": {"d": {"e": "3"}}, "f": ["4", "5"], "g": "6",
    }  # fmt: skip
    charge = world.every("charge", paid=True)[0]
    copy = expanded(world, charge, ["refunds", "payment_intent.payment_method", "balance_transaction"])
    assert copy["payment_intent"]["payment_method"]["object"] == "payment_method"
    assert [refund["amount"] for refund in copy["refunds"]["data"]] == [700]
    assert isinstance(charge["payment_intent"], str)
    with pytest.raises(Refused):
        expanded(world, charge, ["nonsense"])


class Hook:
    """A webhook that answers as told, and remembers what it was sent."""

    def __init__(self) -> None:
        self.answers: list[int] = []
        self.heard: list[str] = []

    async def take(self, request: web.Request) -> web.Response:
        event = await request.json()
        self.heard.append(event["type"])
        return web.Response(status=self.answers.pop(0) if self.answers else 200)


@pytest.fixture
async def hook() -> AsyncIterator[tuple[Hook, StandIn]]:
    taking = Hook()
    app = web.Application()
    app.add_routes([web.post("/hook", taking.take)])
    runner = web.AppRunner(app, shutdown_timeout=1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    async with standing_in(webhook=f"http://127.0.0.1:{runner.addresses[0][1]}/hook") as server:
        yield taking, server
    await runner.cleanup()


async def test_a_webhook_that_fails_is_told_again_and_held_ones_come_in_any_order(hook: tuple[Hook, StandIn]) -> None:
    taking, server = hook
    taking.answers = [500]
    happenings.expire(server.world, start_checkout(server.world, ONCE)["id"])
    await server.deliverer.settled()
    assert taking.heard == ["checkout.session.expired"] * 2
    taking.heard.clear()
    server.deliverer.mode = "hold"
    happenings.pay(server.world, start_checkout(server.world, ONCE)["id"])
    await asyncio.sleep(0.05)
    assert taking.heard == []
    assert server.deliverer.release("reversed") == 5
    await server.deliverer.settled()
    assert taking.heard[0] == "charge.updated"
    server.deliverer.mode = "drop"
    happenings.pay(server.world, start_checkout(server.world, ONCE)["id"])
    await server.deliverer.settled()
    assert len(taking.heard) == 5
    server.deliverer.again(server.world.events[-1]["id"])
    await server.deliverer.settled()
    assert len(taking.heard) == 6


async def test_somebody_pays_and_changes_their_gift_on_the_pages(hook: tuple[Hook, StandIn]) -> None:
    taking, server = hook
    session = start_checkout(server.world, ONCE)
    async with httpx.AsyncClient() as browser:
        shown = (await browser.get(session["url"])).text
        assert "A &lt;b&gt;gift&lt;/b&gt;" in shown
        assert "$25" in shown
        assert "declined" in (await browser.post(session["url"], data={"do": "decline"})).text
        paid = await browser.post(f"{server.url}/c/pay/{session['id']}", data={"do": "pay"})
        assert (paid.status_code, paid.headers["location"]) == (303, "https://social.example/thanks")
        assert (await browser.get(f"{server.url}/c/pay/{session['id']}")).status_code == 410
        await browser.post(start_checkout(server.world, MONTHLY)["url"], data={"do": "pay"})
        one = server.world.every("subscription")[0]
        portal = open_portal(server.world, {"customer": one["customer"], "return_url": "https://social.example/donate"})["url"]
        assert "€7.50 each month" in (await browser.post(portal, data={"do": "change", "subscription": one["id"], "amount": "7,50"})).text
        assert "ends with its period" in (await browser.post(portal, data={"do": "cancel", "subscription": one["id"]})).text
        await browser.post(f"{server.url}/control/deliveries/settled")
        assert taking.heard[-1] == "customer.subscription.updated"
        ended = await browser.post(f"{server.url}/control/do/end/{one['id']}")
        assert (ended.status_code, ended.json()["status"]) == (200, "canceled")
        assert (await browser.post(f"{server.url}/control/do/renew/{one['id']}")).status_code == 400
