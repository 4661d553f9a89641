"""Page sources: which files the built pages are made of, worked out from what the pages import."""

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path

SCREENS = ("wtsocial/pages", "wtsocial/ui")
"""All of this is built into pages."""
BESIDE = ("rxconfig.py", "requirements.txt", "assets", "reflex.lock", "wtsocial/i18n", "wtsocial/wtsocial.py")
"""What pages are made of besides Python that they import: styles and scripts, texts, and what builds them."""


def page_sources(home: Path) -> list[Path]:
    """The files that the built pages are made of, in order.

    Building calls no async function: event handlers, actions and queries run on the server when a page is open. So a module
    that is named only inside of async functions is in no page; one that is named elsewhere is, and so on from there.
    """
    reached: set[Path] = set()
    waiting = [path for folder in SCREENS for path in _files(home / folder)]
    while waiting:
        path = waiting.pop()
        if path not in reached and not _is_document(path):
            reached.add(path)
            waiting += _imported(home, path) if path.suffix == ".py" else ()
    return sorted({*reached, *(path for name in BESIDE for path in _files(home / name))})


def _is_document(path: Path) -> bool:
    """Whether it is what a screen has to say before any script runs: that is written into the built pages as they are served."""
    return path.suffix == ".html" or path.stem == "document"


def _files(root: Path) -> Iterator[Path]:
    found = root.rglob("*") if root.is_dir() else [root]
    return (path for path in found if path.is_file() and "__pycache__" not in path.parts)


def _imported(home: Path, path: Path) -> Iterator[Path]:
    """The modules of this project that a module imports and names outside of async functions."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    named = set(_names_when_built(tree.body))
    for statement in tree.body:
        if isinstance(statement, ast.ImportFrom) and (statement.module or "").split(".")[0] == "wtsocial":
            for alias in statement.names:
                if (alias.asname or alias.name) in named:
                    yield from _modules(home, f"{statement.module}.{alias.name}")


def _names_when_built(nodes: Iterable[ast.AST]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            yield node.id
        inside = [node.args, *node.decorator_list] if isinstance(node, ast.AsyncFunctionDef) else ast.iter_child_nodes(node)
        yield from _names_when_built(inside)


def _modules(home: Path, name: str) -> Iterator[Path]:
    """The files of `package.module` or `package.module.something`, with those of the packages that they stand in."""
    parts = name.split(".")
    for end in range(1, len(parts) + 1):
        place = home.joinpath(*parts[:end])
        yield from (path for path in (place.with_suffix(".py"), place / "__init__.py") if path.is_file())
