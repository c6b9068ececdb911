"""Items in batches that are large enough to be worth the while and small enough for memory."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")


def in_batches(
    items: Iterable[T], size: Callable[[T], int], most: int, most_items: float = math.inf
) -> Iterator[list[T]]:
    """Yield items in lists, read no further ahead than the list needs.

    Parameters
    ----------
    items : iterable
    size : callable
        Returns the size of an item.
    most : int
        A list ends with the item with which its items reach this size.
    most_items : int, optional
        It holds no more items than these.

    Yields
    ------
    list
        None is empty.
    """
    batch: list[T] = []
    total = 0
    for item in items:
        batch.append(item)
        total += size(item)
        if total >= most or len(batch) >= most_items:
            yield batch
            batch, total = [], 0
    if batch:
        yield batch
