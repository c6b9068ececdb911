"""Honest documents that are hard to tell from spam: they use the words that spam uses.

Sources are sampled evenly, which leaves most of what they say about gambling, drugs, loans and
sex unread; these are the texts that false alarms come from.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from typing import Final
from zlib import crc32

import numpy as np

from spamdetect import lexicons
from spamdetect.blocks.lexicon import Matcher
from spamdetect.blocks.piece import make_piece
from spamdetect.labels import SPAM_CATEGORIES
from spamdetect.learn.corpus.documents import Document
from spamdetect.learn.generate.honesttext import SHORT_KINDS
from spamdetect.text.script import classify, encode

FORM: Final = "tempting"
"""Marks documents chosen for what they say, on which no rate of false alarms may be measured."""
LEAST_TERMS: Final = 3
"""Of spam in a document that is taken."""
LEAST_TERMS_SHORT: Final = 1
"""The same for comments and messages."""
_TOPICS: Final = frozenset((*SPAM_CATEGORIES, "gambling_brand")) - {"seo", "other"}


def tempting(documents: Iterable[Document], longest: int, most: int) -> list[Document]:
    """Return the documents of each source that hold the most terms of spam, marked with `FORM`.

    Drawn by chance, the pages on casinos, slot machines and poker of an encyclopedia would stay
    unread among those on matches and towns.

    Parameters
    ----------
    documents : iterable of Document
        Honest ones.
    longest : int
        Code points of each that are looked at.
    most : int
        Documents of a source at most.

    Returns
    -------
    list of Document
    """
    matcher = Matcher.of(lexicons.load())
    topics = [index for index, name in enumerate(matcher.categories) if name in _TOPICS]
    by_source: defaultdict[str, list[tuple[int, Document]]] = defaultdict(list)
    for document in documents:
        codes = encode(document.text[:longest])
        if not codes.size:
            continue
        classes = classify(codes)
        whole = np.array([0]), np.array([len(codes)])
        piece = make_piece(codes, classes, *whole, np.empty((0, 2), np.int64))
        terms = int(matcher.counts(piece, matcher.find(piece))[0, topics].sum())
        if terms >= (LEAST_TERMS_SHORT if document.kind in SHORT_KINDS else LEAST_TERMS):
            by_source[document.source].append((terms, document))
    return [
        replace(document, form=FORM)
        for source in sorted(by_source)
        for _, document in sorted(by_source[source], key=_rank)[:most]
    ]


def _rank(found: tuple[int, Document]) -> tuple[int, int]:
    """Most terms first; of equal ones by chance, as ids run by site."""
    terms, document = found
    return -terms, crc32(document.id.encode())
