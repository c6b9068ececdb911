"""How far a host and the anchor text that leads to it agree on being spam other than gambling.

Either signal alone is weak: shops and scams have names that could be anybody's, and honest pages
write about pills and loans. A name and an anchor that both say so, in the same words above all,
are not.
"""

from __future__ import annotations

from typing import Final

LEAST: Final = 112
"""Level of an anchor from which it can agree with anything."""
_SAME_WORD: Final = 40
_SHORTEST: Final = 4
_HIGHEST: Final = 255


def agreement(side: int, anchor: int, text: str, words: str) -> int:
    """Return how far a host and an anchor agree.

    Parameters
    ----------
    side : int
        Level of the host by the surest output other than gambling.
    anchor : int
        Level of the anchor.
    text : str
        The host, as in `spamdetect.urls.features.HostFeatures`.
    words : str
        The anchor, as `spamdetect.urls.features.fold_text` returns it.

    Returns
    -------
    int
        From 0 to 255: the lower of the levels, more where both have a word in common; 0 below
        `LEAST`.
    """
    if anchor < LEAST:
        return 0
    lower = min(side, anchor)
    return min(lower + _SAME_WORD, _HIGHEST) if _share(text, words) else lower


def _share(text: str, words: str) -> bool:
    name = text.partition("$")[0].strip("^")
    if name.replace(".", "-") in words:  # the address written out: no signal of its own
        return False
    return any(len(word) >= _SHORTEST and word in name for word in words.split("-"))
