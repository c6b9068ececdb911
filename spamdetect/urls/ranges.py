"""Ranges of addresses, found by bisection."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from ipaddress import IPv4Address, IPv6Address, ip_address

from spamdetect.urls.address import carried_ipv4
from spamdetect.urls.entries import Entry

_BITS = {4: 32, 6: 128}


class AddressRanges:
    """A set of address ranges.

    Parameters
    ----------
    entries : iterable of Entry
        Those of names are left out.
    """

    def __init__(self, entries: Iterable[Entry] = ()) -> None:
        self._first: dict[int, list[int]] = {4: [], 6: []}
        self._last: dict[int, list[int]] = {4: [], 6: []}
        for first, last, version in sorted(
            (entry.first, entry.last, entry.version) for entry in entries if entry.version
        ):
            starts, ends = self._first[version], self._last[version]
            if ends and first <= ends[-1]:
                ends[-1] = max(ends[-1], last)
            else:
                starts.append(first)
                ends.append(last)

    def __len__(self) -> int:
        return len(self._first[4]) + len(self._first[6])

    def match(self, host: str) -> str | None:
        """Return the range that a canonical address, or the IPv4 one it carries, lies in, or None.

        Parameters
        ----------
        host : str
            Dotted IPv4 address, or IPv6 address in brackets.

        Returns
        -------
        str or None
            As address, ``network/bits`` or ``first-last``.
        """
        if not len(self):
            return None
        try:
            address = ip_address(host.strip("[]"))
        except ValueError:
            return None
        found = self._range(address)
        if found is None and isinstance(address, IPv6Address):
            carried = carried_ipv4(address)
            return None if carried is None else self._range(carried)
        return found

    def _range(self, address: IPv4Address | IPv6Address) -> str | None:
        number = int(address)
        place = bisect_right(self._first[address.version], number) - 1
        if place < 0 or self._last[address.version][place] < number:
            return None
        return _written(
            self._first[address.version][place],
            self._last[address.version][place],
            address.version,
        )


def _written(first: int, last: int, version: int) -> str:
    make = IPv4Address if version == 4 else IPv6Address
    size = last - first + 1
    if size == 1:
        return str(make(first))
    if size & (size - 1) == 0 and first % size == 0:
        return f"{make(first)}/{_BITS[version] - size.bit_length() + 1}"
    return f"{make(first)}-{make(last)}"
