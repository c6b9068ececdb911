"""Names that stand in no list of URLs: honest hosts that documents link to, words of spam as hosts.

The lists hold few honest names for what the web has, and each list of spam its own brands. Hosts
that honest documents link to, and words of the lexicons dressed as hosts, are what unseen lists
are better known by.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

import numpy as np

from spamdetect.labels import SPAM_CATEGORIES
from spamdetect.learn.corpus.readers import iter_clean
from spamdetect.learn.urls.data import head_of
from spamdetect.urls.features import host_features, url_features
from spamdetect.urls.tld import is_top_level

_LINK: Final = re.compile(r"https?://([a-z0-9.-]{4,80})", re.IGNORECASE)
UNSAFE_KINDS: Final = re.compile(
    r"\b(?:ioc|security|fraud|comments|forum|mailing|email|chat|newsgroup|odds|coupon)\b"
)
"""Kinds of documents whose links may be spam: of attackers, and of readers."""
_PARTNER: Final = (3, 8)
_TERM: Final = (3, 20)
_PHRASE: Final = re.compile(r"[a-z0-9]+(?: [a-z0-9]+)*")
_PHRASE_LENGTHS: Final = (4, 24)
_LONGEST_LABEL: Final = 40
_SECOND, _STRANGER = 0.5, 0.25
STUFFED: Final = ("adult", "pharma", "finance", "counterfeit", "academic", "seo")
"""Categories whose hosts are named by what they sell."""


def linked_hosts(data_dir: Path, known: frozenset[str]) -> list[str]:
    """Collect hosts that honest documents of the split ``train`` link to.

    Parameters
    ----------
    data_dir : Path
        Holds ``clean/``; without it nothing is found.
    known : frozenset of str
        Registered domains that stand in lists of URLs, whatever their split; they are left out.

    Returns
    -------
    list of str
        Texts of hosts as in `spamdetect.urls.features.HostFeatures`, the first seen of each
        registered domain.
    """
    found: dict[str, str] = {}
    for document in iter_clean(data_dir, with_html=True):
        if UNSAFE_KINDS.search(document.kind):
            continue
        for text in (document.text, document.page_text, document.html):
            for name in dict.fromkeys(_LINK.findall(text or "")):
                features = url_features(name.strip(".-")).features
                _, label, suffix = features.domain
                domain = f"{label}.{suffix}"
                if not features.kind and label and is_top_level(suffix.rpartition(".")[2]):
                    found.setdefault(domain, features.text)
    return [text for domain, text in found.items() if domain not in known]


def short_names(labels: Iterable[str]) -> list[str]:
    """Return the registered labels that can be put beside another word: few letters, no more."""
    least, most = _PARTNER
    return [
        name for name in labels if least <= len(name) <= most and name.isascii() and name.isalpha()
    ]


def stuffed_names(
    terms: Iterable[tuple[str, str]],
    partners: Sequence[str],
    suffixes: Sequence[str],
    count: int,
    rng: np.random.Generator,
) -> list[str]:
    """Write hosts that are named by several words of what they sell, as doorways are.

    Parameters
    ----------
    terms : iterable of (text, category)
        Spam terms of the lexicons, phrases too; only those of ASCII letters and digits are used.
    partners, suffixes : sequence of str
        Short parts of registered labels, and public suffixes, of honest hosts.
    count : int
        How many of each of `STUFFED`.
    rng : numpy.random.Generator

    Returns
    -------
    list of str
        Texts as of `linked_hosts`.
    """
    if not (partners and suffixes):
        return []
    pools: dict[str, set[str]] = {name: set() for name in SPAM_CATEGORIES}
    least, most = _PHRASE_LENGTHS
    for text, category in terms:
        if _PHRASE.fullmatch(text.lower()) and least <= len(text) <= most:
            pools[category].add(text.lower())
    out = []
    for category in STUFFED:
        pool = sorted(pools[category])
        for _ in range(count if pool else 0):
            first, second = (pool[int(rng.integers(len(pool)))] for _ in range(2))
            words = first.split()
            if len(words) < 2 or rng.random() < _SECOND:
                words += second.split()
            if rng.random() < _STRANGER:
                words.append(partners[int(rng.integers(len(partners)))])
            label = ("-" if rng.random() < 0.5 else "").join(words)[:_LONGEST_LABEL].strip("-")
            name = f"{label}.{suffixes[int(rng.integers(len(suffixes)))]}"
            out.append(host_features(name, False, "domain").text)
    return out


def spam_names(
    terms: Iterable[tuple[str, str]],
    partners: Sequence[str],
    suffixes: Sequence[str],
    rng: np.random.Generator,
) -> list[tuple[str, str]]:
    """Dress single words of spam as hosts: alone, and before and after a piece of another name.

    Parameters
    ----------
    terms : iterable of (text, category)
        Spam terms of the lexicons; only those of ASCII letters and digits are used, since hosts
        with others are written in punycode.
    partners, suffixes : sequence of str
        Registered labels and public suffixes of honest hosts.
    rng : numpy.random.Generator

    Returns
    -------
    list of (text, head)
        Texts as of `linked_hosts`, each with the output that it belongs to.
    """
    short = short_names(partners)
    if not short or not suffixes:
        return []
    out = []
    for term, category in sorted({(text.lower(), category) for text, category in terms}):
        if not (term.isascii() and term.isalnum() and _TERM[0] <= len(term) <= _TERM[1]):
            continue
        for before, after in ((0, 0), (0, 0), (1, 0), (0, 1)):
            ends = [short[int(rng.integers(len(short)))] * side for side in (before, after)]
            suffix = suffixes[int(rng.integers(len(suffixes)))]
            name = f"{ends[0]}{term}{ends[1]}.{suffix}"
            out.append((host_features(name, False, "domain").text, head_of(category)))
    return out
