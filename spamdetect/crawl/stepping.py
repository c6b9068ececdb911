"""Awaitables that are started first, to see whether they have to wait."""

from __future__ import annotations

from collections.abc import Awaitable, Generator
from functools import partial
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class Started(Generic[T]):
    """An awaitable that has run up to its first wait, if it has one; to be awaited once.

    Parameters
    ----------
    awaitable : awaitable
        What it raises before it has to wait is raised at once.

    Attributes
    ----------
    waits : bool
        Whether it has to wait; if not, its result is there.
    """

    def __init__(self, awaitable: Awaitable[T]) -> None:
        self._steps: Generator[Any, Any, T] = awaitable.__await__()
        self._signal: Any = None
        try:
            self._signal = self._steps.send(None)
            self.waits = True
        except StopIteration as end:
            self._result: T = end.value
            self.waits = False

    def __await__(self) -> Generator[Any, Any, T]:
        while self.waits:
            try:
                answer = yield self._signal
            except BaseException as error:
                step = partial(self._steps.throw, error)
            else:
                step = partial(self._steps.send, answer)
            try:
                self._signal = step()
            except StopIteration as end:
                self._result = end.value
                self.waits = False
        return self._result
