"""A difference in rows, as the browser lays it out side by side (assets/kit/lists/diff_rows.js)."""

import json
import random
import subprocess
import sys
from pathlib import Path

import pytest

from wtsocial.text.differences import word_diff

KIT = Path(__file__).parents[2] / "assets/kit/lists/diff_rows.js"
NODE = Path(sys.prefix) / "bin" / "node"
RUN = """
import {{ diffRows }} from "{kit}";
import {{ readFileSync }} from "node:fs";
console.log(JSON.stringify(JSON.parse(readFileSync(0)).map(diffRows)));
"""

Row = dict[str, list[dict[str, str]]]


def rows_of(*changes: tuple[str, str]) -> list[list[Row]]:
    """The rows of the difference of each (old, new)."""
    pieces = [[{"kind": piece.kind, "text": piece.text} for piece in word_diff(*change)] for change in changes]
    done = subprocess.run(
        [NODE, "--input-type=module", "-e", RUN.format(kit=KIT.as_uri())],
        input=json.dumps(pieces),
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


def side(row: Row, name: str) -> str:
    return "".join(piece["text"] for piece in row[name])


def beside(old: str, new: str) -> list[tuple[str, str]]:
    return [(side(row, "old"), side(row, "new")) for row in rows_of((old, new))[0]]


@pytest.mark.parametrize(
    ("old", "new", "rows"),
    [
        ("", "", []),
        ("one two", "one 2", [("one two", "one 2")]),
        ("a\nb\nc", "a\n2\nc", [("a\n", "a\n"), ("b\n", "2\n"), ("c", "c")]),
        ("a\nc", "a\nb\nc", [("a\n", "a\n"), ("", "b\n"), ("c", "c")]),
        ("a\nb\nc", "a\nc", [("a\n", "a\n"), ("b\n", ""), ("c", "c")]),
        ("a\nb\nc\nd", "1\n2\n3\nd", [("a\n", "1\n"), ("b\n", "2\n"), ("c\n", "3\n"), ("d", "d")]),
        ("one two", "one\ntwo", [("one two", "one\ntwo")]),
        ("אחת\nשתיים", "אחת\nשלוש", [("אחת\n", "אחת\n"), ("שתיים", "שלוש")]),
    ],
)
def test_lines_stand_beside_what_took_their_place(old: str, new: str, rows: list[tuple[str, str]]) -> None:
    assert beside(old, new) == rows


def test_no_side_loses_or_gains_a_character_and_none_shows_what_is_the_others() -> None:
    chance = random.Random(11)
    words = ["the", "fox", " ", " ", "\n", "\n", "\n\n", ".", "שלום", "世界", "مرحبا"]
    texts = ["".join(chance.choices(words, k=chance.randrange(30))) for _ in range(800)]
    changes = list(zip(texts[::2], texts[1::2], strict=True))
    for (old, new), rows in zip(changes, rows_of(*changes), strict=True):
        assert "".join(side(row, "old") for row in rows) == old
        assert "".join(side(row, "new") for row in rows) == new
        assert {piece["kind"] for row in rows for piece in row["old"]} <= {"same", "del"}
        assert {piece["kind"] for row in rows for piece in row["new"]} <= {"same", "ins"}
