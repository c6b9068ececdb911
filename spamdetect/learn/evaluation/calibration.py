"""Calibration: whether scores mean what they say, and whether presets keep their promise."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from spamdetect.blocks.model import probability
from spamdetect.learn.evaluation.blocks import is_spam, is_spliced
from spamdetect.learn.evaluation.kinds import language_of
from spamdetect.learn.evaluation.metrics import calibration_error, reliability
from spamdetect.learn.evaluation.scoring import Scored

LEAST: Final = 20
"""Documents on either side below which a language has no figure."""

Floats = NDArray[np.float64]


def calibration_figures(clean: Scored, holding: Sequence[Scored], prior: float) -> dict[str, Any]:
    """Return reliability and expected calibration error of blocks and documents.

    Documents are weighed so that a share `prior` of them holds spam: probabilities mean nothing
    without such a share, and this is the one that the model was calibrated for.

    Parameters
    ----------
    clean : Scored
        Honest pages.
    holding : sequence of Scored
        Documents with spam.
    prior : float

    Returns
    -------
    dict
        For ``block`` and ``document``: ``ece`` in the mix of the prior, ``ece_even`` where
        positives and negatives weigh the same, ``bins``, ``language`` (``ece`` of each that has
        enough documents).
    """
    parts = [clean, *holding]
    spammy = np.concatenate([np.full(len(p.documents), p is not clean) for p in parts])
    languages = np.concatenate(
        [np.array([language_of(d) for d in p.documents], dtype=str) for p in parts]
    )
    offsets = np.cumsum([0, *(len(p.documents) for p in parts)])
    owner = np.concatenate(
        [p.blocks.document + offset for p, offset in zip(parts, offsets[:-1], strict=True)]
    )
    levels = {
        "block": (
            probability(np.concatenate([p.blocks.spam for p in parts])),
            np.concatenate([is_spam(p.blocks) | is_spliced(p.blocks) for p in parts]),
            owner,
        ),
        "document": (
            np.array([o.score for p in parts for o in p.outcomes], np.float64),
            spammy,
            np.arange(len(spammy)),
        ),
    }
    return {
        level: _figures(score, positive, place, spammy, languages, prior)
        for level, (score, positive, place) in levels.items()
    }


def _figures(
    score: Floats,
    positive: NDArray[np.bool_],
    place: NDArray[np.int64],
    spammy: NDArray[np.bool_],
    languages: NDArray[np.str_],
    prior: float,
) -> dict[str, Any]:
    def weight(members: NDArray[np.bool_]) -> Floats:
        holding = max(int((spammy & members).sum()), 1)
        honest = max(int((~spammy & members).sum()), 1)
        each = np.where(spammy, prior / (1.0 - prior) * honest / holding, 1.0)
        return np.asarray(each[place])

    every = np.ones(len(spammy), bool)
    mass = weight(every)
    even = np.where(positive, (~positive).sum() / max(int(positive.sum()), 1), 1.0)
    by_language = {}
    for language in sorted(set(languages.tolist())):
        own = languages == language
        if min((spammy & own).sum(), (~spammy & own).sum()) < LEAST:
            continue
        rows = own[place]
        by_language[language] = calibration_error(score[rows], positive[rows], weight(own)[rows])
    return {
        "ece": calibration_error(score, positive, mass),
        "ece_even": calibration_error(score, positive, even),
        "bins": reliability(score, positive, mass),
        "language": by_language,
    }
