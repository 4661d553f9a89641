"""Rules that decisions name: each paragraph and entry of a list of a subwiki's has a number, whatever was typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wtsocial.text.markdown import render
from wtsocial.text.rules import MOST, is_rule, number_of, numbered


def test_paragraphs_and_entries_have_numbers_and_what_is_inside_is_part_of_them() -> None:
    html, texts = numbered(render("Be **kind** & fair.\n\n1. No adverts\n2. No spam\n   - nor junk\n\nThat is all."))
    assert texts == ["Be kind & fair.", "No adverts", "No spam nor junk", "That is all."]
    assert [html.count(f'id="rule-{number}"') for number in range(1, 6)] == [1, 1, 1, 1, 0]


@given(st.text(alphabet="ab <>\"'=&*-1.\n#`", max_size=200))
def test_numbers_change_nothing_but_anchors(typed: str) -> None:
    rendered = render(typed)
    html, texts = numbered(rendered)
    for number in range(1, len(texts) + 1):
        html = html.replace(f' id="rule-{number}"', "", 1)
    assert html == rendered


def test_no_more_have_numbers_than_can_be_chosen_from() -> None:
    html, texts = numbered(render("\n\n".join(["Again."] * (MOST + 5))))
    assert (len(texts), html.count(' id="rule-')) == (MOST, MOST)


@pytest.mark.parametrize(
    ("word", "known"), [("site:people", True), ("site:wars", False), ("subwiki:2", True), ("subwiki:", False), ("x", False)]
)
def test_words_that_name_a_rule(word: str, known: bool) -> None:
    assert is_rule(word) == known
    assert number_of(word) == (2 if word == "subwiki:2" else 0)
