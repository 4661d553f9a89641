"""`python -m wtsocial.ops.dev` (`make dev`): the site as `run` serves it, started anew whenever a file of it changes.

What runs goes on until the new one serves, and when there is a mistake in what was saved: every page says what it is.
"""

import argparse
import ast
import logging
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

from watchfiles import DefaultFilter, watch

from wtsocial.core import mistakes
from wtsocial.core.settings import settings
from wtsocial.ops import data_folder, serve, start

out: Callable[[str], object] = print  # whoever develops looks at the terminal

WATCHED: Final = ("wtsocial", "assets", "rxconfig.py")
KINDS: Final = (".py", ".json", ".js", ".css", ".html", ".svg")
STOPPING_SECONDS: Final = 20


class Sources(DefaultFilter):
    """Files that the site is made of."""

    def __call__(self, change: object, path: str) -> bool:
        """Whether it counts."""
        return path.endswith(KINDS) and super().__call__(change, path)  # pyright: ignore[reportArgumentType] # as watchfiles calls it


def misspelt(paths: Iterable[Path]) -> list[str]:
    """Python files that cannot be read, each with its place and why."""
    found: list[str] = []
    for path in sorted(paths):
        try:
            if path.suffix == ".py" and path.is_file():
                ast.parse(path.read_bytes(), str(path))
        except (SyntaxError, ValueError) as wrong:
            where = f"{path.relative_to(serve.HOME)}:{getattr(wrong, 'lineno', None) or 1}"
            found.append(f"{where}: {wrong.args[0] if wrong.args else wrong}")
    return found


def keep_anew(*, host: str, port: int, tell: Callable[[str], object]) -> int:
    """Serve, and start anew after every change, until the server ends or Ctrl-C. The server's exit code."""
    command = serve.server_command(host=host, port=port, workers=1, develops=True)
    os.environ[mistakes.FILE] = str((settings().data_dir / "mistakes").resolve())
    mistakes.note("")
    # It holds the data folder as long as it lives, whatever becomes of this process.
    server = subprocess.Popen(command, cwd=serve.HOME, env=serve.server_environment(), close_fds=False)  # noqa: S603 # our own words
    broken: set[Path] = set()
    due = False
    folders = [serve.HOME / name for name in WATCHED]
    try:
        saved = watch(*folders, watch_filter=Sources(), debounce=100, raise_interrupt=False, rust_timeout=200, yield_on_timeout=True)
        for changes in saved:
            if server.poll() is not None:
                break
            if changed := {Path(path) for _change, path in changes}:
                wrong = misspelt(broken | changed)
                broken = broken | changed if wrong else set()
                due = not wrong
                said = "\n".join(["The site goes on as it was:", *wrong]) if wrong else ""
                mistakes.note(said)
                tell(said or _named(changed))
                sys.stdout.flush()
            # Before it listens, the signal would end it.
            if due and _listens(host, port):
                due = False
                server.send_signal(signal.SIGHUP)
    finally:
        _stop(server)
    return server.returncode or 0


def _named(changed: set[Path]) -> str:
    names = sorted(str(path.relative_to(serve.HOME)) for path in changed)
    return f"Changed: {', '.join(names[:3])}{' …' if len(names) > 3 else ''}. The site starts anew."


def _listens(host: str, port: int) -> bool:
    try:
        socket.create_connection((host, port), timeout=1).close()
    except OSError:
        return False
    return True


def _run(chosen: argparse.Namespace) -> int:
    serve.ensure_free(chosen.host, chosen.port)
    data_folder.hold()
    start.build(quick=True)
    if failed := start.prepare():
        return failed
    out(f"\n  {settings().site_url}   (save a file, and open pages come anew after some seconds; Ctrl-C ends it)\n")
    sys.stdout.flush()
    return keep_anew(host=chosen.host, port=chosen.port, tell=out)


def _leave(_number: int, _frame: object) -> None:
    sys.exit(0)


def main(arguments: list[str] | None = None) -> int:
    """The process's exit code."""
    parser = argparse.ArgumentParser(prog="python -m wtsocial.ops.dev")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=3000)
    parser.set_defaults(command=_run)
    # Told to stop in either way, it takes the server along.
    signal.signal(signal.SIGTERM, _leave)
    logging.getLogger("watchfiles").setLevel(logging.WARNING)
    return start.carry_out(parser.parse_args(arguments), out)


def _stop(server: subprocess.Popen[bytes]) -> None:
    if server.poll() is None:
        server.terminate()
    try:
        server.wait(STOPPING_SECONDS)
    except subprocess.TimeoutExpired:
        os.kill(server.pid, signal.SIGKILL)
        server.wait()


if __name__ == "__main__":
    sys.exit(main())
