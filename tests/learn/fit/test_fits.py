from __future__ import annotations

import time

import numpy as np
from threadpoolctl import threadpool_info

from spamdetect.learn.fit.fits import in_threads


def limits(api: str) -> set[int]:
    return {library["num_threads"] for library in threadpool_info() if library["user_api"] == api}


def test_fits_give_their_results_in_order_each_on_one_core() -> None:
    np.ones((2, 2)) @ np.ones((2, 2))
    before = limits("blas")
    seen: list[set[int]] = []

    def fit(number: int, seconds: float) -> int:
        time.sleep(seconds)
        seen.append(limits("blas") | limits("openmp"))
        return number

    for waits in ((0.01, 0.1), (0.1, 0.01), (0.02, 0.1, 0.05)):
        calls = [lambda n=n, s=s: fit(n, s) for n, s in enumerate(waits)]
        assert in_threads(calls) == list(range(len(waits)))
        assert limits("blas") == before
    assert set().union(*seen) <= {1}
