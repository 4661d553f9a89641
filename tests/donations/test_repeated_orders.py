"""An order that is sent twice is one order."""

import pytest
from sqlmodel import select

from tests.donations.giving import gift
from tests.factories import make_member
from tests.stripe_server.api import Trouble
from tests.stripe_server.serving import StandIn
from wtsocial import db
from wtsocial.core.errors import Refusal
from wtsocial.donations import checkout
from wtsocial.models import Donation


async def test_an_order_that_is_sent_again_is_the_same_order_also_when_stripe_did_not_answer_at_first(stripe: StandIn) -> None:
    ana, key = await make_member("ana"), "0123456789abcdef0123456789abcdef"
    stripe.api.trouble = Trouble(times=9, status=500)
    with pytest.raises(Refusal, match=r"donate\.unreachable"):
        await checkout.start(ana, **gift(), idempotency_key=key)
    stripe.api.trouble = Trouble()
    urls = [await checkout.start(ana, **gift(), idempotency_key=key) for _ in range(3)]
    async with db.reading() as session:
        assert len((await session.exec(select(Donation))).all()) == 1
    assert len(set(urls)) == 1
    assert await checkout.start(ana, **gift(), idempotency_key=key[::-1]) != urls[0]
