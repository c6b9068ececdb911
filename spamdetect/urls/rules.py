"""A user's own lists: hosts that are never, or always, spam. Allow wins over block over model."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from spamdetect.labels import UrlVerdict
from spamdetect.reports import Reason
from spamdetect.urls.entries import Entry, EntryReader
from spamdetect.urls.host import Host
from spamdetect.urls.ranges import AddressRanges

CERTAIN: Final = 12.0
"""Log-odds that a list's word stands for."""


@runtime_checkable
class HostRules(Protocol):
    """What a list of hosts can be asked."""

    def match(self, host: str) -> str | None:
        """Return the entry that covers a canonical host, or None."""


class HostSet:
    """Hosts, suffixes and address ranges, held in memory.

    Parameters
    ----------
    entries : iterable of str
        As `spamdetect.urls.entries` reads them; a name covers itself and everything below it.
    allow : bool
        Whether it is an allow list.

    Raises
    ------
    TypeError
        If `entries` is a single string or holds anything else.
    ValueError
        If an entry is no host, suffix or address range.
    """

    def __init__(self, entries: Iterable[str] = (), *, allow: bool = False) -> None:
        if isinstance(entries, str):
            raise TypeError("a list of hosts must be an iterable of str, not a str")
        reader = EntryReader(allow=allow)
        read: list[Entry] = []
        for entry in entries:
            if not isinstance(entry, str):
                raise TypeError(f"an entry must be a str, not {type(entry).__name__}")
            read += reader.read(entry)
        self._names = frozenset(e.name for e in read if e.name and not e.exception)
        self._exceptions = frozenset(e.name for e in read if e.name and e.exception)
        self._ranges = AddressRanges(e for e in read if not e.exception)
        self._range_exceptions = AddressRanges(e for e in read if e.exception)
        self._empty = not self._names and not len(self._ranges)

    def __bool__(self) -> bool:
        """Tell whether any host may be covered."""
        return not self._empty

    def match(self, host: str) -> str | None:
        """Return the entry that covers a canonical host, or None."""
        if self._empty:
            return None
        if is_address(host):
            return None if self._range_exceptions.match(host) else self._ranges.match(host)
        found = covering(host, self._names)
        if found and self._exceptions and covering(host, self._exceptions):
            return None
        return found


def is_address(host: str) -> bool:
    """Tell whether a canonical host is an address: the last label of a name is no number."""
    last = host[-1:]
    return last == "]" or (last.isdigit() and host[host.rfind(".") + 1 :].isdigit())


def covering(host: str, names: Container[str]) -> str | None:
    """Return the longest of some names that a host is or lies below, or None.

    Parameters
    ----------
    host : str
        Canonical host.
    names : container of str
    """
    while host:
        if host in names:
            return host
        host = host.partition(".")[2]
    return None


@dataclass(frozen=True, slots=True)
class ListRules:
    """An allow list over a block list."""

    allow: HostRules
    block: HostRules

    def __bool__(self) -> bool:
        """Tell whether any host may be listed."""
        return bool(self.allow) or bool(self.block)

    def listed(self, host: str) -> Literal["allow", "block"] | None:
        """Tell which list covers a canonical host, if any."""
        if self.allow.match(host):
            return "allow"
        return "block" if self.block.match(host) else None

    def decide(self, host: str) -> tuple[UrlVerdict, float, Reason] | None:
        """Return the verdict, score and reason for a canonical host that a list covers."""
        if entry := self.allow.match(host):
            return "ok", 0.0, Reason("LIST_ALLOW", -CERTAIN, "on the allow list", entry)
        if entry := self.block.match(host):
            return "spam", 1.0, Reason("LIST_BLOCK", CERTAIN, "on the block list", entry)
        return None

    def override(self, logits: NDArray[np.float64], hosts: Sequence[Host]) -> NDArray[np.float64]:
        """Return log-odds with those of listed hosts replaced."""
        out = logits.copy()
        for index, host in enumerate(hosts):
            decided = self.decide(host.name)
            if decided:
                out[index] = CERTAIN if decided[0] == "spam" else -CERTAIN
        return out


def list_rules(
    allow: Iterable[str] | HostRules = (), block: Iterable[str] | HostRules = ()
) -> ListRules:
    """Return lists of entries, or what can be asked already, as an allow list over a block list."""
    return ListRules(
        allow if isinstance(allow, HostRules) else HostSet(allow, allow=True),
        block if isinstance(block, HostRules) else HostSet(block),
    )
