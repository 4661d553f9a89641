"""The reference: a bare python-socketio server that sends the same bytes, and does the same two writes for a vote."""

# python-socketio has no types.
# pyright: reportUnknownMemberType=false

import asyncio
import json
import os
import sqlite3
import sys
import threading
import time
from pathlib import Path
from typing import Any

import socketio

NAMESPACE = "/_event"
ROOM = "all"
TOLD = "announced"
"""How a line of the log begins that says at which moment a message was announced."""

sio = socketio.AsyncServer(async_mode="asgi", cors_allowed_origins="*", transports=["websocket"], ping_timeout=120)
application = socketio.ASGIApp(sio, socketio_path="/_event")
PAGE: Any = json.loads(Path(os.environ["BARE_PAGE"]).read_text()) if "BARE_PAGE" in os.environ else {"delta": {"chunk_rx_state_": {}}}
"""What everybody is sent who comes."""
_local = threading.local()


def app() -> socketio.ASGIApp:
    """What the server calls for the application."""
    return application


async def connected(sid: str, *_about: Any) -> None:
    """Everybody is in the room, and hears something as a page's loading does."""
    await sio.enter_room(sid, ROOM, namespace=NAMESPACE)
    await sio.emit("event", PAGE, to=sid, namespace=NAMESPACE)


async def event(sid: str, data: dict[str, Any]) -> None:
    """`publish`: say it to the room. `vote`: write, answer, say it to the room."""
    payload = data["payload"]
    if data["name"] == "publish":
        print(TOLD, time.monotonic(), file=sys.stderr, flush=True)
        await sio.emit("event", payload, room=ROOM, namespace=NAMESPACE)
        return
    votes = await asyncio.to_thread(_vote, payload["post_id"], payload["wanted"])
    answer = {"delta": {"live": {"mine_rx_state_": {"votes": votes}}}}
    await sio.emit("event", answer, to=sid, namespace=NAMESPACE)
    said = {"kind": "post", "id": payload["post_id"], "votes": votes, "stamp": time.monotonic_ns()}
    await sio.emit("event", {"delta": {"live": {"said_rx_state_": said}}}, room=ROOM, namespace=NAMESPACE)


sio.on("connect", connected, namespace=NAMESPACE)
sio.on("event", event, namespace=NAMESPACE)


def _connection() -> sqlite3.Connection:
    if not hasattr(_local, "connection"):
        _local.connection = sqlite3.connect(os.environ["BARE_DATABASE"], isolation_level=None, timeout=15)
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "cache_size=-32000"):
            _local.connection.execute(f"PRAGMA {pragma}")
    return _local.connection


def _vote(post_id: int, wanted: bool) -> int:
    write = _connection().execute
    write("BEGIN IMMEDIATE")
    if wanted:
        changed = "INSERT INTO vote (member_id, post_id, revision, at) VALUES (1, ?, 1, '2026-01-01 00:00:00.000000')"
    else:
        changed = "DELETE FROM vote WHERE member_id = 1 AND post_id = ?"
    write(changed, (post_id,))
    step = 1 if wanted else -1
    counted = "UPDATE post SET votes_count = votes_count + ?, stamp = stamp + 1 WHERE id = ? RETURNING votes_count"
    (votes,) = write(counted, (step, post_id)).fetchone()
    write("COMMIT")
    return votes
