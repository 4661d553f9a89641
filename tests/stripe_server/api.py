"""The API over HTTP: who asks, what it was asked before under the same key, and where it goes."""

import asyncio
import hashlib
import json
from base64 import b64decode
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import web

from tests.stripe_server.forms import Refused, expanded, nested, page
from tests.stripe_server.orders import CHANGE, MAKE
from tests.stripe_server.world import Thing, World

COLLECTIONS = {
    "checkout/sessions": "checkout.session", "billing_portal/sessions": "billing_portal.session", "customers": "customer",
    "payment_intents": "payment_intent", "charges": "charge", "balance_transactions": "balance_transaction", "refunds": "refund",
    "subscriptions": "subscription", "invoices": "invoice", "invoice_payments": "invoice_payment", "events": "event",
    "disputes": "dispute", "products": "product", "prices": "price", "payment_methods": "payment_method",
}  # fmt: skip
_EVERYWHERE = {"limit", "starting_after", "expand", "created"}


@dataclass
class Trouble:
    """How the next so many requests go wrong: answered with this status, or after so many seconds."""

    times: int = 0
    status: int = 0
    seconds: float = 0.0


@dataclass
class Api:
    """The API on one world. `asked` is every request, in order: (method, path, headers)."""

    world: World
    key: str
    trouble: Trouble = field(default_factory=Trouble)
    asked: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)
    _answered: dict[str, tuple[str, int, Thing]] = field(default_factory=dict)

    async def answer(self, request: web.Request) -> web.Response:
        """Any request below /v1."""
        self.asked.append((request.method, request.path, dict(request.headers)))
        body = await request.text()
        headers = {"Request-Id": f"req_{len(self.asked):014}", "Stripe-Version": request.headers.get("Stripe-Version", "")}
        if self.trouble.times > 0:
            self.trouble.times -= 1
            await asyncio.sleep(self.trouble.seconds)
            if self.trouble.status:
                error = Refused("Trouble was ordered.", status=self.trouble.status, kind="api_error")
                return web.json_response(error.body, status=error.status, headers=headers)
        try:
            self._check_key(request)
            status, answer, again = self._once(request, body)
        except Refused as refused:
            return web.json_response(refused.body, status=refused.status, headers=headers)
        if again:
            headers["Idempotent-Replayed"] = "true"
        return web.json_response(answer, status=status, headers=headers)

    def _check_key(self, request: web.Request) -> None:
        scheme, _, given = request.headers.get("Authorization", "").partition(" ")
        if scheme == "Basic":
            given = b64decode(given).decode().partition(":")[0]
        if not given:
            raise Refused("You did not provide an API key.", status=401)
        if given != self.key:
            raise Refused(f"Invalid API Key provided: {given[:8]}****{given[-4:]}", status=401)

    def _once(self, request: web.Request, body: str) -> tuple[int, Thing, bool]:
        key = request.headers.get("Idempotency-Key", "") if request.method == "POST" else ""
        mark = hashlib.sha256(f"{request.path}\n{body}".encode()).hexdigest()
        if key in self._answered:
            before, status, answer = self._answered[key]
            if before != mark:
                raise Refused(
                    "Keys for idempotent requests can only be used with the same parameters they were first used with.",
                    kind="idempotency_error",
                )
            return status, answer, True
        answer = self._do(request, body)
        if key:
            self._answered[key] = (mark, 200, json.loads(json.dumps(answer)))
        return 200, answer, False

    def _do(self, request: web.Request, body: str) -> Thing:
        params = nested(list(request.query.items()) or parse_qsl(body, keep_blank_values=True))
        collection, name, behind = _parts(request.path)
        if collection not in COLLECTIONS:
            raise Refused(f"Unrecognized request URL ({request.method}: {request.path}).", status=404)
        wanted = params.pop("expand", [])
        if not name:
            if request.method == "GET":
                return self._list(collection, {**params, "expand": wanted}, request.path)
            if collection not in MAKE:
                raise Refused(f"Unrecognized request URL ({request.method}: {request.path}).", status=404)
            return expanded(self.world, MAKE[collection](self.world, params), wanted)
        found = self.world.find(name, COLLECTIONS[collection])
        if found is None:
            raise Refused(f"No such {COLLECTIONS[collection]}: '{name}'", param="id", code="resource_missing", status=404)
        if request.method != "GET" or behind:
            if (request.method, collection, behind) not in CHANGE:
                raise Refused(f"Unrecognized request URL ({request.method}: {request.path}).", status=404)
            found = CHANGE[request.method, collection, behind](self.world, found, params)
        return expanded(self.world, found, wanted)

    def _list(self, collection: str, params: Thing, url: str) -> Thing:
        found = self.world.every(COLLECTIONS[collection])
        for name, value in params.items():
            if name == "status" and collection == "subscriptions":
                found = [one for one in found if value == "all" or one["status"] == value]
            elif name == "types":
                found = [one for one in found if one["type"] in value]
            elif name == "payment":
                found = [one for one in found if one["payment"]["payment_intent"] == value["payment_intent"]]
            elif name not in _EVERYWHERE:
                found = [one for one in found if _is(one, name, value)]
        if collection == "subscriptions" and "status" not in params:
            found = [one for one in found if one["status"] != "canceled"]
        return page(self.world, found, params, url)


def _is(thing: Thing, name: str, value: Any) -> bool:
    if name not in thing:
        raise Refused(f"Received unknown parameter: {name}", param=name, code="parameter_unknown")
    return thing[name] == value


def _parts(path: str) -> tuple[str, str, str]:
    """collection, id, what stands behind the id"""
    steps = path.removeprefix("/v1/").strip("/").split("/")
    deep = 2 if steps[0] in ("checkout", "billing_portal") else 1
    name, behind = [*steps[deep:], "", ""][:2]
    return "/".join(steps[:deep]), name, behind
