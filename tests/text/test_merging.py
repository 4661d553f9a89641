"""Two people's changes come together where they do not overlap; where they do, nothing of either is lost."""

import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wtsocial.text.merging import Conflict, Merged, merge, tokens, undo

SENTENCES = [
    "The fox came.",
    "It rained!",
    "ראש הממשלה התפטר.",
    "هل استقال الوزير؟",
    "我爱北京。",
    "“So it is.”",
    "- a point",
    "1. one",
    "no end",
]
TEXTS = st.lists(st.sampled_from([*SENTENCES, " ", "  ", "\n", "\n\n", "\r\n"]), max_size=24).map("".join)


def together(text: str) -> Merged:
    return Merged(text, text, [])


@given(st.text(max_size=80) | TEXTS)
def test_joined_tokens_are_the_text_to_the_character(text: str) -> None:
    assert "".join(tokens(text)) == text


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("One. Two?  Three", ["One.", " ", "Two?", "  ", "Three"]),
        ("“One.” (Two!) Three", ["“One.”", " ", "(Two!)", " ", "Three"]),
        ("At 3.5 per cent.", ["At 3.5 per cent."]),
        ("- one\n- two.\n\nThree", ["- one", "\n", "- two.", "\n\n", "Three"]),
        ("הוא בא. היא הלכה!", ["הוא בא.", " ", "היא הלכה!"]),
        ("جاء الوزير. هل استقال؟ نعم", ["جاء الوزير.", " ", "هل استقال؟", " ", "نعم"]),
        ("我爱北京。「你好。」他说！？好", ["我爱北京。", "", "「你好。」", "", "他说！？", "", "好"]),
    ],
)
def test_a_text_falls_into_lines_and_sentences_in_any_script(text: str, cut: list[str]) -> None:
    assert tokens(text) == cut


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "both"),
    [
        ("A one. B two. C three.", "A 1. B two. C three.", "A one. B two. C 3.", "A 1. B two. C 3."),
        ("A one. B two.", "A 1. B two.", "A one. B 2.", "A 1. B 2."),
        ("- one\n- two", "- eins\n- two", "- one\n- zwei", "- eins\n- zwei"),
        ("One.\n\nTwo.", "Zero.\n\nOne.\n\nTwo.", "One.\n\nTwo.\n\nThree.", "Zero.\n\nOne.\n\nTwo.\n\nThree."),
        ("One. Two. Three. Four.", "Two. Three. Four.", "One. Two. Three. 4.", "Two. Three. 4."),
        ("One. Two.", "One. 2.", "One. 2.", "One. 2."),
        ("הוא בא. היא הלכה.", "הוא חזר. היא הלכה.", "הוא בא. היא נשארה.", "הוא חזר. היא נשארה."),
        ("جاء الوزير. استقال؟", "جاء الرئيس. استقال؟", "جاء الوزير. نعم.", "جاء الرئيس. نعم."),
        ("我爱北京。他来了。", "我爱南京。他来了。", "我爱北京。他走了。", "我爱南京。他走了。"),
    ],
)
def test_what_does_not_overlap_is_merged_by_itself(base: str, mine: str, theirs: str, both: str) -> None:
    assert merge(base, mine, theirs) == together(both)


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "conflict"),
    [
        ("One. Two. Three.", "One. 2. Three.", "One. Zwei. Three.", Conflict("Two.", "2.", "Zwei.")),
        ("One. Two. Three.", "One. Three.", "One. 2. Three.", Conflict("Two. ", "", "2. ")),
        ("One.", "One. Mine.", "One. Theirs.", Conflict("", " Mine.", " Theirs.")),
        ("", "mine", "theirs", Conflict("", "mine", "theirs")),
        ("הוא בא. סוף.", "הוא חזר. סוף.", "הוא הלך. סוף.", Conflict("הוא בא.", "הוא חזר.", "הוא הלך.")),
    ],
)
def test_what_both_changed_is_a_conflict_with_both_and_the_base(base: str, mine: str, theirs: str, conflict: Conflict) -> None:
    found = merge(base, mine, theirs)
    assert (found.text, found.conflicts) == (None, [conflict])


def test_in_a_conflict_the_draft_holds_my_side_and_all_that_merged_by_itself() -> None:
    found = merge("One.\n\nTwo.\n\nThree.", "One.\n\n2.\n\nThree.", "1.\n\nZwei.\n\nThree.\n\nFour.")
    assert found.text is None
    assert found.draft == "1.\n\n2.\n\nThree.\n\nFour."
    assert found.conflicts == [Conflict("Two.", "2.", "Zwei.")]


@given(TEXTS, TEXTS)
def test_where_only_one_changed_something_the_text_is_theirs(base: str, changed: str) -> None:
    assert merge(base, changed, base) == merge(base, base, changed) == merge(base, changed, changed) == together(changed)


@given(TEXTS, TEXTS, TEXTS)
def test_it_does_not_matter_who_comes_first(base: str, mine: str, theirs: str) -> None:
    one, other = merge(base, mine, theirs), merge(base, theirs, mine)
    assert one.text == other.text
    assert one.conflicts == [Conflict(each.base, each.theirs, each.mine) for each in other.conflicts]
    assert (one.text is None) == bool(one.conflicts)


@given(TEXTS, TEXTS, TEXTS)
def test_no_line_or_sentence_comes_out_that_neither_had(base: str, mine: str, theirs: str) -> None:
    found = merge(base, mine, theirs)
    had = {*tokens(mine), *tokens(theirs)}
    assert all(token in had for token in tokens(found.text or "") if not token.isspace() and len(token) > 9)


@given(TEXTS, TEXTS)
def test_undoing_the_newest_change_gives_what_was_before(before: str, after: str) -> None:
    assert undo(before, after, after) == together(before)


def test_a_change_in_the_middle_is_undone_and_what_came_later_stays() -> None:
    assert undo("One. Two. Three.", "One. Spam. Three.", "One. Spam. Three. Four.") == together("One. Two. Three. Four.")


def test_a_change_that_was_itself_changed_since_cannot_be_undone_by_itself() -> None:
    found = undo("One. Two.", "One. Spam.", "One. Spam, mended.")
    assert found.text is None
    assert found.conflicts == [Conflict("Spam.", "Spam, mended.", "Two.")]


def prose(seed: int, length: int) -> str:
    chance = random.Random(seed)
    words = ("word", "שלום", "مرحبا", "北京。", "fox.", "end?", "x", "\n", "\n\n")
    return " ".join(chance.choice(words) + str(chance.randrange(3000)) for _ in range(length))[:length]


def repeated(unit: str, length: int) -> str:
    return (unit * length)[:length]


def seconds(base: str) -> float:
    """The least processor time of three goes; both texts changed all over, so that there is much to find."""
    mine, theirs = base[: len(base) // 3] + "X. " + base[len(base) // 2 :], "Y. ".join(base[at : at + 97] for at in range(0, len(base), 97))
    taken: list[float] = []
    for _ in range(3):
        start = time.process_time()
        merge(base, mine, theirs)
        taken.append(time.process_time() - start)
    return min(taken)


@pytest.mark.parametrize("unit", ["a\n", " ", "\n", ".", "。", "a. ", '."', "long word " * 9 + "end. ", None])
def test_eight_times_the_text_is_about_eight_times_the_work(unit: str | None) -> None:
    short, long = ((prose(7, length) if unit is None else repeated(unit, length)) for length in (5_000, 40_000))
    # The square of the length would be 64 times as much; the millisecond covers what a call costs anyway.
    assert seconds(long) <= 24 * seconds(short) + 0.001
