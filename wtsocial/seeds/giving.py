"""The books of the demonstration world. All of it is made up, and says so: nobody paid anything, and no bill was sent."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, timedelta
from typing import Any

from sqlmodel import col, delete, or_, select, update

from wtsocial import db
from wtsocial.accounts.views import Viewer
from wtsocial.donations import expenses, ledger, webhook_events
from wtsocial.donations.ledger_queries import MADE_UP_ORDERS
from wtsocial.donations.reconstruction import Movement, settlement_entry
from wtsocial.gateways.stripe.objects import METADATA
from wtsocial.gateways.stripe.payments import ReceivedEvent
from wtsocial.models import Donation, Job, Notice, PendingFee, now
from wtsocial.seeds.people import ADMIN

MADE_UP = "Made up for the demonstration"
RATES = {"EUR": 1.0, "USD": 0.92}
"""What the made-up bank gives for a unit, in euros."""


@dataclass(frozen=True)
class Gift:
    """Somebody gave, for the first time so many days ago; `by` is empty for a reader."""

    by: str
    kind: str
    amount: int
    days: int
    currency: str = "EUR"
    named: bool = False


GIFTS = (
    Gift("beatriz_lima", "monthly", 500, 165, named=True),
    Gift("tomasz_w", "yearly", 6_000, 150, named=True),
    Gift("", "once", 2_500, 131),
    Gift("camille.d", "monthly", 1_000, 117),
    Gift("", "once", 5_000, 96, "USD"),
    Gift("priya.raman", "monthly", 2_000, 84, named=True),
    Gift("wanjiru", "once", 1_000, 63),
    Gift("", "once", 10_000, 44),
    Gift("dolores.vega", "monthly", 300, 38),
    Gift("", "once", 2_500, 17),
    Gift("高橋ゆき", "once", 5_000, 3, named=True),
)
COSTS = (
    ("servers", "Example Hosting", "39.90", 30),
    ("mail", "Example Mail", "12.00", 30),
    ("domains", "Example Names", "18.00", 400),
    ("law", "Example & Daughters", "95.00", 180),
)
"""Category, who was paid, how much, and every how many days."""


async def give(cast: Mapping[str, Viewer]) -> None:
    """Half a year of gifts, told as Stripe tells them and worked on as ever; and what was spent, entered by the admin."""
    told = [name for number, gift in enumerate(GIFTS) for name in await _give(number, gift, cast[gift.by].id if gift.by else None)]
    for event_id in told:
        await webhook_events.process_now(event_id)
    await _settle()
    today = now().date()
    for category, payee, amount, every in COSTS:
        for days in range(6, 180, every):
            day = today - timedelta(days=days)
            await expenses.enter_expense(
                cast[ADMIN.name],
                category=category,
                payee=payee,
                amount=amount,
                currency="EUR",
                day=day.isoformat(),
                note=MADE_UP,
                receipt=f"DEMO-{day:%Y%m%d}-{category}",
            )


async def _give(number: int, gift: Gift, member_id: int | None) -> list[str]:
    """Write an order and what Stripe told of it; the events' ids."""
    told: list[str] = []
    began = now() - timedelta(days=gift.days)
    reference = f"{MADE_UP_ORDERS}{number}"
    async with db.transaction() as change:
        order = Donation(
            reference=reference, member_id=member_id, kind=gift.kind, amount=gift.amount, currency=gift.currency, at=began,
            show_name=gift.named, mark=gift.named,
        )  # fmt: skip
        change.session.add(order)
    every = {"once": 10_000, "monthly": 30, "yearly": 365}[gift.kind]
    for days in range(0, gift.days, every):
        at = began + timedelta(days=days)
        name = f"demo_{number}_{days}"
        charge: dict[str, Any] = {"id": f"ch_{name}", "object": "charge", "status": "succeeded", "captured": True, "amount": gift.amount}
        charge |= {"currency": gift.currency.lower(), "created": int(at.timestamp()), "metadata": {METADATA: reference}}
        payload = {"data": {"object": charge}}
        await webhook_events.store_event(ReceivedEvent(f"evt_{name}", "charge.succeeded", at.astimezone(UTC), payload))
        told.append(f"evt_{name}")
    return told


async def _settle() -> None:
    """The fees that Stripe would have been asked for; and no mail of thanks for what nobody paid."""
    async with db.transaction() as change:
        for moved in (await change.session.exec(select(PendingFee))).all():
            worth = round(moved.amount * RATES[moved.currency])
            movement = Movement(moved.source, moved.kind, moved.amount, moved.currency, moved.at)
            entry = settlement_entry(moved.source, movement, currency="EUR", amount=worth, fee=25 + worth * 15 // 1_000)
            if entry:
                await ledger.post_entry(change.session, entry, note=MADE_UP)
        promised = or_(*(col(Job.key).startswith(prefix) for prefix in ("stripe_event:", "fee:", "donation_mail:")))
        await change.session.exec(delete(Job).where(promised))
        await change.session.exec(update(Notice).where(col(Notice.kind) == "donation_receipt").values(read_at=now()))
