"""Fields that are worked out when they are first asked for.

Most reasons are never read: a filter looks at verdicts, a cleaner at spans.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from typing import TYPE_CHECKING, Any, Generic, Self, TypeVar

T = TypeVar("T")


class Late:
    """A dataclass some of whose fields are worked out when they are first asked for.

    Comparing, copying, pickling and printing ask for all fields, so that nothing else tells such
    an object from one that was complete from the start.
    """

    __slots__ = ("_work",)

    def changed(self, work: Mapping[str, Callable[[], Any]], **known: Any) -> Self:
        """Return this object with other values of some fields, without asking for the rest.

        Parameters
        ----------
        work : mapping of str to callable
            For each field that is to be worked out, what returns its value: the same whenever it
            is called.
        **known
            New values of other fields.
        """
        waiting = {**_waiting(self), **work}
        changed = object.__new__(type(self))
        for field in fields(self):  # type: ignore[arg-type]
            if field.name in known:
                waiting.pop(field.name, None)
                object.__setattr__(changed, field.name, known[field.name])
            elif field.name not in waiting:
                object.__setattr__(changed, field.name, getattr(self, field.name))
        object.__setattr__(changed, "_work", waiting)
        return changed

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            work = _waiting(self)
            if name in work:
                object.__setattr__(self, name, work[name]())
                object.__setattr__(self, "_work", {k: w for k, w in work.items() if k != name})
            # Also where another thread has set it since it was missed.
            return object.__getattribute__(self, name)


def _waiting(late: Late) -> Mapping[str, Callable[[], Any]]:
    """Return the work that is left to do."""
    try:
        found: Mapping[str, Callable[[], Any]] = object.__getattribute__(late, "_work")
    except AttributeError:
        return {}
    return found


class Together(Generic[T]):
    """Values that are worked out together, when the first of them is asked for.

    Parameters
    ----------
    work : callable
        Returns all of them, the same whenever it is called.
    """

    __slots__ = ("_found",)

    def __init__(self, work: Callable[[], Sequence[T]]) -> None:
        self._found: Callable[[], Sequence[T]] | Sequence[T] = work

    def of(self, index: int) -> T:
        """Return one of the values."""
        found = self._found
        if callable(found):
            found = self._found = found()
        return found[index]
