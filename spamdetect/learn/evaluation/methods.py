"""The other methods: each is fitted on training blocks and returns a scoring function."""

from __future__ import annotations

import tempfile
import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from spamdetect.blocks.context import SURROUNDINGS
from spamdetect.blocks.heads import NAMES as NGRAMS

Floats = NDArray[np.float64]
Rows = NDArray[np.float32]
Score = Callable[[Sequence[str], Rows], Floats]
CHUNK: Final = 20_000
"""Blocks that are vectorised at once."""


@dataclass(frozen=True, slots=True)
class TrainingBlocks:
    """Blocks that methods are fitted on.

    Attributes
    ----------
    texts : list of str
    features : ndarray of float32, shape (n, n_features)
    labels : ndarray of bool, shape (n,)
    weights : ndarray of float64, shape (n,)
    names : tuple of str
        Of the features.
    seed : int
    """

    texts: list[str]
    features: Rows
    labels: NDArray[np.bool_]
    weights: Floats
    names: tuple[str, ...]
    seed: int


def lexicon(data: TrainingBlocks) -> Score:
    """Score by hits of the spam lexicons per word."""
    return _column(data, "spam_term_share")


def url_share(data: TrainingBlocks) -> Score:
    """Score by the share of the block's characters that are URLs."""
    return _column(data, "url_share")


def _column(data: TrainingBlocks, name: str) -> Score:
    index = data.names.index(name)
    return lambda texts, rows: rows[:, index].astype(np.float64)


def tfidf_words(data: TrainingBlocks) -> Score:
    """Score by logistic regression on TF-IDF of words and pairs of words."""
    return _tfidf(data, analyzer="word", ngram_range=(1, 2), token_pattern=r"\w+")


def tfidf_characters(data: TrainingBlocks) -> Score:
    """Score by logistic regression on TF-IDF of 3 to 5 characters."""
    return _tfidf(data, analyzer="char", ngram_range=(3, 5))


def _tfidf(data: TrainingBlocks, **options: Any) -> Score:
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression

    vectors = TfidfVectorizer(
        min_df=2, max_features=400_000, sublinear_tf=True, dtype=np.float32, **options
    )
    rows = vectors.fit_transform(data.texts)
    model = LogisticRegression(C=10.0, max_iter=60)
    with warnings.catch_warnings():
        # 60 steps are enough for the ranking; the last digits of the weights don't matter.
        warnings.simplefilter("ignore", ConvergenceWarning)
        model.fit(rows, data.labels, sample_weight=data.weights)

    def score(texts: Sequence[str], features: Rows) -> Floats:
        out = np.empty(len(texts))
        for begin in range(0, len(texts), CHUNK):
            part = vectors.transform(texts[begin : begin + CHUNK])
            out[begin : begin + CHUNK] = model.decision_function(part)
        return out

    return score


def boosted_dense(data: TrainingBlocks) -> Score:
    """Score by gradient boosting on the features that owe nothing to the n-gram models."""
    from sklearn.ensemble import HistGradientBoostingClassifier

    learned = {*NGRAMS, *(n for n in SURROUNDINGS if n.startswith(("spam_", "junk_")))}
    kept = [index for index, name in enumerate(data.names) if name not in learned]
    model = HistGradientBoostingClassifier(
        max_iter=150, max_leaf_nodes=31, early_stopping=False, random_state=data.seed
    )
    model.fit(data.features[:, kept], data.labels, sample_weight=data.weights)

    def score(texts: Sequence[str], features: Rows) -> Floats:
        if not len(features):
            return np.empty(0)
        return np.asarray(model.decision_function(features[:, kept]), np.float64)

    return score


def fasttext(data: TrainingBlocks) -> Score | None:
    """Score by fastText with subwords (Joulin et al., EACL 2017); None if it is not installed."""
    try:
        library: Any = import_module("fasttext")
    except ImportError:
        return None
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "train.txt"
        with path.open("w", encoding="utf-8", errors="replace") as lines:
            for text, label in zip(_one_line(data.texts), data.labels.tolist(), strict=True):
                lines.write(f"__label__{int(label)} {text}\n")
        model = library.train_supervised(
            str(path), dim=50, minn=3, maxn=5, bucket=500_000, thread=1, verbose=0
        )

    def score(texts: Sequence[str], features: Rows) -> Floats:
        out = np.zeros(len(texts))
        for begin in range(0, len(texts), CHUNK):
            part = _one_line(texts[begin : begin + CHUNK])
            labels, shares = model.predict(part, k=2)
            for index, (names, share) in enumerate(zip(labels, shares, strict=True), begin):
                by_name = dict(zip(names, np.asarray(share).tolist(), strict=True))
                spam = min(max(by_name.get("__label__1", 0.0), 1e-9), 1.0 - 1e-9)
                out[index] = np.log(spam / (1.0 - spam))
        return out

    return score


def _one_line(texts: Sequence[str]) -> list[str]:
    joined = (" ".join(text.split()).lower() for text in texts)
    return [text.encode("utf-8", "replace").decode() for text in joined]


METHODS: Final[Mapping[str, Callable[[TrainingBlocks], Score | None]]] = {
    "lexicons": lexicon,
    "URL share": url_share,
    "TF-IDF words + LR": tfidf_words,
    "TF-IDF chars + LR": tfidf_characters,
    "fastText": fasttext,
    "boosting, dense only": boosted_dense,
}
