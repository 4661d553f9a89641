"""Writes the type declarations of the messages for the browser's scripts: `python -m tests.message_declarations`."""

import inspect
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from types import ModuleType, NoneType
from typing import Any, Literal, get_args, get_origin, get_type_hints

from wtsocial.core import messages
from wtsocial.core.messages import Json, Message
from wtsocial.db.migrations import HOME

TARGET: Path = HOME / "tools/kit/types/messages.d.ts"

HEAD = """\
// What reaches a browser, and is told apart by `kind`. Written from wtsocial/core/messages.py by `make messages`: change it there.

interface Sent {
  /** Counts what was sent, so that two equal messages differ. */
  turn?: number;
}
"""

SIMPLE = {str: "string", int: "number", bool: "boolean"}


def kinds(module: ModuleType) -> list[type[Message]]:
    """The messages that a module defines, in its order."""
    return [one for one in _classes(module) if issubclass(one, Message) and one is not Message]


def written() -> str:
    """The text of the declarations."""
    declared = [_interface(one) for one in _classes(messages) if one is not Message]
    union = "\n".join(f"  | {one.__name__}" for one in kinds(messages))
    return "\n".join([HEAD, *declared, f"export type Message =\n{union};\n"])


def _classes(module: ModuleType) -> Iterator[type[Any]]:
    return (one for one in vars(module).values() if inspect.isclass(one) and is_dataclass(one) and one.__module__ == module.__name__)


def _interface(kind: type[Any]) -> str:
    said = issubclass(kind, Message)
    head = f"export interface {kind.__name__} extends Sent {{" if said else f"export interface {kind.__name__} {{"
    tag = [f'  kind: "{kind.kind}";'] if said else []
    return "\n".join([*_comment(inspect.getdoc(kind) or ""), head, *tag, *_fields(kind), "}\n"])


def _comment(doc: str) -> list[str]:
    lines = doc.splitlines()
    if len(lines) == 1:
        return [f"/** {lines[0]} */"]
    return ["/**", *(f" * {line}".rstrip() for line in lines), " */"]


def _fields(kind: type[Any]) -> Iterator[str]:
    hints = get_type_hints(kind)
    for field in fields(kind):
        parts = get_args(hints[field.name])
        # A message leaves out what is None.
        missing = "?" if NoneType in parts else ""
        yield f"  {field.name}{missing}: {_type(hints[field.name])};"


def _type(hint: Any) -> str:
    if hint == Json:
        return "Message"
    parts = get_args(hint)
    if get_origin(hint) is Literal:
        return " | ".join(f'"{part}"' for part in parts)
    if get_origin(hint) is list:
        inner = _type(parts[0])
        return f"({inner})[]" if " " in inner else f"{inner}[]"
    if parts:
        return " | ".join(_type(part) for part in parts if part is not NoneType)
    name: str = hint.__name__
    return SIMPLE.get(hint, name)


def main() -> None:
    """Write them."""
    TARGET.write_text(written(), encoding="utf-8")


if __name__ == "__main__":
    main()
