"""Log lines are bounded, hold no personal data, and cannot be forged."""

import json
import logging
import sys
import time
from pathlib import Path

import pytest

from wtsocial.core.logs import MESSAGE_LIMIT, JsonLine, TextLine, clean, configure_logging


def _record(message: str, *, failed: bool = False, **extra: object) -> logging.LogRecord:
    record = logging.makeLogRecord({"name": "wtsocial.test", "levelno": 20, "levelname": "INFO", "msg": message, **extra})
    if failed:
        try:
            raise ValueError("ana@example.org was here")
        except ValueError:
            record.exc_info = sys.exc_info()
    return record


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("ana@example.org could not be reached", "ana@example.org"),
        ("postgresql://wt:hunter2@db.example/wt does not answer", "hunter2"),
        ("GET /confirm?token=abcdef&x=1", "abcdef"),
        ("too many from 203.0.113.9", "203.0.113.9"),
    ],
)
def test_addresses_and_secrets_are_left_out(text: str, secret: str) -> None:
    assert secret in text
    assert secret not in clean(text)


def test_what_is_no_secret_stays() -> None:
    said = "post 42 was corrected at http://127.0.0.1:3000/post/42?page=2"
    assert clean(said) == said


def test_a_line_cannot_be_forged_by_a_line_break() -> None:
    line = TextLine().format(_record("name\n2026-11-23 error all is lost\r\x1b[31m"))
    assert "\n" not in line
    assert "\x1b" not in line


def test_a_megabyte_becomes_a_bounded_line() -> None:
    assert len(JsonLine().format(_record("x" * 1_000_000))) < MESSAGE_LIMIT + 200


@pytest.mark.parametrize("text", ["x" * 900_000, "a:" * 2000, "a:" * 1999 + "@", "token=" * 700])
def test_one_long_word_does_not_hold_the_loop(text: str) -> None:
    began = time.thread_time()
    clean(text)
    assert time.thread_time() - began < 0.2


def test_a_json_line_carries_extra_fields_and_the_cleaned_traceback() -> None:
    said = json.loads(JsonLine().format(_record("unhandled", failed=True, error_id="E-17")))
    assert (said["message"], said["error_id"], said["level"]) == ("unhandled", "E-17", "info")
    assert "ValueError" in said["trace"]
    assert "ana@example.org" not in said["trace"]


def test_a_text_line_says_the_same_to_people() -> None:
    first, *trace = TextLine().format(_record("unhandled", failed=True, error_id="E-17")).splitlines()
    assert first.endswith("info wtsocial.test: unhandled error_id=E-17")
    assert all(line.startswith("    ") for line in trace)


def test_configuring_twice_logs_once(environment: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    try:
        configure_logging()
        configure_logging()
        logging.getLogger("wtsocial.test").warning("only once")
        assert capsys.readouterr().err.count("only once") == 1
    finally:
        root.handlers[:] = before
        root.setLevel(level)
