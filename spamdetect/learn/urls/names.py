"""Names that stand in no list of URLs: honest hosts, and words of spam as hosts.

The lists hold few honest names for what the web has, and each list of spam its own brands. Hosts
that honest documents link to, and words of the lexicons dressed as hosts, are what unseen lists
are better known by. Honest names that look like spam (a concert hall named casino, a castle that
is a ``slott``) are so few in the lists that they are written down, in ``honest_names.txt``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Final

import numpy as np

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


def tempting_names(known: frozenset[str]) -> list[str]:
    """Return the honest hosts of ``honest_names.txt``.

    Parameters
    ----------
    known : frozenset of str
        See `linked_hosts`.

    Returns
    -------
    list of str
        Texts as of `linked_hosts`.
    """
    lines = files(__package__).joinpath("honest_names.txt").read_text("utf-8").splitlines()
    found = [url_features(name).features for name in lines if name and not name.startswith("#")]
    return [one.text for one in found if ".".join(one.domain[1:]) not in known]


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
    short = [name for name in partners if _PARTNER[0] <= len(name) <= _PARTNER[1]]
    short = [name for name in short if name.isascii() and name.isalpha()]
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
