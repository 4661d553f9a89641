"""Cursors for keyset pages: the position of a row in a list sorted by (moment, id), as an opaque string."""

import re
from datetime import UTC, datetime, timedelta

from wtsocial.core.errors import Invalid

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


BEGINNING = "0-0"
"""The cursor before every post."""


LAST_ID = 2**31 - 1


_CURSOR = re.compile(r"([0-9a-f]{1,14})-([0-9a-f]{1,8})")


def to_millis(moment: datetime | None) -> int:
    """A moment as views carry it: whole milliseconds since 1970, 0 for never."""
    return int(moment.timestamp() * 1000) if moment else 0


def encode_cursor(moment: datetime, number: int) -> str:
    """The position of a row in a list sorted by (moment, id), as a string for `decode_cursor`."""
    return f"{max(0, (moment - EPOCH) // timedelta(microseconds=1)):x}-{number:x}"


def decode_cursor(text: str) -> tuple[datetime, int]:
    """The (moment, id) of a cursor. Raises Invalid for anything that `encode_cursor` could not return."""
    found = _CURSOR.fullmatch(text)
    if not found or int(found[2], 16) > LAST_ID:
        raise Invalid("error.cursor")
    return EPOCH + timedelta(microseconds=int(found[1], 16)), int(found[2], 16)


END_OF_TIME = (datetime(9999, 1, 1, tzinfo=UTC), LAST_ID)
