"""The chain of revisions: each is sealed over the one before it, its facts, and a salted digest of its text.

docs/HISTORY.md is the specification; whoever changes one changes the other, and the version with them.
"""

import hashlib
import json
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

VERSION: Final = 1
START: Final = "0" * 64
"""What stands before the first revision of a thing."""

CONTENT: Final = ("headline", "text", "rules", "note", "source")
"""What people typed: it lies with the salt, and is erased with it."""
FACTS: Final = ("number", "editor", "at", "change", "via", "reason", "own_error", "restores", "size")
"""What stays when the text is erased."""


def new_salt() -> str:
    """256 random bits in hexadecimal: with them gone, no guess at an erased text can be tried against its digest."""
    return secrets.token_hex(32)


def digest_of(salt: str, content: Mapping[str, str]) -> str:
    """The SHA-256 (hexadecimal) of a salt and the `CONTENT` fields."""
    return _sha256({"content": {name: content[name] for name in CONTENT}, "salt": salt})


def seal(thing: str, before: str, facts: Mapping[str, Any], digest: str) -> str:
    """The seal (SHA-256, hexadecimal) of a revision of `thing` ("post/42") over the seal `before` it, its `FACTS` and its digest."""
    named = {name: facts[name] for name in FACTS}
    return _sha256({"before": before, "content": digest, "facts": named, "thing": thing, "version": VERSION})


def facts_of(row: Mapping[str, Any]) -> dict[str, Any]:
    """The facts of a revision, from the columns of its row."""
    facts = {name: row[name] for name in FACTS if name not in ("editor", "at")}
    return facts | {"editor": row["editor_id"], "at": instant(row["at"])}


def instant(at: datetime) -> str:
    """A moment as the chain writes it: UTC, to the microsecond ("2026-11-23T09:30:00.000001Z")."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def size_of(content: Mapping[str, str]) -> int:
    """The size of a revision: the characters (code points) of its headline, text and rules."""
    return sum(len(content[name]) for name in ("headline", "text", "rules"))


def _sha256(value: Mapping[str, Any]) -> str:
    # One way to write it: keys sorted, no spaces, every letter as itself.
    written = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(written.encode()).hexdigest()
