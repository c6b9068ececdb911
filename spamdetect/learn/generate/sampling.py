"""Draw from collections without letting one source or campaign dominate."""

from __future__ import annotations

import random
from bisect import bisect
from collections.abc import Callable, Iterable, Mapping
from itertools import accumulate
from typing import Generic, TypeVar

T = TypeVar("T")


class Balanced(Generic[T]):
    """Items in groups of sources, drawn with damped weights.

    A source is drawn with its given weight, a group within the source in proportion to a power
    of its size, an item within the group uniformly.

    Parameters
    ----------
    items : iterable
    source : callable
        Source of an item.
    group : callable
        Group of an item within its source.
    weights : mapping of str to float, optional
        Weight of each source; 1 where it is not given.
    power : float
        Exponent on the size of a group: 0 draws groups evenly, 1 draws items evenly.
    """

    def __init__(
        self,
        items: Iterable[T],
        source: Callable[[T], str],
        group: Callable[[T], str],
        weights: Mapping[str, float] | None = None,
        power: float = 0.5,
    ) -> None:
        nested: dict[str, dict[str, list[T]]] = {}
        for item in items:
            nested.setdefault(source(item), {}).setdefault(group(item), []).append(item)
        self._bins: list[list[T]] = []
        shares: list[float] = []
        for name in sorted(nested):
            bins = [nested[name][key] for key in sorted(nested[name])]
            sizes = [len(items) ** power for items in bins]
            scale = (1.0 if weights is None else weights.get(name, 1.0)) / sum(sizes)
            self._bins += bins
            shares += [size * scale for size in sizes]
        self._bounds = list(accumulate(shares))

    def __len__(self) -> int:
        return sum(map(len, self._bins))

    def pick(self, rng: random.Random) -> T:
        """Draw one item.

        Raises
        ------
        IndexError
            If there are no items.
        """
        if not self._bins:
            raise IndexError("nothing to draw from")
        place = bisect(self._bounds, rng.random() * self._bounds[-1])
        chosen = self._bins[min(place, len(self._bins) - 1)]
        return chosen[int(rng.random() * len(chosen))]


def weighted(rng: random.Random, weights: Mapping[str, float]) -> str:
    """Draw a key of `weights` in proportion to its value."""
    point = rng.random() * sum(weights.values())
    for key, weight in weights.items():
        point -= weight
        if point < 0:
            return key
    *_, last = weights
    return last
