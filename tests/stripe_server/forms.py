"""What Stripe's API has everywhere: bodies with brackets, errors, lists in pages, expanded fields."""

import re
from collections.abc import Iterable
from copy import deepcopy
from typing import Any

from tests.stripe_server.world import Thing, World

MOST = 100
_PART = re.compile(r"\[([^\[\]]*)\]")


class Refused(Exception):
    """An error as the API answers it."""

    def __init__(self, message: str, *, param: str | None = None, code: str | None = None, status: int = 400, kind: str = "") -> None:
        super().__init__(message)
        self.status = status
        self.body: Thing = {"error": {"message": message, "type": kind or ("card_error" if status == 402 else "invalid_request_error")}}
        if code:
            self.body["error"]["code"] = code
        if param:
            self.body["error"]["param"] = param


def nested(pairs: Iterable[tuple[str, str]]) -> Thing:
    """`a[b][0][c]=1` as {"a": {"b": [{"c": "1"}]}}; `a[]=1` adds to a list."""
    found: Thing = {}
    for name, value in pairs:
        first, _, rest = name.partition("[")
        path: list[str] = [first, *_PART.findall("[" + rest)] if rest else [first]
        at = found
        for step in path[:-1]:
            at = at.setdefault(step or str(len(at)), {})
        at[path[-1] or str(len(at))] = value
    return _lists(found)


def _lists(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    inner = {name: _lists(one) for name, one in value.items()}
    return list(inner.values()) if inner and all(name.isdigit() for name in inner) else inner


def page(world: World, found: list[Thing], params: Thing, url: str) -> Thing:
    """A page of these (given oldest first), the newest first. Raises Refused on a cursor or a limit that is none."""
    limit = params.get("limit", "10")
    if not limit.isdigit() or not 1 <= int(limit) <= MOST:
        raise Refused("This value must be between 1 and 100 (inclusive).", param="limit")
    newest = [thing for thing in reversed(found) if _created(thing, params.get("created"))]
    if after := params.get("starting_after"):
        names = [thing["id"] for thing in newest]
        if after not in names:
            raise Refused(f"No such object: '{after}'", param="starting_after", code="resource_missing")
        newest = newest[names.index(after) + 1 :]
    shown = newest[: int(limit)]
    wrapped: Thing = {"object": "list", "data": shown, "has_more": len(newest) > len(shown), "url": url}
    return expanded(world, wrapped, params.get("expand", []))


def _created(thing: Thing, wanted: Any) -> bool:
    if not wanted:
        return True
    if isinstance(wanted, str):
        return thing["created"] == int(wanted)
    tests = {"gte": int.__ge__, "gt": int.__gt__, "lte": int.__le__, "lt": int.__lt__}
    return all(tests[name](thing["created"], int(moment)) for name, moment in wanted.items())


def expanded(world: World, thing: Thing, paths: list[str]) -> Thing:
    """A copy in which the ids at these paths are the objects themselves. Raises Refused for what cannot be expanded."""
    copy = deepcopy(thing)
    for path in paths:
        if path.count(".") > 3:
            raise Refused("You cannot expand more than 4 levels of a property.", param="expand")
        _expand(world, copy, path.split("."), path)
    return copy


def _expand(world: World, at: Any, steps: list[str], path: str) -> None:
    if isinstance(at, list):
        for one in at:
            _expand(world, one, steps, path)
        return
    step, rest = steps[0], steps[1:]
    _include(world, at, step)
    if step not in at:
        raise Refused(f"This property cannot be expanded ({path}).", param="expand")
    if isinstance(at[step], str):
        found = world.find(at[step])
        if found is None:
            raise Refused(f"This property cannot be expanded ({path}).", param="expand")
        at[step] = deepcopy(found)
    if rest and at[step] is not None:
        _expand(world, at[step], rest, path)


def _include(world: World, at: Thing, step: str) -> None:
    """Lists that an object only has when they are asked for."""
    kinds = {("charge", "refunds"): ("refund", "charge"), ("invoice", "payments"): ("invoice_payment", "invoice")}
    kind = kinds.get((at.get("object", ""), step))
    if kind and step not in at:
        listed = [deepcopy(one) for one in reversed(world.every(kind[0], **{kind[1]: at["id"]}))]
        at[step] = {"object": "list", "data": listed, "has_more": False, "url": f"/v1/{at['object']}s/{at['id']}/{step}"}
