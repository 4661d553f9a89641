"""Rate limits: counts how often a key tries something, in memory or, for several workers, in Redis."""

import ipaddress
import logging
import time
from functools import lru_cache
from math import ceil

from limits import RateLimitItem, RateLimitItemPerHour, RateLimitItemPerMinute
from limits.aio.storage import MemoryStorage, RedisStorage
from limits.aio.strategies import MovingWindowRateLimiter
from redis.exceptions import RedisError

from wtsocial.core.errors import TooMany
from wtsocial.core.settings import settings

log = logging.getLogger(__name__)


async def count_try(what: str, address: str, *, per_minute: int) -> None:
    """Count one try of `what` by this address. Raises TooMany("error.too_many", `seconds` until the next may come)."""
    await _count_anywhere(RateLimitItemPerMinute(per_minute, namespace="wtsocial"), what, address)


async def count_hourly(what: str, key: str, *, per_hour: int) -> None:
    """Count one try of `what` under this key, in an hour. Raises TooMany as `count_try` does."""
    await _count_anywhere(RateLimitItemPerHour(per_hour, namespace="wtsocial"), what, key)


async def forget_hourly(what: str, key: str, *, per_hour: int) -> None:
    """Begin to count the tries of `what` under this key anew."""
    item = RateLimitItemPerHour(per_hour, namespace="wtsocial")
    if settings().redis_url:
        try:
            await _shared(settings().redis_url).clear(item, what, key)
        except (RedisError, OSError):
            log.warning("rates: Redis does not answer, a count stays as it is")
    await _own().clear(item, what, key)


async def _count_anywhere(item: RateLimitItem, what: str, address: str) -> None:
    if settings().redis_url:
        try:
            return await _count(_shared(settings().redis_url), item, what, address)
        except (RedisError, OSError) as failed:
            # Each worker then counts for itself: a looser limit is better than nobody getting in.
            log.warning("rates: Redis does not answer, counting in memory (%s)", failed)
    return await _count(_own(), item, what, address)


def client_address(peer: str, forwarded_for: str) -> str:
    """Whose request it is: the peer of the connection, or what our own proxies say of it in X-Forwarded-For.

    Each of the `trusted_proxy_hops` proxies adds the address it was spoken to from on the right; what stands left of
    those came from outside and may be forged. A network of IPv6 (/64) counts as one address: it belongs to one person.
    """
    hops = settings().trusted_proxy_hops
    chain = [part.strip() for part in forwarded_for.split(",") if part.strip()]
    found = chain[-hops] if 0 < hops <= len(chain) else peer
    return _counted_as(found) or peer


@lru_cache(maxsize=4096)
def _counted_as(found: str) -> str:
    """The address or network that this counts as; "" for what is no address."""
    # Some proxies say the port as well.
    bracketed, alone = found.removeprefix("[").partition("]")[0], found.partition(":")[0]
    found = bracketed if found.startswith("[") else alone if found.count(":") == 1 else found
    try:
        address = ipaddress.ip_address(found.partition("%")[0])
    except ValueError:
        return ""
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return str(ipaddress.ip_network((address.packed[:8] + bytes(8), 64)))
    return str(address)


def forget() -> None:
    """Begin to count anew (between tests)."""
    _own.cache_clear()
    _shared.cache_clear()


async def _count(limiter: MovingWindowRateLimiter, item: RateLimitItem, what: str, address: str) -> None:
    if not await limiter.hit(item, what, address):
        window = await limiter.get_window_stats(item, what, address)
        raise TooMany("error.too_many", seconds=max(1, ceil(window.reset_time - time.time())))


@lru_cache(maxsize=1)
def _own() -> MovingWindowRateLimiter:
    return MovingWindowRateLimiter(MemoryStorage())


@lru_cache(maxsize=1)
def _shared(url: str) -> MovingWindowRateLimiter:
    known = url.replace("unix://", "redis+unix://", 1) if url.startswith("unix://") else url
    return MovingWindowRateLimiter(RedisStorage(f"async+{known}", implementation="redispy", socket_timeout=2, socket_connect_timeout=2))
