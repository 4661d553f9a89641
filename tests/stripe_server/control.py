"""What only a test may do: let things happen, hold webhooks back, order trouble. JSON in, JSON out, below /control/."""

import json
from typing import Any

from aiohttp import web

from tests.stripe_server.api import Api, Trouble
from tests.stripe_server.deliveries import Deliverer
from tests.stripe_server.happenings import ACTS
from tests.stripe_server.world import World


class Control:
    """The levers of one stand-in."""

    def __init__(self, world: World, api: Api, deliverer: Deliverer) -> None:
        self.world = world
        self.api = api
        self.deliverer = deliverer

    def routes(self) -> list[web.RouteDef]:
        return [
            web.post("/control/do/{act}/{name}", self.let_happen),
            web.get("/control/objects/{kind}", self.objects),
            web.get("/control/deliveries", self.deliveries),
            web.post("/control/deliveries/mode/{mode}", self.set_mode),
            web.post("/control/deliveries/release", self.release),
            web.post("/control/deliveries/again/{event}", self.again),
            web.post("/control/deliveries/settled", self.settled),
            web.post("/control/webhook", self.set_webhook),
            web.post("/control/trouble", self.order_trouble),
            web.post("/control/clock", self.move_clock),
        ]

    async def let_happen(self, request: web.Request) -> web.Response:
        """POST /control/do/refund/ch_… {"amount": 500}: answers the object that came of it."""
        act = ACTS.get(request.match_info["act"])
        if act is None:
            raise web.HTTPNotFound(text=f"one of {', '.join(ACTS)}")
        self.world.pass_a_second()
        try:
            made = act(self.world, request.match_info["name"], **await _said(request))
        except (KeyError, ValueError, TypeError) as wrong:
            raise web.HTTPBadRequest(text=str(wrong)) from None
        return web.json_response(made)

    async def objects(self, request: web.Request) -> web.Response:
        """GET /control/objects/charge: all of them, oldest first."""
        return web.json_response(self.world.every(request.match_info["kind"]))

    async def deliveries(self, _request: web.Request) -> web.Response:
        return web.json_response(self.deliverer.as_told())

    async def set_mode(self, request: web.Request) -> web.Response:
        """send, hold or drop what happens from now on."""
        if request.match_info["mode"] not in ("send", "hold", "drop"):
            raise web.HTTPNotFound(text="send, hold or drop")
        self.deliverer.mode = request.match_info["mode"]
        return web.json_response({})

    async def release(self, request: web.Request) -> web.Response:
        """{"order": "as_happened" | "reversed" | "shuffled", "seed": 1}"""
        return web.json_response({"released": self.deliverer.release(**await _said(request))})

    async def again(self, request: web.Request) -> web.Response:
        try:
            self.deliverer.again(request.match_info["event"])
        except KeyError:
            raise web.HTTPNotFound from None
        return web.json_response({})

    async def settled(self, request: web.Request) -> web.Response:
        """Answers when every webhook was taken; 408 when one was not within {"seconds": 10}."""
        try:
            await self.deliverer.settled(**await _said(request))
        except TimeoutError:
            raise web.HTTPRequestTimeout from None
        return web.json_response({})

    async def set_webhook(self, request: web.Request) -> web.Response:
        """{"url": "http://…/webhooks/stripe"}: where events go from now on."""
        self.deliverer.url = str((await _said(request))["url"])
        return web.json_response({})

    async def order_trouble(self, request: web.Request) -> web.Response:
        """{"times": 1, "status": 500, "seconds": 0}"""
        self.api.trouble = Trouble(**await _said(request))
        return web.json_response({})

    async def move_clock(self, request: web.Request) -> web.Response:
        """{"shift": -86400}: this world's seconds ahead of (or behind) the wall's; signatures keep the true time."""
        self.world.shift = int((await _said(request))["shift"])
        return web.json_response({})


async def _said(request: web.Request) -> dict[str, Any]:
    body = await request.text()
    return json.loads(body) if body else {}
