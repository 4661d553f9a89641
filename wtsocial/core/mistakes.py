"""What is wrong with the sources, while somebody develops: noted by whoever finds it, shown on every page (`endpoints/develop.py`)."""

import os
from pathlib import Path
from typing import Final

FILE: Final = "WTSOCIAL_MISTAKES_FILE"
"""The file that it stands in; there is none where nobody develops."""


def note(wrong: str) -> None:
    """From now on this is wrong; "" for nothing."""
    if file := os.environ.get(FILE):
        Path(file).write_text(wrong)


def noted() -> str:
    """What is wrong; "" for nothing."""
    file = Path(os.environ.get(FILE, ""))
    return file.read_text() if file.is_file() else ""


def are_shown() -> bool:
    """Whether somebody develops."""
    return FILE in os.environ
