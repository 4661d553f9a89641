"""Departures: what a closed tab's screen held is forgotten after some minutes, and its memory given back to the machine."""

import asyncio
import ctypes
import logging
import time
from collections.abc import Callable
from typing import Any, Final

import reflex as rx
from reflex.istate.manager.memory import StateManagerMemory

from wtsocial.core.off_loop import off_loop

log = logging.getLogger(__name__)

LOOKS: Final = 30
"""Seconds between two looks."""
AWAY: Final = 300
"""Seconds that a tab may be away and find its screen as it was: a tunnel, a phone in a pocket. Drafts are kept longer."""
AT_A_TIME: Final = 20
"""After so many others have a turn."""
MANY: Final = 50
"""So many who left, or were forgotten, since the look before are worth tidying up after."""


class Departures:
    """Looks for tabs that left. Where states are in Redis they end there by themselves."""

    def __init__(self, app: rx.App, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._app = app
        self._clock = clock
        self._left: dict[str, float] = {}
        """When each was seen to be away first."""
        self._tidied = False
        """Whether the look before gave memory back."""

    async def run(self) -> None:
        """Look again and again, until cancelled."""
        while True:
            await asyncio.sleep(LOOKS)
            try:
                await self.look()
            except Exception:  # a look that fails costs memory alone
                log.exception("departures: not looked")

    async def look(self) -> int:
        """Forget the states of those who left long ago; how many that were."""
        manager: Any = self._app.state_manager
        namespace = self._app.event_namespace
        if not isinstance(manager, StateManagerMemory) or namespace is None:
            return 0
        now, present, forgotten = self._clock(), set(namespace.sid_to_token.values()), 0
        known = dict(manager._token_expires_at)
        absent = {key: token for key, (_, token) in known.items() if token.ident not in present}
        new = absent.keys() - self._left.keys()
        self._left = {key: self._left.get(key, now) for key in absent}
        for key, token in absent.items():
            lock = manager._states_locks.get(token.lock_key)
            if now - self._left[key] < AWAY or (lock and lock.locked()) or token.ident in present:
                continue
            manager._purge_token(token)
            del self._left[key]
            forgotten += 1
            if forgotten % AT_A_TIME == 0:
                await asyncio.sleep(0)
                present = set(namespace.sid_to_token.values())
        # What their sockets held is free as soon as they have left; what their screens held, once they are forgotten.
        many = max(forgotten, len(new)) >= MANY
        # Once more at the next look: the last things they held are let go while the first are given back.
        if many or self._tidied:
            await off_loop(_give_back)
        self._tidied = many
        return forgotten


def _give_back() -> None:
    """Have the C library hand free pages to the machine, where it can."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim:
        trim(0)
