"""IP addresses that are no place on the public web: IANA's registries of both families as a table, judged by nothing else.

Written after the IPv4 and IPv6 Special-Purpose Address Registries (www.iana.org/assignments/iana-ipv4-special-registry and
iana-ipv6-special-registry, RFC 6890 and its successors), the IPv4 Multicast Address Space Registry and the IPv6 Address Space
Registry, as they stood in autumn 2025. The verdicts of Python's `ipaddress` are not asked: they differ from version to version.
Blocks that the registries call reachable (AS112, AMT, anycast of protocols) are refused as well: no news is published there.
"""

import ipaddress
from typing import Final

_Network = ipaddress.IPv4Network | ipaddress.IPv6Network

SPECIAL_V4: Final = (
    "0.0.0.0/8",  # this network
    "10.0.0.0/8",  # private use
    "100.64.0.0/10",  # shared by the customers of a provider
    "127.0.0.0/8",  # loopback
    "169.254.0.0/16",  # link-local; the metadata of most clouds
    "172.16.0.0/12",  # private use
    "192.0.0.0/24",  # IETF protocols: DS-Lite, PCP and TURN anycast, NAT64 discovery; the metadata of a cloud
    "192.0.2.0/24",  # documentation
    "192.31.196.0/24",  # AS112
    "192.52.193.0/24",  # AMT
    "192.88.99.0/24",  # 6to4 relays
    "192.168.0.0/16",  # private use
    "192.175.48.0/24",  # AS112
    "198.18.0.0/15",  # benchmarks
    "198.51.100.0/24",  # documentation
    "203.0.113.0/24",  # documentation
    "224.0.0.0/4",  # multicast
    "240.0.0.0/4",  # reserved, and broadcast
)
SPECIAL_V6: Final = (
    "::/8",  # unspecified, loopback, IPv4 in several spellings, local translation (64:ff9b:1::/48)
    "100::/8",  # discard, dummy
    "200::/7",  # NSAP, given up
    "400::/6",
    "800::/5",
    "1000::/4",  # this and the four above: reserved by the IETF
    "2001::/23",  # IETF protocols: Teredo, anycast, benchmarks, AMT, AS112, ORCHID, remote identification of drones
    "2001:db8::/32",  # documentation
    "2002::/16",  # 6to4, which has IPv4 addresses inside, private ones among them
    "2620:4f:8000::/48",  # AS112
    "3fff::/20",  # documentation
    "4000::/2",  # reserved, and segment routing (5f00::/16)
    "8000::/2",
    "c000::/3",
    "e000::/4",
    "f000::/5",
    "f800::/6",  # reserved
    "fc00::/7",  # unique local
    "fe00::/9",  # reserved
    "fe80::/10",  # link-local
    "fec0::/10",  # site-local, given up
    "ff00::/8",  # multicast
)
OUR_OWN: Final = ("168.63.129.16/32",)
"""Public by number but not by use: the inner service address of a large cloud."""

# RFC 6052: how a network without IPv4 spells an IPv4 address, as its name server answers it; what is inside decides.
_NAT64: Final = ipaddress.IPv6Network("64:ff9b::/96")
_REFUSED: Final[tuple[_Network, ...]] = tuple(map(ipaddress.ip_network, (*SPECIAL_V4, *SPECIAL_V6, *OUR_OWN)))


def is_public(ip: str) -> bool:
    """Whether this is the address of a place on the public internet, whatever notation or embedding it comes in."""
    try:
        address = ipaddress.ip_address(ip)
    except ValueError:
        return False
    if isinstance(address, ipaddress.IPv6Address):
        if address.scope_id:
            return False
        if address in _NAT64:
            return is_public(str(ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF)))
    return not any(address in network for network in _REFUSED)
