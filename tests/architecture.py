"""The checks of the house's rules: each takes source text and answers what breaks the rule, with its line."""

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from wtsocial.db.migrations import HOME

LONGEST_FILE = 300
LONGEST_HANDLER = 10
"""Statements of an event handler, the docstring not counted: the work is the core's."""

Function = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def sources(*folders: str, ending: str = ".py") -> dict[str, str]:
    """Path inside the project → source."""
    paths = (path for folder in folders for path in sorted((HOME / folder).rglob(f"*{ending}")))
    return {str(path.relative_to(HOME)): path.read_text(encoding="utf-8") for path in paths}


@dataclass(frozen=True)
class StateClass:
    """A class that a browser can speak to, and the names of what it inherits from."""

    node: ast.ClassDef
    bases: tuple[str, ...]


def state_classes(sources: Iterable[str]) -> list[StateClass]:
    """Every class that descends from `rx.State` (or a mixin of it), in all of these modules taken together."""
    classes = [
        StateClass(node, tuple(ast.unparse(base).split("[")[0].split(".")[-1] for base in node.bases))
        for source in sources
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.ClassDef)
    ]
    known = {"State", "BaseState", "ComponentState", "SharedState"}
    while grown := {one.node.name for one in classes if known & set(one.bases)} - known:
        known |= grown
    return [one for one in classes if known & set(one.bases)]


def _decorators(function: Function) -> set[str]:
    return {ast.unparse(decorator.func if isinstance(decorator, ast.Call) else decorator) for decorator in function.decorator_list}


def _functions(state: StateClass) -> Iterator[Function]:
    return (node for node in state.node.body if isinstance(node, Function))


def undeclared_events(state: StateClass) -> list[str]:
    """Public methods that a browser could call although nobody declared them an event (`rx.var` is none)."""
    return [
        f"{state.node.name}.{method.name}"
        for method in _functions(state)
        if not method.name.startswith("_") and not {"rx.event", "event", "rx.var", "var", "rx.cached_var"} & _decorators(method)
    ]


def handlers(state: StateClass) -> Iterator[Function]:
    """The declared events."""
    return (method for method in _functions(state) if {"rx.event", "event"} & _decorators(method))


def events_with_inherited(states: list[StateClass]) -> set[str]:
    """`Class.method` of every declared event, those of mixins under each class that takes them in, too."""
    by_name = {state.node.name: state for state in states}

    def of(name: str) -> set[str]:
        state = by_name.get(name)
        return {handler.name for handler in handlers(state)}.union(*map(of, state.bases)) if state else set()

    return {f"{name}.{event}" for name in by_name for event in of(name)}


def blocking_events(state: StateClass) -> list[str]:
    """Handlers that are not async: they would run on the loop."""
    return [f"{state.node.name}.{handler.name}" for handler in handlers(state) if not isinstance(handler, ast.AsyncFunctionDef)]


def long_events(state: StateClass) -> list[str]:
    """Handlers of more than LONGEST_HANDLER statements."""
    return [f"{state.node.name}.{handler.name}" for handler in handlers(state) if _statements(handler) > LONGEST_HANDLER]


def _statements(function: Function) -> int:
    counted = sum(isinstance(node, ast.stmt) for node in ast.walk(function)) - 1
    return counted - (ast.get_docstring(function) is not None)


def rows_in_state(state: StateClass, rows: set[str]) -> list[str]:
    """Vars whose type names a row: it would be sent whole to the browser."""
    return [
        f"{state.node.name}.{ast.unparse(var.target)}"
        for var in state.node.body
        if isinstance(var, ast.AnnAssign) and rows & set(re.findall(r"\w+", ast.unparse(var.annotation)))
    ]


def hidden_imports(source: str) -> list[int]:
    """Lines of imports inside functions."""
    functions = [node for node in ast.walk(ast.parse(source)) if isinstance(node, Function)]
    return sorted({node.lineno for function in functions for node in ast.walk(function) if isinstance(node, ast.Import | ast.ImportFrom)})


def relative_imports(source: str) -> list[int]:
    """Lines of relative imports."""
    return [node.lineno for node in ast.walk(ast.parse(source)) if isinstance(node, ast.ImportFrom) and node.level]


def has_opening_line(source: str) -> bool:
    """Whether the module says in one line what it is; an empty one needs to say nothing."""
    tree = ast.parse(source)
    return not tree.body or bool((ast.get_docstring(tree) or "").splitlines()[:1])


def is_too_long(source: str) -> bool:
    """Whether the file has more than LONGEST_FILE lines."""
    return len(source.splitlines()) > LONGEST_FILE


def silent_tests(sources: dict[str, str]) -> list[str]:
    """Tests in which nothing is asserted, neither there nor by a helper of theirs: `path::name`.

    A helper asserts when every function of its name in these sources does.
    """
    tests = {path: [node for node in ast.walk(ast.parse(source)) if isinstance(node, Function)] for path, source in sources.items()}
    asks = {function: _asserts(function) for functions in tests.values() for function in functions}
    calls = {function: _called(function) for function in asks}
    helpers: set[str] = set()
    while grown := {one.name for one in asks} - helpers - {one.name for one in asks if not asks[one] and not calls[one] & helpers}:
        helpers |= grown
    silent = {one for one in asks if one.name.startswith("test_") and not asks[one] and not calls[one] & helpers}
    return [f"{path}::{one.name}" for path, functions in tests.items() for one in functions if one in silent]


def _asserts(function: Function) -> bool:
    """Whether there is an `assert` of more than a literal, a `pytest.raises`, or an `expect(…)` that says what is expected."""
    return any(
        (isinstance(node, ast.Assert) and not isinstance(node.test, ast.Constant | ast.Tuple))
        or (
            isinstance(node, ast.Call)
            and re.match(r"pytest\.(raises|fail|warns)$|expect\(.*\)\.(not_)?to_\w+$", ast.unparse(node.func), re.DOTALL)
        )
        for node in ast.walk(function)
    )


def _called(function: Function) -> set[str]:
    return {ast.unparse(node.func).rpartition(".")[2] for node in ast.walk(function) if isinstance(node, ast.Call)}


KEY = re.compile(r"[a-z]\w*(\.\w+)+")


def literal_keys(source: str, areas: set[str]) -> dict[str, int]:
    """String literals that look like catalogue keys of one of these areas, with their lines; docstrings, imports and names of jobs are none."""
    tree = ast.parse(source)
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("task")]
    jobs = {id(argument) for call in calls for argument in call.args}
    return {
        node.value: node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and id(node) not in jobs
        and isinstance(node.value, str)
        and KEY.fullmatch(node.value)
        and node.value.split(".")[0] in areas
    }


def built_prefixes(source: str, areas: set[str]) -> set[str]:
    """Beginnings of keys that are put together where they are used: `f"notice.{kind}"`, `"notice." + kind`."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        literal: object = None
        if isinstance(node, ast.JoinedStr) and node.values and isinstance(node.values[0], ast.Constant):
            literal = node.values[0].value
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add) and isinstance(node.left, ast.Constant):
            literal = node.left.value
        if isinstance(literal, str) and "." in literal and literal.split(".")[0] in areas:
            found.add(literal)
    return found


def actions_of(source: str) -> set[str]:
    """The functions at the top of a module that open a transaction, or call one of its functions that does: each is a whole change."""
    functions = {node.name: node for node in ast.parse(source).body if isinstance(node, ast.AsyncFunctionDef)}
    found = {name for name, function in functions.items() if _opens_a_transaction(function)}
    while grown := {name for name, function in functions.items() if found & _names(function)} - found:
        found |= grown
    return found


def _opens_a_transaction(function: ast.AsyncFunctionDef) -> bool:
    contexts = [item.context_expr for node in ast.walk(function) if isinstance(node, ast.AsyncWith) for item in node.items]
    return any(ast.unparse(context) in ("db.transaction()", "transaction()") for context in contexts)


def _names(function: ast.AsyncFunctionDef) -> set[str]:
    return {node.id for node in ast.walk(function) if isinstance(node, ast.Name)}


def calls_of_other_modules(module: str, source: str, functions: dict[str, set[str]]) -> set[str]:
    """`module -> other.function` for each function of another module (module → names) that a module calls or hands on."""
    tree = ast.parse(source)
    imported = {
        alias.asname or alias.name: (node.module or "", alias.name)
        for node in tree.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in imported:
            package, name = imported[node.value.id]
            found |= {f"{module} -> {package}.{name}.{node.attr}"} if node.attr in functions.get(f"{package}.{name}", ()) else set()
    for package, name in imported.values():
        found |= {f"{module} -> {package}.{name}"} if name in functions.get(package, ()) else set()
    return found
