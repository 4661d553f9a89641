"""The draw of a jury, as anybody can work it out again (docs/adr/0022-juries-by-draw.md). Pure.

`tools/recompute_draw.py` does the same and imports nothing of this.
"""

import hashlib
from collections.abc import Iterable

PROTOCOL = "wtsocial jury 1"


def _digest(*parts: str | int) -> str:
    """SHA-256 of the protocol's name and some words, a line for each; in hexadecimal digits."""
    return hashlib.sha256("\n".join(map(str, (PROTOCOL, *parts))).encode()).hexdigest()


def commitment(entry_id: int, number: str) -> str:
    """By which the site says that it has a number, without telling it."""
    return _digest("number", entry_id, number)


def appellant_number(words: str) -> str:
    """What an author's words count as: they are not told to anybody."""
    return _digest("appellant", words)


def ticket(entry_id: int, member_id: int, nonce: str) -> str:
    """Under which a member stands in the pool: it names nobody, and is nobody else's."""
    return _digest("ticket", entry_id, member_id, nonce)


def pool_hash(tickets: Iterable[str]) -> str:
    """By which a pool is set down before anybody knows who will be drawn of it."""
    return _digest("pool", *sorted(tickets))


def seed(entry_id: int, pool: str, site_number: str, appellants: str) -> str:
    """What the draw goes by: the hash of the pool, and the numbers of both sides."""
    return _digest("seed", entry_id, pool, site_number, appellants)


def order(tickets: Iterable[str], seeded: str) -> list[str]:
    """All tickets in the order in which they are drawn."""
    return sorted(tickets, key=lambda one: _digest("draw", seeded, one))
