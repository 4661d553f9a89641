"""The chain of revisions: each is sealed over the one before it, its facts, and a salted digest of its text.

docs/HISTORY.md is the specification; whoever changes one changes the other, and the version with them.
"""

import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

VERSION: Final = 1
START: Final = "0" * 64
"""What stands before the first revision of a thing."""

CONTENT: Final = ("headline", "text", "rules", "note", "source")
"""What people typed: it lies with the salt, and is erased with it."""
FACTS: Final = ("number", "editor", "at", "change", "via", "reason", "own_error", "restores", "size")
"""What stays when the text is erased."""

SHOWN: Final = ("headline", "text", "rules")
"""What a thing shows of its newest revision."""


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


@dataclass(frozen=True)
class Flaw:
    """The first broken link of a chain: the number of the revision, and what is wrong there.

    `missing` there is none of that number; `content` its text, note, source or salt are not those that were digested; `remains` it is
    erased, but something of its text or salt is left; `seal` its facts, its digest or what stands before it are not those that were
    sealed; `count` the thing counts another number of revisions; `head` the thing's head is not the newest seal; `shown` the thing
    shows something else than its newest revision.
    """

    number: int
    why: str


class Walk:
    """Goes along the chain of one thing ("post/42") revision by revision, and remembers the first flaw alone."""

    def __init__(self, thing: str) -> None:
        self.count = 0
        self.flaw: Flaw | None = None
        self._thing = thing
        self._seal = START
        self._newest: Mapping[str, str] = dict.fromkeys(CONTENT, "")

    def step(self, row: Mapping[str, Any]) -> None:
        """Take the columns of the next revision, in the order of their numbers."""
        self.count += 1
        why = "missing" if row["number"] != self.count else self._wrong(row)
        self._found(self.count, why)
        self._seal = row["seal"]
        self._newest = {name: row[name] for name in CONTENT}

    def end(self, *, head: str, count: int, shown: Mapping[str, str]) -> Flaw | None:
        """The first flaw, after what the thing itself says: its head, its count of revisions, and the `SHOWN` of its newest one."""
        self._found(min(count, self.count) + 1, "count" if count != self.count else "")
        self._found(self.count, "head" if head != self._seal else "")
        self._found(self.count, "shown" if any(shown[name] != self._newest[name] for name in SHOWN) else "")
        return self.flaw

    def _wrong(self, row: Mapping[str, Any]) -> str:
        if row["erased_at"] is not None:
            if row["salt"] or any(row[name] for name in CONTENT):
                return "remains"
        elif digest_of(row["salt"], row) != row["digest"]:
            return "content"
        return "" if seal(self._thing, self._seal, facts_of(row), row["digest"]) == row["seal"] else "seal"

    def _found(self, number: int, why: str) -> None:
        if why and self.flaw is None:
            self.flaw = Flaw(number, why)


def _sha256(value: Mapping[str, Any]) -> str:
    # One way to write it: keys sorted, no spaces, every letter as itself.
    written = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(written.encode()).hexdigest()
