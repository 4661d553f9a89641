"""Passwords: which are good enough, and how they are kept (Argon2id, off the event loop)."""

import asyncio
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import Any, Final, cast

from passlib.handlers.argon2 import argon2
from zxcvbn import zxcvbn
from zxcvbn.frequency_lists import FREQUENCY_LISTS

from wtsocial.core.errors import Invalid

NO_PASSWORD: Final = "!"  # noqa: S105 # no hash looks like this, so no password fits it
SHORTEST: Final = 10
LONGEST: Final = 1024
_MOST_BYTES: Final = 4096
"""What the hashing library takes, and what 1,024 emoji need."""

# A guess that knows how people choose finds what is below this in a day of ten tries a second.
_FEWEST_GUESSES: Final = 1_000_000
_GUESSED_CHARACTERS: Final = 16
"""How much is measured of each end: the estimate's work grows with the square of the length, to seconds at 64."""

_SHORTEST_PERSONAL: Final = 4

# OWASP's Password Storage Cheat Sheet: Argon2id with 19 MiB, two passes, one lane.
_HASHER: Final = cast(Any, argon2).using(type="ID", memory_cost=19456, time_cost=2, parallelism=1)

# The hash of random bytes that nobody kept: checked when there is no account, so that both answers take as long.
_NOBODY: Final = "$argon2id$v=19$m=19456,t=2,p=1$DMEYg3AOQSiF0LrX+r+Xkg$CMn7L0XvzLm0zjfTle2TsZPRo/rzTmG/q1Weg3NUYKA"

# Each hash holds 19 MiB and a core, so a crowd logging in waits in this line instead of filling the machine.
_POOL: Final = ThreadPoolExecutor(max_workers=2, thread_name_prefix="argon2")


def check_password(password: str, *, username: str = "", email: str = "") -> None:
    """Raises Invalid on `password` when it is no good; any character is welcome, and no mixture is asked for.

    `password.short` (`shortest`), `password.long` (`longest`), `password.personal` (it holds the name or the address),
    `password.common` (one of the commonest, or guessed as quickly: by the zxcvbn estimate).
    """
    if _is_too_long(password):
        raise Invalid("password.long", field="password", longest=LONGEST)
    if len(password) < SHORTEST:
        raise Invalid("password.short", field="password", shortest=SHORTEST)
    folded = unicodedata.normalize("NFKC", password).casefold()
    about = (username, email, email.partition("@")[0])
    personal = {unicodedata.normalize("NFKC", part).casefold() for part in about if len(part) >= _SHORTEST_PERSONAL}
    if any(part in folded for part in personal):
        raise Invalid("password.personal", field="password")
    if folded in _common() or _guesses(folded) < _FEWEST_GUESSES:
        raise Invalid("password.common", field="password")


async def hash_password(password: str) -> str:
    """The PHC string to store ("$argon2id$..."); `password` has passed `check_password`."""
    return await asyncio.get_running_loop().run_in_executor(_POOL, _hash, _kept_form(password))


async def verify_password(password: str, stored: str | None) -> bool:
    """Whether it is the password of this stored hash; with None the same work is done, and the answer is no."""
    if _is_too_long(password):
        return False
    known = stored or _NOBODY
    fits = await asyncio.get_running_loop().run_in_executor(_POOL, _verify, _kept_form(password), known)
    return fits and stored is not None


def needs_rehash(stored: str) -> bool:
    """Whether the hash was made with other parameters than today's, so that the next log-in should renew it."""
    return not _HASHER.identify(stored) or bool(_HASHER.needs_update(stored))


def _kept_form(password: str) -> bytes:
    """One spelling for what different keyboards send for the same keys; any string has one, lone surrogates too."""
    return unicodedata.normalize("NFKC", password).encode("utf-8", "surrogatepass")


def _is_too_long(password: str) -> bool:
    # Counted before anything else is done, so that a megabyte costs nothing.
    return len(password) > LONGEST or len(_kept_form(password)) > _MOST_BYTES


def _hash(password: bytes) -> str:
    return str(_HASHER.hash(password))


def _verify(password: bytes, stored: str) -> bool:
    try:
        return bool(_HASHER.verify(password, stored))
    except ValueError:
        # A hash that was damaged or made by another system fits no password; it must not cost less time than one.
        _HASHER.verify(password, _NOBODY)
        return False


@cache
def _common() -> frozenset[str]:
    """Every word of zxcvbn's lists: leaked passwords, names, words of the encyclopaedia and of films."""
    return frozenset(word for words in FREQUENCY_LISTS.values() for word in words)


def _guesses(password: str) -> float:
    """How many guesses the better end needs from somebody who knows how people choose (zxcvbn's estimate)."""
    ends = {password[:_GUESSED_CHARACTERS], password[-_GUESSED_CHARACTERS:]}
    return max(float(cast("dict[str, Any]", zxcvbn(end))["guesses"]) for end in ends)
