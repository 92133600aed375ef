"""Which addresses may be opened: those of the public Internet and no others, so that nobody outside makes this house
look into its own network for them.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass

IP = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolve = Callable[[str, int], Sequence[str]]
NEVER = tuple(
    ipaddress.ip_network(each)
    for each in (
        *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12"),
        *("192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24"),
        *("203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4"),
        *("::/8", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "2002::/16"),
        *("3fff::/20", "5f00::/16", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8"),
    )
)
"""Of oneself, private, shared by a provider, of one link, for examples, of groups; and those that hold an IPv4 address
within (mapped, translated, 6to4, Teredo), because the one that counts would be the one within.
"""
SLOWEST_NAMES = 5.0
"""Seconds for finding the addresses of a name."""


def is_public(text: str) -> bool:
    """Whether this is an address of the public Internet, as the IANA registries say. Anything else is not."""
    try:
        found: IP = ipaddress.ip_address(text)
    except ValueError:
        return False
    within = any(found in net for net in NEVER if net.version == found.version)
    return found.is_global and not found.is_multicast and not within


def addresses_of(host: str, port: int) -> list[str]:
    """All addresses of a name, or of what the system takes for an address (2130706433, 0x7f.1). Raises OSError."""
    rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(row[4][0]) for row in rows))


@dataclass(frozen=True)
class Reach:
    """What may be opened. Tests give another one to reach servers of their own; the house has ``PUBLIC`` alone."""

    allowed: Callable[[str], bool] = is_public
    ports: frozenset[int] = frozenset({80, 443})
    resolve: Resolve = addresses_of


PUBLIC = Reach()
