"""Warm starts, for whoever develops: what `python -m MODULE` does, in a fork of a process that has loaded the libraries already."""

import importlib
import os
import runpy
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Mapping
from pathlib import Path
from typing import Final

LIBRARIES: Final = (
    "PIL.Image",
    "alembic.command",
    "asyncio",
    "babel.dates",
    "jinja2",
    "limits.aio.strategies",
    "markdown_it",
    "psycopg",
    "rapidfuzz.distance",
    "redis.asyncio",
    "reflex.app",
    "reflex.compiler.compiler",
    "reflex.utils.build",
    "reflex_components_core.el",
    "sqlalchemy.ext.asyncio",
    "sqlmodel.ext.asyncio.session",
    "starlette.applications",
    "stripe.params.checkout",
    "zxcvbn",
)
"""What takes longest to load of all that the site is built on. Nothing of the site itself: that is what changes."""

_loaded = False


def load() -> None:
    """Load the libraries: forks of this process, the server's workers among them, have them from the beginning."""
    global _loaded  # noqa: PLW0603 # a process is warm or not
    for library in LIBRARIES:
        importlib.import_module(library)
    _loaded = True


def run(module: str, *arguments: str, environment: Mapping[str, str], home: Path) -> subprocess.CompletedProcess[str]:
    """What `python -m module arguments` says in its folder (all of it as `stdout`) and answers; in a fork if the libraries are loaded."""
    command = [sys.executable, "-m", module, *arguments]
    with tempfile.TemporaryFile("w+") as told:
        if not _loaded:
            done = subprocess.run(command, cwd=home, env=environment, stdout=told, stderr=told, check=False)  # noqa: S603 # our own words
            told.seek(0)
            return subprocess.CompletedProcess(command, done.returncode, told.read())
        child = os.fork()
        if not child:
            os.dup2(told.fileno(), 1)
            os.dup2(told.fileno(), 2)
            os.chdir(home)
            os.environ.update(environment)
            _become(module, arguments)
        _, status = os.waitpid(child, 0)
        told.seek(0)
        return subprocess.CompletedProcess(command, os.waitstatus_to_exitcode(status), told.read())


def _become(module: str, arguments: tuple[str, ...]) -> None:
    """Run a module as Python's `-m` does, and end the process."""
    sys.argv = [module, *arguments]
    code: object = 0
    try:
        runpy.run_module(module, run_name="__main__", alter_sys=True)
    except SystemExit as ended:
        code = ended.code
        if isinstance(code, str):
            sys.stderr.write(f"{code}\n")
    except BaseException:  # noqa: BLE001 # whatever it is, it is this process's end
        traceback.print_exc()
        code = 1
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code if isinstance(code, int) else bool(code))
