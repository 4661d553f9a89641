"""An outage of the database, for tests that need none in particular."""

import pytest

from wtsocial import db
from wtsocial.core.settings import settings


async def take_database_away(monkeypatch: pytest.MonkeyPatch) -> None:
    """From here to the end of the test nobody listens where the database should be."""
    await db.close()
    monkeypatch.setenv("WTSOCIAL_DATABASE_URL", "postgresql://127.0.0.1:1/nothing")
    settings.cache_clear()
    db.engine.cache_clear()
