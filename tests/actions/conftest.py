"""What tests of changes are given beside a database: somebody who speaks as Stripe does."""

from collections.abc import AsyncIterator

import pytest

from tests.stripe_server.serving import StandIn, standing_in
from wtsocial.settings import settings


@pytest.fixture
async def stripe(database: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[StandIn]:
    """A server that speaks Stripe's API and tells nobody by itself; settings that lead to it."""
    monkeypatch.setattr("stripe._http_client.HTTPClient.INITIAL_DELAY", 0.01)
    monkeypatch.setattr("stripe._http_client.HTTPClient.MAX_DELAY", 0.01)
    async with standing_in() as running:
        for name, value in running.settings.items():
            monkeypatch.setenv(name, value)
        settings.cache_clear()
        yield running
