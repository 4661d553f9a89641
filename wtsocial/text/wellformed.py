"""Well-formed texts: what any text that a browser sends has to be before anything else looks at it."""

import re
from collections.abc import Mapping, Sequence
from typing import Final, cast

from wtsocial.core.errors import Invalid
from wtsocial.i18n import FALLBACK, texts

MOST_PARTS: Final = 20_000
"""Texts, numbers and containers in one payload; a document of choices with everything that it may hold has some 3,000."""
MOST_NESTED: Final = 20

# Half characters (lone surrogates) cannot be written as UTF-8, so no database, socket or file takes them; PostgreSQL takes no NUL.
_MALFORMED: Final = re.compile("[\x00\ud800-\udfff]")
_MALFORMED_BYTES: Final = re.compile(b"\x00|\xed[\xa0-\xbf]")


def is_wellformed(text: str) -> bool:
    """Whether a text is made of whole characters and has no NUL in it."""
    return not _MALFORMED.search(text)


def is_wellformed_utf8(data: bytes) -> bool:
    """The same for bytes that are about to be read as UTF-8; what is no UTF-8 at all is replaced by whoever reads it."""
    return not _MALFORMED_BYTES.search(data)


def check_wellformed(sent: Mapping[str, object], *, fields: Mapping[str, str] | None = None) -> None:
    """Look through all texts in what was sent, however deep they are, names among them.

    `sent` is a form (its fields by name) or the arguments of a handler, a form among them; `fields` says which field an
    argument that is no form was typed into. Raises Invalid at the field: `FIELD.characters` where the catalogue has it, else
    `error.characters`; and Invalid("error.not_understood") for what has more parts or is nested deeper than anything of ours.
    """
    waiting: list[tuple[object, str, int]] = [(value, (fields or {}).get(name, ""), 1) for name, value in sent.items()]
    if not all(map(is_wellformed, sent)):
        raise Invalid("error.not_understood")
    seen = 0
    while waiting:
        value, field, depth = waiting.pop()
        seen += 1
        if seen > MOST_PARTS or depth > MOST_NESTED:
            raise Invalid("error.not_understood")
        if isinstance(value, str):
            if not is_wellformed(value):
                raise Invalid(_key(field), field=field)
        elif isinstance(value, Mapping):
            waiting.extend(_members(cast(Mapping[object, object], value), field, depth))
        elif isinstance(value, Sequence) and not isinstance(value, bytes):
            waiting.extend((one, field, depth + 1) for one in cast(Sequence[object], value))


def _members(value: Mapping[object, object], field: str, depth: int) -> list[tuple[object, str, int]]:
    """A form's values, each under its own field's name; what is in a field stays with it."""
    members: list[tuple[object, str, int]] = []
    for name, one in value.items():
        if not isinstance(name, str) or not is_wellformed(name):
            raise Invalid("error.not_understood")
        members.append((one, name if depth == 1 else field, depth + 1))
    return members


def _key(field: str) -> str:
    own = f"{field}.characters"
    return own if own in texts(FALLBACK) else "error.characters"
