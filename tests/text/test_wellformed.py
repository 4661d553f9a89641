"""Texts are whole characters without a NUL, whatever they come in."""

from typing import Any

import pytest

from tests.processor import least, reference
from wtsocial.core.errors import Invalid
from wtsocial.text.wellformed import MOST_NESTED, MOST_PARTS, check_wellformed, is_wellformed, is_wellformed_utf8


@pytest.mark.parametrize("text", ["\x00", "\ud83d", "a\ud800b", "\udc4d\ud83d"], ids=ascii)
def test_half_a_character_and_nul_are_no_text(text: str) -> None:
    assert not is_wellformed(text)
    assert not is_wellformed_utf8(text.encode("utf-8", "surrogatepass"))


@pytest.mark.parametrize("text", ["", "👍", "\u200b", "\ud7ff\ue000", "\x01", "한\uffff"], ids=ascii)
def test_whole_characters_are_a_text(text: str) -> None:
    assert is_wellformed(text)
    assert is_wellformed_utf8(text.encode())


@pytest.mark.parametrize(
    ("payload", "field", "key"),
    [
        ({"form": {"headline": "\ud83d"}}, "headline", "error.characters"),
        ({"form": {"link": "\x00"}}, "link", "link.characters"),
        ({"form": {"tags": ["a", ["\ud83d"]]}}, "tags", "error.characters"),
        ({"form": {"choices": {"words": ["\ud83d"]}}}, "choices", "error.characters"),
        ({"words": "\ud83d"}, "", "error.characters"),
        ({"\ud83d": "x"}, "", "error.not_understood"),
        ({"form": {"a": {"\x00": "x"}}}, "", "error.not_understood"),
        ({"form": {1: "x"}}, "", "error.not_understood"),
    ],
)
def test_the_refusal_names_the_field(payload: dict[str, Any], field: str, key: str) -> None:
    with pytest.raises(Invalid) as refused:
        check_wellformed(payload)
    assert (refused.value.field, refused.value.key) == (field, key)


def test_a_field_by_itself_may_be_named() -> None:
    with pytest.raises(Invalid) as refused:
        check_wellformed({"username": "a\x00"}, fields={"username": "username"})
    assert (refused.value.field, refused.value.key) == ("username", "username.characters")


def test_a_payload_at_the_limits_is_looked_through_in_no_time() -> None:
    nested: Any = "x"
    for _ in range(MOST_NESTED - 1):
        nested = [nested]
    many = ["x"] * (MOST_PARTS - MOST_NESTED - 10)
    largest = {"nested": nested, "many": many, "long": "ש" * 1_000_000, "figures": {"a": 1.5, "b": None}}
    assert least(lambda: check_wellformed(largest)) < 20 * reference()
    for payload in ({"nested": [nested]}, {"many": ["x"] * MOST_PARTS}):
        with pytest.raises(Invalid, match="error.not_understood"):
            check_wellformed(payload)
