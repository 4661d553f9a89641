"""Events of Stripe's other mode, or of another account: kept, credited to nobody, and said to admins."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select, update

from tests.factories import make_member
from tests.money import Stripe, look, make_order, receive
from wtsocial import db
from wtsocial.admin import dashboard
from wtsocial.core.errors import NotAllowed
from wtsocial.core.settings import settings
from wtsocial.donations.queries import health
from wtsocial.models import StripeEvent, now
from wtsocial.ops import doctor


@pytest.fixture
def key(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """A key of the mode that the test asks for."""
    monkeypatch.setenv("WTSOCIAL_STRIPE_SECRET_KEY", f"sk_{request.param}_1")
    monkeypatch.setenv("WTSOCIAL_STRIPE_WEBHOOK_SECRET", "whsec_1")
    monkeypatch.setenv("WTSOCIAL_STRIPE_ACCOUNT", "acct_ours")
    settings.cache_clear()


async def _told(on_event: dict[str, Any], on_object: dict[str, Any]) -> None:
    """What Stripe tells of a paid order, with more on each event and on each object."""
    await make_order()
    told = Stripe().pay_once()
    payloads = [one.payload | on_event | {"data": {"object": one.payload["data"]["object"] | on_object}} for one in told]
    await receive([replace(one, payload=payload) for one, payload in zip(told, payloads, strict=True)])


@pytest.mark.parametrize(("key", "on_event", "on_object"), [
    ("live", {"livemode": False}, {}),
    ("test", {"livemode": True}, {}),
    ("live", {"livemode": True}, {"livemode": False}),
    ("live", {"livemode": True, "account": "acct_another"}, {}),
    ("live", {"livemode": True, "context": "acct_another"}, {}),
    ("live", {"livemode": True, "account": "acct_ours", "context": "acct_another"}, {}),
    ("live", {"livemode": True, "account": 7}, {}),
    ("live", {"livemode": True}, {"latest_charge": {"id": "ch_1", "object": "charge", "livemode": False}}),
    ("test", {"livemode": False, "account": "acct_another"}, {"livemode": False}),
], indirect=["key"])  # fmt: skip
async def test_what_is_not_ours_is_kept_and_credits_nobody(key: None, on_event: dict[str, Any], on_object: dict[str, Any]) -> None:
    await _told(on_event, on_object)
    found = await look()
    assert (found.state, found.payments, found.ledger, found.mails) == ("started 1000 EUR", [], {}, [])
    async with db.reading() as session:
        kept = (await session.exec(select(StripeEvent))).all()
    assert {event.refused for event in kept} == {"account" if on_event.keys() & {"account", "context"} else "mode"}
    assert all(event.worked_at for event in kept)


@pytest.mark.parametrize(("key", "on_event", "on_object"), [
    ("live", {"livemode": True}, {"livemode": True}),
    ("test", {"livemode": False}, {}),
    ("test", {}, {}),
    ("live", {"livemode": True, "account": "acct_ours"}, {}),
    ("live", {"livemode": True, "account": None}, {}),
    ("live", {"livemode": True, "context": None}, {"latest_charge": {"id": "ch_1", "object": "charge", "livemode": True}}),
], indirect=["key"])  # fmt: skip
async def test_what_is_ours_is_credited(key: None, on_event: dict[str, Any], on_object: dict[str, Any]) -> None:
    await _told(on_event, on_object)
    assert (await look()).state == "paid 1000 EUR"
    assert (await health()).refused == 0


@pytest.mark.parametrize("key", ["live"], indirect=True)
async def test_admins_hear_of_it_for_a_week_on_the_dashboard_and_from_the_doctor(key: None) -> None:
    await _told({"livemode": False}, {})
    admin = await make_member("root", admin=True)
    kept = (await health()).refused
    assert kept > 0
    assert (await dashboard.figures(admin)).payments_refused == kept
    assert [one.well for one in [found async for found in doctor.examine()] if one.name == "payments"] == [False]
    with pytest.raises(NotAllowed):
        await dashboard.figures(await make_member("ana"))
    async with db.transaction() as change:
        await change.session.exec(update(StripeEvent).values(received_at=now() - timedelta(days=8)))
    assert (await dashboard.figures(admin)).payments_refused == 0
    assert [one.well for one in [found async for found in doctor.examine()] if one.name == "payments"] == [True]
