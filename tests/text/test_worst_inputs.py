"""No input that the fields take costs much more than an honest text of the greatest length: what was found before, and, by `make attack`, what a search finds."""

import pytest

from tests.worst_inputs import SUBJECTS, Subject, milliseconds, reference, search
from wtsocial.text import limits, markdown
from wtsocial.text.differences import word_diff

MOST_TIMES = 8
"""Times what an honest text as long as a post may be costs to render, in the same run."""
KNOWN = {
    "a table of a thousand columns": ("|" + "a|" * 1000 + "\n" + "|-" * 1000 + "|\n" + "|\n" * 2980)[: limits.COMMENT_TEXT],
    "a table with many rows": "|a" * 45 + "\n" + "|-" * 45 + "\n" + "|\n" * 2980,
    "the second line of a table, again and again": "- | -\n" * 2900,
    "addresses without a space": "ahttp://a.b/" * 3300,
    "pictures of addresses": "![http://a.b/" * 3000,
    "schemes without addresses": "://[" * 10_000,
    "schemes of nothing between words": ('://"' + "aaa " * 9) * 1000,
    "hosts that are none between words": ('http://" ' + "aaa " * 9) * 1000,
    "what only looks like a scheme": ("1http://a.b " + "aaa " * 9) * 900,
    "addresses cut off by a word": ("ahttp://a.b " + "aaa " * 9) * 900,
    "breaks in lists": "- \\\n" * 3000,
    "signs of tags": "#\r" * 20_000,
    "brackets that stay open": ("#1![#1|-|-\n|-|-\naaaaaaaaaaa" * 1500)[: limits.POST_TEXT],
    "nested quotations": ("> " * 12 + "a\n") * 1500,
}


@pytest.mark.attack
@pytest.mark.parametrize("subject", SUBJECTS, ids=[subject.name for subject in SUBJECTS])
def test_no_input_is_found_that_costs_much(subject: Subject) -> None:
    worst = search(subject, 40)
    assert worst.texts, "it looked at something"
    assert worst.cost <= MOST_TIMES * reference(), worst.patterns


@pytest.mark.parametrize("text", KNOWN.values(), ids=list(KNOWN))
def test_what_was_found_before_costs_little(text: str) -> None:
    assert min(milliseconds(markdown.render, text) for _ in range(3)) <= MOST_TIMES * reference()


def test_two_texts_of_the_greatest_length_that_share_little_are_compared_quickly() -> None:
    old, new = ("".join(f"{word * at % 977} " for at in range(8_000))[: limits.POST_TEXT] for word in (3, 7))
    assert min(milliseconds(word_diff, old, new) for _ in range(3)) <= MOST_TIMES * reference()


def test_fifty_pairs_of_headlines_are_compared_as_quickly_as_one_text_is_rendered() -> None:
    pairs = [("".join(f"{n * at % 89} " for at in range(120))[: limits.HEADLINE], "a b c " * 50) for n in range(2, 52)]

    def compare() -> None:
        for old, new in pairs:
            word_diff(old, new)

    assert min(milliseconds(compare) for _ in range(3)) <= MOST_TIMES * reference()


def test_the_search_finds_what_is_slow() -> None:
    def slow(text: str) -> None:
        for _ in range(text.count("[")):
            sum(range(1000))

    def quick(text: str) -> None:
        text.count("[")

    found, nothing = (search(Subject("one", work, 4_000), 150) for work in (slow, quick))
    assert "[" in found.texts[0]
    assert found.cost > 10 * nothing.cost
