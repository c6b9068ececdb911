"""All that a block's scores are made of, as one matrix.

To add a signal, add it to `SIGNALS` and its column to the module whose kind it is (`shape`,
`links`, `context`, a lexicon file) and retrain: the names below follow.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from spamdetect.blocks import (
    brands,
    context,
    echoes,
    foreign,
    links,
    markup,
    prose,
    shape,
    units,
)
from spamdetect.blocks import heads as linear
from spamdetect.blocks.batch import Batch
from spamdetect.blocks.counts import count
from spamdetect.blocks.heads import Heads
from spamdetect.blocks.lexicon import Matcher
from spamdetect.labels import SPAM_CATEGORIES

_PROMOTES: Final = frozenset((*SPAM_CATEGORIES, "contact", "gambling_brand"))
DENSITY_SIGNALS: Final = {
    "spam_terms": "NGRAMS_SPAM",
    "spam_term_share": "NGRAMS_SPAM",
    "honest_terms": "TERMS_NEWS",
}
DENSITIES: Final = tuple(DENSITY_SIGNALS)
_HONEST: Final = frozenset(("news", "security", "health", "law", "gambling_report"))


def names(matcher: Matcher) -> tuple[str, ...]:
    """Return the names of the features, in the order of the columns."""
    return (
        *linear.NAMES,
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
    found = count(batch, heads, matcher)
    layout = context.Layout(
        batch.blocks.document, batch.blocks.end - batch.blocks.start, batch.blocks.line
    )
    owned = batch.url_blocks >= 0
    owner = batch.url_blocks[owned]
    urls = np.bincount(owner, minlength=blocks)
    linked = links.features(
        batch.facts.of(owned),
        heads.addresses.logits([row.text for row in batch.scores.rows])[owned],
        owner,
        layout.length,
        layout.document,
    )
    promoting = _promoting(matcher, found.terms)
    density = _densities(matcher, found.terms, promoting, found.words, layout.length)
    signals = np.stack(
        (
            found.grams[:, 0],
            found.grams[:, 1],
            density[:, 1],
            linked[:, links.NAMES.index("urls")],
            found.grams[:, linear.NAMES.index("ngram_spam_peak_24")],
        ),
        dtype=np.float64,
    )
    alone = units.Signals(
        spam=found.sums[0],
        junk=found.sums[1],
        ngrams=found.sums[2],
        terms=promoting,
        urls=urls,
        url_peak=linked[:, links.NAMES.index("url_peak")],
        address_peak=linked[:, links.NAMES.index("address_peak")],
    )
    with_date = units.dated(batch.codes, batch.classes, batch.blocks.start, batch.blocks.end)
    head = units.heads(layout.document, layout.line, layout.length, with_date)
    words = found.word_block, found.word_hash
    return np.concatenate(
        (
            found.grams.astype(np.float32),
            found.shapes,
            np.log1p(found.terms).astype(np.float32),
            density,
            found.brands,
            linked,
            context.structure(
                layout,
                urls,
                found.content,
                *words,
            ),
            context.surroundings(layout, signals),
            foreign.features(layout, found.classes, found.by_script, heads.step[0]),
            prose.features(
                layout.document,
                layout.line,
                layout.length,
                found.classes,
                found.shapes[:, shape.NAMES.index("ends_sentence")],
                found.grams[:, linear.NAMES.index("ngram_junk")],
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
            echoes.features(layout.document, head, with_date, *words),
            batch.markup,
        ),
        axis=1,
        dtype=np.float32,
    )


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
