"""The catalogue on the server's side: texts by key, plurals, and which language a person reads."""

import json
import re
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path
from typing import Final, cast

from babel import Locale
from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal

FALLBACK: Final = "en"

PLURALS: Final = ("zero", "one", "two", "few", "many", "other")
"""Endings of the keys of one text for different counts: key_one, key_other …, as CLDR's rules for the language choose them."""

PLACEHOLDER: Final = re.compile(r"\{(\w+)\}")

_FOLDER: Final = Path(__file__).parent


def _spoken(code: str) -> tuple[str, str]:
    locale = Locale.parse(code)
    return str(locale.display_name), "rtl" if locale.character_order == "right-to-left" else "ltr"


LANGUAGES: Final[dict[str, tuple[str, str]]] = {path.stem: _spoken(path.stem) for path in sorted(_FOLDER.glob("??.json"))}
"""code → (its own name, the direction it is written in). A language is spoken when its file of texts is there."""
_MOST_WISHES: Final = 20
_OLD_CODES: Final = {"iw": "he"}


@cache
def texts(language: str) -> dict[str, str]:
    """Every text of this language alone, by key; nothing for a language that has no file yet. Not to be changed."""
    return dict(sorted((page_texts(language) | _read(f"{_known(language)}.machine.json")).items()))


@cache
def page_texts(language: str) -> dict[str, str]:
    """Those of them that pages use: mails, the command line and documents have texts that no browser has to carry."""
    return _read(f"{_known(language)}.json")


def _read(name: str) -> dict[str, str]:
    path = _FOLDER / name
    return cast("dict[str, str]", json.loads(path.read_text(encoding="utf-8"))) if path.exists() else {}


def say(language: str, key: str, /, **params: object) -> str:
    """The text of `key`, its {placeholders} filled with `params`; in English where this language has none.

    A whole number under `count` chooses the plural form, `until` is a moment in milliseconds. Numbers, dates and moments (shown in
    UTC) are written as the language writes them; whatever must stay as it is (an id, a year) is given as str. A placeholder without a param
    stays as it stands. Raises KeyError for a key that English does not know.
    """
    for spoken in dict.fromkeys((_known(language), FALLBACK)):
        text = _form(spoken, key, params.get("count"))
        if text is not None:
            return _filled(spoken, text, params)
    raise KeyError(key)


def direction(language: str) -> str:
    """`ltr` or `rtl`."""
    return LANGUAGES[_known(language)][1]


@lru_cache(maxsize=256)
def pick_language(accept_language_header: str, cookie: str = "") -> str:
    """The language to speak: the one once chosen (`cookie`), else the best that the browser wishes for, else English."""
    if cookie in LANGUAGES:
        return cookie
    wishes: list[tuple[float, str]] = []
    for wish in accept_language_header.split(",")[:_MOST_WISHES]:
        tag, _, weight = wish.partition(";")
        code = re.split("[-_]", tag.strip().lower(), maxsplit=1)[0]
        code = _OLD_CODES.get(code, code)
        if code in LANGUAGES and _quality(weight) > 0:
            wishes.append((_quality(weight), code))
    # The first of those wished for most: max() keeps the order of equals.
    return max(wishes, key=lambda wish: wish[0])[1] if wishes else FALLBACK


def _known(language: str) -> str:
    return language if language in LANGUAGES else FALLBACK


def _form(language: str, key: str, count: object) -> str | None:
    known = texts(language)
    if isinstance(count, int) and not isinstance(count, bool):
        for ending in (_plural(language, abs(count)), "other"):
            if f"{key}_{ending}" in known:
                return known[f"{key}_{ending}"]
    return known.get(key)


@lru_cache(maxsize=4096)
def _plural(language: str, count: int) -> str:
    return Locale.parse(language).plural_form(count)


@lru_cache(maxsize=4096)
def _number(language: str, value: float | Decimal) -> str:
    return format_decimal(value, locale=language)


def _filled(language: str, text: str, params: dict[str, object]) -> str:
    return PLACEHOLDER.sub(lambda found: _written(language, _moment(found[1], params[found[1]])) if found[1] in params else found[0], text)


def _moment(name: str, value: object) -> object:
    """A param `until` is a moment in milliseconds since 1970."""
    is_moment = name == "until" and str(value).isdecimal()
    return datetime.fromtimestamp(int(str(value)) / 1000, UTC) if is_moment else value


def _written(language: str, value: object) -> str:
    if isinstance(value, datetime):
        return format_datetime(value, locale=language)
    if isinstance(value, date):
        return format_date(value, locale=language)
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return _number(language, value)
    return str(value)


def _quality(weight: str) -> float:
    name, _, figure = weight.strip().partition("=")
    if not name:
        return 1.0
    try:
        return float(figure) if name.strip() == "q" else 1.0
    except ValueError:
        return 0.0
