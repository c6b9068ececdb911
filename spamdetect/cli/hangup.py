"""SIGHUP, which asks a command that runs on to read its lists again, from its first moment on."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

CHANGED: Final = threading.Event()
"""Set when SIGHUP has arrived."""


@contextmanager
def heard() -> Iterator[None]:
    """Let SIGHUP set `CHANGED` instead of ending the process, where there is such a signal."""
    number = getattr(signal, "SIGHUP", None)
    if number is None or threading.current_thread() is not threading.main_thread():
        yield
        return
    previous = signal.signal(number, lambda *_: CHANGED.set())
    try:
        yield
    finally:
        signal.signal(number, previous)
