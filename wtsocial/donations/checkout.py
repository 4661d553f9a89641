"""Checkout: creates a donation order and Stripe's payment page for it. Nothing is credited here."""

from datetime import timedelta
from typing import Final, Literal

from sqlmodel import col, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from wtsocial import db
from wtsocial.accounts import permissions
from wtsocial.accounts.idempotency import token_for
from wtsocial.accounts.views import Viewer
from wtsocial.core import bus
from wtsocial.core.errors import Invalid, NotFound, Refusal
from wtsocial.core.messages import BooksChanged
from wtsocial.core.settings import settings
from wtsocial.db import statements
from wtsocial.gateways.stripe import payments
from wtsocial.gateways.stripe.payments import CheckoutOrder, PaymentsFailed, PaymentsRefused
from wtsocial.i18n import FALLBACK, LANGUAGES, say
from wtsocial.models import Donation, Member, now
from wtsocial.text import limits
from wtsocial.text.money import parse_amount

Kind = Literal["once", "monthly", "yearly"]
Purpose = Literal["self", "places"]

KINDS: Final[tuple[Kind, ...]] = ("once", "monthly", "yearly")


async def start(
    viewer: Viewer,
    *,
    kind: Kind,
    amount: str,
    currency: str,
    purpose: Purpose,
    show_name: bool,
    mark: bool,
    language: str = "",
    idempotency_key: str = "",
) -> str:
    """The address of Stripe's page on which this can be paid; `amount` as it was typed. Anybody may, also without a login.

    `purpose`: for oneself (a waiting donor is let in), or to open places for those next in line. `show_name`: their name may stand
    in the books; `mark`: they want the donor's mark on their profile; neither without a login. Nothing is credited by this.
    An order that is sent again with the same key is the same order, on the same page of Stripe's, also when Stripe did not answer at first.
    Raises Invalid (see parse_amount), TooMany, Refusal("donate.not_set_up", "donate.unreachable" or "donate.refused").
    """
    counted = parse_amount(amount, currency)
    if not payments.configured():
        raise Refusal("donate.not_set_up")
    spoken = language if language in LANGUAGES else viewer.language
    donation = Donation(
        reference=token_for(viewer, idempotency_key), member_id=viewer.id or None, kind=kind, amount=counted, currency=currency,
        purpose=purpose, show_name=show_name and viewer.known, mark=mark and viewer.known,
        language=spoken if spoken in LANGUAGES else FALLBACK,
    )  # fmt: skip
    async with db.transaction() as change:
        # The order is here before Stripe hears of it: what comes back has something to be about.
        donation = await _placed(change.session, viewer, donation)
        order = await _order(change.session, donation, viewer)
    try:
        started = await payments.start_checkout(order)
    except PaymentsRefused:
        raise Refusal("donate.refused") from None
    except PaymentsFailed:
        raise Refusal("donate.unreachable") from None
    async with db.transaction() as change:
        await change.session.exec(update(Donation).where(col(Donation.id) == donation.id).values(session=started.id))
    return started.url


async def manage(viewer: Viewer) -> str:
    """The address of Stripe's page on which the member changes or ends what they give.

    Raises LoginNeeded, NotFound when they never gave anything, Refusal("donate.not_set_up", "donate.unreachable" or "donate.refused").
    """
    permissions.ensure(viewer, viewer.known)
    if not payments.configured():
        raise Refusal("donate.not_set_up")
    async with db.reading() as session:
        customer = await _customer(session, viewer)
    if not customer:
        raise NotFound
    try:
        return await payments.open_portal(customer, f"{settings().site_url}/donate")
    except PaymentsRefused:
        raise Refusal("donate.refused") from None
    except PaymentsFailed:
        raise Refusal("donate.unreachable") from None


async def set_thanks(viewer: Viewer, *, show_name: bool, mark: bool) -> None:
    """Set whether the member's name stands in the books and the donor's mark on their profile, for all their donations.

    Raises LoginNeeded, Invalid("donate.nothing_given") when they gave nothing.
    """
    permissions.ensure(viewer, viewer.known)
    async with db.transaction() as change:
        mine = update(Donation).where(col(Donation.member_id) == viewer.id).values(show_name=show_name, mark=mark)
        if (await change.session.exec(mine.returning(col(Donation.id)))).first() is None:
            raise Invalid("donate.nothing_given")
        # Whoever has the books open sees no name any more that may not stand there.
        change.announce(bus.books_room(), message=BooksChanged())
        change.outdate_pages(f"member:{viewer.id}")


async def _placed(session: AsyncSession, viewer: Viewer, donation: Donation) -> Donation:
    """The order as it stands in the database: this one, or the same one of before."""
    before = select(Donation).where(Donation.reference == donation.reference)
    if same := (await session.exec(before)).first():
        return same
    await _ensure_few(session, viewer)
    session.add(donation)
    await session.flush()
    return donation


async def _ensure_few(session: AsyncSession, viewer: Viewer) -> None:
    lately = col(Donation.at) > now() - timedelta(hours=1)
    if viewer.known:
        await statements.ensure_fewer(session, limits.DONATIONS_PER_HOUR, Donation, lately, col(Donation.member_id) == viewer.id)
    else:
        await statements.ensure_fewer(session, limits.STRANGERS_DONATIONS_PER_HOUR, Donation, lately, col(Donation.member_id).is_(None))


async def _order(session: AsyncSession, donation: Donation, viewer: Viewer) -> CheckoutOrder:
    site, back = settings().site_url, f"{settings().site_url}/donate"
    return CheckoutOrder(
        reference=donation.reference,
        kind=next(kind for kind in KINDS if kind == donation.kind),
        amount=donation.amount,
        currency=donation.currency,
        customer=await _customer(session, viewer),
        email=await _address(session, viewer),
        product=say(donation.language, f"donate.product_{donation.kind}", site=settings().site_name),
        success_url=f"{site}/donate/thanks?order={donation.reference}",
        cancel_url=f"{back}?cancelled=1",
        locale=donation.language,
    )


async def _customer(session: AsyncSession, viewer: Viewer) -> str:
    """Stripe's customer id of the member's latest donation; "" for none."""
    known = select(Donation.customer).where(Donation.member_id == viewer.id, Donation.customer != "")
    return (await session.exec(known.order_by(col(Donation.id).desc()).limit(1))).first() or "" if viewer.known else ""


async def _address(session: AsyncSession, viewer: Viewer) -> str:
    """The member's address, if it is confirmed."""
    theirs = select(Member.email).where(Member.id == viewer.id, col(Member.email_confirmed_at).is_not(None))
    return (await session.exec(theirs)).first() or ""
