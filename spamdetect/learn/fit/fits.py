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

    The limit of a BLAS library holds for the whole process, so it is set once around all: were each
    call to put back what it found, the last to end would decide what holds from then on. That of
    OpenMP holds for the thread that sets it.

    Parameters
    ----------
    calls : sequence of callable

    Returns
    -------
    list
        What they return, in their order.
    """
    with threadpool_limits(1, user_api="blas"), ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(_on_one_core, calls))


def _on_one_core(call: Callable[[], T]) -> T:
    with threadpool_limits(1, user_api="openmp"):
        return call()
