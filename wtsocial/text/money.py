"""Money as it is typed, counted and written: whole numbers of the smallest unit, never a float."""

import re
import unicodedata
from copy import copy
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from babel import Locale
from babel.numbers import get_currency_symbol

from wtsocial.core.errors import Invalid

# Source of both sets: Stripe's documentation, "Supported currencies". ISK and UGX are counted in hundredths there, although
# nobody pays in them, for the sake of programs from before.
_WITHOUT_DECIMALS: Final = frozenset("BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF VND VUV XAF XOF XPF".split())
_WITH_THREE: Final = frozenset("BHD JOD KWD OMR TND".split())

MOST: Final = 10**12
"""What no cost of ours is ever above, in the smallest unit."""
_LONGEST: Final = 40
"""Characters that an amount may be typed in."""
_UNSEEN: Final = dict.fromkeys(map(ord, "\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"))
"""Marks of direction, which keyboards and clipboards add."""
_SIGNS: Final = str.maketrans({"\u066c": "'", "\u2019": "'", "\u02bc": "'", "\uff0c": ",", "\uff0e": ".", "\u060c": ","})
_MINUS: Final = "-\u2212\u2010\u2011\u2013\ufe63\uff0d"
_PLAIN: Final = re.compile(r"(\d+)(?:([.,\u066b])(\d*))?")
_GROUPED: Final = re.compile(r"\d{1,3}(?:([.,' ])\d{3})(?:\1\d{3})*(?:(?!\1)([.,\u066b])(\d*))?")


@dataclass(frozen=True)
class Offer:
    """What may be given in one currency, in its smallest unit. Stripe's own bounds are wider on both sides."""

    currency: str
    smallest: int
    largest: int
    once: tuple[int, ...]
    monthly: tuple[int, ...]
    yearly: tuple[int, ...]


def _offer(currency: str, smallest: int, largest: int, once: str, monthly: str, yearly: str) -> Offer:
    unit = 10 ** minor_units(currency)
    lists = [tuple(int(whole) * unit for whole in words.split()) for words in (once, monthly, yearly)]
    return Offer(currency, smallest * unit, largest * unit, *lists)


def minor_units(currency: str) -> int:
    """How many decimals Stripe counts this currency with: 0, 2 or (never offered here) 3."""
    if currency.upper() in _WITHOUT_DECIMALS:
        return 0
    return 3 if currency.upper() in _WITH_THREE else 2


OFFERS: Final[dict[str, Offer]] = {
    offer.currency: offer
    for offer in (
        _offer("EUR", 1, 10_000, "10 25 50 100", "3 5 10 20", "30 60 120 250"),
        _offer("USD", 1, 10_000, "10 25 50 100", "3 5 10 20", "30 60 120 250"),
        _offer("GBP", 1, 10_000, "10 20 40 80", "3 5 10 20", "30 50 100 200"),
        _offer("CHF", 1, 10_000, "10 25 50 100", "3 5 10 20", "30 60 120 250"),
        _offer("JPY", 100, 1_500_000, "1500 3000 6000 12000", "500 1000 1500 3000", "5000 10000 20000 40000"),
        _offer("ILS", 5, 40_000, "40 90 180 360", "10 20 40 80", "100 200 400 900"),
        _offer("SEK", 10, 100_000, "100 250 500 1000", "30 50 100 200", "300 600 1200 2500"),
    )
}
"""currency → what may be given in it; the first is what is offered first."""


def offer_in(currency: str) -> Offer:
    """What may be given in this currency (capitals). Raises Invalid `amount.currency` at field `currency` for one that is not offered."""
    if currency not in OFFERS:
        raise Invalid("amount.currency", field="currency")
    return OFFERS[currency]


def check_amount(amount: int, currency: str) -> int:
    """The amount, in the smallest unit, if that much may be given at once.

    Raises Invalid at field `amount`: `amount.too_small` or `amount.too_large`, whose param `limit` counts whole units of `currency`.
    """
    offer, unit = offer_in(currency), 10 ** minor_units(currency)
    if amount < offer.smallest:
        raise Invalid("amount.too_small", field="amount", limit=offer.smallest // unit, currency=currency)
    if amount > offer.largest:
        raise Invalid("amount.too_large", field="amount", limit=offer.largest // unit, currency=currency)
    return amount


def parse_amount(text: str, currency: str, *, offered: bool = True) -> int:
    """What somebody typed, in the smallest unit of the currency: "12", "12,50", "1.234,50", "1 234.50", "€ 12", "١٢٫٥".

    Digits of every script count, and the currency's own sign may stand beside them. Nothing is guessed: "1,234" in a currency
    with cents may be meant as a thousand or as one and something, and is refused.
    Raises Invalid, at field `currency` as offer_in does, and at field `amount`: amount.required, amount.not_a_number,
    amount.negative, amount.zero, amount.ambiguous (param `example`), amount.decimals, amount.no_decimals, or as check_amount does;
    with `offered=False` (for what was spent) any amount up to MOST may stand.
    """
    offer_in(currency)
    typed = _without_sign(text[: _LONGEST + 1].translate(_UNSEEN).strip(), currency)
    if not typed:
        raise _wrong("amount.required")
    if len(text) > _LONGEST:
        raise _wrong("amount.not_a_number")
    if typed[0] in _MINUS or typed[-1] in _MINUS:
        raise _wrong("amount.negative" if any(character.isdecimal() for character in typed) else "amount.not_a_number")
    whole, decimals = _read(_plain(typed), minor_units(currency))
    amount = int(whole + decimals.ljust(minor_units(currency), "0"))
    if amount == 0:
        raise _wrong("amount.zero")
    if offered:
        return check_amount(amount, currency)
    if amount > MOST:
        raise Invalid("amount.too_large", field="amount", limit=MOST // 10 ** minor_units(currency), currency=currency)
    return amount


def written(amount: int, currency: str, language: str) -> str:
    """The amount with its sign, as the language writes it; cents are left out where there are none: "€25", "25 €", "¥1,500"."""
    counted = minor_units(currency)
    places = 0 if amount % 10**counted == 0 else counted
    locale = Locale.parse(language)
    pattern = copy(locale.currency_formats["standard"])
    pattern.frac_prec = (places, places)
    return pattern.apply(Decimal(amount).scaleb(-counted), locale, currency=currency.upper(), currency_digits=False)


def _plain(typed: str) -> str:
    """ASCII digits; one kind of space and of apostrophe."""
    characters = [str(unicodedata.decimal(one)) if one.isdecimal() else " " if one.isspace() else one.translate(_SIGNS) for one in typed]
    return "".join(characters)


def _read(typed: str, places: int) -> tuple[str, str]:
    """The digits before and after the decimal sign."""
    if plain := _PLAIN.fullmatch(typed):
        whole, sign, decimals = plain[1], plain[2], plain[3] or ""
        if sign in (".", ",") and len(decimals) == 3 and len(whole) <= 3 and whole[0] != "0":
            # One sign before three digits. Where there are no cents it can only part the thousands.
            if places:
                raise Invalid("amount.ambiguous", field="amount", example=whole + decimals)
            whole, decimals = whole + decimals, ""
    elif (grouped := _GROUPED.fullmatch(typed)) and typed[0] != "0":
        end = grouped.start(2) if grouped[2] else len(typed)
        whole, decimals = re.sub(r"\D", "", typed[:end]), grouped[3] or ""
    else:
        raise _wrong("amount.not_a_number")
    if len(decimals) > places:
        raise _wrong("amount.decimals" if places else "amount.no_decimals")
    return whole, decimals


def _without_sign(typed: str, currency: str) -> str:
    """Without the currency's own code or sign in front or behind; another currency's stays, and is then no number."""
    for sign in (currency, *dict.fromkeys(get_currency_symbol(currency, locale=language) for language in ("en", "he", "sv", "ja", "de"))):
        for stripped in (typed.removeprefix(sign), typed.removesuffix(sign)):
            if stripped != typed:
                return stripped.strip()
    return typed


def _wrong(key: str) -> Invalid:
    return Invalid(key, field="amount")
