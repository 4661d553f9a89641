"""N-grams: a text's stretches of eight signs, so that an index knows where letters stand, in any script, within words too."""

from typing import Final

SIGNS: Final = 8
"""Long enough that few texts share a stretch, short enough that a text's stretches are small rows."""
LAST: Final = "\U0010ffff"
"""After every other sign: what begins with `ice` is between `ice` and `ice` with this."""


def ngrams(text: str) -> set[str]:
    """The stretches that begin at each sign of a text; those at its end are shorter."""
    return {text[start : start + SIGNS] for start in range(len(text))}


def probes(wanted: str) -> list[str]:
    """What some stretch of every text with `wanted` in it begins with: each of these, one after the other, the last one whole."""
    end = max(0, len(wanted) - SIGNS)
    return [wanted[start : start + SIGNS] for start in sorted({*range(0, end, SIGNS), end})] if wanted else []
