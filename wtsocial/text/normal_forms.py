"""Normal forms: which texts can be normalized with little work."""

import re
import unicodedata
from itertools import groupby
from typing import Final

MOST_MARKS_IN_A_ROW: Final = 30
"""Unicode's Stream-Safe Text Format (UAX 15, 13): no script needs more combining characters after each other.

Normalizing sorts them: for a run of a hundred thousand that takes many seconds.
"""


def _combining() -> str:
    """A character class of all that has a combining class other than 0."""
    marks = [code for code in range(0x300, 0x1F000) if unicodedata.combining(chr(code))]
    runs = [[code for _, code in run] for _, run in groupby(enumerate(marks), key=lambda pair: pair[1] - pair[0])]
    return "[" + "".join(f"{chr(run[0])}-{chr(run[-1])}" for run in runs) + "]"


_TOO_MANY: Final = re.compile(f"{_combining()}{{{MOST_MARKS_IN_A_ROW + 1}}}")


def is_stream_safe(text: str) -> bool:
    """Whether no run of combining characters is so long that normalizing the text would take long."""
    return text.isascii() or not _TOO_MANY.search(text)
