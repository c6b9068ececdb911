"""A set of millions of names in 11 to 22 bytes each, that can be asked but not listed.

Names are kept as the 64-bit hashes of Python's own `hash`, which is keyed anew in each process:
nobody can prepare a name that collides, and a set cannot leave its process. A name that is not in
a set of 5 million is taken for one with a probability of 3e-13.

The hashes are sorted and spread over a larger array, each as near as possible to the place that
its leading bits name (linear probing, filled in sorted order), so that a look-up reads two
neighbouring numbers on average.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

_EMPTY: Final = (1 << 63) - 1
_FILL: Final = 0.75


class NameSet:
    """A set of names.

    Parameters
    ----------
    hashes : sequence of ndarray of int64
        From `hashed`; of names of two labels or more.
    labels : iterable of str
        Names of one label.
    """

    def __init__(
        self, hashes: Sequence[NDArray[np.int64]] = (), labels: Iterable[str] = ()
    ) -> None:
        self._labels = frozenset(labels)
        keys = np.concatenate(hashes) if hashes else np.empty(0, dtype=np.int64)
        keys.sort()
        if len(keys):
            keys = keys[np.append(True, keys[1:] != keys[:-1])]
        self._count = len(keys) + len(self._labels)
        bits = max(1, int(len(keys) / _FILL).bit_length())
        self._shift = 64 - bits
        self._half = 1 << (bits - 1)
        place = keys >> np.int64(self._shift)
        place += self._half
        order = np.arange(len(keys), dtype=np.int64)
        place -= order
        np.maximum.accumulate(place, out=place)
        place += order
        size = max(1 << bits, int(place[-1]) + 1 if len(keys) else 0) + 1
        table = np.full(size, _EMPTY, dtype=np.int64)
        table[place] = keys
        self._table = memoryview(table.data)

    def __len__(self) -> int:
        return self._count

    def covering(self, host: str) -> str | None:
        """Return the longest name of the set that a host is or lies below, or None.

        Parameters
        ----------
        host : str
            Canonical host.
        """
        if not self._count:
            return None
        table, shift, half = self._table, self._shift, self._half
        while "." in host:
            key = hash(host)
            place = (key >> shift) + half
            value = table[place]
            while value < key:
                place += 1
                value = table[place]
            if value == key:
                return host
            host = host.partition(".")[2]
        return host if host in self._labels else None


def hashed(names: Sequence[str]) -> NDArray[np.int64]:
    """Return the hashes that stand for names.

    Parameters
    ----------
    names : sequence of str
        Canonical hosts.
    """
    return np.fromiter(map(hash, names), dtype=np.int64, count=len(names))
