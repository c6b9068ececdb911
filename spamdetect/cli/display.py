"""Text from documents made safe and short for a terminal, and numbers with their words."""

from __future__ import annotations

import re
from typing import Final

_SPACES: Final = re.compile(r"[\s\u2028\u2029]+")
# Control characters and escapes drive terminals, bidirectional controls reorder lines, and
# surrogates cannot be written at all.
_UNSAFE: Final = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ud800-\udfff]"
)


def shown(text: str, limit: int | None = None) -> str:
    """Return a text on one line, with what could harm a terminal replaced by ``·``.

    Parameters
    ----------
    text : str
    limit : int, optional
        Longer texts keep their start and end, with an ellipsis between.
    """
    if limit is not None and len(text) > 8 * limit:
        text = text[: 4 * limit] + text[-4 * limit :]
    text = safe(_SPACES.sub(" ", text).strip())
    if limit is None or len(text) <= limit:
        return text
    tail = limit // 3
    return f"{text[: limit - tail - 3]} … {text[-tail:]}"


def safe(text: str) -> str:
    """Return a text with what could harm a terminal replaced by ``·``.

    Parameters
    ----------
    text : str
    """
    return _UNSAFE.sub("·", text)


def counted(number: int, one: str, several: str | None = None) -> str:
    """Return a number and the word for what it counts.

    Parameters
    ----------
    number : int
    one : str
        For one.
    several : str, optional
        For other numbers; by default `one` with an ``s``.
    """
    return f"{number:,} {one if number == 1 else several or one + 's'}"
