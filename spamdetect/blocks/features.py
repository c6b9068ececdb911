"""All that a block's scores are made of, as one matrix.

To add a signal, add its name and column to the module whose kind it is (`shape`, `links`,
`context`, a lexicon file) and retrain: the names below follow.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from spamdetect.blocks import (
    brands,
    context,
    echoes,
    foreign,
    links,
    markup,
    ngrams,
    prose,
    shape,
    units,
)
from spamdetect.blocks.addresses import AddressHead
from spamdetect.blocks.batch import Batch
from spamdetect.blocks.lexicon import Matcher
from spamdetect.blocks.piece import Piece
from spamdetect.labels import SPAM_CATEGORIES
from spamdetect.text.script import CLASS_COUNT

HEADS: Final = ("spam", "junk")
NGRAM_SIGNALS: Final = {
    "ngram_spam": "NGRAMS_SPAM",
    "ngram_junk": "NGRAMS_JUNK",
    "ngram_spam_mean": "NGRAMS_SPAM",
    "ngram_spam_peak_24": "NGRAMS_SPAM",
    "ngram_spam_peak_72": "NGRAMS_SPAM",
    "ngram_spam_rest": "NGRAMS_SPAM",
    "ngram_spam_begin": "NGRAMS_SPAM",
    "ngram_spam_end": "NGRAMS_SPAM",
}
NGRAMS: Final = tuple(NGRAM_SIGNALS)
_PROMOTES: Final = frozenset((*SPAM_CATEGORIES, "contact", "gambling_brand"))
DENSITY_SIGNALS: Final = {
    "spam_terms": "NGRAMS_SPAM",
    "spam_term_share": "NGRAMS_SPAM",
    "honest_terms": "TERMS_NEWS",
}
DENSITIES: Final = tuple(DENSITY_SIGNALS)
_HONEST: Final = frozenset(("news", "security", "health", "law", "gambling_report"))


@dataclass(frozen=True)
class Heads:
    """The linear models over n-grams, one for each of `HEADS` and one for addresses.

    Attributes
    ----------
    table : ndarray of int8, shape (2, 2**bits)
    step : ndarray of float64, shape (2,)
        Log-odds per unit of the table.
    bias : ndarray of float64, shape (2,)
    addresses : AddressHead
    """

    table: NDArray[np.int8]
    step: NDArray[np.float64]
    bias: NDArray[np.float64]
    addresses: AddressHead

    @cached_property
    def packed(self) -> ngrams.PackedTable:
        """The tables, ready for look-ups."""
        return ngrams.PackedTable(self.table)

    @property
    def bits(self) -> int:
        """Binary logarithm of the number of buckets."""
        return int(self.table.shape[1]).bit_length() - 1


def names(matcher: Matcher) -> tuple[str, ...]:
    """Return the names of the features, in the order of the columns."""
    return (
        *NGRAMS,
        *shape.NAMES,
        *(f"terms_{name}" for name in matcher.categories),
        *DENSITIES,
        *brands.NAMES,
        *links.NAMES,
        *context.STRUCTURE,
        *context.SURROUNDINGS,
        *foreign.NAMES,
        *prose.NAMES,
        *units.NAMES,
        *echoes.NAMES,
        *markup.NAMES,
    )


def extract(batch: Batch, heads: Heads, matcher: Matcher) -> NDArray[np.float32]:
    """Return the features of every block of a batch.

    Parameters
    ----------
    batch : Batch
    heads : Heads
    matcher : Matcher

    Returns
    -------
    ndarray of float32, shape (n_blocks, n_features)
        Columns as in `names`.
    """
    blocks = len(batch.blocks.start)
    wide = len(matcher.categories)
    counts = np.zeros((blocks, CLASS_COUNT), np.int64)
    named = np.zeros((blocks, len(brands.NAMES)), np.float32)
    shapes = np.zeros((blocks, len(shape.NAMES)), np.float32)
    terms = np.zeros((blocks, wide), np.int64)
    grams = np.zeros((blocks, len(NGRAMS)), np.float64)
    sums = np.zeros((3, blocks), np.int64)
    by_script = np.zeros((blocks, foreign.SCRIPTS), np.int64)
    words = np.zeros(blocks, np.int64)
    content = np.zeros(blocks, np.uint64)
    word_block: list[NDArray[np.int64]] = []
    word_hash: list[NDArray[np.uint64]] = []
    for rows, piece in batch.pieces():
        counts[rows] = shape.histogram(piece)
        shapes[rows] = shape.features(piece, counts[rows])
        named[rows] = brands.features(piece, batch.scorer)
        terms[rows] = matcher.counts(piece, matcher.find(piece))
        scores = ngrams.place_scores(piece, heads.packed, heads.bits)
        grams[rows], sums[:, rows] = _ngram_features(piece, heads, scores)
        by_script[rows] = foreign.sums_by_script(piece, counts[rows], scores[0], sums[0, rows])
        words[rows] = np.bincount(piece.word_block, minlength=len(piece.start))
        content[rows] = piece.window.of(piece.first, piece.last)
        word_block.append(piece.word_block + rows.start)
        word_hash.append(piece.word_hash)
    layout = context.Layout(
        batch.blocks.document, batch.blocks.end - batch.blocks.start, batch.blocks.line
    )
    owner = np.searchsorted(batch.blocks.start, batch.facts.start, side="right") - 1
    urls = np.bincount(np.maximum(owner, 0), minlength=blocks) if blocks else owner
    linked = links.features(
        batch.facts,
        heads.addresses.logits([row.text for row in batch.scores.rows]),
        batch.blocks.start,
        batch.blocks.end,
        batch.blocks.document,
    )
    promoting = _promoting(matcher, terms)
    density = _densities(matcher, terms, promoting, words, layout.length)
    signals = np.stack(
        (
            grams[:, 0],
            grams[:, 1],
            density[:, 1],
            linked[:, links.NAMES.index("urls")],
            grams[:, NGRAMS.index("ngram_spam_peak_24")],
        ),
        dtype=np.float64,
    )
    alone = units.Signals(
        spam=sums[0],
        junk=sums[1],
        ngrams=sums[2],
        terms=promoting,
        urls=urls,
        url_peak=linked[:, links.NAMES.index("url_peak")],
        address_peak=linked[:, links.NAMES.index("address_peak")],
    )
    with_date = units.dated(batch.codes, batch.classes, batch.blocks.start, batch.blocks.end)
    head = units.heads(layout.document, layout.line, layout.length, with_date)
    all_words = (
        np.concatenate(word_block) if word_block else np.empty(0, np.int64),
        np.concatenate(word_hash) if word_hash else np.empty(0, np.uint64),
    )
    return np.concatenate(
        (
            grams.astype(np.float32),
            shapes,
            np.log1p(terms).astype(np.float32),
            density,
            named,
            linked,
            context.structure(
                layout,
                urls,
                content,
                *all_words,
            ),
            context.surroundings(layout, signals),
            foreign.features(layout, counts, by_script, heads.step[0]),
            prose.features(
                layout.document,
                layout.line,
                layout.length,
                counts,
                shapes[:, shape.NAMES.index("ends_sentence")],
                grams[:, NGRAMS.index("ngram_junk")],
            ),
            units.features(
                layout.document,
                layout.line,
                batch.opening,
                head,
                alone,
                heads.step,
                heads.bias,
            ),
            echoes.features(layout.document, head, with_date, *all_words),
            batch.markup,
        ),
        axis=1,
        dtype=np.float32,
    )


def _ngram_features(
    piece: Piece, heads: Heads, scores: NDArray[np.int32]
) -> tuple[NDArray[np.float64], tuple[NDArray[np.integer[Any]], ...]]:
    """Return the columns `NGRAMS`; the sums for spam and junk, and how many n-grams they hold."""
    spam_scores, junk_scores = scores
    sums = ngrams.running_sums(spam_scores)
    number = np.maximum(ngrams.count(piece), 1)
    root = np.sqrt(number)
    spam = ngrams.block_sums(piece, spam_scores)
    junk = ngrams.block_sums(piece, junk_scores)
    short, long = (ngrams.window_peaks(piece, sums, size) for size in ngrams.WINDOWS)
    begin, end = ngrams.edge_sums(piece, sums, ngrams.WINDOWS[0])
    step = heads.step
    columns = (
        step[0] * spam / root + heads.bias[0],
        step[1] * junk / root + heads.bias[1],
        step[0] * spam / number,
        step[0] * short,
        step[0] * long,
        step[0] * (spam - short) / root,
        step[0] * begin,
        step[0] * end,
    )
    return np.stack(columns, axis=1), (spam, junk, number)


def _promoting(matcher: Matcher, terms: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return each block's hits of the terms that promote something."""
    columns = [index for index, name in enumerate(matcher.categories) if name in _PROMOTES]
    return np.asarray(terms[:, columns].sum(1))


def _densities(
    matcher: Matcher,
    terms: NDArray[np.int64],
    promoting: NDArray[np.int64],
    words: NDArray[np.int64],
    length: NDArray[np.int64],
) -> NDArray[np.float32]:
    """Return the columns `DENSITIES`: hits per word, or per six code points if fewer."""
    honest = [index for index, name in enumerate(matcher.categories) if name in _HONEST]
    units = np.maximum(np.maximum(words, length / 6.0), 1.0)
    return np.stack(
        (np.log1p(promoting), promoting / units, np.log1p(terms[:, honest].sum(1))), axis=1
    ).astype(np.float32)
