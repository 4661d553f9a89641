"""The program is free, under the AGPL, and made of nothing that does not go with that; and the check can fail."""

import hashlib
import tomllib
from email.message import Message
from importlib.metadata import Distribution, PackageNotFoundError
from pathlib import Path
from typing import Any

import pytest

from tests import licences
from wtsocial.db.migrations import HOME

WHOLE = "0d96a4ff68ad6d4b6f1f30f713b18d5184912ba8dd389f86aa7710db079abcb0"
"""SHA-256 of https://www.gnu.org/licenses/agpl-3.0.txt, to the letter."""


def test_the_licence_is_there_word_for_word_and_named_where_people_look() -> None:
    project = tomllib.loads((HOME / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert hashlib.sha256((HOME / "LICENSE").read_bytes()).hexdigest() == WHOLE
    assert (project["license"], project["license-files"]) == (licences.OURS, ["LICENSE"])
    assert f"[{licences.OURS}](LICENSE)" in (HOME / "README.md").read_text(encoding="utf-8")


def test_what_the_program_runs_on_goes_with_its_licence() -> None:
    runtime = licences.runtime(HOME / "requirements.txt")
    assert {"merge3", "h11", "psycopg-binary"} <= set(runtime), "asked for, needed by another, brought by an extra"
    assert "pytest" not in runtime
    assert licences.misfits((name, licences.licence_of(found)) for name, found in runtime.items()) == {}


def test_what_the_pages_are_built_of_goes_with_it() -> None:
    locked = licences.locked(HOME / "reflex.lock/package-lock.json")
    assert {"react", "engine.io-client", "@emotion/react"} <= set(locked)
    assert licences.misfits(locked.items()) == {}


# Each check can fail.


class MadeUp(Distribution):
    """A package of this name that nobody installed, and what its metadata says."""

    def __init__(self, name: str, *said: tuple[str, str]) -> None:
        self._said: Any = Message()
        for field, value in (("Name", name), *said):
            self._said[field] = value

    @property
    def metadata(self) -> Any:
        return self._said

    def read_text(self, filename: str) -> str | None:  # noqa: ARG002 # as importlib calls it
        return None

    def locate_file(self, path: Any) -> Any:
        return Path(path)


EXPRESSION, FIELD, OLD = "License-Expression", "License", "Classifier"


@pytest.mark.parametrize(
    "said",
    [
        [(EXPRESSION, "GPL-2.0-or-later")],
        [(EXPRESSION, "LGPL-3.0-only")],
        [(EXPRESSION, "MIT AND PSF-2.0")],
        [(EXPRESSION, "GPL-2.0-only OR MIT")],
        [(EXPRESSION, "Apache-2.0 WITH LLVM-exception")],
        [(FIELD, "MPL-2.0")],
        [(FIELD, "BSD"), (OLD, "License :: OSI Approved :: BSD License")],
        [
            (FIELD, "Copyright Somebody\nAll sorts of words"),
            (OLD, "License :: OSI Approved"),
            (OLD, "License :: OSI Approved :: MIT License"),
        ],
        [(FIELD, "MIT OR GPL-2.0-only"), (OLD, "License :: OSI Approved :: MIT License")],
    ],
)
def test_a_package_that_goes_with_ours_is_let_in(said: list[tuple[str, str]]) -> None:
    assert licences.misfits([("made-up", licences.licence_of(MadeUp("made-up", *said)))]) == {}


@pytest.mark.parametrize(
    "said",
    [
        [],
        [(EXPRESSION, "GPL-2.0-only")],
        [(EXPRESSION, "GPL-2.0-only WITH Classpath-exception-2.0")],
        [(EXPRESSION, "MIT AND GPL-2.0-only")],
        [(EXPRESSION, "SSPL-1.0")],
        [(EXPRESSION, "BUSL-1.1")],
        [(EXPRESSION, "LicenseRef-Proprietary"), (OLD, "License :: OSI Approved :: MIT License")],
        [(FIELD, "CC-BY-NC-4.0")],
        [(FIELD, "Proprietary")],
        [(FIELD, "Commercial"), (OLD, "License :: OSI Approved :: MIT License")],
        [(FIELD, "MIT"), (OLD, "License :: Other/Proprietary License")],
        [(FIELD, "MIT License\nis what ours is not")],
        [(OLD, "License :: OSI Approved")],
        [(OLD, "License :: OSI Approved :: MIT License"), (OLD, "License :: OSI Approved :: GNU General Public License v2 (GPLv2)")],
    ],
)
def test_a_package_that_does_not_or_does_not_say_is_noticed(said: list[tuple[str, str]]) -> None:
    assert set(licences.misfits([("made-up", licences.licence_of(MadeUp("made-up", *said)))])) == {"made-up"}


def test_what_is_needed_by_what_is_needed_is_found(tmp_path: Path) -> None:
    needs = {
        "one": ["Two[fast]>1", "five; python_version < '3'"],
        "two": ["three; extra == 'fast'", "four; extra == 'slow'", "one"],
        "three": ["six; extra == 'fast'"],
    }

    def find(name: str) -> Distribution:
        if name not in needs:
            raise PackageNotFoundError(name)
        return MadeUp(name, *(("Requires-Dist", line) for line in needs[name]))

    listed = tmp_path / "requirements.txt"
    listed.write_text("# What is needed.\nOne==1  # for a test\n")
    assert set(licences.runtime(listed, find)) == {"one", "two", "three"}
    needs["three"] = ["four"]
    with pytest.raises(PackageNotFoundError, match="four"):
        licences.runtime(listed, find)


def test_a_lock_with_what_does_not_go_is_noticed(tmp_path: Path) -> None:
    lock = tmp_path / "package-lock.json"
    lock.write_text(
        '{"packages": {"": {"name": "us"}, "node_modules/@a/fine": {"license": "MIT"}, "node_modules/silent": {},'
        ' "node_modules/fine/node_modules/dear": {"license": "SEE LICENSE IN EULA"}}}'
    )
    assert licences.misfits(licences.locked(lock).items()) == {"silent": "says nothing", "dear": "SEE LICENSE IN EULA"}
