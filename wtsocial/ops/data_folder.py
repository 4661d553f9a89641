"""The data folder: one program at a time serves from it while its database is a file in there."""

import fcntl
import os
from typing import Final

from wtsocial.core.settings import settings

NAME: Final = "serving.lock"


class FolderTaken(SystemExit):
    """Another program serves from this data folder; the message says so."""


def hold() -> None:
    """Hold the data folder for as long as this process lives, and what it becomes by `exec`. Raises FolderTaken.

    Commands beside a running site are no servers, and may work on the same file. On PostgreSQL any number may serve.
    """
    if settings().database_url.startswith("postgresql"):
        return
    folder = settings().data_dir
    folder.mkdir(parents=True, exist_ok=True)
    held = os.open(folder / NAME, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        by = os.read(held, 20).decode(errors="replace").strip() or "unknown"
        os.close(held)
        raise FolderTaken(
            f"Another program serves from {folder.resolve()} (process {by}). Stop it first, or give this one another WTSOCIAL_DATA_DIR."
        ) from None
    os.ftruncate(held, 0)
    os.write(held, str(os.getpid()).encode())
    # Across `exec`: the server is this very process.
    os.set_inheritable(held, True)
