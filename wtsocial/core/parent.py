"""The process that started a worker: when it is killed, its workers leave the port to whoever comes next."""

import os
import signal
import threading
import time
from pathlib import Path
from typing import Final

LOOKS: Final = 0.5
"""Seconds between two looks whether it is still there."""
ENDING_SECONDS: Final = 6.0
"""For an orderly end. The main process gives as much."""
_MAIN: Final = "WTSOCIAL_MAIN_PROCESS"
_READY: Final = "WTSOCIAL_READY_DIR"


def end_with_parent() -> None:
    """From now on, end this process soon after its parent did. A thread looks, whatever holds the loop."""
    # It may be gone already, and somebody else in its place.
    parent = int(os.environ.get(_MAIN) or os.getppid())
    threading.Thread(target=_watch, args=(parent,), name="parent", daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(LOOKS)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(ENDING_SECONDS)
    os._exit(1)


def say_ready() -> None:
    """Tell the main process, if it waits, that this worker serves."""
    folder = os.environ.get(_READY, "")
    if folder:
        (Path(folder) / str(os.getpid())).touch()
