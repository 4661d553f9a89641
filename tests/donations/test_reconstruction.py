"""Crediting: every order, duplication and selection of what tells the same ends in the same state and the same ledger."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as looking
from hypothesis import strategies as st

from tests.donations.money_stories import Story, stories, tellings, without
from tests.money import Stripe
from wtsocial.donations.reconstruction import DonationStatus, Entry, Movement, places_for, reconstruct, settlement_entry
from wtsocial.gateways.stripe.objects import Snapshot, links_of, newer, snapshots_of
from wtsocial.gateways.stripe.payments import ReceivedEvent

MANY = looking(max_examples=120, deadline=None)


def learn(kind: str, events: Iterable[ReceivedEvent], *, reference: str = "order-1") -> tuple[DonationStatus, dict[str, Entry]]:
    """How it stands after these events, and what was entered on the way, as `gifts.learn` does it with tables."""
    kept: dict[str, Snapshot] = {}
    links: dict[str, set[str]] = {}
    entered: dict[str, Entry] = {}
    stands = reconstruct(kind, [])
    for event in events:
        for told in snapshots_of(event.payload["data"]["object"], int(event.created.timestamp())):
            kept[told.id] = newer(kept[told.id], told) if told.id in kept else told
            for name in links_of(told):
                links.setdefault(told.id, set()).add(name)
                links.setdefault(name, set()).add(told.id)
        ours, edge = set[str](), {f"order:{reference}"}
        while edge:
            ours |= edge
            edge = set().union(*(links.get(name, set()) for name in edge)) - ours
        stands = reconstruct(kind, [kept[name] for name in ours if name in kept])
        for entry in stands.entries:
            entered.setdefault(entry.key, entry)
    return stands, entered


def _moved(entered: dict[str, Entry]) -> dict[tuple[str, str], int]:
    sums: dict[tuple[str, str], int] = {}
    for entry in entered.values():
        for account, currency, amount in entry.lines:
            sums[account, currency] = sums.get((account, currency), 0) + amount
    return {key: amount for key, amount in sums.items() if amount}


@MANY
@given(st.data())
def test_every_order_and_duplication_ends_in_the_same(data: st.DataObject) -> None:
    story = data.draw(stories())
    told = data.draw(tellings(story))
    assert learn(story.kind, told) == learn(story.kind, story.events)


@MANY
@given(stories(), st.sets(st.integers(0, 20)), st.randoms())
def test_what_is_told_in_other_events_is_not_missed(story: Story, dropped: set[int], chance: Any) -> None:
    few = list(without(story, dropped).events)
    chance.shuffle(few)
    whole, ledger = learn(story.kind, story.events)
    stands, entered = learn(story.kind, few)
    assert entered == ledger
    assert (stands.state, stands.payments, stands.movements, stands.failed) == (whole.state, whole.payments, whole.movements, whole.failed)


@MANY
@given(stories())
def test_money_neither_appears_nor_vanishes(story: Story) -> None:
    stands, entered = learn(story.kind, story.events)
    assert set(entered) == {entry.key for entry in stands.entries}
    for entry in entered.values():
        for currency in {line[1] for line in entry.lines}:
            assert sum(amount for _, kept, amount in entry.lines if kept == currency) == 0
    # What Stripe's own objects say, read without our rules.
    newest: dict[str, dict[str, Any]] = {}
    for event in story.events:
        told = event.payload["data"]["object"]
        newest[told["id"]] = newest.get(told["id"], {}) | told
    objects = newest.values()
    paid = sum(one["amount_captured"] for one in objects if one["object"] == "charge" and one["status"] == "succeeded")
    back = sum(one["amount"] for one in objects if one["object"] == "refund" and one["status"] == "succeeded")
    disputes = [
        moved
        for event in story.events
        if (told := event.payload["data"]["object"])["object"] == "dispute"
        for moved in told["balance_transactions"]
    ]
    taken = {moved["id"]: moved for moved in disputes}.values()
    moved = _moved(entered)
    assert -moved.get((f"donations:{story.kind}", story.currency), 0) == paid
    assert moved.get(("refunds", story.currency), 0) == back
    assert moved.get(("stripe", story.currency), 0) == paid - back + sum(one["amount"] - one["fee"] for one in taken)


def test_the_newest_snapshot_is_the_same_in_any_order() -> None:
    stripe = Stripe()
    told = [stripe.subscription("past_due"), stripe.subscription("active"), stripe.subscription("canceled")]
    early, late, over = (Snapshot("sub_1", "subscription", seen, body) for seen, body in zip((1, 5, 3), told, strict=True))
    assert newer(early, late) == newer(late, early) == late
    assert newer(late, over) == newer(over, late) == over


def test_a_payment_link_cannot_name_an_order_of_ours() -> None:
    stripe = Stripe()
    linked = stripe.session(metadata={}, payment_link="plink_1", payment_intent="pi_1_1")
    assert links_of(snapshots_of(linked, 0)[0]) == {"pi_1_1"}
    assert "order:order-1" in links_of(snapshots_of(linked | {"payment_link": None}, 0)[0])


def test_another_currency_is_exchanged_by_two_sides_and_never_added() -> None:
    moved = Movement("ch_1", "charge", 3000, "JPY", datetime(2026, 11, 1, tzinfo=UTC))
    entry = settlement_entry("ch_1", moved, currency="EUR", amount=1840, fee=55)
    assert entry is not None
    assert set(entry.lines) == {
        ("stripe", "JPY", -3000), ("exchange", "JPY", 3000), ("stripe", "EUR", 1785), ("exchange", "EUR", -1840), ("fees", "EUR", 55),
    }  # fmt: skip
    same = settlement_entry("ch_1", Movement("ch_1", "charge", 3000, "EUR", moved.at), currency="EUR", amount=3000, fee=0)
    assert same is None


@pytest.mark.parametrize(
    ("amount", "currency", "places"),
    [(500, "EUR", 1), (2000, "EUR", 4), (2499, "EUR", 4), (100, "EUR", 1), (3000, "JPY", 4), (1, "XXX", 1)],
)
def test_a_gift_opens_as_many_places_as_it_pays_and_one_at_least(amount: int, currency: str, places: int) -> None:
    assert places_for(amount, currency, price=500, books_currency="EUR") == places
