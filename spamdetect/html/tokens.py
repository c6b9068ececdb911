"""What a page is split into: texts, and tags that are each reduced to one integer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

ID_MASK: Final = 0xFF
END: Final = 1 << 8
VOID: Final = 1 << 9
SEPARATOR_SHIFT: Final = 10
STYLED: Final = 1 << 12
NAMED: Final = 1 << 13
LINK: Final = 1 << 14
EXPAND: Final = 1 << 15
CONTEXT_SHIFT: Final = 16
OBJECT: Final = 1 << 32

LONG: Final = 400
"""Tags from this length on are not remembered; few are written twice."""


@dataclass(frozen=True, slots=True, eq=False)
class Tokens:
    """A source split into n tags and the n + 1 texts around them.

    Attributes
    ----------
    texts : list of str
        Text before each tag, and after the last one.
    tags : list of str
        Tags, comments, declarations and raw-text elements, as written.
    info : ndarray of int64, shape (n,)
        Bits of each tag.
    number : ndarray of uint8, shape (n,)
        Element of each tag, see `elements.IDS`; 0 for comments and declarations.
    starts : ndarray of int64, shape (n + 1,)
        Place of each tag in the source; the length of the source at the end.
    text_lengths : ndarray of int64, shape (n + 1,)
    title : int
        Number of the tag that opens the page's title; -1 without one.
    """

    texts: list[str]
    tags: list[str]
    info: npt.NDArray[np.int64]
    number: npt.NDArray[np.uint8]
    starts: npt.NDArray[np.int64]
    text_lengths: npt.NDArray[np.int64]
    title: int

    def text_starts(self) -> npt.NDArray[np.int64]:
        """Return the place of each text in the source, shape (n + 1,)."""
        starts: npt.NDArray[np.int64] = self.starts - self.text_lengths
        return starts
