"""Term lists per category and language: what spam, junk and honest reporting are written in.

Each TOML file of this directory holds one category::

    category = "gambling"
    source = "where the terms come from"
    licence = "licence of the list"

    [terms]
    en = '''
    online casino, free spins,
    no deposit bonus
    '''

A language is a BCP-47 code (``mul`` for names that are written alike everywhere), its terms are
separated by commas; lines may break anywhere between words. The blocks are literal strings, not
arrays, because `tomllib` skips over a literal string at once: thousands of terms load in
milliseconds. Terms are lower case and in NFC; whoever matches them folds text and terms with the
same function.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache
from itertools import repeat
from pathlib import Path
from typing import Final, NamedTuple

from spamdetect.errors import DataError

__all__ = ["Term", "categories", "load", "read"]

_DIRECTORY: Final = Path(__file__).parent
_LANGUAGE: Final = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?")
_NAME: Final = re.compile(r"[a-z][a-z0-9_]*")
_MIN_LENGTH: Final = 3
_MIN_LENGTH_IDEOGRAPHIC: Final = 2
_FIRST_KANA: Final = "\u3040"


class Term(NamedTuple):
    """A word or phrase that is typical of a category.

    Parameters
    ----------
    text : str
        The term, lower case, NFC, words separated by single spaces.
    category : str
        The category of its list, for example ``"gambling"`` or ``"boilerplate"``.
    language : str
        BCP-47 code of the language it is written in; ``"mul"`` for names used in all of them.
    """

    text: str
    category: str
    language: str


def load(category: str | None = None) -> tuple[Term, ...]:
    """Return the terms of the lists that come with the package.

    Parameters
    ----------
    category : str, optional
        Return only this category's terms; all of them by default.

    Returns
    -------
    tuple of Term
        In the order of files, languages and terms; read once and cached.

    Raises
    ------
    ValueError
        If there is no list of that category.
    """
    by_category = _by_category()
    if category is None:
        return _all_terms()
    if category not in by_category:
        raise ValueError(
            f"no lexicon of category {category!r}; there are: {', '.join(by_category)}"
        )
    return by_category[category]


def categories() -> tuple[str, ...]:
    """Return the names of the categories that have a list, sorted.

    Returns
    -------
    tuple of str
        Category names, valid arguments of `load`.
    """
    return tuple(_by_category())


def read(path: Path) -> tuple[Term, ...]:
    """Read and check one lexicon file.

    Parameters
    ----------
    path : Path
        A TOML file of the form described in this module's documentation.

    Returns
    -------
    tuple of Term
        Its terms in file order.

    Raises
    ------
    DataError
        If the file is no TOML, lacks a key, or holds a term that is too short, not lower case,
        not in NFC, oddly spaced or repeated; the message names the file and the term.
    """
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DataError(f"{path.name}: not valid TOML: {error}") from error
    for key in ("category", "source", "licence"):
        if not isinstance(table.get(key), str) or not table[key]:
            raise DataError(f"{path.name}: the key {key!r} must be a text that is not empty")
    category = table["category"]
    if not _NAME.fullmatch(category):
        raise DataError(f"{path.name}: {category!r} is no category name")
    languages = table.get("terms")
    if not isinstance(languages, dict) or not languages:
        raise DataError(f"{path.name}: the table [terms] is missing or empty")
    terms: list[Term] = []
    for language, block in languages.items():
        where = f"{path.name}: [terms] {language}"
        if not _LANGUAGE.fullmatch(language):
            raise DataError(f"{where}: not a language code such as 'en' or 'zh-Hans'")
        if not isinstance(block, str):
            raise DataError(f"{where}: must be one text, terms separated by commas")
        texts = block.replace("\n", " ").replace(", ", ",").strip(" ,").split(",")
        # A sound block is seen as a whole; only a faulty one is gone through term by term.
        if (
            len(set(texts)) < len(texts)
            or any(_too_short(text) for text in texts if len(text) < _MIN_LENGTH)
            or "  " in block
            or " ," in block
            or block != block.lower()
            or not unicodedata.is_normalized("NFC", block)
        ):
            _check(texts, where)
        terms.extend(map(Term, texts, repeat(category), repeat(language)))
    return tuple(terms)


def _too_short(text: str) -> bool:
    ideographic = len(text) == _MIN_LENGTH_IDEOGRAPHIC and min(text) >= _FIRST_KANA
    return len(text) < _MIN_LENGTH and not ideographic


def _check(texts: list[str], where: str) -> None:
    seen: set[str] = set()
    for text in texts:
        if text in seen:
            raise DataError(f"{where}: the term {text!r} stands there twice")
        seen.add(text)
        if text != unicodedata.normalize("NFC", text.lower()):
            raise DataError(f"{where}: the term {text!r} is not lower case or not in NFC")
        if text != " ".join(text.split()):
            raise DataError(f"{where}: the term {text!r} is oddly spaced")
        if _too_short(text):
            raise DataError(
                f"{where}: the term {text!r} is too short: {_MIN_LENGTH} characters at least, "
                f"{_MIN_LENGTH_IDEOGRAPHIC} in Chinese, Japanese and Korean"
            )


@cache
def _by_category() -> dict[str, tuple[Term, ...]]:
    lists: dict[str, tuple[Term, ...]] = {}
    for path in sorted(_DIRECTORY.glob("*.toml")):
        terms = read(path)
        category = terms[0].category
        if category in lists:
            raise DataError(f"{path.name}: another file already holds the category {category!r}")
        lists[category] = terms
    return dict(sorted(lists.items()))


@cache
def _all_terms() -> tuple[Term, ...]:
    return tuple(term for terms in _by_category().values() for term in terms)
