"""Pages of the dashboard's lists: how long they are, and where the next begins."""

import re
from typing import Final

from wtsocial.core.errors import Invalid
from wtsocial.db.cursors import LAST_ID

PAGE: Final = 50
MOST: Final = 1_000
"""So many a page of what a machine reads."""
_COUNTED: Final = re.compile(r"([0-9]{1,10})-([0-9]{1,10})")
_NUMBER: Final = re.compile(r"[0-9]{1,10}")


def counted(text: str) -> tuple[int, int]:
    """The count and the number at which a page begins; those of the beginning for none. Raises Invalid("error.cursor")."""
    if not text:
        return LAST_ID, LAST_ID
    found = _COUNTED.fullmatch(text)
    count, number = map(int, found.groups()) if found and text.isascii() else (LAST_ID + 1, 0)
    if count > LAST_ID or number > LAST_ID:
        raise Invalid("error.cursor")
    return count, number


def last_number(text: str) -> int:
    """The number before which a page begins; the last there can be for none. Raises Invalid("error.cursor")."""
    if not text:
        return LAST_ID
    if not _NUMBER.fullmatch(text) or not text.isascii() or int(text) > LAST_ID:
        raise Invalid("error.cursor")
    return int(text)


def written_number(number: int) -> str:
    """It, for `last_number`."""
    return str(number)
