"""The stand-in as it runs: in the loop of a test, or on its own."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

from aiohttp import web

from tests.stripe_server.api import Api
from tests.stripe_server.control import Control
from tests.stripe_server.deliveries import Deliverer
from tests.stripe_server.pages import Pages
from tests.stripe_server.world import World

KEY = "sk_test_standing_in"
SECRET = "whsec_standing_in"


@dataclass
class StandIn:
    """A running one: where it is, and everything inside."""

    url: str
    key: str
    secret: str
    world: World
    api: Api
    deliverer: Deliverer

    @property
    def settings(self) -> dict[str, str]:
        """What a site that is to use it needs in its environment."""
        return {
            "WTSOCIAL_STRIPE_SECRET_KEY": self.key,
            "WTSOCIAL_STRIPE_WEBHOOK_SECRET": self.secret,
            "WTSOCIAL_STRIPE_API_BASE": self.url,
        }


@asynccontextmanager
async def standing_in(*, port: int = 0, webhook: str = "", key: str = KEY, secret: str = SECRET) -> AsyncIterator[StandIn]:
    """Serves on the loopback interface as long as the context lasts. Without a webhook, events are only kept."""
    world = World()
    api, deliverer = Api(world, key), Deliverer(webhook, secret)
    world.listeners.append(deliverer.take)
    app = web.Application()
    app.add_routes([web.route("*", "/v1/{path:.*}", api.answer), *Pages(world).routes(), *Control(world, api, deliverer).routes()])
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", port)
    await site.start()
    world.base = f"http://127.0.0.1:{runner.addresses[0][1]}"
    delivering = asyncio.create_task(deliverer.run())
    try:
        yield StandIn(world.base, key, secret, world, api, deliverer)
    finally:
        delivering.cancel()
        with suppress(asyncio.CancelledError):
            await delivering
        await runner.cleanup()
