"""An empty database of either kind, to be migrated."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.stores import PostgresServer, folder_in_memory
from wtsocial.core.settings import settings


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, environment: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A database with nothing in it at all, of either kind."""
    folder = folder_in_memory()
    if request.param == "postgresql":
        server: PostgresServer = request.getfixturevalue("postgres")
        url = server.create("migrated")
    else:
        url = f"sqlite:///{folder}/migrated.db"
    monkeypatch.setenv("WTSOCIAL_DATABASE_URL", url)
    settings.cache_clear()
    yield request.param
    shutil.rmtree(folder)
