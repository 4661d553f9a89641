"""An empty database of either kind, to be migrated."""

from pathlib import Path

import pytest

from tests.stores import PostgresServer
from wtsocial.core.settings import settings


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, environment: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A database with nothing in it at all, of either kind."""
    if request.param == "postgresql":
        server: PostgresServer = request.getfixturevalue("postgres")
        monkeypatch.setenv("WTSOCIAL_DATABASE_URL", server.create("migrated"))
        settings.cache_clear()
    return request.param
