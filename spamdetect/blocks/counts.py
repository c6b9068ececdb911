"""What is counted in each block by itself, piece by piece, before its neighbours are known."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from spamdetect.blocks import brands, foreign, heads, ngrams, shape
from spamdetect.blocks.batch import Batch
from spamdetect.blocks.heads import Heads
from spamdetect.blocks.lexicon import Matcher
from spamdetect.text.script import CLASS_COUNT

Ints = NDArray[np.int64]
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Counts:
    """Columns of the blocks of a batch.

    Attributes
    ----------
    classes : ndarray of int64, shape (n_blocks, CLASS_COUNT)
        Characters of each class.
    shapes : ndarray of float32, shape (n_blocks, len(shape.NAMES))
    brands : ndarray of float32, shape (n_blocks, len(brands.NAMES))
    terms : ndarray of int64, shape (n_blocks, n_lexicons)
        Hits of each lexicon.
    grams : ndarray of float64, shape (n_blocks, len(heads.NAMES))
    sums : ndarray of int64, shape (3, n_blocks)
        As `spamdetect.blocks.heads.features` returns them.
    by_script : ndarray of int64, shape (n_blocks, foreign.SCRIPTS)
    words : ndarray of int64, shape (n_blocks,)
    content : ndarray of uint64, shape (n_blocks,)
        Hash of the folded text.
    word_block : ndarray of int64, shape (n_words,)
    word_hash : ndarray of uint64, shape (n_words,)
    """

    classes: Ints
    shapes: Floats
    brands: Floats
    terms: Ints
    grams: NDArray[np.float64]
    sums: Ints
    by_script: Ints
    words: Ints
    content: NDArray[np.uint64]
    word_block: Ints
    word_hash: NDArray[np.uint64]


def count(batch: Batch, linear: Heads, matcher: Matcher) -> Counts:
    """Count what is in each block of a batch.

    Parameters
    ----------
    batch : Batch
    linear : Heads
    matcher : Matcher

    Returns
    -------
    Counts
    """
    blocks = len(batch.blocks.start)
    classes = np.zeros((blocks, CLASS_COUNT), np.int64)
    shapes = np.zeros((blocks, len(shape.NAMES)), np.float32)
    named = np.zeros((blocks, len(brands.NAMES)), np.float32)
    terms = np.zeros((blocks, len(matcher.categories)), np.int64)
    grams = np.zeros((blocks, len(heads.NAMES)), np.float64)
    sums = np.zeros((3, blocks), np.int64)
    by_script = np.zeros((blocks, foreign.SCRIPTS), np.int64)
    words = np.zeros(blocks, np.int64)
    content = np.zeros(blocks, np.uint64)
    word_block = [np.empty(0, np.int64)]
    word_hash = [np.empty(0, np.uint64)]
    for rows, piece in batch.pieces():
        classes[rows] = shape.histogram(piece)
        shapes[rows] = shape.features(piece, classes[rows])
        named[rows] = brands.features(piece, batch.scorer)
        terms[rows] = matcher.counts(piece, matcher.find(piece))
        scores = ngrams.place_scores(piece, linear.packed, linear.bits)
        grams[rows], sums[:, rows] = heads.features(piece, linear, scores)
        by_script[rows] = foreign.sums_by_script(piece, classes[rows], scores[0], sums[0, rows])
        words[rows] = np.bincount(piece.word_block, minlength=len(piece.start))
        content[rows] = piece.window.of(piece.first, piece.last)
        word_block.append(piece.word_block + rows.start)
        word_hash.append(piece.word_hash)
    return Counts(
        classes,
        shapes,
        named,
        terms,
        grams,
        sums,
        by_script,
        words,
        content,
        np.concatenate(word_block),
        np.concatenate(word_hash),
    )
