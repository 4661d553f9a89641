"""Amounts as people type them, read exactly or refused with the reason, and written as each language writes them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wtsocial.core.errors import Invalid
from wtsocial.text.money import OFFERS, check_amount, minor_units, offer_in, parse_amount, written


def refusal(text: str, currency: str = "EUR") -> str:
    with pytest.raises(Invalid) as refused:
        parse_amount(text, currency)
    assert refused.value.field == "amount"
    return refused.value.key


@pytest.mark.parametrize(
    ("typed", "currency", "amount"),
    [
        ("25", "EUR", 2500), ("12,5", "EUR", 1250), ("12.50", "USD", 1250), ("12.", "EUR", 1200), ("007", "EUR", 700),
        ("1,000.50", "EUR", 100050), ("1.000,50", "EUR", 100050), ("1 234,50", "SEK", 123450), ("1\u202f234,50", "EUR", 123450),
        ("1'000", "CHF", 100000), ("1’000.50", "CHF", 100050), ("1,000", "JPY", 1000), ("1.000.000", "JPY", 1000000),
        ("١٢٫٥", "EUR", 1250), ("٥٬٠٠٠", "JPY", 5000), ("१२", "GBP", 1200), ("２５００", "JPY", 2500),
        ("€ 12", "EUR", 1200), ("12 €", "EUR", 1200), ("EUR 12", "EUR", 1200), ("₪12", "ILS", 1200), ("100 kr", "SEK", 10000),
        ("\u200f12.50\u00a0\u200f€", "EUR", 1250),
    ],
)  # fmt: skip
def test_an_amount_is_read_as_it_was_meant(typed: str, currency: str, amount: int) -> None:
    assert parse_amount(typed, currency) == amount


@pytest.mark.parametrize(
    ("typed", "currency", "key"),
    [
        ("", "EUR", "required"), ("  \u200f", "EUR", "required"), ("€", "EUR", "required"),
        ("-5", "EUR", "negative"), ("\u22125", "EUR", "negative"), ("€-5", "EUR", "negative"), ("5-", "EUR", "negative"),
        ("0", "EUR", "zero"), ("0,00", "EUR", "zero"), ("٠", "EUR", "zero"),
        *[(word, "EUR", "not_a_number") for word in ("nan", "NaN", "inf", "1e20", "0x10", "1_000", "½", "²", "½5", "ten", "-", ".5", "1 2")],
        ("1,23,456.00", "EUR", "not_a_number"), ("1.000.50", "EUR", "not_a_number"), ("1,000,00", "EUR", "not_a_number"),
        ("1,000'000", "EUR", "not_a_number"), ("12\x00", "EUR", "not_a_number"), ("$12", "EUR", "not_a_number"), ("7" * 500, "EUR", "not_a_number"),
        ("1,000", "EUR", "ambiguous"), ("1.000", "EUR", "ambiguous"), ("12,345", "EUR", "ambiguous"),
        ("12.3456", "EUR", "decimals"), ("0,500", "EUR", "decimals"), ("1,000.505", "EUR", "decimals"),
        ("12.5", "JPY", "no_decimals"), ("1500.00", "JPY", "no_decimals"),
        ("0.99", "EUR", "too_small"), ("99", "JPY", "too_small"),
        ("100000000000000000000", "EUR", "too_large"), ("10000.01", "EUR", "too_large"), ("9" * 40, "JPY", "too_large"),
    ],
)  # fmt: skip
def test_what_is_no_amount_is_refused_with_the_reason_at_its_field(typed: str, currency: str, key: str) -> None:
    assert refusal(typed, currency) == f"amount.{key}"


def test_an_ambiguous_amount_is_refused_with_a_way_to_write_it() -> None:
    with pytest.raises(Invalid) as refused:
        parse_amount("1.234", "EUR")
    assert refused.value.params == {"example": "1234"}
    assert parse_amount("1234", "EUR") == 123400


def test_a_bound_is_told_in_whole_units() -> None:
    with pytest.raises(Invalid) as refused:
        parse_amount("1500001", "JPY")
    assert refused.value.params == {"limit": 1_500_000, "currency": "JPY"}
    assert parse_amount("1500000", "JPY") == 1_500_000


@pytest.mark.parametrize("currency", ["eur", "XXX", "KWD", "", "JPY "])
def test_a_currency_that_is_not_offered_is_refused_at_its_own_field(currency: str) -> None:
    with pytest.raises(Invalid) as refused:
        parse_amount("10", currency)
    assert (refused.value.key, refused.value.field) == ("amount.currency", "currency")


def test_stripe_counts_yen_whole_and_euros_in_cents() -> None:
    assert {currency: minor_units(currency) for currency in ("JPY", "krw", "EUR", "usd", "ISK", "UGX", "KWD")} == {
        "JPY": 0, "krw": 0, "EUR": 2, "usd": 2, "ISK": 2, "UGX": 2, "KWD": 3,
    }  # fmt: skip


def test_every_suggestion_may_be_given_and_rises() -> None:
    for currency, offer in OFFERS.items():
        assert offer_in(currency) == offer
        for suggested in (offer.once, offer.monthly, offer.yearly):
            assert list(suggested) == sorted(set(suggested))
            assert all(check_amount(amount, currency) == amount for amount in suggested)


@given(st.sampled_from(list(OFFERS)), st.integers(1, 10**7), st.sampled_from([",", "."]), st.sampled_from(["", " ", "'"]))
def test_an_amount_that_was_written_out_is_read_back_exactly(currency: str, amount: int, sign: str, between: str) -> None:
    places = minor_units(currency)
    whole, part = divmod(amount, 10**places)
    typed = f"{whole:,}".replace(",", between) + (f"{sign}{part:0{places}}" if places else "")
    offer = OFFERS[currency]
    if offer.smallest <= amount <= offer.largest:
        assert parse_amount(typed, currency) == amount
    else:
        assert refusal(typed, currency) in ("amount.too_small", "amount.too_large")


@given(st.text(max_size=60), st.sampled_from(list(OFFERS)))
def test_whatever_is_typed_is_an_amount_in_bounds_or_a_refusal(typed: str, currency: str) -> None:
    fields: set[str] = set()
    amount = OFFERS[currency].smallest
    try:
        amount = parse_amount(typed, currency)
    except Invalid as refused:
        fields.add(refused.field)
    assert fields <= {"amount"}
    assert OFFERS[currency].smallest <= amount <= OFFERS[currency].largest


def test_an_amount_is_written_as_the_language_writes_it() -> None:
    assert [written(amount, "EUR", "en") for amount in (2500, 2550, 123456, -50)] == ["€25", "€25.50", "€1,234.56", "-€0.50"]
    assert written(1500, "JPY", "en") == "¥1,500"
    assert written(2550, "EUR", "de") == "25,50\xa0€"
    assert written(1250, "ILS", "he") == "\u200f12.50\xa0\u200f₪"
    assert written(123456, "usd", "en") == "$1,234.56"
