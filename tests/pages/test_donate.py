"""The pages of donations: what they say without keys, what they refuse, and that nothing but Stripe's word is thanked for."""

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest

from tests.factories import make_member
from tests.money import process_due
from tests.screens import fire, screen
from tests.stripe_server import happenings
from tests.stripe_server.deliveries import signature
from tests.stripe_server.serving import StandIn, standing_in
from wtsocial.accounts.views import Viewer
from wtsocial.core.settings import settings
from wtsocial.donations import webhook_events
from wtsocial.gateways import rate_limits
from wtsocial.pages.donate.state import TRIES_PER_MINUTE, DonateState, ThanksState

FORM = {"kind": "once", "amount": "25", "currency": "EUR", "purpose": "self", "language": "he"}


@pytest.fixture
async def server(database: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[StandIn]:
    """A stand-in for Stripe, and settings that lead to it."""
    async with standing_in() as running:
        for name, value in running.settings.items():
            monkeypatch.setenv(name, value)
        settings.cache_clear()
        yield running


async def _opened(by: Viewer | None = None, path: str = "/donate") -> Any:
    page = await screen(DonateState, by, path=path)
    await fire(page, "open")
    return page


async def _gives(page: Any, **changed: Any) -> str:
    """Where the form leads; empty when it is refused."""
    found = [event async for event in type(page).give.fn(page, FORM | changed)]
    specs = [event for event in found if event is not None]
    return str(specs[0].args[0][1]).strip('"') if specs else ""


async def _thanked(path: str, by: Viewer | None = None) -> Any:
    page = await screen(ThanksState, by, path=path)
    await fire(page, "open")
    return page


async def test_without_keys_nothing_can_be_given_and_the_page_names_what_is_missing_to_admins_alone() -> None:
    for reader in (None, await make_member("ana")):
        page = await _opened(reader)
        assert (page.set_up.off, page.set_up.lacks) == (True, [])
    page = await _opened(await make_member("adam", admin=True))
    assert page.set_up.lacks == ["WTSOCIAL_STRIPE_SECRET_KEY", "WTSOCIAL_STRIPE_WEBHOOK_SECRET"]
    assert await _gives(page) == ""
    assert page.errors[""]["key"] == "donate.not_set_up"


async def test_with_the_test_server_the_page_knows_that_it_is_one(server: StandIn) -> None:
    page = await _opened()
    assert (page.set_up.lacks, page.set_up.test_server, page.set_up.test_mode) == ([], True, False)
    assert not page.cancelled
    assert (await _opened(path="/donate?cancelled=1")).cancelled


async def test_the_form_leads_to_the_payment_page_and_only_stripes_word_is_thanked_for(server: StandIn) -> None:
    ana, ben = await make_member("ana"), await make_member("ben")
    page = await _opened(ana)
    url = await _gives(page, show_name="on", amount="12,50")
    (session,) = server.world.every("checkout.session")
    assert (url, session["amount_total"], session["locale"]) == (session["url"], 1250, "auto")
    path = session["success_url"].removeprefix(settings().site_url)
    before = await _thanked(path, ana)
    assert (before.donation.state, before.donation.payments, before.test) == ("started", [], True)
    await fire(page, "open")
    assert page.given == []
    happenings.pay(server.world, session["id"])
    for event in server.world.events:
        body = json.dumps(event).encode()
        await webhook_events.receive_event(body, signature(body, server.secret))
    await process_due()
    assert [one.amount for one in (await _thanked(path, ana)).donation.payments] == [1250]
    await fire(page, "open")
    assert [(one.state, one.show_name, one.mark) for one in page.given] == [("paid", True, False)]
    assert (await _thanked(path, ben)).missing
    assert (await _thanked(path)).missing
    assert (await _thanked("/donate/thanks?order=guessed", ana)).missing


@pytest.mark.parametrize(
    ("changed", "field", "key"),
    [
        ({"amount": "1,000"}, "amount", "amount.ambiguous"),
        ({"amount": "NaN"}, "amount", "amount.not_a_number"),
        ({"amount": "1e20"}, "amount", "amount.not_a_number"),
        ({"amount": "-5"}, "amount", "amount.negative"),
        ({"amount": None}, "amount", "error.not_understood"),
        ({"currency": "XXX"}, "currency", "amount.currency"),
        ({"kind": "weekly"}, "kind", "error.not_understood"),
        ({"purpose": "power"}, "purpose", "error.not_understood"),
        ({"language": 7}, "language", "error.not_understood"),
    ],
)
async def test_what_cannot_be_given_is_refused_at_its_field(server: StandIn, changed: dict[str, Any], field: str, key: str) -> None:
    page = await _opened(await make_member("ana"))
    assert await _gives(page, **changed) == ""
    assert {name: error["key"] for name, error in page.errors.items()} == {field: key}
    assert not page.working
    assert server.world.every("checkout.session") == []


async def test_one_address_may_not_try_without_end(server: StandIn) -> None:
    rate_limits.forget()
    page = await _opened()
    for _ in range(TRIES_PER_MINUTE):
        assert await _gives(page)
    assert await _gives(page) == ""
    assert page.errors[""]["key"] == "error.too_many"


async def test_who_never_gave_has_nothing_to_change(server: StandIn) -> None:
    for by, keys in (
        (None, ("error.login_needed", "error.login_needed")),
        (await make_member("ana"), ("error.not_found", "donate.nothing_given")),
    ):
        page = await _opened(by)
        await fire(page, "manage")
        assert page.errors[""]["key"] == keys[0]
        await fire(page, "choose_thanks", {"mark": "on"})
        assert page.errors[""]["key"] == keys[1]
