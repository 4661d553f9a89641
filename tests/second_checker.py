"""A second checker of histories, written from docs/HISTORY.md alone: it knows nothing of the program, and imports nothing of it.

`python tests/second_checker.py URL` checks what a server answers there.
"""

import hashlib
import json
import sys
import urllib.request
from collections.abc import Callable
from typing import Any
from urllib.parse import urljoin

FACTS = {"number", "editor", "at", "change", "via", "reason", "own_error", "restores", "size"}
CONTENT = {"headline", "text", "rules", "note", "source"}
SHORT = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def written(value: Any) -> str:
    """A value as the specification writes it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, str):
        signs = (SHORT.get(sign) or (f"\\u{ord(sign):04x}" if sign < " " else sign) for sign in value)
        return f'"{"".join(signs)}"'
    return "{" + ",".join(f"{written(name)}:{written(value[name])}" for name in sorted(value)) + "}"


def digest(value: Any) -> str:
    """H(object)."""
    return hashlib.sha256(written(value).encode("utf-8")).hexdigest()


def trouble(pages: list[dict[str, Any]]) -> str:
    """What is wrong with a history, given as all parts of an answer in order; empty when nothing is."""
    before, count, newest = "0" * 64, 0, None
    thing, head = pages[0]["thing"], pages[0]["head"]
    for revision in (revision for page in pages for revision in page["revisions"]):
        count += 1
        wrong = _wrong(revision, thing, before, count)
        if wrong:
            return f"revision {count}: {wrong}"
        before, newest = revision["seal"], revision["content"]
    if count != pages[0]["revision"]:
        return f"{count} revisions of {pages[0]['revision']}"
    if before != head:
        return "the head is not the last seal"
    shown = pages[0]["shown"]
    if shown is not None and newest is not None and any(shown[name] != newest[name] for name in ("headline", "text", "rules")):
        return "something else is shown"
    return ""


def _wrong(revision: dict[str, Any], thing: str, before: str, number: int) -> str:
    facts, content, salt = revision["facts"], revision["content"], revision["salt"]
    if set(facts) != FACTS or facts["number"] != number:
        return "its facts are not those of this number"
    if (content is None) != (salt is None):
        return "content and salt go together"
    withheld = revision["erased_at"] is not None or revision["hidden"]
    if withheld != (content is None):
        return "withheld without a word, or a word without being withheld"
    if content is not None:
        if set(content) != CONTENT or digest({"content": content, "salt": salt}) != revision["digest"]:
            return "its content is not what was digested"
        if facts["size"] != sum(len(content[name]) for name in ("headline", "text", "rules")):
            return "its size is another one"
    sealed = {"before": before, "content": revision["digest"], "facts": facts, "thing": thing, "version": 1}
    return "" if digest(sealed) == revision["seal"] else "its seal does not fit"


def parts(address: str, get: Callable[[str], dict[str, Any]]) -> list[dict[str, Any]]:
    """All parts of an answer, by following `next`."""
    found = [get(address)]
    while found[-1]["next"]:
        found.append(get(urljoin(address, found[-1]["next"])))
    return found


def _get(address: str) -> dict[str, Any]:
    with urllib.request.urlopen(address) as answer:
        return json.load(answer)


if __name__ == "__main__":
    wrong = trouble(parts(sys.argv[1], _get))
    sys.exit(wrong or 0)
