"""A user's own lists: hosts that are never, or always, spam. Allow wins over block over model."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from spamdetect.labels import UrlVerdict
from spamdetect.reports import Reason
from spamdetect.urls.host import Host, canonical_host

CERTAIN: Final = 12.0
"""Log-odds that a list's word stands for."""


@runtime_checkable
class HostRules(Protocol):
    """What a list of hosts can be asked."""

    def match(self, host: str) -> str | None:
        """Return the entry that covers a canonical host, or None."""


class HostSet:
    """Hosts, registered domains and suffixes, held in memory.

    Parameters
    ----------
    entries : iterable of str
        An entry covers itself and everything below it.
    """

    def __init__(self, entries: Iterable[str] = ()) -> None:
        if isinstance(entries, str):
            raise TypeError("a list of hosts must be an iterable of str, not a str")
        self._entries = frozenset(
            name for entry in entries if (name := canonical_host(entry.strip().lstrip(".")).name)
        )

    def match(self, host: str) -> str | None:
        """Return the entry that covers a canonical host, or None."""
        if not self._entries:
            return None
        rest = host
        while rest:
            if rest in self._entries:
                return rest
            rest = rest.partition(".")[2]
        return None


def host_rules(entries: Iterable[str] | HostRules) -> HostRules:
    """Return `entries` as something that can be asked."""
    return entries if isinstance(entries, HostRules) else HostSet(entries)


@dataclass(frozen=True, slots=True)
class ListRules:
    """An allow list over a block list."""

    allow: HostRules
    block: HostRules

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
