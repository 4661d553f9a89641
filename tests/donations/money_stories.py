"""Stories of money for property tests: everything that may happen to a payment, told as Stripe tells it."""

from dataclasses import dataclass, replace

from hypothesis import strategies as st

from tests.money import Stripe
from wtsocial.gateways.stripe.payments import ReceivedEvent

REDUNDANT = ("payment_intent.", "checkout.session.", "charge.updated", "charge.refunded", "charge.dispute.updated", "invoice.finalized")
"""Beginnings of the types of events that tell nothing of the money that others do not tell, too."""


@dataclass(frozen=True)
class Story:
    """What is told, in the order in which it happened, and what kind of order it is about."""

    kind: str
    currency: str
    amount: int
    events: tuple[ReceivedEvent, ...]


@st.composite
def stories(draw: st.DrawFn, *, name: str = "1", reference: str = "order-1") -> Story:
    """A donation's whole life, or the beginning of one."""
    kind = draw(st.sampled_from(["once", "monthly", "yearly"]))
    currency, amount = draw(st.sampled_from([("eur", 1000), ("usd", 2599), ("jpy", 3000)]))
    stripe = Stripe(name, reference, amount, currency, old=kind != "once" and draw(st.booleans()))
    if kind == "once":
        stripe.pay_once()
        if draw(st.booleans()):
            stripe.tell("charge.updated", stripe.charge(metadata=stripe.metadata, receipt_number="1"))
    else:
        stripe.subscribe()
        _go_on(draw, stripe)
    if draw(st.booleans()):
        _refund(draw, stripe)
    if draw(st.booleans()):
        _dispute(draw, stripe)
    return Story(kind, currency.upper(), amount, tuple(stripe.events))


def _go_on(draw: st.DrawFn, stripe: Stripe) -> None:
    for number in range(2, 2 + draw(st.integers(0, 2))):
        stripe.tell("invoice.finalized", stripe.invoice(number, "open", attempt_count=0))
        if draw(st.booleans()):
            stripe.tell("charge.failed", stripe.charge(number, id=f"ch_{stripe.name}_{number}x", status="failed", captured=False))
            stripe.tell("invoice.payment_failed", stripe.invoice(number, "open"))
            stripe.tell("customer.subscription.updated", stripe.subscription("past_due"))
            if not draw(st.booleans()):
                break
            stripe.tell("customer.subscription.updated", stripe.subscription("active"))
        stripe.pay_invoice(number)
    if draw(st.booleans()):
        stripe.tell("customer.subscription.updated", stripe.subscription("active", cancel_at_period_end=True))
    if draw(st.booleans()):
        stripe.tell("customer.subscription.deleted", stripe.subscription("canceled", ended_at=stripe.clock))


def _refund(draw: st.DrawFn, stripe: Stripe) -> None:
    told = {"refunded": False}
    for number in range(1, 1 + draw(st.integers(1, 2))):
        back = stripe.amount // 2 if draw(st.booleans()) or number == 2 else stripe.amount // 2 - 1
        stripe.tell("refund.created", stripe.refund(back, number, draw(st.sampled_from(["pending", "succeeded"]))))
        stripe.tell("charge.refunded", stripe.charge(amount_refunded=back * number, **told), ahead=0)
        end = draw(st.sampled_from(["succeeded", "succeeded", "failed"]))
        stripe.tell("refund.failed" if end == "failed" else "refund.updated", stripe.refund(back, number, end))


def _dispute(draw: st.DrawFn, stripe: Stripe) -> None:
    end = draw(st.sampled_from(["open", "won", "lost", "inquiry"]))
    if end == "inquiry":
        stripe.tell("charge.dispute.created", stripe.dispute("warning_needs_response"))
        stripe.tell("charge.dispute.closed", stripe.dispute("warning_closed"))
        return
    stripe.tell("charge.dispute.created", stripe.dispute("needs_response"))
    stripe.tell("charge.dispute.funds_withdrawn", stripe.dispute("needs_response", -stripe.amount), ahead=0)
    if end == "open":
        return
    stripe.tell("charge.dispute.updated", stripe.dispute("under_review", -stripe.amount))
    if end == "won":
        stripe.tell("charge.dispute.funds_reinstated", stripe.dispute("won", -stripe.amount, stripe.amount))
    # The oldest shape of this event knows nothing of the account.
    stripe.tell("charge.dispute.closed", stripe.dispute(end), ahead=0)


@st.composite
def tellings(draw: st.DrawFn, story: Story) -> list[ReceivedEvent]:
    """The same story as it may arrive: in any order, some events more than once."""
    again = draw(st.lists(st.sampled_from(story.events), max_size=6))
    return draw(st.permutations([*story.events, *again]))


def without(story: Story, dropped: set[int]) -> Story:
    """The story without some of what tells nothing new, by the place among those."""
    redundant = [event for event in story.events if event.type.startswith(REDUNDANT)]
    gone = {event.id for place, event in enumerate(redundant) if place in dropped}
    return replace(story, events=tuple(event for event in story.events if event.id not in gone))
