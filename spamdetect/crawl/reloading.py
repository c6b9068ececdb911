"""Allow and block lists that are read again when a file changes."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Final

from spamdetect.crawl.lists import HostList
from spamdetect.errors import MissingExtraError

_INTERVAL: Final = 1.0


class ReloadingList:
    """A `HostList` that is read again when one of its files has changed.

    The files are looked at once a second at most, when the list is asked. Reading goes on in a
    thread of its own, and the list answers as before until it is done. If a file has gone or
    cannot be read, the list stays as it is and `problem` says why.

    Parameters
    ----------
    paths : sequence of str or Path
    allow : bool
        See `HostList`.
    interval : float
        Seconds between two looks at the files.

    Attributes
    ----------
    current : HostList
    problem : str or None
        Why the last attempt to read the files again failed.

    Raises
    ------
    OSError
        If a file cannot be read at first.
    """

    def __init__(
        self, paths: Sequence[str | Path], *, allow: bool = False, interval: float = _INTERVAL
    ) -> None:
        self._paths = tuple(str(path) for path in paths)
        self._allow = allow
        self._interval = interval
        self._lock = threading.Lock()
        self._seen = _signatures(self._paths)
        self.current = HostList(self._paths, allow=allow)
        self.problem: str | None = None
        self._next = time.monotonic() + interval

    def __reduce__(self) -> tuple[Callable[..., ReloadingList], tuple[object, ...]]:
        return _reopen, (self._paths, self._allow, self._interval)

    def match(self, host: str) -> str | None:
        """Return the entry that covers a canonical host, or None."""
        if time.monotonic() >= self._next:
            self._look()
        return self.current.match(host)

    def reload(self) -> None:
        """Read the files now, changed or not, and wait until that is done."""
        with self._lock:
            self._reload()

    def _look(self) -> None:
        self._next = time.monotonic() + self._interval
        if self._lock.locked():
            return
        if _signatures(self._paths) != self._seen:
            threading.Thread(target=self.reload, daemon=True).start()

    def _reload(self) -> None:
        self._seen = _signatures(self._paths)
        try:
            self.current = HostList(self._paths, allow=self._allow)
        except (OSError, MissingExtraError) as error:
            self.problem = str(error)
        else:
            self.problem = None


def _reopen(paths: tuple[str, ...], allow: bool, interval: float) -> ReloadingList:
    return ReloadingList(paths, allow=allow, interval=interval)


def _signatures(paths: Iterable[str]) -> list[tuple[int, int, int] | None]:
    found: list[tuple[int, int, int] | None] = []
    for path in paths:
        try:
            status = Path(path).stat()
        except OSError:
            found.append(None)
        else:
            found.append((status.st_mtime_ns, status.st_size, status.st_ino))
    return found
