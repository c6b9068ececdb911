"""Words of the lexicons that the name of a host holds."""

from __future__ import annotations

from functools import cache
from typing import Final

from spamdetect.labels import SPAM_CATEGORIES
from spamdetect.urls.features import fold_text

_SHORTEST: Final = 4
_LONGEST: Final = 24


@cache
def _terms() -> dict[str, dict[str, str]]:
    """Return the terms and their categories, by their first letters."""
    from spamdetect.lexicons import load

    known: dict[str, dict[str, str]] = {}
    for term in load():
        text = fold_text(term.text).replace("-", "")
        if _SHORTEST <= len(text) <= _LONGEST and term.category in SPAM_CATEGORIES:
            known.setdefault(text[:_SHORTEST], {}).setdefault(text, term.category)
    return known


def find_term(text: str) -> tuple[str, str]:
    """Return the longest spam term that a text holds.

    Parameters
    ----------
    text : str
        Lower case; what is neither letter nor digit is passed over.

    Returns
    -------
    term, category : str
        Empty if there is none; of terms of one length the first.
    """
    known = _terms()
    letters = "".join([char for char in text if char.isalnum()])
    best, found = "", ""
    for start in range(len(letters) - _SHORTEST + 1):
        for term, category in known.get(letters[start : start + _SHORTEST], {}).items():
            if len(term) > len(best) and letters.startswith(term, start):
                best, found = term, category
    return best, found
