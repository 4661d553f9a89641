"""Stripe's client, one for each event loop, and the translation of its errors."""

import asyncio
from collections.abc import AsyncGenerator, Generator
from contextlib import contextmanager
from typing import Any, Final, Protocol, cast
from weakref import WeakKeyDictionary

import stripe
from stripe import billing_portal, checkout

from wtsocial.core.settings import settings

API_VERSION: Final = "2026-10-28.endive"
"""What this program was written and tested for; Stripe answers as it did then, whatever comes later."""

LOADED: Final = (billing_portal, checkout)
"""Stripe's library loads these when they are first asked for, which would hold the event loop of a site that is serving."""

_SECONDS: Final = 15.0
"""For one try of one request; with the retries of Stripe's client and their pauses a call ends within a minute."""
_RETRIES: Final = 2
_TRY_AGAIN: Final = (409, 429)
"""Refusals that are none: somebody else holds the thing, or too much was asked in too short a time."""

# Stripe's library would report how long requests took, and where it runs, with the next one.
stripe.enable_telemetry = False

_clients: WeakKeyDictionary[asyncio.AbstractEventLoop, tuple[tuple[str, str], stripe.StripeClient]] = WeakKeyDictionary()
"""A client keeps connections, which belong to the loop that they were made in."""


class PaymentsFailed(Exception):
    """Stripe was not reached, or could not answer: the same may succeed later. The reason is for the log and names nobody."""


class PaymentsRefused(Exception):
    """Stripe understood, and will not do it: the same would be refused again. The reason is for the log and names nobody."""


class _Listed(Protocol):
    """What any object in a list of Stripe's can do."""

    def to_dict(self) -> dict[str, Any]: ...


async def everything_from(page: stripe.ListObject[Any]) -> AsyncGenerator[dict[str, Any]]:
    """Everything on this page and on those behind it."""
    listed = page.auto_paging_iter()
    while True:
        with told():
            one = cast("_Listed | None", await anext(listed, None))
        if one is None:
            return
        yield one.to_dict()


@contextmanager
def told() -> Generator[None]:
    """Turns what Stripe's client raises into one of our two. Its messages may quote what was sent: they are not passed on."""
    try:
        yield
    except stripe.StripeError as error:
        status = error.http_status
        reason = " ".join(str(word) for word in (type(error).__name__, status, error.code, error.request_id) if word)
        if status is not None and 400 <= status < 500 and status not in _TRY_AGAIN:
            raise PaymentsRefused(reason) from None
        raise PaymentsFailed(reason) from None


async def client_here() -> stripe.StripeClient:
    """The client of the running loop, with the settings of now. Raises PaymentsRefused when no key is set."""
    wanted = (settings().stripe_secret_key, settings().stripe_api_base)
    if not wanted[0]:
        raise PaymentsRefused("no key is set")
    loop = asyncio.get_running_loop()
    made = _clients.get(loop)
    if made is None or made[0] != wanted:
        made = _clients[loop] = (wanted, await asyncio.to_thread(_make, *wanted))
    return made[1]


def _make(key: str, base: str) -> stripe.StripeClient:
    """Blocking: the certificates are read from the disk."""
    return stripe.StripeClient(
        key,
        stripe_version=API_VERSION,
        base_addresses={"api": base or None},
        max_network_retries=_RETRIES,
        http_client=stripe.HTTPXClient(timeout=_SECONDS),
    )
