"""Other methods, trained on the same documents and measured on the same blocks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from spamdetect.detector import Detector
from spamdetect.learn.corpus.load import Corpus
from spamdetect.learn.dataset import Sizes, training_documents
from spamdetect.learn.evaluation import blocks, methods
from spamdetect.learn.evaluation.bootstrap import pooled_mean
from spamdetect.learn.evaluation.metrics import auc, threshold_at
from spamdetect.learn.evaluation.scoring import Scored, score_documents
from spamdetect.learn.fit.blockdata import balanced_weights

SIZES: Final = Sizes(
    injected=6000,
    decorated=4000,
    junk=0,
    framed=0,
    clean=60,
    tempting=40,
    pages=40,
    spam=120,
    ham=30,
)
"""Documents that the other methods are trained on."""
MOST: Final = (40_000, 80_000)
"""Spam and honest blocks among them that are used, at most."""
POSITIVE_SHARE: Final = 0.3
OURS: Final = "spamdetect"

Floats = NDArray[np.float64]
Log = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class _Texts:
    """Scored documents with the texts of their blocks."""

    scored: Scored
    texts: list[str]


def compare(
    corpus: Corpus,
    scored: Mapping[str, Scored],
    detector: Detector,
    seed: int,
    tell: Log = lambda message: None,
) -> dict[str, Any]:
    """Train other methods and measure them beside the detector.

    Parameters
    ----------
    corpus : Corpus
        With the split ``train`` in it.
    scored : mapping of str to Scored
        The evaluated documents by part, with features.
    detector : Detector
    seed : int
    tell : callable
        Takes messages on progress.

    Returns
    -------
    dict
        ``measures``: names; ``methods``: measure by name for each method; ``note``: what the
        methods were trained on.
    """
    sizes = SIZES if len(corpus.clean) > 5000 else Sizes.small()
    training = training_documents(corpus, seed + 100, sizes)
    train = score_documents(training, detector, features=True, reports=False)
    rows, labels = _drawn(train, seed)
    weights = balanced_weights(train.groups()[train.blocks.document[rows]], labels, POSITIVE_SHARE)
    data = methods.TrainingBlocks(
        [train.text(row) for row in rows.tolist()],
        train.blocks.features[rows],
        labels,
        weights,
        detector.text_part.blocks.feature_names,
        seed,
    )
    tell(f"other methods: {len(rows)} training blocks of {len(training)} documents")
    parts = {
        name: _Texts(part, [part.text(i) for i in range(len(part.blocks.document))])
        for name, part in scored.items()
        if name in ("clean", "spam", "gold", "generated")
    }
    found = {OURS: _measured(parts, {name: p.scored.blocks.spam for name, p in parts.items()})}
    for name, fit in methods.METHODS.items():
        score = fit(data)
        if score is None:
            continue
        found[name] = _measured(
            parts,
            {part: score(p.texts, p.scored.blocks.features) for part, p in parts.items()},
        )
        tell(f"other methods: {name}")
    return {
        "measures": list(found[OURS]),
        "methods": found,
        "note": f"trained on {int(labels.sum()):,} spam and {int((~labels).sum()):,} honest "
        f"blocks drawn from {len(training):,} training documents",
    }


def _drawn(train: Scored, seed: int) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Return the training blocks that are used, and which of them are spam."""
    rng = np.random.default_rng(seed)
    spam = np.flatnonzero(blocks.is_spam(train.blocks))
    honest = np.flatnonzero(train.blocks.spam_length == 0)
    chosen = [
        np.sort(rng.choice(rows, most, replace=False)) if len(rows) > most else rows
        for rows, most in zip((spam, honest), MOST, strict=True)
    ]
    rows = np.concatenate(chosen)
    return rows, np.arange(len(rows)) < len(chosen[0])


def _measured(parts: Mapping[str, _Texts], scores: Mapping[str, Floats]) -> dict[str, float | None]:
    clean = scores["clean"]
    limits = blocks.thresholds(clean)
    figures: dict[str, float | None] = {}
    for name, title in (
        ("gold", "real pages, blocks"),
        ("generated", "generated pages, blocks"),
        ("spam", "spam texts, blocks"),
    ):
        part = parts[name].scored
        positive = blocks.is_spam(part.blocks)
        recall = blocks.recall(part, scores[name], positive, limits)["recall"]
        figures[f"{title}: recall at 0.1 %"] = recall["0.001"]
        figures[f"{title}: recall at 0.03 %"] = recall["0.0003"]
        figures[f"{title}: AUC"] = auc(scores[name][positive], clean) if positive.any() else None
    highest = {name: _highest(part.scored, scores[name]) for name, part in parts.items()}
    for name, title in (("gold", "real pages"), ("spam", "spam texts")):
        part = parts[name].scored
        for rate, shown in ((0.01, "1 %"), (0.001, "0.1 %")):
            hits = (highest[name] > threshold_at(highest["clean"], rate)).astype(np.float64)
            figures[f"{title} found at {shown} of clean pages"] = pooled_mean(
                hits, np.ones(len(hits)), part.groups()
            )
    flagged = highest["clean"] > limits[f"{blocks.HEADLINE:g}"]
    figures["clean pages flagged at 0.1 % of blocks"] = float(flagged.mean())
    return figures


def _highest(scored: Scored, score: Floats) -> Floats:
    """Return the highest score of each document's blocks; minus infinity without blocks."""
    top = np.full(len(scored.documents), -np.inf)
    np.maximum.at(top, scored.blocks.document, score)
    return top
