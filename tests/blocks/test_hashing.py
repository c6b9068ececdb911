from __future__ import annotations

import subprocess
import sys

FIRST_USE = """
import importlib
import sys
import traceback
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import numpy as np

from spamdetect.blocks import hashing

THREADS = 8
sys.setswitchinterval(1e-6)
together = Barrier(THREADS)


def check(size):
    places = np.array([0, size // 2, size - 1])
    window = hashing.WindowHash(np.arange(size, dtype=np.uint32))
    found = [*window.of(places, places + 1), *window.beginning(places)(1, 3)]
    assert found == [*places] * 2, size


def check_growing(thread):
    for step in range(16):
        together.wait()
        try:
            check(thread + 3 << step)
        except BaseException:
            traceback.print_exc()
            together.abort()
            raise


with ThreadPoolExecutor(THREADS) as pool:
    for _ in range(8):
        importlib.reload(hashing)
        list(pool.map(check_growing, range(THREADS)))
"""


def test_the_first_windows_may_be_hashed_in_many_threads() -> None:
    run = subprocess.run(
        [sys.executable, "-c", FIRST_USE], capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
