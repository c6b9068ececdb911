"""Check that nothing of the evaluated split was trained on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from spamdetect.errors import DataError
from spamdetect.learn.corpus.documents import Document
from spamdetect.text.script import CLASS_COUNT, LETTERS, Class, classify, encode

SHINGLE: Final = 12
"""Letters of a shingle."""
SLOTS: Final = 128
ROWS: Final = 4
"""Slots of a band: documents that agree in one whole band are compared."""
ALIKE: Final = 0.8
"""Estimated Jaccard similarity of near-duplicates."""
SHORTEST: Final = 60
"""Letters below which a text is too short to tell a copy from a phrase."""
_CHUNK: Final = 1 << 18
_MULTIPLIER: Final = np.uint64(0x9E3779B97F4A7C15)
_EMPTY: Final = np.uint64(0xFFFFFFFFFFFFFFFF)
_IS_LETTER = np.zeros(CLASS_COUNT, bool)
_IS_LETTER[[*LETTERS, Class.DIGIT]] = True

Signatures = NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Leak:
    """One thing that stands on both sides.

    Attributes
    ----------
    kind : {"site", "campaign", "text"}
    trained, evaluated : str
        What it is on either side: a group, or source and id of a document.
    index : int
        Of the evaluated document for ``"text"``, else of the first of its group.
    """

    kind: str
    trained: str
    evaluated: str
    index: int


def shared_groups(
    trained: Iterable[Document], evaluated: Sequence[Document], kind: str
) -> Iterator[Leak]:
    """Yield the sites or campaigns that both sides have.

    Parameters
    ----------
    trained, evaluated : iterable of Document
        Groups that are only the name of their data set are passed over: they say nothing.
    kind : {"site", "campaign"}
    """
    known = {d.group for d in trained if d.group not in ("", d.source)}
    first = {d.group: index for index, d in reversed(list(enumerate(evaluated)))}
    for group in sorted(known & first.keys()):
        yield Leak(kind, group, group, first[group])


def signatures(texts: Sequence[str]) -> tuple[Signatures, NDArray[np.int64]]:
    """Return MinHash signatures by one permutation hashing (Li, Owen and Zhang, NIPS 2012).

    Slots that no shingle falls into take the value of the next one that is filled, mixed with the
    distance (Shrivastava and Li, ICML 2014).

    Parameters
    ----------
    texts : sequence of str

    Returns
    -------
    signatures : ndarray of uint64, shape (n, SLOTS)
        Of texts without any shingle, only the highest value.
    letters : ndarray of int64, shape (n,)
        Letters of each text.
    """
    out = np.full((len(texts), SLOTS), _EMPTY)
    letters = np.zeros(len(texts), np.int64)
    begin = size = 0
    for index, text in enumerate(texts, 1):
        size += len(text)
        if size >= _CHUNK or index == len(texts):
            letters[begin:index] = _sign(texts[begin:index], out[begin:index])
            begin, size = index, 0
    _fill(out)
    return out, letters


def _fill(table: Signatures) -> None:
    """Fill the empty slots of each row that has any other."""
    empty = table == _EMPTY
    rows = np.flatnonzero(empty.any(axis=1) & ~empty.all(axis=1))
    place = np.where(empty[rows], 2 * SLOTS, np.arange(SLOTS))
    twice = np.concatenate((place, place + SLOTS), axis=1)
    following = np.minimum.accumulate(twice[:, ::-1], axis=1)[:, ::-1][:, :SLOTS]
    distance = (following - np.arange(SLOTS)).astype(np.uint64)
    table[rows] = np.take_along_axis(table[rows], following % SLOTS, axis=1) + distance


def _sign(texts: Sequence[str], out: Signatures) -> NDArray[np.int64]:
    """Fill in the signatures of some texts and return how many letters each has."""
    folded = [text.casefold() for text in texts]
    codes = encode("".join(folded))
    letter = _IS_LETTER[classify(codes)]
    owner = np.repeat(np.arange(len(texts)), [len(text) for text in folded])[letter]
    one = codes[letter].astype(np.uint64)
    two = _mixed(one, one, 1)
    four = _mixed(two, two, 2)
    hashes = _mixed(_mixed(four, four, 4), four, SHINGLE - 4)
    inside = owner[: len(hashes)] == owner[len(owner) - len(hashes) :]
    slot = (hashes & np.uint64(SLOTS - 1)).astype(np.int64)
    place = owner[: len(hashes)] * SLOTS + slot
    np.minimum.at(out.reshape(-1), place[inside], (hashes >> np.uint64(8))[inside])
    return np.bincount(owner, minlength=len(texts))


def _mixed(left: Signatures, right: Signatures, step: int) -> Signatures:
    """Return a hash of each entry of `left` and the entry of `right` that is `step` further on."""
    count = max(len(right) - step, 0)
    joined = (left[:count] * _MULTIPLIER) ^ right[step:]
    joined *= _MULTIPLIER
    joined ^= joined >> np.uint64(29)
    return joined


def similarity(one: Signatures, other: Signatures) -> NDArray[np.float64]:
    """Return the estimated Jaccard similarity of pairs of signatures, row by row."""
    return np.asarray((one == other).mean(axis=1))


def near_duplicates(
    trained: Sequence[Document], evaluated: Sequence[Document], alike: float = ALIKE
) -> Iterator[Leak]:
    """Yield the evaluated documents that nearly copy a trained one, each once.

    Parameters
    ----------
    trained, evaluated : sequence of Document
    alike : float
        Least estimated Jaccard similarity of the sets of shingles.
    """
    theirs, their_letters = signatures([d.text for d in trained])
    ours, our_letters = signatures([d.text for d in evaluated])
    rows = np.flatnonzero(our_letters >= SHORTEST)
    others = np.flatnonzero(their_letters >= SHORTEST)
    best: dict[int, tuple[float, int]] = {}
    for band in range(0, SLOTS, ROWS):
        mine, their = _agreeing(ours[rows], theirs[others], slice(band, band + ROWS))
        alikeness = similarity(ours[rows[mine]], theirs[others[their]])
        for i, j, value in zip(
            rows[mine].tolist(), others[their].tolist(), alikeness.tolist(), strict=True
        ):
            if value >= alike and value > best.get(i, (0.0, 0))[0]:
                best[i] = value, j
    for i in sorted(best):
        there, here = trained[best[i][1]], evaluated[i]
        yield Leak("text", f"{there.source} {there.id}", f"{here.source} {here.id}", i)


def _agreeing(
    ours: Signatures, theirs: Signatures, band: slice
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return for each row of `ours` up to 4 rows of `theirs` with the same band."""
    mine, their = _band_key(ours, band), _band_key(theirs, band)
    order = np.argsort(their, kind="stable")
    ladder = their[order]
    low = np.searchsorted(ladder, mine, side="left")
    high = np.minimum(np.searchsorted(ladder, mine, side="right"), low + 4)
    number = high - low
    left = np.repeat(np.arange(len(mine)), number)
    inner = np.arange(number.sum()) - np.repeat(np.cumsum(number) - number, number)
    return left, order[np.repeat(low, number) + inner]


def _band_key(table: Signatures, band: slice) -> NDArray[np.uint64]:
    """Return one number for a band of each row."""
    key = np.ones(len(table), np.uint64)
    for column in table[:, band].T:
        key = (key ^ column) * _MULTIPLIER
        key ^= key >> np.uint64(31)
    return key


def require_none(leaks: Sequence[Leak]) -> None:
    """Raise if anything leaks.

    Raises
    ------
    DataError
        With the first offenders of each kind.
    """
    if not leaks:
        return
    lines = []
    for kind in ("site", "campaign", "text"):
        found = [leak for leak in leaks if leak.kind == kind]
        lines += [
            f"  {kind}: {leak.evaluated!r}"
            + (f" copies {leak.trained!r}" if kind == "text" else " was trained on")
            for leak in found[:10]
        ]
        if len(found) > 10:
            lines.append(f"  {kind}: {len(found) - 10} more")
    raise DataError(
        f"the evaluated documents leak from the training data in {len(leaks)} places; "
        "move them to one side:\n" + "\n".join(lines)
    )
