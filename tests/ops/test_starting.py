"""What comes before serving: it loads little, seeds what is empty, and puts the pages where no build touches them."""

import os
import runpy
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.factories import make_member
from wtsocial.ops import cli, serve, start
from wtsocial.seeds.people import ACCOUNTS


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What a command says."""
    lines: list[str] = []
    for commands in (cli, start):
        monkeypatch.setattr(commands, "out", lines.append)
    return lines


def test_an_empty_database_gets_the_demonstration_and_its_accounts_are_said_again_at_each_start(
    environment: Path, said: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[list[str]] = []

    def run(command: list[str], *, check: bool) -> subprocess.CompletedProcess[str]:
        asked.append(command[1:])
        cli.work(make_member(ACCOUNTS[0][0]))
        return subprocess.CompletedProcess(command, int(check))

    monkeypatch.setattr(start.subprocess, "run", run)
    assert cli.main(["prepare"]) == 0
    assert asked == [["-m", "wtsocial", "seed"]]
    assert said == []
    assert start.main(["prepare"]) == 0
    assert asked == [["-m", "wtsocial", "seed"]]
    assert [line.split()[0] for line in said] == ["Demonstration", ACCOUNTS[0][0]]


def test_what_everybody_waits_for_loads_neither_the_domains_nor_reflex() -> None:
    loaded = subprocess.run(
        [sys.executable, "-c", "import sys, wtsocial.ops.start; print(*sys.modules)"], capture_output=True, text=True, check=True
    ).stdout.split()
    heavy = [name for name in loaded if name in {"reflex", "stripe", "markdown_it", "wtsocial.models"}]
    assert heavy == []


def test_every_command_is_known_whichever_module_has_it(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    for command in (*start.COMMANDS, "seed", "doctor"):
        monkeypatch.setattr(sys, "argv", ["wtsocial", command, "--help"])
        with pytest.raises(SystemExit) as ended:
            runpy.run_module("wtsocial", run_name="__main__")
        assert ended.value.code == 0
        assert capsys.readouterr().out.startswith(f"usage: python -m wtsocial {command}")


def test_pages_for_another_origin_are_a_copy_that_speaks_to_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    built = tmp_path / "built"
    (built / "assets").mkdir(parents=True)
    (built / "assets/reflex-env-1.js").write_text("var e={PING:`http://localhost:3000/ping`,EVENT:`ws://localhost:3000/_event`}")
    (built / "assets/reflex-env-1.js.gz").write_text("the old one, packed")
    (built / "assets/reflex-env-1.js.br").write_text("the old one, packed")
    monkeypatch.setattr(serve, "BUILT", built)
    client = serve.pages_for("https://news.example", tmp_path) / "build/client"
    told = (client / "assets/reflex-env-1.js").read_text()
    assert told == "var e={PING:`https://news.example/ping`,EVENT:`wss://news.example/_event`}"
    assert [path.name for path in (client / "assets").iterdir()] == ["reflex-env-1.js"]
    assert "localhost" in (built / "assets/reflex-env-1.js").read_text()


def _build(built: Path, stamp: Path, version: str, **assets: float) -> None:
    """A build as the builder leaves it; each asset with its age in days."""
    shutil.rmtree(built, ignore_errors=True)
    (built / "assets").mkdir(parents=True)
    (built / "index.html").write_text(version)
    for name, days in assets.items():
        (built / f"assets/{name}.js").write_text(name)
        age = time.time() - days * 86_400
        os.utime(built / f"assets/{name}.js", (age, age))
    stamp.write_text(version)


def test_a_build_under_a_running_site_takes_nothing_from_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    built, stamp = tmp_path / "built", tmp_path / "stamp"
    monkeypatch.setattr(serve, "BUILT", built)
    monkeypatch.setattr(serve, "STAMP", stamp)
    _build(built, stamp, "first", page_1=1, old=20)
    served = serve.pages_for(serve.BUILT_FOR, tmp_path) / "build/client"
    assert serve.pages_for(serve.BUILT_FOR, tmp_path) / "build/client" == served
    shutil.rmtree(built)
    assert (served / "index.html").read_text() == "first"
    _build(built, stamp, "second", page_2=0)
    following = serve.pages_for(serve.BUILT_FOR, tmp_path) / "build/client"
    assert ((served / "index.html").read_text(), (following / "index.html").read_text()) == ("first", "second")
    # Whoever has a page of the first open gets its scripts from the second, but for those of long ago.
    assert sorted(path.name for path in (following / "assets").iterdir()) == ["page_1.js", "page_2.js"]
    for number in range(5):
        _build(built, stamp, f"later {number}")
        assert (serve.pages_for(serve.BUILT_FOR, tmp_path) / "build/client/index.html").read_text() == f"later {number}"
    assert len(list((tmp_path / "pages").iterdir())) == serve.KEPT_PAGES + 1


def test_what_the_builder_notes_for_whoever_serves_goes_with_the_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("BUILT", "STAMP", "BESIDE"):
        monkeypatch.setattr(serve, name, tmp_path / "web" / name.lower())
    _build(serve.BUILT, serve.STAMP, "first")
    assert not (serve.pages_for(serve.BUILT_FOR, tmp_path) / "beside").exists()
    serve.BESIDE.mkdir()
    (serve.BESIDE / "stateful_pages.json").write_text("[]")
    _build(serve.BUILT, serve.STAMP, "second")
    assert (serve.pages_for(serve.BUILT_FOR, tmp_path) / "beside/stateful_pages.json").read_text() == "[]"
