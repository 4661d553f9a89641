"""The language that a page says it is in is known by all the codes that are in use for it."""

import pytest

from wtsocial.text.languages import SPOKEN, spoken


@pytest.mark.parametrize(
    ("tag", "code"),
    [
        ("he", "he"), ("he-IL", "he"), ("HE_il", "he"), ("iw", "he"), ("heb", "he"), ("ara", "ar"), ("arz-EG", "ar"), ("deu-AT", "de"), ("ger", "de"),
        ("fre", "fr"), ("pes-IR", "fa"), ("nb-NO", "no"), ("zh-Hant-TW", "zh"), ("yue", "zh"), ("sr-Latn", "sr"), ("mo", "ro"), ("in", "id"), ("jpn", "ja"),
        ("", ""), ("und", ""), ("tlh", ""), ("x-default", ""), ("english", ""),
    ],
)  # fmt: skip
def test_a_language_tag_is_known_by_its_first_part(tag: str, code: str) -> None:
    assert spoken(tag) == code


def test_every_language_is_known_by_its_own_code() -> None:
    assert [spoken(code) for code in SPOKEN] == list(SPOKEN)
