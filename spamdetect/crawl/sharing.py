"""What hosts and sites have in common: brand, range, domain, company; and groups of them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from spamdetect.urls.host import canonical_host
from spamdetect.urls.rules import is_address
from spamdetect.urls.suffix import registered_domain

_DIGITS = re.compile(r"[0-9]+")
_LEAST_BRAND: Final = 4


class Groups:
    """Connected components by union-find."""

    def __init__(self, nodes: Iterable[str]) -> None:
        self._parent = {node: node for node in nodes}

    def _root(self, node: str) -> str:
        while self._parent[node] != node:
            self._parent[node] = self._parent[self._parent[node]]
            node = self._parent[node]
        return node

    def join(self, first: str, second: str) -> None:
        """Put two nodes into one component."""
        self._parent[self._root(first)] = self._root(second)

    def components(self) -> list[list[str]]:
        """Return the nodes of each component."""
        found: dict[str, list[str]] = defaultdict(list)
        for node in sorted(self._parent):
            found[self._root(node)].append(node)
        return list(found.values())


def brand(host: str) -> str:
    """Return the registered label of a host, without what a series of hosts numbers.

    Parameters
    ----------
    host : str
        Canonical host.

    Returns
    -------
    str
        Digits at the ends left out, those within folded to ``0``; empty for addresses, and for
        labels with fewer than four letters.
    """
    label = registered_domain(host)[1]
    letters = sum(char.isalpha() for char in label)
    return _DIGITS.sub("0", label).strip("0-") if letters >= _LEAST_BRAND else ""


def site_name(site: str) -> str:
    """Return what related sites have in common: the registered label."""
    return registered_domain(site)[1] or site


def address_range(host: str) -> str:
    """Return the range that an address lies in: /24 for IPv4, /48 for IPv6."""
    if host.startswith("["):
        address = canonical_host(host).address
        assert address is not None
        return f"{type(address)(int(address) >> 80 << 80)}/48"
    return host.rpartition(".")[0] + ".0/24"


def by_brand(hosts: Iterable[str]) -> dict[str, list[str]]:
    """Return canonical hosts by brand."""
    return _by((brand(host), host) for host in set(hosts))


def by_range(hosts: Iterable[str]) -> dict[str, list[str]]:
    """Return canonical hosts by address range; names are left out."""
    return _by((address_range(host), host) for host in set(hosts) if is_address(host))


def by_domain(hosts: Iterable[str]) -> dict[str, list[str]]:
    """Return canonical hosts by registered domain."""
    parts = ((registered_domain(host), host) for host in set(hosts))
    return _by((f"{p[1]}.{p[2]}" if p[1] else "", host) for p, host in parts)


def _by(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for key, host in sorted(pairs):
        if key:
            found[key].append(host)
    return found
