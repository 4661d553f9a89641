"""Chains: any history checks out as it was sealed, whatever of it was erased; any change in it is found where it was made."""

import hashlib
import re
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import second_checker
from wtsocial.revisions import chain

SPECIFICATION = Path(__file__).resolve().parents[2] / "docs" / "HISTORY.md"

Row = dict[str, Any]

# What a database can hold: no lone surrogates, and nothing of value zero.
typed = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40)
moments = st.integers(0, 7 * 10**15).map(lambda after: datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=after))
contents = st.fixed_dictionaries({str(name): typed for name in chain.CONTENT})


def _sealed(number: int, content: dict[str, str], at: datetime, before: str, thing: str = "post/42") -> Row:
    row: Row = {**content, "number": number, "editor_id": number % 3 + 1, "at": at, "change": "text", "via": "", "reason": ""}
    row |= {"own_error": number % 2 == 0, "restores": 0, "size": chain.size_of(content), "erased_at": None, "salt": chain.new_salt()}
    row["digest"] = chain.digest_of(row["salt"], row)
    return row | {"seal": chain.seal(thing, before, chain.facts_of(row), row["digest"])}


@st.composite
def histories(draw: st.DrawFn) -> list[Row]:
    rows: list[Row] = []
    for number, content in enumerate(draw(st.lists(contents, min_size=2, max_size=6)), 1):
        rows.append(_sealed(number, content, draw(moments), rows[-1]["seal"] if rows else chain.START))
    return rows


def _erased(row: Row) -> Row:
    return row | dict.fromkeys([*chain.CONTENT, "salt"], "") | {"erased_at": datetime.now(UTC)}


def _flaw(rows: list[Row], *, of: list[Row] | None = None) -> tuple[int, str] | None:
    """The first flaw of a history, of a thing that says what `of` (these rows, unless told) says."""
    thing = of or rows
    walk = chain.Walk("post/42")
    for row in rows:
        walk.step(row)
    flaw = walk.end(head=thing[-1]["seal"], count=len(thing), shown={name: thing[-1][name] for name in chain.SHOWN})
    return (flaw.number, flaw.why) if flaw else None


@given(histories(), st.data())
def test_a_history_checks_out_whatever_of_it_was_erased(rows: list[Row], data: st.DataObject) -> None:
    gone = data.draw(st.sets(st.integers(1, len(rows))))
    assert _flaw(rows) is None
    assert _flaw([_erased(row) if row["number"] in gone else row for row in rows]) is None


@given(histories(), st.data())
def test_a_changed_letter_is_found_in_the_revision_where_it_is(rows: list[Row], data: st.DataObject) -> None:
    at, name = data.draw(st.integers(0, len(rows) - 1)), data.draw(st.sampled_from([*chain.CONTENT, "salt"]))
    rows[at] = rows[at] | {name: rows[at][name] + data.draw(st.text("ab ", min_size=1))}
    assert _flaw(rows) == (at + 1, "content")


@given(histories(), st.data())
def test_a_changed_fact_is_found_in_the_revision_where_it_is(rows: list[Row], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(rows) - 1))
    name, other = data.draw(
        st.sampled_from(
            [
                ("editor_id", 99),
                ("change", "page"),
                ("via", "undo"),
                ("reason", "spelling"),
                ("own_error", None),
                ("restores", 7),
                ("size", -1),
            ]
        )
    )
    rows[at] = rows[at] | {name: other if other is not None else not rows[at][name]}
    assert _flaw(rows) == (at + 1, "seal")


@given(histories(), st.data())
def test_a_moment_moved_by_a_microsecond_is_found(rows: list[Row], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(rows) - 1))
    rows[at] = rows[at] | {"at": rows[at]["at"] + timedelta(microseconds=1)}
    assert _flaw(rows) == (at + 1, "seal")


@given(histories(), st.data())
def test_what_is_taken_out_is_found(rows: list[Row], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(rows) - 1))
    left = rows[:at] + rows[at + 1 :]
    assert _flaw(left, of=rows) == ((at + 1, "missing") if at < len(rows) - 1 else (len(rows), "count"))


@given(histories(), st.data())
def test_two_that_changed_places_are_found(rows: list[Row], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(rows) - 2))
    one, other = rows[at], rows[at + 1]
    swapped = [*rows[:at], other | {"number": at + 1}, one | {"number": at + 2}, *rows[at + 2 :]]
    assert _flaw(swapped, of=rows) == (at + 1, "seal")


@given(histories())
def test_an_erased_one_of_which_something_is_left_is_found(rows: list[Row]) -> None:
    rows[0] = _erased(rows[0]) | {"salt": rows[0]["salt"]}
    assert _flaw(rows) == (1, "remains")


@given(histories())
def test_a_thing_that_says_something_else_is_found(rows: list[Row]) -> None:
    count = len(rows)
    assert _flaw(rows, of=[*rows[:-1], rows[-1] | {"seal": chain.START}]) == (count, "head")
    assert _flaw(rows, of=[*rows[:-1], rows[-1] | {"headline": rows[-1]["headline"] + "!"}]) == (count, "shown")
    assert _flaw(rows, of=[*rows, rows[-1]]) == (count + 1, "count")


@given(contents, moments)
def test_the_chain_of_one_thing_is_no_chain_of_another(content: dict[str, str], at: datetime) -> None:
    assert _flaw([_sealed(1, content, at, chain.START, "comment/42")]) == (1, "seal")


@given(histories())
def test_the_second_checker_writes_and_seals_the_same(rows: list[Row]) -> None:
    before = chain.START
    for row in rows:
        content = {name: row[name] for name in chain.CONTENT}
        assert second_checker.digest({"content": content, "salt": row["salt"]}) == row["digest"]
        sealed = {"before": before, "content": row["digest"], "facts": chain.facts_of(row), "thing": "post/42", "version": 1}
        assert second_checker.digest(sealed) == row["seal"]
        before = row["seal"]


def test_a_moment_is_written_in_utc_to_the_microsecond() -> None:
    assert chain.instant(datetime(2026, 11, 23, 11, 30, 0, 1, timezone(timedelta(hours=2)))) == "2026-11-23T09:30:00.000001Z"


def test_two_salts_are_never_the_same() -> None:
    salts = {chain.new_salt() for _ in range(100)}
    assert len(salts) == 100
    assert {len(salt) for salt in salts} == {64}


def test_the_example_of_the_specification_is_true() -> None:
    words = SPECIFICATION.read_text(encoding="utf-8")
    example = words.split("```")[1]
    first, digest, second, seal = re.fullmatch(r"\s*(\{.*?\})\s+digest (\w+)\s+(\{.*\})\s+seal   (\w+)\s*", example, re.DOTALL).groups()  # type: ignore[union-attr]
    assert _hash(first) == digest
    assert digest in second
    assert _hash(second) == seal


def _hash(broken: str) -> str:
    return hashlib.sha256(broken.replace("\n", "").encode()).hexdigest()


@pytest.mark.parametrize("name", [*chain.FACTS, *chain.CONTENT])
def test_the_specification_names_every_field(name: str) -> None:
    assert f"| `{name}` |" in SPECIFICATION.read_text(encoding="utf-8")
