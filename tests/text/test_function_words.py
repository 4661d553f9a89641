"""Words that say nothing of what a headline is about."""

import pytest

from wtsocial.text.function_words import is_function_word
from wtsocial.text.words import fold


@pytest.mark.parametrize(
    ("word", "language"),
    [
        ("of", "en"),
        ("an", "en"),
        ("on", ""),
        ("THE", "en"),
        ("של", "he"),
        ("את", ""),
        ("der", "de"),
        ("для", "ru"),
        ("où", "fr"),
        ("的", "zh"),
    ],
)
def test_function_words(word: str, language: str) -> None:
    assert is_function_word(fold(word), language)


@pytest.mark.parametrize(
    ("word", "language"), [("war", "en"), ("die", "en"), ("EU", "en"), ("הפגנה", "he"), ("an", "tr"), ("ice", ""), ("may", "de")]
)
def test_other_words(word: str, language: str) -> None:
    assert is_function_word(fold(word), language) is False
