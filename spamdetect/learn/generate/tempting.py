"""Honest documents that are hard to tell from spam: they use the words that spam uses.

Sources are sampled evenly, which leaves most of what they say about gambling, drugs, loans and
sex unread; these are the texts that false alarms come from.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

import numpy as np

from spamdetect import lexicons
from spamdetect.blocks.lexicon import Matcher
from spamdetect.blocks.piece import make_piece
from spamdetect.labels import SPAM_CATEGORIES
from spamdetect.learn.corpus.documents import Document
from spamdetect.text.script import classify, encode

FORM: Final = "tempting"
"""Marks documents chosen for what they say, on which no rate of false alarms may be measured."""
LEAST_TERMS: Final = 3
_TOPICS: Final = frozenset((*SPAM_CATEGORIES, "gambling_brand")) - {"seo", "other"}


def tempting(documents: Iterable[Document], longest: int) -> Iterator[Document]:
    """Yield the documents that hold terms of spam, marked with `FORM`.

    Parameters
    ----------
    documents : iterable of Document
        Honest ones.
    longest : int
        Code points of each that are looked at.

    Yields
    ------
    Document
    """
    matcher = Matcher.of(lexicons.load())
    topics = [index for index, name in enumerate(matcher.categories) if name in _TOPICS]
    for document in documents:
        codes = encode(document.text[:longest])
        if not codes.size:
            continue
        classes = classify(codes)
        whole = np.array([0]), np.array([len(codes)])
        piece = make_piece(codes, classes, *whole, np.empty((0, 2), np.int64))
        if matcher.counts(piece, matcher.find(piece))[0, topics].sum() >= LEAST_TERMS:
            yield replace(document, form=FORM)
