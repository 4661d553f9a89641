"""Limits on what browsers may send: which events, how many, of what shape; and a word when something broke."""

import inspect
import logging
import secrets
from functools import lru_cache
from typing import Any, Final, NotRequired, cast, get_type_hints
from urllib.parse import unquote

from pydantic import ConfigDict, TypeAdapter, ValidationError
from reflex.app import App
from reflex.constants.route import RouteVar
from reflex.constants.state import FIELD_MARKER
from reflex.event import EventSpec
from reflex.middleware.middleware import Middleware
from reflex.state import StateUpdate
from reflex_base.registry import RegistrationContext
from typing_extensions import TypedDict  # pydantic's wish before Python 3.12

from wtsocial.accounts.sessions import member_of
from wtsocial.core.errors import Invalid, Unavailable
from wtsocial.core.pace import Pace
from wtsocial.core.settings import settings
from wtsocial.core.tokens import session_of
from wtsocial.gateways.rate_limits import client_address
from wtsocial.text.wellformed import check_wellformed
from wtsocial.ui.connection import address_of, cookie_of, sid_of
from wtsocial.ui.session import SessionState

log = logging.getLogger(__name__)

_FROM_THE_ADDRESS = (RouteVar.PATH, RouteVar.ORIGIN, RouteVar.QUERY)


FRAMEWORK_EVENTS: Final = ("hydrate", "hydrate_and_load", "on_load_internal", "handle_frontend_exception")
"""Reflex's own handlers that a browser has a reason to call: it comes, it goes to another page, it says that something broke.

All others (`setvar` of every state, what stores in the browser, uploads) are for programs that use them.
"""


LOGGED_PER_MINUTE: Final = 60
"""Lines about refused events in one process: who sends thousands fills no disk with them."""


class EventGate:
    """Lets through a browser's events that are ours, and of the framework's those that we use; the others do nothing.

    It stands before the queue, where what the server itself calls does not come by, and before the limits: what is refused here costs
    next to nothing, and no answer.
    """

    def __init__(self, namespace: Any) -> None:
        self._pass_on = namespace.on_event
        self._logged = Pace(LOGGED_PER_MINUTE)
        namespace.on_event = self.on_event
        namespace.on_ping = self.on_ping

    async def on_event(self, sid: str, data: Any = None, *more: Any) -> None:
        """An event of the browser at this connection; one without anything in it, or with more than one thing, is none of ours."""
        data = None if more else data
        name, payload = (data.get("name"), data.get("payload")) if isinstance(data, dict) else (None, None)
        # Nothing of ours is kept in a browser's storage, so nothing of it is taken in.
        storing = isinstance(payload, dict) and "vars" in payload and str(name).endswith(".hydrate_and_load")
        if not isinstance(name, str) or not is_allowed(name) or storing:
            if self._logged.allows(""):
                log.warning("refused %.200r: nothing here sends that", name)
            return
        await self._pass_on(sid, data)

    async def on_ping(self, _sid: str, *_more: Any) -> None:
        """The framework's question whether somebody is there, which no page of ours asks: not answered, since no limit counts it."""


@lru_cache(maxsize=1024)
def is_allowed(name: str) -> bool:
    """Whether a browser may send the event of this name."""
    known = RegistrationContext.get().event_handlers.get(name)
    if known is None:
        return False
    return known.handler.fn.__module__.startswith("wtsocial.") or name.rpartition(".")[2] in FRAMEWORK_EVENTS


class EventLimit(Middleware):
    """Drops a browser's events beyond what a tab, its member and its network address may send in a minute, and says so on its page."""

    def __init__(self) -> None:
        # A connection stays with its worker, so the worker's own memory is enough.
        self._own = Pace(settings().events_per_minute)
        self._address = Pace(settings().events_per_minute_of_address)

    async def preprocess(self, app: App, state: Any, event: Any) -> StateUpdate | None:  # noqa: ARG002 # as Reflex calls it
        """None to go on, or what is sent instead."""
        member = member_of(session_of(cookie_of(state)))
        keys = [sid_of(state), *([f"member {member}"] if member else [])]
        address = client_address(address_of(state), "")
        if all(self._own.allows(key) for key in keys) and self._address.allows(address):
            return None
        return StateUpdate(delta={SessionState.get_full_name(): {"alert" + FIELD_MARKER: {"key": "error.too_fast", "params": {}}}})


class EventShape(Middleware):
    """Refuses an event whose arguments are not what its handler takes, in number, name and type, or hold what is no text.

    A browser may send anything: type hints alone check nothing, and Reflex itself would read "1 " as 1. A state says in
    `typed_into` (handler → field) where to show what is wrong with an argument that is no form.
    """

    async def preprocess(self, app: App, state: Any, event: Any) -> StateUpdate | None:  # noqa: ARG002 # as Reflex calls it
        """None to go on, or what is sent instead."""
        try:
            _check_texts(state, event)
            _shape(event.name).validate_python(event.payload)
        except Invalid as refused:
            return _refusal(event, refused.key, refused.field)
        except (ValidationError, RecursionError):
            return _refusal(event, "error.not_understood", "")
        return None


def _check_texts(state: Any, event: Any) -> None:
    """All texts of an event: its arguments, and the address of the page that it comes from. Raises Invalid."""
    field = str(getattr(event.state_cls, "typed_into", {}).get(event.name.rpartition(".")[2], ""))
    check_wellformed(event.payload, fields=dict.fromkeys(event.payload, field))
    page = state.get_value("router_data")
    try:
        # As whoever reads it will: `%00` is a NUL by then.
        address = {name: page[name] for name in _FROM_THE_ADDRESS if name in page}
        check_wellformed({name: unquote(part) if isinstance(part, str) else part for name, part in address.items()})
    except Invalid:
        raise Invalid("error.not_understood") from None


def _refusal(event: Any, key: str, field: str) -> StateUpdate:
    log.warning("refused %.200s: its arguments are not what it takes", event.name)
    answers = {"errors" + FIELD_MARKER: {field: {"key": key, "params": {}}}}
    return StateUpdate(delta={event.state_cls.get_full_name(): answers} if "errors" in event.state_cls.vars else {})


@lru_cache(maxsize=1024)
def _shape(name: str) -> TypeAdapter[Any]:
    """What the handler of this name takes, none of it turned into something else."""
    function = RegistrationContext.get().event_handlers[name].handler.fn
    hints = get_type_hints(function)
    takes = [parameter for parameter in inspect.signature(function).parameters.values() if parameter.name != "self"]
    kinds = {each.name: hints.get(each.name, Any) for each in takes}
    fields = {each.name: kinds[each.name] if each.default is each.empty else NotRequired[kinds[each.name]] for each in takes}
    payload: Any = TypedDict("payload", fields)  # pyright: ignore[reportArgumentType] # its fields are known at run time alone
    payload.__pydantic_config__ = ConfigDict(strict=True, extra="forbid", arbitrary_types_allowed=True)
    return TypeAdapter(payload)


def say_broken(exception: Exception) -> EventSpec | None:
    """What is done about an exception that no handler caught: an outage is told on the page, all else logged under an id of its own.

    `handling` catches all that it is around.
    """
    if isinstance(exception, Unavailable):
        return cast("EventSpec", SessionState.say_away())
    log.error("unhandled error %s outside a handler", secrets.token_hex(4), exc_info=exception)
    return None
