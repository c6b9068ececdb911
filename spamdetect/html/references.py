"""Character references (``&amp;``, ``&#233;``) after the tokenizer of the HTML standard."""

from __future__ import annotations

import html
import re
from functools import lru_cache
from html.entities import html5
from typing import Final

import numpy as np
import numpy.typing as npt

_REFERENCE: Final = re.compile(
    r"&(?:#(?:[xX][0-9a-fA-F]{1,20}|[0-9]{1,20});?|[a-zA-Z][a-zA-Z0-9]{1,31};?)"
)
_LONGEST_OLD: Final = max(len(name) for name in html5 if not name.endswith(";"))

Ints = npt.NDArray[np.int64]


@lru_cache(maxsize=4096)
def _read(written: str) -> tuple[int, str]:
    """Return how many characters a reference takes and what it stands for; 0 if none."""
    if written[1] == "#" or written[1:] in html5:
        return len(written), html.unescape(written)
    # Without semicolon, the longest of the old names counts ("&copyright" is "©right").
    for end in range(min(len(written), _LONGEST_OLD + 1), 2, -1):
        value = html5.get(written[1:end])
        if value is not None:
            return end, value
    return 0, ""


def _replace(match: re.Match[str]) -> str:
    written = match[0]
    taken, value = _read(written)
    return value + written[taken:]


def resolve(text: str) -> str:
    """Return text with its character references replaced.

    Parameters
    ----------
    text : str

    Returns
    -------
    str
    """
    return _REFERENCE.sub(_replace, text)


def places(text: str, offset: int) -> tuple[Ints, Ints, Ints]:
    """Return where `resolve` puts characters for references.

    Parameters
    ----------
    text : str
    offset : int
        Added to the positions.

    Returns
    -------
    position : ndarray of int64
        Of each value in the resolved text.
    taken, given : ndarray of int64
        Length of each reference in `text`, and of its value.
    """
    found = []
    for match in _REFERENCE.finditer(text):
        taken, value = _read(match[0])
        if taken:
            found.append((offset + match.start(), taken, len(value)))
            offset -= taken - len(value)
    columns = np.array(found, np.int64).reshape(-1, 3)
    return columns[:, 0], columns[:, 1], columns[:, 2]
