"""Allow and block lists that are read again when a file changes."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Final

from spamdetect.crawl.lists import HostList
from spamdetect.errors import MissingExtraError

logger = logging.getLogger(__name__)

_INTERVAL: Final = 1.0
_MOST_NAMED: Final = 20


class ReloadingList:
    """A `HostList` that is read again when one of its files has changed.

    The files are looked at once a second at most, when the list is asked, and read when two looks
    see the same change, so that a file in the middle of being written is left alone. Reading goes
    on in a thread of its own, and the list answers as before until it is done. If a file has gone
    or cannot be read, the list stays as it is and `problem` says why. That and the lines that
    cannot be read are logged as warnings.

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
        self._seen = self._last = _signatures(self._paths)
        self.current = HostList(self._paths, allow=allow)
        _name_errors(self.current)
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
        before, self._last = self._last, _signatures(self._paths)
        if before == self._last != self._seen:
            threading.Thread(target=self.reload, daemon=True).start()

    def _reload(self) -> None:
        self._seen = _signatures(self._paths)
        try:
            self.current = HostList(self._paths, allow=self._allow)
        except (OSError, MissingExtraError) as error:
            self.problem = str(error)
            logger.warning("a list stays as it was: %s", error)
        else:
            self.problem = None
            _name_errors(self.current)


def _reopen(paths: tuple[str, ...], allow: bool, interval: float) -> ReloadingList:
    return ReloadingList(paths, allow=allow, interval=interval)


def _name_errors(hosts: HostList) -> None:
    for error in hosts.errors[:_MOST_NAMED]:
        logger.warning("%s", error)
    more = hosts.error_count - _MOST_NAMED
    if more > 0:
        logger.warning("%d more lines of %s are wrong", more, ", ".join(hosts.paths))


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
