"""Hosts: a host's name as DNS asks for it, by UTS #46 (non-transitional, strict about hyphens, joiners and directions)."""

import re
import unicodedata
from ipaddress import IPv6Address
from typing import Final
from urllib.parse import unquote

import idna

_LONGEST_NAME: Final = 253
_LONGEST_LABEL: Final = 63
_MOST_TYPED: Final = 1024
"""Characters looked at: a name that has more is no host, however much of it the mapping would drop."""

_NUMBER: Final = re.compile("(?:[0-9]+|0x[0-9a-f]*)", re.IGNORECASE)
# The underscore is no letter of a host's name by the letter of the law; names with one are in use, and browsers open them.
_LABEL: Final = re.compile("[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?")
_IPV4: Final = re.compile(r"(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}", re.ASCII)
_RIGHT_TO_LEFT: Final = frozenset({"R", "AL", "AN"})
_JOINERS: Final = "\u200c\u200d"
_PREFIX: Final = "xn--"


def host_typed(netloc: str) -> str:
    """The host of an address's authority as it was typed, without credentials, port and brackets."""
    host = netloc.rpartition("@")[2]
    return host[1:].partition("]")[0] if host.startswith("[") else host.partition(":")[0]


def ascii_host(host: str) -> str:
    """The host in one spelling, ASCII only; "" when it cannot be one (numbers in disguise, such as 0x7f.1, cannot)."""
    if ":" in host:
        return _ipv6(host)
    try:
        name = _ascii_name(unquote(host, errors="strict"))
    except (UnicodeError, ValueError):  # idna.IDNAError is a UnicodeError
        return ""
    if _NUMBER.fullmatch(name.rsplit(".", 1)[-1]) and not _IPV4.fullmatch(name):
        return ""
    return name


def _ipv6(host: str) -> str:
    try:
        return "" if "%" in host else f"[{IPv6Address(host).compressed}]"
    except ValueError:
        return ""


def _ascii_name(typed: str) -> str:
    """ToASCII of UTS #46, section 4.2. Raises UnicodeError or ValueError for what is no name."""
    if len(typed) > _MOST_TYPED:
        raise ValueError
    # Lower case is the mapping's work: `str.lower` would spell the last sigma of a Greek word in another way than it.
    mapped = idna.uts46_remap(typed, std3_rules=False)
    labels = [_decoded(label) for label in mapped.removesuffix(".").split(".")]
    # The rule on directions is for the whole name: one label that is read from the right makes all be looked at.
    if any(unicodedata.bidirectional(character) in _RIGHT_TO_LEFT for label in labels for character in label):
        for label in labels:
            idna.check_bidi(label, check_ltr=True)
    name = ".".join(map(_encoded, labels))
    if len(name) > _LONGEST_NAME:
        raise ValueError
    return name


def _decoded(label: str) -> str:
    """A label in Unicode, checked (UTS #46, section 4.1). Raises UnicodeError or ValueError when it is none."""
    if not label:
        raise ValueError
    if not label.startswith(_PREFIX):
        if not label.isascii():
            _check_letters(label)
        return label
    coded = label.removeprefix(_PREFIX)
    if not coded or coded.endswith("-") or not coded.isascii():
        raise ValueError
    plain = coded.encode("ascii").decode("punycode")
    # One name, one spelling: what has no need of the prefix, or would be spelled otherwise with it, has another owner.
    if plain.isascii() or plain.encode("punycode") != coded.encode("ascii"):
        raise ValueError
    if idna.uts46_remap(plain, std3_rules=True) != plain:
        raise ValueError
    _check_letters(plain)
    return plain


def _check_letters(label: str) -> None:
    """The criteria for a label that has letters beyond ASCII. Raises UnicodeError or ValueError."""
    idna.uts46_remap(label, std3_rules=True)
    idna.check_hyphen_ok(label)
    idna.check_initial_combiner(label)
    if "." in label or any(not idna.core.valid_contextj(label, place) for place, letter in enumerate(label) if letter in _JOINERS):
        raise ValueError


def _encoded(label: str) -> str:
    coded = label if label.isascii() else _PREFIX + label.encode("punycode").decode("ascii")
    if len(coded) > _LONGEST_LABEL or not _LABEL.fullmatch(coded):
        raise ValueError
    return coded
