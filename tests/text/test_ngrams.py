"""N-grams: whatever stands in a text is found by each of its probes, and by no probe what stands nowhere near."""

from hypothesis import given
from hypothesis import strategies as st

from wtsocial.text.ngrams import LAST, SIGNS, ngrams, probes

FEW_LETTERS = st.text("aб ש\n😀", max_size=40)
"""So few that stretches come again and again."""


def _known(text: str, begin: str) -> bool:
    """Whether an index of this text's stretches has one between these two, as the database asks."""
    return any(begin <= stretch <= begin + LAST for stretch in ngrams(text))


@given(FEW_LETTERS, FEW_LETTERS, FEW_LETTERS)
def test_every_probe_of_what_stands_in_a_text_finds_it(before: str, wanted: str, after: str) -> None:
    assert all(_known(before + wanted + after, begin) for begin in probes(wanted))


@given(FEW_LETTERS, st.text("aб ש\n😀", min_size=1, max_size=SIGNS))
def test_what_is_as_short_as_a_stretch_is_found_where_it_stands_and_nowhere_else(text: str, wanted: str) -> None:
    assert probes(wanted) == [wanted]
    assert _known(text, wanted) == (wanted in text)


def test_probes_leave_out_no_sign_and_are_few() -> None:
    assert probes("") == []
    assert probes("abcdefgh") == ["abcdefgh"]
    assert probes("abcdefghij") == ["abcdefgh", "cdefghij"]
    assert probes("abcdefghijklmnopqrs") == ["abcdefgh", "ijklmnop", "lmnopqrs"]


def test_the_stretches_of_a_text_are_no_more_than_its_signs() -> None:
    assert ngrams("Ice") == {"Ice", "ce", "e"}
    assert ngrams("abcdefghi") == {"abcdefgh", "bcdefghi", "cdefghi", "defghi", "efghi", "fghi", "ghi", "hi", "i"}
    assert ngrams("a" * 5_000) == {"a" * length for length in range(1, SIGNS + 1)}
    assert ngrams("") == set()
