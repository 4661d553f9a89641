"""Two spellings of one word are equal whatever the language of the machine; the browser is tried on the same pairs."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wtsocial.text.tags import check_tag
from wtsocial.text.words import _PLAIN_WORDS, _words, fold, spread

PAIRS = json.loads((Path(__file__).parent / "pairs.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("one", "other"), PAIRS["same"])
def test_the_same_word(one: str, other: str) -> None:
    assert fold(one) == fold(other)
    assert spread(one) == spread(other)


@pytest.mark.parametrize(("one", "other"), PAIRS["different"])
def test_another_word(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@pytest.mark.parametrize(("typed", "tag"), PAIRS["tags"])
def test_a_tag_has_one_spelling(typed: str, tag: str) -> None:
    assert check_tag(typed) == check_tag(tag) == tag


@given(st.text(st.characters(max_codepoint=0x7F)))
def test_plain_letters_are_read_quicker_and_no_otherwise(text: str) -> None:
    assert fold(text) + "é" == fold(text + "é")
    folded = fold(text)
    assert _PLAIN_WORDS.findall(folded) == _words(folded)


@given(st.text())
def test_what_is_folded_stays_as_it_is_and_knows_no_case(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert fold(text.casefold()) == fold(text.lower()) == fold(text)


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("istanbul", "İSTANBUL'da deprem"), ("ışık", "IŞIK SÖNDÜ"), ("ΑΘΗΝΑ", "Στην Αθήνα σήμερα"), ("مدرسة", "في مـــدرسة جديدة"),
        ("cafe\u0301", "Café in Wien"), ("ガス", "都市ｶﾞｽの値上げ"), ("ดีเซล", "ขึ้นราคาน้ำมันดีเซลในวันพรุ่งนี้"), ("wahlen", "ＷＡＨＬＥＮ 2026"),
    ],
)  # fmt: skip
def test_a_hidden_word_is_found_in_every_spelling(word: str, text: str) -> None:
    assert spread(word) in spread(text)
