"""Events are believed only when Stripe signed them, and only for some minutes."""

import json
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.gateways.stripe.stripe_shapes import DATA
from tests.stripe_server.deliveries import signature
from wtsocial.core.settings import settings
from wtsocial.gateways.stripe.payments import ReceivedEvent, SignatureRefused, read_event

EVENT = json.dumps(
    {"id": "evt_1", "object": "event", "type": "charge.succeeded", "created": 1_800_000_000, "data": {"object": {"id": "ch_1"}}}
)


@pytest.fixture
def secret(environment: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("WTSOCIAL_STRIPE_WEBHOOK_SECRET", "whsec_test")
    settings.cache_clear()
    return "whsec_test"


def signed(body: str | bytes, secret: str, seconds: int = 0) -> str:
    return signature(body if isinstance(body, bytes) else body.encode(), secret, int(time.time()) + seconds)


def test_a_signed_event_is_read(secret: str) -> None:
    event = read_event(EVENT.encode(), signed(EVENT, secret))
    assert event == ReceivedEvent("evt_1", "charge.succeeded", datetime.fromtimestamp(1_800_000_000, UTC), json.loads(EVENT))


def test_an_event_is_believed_when_one_of_several_signatures_fits(secret: str) -> None:
    moment, right = signed(EVENT, secret).split(",")
    assert read_event(EVENT.encode(), f"{moment},v1={'0' * 64},{right},v0=1").id == "evt_1"


def test_an_event_is_believed_for_five_minutes_around_now(secret: str) -> None:
    for seconds in (-295, 295):
        assert read_event(EVENT.encode(), signed(EVENT, secret, seconds)).id == "evt_1"
    for seconds in (-305, 305, 10**9):
        with pytest.raises(SignatureRefused):
            read_event(EVENT.encode(), signed(EVENT, secret, seconds))


@pytest.mark.parametrize(
    "header",
    ["", "t=1", "v1=abc", "nonsense", "t=,v1=", "t=now,v1=abc", f"t=NOW,v1={'0' * 64}", "t=NOW,v1=é", f"t={'9' * 5000},v1=a",
     ",,,==", "t=1,t=2,v1=\ud800"],
)  # fmt: skip
def test_a_missing_or_wrong_signature_is_refused(secret: str, header: str) -> None:
    with pytest.raises(SignatureRefused):
        read_event(EVENT.encode(), header.replace("NOW", str(int(time.time()))))


def test_a_signature_of_another_body_secret_or_scheme_is_refused(secret: str) -> None:
    for body, header in (
        (EVENT + " ", signed(EVENT, secret)),
        (EVENT, signed(EVENT, "whsec_other")),
        (EVENT, signed(EVENT, secret).replace("v1=", "v0=")),
    ):
        with pytest.raises(SignatureRefused):
            read_event(body.encode(), header)


def test_without_a_secret_nothing_is_believed(environment: Path) -> None:
    with pytest.raises(SignatureRefused):
        read_event(EVENT.encode(), signed(EVENT, ""))


@pytest.mark.parametrize(
    "body",
    [b"", b"{}", b"[]", b"null", b"\xff\xfe", b"not json", b"[" * 100_000, EVENT.replace('"event"', '"charge"').encode(),
     EVENT.replace('"ch_1"', "NaN").encode(), EVENT.replace('"evt_1"', "5").encode(), EVENT.replace("1800000000", '"today"').encode(),
     EVENT.replace("1800000000", "1e999").encode(), EVENT.replace('{"id": "ch_1"}', "7").encode()],
)  # fmt: skip
def test_what_is_signed_but_no_event_is_refused(secret: str, body: bytes) -> None:
    with pytest.raises(SignatureRefused):
        read_event(body, signed(body, secret))


@pytest.mark.parametrize("sample", sorted(DATA.glob("stripe_webhooks/*.json")), ids=lambda path: path.stem)
def test_every_sample_of_a_webhook_is_read(secret: str, sample: Path) -> None:
    body = sample.read_bytes()
    event = read_event(body, signed(body, secret))
    assert sample.stem.startswith(event.type)
    assert event.payload == json.loads(body)
