"""Importing posts from a file: a line that cannot be used costs itself alone."""

import json
import tracemalloc
from pathlib import Path

import pytest

from tests.factories import join, make_member, make_subwiki
from tests.ops.importing import CORRECTION, GOOD, Write, write
from wtsocial.i18n import FALLBACK, say
from wtsocial.ops.imports import MOST_BYTES, import_file, summary

__all__ = ["write"]
pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
async def ana_in_climate(database: str) -> None:
    await join(await make_member("ana"), await make_subwiki("climate"))


TEXTS = ("subwiki", "author", "headline", "link", "text")
BROKEN_TEXTS = ["\ud83d", "a\udfff", "\x00", "a\x00b"]


@pytest.mark.usefixtures("ana_in_climate")
@pytest.mark.parametrize("create", [False, True])
@pytest.mark.parametrize("field", TEXTS)
async def test_half_a_character_or_a_nul_in_a_field_costs_that_line_alone(write: Write, field: str, create: bool) -> None:
    bad = [GOOD | {field: text} for text in BROKEN_TEXTS]
    report = await import_file(write(GOOD, *bad, GOOD | {"published": 1_600_000_009}), create=create)
    assert report.published == 2
    own = "link.characters" if field == "link" else "error.characters"
    assert report.refused == {f"{field}: {say(FALLBACK, own)}": [2, 3, 4, 5]}


@pytest.mark.parametrize("field", ["by", "headline", "reason", "source"])
async def test_half_a_character_in_a_correction_costs_that_line_alone(write: Write, database: str, field: str) -> None:
    place = await make_subwiki("climate")
    await join(await make_member("ana"), place)
    await join(await make_member("ben"), place)
    bad = [GOOD | {"correction": CORRECTION | {field: text}} for text in BROKEN_TEXTS]
    report = await import_file(write(*bad, GOOD))
    assert (report.published, list(report.refused.values())) == (1, [[1, 2, 3, 4]])


@pytest.mark.usefixtures("ana_in_climate")
@pytest.mark.parametrize("field", [*TEXTS, "published", "correction"])
async def test_no_value_of_any_field_breaks_an_import(write: Write, field: str) -> None:
    values = [
        7,
        -1,
        0,
        1e308,
        -1e308,
        10**400,
        True,
        [],
        {},
        [[]],
        {"a": {}},
        "x" * 900_000,
        "א" * 100_000,
        "\ud83d\udc4d",
        "\u202e",
        " ",
        "\ufeff",
        "'); --",
    ]
    lines = [GOOD | {field: value} for value in values]
    odd = [json.dumps(GOOD).replace("1600000000", value) for value in ("NaN", "Infinity", "-Infinity", "1e999", "1" * 5000, "0.1e-400")]
    report = await import_file(write(GOOD, *lines, *odd, GOOD | {"published": 1_600_000_009}), create=True)
    assert report.published >= 2
    assert report.read == len(lines) + len(odd) + 2
    assert summary(report, seconds=1)


@pytest.mark.usefixtures("ana_in_climate")
async def test_lines_of_bytes_that_are_no_text_cost_themselves_alone(tmp_path: Path) -> None:
    path = tmp_path / "posts.jsonl"
    good = [json.dumps(GOOD | {"published": 1_600_000_000 + number}).encode() for number in range(4)]
    long = json.dumps(GOOD | {"text": "x" * 10_000_000}).encode()
    utf16 = json.dumps(GOOD).encode("utf-16-le")
    lines = [
        b"\xef\xbb\xbf" + good[0] + b"\r",
        b"",
        b"   \r",
        good[1],
        b"\xff\xfe",
        good[2][:-3] + b"\xed\xa0\xbd",
        long,
        utf16,
        b"\x00",
        good[3],
    ]
    path.write_bytes(b"\n".join(lines))
    report = await import_file(path)
    assert report.published == 3
    assert report.bytes_read == path.stat().st_size
    no_json, too_long = say(FALLBACK, "import.no_json"), say(FALLBACK, "import.too_long", most=MOST_BYTES)
    assert report.refused == {no_json: [5, 6, 8, 9], too_long: [7]}


@pytest.mark.usefixtures("ana_in_climate")
async def test_a_file_that_is_one_endless_line_fills_no_memory(tmp_path: Path) -> None:
    path = tmp_path / "posts.jsonl"
    with path.open("wb") as file:
        file.truncate(200_000_000)
    tracemalloc.start()
    try:
        report = await import_file(path)
        assert tracemalloc.get_traced_memory()[1] < 20_000_000
    finally:
        tracemalloc.stop()
    assert (report.published, list(report.refused.values())) == (0, [[1]])
