"""From a form to an action: what a repeated request is answered, and that no handler looks at an answer that nobody noted."""

import ast
import importlib
import inspect
from collections.abc import Callable, Iterator
from typing import Any

from tests import architecture

NOTED = "change.answer"


def _used_answers(handler: architecture.Function) -> Iterator[ast.expr]:
    """What a handler, or a helper that is given a form, calls and looks at the answer of."""
    unused = {id(node.value.value) for node in ast.walk(handler) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Await)}
    for node in ast.walk(handler):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "call" and id(node) not in unused:
            yield node.args[0]


def _forms(tree: ast.Module) -> Iterator[architecture.Function]:
    names = {"form", "typed", "fields"}
    for node in ast.walk(tree):
        if isinstance(node, ast.AsyncFunctionDef) and names & {argument.arg for argument in node.args.args}:
            yield node


def _actions() -> dict[str, Callable[..., Any]]:
    found: dict[str, Callable[..., Any]] = {}
    for path, source in architecture.sources("wtsocial/pages", "wtsocial/ui").items():
        module = importlib.import_module(path.removesuffix(".py").replace("/", "."))
        for action in (action for handler in _forms(ast.parse(source)) for action in _used_answers(handler)):
            named = eval(ast.unparse(action), vars(module))  # the project's own source
            found[f"{named.__module__}.{named.__name__}"] = named
    return found


def _notes(function: Callable[..., Any]) -> bool:
    """Whether the action notes its answer: itself, or a function beside it that it calls."""
    module = inspect.getmodule(function)
    names = {ast.unparse(node.func) for node in ast.walk(ast.parse(inspect.getsource(function))) if isinstance(node, ast.Call)}
    beside = [other for name in names if inspect.isfunction(other := vars(module).get(name)) and other.__module__ == function.__module__]
    return any(NOTED in inspect.getsource(one) for one in (function, *beside))


READERS = {
    "wtsocial.choices.queries.read_file", "wtsocial.subwikis.queries.directory", "wtsocial.editing.queries.reasons.likely_reason",  # which change nothing
    "wtsocial.moderation.rule_previews.preview_rule",
    "wtsocial.donations.checkout.start",  # which finds the order of before by its key
}  # fmt: skip


def test_an_action_whose_answer_a_form_looks_at_notes_it() -> None:
    actions = _actions()
    assert len(actions) >= 8
    assert {name for name, action in actions.items() if not _notes(action)} == READERS & set(actions)
