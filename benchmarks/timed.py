"""The site as it is, but its log says at which moment each message was announced, and closed tabs are forgotten in seconds."""

import sys
import time

from benchmarks.bare import TOLD
from wtsocial.core.bus import bus
from wtsocial.core.messages import Message
from wtsocial.ui import departures
from wtsocial.wtsocial import app

__all__ = ["app"]

_publish = bus.publish


async def _tell(rooms: tuple[str, ...], message: Message) -> None:
    print(TOLD, time.monotonic(), file=sys.stderr, flush=True)
    await _publish(rooms, message)


bus.publish = _tell
departures.AWAY, departures.LOOKS = 10, 2
