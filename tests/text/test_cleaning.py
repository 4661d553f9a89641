"""What is typed is cleaned of accidents and refused for tricks."""

import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.text import samples
from wtsocial.core.errors import Invalid
from wtsocial.text.cleaning import clean_line, clean_text
from wtsocial.text.markdown import render
from wtsocial.text.tags import tags_of


def line(value: object, **options: bool) -> str:
    return clean_line(value, field="headline", limit=300, **options)


def refusal(value: object) -> str:
    with pytest.raises(Invalid) as caught:
        line(value)
    assert caught.value.field == "headline"
    return caught.value.key


@pytest.mark.parametrize(
    "text",
    [
        "ראש הממשלה: \u200fכן\u200e!",
        "רֵאשִׁית בָּרָ֣א",
        "وَقَالَ الرَّئِيسُ",
        "نمی\u200cخواهم",
        "क्\u200dष नई दिल्ली",
        "👩\u200d👩\u200d👧 🏳\ufe0f\u200d🌈 1\ufe0f\u20e3",
        "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f won",
        "ỗ ở Việt Nam",
        "« Est-ce vrai\u202f? »",
        "10\u00a0%",
        "東京\u3000大阪",
        "ᚁᚂ\u1680ᚃ",
        "ᠮᠣᠩᠭᠣᠯ\u202fᠤᠨ",
        "זְכָר\u05beאֲנִ֥י מֶה\u05beחָ֑לֶד עַל\u05beמַה\u05beש\u05b8\u05bc\u05c1\u059d\u0597וְא בָּרָ֥אתָ",
        "ꦱꦸꦒꦼꦁ\u200bꦫꦮꦸꦃ",
        "ភាសា\u200bខ្មែរ",
        "ภาษา\u200bไทย",
        "ဗမာ\u200bစာ",
        "ພາສາ\u200bລາວ",
        "ᠬᠠᠪᠲᠠᠰᠤ\u180eᠠ ᠮᠣᠩᠭᠣᠯ",
        "מִ֤י גֶ֣בֶר יִֽ֭חְיֶה וְלֹ֣א יִרְאֶה\u05be\u05bcמָּ֑וֶת יְמַלֵּ֨ט נַפְשׁ֖וֹ מִיַּד\u05beשְׁא֣וֹל סֶֽלָה",
        "ש\u05b8\u05bc\u05bd\u05c1\u059d",
        "ཨོཾ་མ་ཎི་པདྨེ་ཧཱུྃ",
        "ٱلرَّحۡمَٰنِ ٱلرَّحِیمِ",
        "🏴\U000e0067\U000e0062\U000e0077\U000e006c\U000e0073\U000e007f Cymru",
    ],
)
def test_every_honest_writing_passes_unchanged(text: str) -> None:
    assert line(text) == text
    assert clean_text(text, field="text", limit=300) == text


@pytest.mark.parametrize(
    "text",
    [
        "a\x00b", "a\x07b", "a\x1bb", "a\x9bb", "a\ud800b", "a\u202eb", "a\u202db", "a\U000e0041b", "a\ufffeb", "a\u206ab", "Z" + "\u0300\u0301" * 9, "ก" + "\u0e47" * 4,
        "Z\u0310\u0311\u0312\u0313\u0314", "ש" + "\u05b0\u05b1\u05b2\u05b3\u05b4\u05b5\u05b6\u05b7\u05b8",
        "🏴\U000e0061\U000e007f",
    ],
    ids=ascii,
)  # fmt: skip
def test_what_nobody_types_honestly_is_refused(text: str) -> None:
    assert refusal(text) == "error.characters"
    with pytest.raises(Invalid):
        clean_text(text, field="text", limit=300)


def test_what_copying_brings_along_is_taken_away() -> None:
    assert line("\ufeffa\u200bb \u2067c\u2069 \u202bd\u202c") == "ab c d"


def test_a_line_has_single_spaces_and_no_edges() -> None:
    assert line("  a \t b\r\n\u00a0c\u2028d ") == "a b c d"


def test_a_text_keeps_its_lines_and_its_inner_spaces() -> None:
    assert clean_text("\r\n    a\r\n\r\n  b  \rc\t\n ", field="text", limit=99) == "    a\n\n  b  \nc"


@pytest.mark.parametrize("sign", ["\x0b", "\x0c", "\x85", "\u2028", "\u2029", "\r", "\r\n"], ids=ascii)
def test_what_word_processors_put_for_a_line_break_is_one(sign: str) -> None:
    assert clean_text(f"one{sign}two", field="text", limit=99) == "one\ntwo"
    assert line(f"one{sign}two") == "one two"


@pytest.mark.parametrize("text", ["a\u200bb", "字\u200b字", "ไทย\u200b", "\u200bไทย", "ไทย \u200bไทย", "a\u180eb"], ids=ascii)
def test_a_space_of_no_width_goes_where_no_script_needs_it(text: str) -> None:
    assert line(text) == text.replace("\u200b", "").replace("\u180e", "")


def test_spaces_in_a_row_are_one_whatever_their_kinds() -> None:
    assert line("a \u00a0b\u2003c\u3000\u3000d") == "a b c d"


def test_a_text_is_kept_in_nfc() -> None:
    assert line("e\u0301") == "\u00e9"


@pytest.mark.parametrize("value", [None, "", " \n", "\u200b\ufeff", "\u200d\u200e", "\u3164\u2800"], ids=ascii)
def test_what_shows_nothing_is_as_good_as_nothing(value: object) -> None:
    assert refusal(value) == "error.required"
    assert line(value, required=False) == ""


@pytest.mark.parametrize("value", [1, 2**63, float("nan"), ["a"], {"a": "b"}, b"a", True])
def test_what_is_no_text_is_refused(value: object) -> None:
    assert refusal(value) == "error.characters"


def test_a_field_takes_its_limit_and_not_one_more() -> None:
    assert clean_line("é" * 10, field="name", limit=10) == "é" * 10
    with pytest.raises(Invalid) as caught:
        clean_line("é" * 11, field="name", limit=10)
    assert (caught.value.key, caught.value.field, caught.value.params) == ("error.too_long", "name", {"limit": 10, "length": 11})


def test_ten_megabytes_are_refused_with_the_same_words() -> None:
    assert refusal("\u0301" * 10_000_000) == "error.too_long"


@pytest.mark.parametrize("clean", [clean_line, clean_text])
def test_every_naughty_string_is_cleaned_once_for_all_or_refused(clean: Callable[..., str]) -> None:
    assert samples.naughty_strings()
    for text in samples.naughty_strings():
        try:
            cleaned = clean(text, field="f", limit=5000)
        except Invalid:
            continue
        assert clean(cleaned, field="f", limit=5000) == cleaned, ascii(text)
        assert cleaned.encode().decode() == cleaned, ascii(text)


@given(st.text(max_size=40))
def test_a_cleaned_line_is_one_line_in_nfc_without_edges(text: str) -> None:
    try:
        cleaned = line(text, required=False)
    except Invalid:
        return
    assert "  " not in cleaned
    assert "\n" not in cleaned
    assert cleaned == cleaned.strip() == unicodedata.normalize("NFC", cleaned)
    assert line(cleaned, required=False) == cleaned


@pytest.mark.parametrize("marks", ["\u302e\U0001d165", "\u0315\u0300", "\u0f71\u0f72\u0f74", "\u05b0\u0591"])
def test_marks_that_take_long_to_sort_are_refused_before_they_are_sorted(marks: str) -> None:
    text = marks * (161_000 // len(marks))
    with pytest.raises(Invalid, match=r"error\.characters"):
        clean_text(text, field="text", limit=40_000)
    assert tags_of("", f"#a{text}") == []
    assert render(f"[a.example {text}](https://b.example/)").startswith("<pre")
