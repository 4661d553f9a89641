"""What tests of the running site are given: the site, emptied, with this process's `wtsocial.db` on its database."""

from collections.abc import AsyncIterator, Iterator
from typing import Any, cast

import pytest

from tests.conftest import TWO_WORKERS
from tests.running import Server
from tests.server.serving import ONE, TWO, Sites, empty
from wtsocial import db
from wtsocial.core.settings import Settings, settings

BOTH = pytest.mark.parametrize("site", [ONE, TWO], indirect=True, ids=["one", TWO_WORKERS])
ON_TWO = pytest.mark.parametrize("site", [TWO], indirect=True, ids=[TWO_WORKERS])


@pytest.fixture(scope="session")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sites]:
    """The sites of this run. At its end nothing may have held an event loop."""
    started = Sites(tmp_path_factory.mktemp("sites"))
    yield started
    assert started.close() == []


@pytest.fixture
async def site(request: pytest.FixtureRequest, sites: Sites, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Server]:
    """An empty running site; factories and queries of this process see its database, and nothing is announced by them."""
    server, database_url = sites.site(getattr(request, "param", ONE))
    monkeypatch.setitem(cast(dict[str, Any], Settings.model_config), "env_file", None)
    for name, value in {"SITE_URL": server.url, "DATA_DIR": str(server.data_dir), "DATABASE_URL": database_url}.items():
        monkeypatch.setenv(f"WTSOCIAL_{name}", value)
    settings.cache_clear()
    db.engine.cache_clear()
    empty(settings().sqlalchemy_url)
    yield server
    await db.close()
    settings.cache_clear()
