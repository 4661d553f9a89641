"""Exact types: whether the fields of a dataclass hold what they are declared to hold; some microseconds for a dozen fields."""

from collections.abc import Callable
from dataclasses import fields, is_dataclass
from functools import cache
from types import UnionType
from typing import Any, Final, Literal, cast, get_args, get_origin, get_type_hints

Check = Callable[[Any], bool]
_PLAIN: Final = frozenset({str, int, float, bool, type(None)})


def check_fields(value: object) -> None:
    """Go on while each field of a dataclass instance is of exactly its type. Raises TypeError, which names the field."""
    for name, types, fits in _checks(type(value)):
        held = getattr(value, name)
        if type(held) not in types and not fits(held):
            raise TypeError(f"{type(value).__name__}.{name} cannot be of type {type(held).__name__}")


@cache
def _checks(kind: type[Any]) -> list[tuple[str, frozenset[Any], Check]]:
    """Of each field the types of which nothing else is to be asked, and what tells of any other value whether it fits."""
    hints = get_type_hints(kind)
    return [(field.name, _plain_types(hints[field.name]), _check(hints[field.name])) for field in fields(kind)]


def _plain_types(hint: Any) -> frozenset[Any]:
    """`str`, `int | None`: what fits by its type alone, as most fields do."""
    parts = get_args(hint) or (hint,)
    return frozenset(part for part in parts if part in _PLAIN) if get_origin(hint) in (None, UnionType) else frozenset()


def _check(hint: Any) -> Check:
    """Tells whether a value is of exactly this type: True is no int, a tuple no list. A dataclass may be of a subclass."""
    parts: tuple[Any, ...] = get_args(hint)
    types = frozenset(parts or (hint,))
    if get_origin(hint) is Literal:
        return lambda value: type(value) is str and value in parts
    if get_origin(hint) is list:
        fits = _check(parts[0])
        return lambda value: type(value) is list and all(map(fits, cast("list[Any]", value)))
    if isinstance(hint, type) and is_dataclass(hint):
        inside = _checks(hint)
        return lambda value: isinstance(value, hint) and all(fits(getattr(value, name)) for name, _, fits in inside)
    if any(get_args(part) for part in parts):
        either = [_check(part) for part in parts]
        return lambda value: any(fits(value) for fits in either)
    return lambda value: type(value) in types
