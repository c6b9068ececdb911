"""Honest names that hold words of which spam names are made.

Lists of honest hosts are cleared of what looks like gambling: of theatres in former casinos, clubs
for slot cars and bands named after a poker face hardly any are left in them. What is missing is
made up: the words that spam names are made of are found in the lists, and put beside those that
honest places and clubs are called by.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from importlib.resources import files
from pathlib import Path
from typing import Final

import numpy as np

from spamdetect.learn.corpus.readers import iter_clean
from spamdetect.urls.features import host_features

_WORD: Final = re.compile(r"(?<![^\W\d_])[a-z]{3,14}(?![^\W\d_])")
_LENGTHS: Final = (3, 14)
_OPENING: Final = 3000
_DOCUMENTS: Final = 5
_FEWEST: Final = 40
_TIMES: Final = 8.0
"""From how many spam names, and how many times the share of honest names that hold it, a word is
one that spam names are made of."""
_SHORT: Final = (4, 10)
"""Words of fewer letters must stand in that many times as many names: they do so by chance."""
_NESTED: Final = 0.5
_PATTERNS: Final = (
    *("{0}{1}", "{0}-{1}", "{1}{0}", "{1}-{0}", "{0}{1}-{2}", "{2}-{0}{1}", "{0}{1}{2}"),
    *("{0}-{1}-{2}", "{0}{2}{1}"),
)
_TWO_WORDS: Final = 0.2


def document_words(data_dir: Path) -> frozenset[str]:
    """Return the words of Latin letters that several honest documents of ``train`` hold.

    Parameters
    ----------
    data_dir : Path
        Holds ``clean/``; without it nothing is found.
    """
    counts: Counter[str] = Counter()
    for document in iter_clean(data_dir):
        counts.update(set(_WORD.findall(document.text[:_OPENING].lower())))
    return frozenset(word for word, number in counts.items() if number >= _DOCUMENTS)


def tempting_words(words: Set[str], honest: Iterable[str], spam: Iterable[str]) -> dict[str, int]:
    """Tell of which ordinary words spam names are made, and honest names are not.

    Parameters
    ----------
    words : set of str
        Of `document_words`.
    honest, spam : iterable of str
        Registered labels of hosts.

    Returns
    -------
    dict of str to int
        How many spam names hold each word. Words that mostly stand inside of a longer one are left
        out.
    """
    sides = [set(labels) for labels in (honest, spam)]
    ours, theirs = (_inside(labels, words) for labels in sides)
    times = _TIMES * len(sides[1]) / max(len(sides[0]), 1)
    short, more = _SHORT
    found = {
        word: number
        for word, number in theirs.items()
        if number >= _FEWEST * (more if len(word) < short else 1)
        and number > times * (ours[word] + 1)
    }
    nested = {
        inner
        for word, number in found.items()
        for inner in _pieces(word)
        if inner != word and found.get(inner, 0) * _NESTED < number
    }
    return {word: found[word] for word in sorted(set(found) - nested)}


def _inside(labels: Iterable[str], words: Set[str]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for label in labels:
        counts.update(_pieces(label) & words)
    return counts


def _pieces(label: str) -> set[str]:
    least, most = _LENGTHS
    return {
        label[start:end]
        for start in range(len(label))
        for end in range(start + least, min(len(label), start + most) + 1)
    }


def house_words() -> list[str]:
    """Return words that honest places, clubs and firms are called by, of many languages."""
    table = tomllib.loads(files(__package__).joinpath("house_words.toml").read_text("utf-8"))
    return sorted({word for words in table.values() for word in words})


def honest_names(
    tempting: Mapping[str, int],
    partners: Sequence[str],
    suffixes: Sequence[str],
    count: int,
    rng: np.random.Generator,
) -> list[str]:
    """Write names of honest hosts that hold words of spam.

    Parameters
    ----------
    tempting : mapping of str to int
        Of `tempting_words`; the more frequent a word is, the more names hold it.
    partners, suffixes : sequence of str
        Parts of registered labels, and public suffixes, of honest hosts.
    count : int
        How many.
    rng : numpy.random.Generator

    Returns
    -------
    list of str
        Texts as in `spamdetect.urls.features.HostFeatures`.
    """
    if not (tempting and partners and suffixes):
        return []
    houses = house_words()
    share = np.sqrt(np.array(list(tempting.values()), dtype=np.float64))
    chosen = rng.choice(list(tempting), size=count, p=share / share.sum())

    def pick(pool: Sequence[str]) -> str:
        return pool[int(rng.integers(len(pool)))]

    out = []
    for word in chosen.tolist():
        house = pick(houses) + (pick(houses) if rng.random() < _TWO_WORDS else "")
        name = pick(_PATTERNS).format(word, house, pick(partners))
        out.append(host_features(f"{name}.{pick(suffixes)}", False, "domain").text)
    return out
