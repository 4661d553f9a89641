"""The language of a text follows from what its author said and from its letters; the browser is tried on the same list."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.processor import least, reference
from wtsocial.text.limits import POST_TEXT
from wtsocial.text.written_language import written_language

TEXTS = json.loads((Path(__file__).parent / "written_languages.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("text", "said", "language"), TEXTS)
def test_the_language_of_a_text(text: str, said: str, language: str) -> None:
    assert written_language(text, said) == language


@given(st.text(max_size=2_000), st.sampled_from(["", "he", "en", "sr", "pt"]))
def test_any_text_has_a_language_that_its_letters_allow(text: str, said: str) -> None:
    found = written_language(text, said)
    assert found in (said, written_language(text))
    assert not any(map(str.isalpha, text[:100])) or found


@pytest.mark.parametrize("sign", ["a ", "<", "ש ", "&a", "https://", "\u0439\u0306", "漢か"])
def test_a_text_at_its_limit_costs_next_to_nothing(sign: str) -> None:
    text = (sign * POST_TEXT)[:POST_TEXT]
    assert least(lambda: written_language(text)) < 8 * reference()
