"""Logs: one bounded line for each thing that happened, for people or for machines, without personal data."""

import json
import logging
import re
import sys
from datetime import UTC, datetime
from typing import Any

from wtsocial.core.settings import settings

MESSAGE_LIMIT = 2_000
"""Characters of a message that are kept; what comes from outside can be a megabyte."""
TRACE_LIMIT = 8_000
"""Characters of a traceback that are kept: its end, which says what went wrong."""

_SECRETS = (
    # From the start of a word and never back into it, or a long one would be read again from each of its letters.
    (re.compile(r"(?<![^\s/@:'\"<>])[^\s/@:'\"<>]++(:[^\s/@]*+)?@[^\s@'\"<>]+"), "(address)"),
    (re.compile(r"(?i)\b(token|password|secret|code|cookie)=[^\s&;,'\"]+"), r"\1=(hidden)"),
    (re.compile(r"\b(?!127\.)\d{1,3}(\.\d{1,3}){3}\b"), "(network address)"),
)
_CONTROLS = {number: f"\\x{number:02x}" for number in (*range(9), *range(11, 32), 127)} | {10: "\\n", 9: "\\t"}
_STANDARD = set(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}
_QUIET = ("httpx", "httpcore", "aiosqlite", "asyncio", "engineio", "socketio", "PIL", "alembic")
"""Libraries that say more than anybody wants to read."""


def clean(text: str) -> str:
    """The text without addresses and secrets, on one line, at most MESSAGE_LIMIT characters."""
    text = text[: 2 * MESSAGE_LIMIT]
    for pattern, instead in _SECRETS:
        text = pattern.sub(instead, text)
    text = text.translate(_CONTROLS)
    return text if len(text) <= MESSAGE_LIMIT else text[:MESSAGE_LIMIT] + "…"


class Line(logging.Formatter):
    """What every line holds: when (UTC), how bad, who says it, what, and the record's `extra` fields."""

    def facts(self, record: logging.LogRecord) -> dict[str, str]:
        """The parts of a line, in the order in which they are read."""
        said = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "from": record.name,
            "message": clean(record.getMessage()),
        }
        extra: dict[str, Any] = {name: value for name, value in vars(record).items() if name not in _STANDARD}
        said |= {name: clean(str(value)) for name, value in extra.items() if not name.startswith("_")}
        if record.exc_info:
            said["trace"] = "\n".join(clean(line) for line in self.formatException(record.exc_info)[-TRACE_LIMIT:].splitlines())
        return said


class TextLine(Line):
    """A line for people; a traceback follows it, indented."""

    def format(self, record: logging.LogRecord) -> str:
        """`2026-11-23T08:00:00.000+00:00 info wtsocial.live: message name=value`."""
        said = self.facts(record)
        trace = said.pop("trace", "")
        start = f"{said.pop('at')} {said.pop('level')} {said.pop('from')}: {said.pop('message')}"
        rest = "".join(f" {name}={value}" for name, value in said.items())
        return start + rest + (("\n" + trace).replace("\n", "\n    ") if trace else "")


class JsonLine(Line):
    """A line for machines: one JSON object."""

    def format(self, record: logging.LogRecord) -> str:
        """The facts as a JSON object, traceback included."""
        return json.dumps(self.facts(record), ensure_ascii=False)


class _Ours(logging.StreamHandler[Any]):
    """Our handler, so that configuring twice does not log twice."""


def configure_logging() -> None:
    """Log as the settings say, to standard error. May be called again: the last call holds."""
    handler = _Ours(sys.stderr)
    handler.setFormatter(JsonLine() if settings().log_format == "json" else TextLine())
    root = logging.getLogger()
    root.handlers = [other for other in root.handlers if not isinstance(other, _Ours)] + [handler]
    root.setLevel(settings().log_level.upper())
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
