"""Limits on what one browser may send, and a word when something broke."""

import logging
import secrets
from typing import Any

from limits.util import parse
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import MovingWindowRateLimiter
from reflex.app import App
from reflex.constants.state import FIELD_MARKER
from reflex.middleware.middleware import Middleware
from reflex.state import StateUpdate

from wtsocial.settings import settings
from wtsocial.ui.session import SessionState

log = logging.getLogger(__name__)


class EventLimit(Middleware):
    """Drops a browser's events beyond `events_per_minute`, and says so on its page."""

    def __init__(self) -> None:
        # A connection stays with its worker, so the worker's own memory is enough.
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        self._limit = parse(f"{settings().events_per_minute}/minute")

    async def preprocess(self, app: App, state: Any, event: Any) -> StateUpdate | None:  # noqa: ARG002 # as Reflex calls it
        """None to go on, or what is sent instead."""
        if await self._limiter.hit(self._limit, state.router.session.session_id):
            return None
        return StateUpdate(delta={SessionState.get_full_name(): {"alert" + FIELD_MARKER: {"key": "error.too_fast", "params": {}}}})


def say_broken(exception: Exception) -> None:
    """Log what no handler caught, under an id of its own; `answering` catches all that handlers of ours raise."""
    log.error("unhandled error %s outside a handler", secrets.token_hex(4), exc_info=exception)
