"""Documents scored in order, in batches, in this process or in several."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain, islice
from typing import Any, Final

from spamdetect.batching import in_batches
from spamdetect.cli.scoring import Counted, Finish, R, Scorer
from spamdetect.errors import SpamdetectError
from spamdetect.io.records import Item, Record
from spamdetect.rows import Outcome
from spamdetect.settings import Settings

_BATCH_WEIGHT: Final = 1 << 20
_BATCH_ITEMS: Final = 512
_WATCH: Final = 1.0
_ONE_THREAD: Final = dict.fromkeys(
    ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS"), "1"
)


def _weight(item: Item) -> int:
    if isinstance(item, Record):
        return len(item.text or item.html or "")
    raw = getattr(item, "raw", b"")
    return len(raw) if isinstance(raw, bytes) else 0


def _records(batch: Sequence[Item]) -> list[Record]:
    return [item for item in batch if isinstance(item, Record)]


def _pair(
    batch: Sequence[Item], outcomes: Sequence[Outcome[Counted[R]]]
) -> Iterator[tuple[Item, Outcome[Counted[R]] | None]]:
    remaining = iter(outcomes)
    for item in batch:
        yield item, next(remaining) if isinstance(item, Record) else None


Factory = Callable[[Settings], Any]


def score_items(
    items: Iterable[Item],
    settings: Settings,
    finish: Finish[R],
    *,
    jobs: int = 1,
    factory: Factory,
) -> Iterator[tuple[Item, Outcome[Counted[R]] | None]]:
    """Score the records among some items.

    Parameters
    ----------
    items : iterable of Item
        Read as far ahead as the processes need and no further.
    settings : Settings
    finish : callable
        See `Scorer`; called where the record is scored.
    jobs : int
        Processes, each with a detector of its own. A single batch is scored in this process.
    factory : callable
        Makes the detector of the settings.

    Yields
    ------
    tuple of Item and (Outcome or None)
        In the order of the items; None for items that are no records.
    """
    batches = in_batches(items, _weight, _BATCH_WEIGHT, _BATCH_ITEMS)
    if jobs > 1:
        ahead = list(islice(batches, 2))
        batches = chain(ahead, batches)
        if len(ahead) > 1:
            yield from _in_processes(batches, settings, finish, jobs, factory)
            return
    scorer = Scorer(factory(settings), finish)
    for batch in batches:
        yield from _pair(batch, scorer(_records(batch)))


def _bare(batch: Sequence[Item]) -> list[Record]:
    """Return the records without what only their writer needs, which stays in this process."""
    return [replace(record, raw=None) for record in _records(batch)]


def _in_processes(
    batches: Iterator[list[Item]],
    settings: Settings,
    finish: Finish[R],
    jobs: int,
    factory: Factory,
) -> Iterator[tuple[Item, Outcome[Counted[R]] | None]]:
    from joblib.externals.loky import BrokenProcessPool, ProcessPoolExecutor

    executor = ProcessPoolExecutor(
        jobs,
        initializer=_prepare,
        initargs=(os.getpid(), factory, settings, finish),
        env=_ONE_THREAD,
    )
    pending: deque[tuple[list[Item], Any]] = deque()
    try:
        for batch in batches:
            pending.append((batch, executor.submit(_work, _bare(batch))))
            if len(pending) > 2 * jobs:
                done, future = pending.popleft()
                yield from _pair(done, future.result())
        while pending:
            done, future = pending.popleft()
            yield from _pair(done, future.result())
        executor.shutdown()
    except BrokenProcessPool:
        _kill(executor)
        raise SpamdetectError(
            "a worker process has died, perhaps for want of memory; try fewer --jobs "
            "(with -o, --resume goes on where the run ended)"
        ) from None
    except BaseException:
        _kill(executor)
        raise


def _kill(executor: Any) -> None:
    """Kill a pool's workers; its own thread may miss work that is gone, which is nobody's news."""
    tell = threading.excepthook

    def told(args: threading.ExceptHookArgs) -> None:
        if args.thread is None or args.thread.name != "ExecutorManagerThread":
            tell(args)

    threading.excepthook = told
    try:
        executor.shutdown(kill_workers=True)
    finally:
        threading.excepthook = tell


_worker: dict[str, Any] = {}


def _prepare(parent: int, factory: Factory, settings: Settings, finish: Finish[Any]) -> None:
    # Ctrl-C reaches every process of the terminal; only the parent is to act on it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    _worker["make"] = lambda: Scorer(factory(settings), finish)


def _end_with(parent: int) -> None:
    """End this process when its parent is gone; one that was killed ends no worker itself."""
    while os.getppid() == parent:
        time.sleep(_WATCH)
    os._exit(1)


def _work(records: Sequence[Record]) -> list[Outcome[Any]]:
    if "scorer" not in _worker:
        _worker["scorer"] = _worker["make"]()
    scorer: Scorer[Any] = _worker["scorer"]
    return scorer(records)
