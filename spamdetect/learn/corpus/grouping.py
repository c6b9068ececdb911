"""Group keys of documents, and the folds and splits that follow from them.

A group is what must stay together when data is divided: the site of a page, the campaign of a
spam text, one document in all its translations.
"""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections.abc import Callable, Mapping
from typing import Any, Final

_HOST = re.compile(r"(?:https?://|\bwww\.)(?:www\.)?([^\s/:?#\"'<>()\[\],]+)", re.IGNORECASE)
_BRAND = re.compile(r"([a-z]{3})(\d{2,3}|4d)(?!\d)")
_SECOND_LEVEL: Final = frozenset(
    ("ac", "co", "com", "edu", "go", "gob", "gov", "gv", "mil", "net", "or", "org", "sch")
)


def site_of(url: str) -> str:
    """Return the registered domain of a URL's host, by a rule of thumb that needs no list.

    >>> site_of("https://news.example.co.uk/a")
    'example.co.uk'
    """
    match = _HOST.match(url if "://" in url else f"http://{url}")
    if not match:
        return ""
    labels = match[1].lower().rstrip(".").split(".")
    if labels[-1].isdigit():
        return match[1]
    short = len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _SECOND_LEVEL
    return ".".join(labels[-3 if short else -2 :])


def kind_of(name: str) -> str:
    """Return ``"ip"``, ``"host"`` or ``"url"`` for an entry of a list of names and URLs."""
    if re.fullmatch(r"\d+(?:\.\d+){3}", name):
        return "ip"
    return "url" if "/" in name else "host"


def _last(parts: int) -> Callable[[str], str]:
    return lambda key: "/".join(key.split("/")[-parts:])


_PARALLEL: Final[Mapping[str, Callable[[str], str]]] = {
    "tico-19": lambda key: key.rpartition("#")[2],
    "bitcoinops": _last(1),
    "mozilla/legal-docs": _last(1),
    "opensource.guide": _last(1),
    "tldr": _last(2),
    "vuejs-translations": lambda key: key.partition(":")[2],
    "korean-parallel-corpora": lambda key: re.sub(r"\.(?:en|ko|fr)(?=#|$)", "", key),
}


def clean_group(source: str, key: str, url: str) -> str:
    """Return the group of an honest document: parallel document, site or source.

    Parameters
    ----------
    source : str
        Data set.
    key : str
        Identifier of the document in it.
    url : str
        Address of the page; may be empty.
    """
    for name, rule in _PARALLEL.items():
        if name in source:
            return f"{name}:{rule(key)}"
    return site_of(url) or source


def _letters(text: str) -> str:
    """Letters and digits of a text after compatibility folding; circled digits as digits."""
    out = []
    for char in unicodedata.normalize("NFKC", text).lower():
        if char.isalnum():
            digit = unicodedata.digit(char, None)
            out.append(char if digit is None else str(digit))
    return "".join(out)


def spam_group(name: str, campaign: str, source: str, text: str) -> str:
    """Return the group of a spam text.

    Parameters
    ----------
    name : str
        Data set.
    campaign : str
        Campaign named in the data; decides if not empty.
    source : str
        ``owner+repository:path``, whose owner is the campaign of pages.
    text : str
        Of comments and messages, the brand, first linked site or opening words.
    """
    if campaign:
        return campaign
    if name.startswith(("pages_", "anchor_lists", "borderline_")):
        return re.split(r"[+:/]", source)[0] or name
    if name.startswith("judol"):
        match = _BRAND.search(_letters(text))
        if match:
            return f"{name}:{match[0]}"
        styled = "".join(c for c in text if ord(c) > 0xFFFF and c.isalpha())
        if styled:
            return f"{name}:{_letters(styled)[:12]}"
    else:
        match = _HOST.search(text)
        if match:
            return f"{name}:{site_of(match[0])}"
    return f"{name}:{_letters(text)[:20]}"


def labelled_group(record: Mapping[str, Any], place: str) -> str:
    """Return the group of a user's record: its ``group``, else its site, else its ``id``."""
    for key in ("group", "site", "campaign"):
        value = record.get(key)
        if isinstance(value, str) and value:
            return value
    url = record.get("url")
    return (site_of(url) if isinstance(url, str) else "") or str(record.get("id") or place)


def fold_of(group: str, folds: int) -> int:
    """Return the fold, from 0 to `folds` - 1, that a group belongs to; the same everywhere."""
    return zlib.crc32(group.encode("utf-8", "surrogatepass")) % folds


def split_of_group(group: str) -> str:
    """Return the split of a group that has none: train 8, dev 1, test 1 of 10."""
    return ("dev", "test")[fold] if (fold := fold_of(f"split:{group}", 10)) < 2 else "train"
