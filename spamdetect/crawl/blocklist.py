"""What to block of the hosts of campaigns."""

from __future__ import annotations

from collections.abc import Iterable, Set
from typing import Final

from spamdetect.crawl.sharing import address_range, by_domain, by_range
from spamdetect.urls.rules import is_address
from spamdetect.urls.suffix import is_institutional, registered_domain

_LEAST: Final = 3


def wider_names(hosts: Iterable[str]) -> dict[str, list[str]]:
    """Return registered domains and address ranges that could stand for three hosts or more.

    Parameters
    ----------
    hosts : iterable of str
        Canonical hosts of campaigns.

    Returns
    -------
    dict of str to list of str
        The hosts below each; domains of institutions are left out.
    """
    given = set(hosts)
    found = {
        name: members
        for name, members in by_domain(given).items()
        if not is_institutional(registered_domain(name)[2])
    }
    found |= by_range(given)
    return {name: members for name, members in found.items() if len(members) >= _LEAST}


def names_above(host: str, names: Set[str]) -> Iterable[str]:
    """Yield those of some registered domains and address ranges that a host lies in."""
    if is_address(host):
        above = address_range(host)
        if above in names:
            yield above
        return
    while host:
        if host in names:
            yield host
        host = host.partition(".")[2]


def entries(hosts: Iterable[str], wider: Iterable[str]) -> list[str]:
    """Return the block list, in its plain syntax.

    Parameters
    ----------
    hosts : iterable of str
        Canonical hosts of campaigns.
    wider : iterable of str
        Names out of `wider_names` to be put in the place of their hosts, as no honest link leads
        there.
    """
    names = set(wider)
    covered = {host for host in hosts if any(names_above(host, names))}
    return sorted(names | (set(hosts) - covered))
