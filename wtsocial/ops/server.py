"""The server's main process: listens, keeps workers, and on SIGHUP starts them anew, each serving before the old one goes.

Nothing of the site is imported here: workers are forks of this process, and have to load what is new. For whoever develops the
libraries are, which change less often.
"""

# Granian leaves types open.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from granian.constants import Interfaces
from granian.log import LogLevels, logger
from granian.server.mp import MPServer, WorkerProcess

from wtsocial.core import mistakes
from wtsocial.ops import warm

READY: Final = "WTSOCIAL_READY_DIR"
"""The folder in which a worker that serves makes a file that is named by its process's number."""
MAIN: Final = "WTSOCIAL_MAIN_PROCESS"
"""The number of this process: its workers end when it does."""
PAGES: Final = "REFLEX_WEB_WORKDIR"
CONNECTIONS: Final = 16_384
"""How many requests and sockets one worker takes at once; the server's own default would stop at about a thousand readers."""
STARTING_SECONDS: Final = 120.0
"""For a new worker to serve; on a busy machine it takes its time, and the old one is there meanwhile."""

FINISHING_SECONDS: Final = 30.0
"""For an old worker to answer what it was asked, when another has its place: a page that is cut off would be a gap."""

Spawn = Callable[..., None]
Load = Callable[..., Callable[..., Any]]


class Server(MPServer):
    """Granian's server, with a reload that leaves no gap: its own gives a new worker some seconds, ready or not."""

    develops = False

    def _reload(self, spawn_target: Spawn, target_loader: Load) -> None:
        # From here on: who asks meanwhile, means what is there by then.
        self.reload_signal = False
        self.main_loop_interrupt.clear()
        # Sources that cannot be built, or a database that cannot be migrated, leave the site as it is.
        failed, said = self._quickly_prepared() if self.develops else self._prepared()
        if self.interrupt_signal:
            return
        if failed:
            logger.error("The site goes on as it is: what it would need to start anew is not there.")
            return
        if self.reload_signal:
            return
        os.environ[PAGES] = said.splitlines()[-1]
        super()._reload(spawn_target, target_loader)

    def _prepared(self) -> tuple[int, str]:
        """The exit code of what a reload needs first, and what it said."""
        command = [sys.executable, "-m", "wtsocial", "pages"]
        prepared = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)  # noqa: S603 # our own words
        while prepared.poll() is None and not self.interrupt_signal:
            time.sleep(0.1)
        if self.interrupt_signal:
            prepared.terminate()
        said, _ = prepared.communicate()
        return prepared.returncode, said

    def _quickly_prepared(self) -> tuple[int, str]:
        """The same for whoever develops, and what went wrong is said on the pages, too."""
        done = warm.run("wtsocial", "pages", "--quick", environment=os.environ, home=Path.cwd())
        if done.returncode:
            logger.error(done.stdout)
            mistakes.note(done.stdout)
        return done.returncode, done.stdout

    def _respawn_workers(self, workers: list[int], spawn_target: Spawn, target_loader: Load, delay: float = 0) -> None:  # noqa: ARG002 # as Granian calls it
        if not all(self.wrks[index].is_alive() for index in workers):
            super()._respawn_workers(workers, spawn_target, target_loader, delay=0)
            return
        for index in workers:
            made = self._spawn_worker(idx=index, target=spawn_target, callback_loader=target_loader)
            made.start()
            if not self._serves(made):
                if self.interrupt_signal:
                    _end(made, 1)
                    return
                logger.error(f"A new worker does not start; worker-{index + 1} goes on, and so do those after it.")
                mistakes.note("What was saved does not start. The terminal says why.")
                self._give_up(made)
                return
            old, self.wrks[index] = self.wrks[index], made
            self.respawned_wrks[index] = time.monotonic()
            _end(old, FINISHING_SECONDS)

    def _give_up(self, made: WorkerProcess) -> None:
        _end(made, 1)
        time.sleep(0.1)
        # It counts itself as one of the workers that failed; that one is alive.
        self.interrupt_children.clear()
        if not self.reload_signal and not self.interrupt_signal:
            self.main_loop_interrupt.clear()

    def _serves(self, made: WorkerProcess) -> bool:
        sign = Path(os.environ[READY]) / str(made.inner.pid)
        deadline = time.monotonic() + STARTING_SECONDS
        while made.is_alive() and time.monotonic() < deadline and not self.interrupt_signal:
            if sign.exists():
                return True
            time.sleep(0.1)
        return False


def _end(worker: WorkerProcess, seconds: float) -> None:
    worker.terminate()
    worker.join(seconds)
    if worker.is_alive():
        worker.kill()
        worker.join()


def main() -> None:
    """Serve until told to stop."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--host", required=True)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--workers", type=int, required=True)
    parser.add_argument("--develop", action="store_true", help="sources change: start workers and builders warm")
    parser.add_argument("target", help="module:variable of the ASGI app")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="wtsocial-ready-") as ready:
        os.environ |= {READY: ready, MAIN: str(os.getpid())}
        server = Server(
            chosen.target,
            address=chosen.host,
            port=chosen.port,
            interface=Interfaces.ASGI,
            factory=True,
            workers=chosen.workers,
            backlog=4096,
            backpressure=CONNECTIONS,
            workers_kill_timeout=5,
            respawn_failed_workers=True,
            respawn_interval=0,
            log_level=LogLevels.info,
        )
        if chosen.develop:
            server.develops = True
            warm.load()
        server.serve()


if __name__ == "__main__":
    main()
