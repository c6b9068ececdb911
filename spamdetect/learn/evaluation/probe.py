"""A probe that tries to tell spam from clean sources by what has nothing to do with spam."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier

from spamdetect.learn.corpus.documents import Document
from spamdetect.learn.corpus.grouping import fold_of
from spamdetect.learn.evaluation.metrics import auc

MOST: Final = 4000
FOLDS: Final = 3
_MARKS: Final = ("\r", "\t", "\n\n", "\n", "  ", "\u00a0", "\ufeff", "\ufffd", "\u200b", "\u2019",
                 "\u2013", "&amp;", "<", "*", "#", "|")  # fmt: skip
FAMILIES: Final = {
    "length": slice(0, 4),
    "encoding and formatting": slice(4, 4 + len(_MARKS) + 4),
}


def traits(text: str) -> list[float]:
    """Return what the probe sees of a text: lengths, then traces of encoding and formatting."""
    lines = text.split("\n")
    filled = [line for line in lines if line.strip()]
    size = max(len(text), 1)
    return [
        float(np.log1p(len(text))),
        float(np.log1p(len(lines))),
        float(np.log1p(len(filled))),
        float(np.log1p(max(map(len, lines)))),
        *(text.count(mark) / size for mark in _MARKS),
        float(text != text.strip()),
        sum(line != line.rstrip() for line in lines) / len(lines),
        sum(char > "\u007f" for char in text[:2000]) / min(size, 2000),
        float(text.endswith("\n")),
    ]


def probe(clean: Sequence[Document], spam: Sequence[Document], seed: int = 0) -> dict[str, float]:
    """Return how well each family of traits tells two sets of documents apart.

    Gradient boosting, cross-validated over groups. 0.5 is chance; what is far above it shows that
    a model could learn the sources instead of the spam.

    Parameters
    ----------
    clean, spam : sequence of Document
    seed : int

    Returns
    -------
    dict of str to float
        Area under the ROC curve by family and ``"all"``.
    """
    rng = np.random.default_rng(seed)
    chosen = [_drawn(documents, rng) for documents in (clean, spam)]
    documents = [*chosen[0], *chosen[1]]
    rows = np.array([traits(d.text) for d in documents])
    labels = np.arange(len(documents)) >= len(chosen[0])
    folds = np.array([fold_of(d.group, FOLDS) for d in documents])
    families: dict[str, slice] = {**FAMILIES, "all": slice(None)}
    return {name: _separable(rows[:, columns], labels, folds, seed)
            for name, columns in families.items()}  # fmt: skip


def _drawn(documents: Sequence[Document], rng: np.random.Generator) -> list[Document]:
    if len(documents) <= MOST:
        return list(documents)
    return [documents[i] for i in np.sort(rng.choice(len(documents), MOST, replace=False))]


def _separable(
    rows: NDArray[Any], labels: NDArray[np.bool_], folds: NDArray[np.int64], seed: int
) -> float:
    scores = np.full(len(rows), np.nan)
    for fold in range(FOLDS):
        inside = folds == fold
        if len(np.unique(labels[~inside])) < 2 or not inside.any():
            continue
        model = HistGradientBoostingClassifier(
            max_iter=40, class_weight="balanced", random_state=seed
        )
        scores[inside] = model.fit(rows[~inside], labels[~inside]).decision_function(rows[inside])
    known = np.isfinite(scores)
    positive, negative = scores[known & labels], scores[known & ~labels]
    return auc(positive, negative) if len(positive) and len(negative) else float("nan")
