"""A machine that does not do its part is told of in one sentence."""

import errno
import os
import shutil
import sqlite3
import subprocess
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError

from wtsocial.core.settings import settings
from wtsocial.db import migrations
from wtsocial.ops import cli, serve, start, troubles, warm


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch, environment: Path) -> list[str]:
    lines: list[str] = []
    for commands in (cli, start):
        monkeypatch.setattr(commands, "out", lines.append)
    return lines


@pytest.mark.parametrize(
    "command", [["migrate"], ["seed"], ["make-admin", "ana"], ["verify-history"], ["let-in", "1"]], ids=lambda command: command[0]
)
def test_a_command_says_that_the_database_is_away(said: list[str], monkeypatch: pytest.MonkeyPatch, command: list[str]) -> None:
    monkeypatch.setenv("WTSOCIAL_DATABASE_URL", "postgresql://127.0.0.1:1/nothing")
    settings.cache_clear()
    assert cli.main(command) == 1
    assert len(said) == 1
    assert said[0].startswith("The database does not answer: ")
    assert "\n" not in said[0]


@pytest.mark.parametrize(
    ("number", "told"),
    [
        (errno.ENOSPC, "There is no room left on the disk: /there."),
        (errno.EROFS, "This cannot be written to: /there"),
        (errno.EACCES, "cannot be written"),
    ],
)
def test_a_disk_that_takes_nothing_is_told_of(said: list[str], monkeypatch: pytest.MonkeyPatch, number: int, told: str) -> None:
    def fail() -> None:
        raise OSError(number, os.strerror(number), "/there")

    monkeypatch.setattr(start.migrations, "upgrade", fail)
    assert cli.main(["migrate"]) == 1
    assert len(said) == 1
    assert told in said[0]


def test_a_disk_that_is_full_while_pages_are_copied_is_told_of() -> None:
    copied = shutil.Error([("from/a.js", "to/a.js", "[Errno 28] No space left on device: 'to/a.js'")])
    assert troubles.sentence(copied).startswith("There is no room left on the disk.")
    assert troubles.sentence(shutil.Error([("from/a.js", "to/a.js", "[Errno 2] No such file or directory")])) == ""


def test_a_mistake_of_ours_is_no_trouble_of_the_machine(said: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise FileNotFoundError(errno.ENOENT, "no such file", "/there")

    monkeypatch.setattr(start.migrations, "upgrade", fail)
    with pytest.raises(FileNotFoundError):
        cli.main(["migrate"])
    assert said == []


@pytest.mark.parametrize(
    ("output", "told"),
    [
        ("npm error code ENOTFOUND\nnpm error network request to the registry failed", "The package registry cannot be reached"),
        ("npm error code EAI_AGAIN", "The package registry cannot be reached"),
        ("connect ECONNREFUSED 127.0.0.1:9", "The package registry cannot be reached"),
        ("npm error code ENOSPC: no space left on device, write", "no room left on the disk"),
        ("[Errno 28] No space left on device", "no room left on the disk"),
    ],
)
def test_a_build_without_network_or_room_is_told_of_in_a_sentence(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, output: str, told: str
) -> None:
    def fail(*_command: Any, **_options: Any) -> subprocess.CompletedProcess[str]:
        return subprocess.CompletedProcess([], 1, output, "")

    for name in ("BUILT", "STAMP", "COMPILED"):
        monkeypatch.setattr(serve, name, tmp_path / name)
    monkeypatch.setattr(warm, "run", fail)
    with pytest.raises(serve.BuildFailed, match=told) as failed:
        serve.build()
    assert len(str(failed.value).splitlines()) == 1


def test_a_page_that_cannot_be_built_is_shown_with_what_the_builder_said() -> None:
    assert troubles.of_builder("SyntaxError: unexpected token in post.jsx") == ""


def test_the_doctor_looks_at_everything_though_the_database_is_away(said: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WTSOCIAL_DATABASE_URL", "postgresql://127.0.0.1:1/nothing")
    monkeypatch.setenv("WTSOCIAL_STRIPE_SECRET_KEY", "sk_test_x")
    monkeypatch.setenv("WTSOCIAL_STRIPE_WEBHOOK_SECRET", "whsec_x")
    settings.cache_clear()
    assert cli.main(["doctor"]) == 1
    found = [line.split(":")[0] for line in said]
    assert [line for line in found if line.startswith("WRONG")] == ["WRONG  database", "WRONG  payments", "WRONG  jobs"]
    assert len(found) > 5


def test_a_full_disk_is_one_sentence(environment: Path, said: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    full = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(environment / "wtsocial.db"))
    failures = [full, OperationalError("INSERT", {}, sqlite3.OperationalError("database or disk is full"))]

    def fail() -> list[str]:
        raise failures.pop()

    monkeypatch.setattr(migrations, "upgrade", fail)
    migrations_pending = migrations.pending
    monkeypatch.setattr(migrations, "pending", lambda: [] if failures else migrations_pending())
    assert [cli.main(["migrate"]), cli.main(["migrate"])] == [1, 1]
    assert said == [
        "The database did not take it: database or disk is full.",
        f"There is no room left on the disk: {environment / 'wtsocial.db'}. Make some, and start it again.",
    ]
