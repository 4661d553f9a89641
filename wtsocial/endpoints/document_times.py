"""Moments in documents: milliseconds since 1970 as days and times of UTC."""

from datetime import UTC, date, datetime
from functools import lru_cache

from babel.dates import format_date, format_time


def iso(at: int) -> str:
    """As machines read it."""
    return _utc(at).isoformat(timespec="seconds")


def day(language: str, at: int) -> str:
    """A day of UTC, as the language writes it."""
    return _date(language, _utc(at).date())


@lru_cache(maxsize=1024)
def _date(language: str, on: date) -> str:
    return format_date(on, locale=language)


def moment(language: str, at: int) -> str:
    """A day of UTC and its time, as the language writes them."""
    return f"{day(language, at)}, {format_time(_utc(at), 'short', locale=language)} UTC"


def _utc(at: int) -> datetime:
    return datetime.fromtimestamp(at / 1000, UTC)
