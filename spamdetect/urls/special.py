"""Addresses and names that nobody can own: special-purpose blocks and well-known resolvers.

They stand in honest texts as examples, defaults and settings, and say nothing about spam.

Sources: IANA IPv4 and IPv6 Special-Purpose Address Registries (RFC 6890 and its updates), IANA
multicast registries, RFC 2606, RFC 6761, RFC 6762, RFC 8375, ICANN's reservation of ``.internal``
(2024), and the addresses that operators of public resolvers publish.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network

from spamdetect.urls.address import carried_ipv4

_BLOCKS_4 = (
    "0.0.0.0/8",
    "10.0.0.0/8",
    "100.64.0.0/10",
    "127.0.0.0/8",
    "169.254.0.0/16",
    "172.16.0.0/12",
    "192.0.0.0/24",
    "192.0.2.0/24",
    "192.31.196.0/24",
    "192.52.193.0/24",
    "192.88.99.0/24",
    "192.168.0.0/16",
    "192.175.48.0/24",
    "198.18.0.0/15",
    "198.51.100.0/24",
    "203.0.113.0/24",
    "224.0.0.0/4",
    "240.0.0.0/4",
)
_BLOCKS_6 = (
    "::/96",
    "64:ff9b:1::/48",
    "100::/64",
    "100:0:0:1::/64",
    "2001::/23",
    "2001:db8::/32",
    "2620:4f:8000::/48",
    "3fff::/20",
    "5f00::/16",
    "fc00::/7",
    "fe80::/10",
    "fec0::/10",
    "ff00::/8",
)
_RESOLVERS_4 = """
1.0.0.1 1.0.0.2 1.0.0.3 1.1.1.1 1.1.1.2 1.1.1.3 8.8.4.4 8.8.8.8 9.9.9.9 9.9.9.10 9.9.9.11
149.112.112.10 149.112.112.11 149.112.112.112 208.67.220.123 208.67.220.220 208.67.220.222
208.67.222.123 208.67.222.220 208.67.222.222 4.2.2.1 4.2.2.2 4.2.2.3 4.2.2.4 4.2.2.5 4.2.2.6
64.6.64.6 64.6.65.6 156.154.70.1 156.154.71.1 76.76.2.0 76.76.10.0 8.20.247.20 8.26.56.26
77.88.8.1 77.88.8.2 77.88.8.3 77.88.8.7 77.88.8.8 77.88.8.88 84.200.69.80 84.200.70.40
94.140.14.14 94.140.14.15 94.140.15.15 94.140.15.16 185.228.168.9 185.228.168.168
185.228.169.9 185.228.169.168 185.253.5.0 193.110.81.0 101.101.101.101 101.102.103.104
1.2.4.8 210.2.4.8 114.114.114.114 114.114.115.115 119.29.29.29 180.76.76.76 223.5.5.5
223.6.6.6 168.126.63.1 168.126.63.2
"""
_RESOLVERS_6 = """
2606:4700:4700::1001 2606:4700:4700::1002 2606:4700:4700::1003 2606:4700:4700::1111
2606:4700:4700::1112 2606:4700:4700::1113 2001:4860:4860::8844 2001:4860:4860::8888
2620:fe::9 2620:fe::10 2620:fe::11 2620:fe::fe 2620:119:35::35 2620:119:53::53
2a10:50c0::ad1:ff 2a10:50c0::ad2:ff 2400:3200::1 2400:3200:baba::1 2a02:6b8::feed:ff
"""
_NAMES = frozenset(
    (
        "localhost",
        "local",
        "test",
        "example",
        "invalid",
        "internal",
        "home.arpa",
        "example.com",
        "example.net",
        "example.org",
    )
)
_LAST_LABELS = frozenset(name.rpartition(".")[2] for name in _NAMES)


@cache
def _table(version: int) -> tuple[list[int], list[int], frozenset[int]]:
    networks: list[IPv4Network] | list[IPv6Network]
    addresses: list[IPv4Address] | list[IPv6Address]
    if version == 4:
        networks = sorted(IPv4Network(block) for block in _BLOCKS_4)
        addresses = [IPv4Address(address) for address in _RESOLVERS_4.split()]
    else:
        networks = sorted(IPv6Network(block) for block in _BLOCKS_6)
        addresses = [IPv6Address(address) for address in _RESOLVERS_6.split()]
    return (
        [int(network.network_address) for network in networks],
        [int(network.broadcast_address) for network in networks],
        frozenset(int(address) for address in addresses),
    )


def _listed(value: int, version: int) -> bool:
    first, last, single = _table(version)
    index = bisect_right(first, value) - 1
    return (index >= 0 and value <= last[index]) or value in single


def is_special_address(address: IPv4Address | IPv6Address) -> bool:
    """Tell whether an address is special-purpose or a well-known public resolver.

    Parameters
    ----------
    address : IPv4Address or IPv6Address
        IPv6 addresses that carry an IPv4 one (v4-mapped, NAT64, 6to4) are judged by that.

    Returns
    -------
    bool
        True for private, loopback, link-local, documentation, benchmarking, multicast and
        reserved blocks, and for public resolvers such as 1.1.1.1.
    """
    meant = address if address.version == 4 else carried_ipv4(address) or address
    return _listed(int(meant), meant.version)


def is_special_name(name: str) -> bool:
    """Tell whether a domain is reserved for local use, tests or documentation.

    Parameters
    ----------
    name : str
        Canonical domain.

    Returns
    -------
    bool
        True for ``localhost``, ``example.com`` and the like, for the names below them, and for
        names without a dot, which no public site has (RFC 7085): ``intranet``, ``xxxxxx``.
    """
    if "." not in name:
        return True
    if name[name.rfind(".") + 1 :] not in _LAST_LABELS:
        return False
    labels = name.split(".")
    return labels[-1] in _NAMES or ".".join(labels[-2:]) in _NAMES
