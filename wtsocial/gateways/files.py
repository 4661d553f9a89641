"""Writes files atomically: a file is on the disk completely or not at all."""

import os
import secrets
from pathlib import Path


def write_whole(path: Path, data: bytes, *, mode: int = 0o644) -> None:
    """Writes `data` so that whoever looks finds either nothing, or what was there, or all of it; also after a power cut.

    The folder must exist. Blocking. Raises OSError (disk full, no permission) and then leaves nothing behind.
    """
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
