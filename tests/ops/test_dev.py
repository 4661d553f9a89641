"""Hot reload: what is wrong with a file is said with its place, and only what the site is made of counts as changed."""

from pathlib import Path

import pytest
from watchfiles import Change

from wtsocial.ops import dev, serve


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout."""
    monkeypatch.setattr(serve, "HOME", tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("x = (1,\n", "page.py:1: '(' was never closed"),
        ("def f():\n    return 1\n  x = 2\n", "page.py:3: unindent does not match"),
        ("x = 1\nif x\n", "page.py:2: expected ':'"),
        ("x = '\0'", "page.py:1: source code string cannot contain null bytes"),
        (b"x = '\xff'", "page.py:1: (unicode error) 'utf-8' codec can't decode byte 0xff"),
    ],
)
def test_a_mistake_is_told_with_its_place(home: Path, text: str | bytes, told: str) -> None:
    page = home / "page.py"
    page.write_bytes(text if isinstance(text, bytes) else text.encode())
    [found] = dev.misspelt([page])
    assert found.startswith(told)
    assert "\n" not in found
    page.write_text("x = 1\n")
    assert dev.misspelt([page]) == []


def test_a_file_that_is_gone_or_no_python_is_no_mistake(home: Path) -> None:
    (home / "en.json").write_text("{")
    assert dev.misspelt([home / "gone.py", home / "en.json"]) == []


def test_editors_leftovers_and_what_python_writes_start_nothing_anew(home: Path) -> None:
    meant = ["wtsocial/pages/feed/page.py", "wtsocial/i18n/he.json", "assets/kit/live/line.js", "assets/kit/style.css", "a/document.html"]
    others = [
        "wtsocial/__pycache__/page.cpython-311.pyc",
        "wtsocial/page.py~",
        "wtsocial/.page.py.swp",
        "wtsocial/4913",
        "data/wtsocial.db",
    ]
    sources = dev.Sources()
    assert [name for name in [*meant, *others] if sources(Change.modified, str(home / name))] == meant
