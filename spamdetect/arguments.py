"""Arguments whose types are checked, so that a wrong one is named where it is given."""

from __future__ import annotations

from collections.abc import Sequence


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
