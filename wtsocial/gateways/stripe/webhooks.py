"""Stripe's webhooks: verifies the signature and age of an event before it is used."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, Literal, NoReturn, cast

import stripe

from wtsocial.core.settings import settings
from wtsocial.gateways.stripe.objects import snapshots_of

TOLERANCE: Final = 300
"""Seconds by which the time of a signature may differ from now."""

_verify = cast("Callable[[bytes, str, str, int], bool]", stripe.WebhookSignature.verify_header)  # pyright: ignore[reportUnknownMemberType]


class SignatureRefused(Exception):
    """What came as an event cannot be believed, or is none."""


@dataclass(frozen=True)
class ReceivedEvent:
    """Something that happened at Stripe. `payload` is the whole event as it came."""

    id: str
    type: str
    created: datetime
    payload: dict[str, Any]


def read_event(body: bytes, signature: str) -> ReceivedEvent:
    """The event in the body of a request to the webhook, `signature` being its header Stripe-Signature.

    Raises SignatureRefused: no secret is set, the signature is missing, wrong or more than TOLERANCE seconds away from now,
    or what was signed is no event.
    """
    try:
        _verify(body, signature, settings().stripe_webhook_secret, TOLERANCE)
    except (stripe.SignatureVerificationError, UnicodeError, TypeError):
        # TypeError: the library compares a signature only when it is ASCII.
        raise SignatureRefused("not signed by Stripe, or too long ago") from None
    signed = next(item[2:] for item in signature.split(",") if item.startswith("t="))
    if int(signed) > datetime.now(UTC).timestamp() + TOLERANCE:
        raise SignatureRefused("signed in the future")
    try:
        return event_of(json.loads(body, parse_constant=_no_number))
    except (ValueError, KeyError, TypeError, RecursionError, OverflowError):
        raise SignatureRefused("signed, but no event") from None


def event_of(payload: dict[str, Any]) -> ReceivedEvent:
    """The event that this object of Stripe's is. Raises ValueError, KeyError or TypeError when it is none."""
    if payload["object"] != "event" or not isinstance(payload["data"]["object"], dict):
        raise ValueError("no event")
    name, kind = payload["id"], payload["type"]
    if not (isinstance(name, str) and isinstance(kind, str) and name and kind):
        raise ValueError("an event without a name")
    return ReceivedEvent(name, kind, datetime.fromtimestamp(payload["created"], UTC), payload)


def refusal_of(payload: dict[str, Any]) -> Literal["", "mode", "account"]:
    """Why an event credits nothing here, though it is signed: it is of the other mode than the key, or of another account.

    What does not say, as the answers to our own questions, is ours: they were asked with the key.
    """
    live = "_live_" in settings().stripe_secret_key
    told = payload["data"]["object"]
    modes = (payload.get("livemode"), told.get("livemode"), *(one.body.get("livemode") for one in snapshots_of(told, 0)))
    if settings().stripe_secret_key and any(isinstance(mode, bool) and mode != live for mode in modes):
        return "mode"
    # Newer events call the account that something happened on their context.
    accounts = (payload.get("account"), payload.get("context"))
    return "account" if any(account not in (None, "", settings().stripe_account) for account in accounts) else ""


def _no_number(word: str) -> NoReturn:
    raise ValueError(word)
