"""Arguments whose types are checked, so that a wrong one is named where it is given."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Sized
from typing import TypeVar

T = TypeVar("T")


def checked(value: object, name: str = "text") -> str:
    """Return a string as it is.

    Parameters
    ----------
    value : object
    name : str
        What the error calls it.

    Raises
    ------
    TypeError
        If it is no string.
    """
    if not isinstance(value, str):
        raise TypeError(f"{name} must be a str, not {type(value).__name__}")
    return value


def checked_source(url: object, name: str = "url") -> str | None:
    """Return the address a document comes from, or None, as it is.

    Parameters
    ----------
    url : object
    name : str
        What the error calls it.

    Raises
    ------
    TypeError
        If it is neither.
    """
    return None if url is None else checked(url, name)


def check_strings(values: Iterable[object], name: str) -> None:
    """Check that all are strings, in less time than `checked` takes with each.

    Parameters
    ----------
    values : iterable
    name : str
        What the error calls one of them.

    Raises
    ------
    TypeError
        If one is no string.
    """
    kinds = set(map(type, values))
    for kind in kinds - {str}:
        if not issubclass(kind, str):
            raise TypeError(f"{name} must be a str, not {kind.__name__}")


def with_sources(
    documents: Iterable[T], urls: Iterable[str | None] | None, name: str
) -> Iterator[tuple[T, str | None]]:
    """Return an iterator over documents and the addresses they come from.

    What can be told without reading on is checked before it is returned, the rest on the way.

    Parameters
    ----------
    documents : iterable
    urls : iterable of str or None, optional
        As many.
    name : str
        What the error calls the documents.

    Raises
    ------
    TypeError
        If either is no iterable, `urls` is a single string, or one of them is no string.
    ValueError
        If there are more or fewer `urls` than documents.
    """
    if isinstance(documents, Sized) and isinstance(urls, Sized) and len(documents) != len(urls):
        raise ValueError(f"{len(documents)} {name} need as many urls, not {len(urls)}")
    if isinstance(urls, str | bytes):
        raise TypeError(f"urls must be an iterable of str, not {type(urls).__name__}")
    if urls is None:
        return ((document, None) for document in documents)
    pairs = zip(documents, urls, strict=True)
    return ((document, checked_source(url)) for document, url in pairs)


def check_counts(urls: Sequence[object], **others: Sequence[object] | None) -> None:
    """Check that what is given of URLs is given of each.

    Parameters
    ----------
    urls : sequence
    **others : sequence or None
        By name; None where it is not given.

    Raises
    ------
    ValueError
        If there are more or fewer than URLs.
    """
    for name, values in others.items():
        if values is not None and len(values) != len(urls):
            raise ValueError(f"{len(urls)} URLs need as many {name}, not {len(values)}")
