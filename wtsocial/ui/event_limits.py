"""Limits on what one browser may send, and a word when something broke."""

import inspect
import logging
import secrets
from functools import lru_cache
from typing import Any, NotRequired, get_type_hints

from pydantic import ConfigDict, TypeAdapter, ValidationError
from reflex.app import App
from reflex.constants.route import RouteVar
from reflex.constants.state import FIELD_MARKER
from reflex.middleware.middleware import Middleware
from reflex.state import StateUpdate
from reflex_base.registry import RegistrationContext
from typing_extensions import TypedDict  # pydantic's wish before Python 3.12

from wtsocial.core.errors import Invalid
from wtsocial.core.settings import settings
from wtsocial.text.wellformed import check_wellformed
from wtsocial.ui.event_rate import Pace
from wtsocial.ui.session import SessionState

log = logging.getLogger(__name__)

_FROM_THE_ADDRESS = (RouteVar.PATH, RouteVar.ORIGIN, RouteVar.QUERY)


class EventLimit(Middleware):
    """Drops a browser's events beyond `events_per_minute`, and says so on its page."""

    def __init__(self) -> None:
        # A connection stays with its worker, so the worker's own memory is enough.
        self._pace = Pace(settings().events_per_minute)

    async def preprocess(self, app: App, state: Any, event: Any) -> StateUpdate | None:  # noqa: ARG002 # as Reflex calls it
        """None to go on, or what is sent instead."""
        if self._pace.allows(state.router.session.session_id):
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
    page = getattr(state, "router_data", None) or {}
    try:
        check_wellformed({name: page[name] for name in _FROM_THE_ADDRESS if name in page})
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


def say_broken(exception: Exception) -> None:
    """Log what no handler caught, under an id of its own; `handling` catches all that handlers of ours raise."""
    log.error("unhandled error %s outside a handler", secrets.token_hex(4), exc_info=exception)
