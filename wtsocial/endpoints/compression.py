"""Compression: which content coding an answer has for whom, and bodies in it."""

import gzip
import re
from functools import lru_cache
from typing import Any, Final, cast

import brotli

from wtsocial.core.off_loop import off_loop

LEAST: Final = 500
"""Bytes that are worth it."""
LARGE: Final = 200_000
"""Bytes that take some milliseconds."""
_GZIP_LEVEL: Final = 6
_BROTLI_QUALITY: Final = 5
"""About as quick as the above, and a sixth smaller."""
_WEIGHT: Final = re.compile(r"\s*;\s*q=([01](?:\.[0-9]{0,3})?)\s*", re.IGNORECASE)


@lru_cache(maxsize=256)
def coding_for(accept_encoding: str) -> str:
    """`br`, `gzip` or, for who takes neither, "": out of an Accept-Encoding header (RFC 9110, 12.5.3)."""
    weights: dict[str, float] = {}
    for wish in accept_encoding.lower().split(",")[:20]:
        coding, _, weight = wish.partition(";")
        found = _WEIGHT.fullmatch(f";{weight}") if weight else None
        weights[coding.strip()] = (float(found[1]) if found else 0.0) if weight else 1.0
    other = weights.get("*", 0.0)
    offered = [(weights.get(coding, other), coding) for coding in ("br", "gzip")]
    # The first of those wished for most: max() keeps the order of equals.
    weight, coding = max(offered, key=lambda one: one[0])
    return coding if weight > 0 else ""


async def compress(body: bytes, coding: str) -> bytes:
    """The body in a coding of `coding_for`; a large one is compressed off the event loop."""
    return await off_loop(compressed, body, coding) if coding and len(body) > LARGE else compressed(body, coding)


def compressed(body: bytes, coding: str) -> bytes:
    """The same at once."""
    if coding == "br":
        # The library has no types.
        return cast("Any", brotli).compress(body, quality=_BROTLI_QUALITY)
    # No moment in it: the same body is the same bytes, and has one ETag.
    return gzip.compress(body, _GZIP_LEVEL, mtime=0) if coding == "gzip" else body
