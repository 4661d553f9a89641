"""What may be kept for ever by whoever asked for it: built scripts and styles, and nothing else."""

import httpx
import pytest
from starlette.responses import Response

from wtsocial.endpoints.files import FOREVER, HashedAssets


async def _caching(path: str, status: int) -> str:
    site = HashedAssets(Response("x", status))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(site), base_url="http://localhost") as client:
        return (await client.get(path)).headers.get("cache-control", "")


@pytest.mark.parametrize("status", [200, 304])
async def test_a_built_script_is_kept_for_ever(status: int) -> None:
    assert await _caching("/assets/entry-1a2b3c4d.js", status) == FOREVER["Cache-Control"]
    assert "immutable" in FOREVER["Cache-Control"]


@pytest.mark.parametrize(
    ("path", "status"), [("/assets/gone-1a2b3c4d.js", 404), ("/assets/entry-1a2b3c4d.js", 500), ("/kit/style.css", 200), ("/assets", 200)]
)
async def test_nothing_else_is(path: str, status: int) -> None:
    assert await _caching(path, status) == ""
