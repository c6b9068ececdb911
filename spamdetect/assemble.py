"""Put the scores of a batch together into reports."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from spamdetect.blocks.batch import Batch
from spamdetect.blocks.categories import CategoryModel, evidence
from spamdetect.blocks.model import BlockModel, BlockScores, Calibration
from spamdetect.blocks.reasons import section_reasons
from spamdetect.blocks.trim import trim_splice
from spamdetect.errors import ModelError
from spamdetect.labels import JUNK_CATEGORIES, SPAM_CATEGORIES, Label, Preset
from spamdetect.model import Model
from spamdetect.reports import Report, Section, UrlReport
from spamdetect.sections import Thresholds, flag_spam, runs, verdict_of, without

_LABELS: Final[dict[int, Label]] = {1: "junk", 2: "spam"}


@dataclass(frozen=True, slots=True)
class Assembler:
    """Everything needed to turn scored batches into reports.

    Attributes
    ----------
    model_name : str
    blocks : BlockModel
    categories : CategoryModel
    document : Calibration
        From the highest log-odds of a document's blocks to the document's log-odds.
    limits : Thresholds
    """

    model_name: str
    blocks: BlockModel
    categories: CategoryModel
    document: Calibration
    limits: Thresholds

    def reports(
        self,
        batch: Batch,
        scores: BlockScores,
        texts: Sequence[str],
        urls: Sequence[tuple[UrlReport, ...]],
    ) -> list[Report]:
        """Return one report for each document of a batch.

        Parameters
        ----------
        batch : Batch
        scores : BlockScores
        texts : sequence of str
        urls : sequence of tuple of UrlReport
            For each document.
        """
        blocks = batch.blocks
        length = blocks.end - blocks.start
        spam = flag_spam(scores.spam, blocks.document, length, self.limits)
        labels = np.where(spam, 2, np.where(scores.junk >= self.limits.junk, 1, 0))
        by_document: dict[int, list[tuple[int, int, int]]] = {}
        for run in runs(labels.astype(np.int8), blocks.document):
            by_document.setdefault(int(blocks.document[run[0]]), []).append(run)
        edges = np.searchsorted(blocks.document, np.arange(len(texts) + 1))
        out: list[Report] = []
        for index, text in enumerate(texts):
            rows = slice(int(edges[index]), int(edges[index + 1]))
            offset = int(batch.document_starts[index])
            sections = tuple(
                self._section(batch, scores, text, offset, run)
                for run in by_document.get(index, ())
            )
            out.append(
                self._report(
                    text, sections, urls[index], scores.spam[rows], int(length[rows].sum())
                )
            )
        return out

    def _report(
        self,
        text: str,
        sections: tuple[Section, ...],
        urls: tuple[UrlReport, ...],
        logits: NDArray[np.float64],
        total: int,
    ) -> Report:
        spam = [s for s in sections if s.label == "spam"]
        junk = [s for s in sections if s.label == "junk"]
        verdict = verdict_of(
            sum(s.end - s.start for s in spam), sum(s.end - s.start for s in junk), total
        )
        telling = junk if verdict == "junk" else spam
        return Report(
            verdict=verdict,
            score=float(_probability(self.document(logits.max())) if len(logits) else 0.0),
            category=_main_category(telling),
            sections=sections,
            urls=urls,
            text=text,
            clean_text=without(text, [(s.start, s.end) for s in spam]),
            clean_html=None,
            model=self.model_name,
        )

    def _section(
        self,
        batch: Batch,
        scores: BlockScores,
        text: str,
        offset: int,
        run: tuple[int, int, int],
    ) -> Section:
        first, last, number = run
        label = _LABELS[number]
        logits = (scores.spam if label == "spam" else scores.junk)[first:last]
        start, end = int(batch.blocks.start[first]), int(batch.blocks.end[last - 1])
        if label == "spam":
            start, end = trim_splice(self.blocks, batch, first, last)
        return Section(
            start=start - offset,
            end=end - offset,
            text=text[start - offset : end - offset],
            label=label,
            category=self._category(batch, label, start, end),
            score=float(_probability(logits.max())),
            reasons=section_reasons(
                self.blocks,
                batch,
                label,
                scores.features[first:last],
                logits,
                scores.gained[first:last] * (label == "spam"),
                first,
            ),
        )

    def _category(self, batch: Batch, label: Label, start: int, end: int) -> str:
        """Return the most likely category of a span of the batch under a label."""
        rows = batch.urls_in(start, end)
        piece = batch.whole(start, end)
        found = evidence(
            self.blocks.matcher,
            piece,
            batch.scores.category[rows],
            batch.facts.raw_ip[rows],
            np.zeros(len(rows), np.int64),
        )
        scored = self.categories.scores(piece, found)[0]
        names = SPAM_CATEGORIES if label == "spam" else JUNK_CATEGORIES
        allowed = [index for index, name in enumerate(self.categories.names) if name in names]
        return self.categories.names[allowed[int(np.argmax(scored[allowed]))]]


def _probability(logit: float | NDArray[np.float64]) -> float:
    return float(1.0 / (1.0 + np.exp(-np.asarray(logit, np.float64))))


def _main_category(sections: Sequence[Section]) -> str | None:
    """Return the category with the most text."""
    lengths: dict[str, int] = {}
    for section in sections:
        lengths[section.category] = lengths.get(section.category, 0) + section.end - section.start
    return max(lengths, key=lambda name: lengths[name]) if lengths else None


def load_assembler(model: Model, preset: Preset) -> Assembler:
    """Return the part of a model that scores text.

    Parameters
    ----------
    model : Model
    preset : {"strict", "balanced", "sensitive"}

    Raises
    ------
    ModelError
        If the model was trained with other features than this version has.
    """
    card = model.card["block"]
    blocks = BlockModel.from_arrays(model.arrays, card["lexicons"])
    if list(blocks.feature_names) != card["features"]:
        raise ModelError(
            f"{model.path} was trained with other features than this version of spamdetect has; "
            "train the model again or install the version named in its card"
        )
    return Assembler(
        model.name,
        blocks,
        CategoryModel.from_arrays(model.arrays, card["categories"]),
        Calibration(*model.arrays["document_calibration"]),
        Thresholds(**card["thresholds"][preset]),
    )
