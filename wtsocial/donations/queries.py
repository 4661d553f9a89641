"""Reads of donations: the viewer's own, one that was just paid, and how processing is doing."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from sqlalchemy import literal_column
from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from wtsocial import db, jobs
from wtsocial.accounts import permissions
from wtsocial.accounts.views import Viewer
from wtsocial.core.errors import NotFound
from wtsocial.core.settings import settings
from wtsocial.db.cursors import to_millis
from wtsocial.db.statements import id_of
from wtsocial.donations.fees import FEES
from wtsocial.donations.views import DonationView, PaymentView, SetUpView
from wtsocial.donations.webhook_events import EVENTS
from wtsocial.gateways.stripe import payments
from wtsocial.jobs.queries import backlog
from wtsocial.models import Donation, Payment, StripeEvent, now
from wtsocial.text.cleaning import is_hostile

SHOWN: Final = 100
REFUSED_SHOWN: Final = timedelta(days=7)
"""So long it is said that an event was refused."""


async def set_up(viewer: Viewer) -> SetUpView:
    """Whether donations can be made here, and where they would go; to admins also what is missing."""
    needed = {
        "WTSOCIAL_STRIPE_SECRET_KEY": settings().stripe_secret_key,
        "WTSOCIAL_STRIPE_WEBHOOK_SECRET": settings().stripe_webhook_secret,
    }
    lacks = [name for name, value in needed.items() if not value]
    told = lacks if viewer.is_admin and viewer.active else []
    return SetUpView(bool(lacks), told, payments.is_test_server(), payments.is_test_mode() and not payments.is_test_server())


async def mine(viewer: Viewer) -> list[DonationView]:
    """What the member gave, newest first; orders that were never paid are left out. Raises LoginNeeded."""
    permissions.ensure(viewer, viewer.known)
    async with db.reading() as session:
        given = select(Donation).where(Donation.member_id == viewer.id, col(Donation.state).not_in(("started", "expired")))
        rows = (await session.exec(given.order_by(col(Donation.id).desc()).limit(SHOWN))).all()
        return await _views(session, viewer, rows)


async def thanks(viewer: Viewer, reference: str) -> DonationView:
    """The donation with this reference; it has no payments before Stripe reported one.

    A member's is shown to that member alone; one without a login to whoever knows the reference. Raises NotFound.
    """
    async with db.reading() as session:
        named = select(Donation).where(Donation.reference == reference[:100])
        donation = None if is_hostile(reference) else (await session.exec(named)).first()
        if donation is None or donation.member_id not in (None, viewer.id):
            raise NotFound
        return (await _views(session, viewer, [donation]))[0]


async def _views(session: AsyncSession, viewer: Viewer, donations: Sequence[Donation]) -> list[DonationView]:
    paid = select(Payment).where(col(Payment.donation_id).in_([one.id for one in donations]))
    payments: dict[int, list[PaymentView]] = defaultdict(list)
    for one in (await session.exec(paid.order_by(col(Payment.at).desc(), col(Payment.id).desc()).limit(SHOWN))).all():
        # Who has not confirmed their address yet is let in when they do.
        in_now, promised = one.let_in and viewer.confirmed, one.let_in and not viewer.confirmed
        payments[one.donation_id].append(
            PaymentView(to_millis(one.at), one.amount, one.currency, one.refunded, one.dispute, one.places, in_now, promised)
        )
    return [
        DonationView(
            id=id_of(one),
            kind=one.kind,
            amount=one.amount,
            currency=one.currency,
            state=one.state,
            purpose=one.purpose,
            show_name=one.show_name,
            mark=one.mark,
            at=to_millis(one.at),
            ends=to_millis(one.ends_at),
            manageable=one.kind != "once" and one.state in ("paid", "failing") and one.customer != "",
            payments=payments[id_of(one)],
        )
        for one in donations
    ]


@dataclass(frozen=True)
class PaymentsHealth:
    """What waits: events to be processed, those of them that failed (`last_error` says why one did), fees, mails.

    `refused`: of the last week, those of another mode or account, which credited nobody.
    """

    waiting: int = 0
    failed: int = 0
    last_error: str = ""
    unsettled: int = 0
    unsent: int = 0
    refused: int = 0


async def health() -> PaymentsHealth:
    """What waits just now."""
    events, fees_due, mails = await backlog(EVENTS), await backlog(FEES), await backlog(jobs.MAIL)
    lately = select(func.count()).where(
        col(StripeEvent.refused) != literal_column("''"), col(StripeEvent.received_at) > now() - REFUSED_SHOWN
    )
    async with db.reading() as session:
        refused = (await session.exec(lately)).one()
    return PaymentsHealth(events.waiting, events.failed, events.last_error, fees_due.waiting, mails.waiting, refused)
