"""Fits that run side by side."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Final, TypeVar

from threadpoolctl import threadpool_limits

THREADS: Final = 2

T = TypeVar("T")


def in_threads(calls: Sequence[Callable[[], T]]) -> list[T]:
    """Run fits side by side, each on one core; their order and results do not depend on it.

    Parameters
    ----------
    calls : sequence of callable

    Returns
    -------
    list
        What they return, in their order.
    """
    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(_on_one_core, calls))


def _on_one_core(call: Callable[[], T]) -> T:
    with threadpool_limits(limits=1):
        return call()
