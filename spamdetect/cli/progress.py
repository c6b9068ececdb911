"""Progress on standard error, if that is a terminal."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

_DELAY: Final = 1.0


class ProgressLine:
    """Share done, documents, rate and time left; appears after a second.

    Parameters
    ----------
    total : int
        Bytes to be read; 0 if that is not known.
    enabled : bool
        Nothing is shown otherwise, nor where standard error is no terminal.
    """

    def __init__(self, total: int, enabled: bool) -> None:
        self._total = total or None
        self._enabled = enabled and sys.stderr is not None and sys.stderr.isatty()
        self._start = time.monotonic()
        self._documents = 0
        self._progress: Progress | None = None
        self._task: TaskID | None = None

    def update(self, documents: int, position: int) -> None:
        """Show the state of the run.

        Parameters
        ----------
        documents : int
            Done so far.
        position : int
            Bytes read so far.
        """
        if not self._enabled:
            return
        elapsed = time.monotonic() - self._start
        if self._progress is None:
            if elapsed < _DELAY:
                return
            self._open()
        if self._progress is not None and self._task is not None:
            rate = f"{documents / elapsed:,.0f}/s"
            self._progress.update(
                self._task, completed=position, documents=f"{documents:,}", rate=rate
            )

    def close(self) -> None:
        """Remove the line."""
        if self._progress is not None:
            self._progress.stop()
            self._progress = None
        self._enabled = False

    def _open(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

        self._progress = Progress(
            BarColumn(),
            TextColumn("{task.percentage:>3.0f} %"),
            TextColumn("{task.fields[documents]} documents"),
            TextColumn("{task.fields[rate]}"),
            TimeRemainingColumn(),
            TextColumn("left"),
            console=Console(stderr=True),
            transient=True,
            redirect_stdout=sys.stdout.isatty(),
        )
        self._progress.start()
        self._task = self._progress.add_task(
            "", total=self._total, documents="0", rate="", completed=0
        )
