"""Limits on what one browser may send, and a word when something broke."""

import inspect
import logging
import secrets
from functools import lru_cache
from typing import Any, NotRequired, cast, get_type_hints

from pydantic import ConfigDict, TypeAdapter, ValidationError
from reflex.app import App
from reflex.constants.state import FIELD_MARKER
from reflex.event import EventSpec
from reflex.middleware.middleware import Middleware
from reflex.state import StateUpdate
from reflex_base.registry import RegistrationContext
from typing_extensions import TypedDict  # pydantic's wish before Python 3.12

from wtsocial.core.errors import Unavailable
from wtsocial.core.settings import settings
from wtsocial.ui.event_rate import Pace
from wtsocial.ui.session import SessionState

log = logging.getLogger(__name__)


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
    """Refuses an event whose arguments are not what its handler takes, in number, name and type.

    A browser may send anything: type hints alone check nothing, and Reflex itself would read "1 " as 1.
    """

    async def preprocess(self, app: App, state: Any, event: Any) -> StateUpdate | None:  # noqa: ARG002 # as Reflex calls it
        """None to go on, or what is sent instead."""
        try:
            _shape(event.name).validate_python(event.payload)
        except (ValidationError, RecursionError):
            log.warning("refused %.200s: its arguments are not what it takes", event.name)
            answers = {"errors" + FIELD_MARKER: {"": {"key": "error.not_understood", "params": {}}}}
            return StateUpdate(delta={event.state_cls.get_full_name(): answers} if "errors" in event.state_cls.vars else {})
        return None


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
