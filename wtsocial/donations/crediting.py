"""Crediting: turns Stripe's objects into a donation's state, payments, ledger entries, opened places, and notices."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from wtsocial import jobs
from wtsocial.core import bus
from wtsocial.core.messages import BooksChanged, DonationChanged
from wtsocial.core.settings import settings
from wtsocial.db import Transaction
from wtsocial.db.statements import id_of, insert_missing, table
from wtsocial.donations import ledger
from wtsocial.donations.fees import Source, fetch_fee
from wtsocial.donations.receipts import send_receipt
from wtsocial.donations.reconstruction import ChargeStatus, DonationStatus, Movement, places_for, reconstruct
from wtsocial.gateways.stripe.objects import ORDER, Snapshot, links_of, newer
from wtsocial.jobs import NewJob
from wtsocial.joining.waiting_list import let_in_member, let_in_next, place_price
from wtsocial.models import Donation, DonationMail, Member, Payment, PendingFee, StripeLink, StripeObject, now
from wtsocial.notifications.notify import notify
from wtsocial.text.money import written

AT_ONCE: Final = 500
"""Ids that one statement asks for."""


class TwoOrders(Exception):
    """Stripe's objects connect two of our orders: which one was paid cannot be told, so nothing is credited."""


async def apply_objects(change: Transaction, objects: Sequence[Snapshot]) -> Donation | None:
    """Store the objects and bring their donation up to date; returns it, or None when they belong to none of ours.

    The result is the same for objects that come again or in another order. The caller holds `lock_processing`. Raises TwoOrders.
    """
    await _store(change.session, objects)
    known = await _connected(change.session, {one.id for one in objects})
    references = sorted(name.removeprefix(ORDER) for name in known if name.startswith(ORDER))
    ours = select(Donation).where(col(Donation.reference).in_(references)).with_for_update()
    donations = (await change.session.exec(ours)).all()
    if len(donations) > 1:
        raise TwoOrders(", ".join(str(one.id) for one in donations))
    if not donations:
        return None
    await _set_state(change, donations[0], reconstruct(donations[0].kind, await _snapshots(change.session, known)))
    return donations[0]


async def _store(session: AsyncSession, objects: Iterable[Snapshot]) -> None:
    """Store the newest snapshot of each object, and every link that any snapshot named."""
    for one in objects:
        row = await session.get(StripeObject, one.id)
        if row is None:
            session.add(StripeObject(id=one.id, kind=one.kind, as_of=one.as_of, body=one.body))
        elif row.kind == one.kind:
            newest = newer(Snapshot(row.id, row.kind, row.as_of, row.body), one)
            row.as_of, row.body = newest.as_of, newest.body
        await session.flush()
        pairs = [pair for name in sorted(links_of(one)) for pair in ((one.id, name), (name, one.id))]
        await insert_missing(session, StripeLink, [{"source": source, "target": target} for source, target in pairs])


async def _connected(session: AsyncSession, begin: set[str]) -> set[str]:
    """All object ids linked to these, over any number of links."""
    link = table(StripeLink)
    found, edge = set(begin), set(begin)
    while edge:
        step = sorted(edge)
        reached = set[str]()
        for start in range(0, len(step), AT_ONCE):
            wanted = select(link.c.target).where(link.c.source.in_(step[start : start + AT_ONCE]))
            reached |= set((await (await session.connection()).execute(wanted)).scalars())
        edge = reached - found
        found |= edge
    return found


async def _snapshots(session: AsyncSession, names: set[str]) -> list[Snapshot]:
    listed = sorted(name for name in names if not name.startswith(ORDER))
    found: list[Snapshot] = []
    for start in range(0, len(listed), AT_ONCE):
        wanted = select(StripeObject).where(col(StripeObject.id).in_(listed[start : start + AT_ONCE]))
        found += [Snapshot(row.id, row.kind, row.as_of, row.body) for row in (await session.exec(wanted)).all()]
    return found


async def _set_state(change: Transaction, donation: Donation, stands: DonationStatus) -> None:
    news = [await _credit_payment(change, donation, paid, stands) for paid in stands.payments]
    entered = await ledger.posted_keys(change.session, [entry.key for entry in stands.entries])
    changed = [await ledger.post_entry(change.session, entry) for entry in stands.entries if entry.key not in entered]
    if any(changed):
        await _ask_for_fees(change, stands.movements)
    before = _status(donation)
    donation.state = stands.state
    donation.session = donation.session or stands.session
    donation.subscription, donation.customer, donation.ends_at = stands.subscription, stands.customer, stands.ends_at
    if donation.kind != "once" and stands.amount and stands.currency:
        donation.amount, donation.currency = stands.amount, stands.currency
    change.session.add(donation)
    money = donation.amount, donation.currency
    for invoice in stands.failed if donation.state == "failing" else ():
        await _notify(change, donation, "failed", invoice, money=money, to=stands.address)
    if donation.state == "ended":
        await _notify(change, donation, "ended", stands.subscription, money=money, to=stands.address)
    if any(changed):
        change.announce(bus.books_room(), message=BooksChanged())
    if any(changed) or any(news) or before != _status(donation):
        _announce(change, donation)


async def _ask_for_fees(change: Transaction, movements: Sequence[Movement]) -> None:
    """Have Stripe asked for the fee of each movement that it was not asked for before."""
    rows = [{"source": one.source, "kind": one.kind, "amount": one.amount, "currency": one.currency, "at": one.at} for one in movements]
    new = [row.source for row in await insert_missing(change.session, PendingFee, rows)]
    await jobs.enqueue_many(change, fetch_fee, [NewJob(Source(source), key=f"fee:{source}") for source in new])


def _status(donation: Donation) -> tuple[object, ...]:
    """What the donor sees of the donation, beside its payments."""
    return donation.state, donation.amount, donation.currency, donation.ends_at


async def _credit_payment(change: Transaction, donation: Donation, paid: ChargeStatus, stands: DonationStatus) -> bool:
    """Credit one payment; whether it was new or changed."""
    found = select(Payment).where(Payment.charge == paid.charge)
    payment = (await change.session.exec(found)).first()
    new = payment is None
    if payment is None:
        payment = Payment(charge=paid.charge, donation_id=id_of(donation), amount=paid.amount, currency=paid.currency, at=paid.at)
        change.session.add(payment)
        await change.session.flush()
    if new:
        await _admit_for(change, donation, payment)
    if new or donation.member_id is None:
        # Who gave without a login may have left their address with something that is told later.
        given = paid.amount, paid.currency
        await _notify(change, donation, "receipt", paid.charge, money=given, to=stands.address, at=paid.at, places=payment.places)
    if paid.refunded > payment.refunded:
        back = paid.refunded - payment.refunded, paid.currency
        await _notify(change, donation, "refunded", f"{paid.charge}:{paid.refunded}", money=back, to=stands.address)
    news = new or (payment.refunded, payment.dispute) != (paid.refunded, paid.dispute)
    payment.refunded, payment.dispute = paid.refunded, paid.dispute
    change.session.add(payment)
    return news


async def _admit_for(change: Transaction, donation: Donation, payment: Payment) -> None:
    """Admit the members that a gift pays for. A refund takes no admission back."""
    cause = f"payment:{payment.id}"
    if donation.purpose == "places":
        price = await place_price(change.session)
        count = places_for(payment.amount, payment.currency, price=price, books_currency=settings().books_currency)
        payment.places = len(await let_in_next(change, count, way="gift", cause=cause))
    elif donation.member_id:
        payment.let_in = await let_in_member(change, donation.member_id, way="donation", cause=cause)


async def _notify(
    change: Transaction,
    donation: Donation,
    kind: str,
    about: str,
    *,
    money: tuple[int, str],
    to: str,
    at: datetime | None = None,
    places: int = 0,
) -> None:
    """Send one mail, and to a member one notice; only once for each (`kind`, `about`)."""
    member = await _member(change.session, donation)
    if member is None and not to:
        return
    language = member.language if member else donation.language
    filled = {"amount": money[0], "currency": money[1], "kind": donation.kind, "places": places}
    filled["day"] = f"{(at or now()).astimezone(UTC):%Y-%m-%d}"
    row: dict[str, Any] = {
        "key": f"{kind}:{about}",
        "donation_id": donation.id,
        "kind": kind,
        "address": "" if member else to,
        "params": filled,
    }
    new = await insert_missing(change.session, DonationMail, [row | {"at": now()}])
    if new:
        await send_receipt(change, row["key"])
    if new and member:
        await notify(change, id_of(member), f"donation_{kind}", "/donate", amount=written(*money, language))


async def _member(session: AsyncSession, donation: Donation) -> Member | None:
    if donation.member_id is None:
        return None
    found = select(Member).where(Member.id == donation.member_id, Member.state != "deleted")
    return (await session.exec(found)).first()


def _announce(change: Transaction, donation: Donation) -> None:
    message = DonationChanged(id_of(donation), donation.state)
    change.announce(bus.donation_room(donation.reference), message=message)
    if donation.member_id:
        change.announce(bus.member_room(donation.member_id), message=message)
        change.outdate_pages(f"member:{donation.member_id}")
