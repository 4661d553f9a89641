"""The reference: a bare python-socketio server that sends the same bytes, and writes the same rows for an act (`bare_rows.py`)."""

# python-socketio has no types.
# pyright: reportUnknownMemberType=false

import asyncio
import json
import os
import sys
import time
from pathlib import Path
from typing import Any

import socketio

from benchmarks.bare_rows import write

NAMESPACE = "/_event"
ROOM = "all"
TOLD = "announced"
"""How a line of the log begins that says at which moment a message was announced."""

sio = socketio.AsyncServer(async_mode="asgi", cors_allowed_origins="*", transports=["websocket"], ping_timeout=120)
application = socketio.ASGIApp(sio, socketio_path="/_event")
PAGE: Any = json.loads(Path(os.environ["BARE_PAGE"]).read_text()) if "BARE_PAGE" in os.environ else {"delta": {"chunk_rx_state_": {}}}
"""What everybody is sent who comes."""


def app() -> socketio.ASGIApp:
    """What the server calls for the application."""
    return application


async def connected(sid: str, *_about: Any) -> None:
    """Everybody is in the room, and hears something as a page's loading does."""
    await sio.enter_room(sid, ROOM, namespace=NAMESPACE)
    await sio.emit("event", PAGE, to=sid, namespace=NAMESPACE)


async def event(sid: str, data: dict[str, Any]) -> None:
    """`publish`: say it to the room. Any other name is an act's: write, answer, say it to the room."""
    payload = data["payload"]
    if data["name"] == "publish":
        print(TOLD, time.monotonic(), file=sys.stderr, flush=True)
        await sio.emit("event", payload, room=ROOM, namespace=NAMESPACE)
        return
    number = await asyncio.to_thread(write, data["name"], payload)
    answer = {"delta": {"live": {"mine_rx_state_": {"number": number}}}}
    await sio.emit("event", answer, to=sid, namespace=NAMESPACE)
    said = {"kind": "post", "id": payload["post_id"], "number": number, "stamp": time.monotonic_ns()}
    await sio.emit("event", {"delta": {"live": {"said_rx_state_": said}}}, room=ROOM, namespace=NAMESPACE)


sio.on("connect", connected, namespace=NAMESPACE)
sio.on("event", event, namespace=NAMESPACE)
