"""What a reader sees as one sign stays whole."""

import grapheme
from hypothesis import given
from hypothesis import strategies as st

from tests.text.conftest import Counter
from wtsocial.text.graphemes import cut, graphemes

SIGNS = st.lists(st.sampled_from(["a", " ", "👍🏽", "🇩🇪", "👨\u200d👩\u200d👧", "นิ้", "क्ष", "e\u0301", "字", "\r\n"]), max_size=30).map(
    "".join
)


@given(SIGNS, st.integers(min_value=1, max_value=30))
def test_a_text_is_cut_between_its_signs(text: str, limit: int) -> None:
    short = cut(text, limit)
    assert len(short) <= limit
    if short != text:
        whole = graphemes(text)
        assert short.removesuffix("…") in {"".join(whole[:count]).rstrip() for count in range(len(whole))}


@given(st.text())
def test_the_signs_join_to_the_text(text: str) -> None:
    assert "".join(graphemes(text)) == text


def test_cutting_is_no_more_work_for_a_longer_text(calls_made: Counter) -> None:
    short, long = ("👍🏽 " * count for count in (1_000, 100_000))
    assert calls_made(lambda: cut(long, 280)) <= calls_made(lambda: cut(short, 280)) + 20


@given(st.text(alphabet=[chr(code) for code in (*range(0x0E00, 0x0EE0), 0x0A, 0x20, 0x31, 0x61, 0x0300, 0x200D, 0x3042)], max_size=12))
def test_thai_and_lao_are_parted_as_unicode_says(text: str) -> None:
    assert graphemes(text) == list(grapheme.graphemes(text))
