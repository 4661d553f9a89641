"""Pages are built anew for whatever was saved while they were built."""

import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from wtsocial.ops import serve, warm


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[dict[str, str]], None]:
    """A project whose builder writes these files, by their names, while it builds."""
    (tmp_path / "wtsocial" / "pages").mkdir(parents=True)
    (tmp_path / "reflex.lock").mkdir()
    for name, place in {
        "HOME": tmp_path,
        "BUILT": tmp_path / "client",
        "STAMP": tmp_path / "built",
        "COMPILED": tmp_path / "compiled",
    }.items():
        monkeypatch.setattr(serve, name, place)

    def builder(files: dict[str, str]) -> None:
        def run(*_command: Any, **_options: Any) -> subprocess.CompletedProcess[str]:
            serve.BUILT.mkdir(exist_ok=True)
            for name, text in files.items():
                (tmp_path / name).write_text(text)
            return subprocess.CompletedProcess([], 0, "", "")

        monkeypatch.setattr(warm, "run", run)

    return builder


def test_what_is_saved_during_a_build_is_in_the_next_one(project: Callable[[dict[str, str]], None]) -> None:
    page = "wtsocial/pages/page.py"
    project({page: "NEW = 1"})
    assert serve.build()
    assert not serve.is_built(), "what was saved meanwhile is not in the pages"
    assert serve.build()
    assert serve.is_built()
    project({page: "NEW = 2"})
    assert not serve.build()


def test_the_builders_own_list_of_packages_asks_for_no_other_build(project: Callable[[dict[str, str]], None]) -> None:
    project({"reflex.lock/package.json": "{}"})
    assert serve.build()
    assert serve.is_built()
