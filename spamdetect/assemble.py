"""Put the scores of a batch together into reports."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from spamdetect.blocks.batch import Batch
from spamdetect.blocks.categories import CategoryModel, evidence
from spamdetect.blocks.markup import HIDDEN, NO_MARKUP
from spamdetect.blocks.model import BlockModel, BlockScores, Calibration
from spamdetect.blocks.reasons import section_reasons
from spamdetect.blocks.trim import trim_splice
from spamdetect.errors import ModelError
from spamdetect.labels import JUNK_CATEGORIES, SPAM_CATEGORIES, Label, Preset
from spamdetect.model import Model
from spamdetect.reports import Report, Section, UrlReport
from spamdetect.sections import (
    MOSTLY_HIDDEN,
    Thresholds,
    flag_spam,
    runs,
    verdict_of,
    without,
)

_LABELS: Final[dict[int, Label]] = {1: "junk", 2: "spam"}


@dataclass(frozen=True, slots=True)
class Levels:
    """What scores mean for one kind of document, text or HTML.

    Attributes
    ----------
    document : Calibration
        From the highest log-odds of a document's blocks to the document's log-odds.
    limits : Thresholds
    """

    document: Calibration
    limits: Thresholds

    def score(self, logits: NDArray[np.float64]) -> float:
        """Return the probability of spam in a document from the log-odds of its blocks."""
        return _probability(self.document(logits.max())) if len(logits) else 0.0


@dataclass(frozen=True, slots=True)
class Assembler:
    """Everything needed to turn scored batches into reports.

    Attributes
    ----------
    model_name : str
    blocks : BlockModel
    categories : CategoryModel
    text, html : Levels
    """

    model_name: str
    blocks: BlockModel
    categories: CategoryModel
    text: Levels
    html: Levels

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
        hidden = batch.markup[:, HIDDEN] >= MOSTLY_HIDDEN
        is_html = batch.markup[:, HIDDEN] != NO_MARKUP
        labels = np.zeros(len(length), np.int8)
        for rows, levels in ((~is_html, self.text), (is_html, self.html)):
            if rows.any():
                spam = flag_spam(
                    scores.spam[rows],
                    blocks.document[rows],
                    length[rows],
                    levels.limits,
                    hidden[rows],
                )
                junk = scores.junk[rows] >= levels.limits.junk
                labels[rows] = np.where(spam, 2, junk)
        by_document: dict[int, list[tuple[int, int, int]]] = {}
        for run in runs(labels, blocks.document, hidden):
            by_document.setdefault(int(blocks.document[run[0]]), []).append(run)
        edges = np.searchsorted(blocks.document, np.arange(len(texts) + 1))
        out: list[Report] = []
        for index, text in enumerate(texts):
            part = slice(int(edges[index]), int(edges[index + 1]))
            levels = self.html if is_html[part].any() else self.text
            offset = int(batch.document_starts[index])
            sections = tuple(
                self._section(batch, scores, text, offset, run)
                for run in by_document.get(index, ())
            )
            score = levels.score(scores.spam[part])
            out.append(self._report(text, sections, urls[index], score, int(length[part].sum())))
        return out

    def _report(
        self,
        text: str,
        sections: tuple[Section, ...],
        urls: tuple[UrlReport, ...],
        score: float,
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
            score=score,
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
                self.blocks, batch, label, scores.features[first:last], logits, first
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
        *_levels(model, preset),
    )


def _levels(model: Model, preset: Preset) -> tuple[Levels, Levels]:
    """Return the levels of text and of HTML, the same where no HTML was trained on."""
    card, arrays = model.card["block"], model.arrays
    text = Levels(
        Calibration(*arrays["document_calibration"]), Thresholds(**card["thresholds"][preset])
    )
    if "html_thresholds" not in card:
        return text, text
    limits = Thresholds(**card["html_thresholds"][preset])
    return text, Levels(Calibration(*arrays["html_calibration"]), limits)
