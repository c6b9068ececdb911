"""Linear fits of the URL model."""

from __future__ import annotations

import numpy as np

from spamdetect.learn.urls.fit import fit_linear, ngram_matrix, tellingness
from spamdetect.urls import ngrams

BITS = 14
SPAM = [f"^{name}bingo.com$" for name in ("river", "meadow", "willow", "copper", "saddle")] * 20
HONEST = [f"^{name}museum.com$" for name in ("river", "meadow", "willow", "copper", "saddle")] * 20
TARGET = np.repeat([True, False], 100)


def bucket(text: str) -> int:
    return int(ngrams.windows([text], BITS)[0][len(text) - ngrams.MIN_ORDER, 0])


def test_what_both_sides_have_tells_little() -> None:
    telling = tellingness(ngram_matrix(SPAM + HONEST, BITS), TARGET)
    assert telling[bucket("bingo")] > 2 * telling[bucket(".com")]
    assert (telling > 0).all()


def test_weights_are_those_of_the_counts_as_they_are() -> None:
    matrix = ngram_matrix(SPAM + HONEST, BITS)
    weight = np.ones(len(TARGET))
    for telling in (False, True):
        coefficients, bias = fit_linear(matrix, TARGET, weight, 0, alpha=1e-4, telling=telling)
        logits = matrix @ coefficients + bias
        assert logits[TARGET].min() > 0 > logits[~TARGET].max()


def test_telling_pieces_carry_more_of_the_score() -> None:
    matrix = ngram_matrix(SPAM + HONEST, BITS)
    shares = []
    for telling in (False, True):
        weights, _ = fit_linear(matrix, TARGET, np.ones(200), 0, alpha=1e-3, telling=telling)
        shares.append(weights[bucket("bingo")] / np.abs(weights).sum())
    assert shares[1] > shares[0]
