"""The guard against SSRF: only public web servers may be fetched, never internal addresses or this site."""

import asyncio
import ipaddress
import socket
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import cast
from urllib.parse import urlsplit

from wtsocial.core.errors import Invalid
from wtsocial.gateways.special_addresses import is_public
from wtsocial.text.links import check_address

Resolver = Callable[[str, int], Awaitable[list[str]]]
"""(host, port) → every IP address that the name has now, as text; raises OSError when it has none."""

PORTS = {"http": 80, "https": 443}

# RFC 6761, 6762, 7686, 8375 and 9476, and the names that ICANN keeps for inner networks or will never give away: never on the public web.
_INNER_NAMES = tuple("localhost localdomain local internal intranet private corp home mail lan arpa onion alt test invalid".split())

# A name server that never answers holds a thread for as long as the system likes, beyond any deadline of ours:
# names have threads of their own, so that nothing else waits behind them.
_name_threads = ThreadPoolExecutor(max_workers=8, thread_name_prefix="names")


@dataclass(frozen=True)
class Address:
    """A web address in pieces that were checked one by one, so that nothing is parsed a second time by other rules."""

    scheme: str
    host: str
    port: int
    target: str
    fragment: str = ""

    def __str__(self) -> str:
        return f"{self.scheme}://{self.authority}{self.target}" + (f"#{self.fragment}" if self.fragment else "")

    @property
    def authority(self) -> str:
        """The host as it stands in a URL and in the Host header."""
        return f"[{self.host}]" if ":" in self.host else self.host


def parse(url: str, *, field: str) -> Address:
    """The address in checked pieces. Nothing is asked of anybody.

    Raises Invalid("preview.refused_address") for whatever is not a plain http(s) address on its usual port.
    """
    refused = Invalid("preview.refused_address", field=field)
    try:
        parts = urlsplit(check_address(url, field=field))
    except Invalid:
        raise refused from None
    if parts.port is not None:  # the usual one is left out by check_address
        raise refused
    host, target = parts.hostname or "", parts.path + (f"?{parts.query}" if parts.query else "")
    return Address(parts.scheme, host, PORTS[parts.scheme], target, parts.fragment)


async def resolve_by_system(host: str, port: int) -> list[str]:
    """Every address that the system's resolver has for the name. Raises OSError when there is none."""

    def ask() -> list[str]:
        return [cast(str, answer[4][0]) for answer in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]

    return list(dict.fromkeys(await asyncio.get_running_loop().run_in_executor(_name_threads, ask)))


@dataclass(frozen=True)
class Guard:
    """Says where a connection may go. One question, one answer, and the connection goes to that answer and nowhere else."""

    own_host: str
    fixed: Mapping[str, str]
    """host → "ip:port", reached there whatever it is: intranets that the operator named, and stand-ins in tests."""
    resolve: Resolver = resolve_by_system

    async def places(self, address: Address, *, field: str) -> list[tuple[str, int]]:
        """The (ip, port) pairs to try in order, all of them checked.

        Raises Invalid: "preview.refused_address" when any one of the name's addresses is inside, "preview.unreachable" when it has none.
        """
        refused = Invalid("preview.refused_address", field=field)
        if address.host == self.own_host.lower().removesuffix("."):
            raise refused
        if fixed := self.fixed.get(address.host):
            ip, _, port = fixed.rpartition(":")
            return [(ip.strip("[]"), int(port))]
        ips = await self._addresses_of(address, field=field)
        if not all(is_public(ip) for ip in ips):
            raise refused
        return [(ip, address.port) for ip in ips]

    async def _addresses_of(self, address: Address, *, field: str) -> list[str]:
        if _is_ip(address.host):
            return [address.host]
        if "." not in address.host or any(f".{address.host}".endswith(f".{name}") for name in _INNER_NAMES):
            raise Invalid("preview.refused_address", field=field)
        try:
            ips = await self.resolve(address.host, address.port)
        except (OSError, UnicodeError):
            ips = []
        if not ips:
            raise Invalid("preview.unreachable", field=field)
        return ips


def _is_ip(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
