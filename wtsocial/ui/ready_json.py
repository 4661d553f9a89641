"""Ready JSON: what many browsers are sent is encoded once, and put into each message as it is."""

# Reflex leaves types open.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false

import json
import secrets
from functools import cached_property
from itertools import chain
from typing import Any, Final

from reflex.utils.serializers import serialize

from wtsocial.posts.views import PostView

_MARK: Final = secrets.token_hex(16)
"""Stands in for what is ready while the rest is encoded. Nobody else knows it, so that no text can hold it."""
_QUOTED: Final = f'"{_MARK}"'


class Ready:
    """Something that is sent to many, in JSON."""

    @cached_property
    def json(self) -> str:
        """It, encoded."""
        raise NotImplementedError


def dumps(value: Any, *, separators: tuple[str, str] = (",", ":")) -> str:
    """What Reflex's own `json_dumps` makes of it, with what is ready put in as it is."""
    ready: list[str] = []

    def encode(part: Any) -> Any:
        if isinstance(part, PostView | Ready):
            ready.append(part.json)
            return _MARK
        return serialize(part)

    encoded = json.dumps(value, default=encode, ensure_ascii=False, separators=separators)
    if not ready:
        return encoded
    # The encoder asks for each in the order in which it writes them.
    between = encoded.split(_QUOTED)
    return "".join(chain.from_iterable(zip(between, (*ready, ""), strict=True)))
