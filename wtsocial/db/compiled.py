"""Compiled statements: SQL as the driver takes it, with what is done to its values and rows, worked out once for a statement that is kept.

SQLAlchemy looks all of that up again whenever it runs a statement, which costs the processor more than most of them.
"""

# What SQLAlchemy makes of a statement is described by its types in part alone.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUntypedNamedTuple=false

from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple, cast
from weakref import WeakKeyDictionary

from sqlalchemy import Dialect, Executable, UpdateBase
from sqlalchemy.sql.compiler import SQLCompiler

Convert = Callable[[Any], Any]
Values = Sequence[Any] | Mapping[str, Any]
"""The values of a statement as a driver takes them: in their order, or by their names."""


class _Slot(NamedTuple):
    """A place for a value: what it is called by who runs the statement, and has to be given; what is done to it; what it is else."""

    key: str
    is_asked: bool
    convert: Convert | None
    standing: Any


class Compiled:
    """One statement for one kind of database."""

    def __init__(self, made: SQLCompiler) -> None:
        binds = {name: parameter for parameter, name in made.bind_names.items()}
        given = {parameter.key: None for parameter in binds.values() if parameter.required}
        given |= {str(column.key): _default(column) for column in made.insert_prefetch}
        expanded = made.construct_expanded_state(given, escape_names=False)
        converts: dict[str, Any] = {**made._bind_processors, **expanded.processors}  # pyright: ignore[reportPrivateUsage]
        self.sql: str = expanded.statement
        self._by_order = made.positional
        self._names = list((expanded.positiontup if made.positional else expanded.parameters) or ())
        self._slots = [_slot(name, binds.get(name), converts.get(name), expanded.parameters[name]) for name in self._names]
        self._dialect = made.dialect
        self._columns = [(column.keyname, column.type) for column in made._result_columns]  # pyright: ignore[reportPrivateUsage]
        self._read: Callable[[Sequence[Any]], Any] | None = None

    def values(self, given: Mapping[str, Any]) -> Values:
        """The values as the driver takes them. Raises KeyError naming one that is not given."""
        values = [
            (convert(given[key]) if convert else given[key]) if is_asked or key in given else standing
            for key, is_asked, convert, standing in self._slots
        ]
        return tuple(values) if self._by_order else dict(zip(self._names, values, strict=True))

    def rows(self, found: Sequence[Any], describe: Callable[[], Any]) -> list[Any]:
        """What the driver found, as rows whose columns are known by their names."""
        if not found:
            return []
        if self._read is None:
            self._read = self._reader([column[1] for column in describe()])
        return [self._read(row) for row in found]

    def _reader(self, codes: Sequence[Any]) -> Callable[[Sequence[Any]], Any]:
        """`codes` are the types as the driver calls them, which tell what is left to be done."""
        make: Any = namedtuple("Found", [str(name) for name, _ in self._columns], rename=True)._make  # noqa: PYI024 # they are known at run time alone
        types = zip(self._columns, codes, strict=True)
        kinds = [kind._cached_result_processor(self._dialect, code) for (_, kind), code in types]  # pyright: ignore[reportPrivateUsage]
        converts = [(place, convert) for place, convert in enumerate(kinds) if convert]
        if not converts:
            return make

        def read(row: Sequence[Any]) -> Any:
            values = list(row)
            for place, convert in converts:
                values[place] = convert(values[place])
            return make(values)

        return read


def _slot(name: str, parameter: Any, convert: Convert | None, standing: Any) -> _Slot:
    key, is_asked = (parameter.key, parameter.required) if parameter is not None else (name, False)
    # What stands in the statement itself is converted here, once.
    return _Slot(key, is_asked, convert, convert(standing) if convert and not is_asked else standing)


_kept: WeakKeyDictionary[Any, dict[Any, Compiled | None]] = WeakKeyDictionary()


def compiled(statement: Executable, dialect: Dialect, names: Sequence[str], *, many: bool = False) -> Compiled | None:
    """A statement that comes again, for being run with values of these `names`; None for SQLAlchemy's own way.

    That is for what comes for the first time, which may be built for this once, and what is made of more than its text and values:
    defaults that are worked out here, lists of any length, rows whose keys nobody asked for by name.
    """
    uses = _kept.get(statement)
    if uses is None:
        _kept[statement] = {}
        return None
    # Which columns an INSERT or UPDATE writes depends on what is given.
    use = (dialect.name, many, tuple(names) if isinstance(statement, UpdateBase) else ())
    if use not in uses:
        uses[use] = _compile(statement, dialect, names, many=many)
    return uses[use]


def _compile(statement: Executable, dialect: Dialect, names: Sequence[str], *, many: bool) -> Compiled | None:
    made: Any = cast("Any", statement).compile(dialect=dialect, column_keys=sorted(names), for_executemany=many)
    if not isinstance(made, SQLCompiler) or not _is_plain(made, many=many):
        return None
    return Compiled(made)


def _is_plain(made: SQLCompiler, *, many: bool) -> bool:
    """Whether its text and values are all that it is."""
    of_any_length = [one for one in made.post_compile_params | made.literal_execute_params if one.required]
    worked_out_here = [*(column for column in made.insert_prefetch if not _is_constant(column)), *made.update_prefetch]
    returns_many = many and bool(made.effective_returning)
    return not (of_any_length or worked_out_here or made.escaped_bind_names or made.implicit_returning or returns_many)


def _is_constant(column: Any) -> bool:
    return bool(column.default.is_scalar)


def _default(column: Any) -> Any:
    return column.default.arg
