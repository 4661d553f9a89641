"""Page sources: which files the built pages are made of, worked out from what the pages import."""

import ast
from collections.abc import Collection, Iterable, Iterator
from functools import cache
from pathlib import Path

SCREENS = ("wtsocial/pages", "wtsocial/ui")
"""All of this is built into pages."""
BESIDE = ("rxconfig.py", "requirements.txt", "assets", "reflex.lock", "wtsocial/i18n", "wtsocial/wtsocial.py")
"""What pages are made of besides Python that they import: styles and scripts, texts, and what builds them."""
BUILDER, ADDRESSES = "rxconfig.py", "wtsocial/pages/routes.py"
"""What all pages are built by, and where they are listed: a change of either is one of all pages."""


def page_sources(home: Path) -> list[Path]:
    """The files that the built pages are made of, in order.

    Building calls no async function: event handlers, actions and queries run on the server when a page is open. So a module
    that is named only inside of async functions is in no page; one that is named elsewhere is, and so on from there.
    """
    reached = _reached(home, [path for folder in SCREENS for path in _files(home / folder)])
    return sorted({*reached, *(path for name in BESIDE for path in _files(home / name))})


def screens_made_of(home: Path, changed: Collection[Path]) -> list[str]:
    """The modules below `pages` that are made of these files. None when something changed of which any page may be made."""
    used = _reached(home, [path for folder in SCREENS for path in _files(home / folder)])
    addresses = home / ADDRESSES
    if not set(changed) <= used.keys() - _reached(home, [home / BUILDER]).keys() - {addresses}:
        return []
    touched, grown = set[Path](), set(changed)
    while grown:
        touched |= grown
        grown = {path for path, imported in used.items() if imported & grown} - touched - {addresses}
    screens = (path.relative_to(home) for path in touched if path.is_relative_to(home / SCREENS[0]) and path.suffix == ".py")
    return sorted(".".join(screen.with_suffix("").parts) for screen in screens)


def _reached(home: Path, begun: Iterable[Path]) -> dict[Path, set[Path]]:
    """What these files are made of, each with what it imports."""
    reached: dict[Path, set[Path]] = {}
    waiting = list(begun)
    while waiting:
        path = waiting.pop()
        if path not in reached and not _is_document(path):
            reached[path] = set(_imported(home, path)) if path.suffix == ".py" else set()
            waiting += reached[path]
    return reached


def _is_document(path: Path) -> bool:
    """Whether it is what a screen has to say before any script runs: that is written into the built pages as they are served."""
    return path.suffix == ".html" or path.stem == "document"


def _files(root: Path) -> Iterator[Path]:
    found = root.rglob("*") if root.is_dir() else [root]
    return (path for path in found if path.is_file() and "__pycache__" not in path.parts)


def _imported(home: Path, path: Path) -> Iterator[Path]:
    """The modules of this project that a module imports and names outside of async functions."""
    for name in _imported_names(path.read_text(encoding="utf-8")):
        yield from _modules(home, name)


@cache
def _imported_names(text: str) -> list[str]:
    tree = ast.parse(text)
    named = set(_names_when_built(tree.body))
    ours = [
        statement
        for statement in tree.body
        if isinstance(statement, ast.ImportFrom) and (statement.module or "").split(".")[0] == "wtsocial"
    ]
    return [f"{one.module}.{alias.name}" for one in ours for alias in one.names if (alias.asname or alias.name) in named]


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
