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
from spamdetect.blocks.passages import Passages
from spamdetect.blocks.reasons import section_reasons
from spamdetect.blocks.trim import trim_splice
from spamdetect.errors import ModelError
from spamdetect.labels import JUNK_CATEGORIES, SPAM_CATEGORIES, Label, Preset
from spamdetect.model import Model
from spamdetect.reports import Reason, Report, Section, UrlReport
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
        flagged = runs(labels.astype(np.int8), blocks.document)
        sections: dict[int, list[Section]] = {}
        for run, section in zip(
            flagged, self._sections(batch, scores, texts, flagged), strict=True
        ):
            sections.setdefault(int(blocks.document[run[0]]), []).append(section)
        filled, first = np.unique(blocks.document, return_index=True)
        score = np.zeros(len(texts))
        total = np.zeros(len(texts), np.int64)
        if filled.size:
            score[filled] = _probability(self.document(np.maximum.reduceat(scores.spam, first)))
            total[filled] = np.add.reduceat(length, first)
        return [
            self._report(text, tuple(sections.get(index, ())), urls[index], own, size)
            for index, (text, own, size) in enumerate(
                zip(texts, score.tolist(), total.tolist(), strict=True)
            )
        ]

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

    def _sections(
        self,
        batch: Batch,
        scores: BlockScores,
        texts: Sequence[str],
        flagged: Sequence[tuple[int, int, int]],
    ) -> list[Section]:
        """Return the sections that runs of flagged blocks become."""
        if not flagged:
            return []
        start, end = batch.blocks.start.tolist(), batch.blocks.end.tolist()
        passages = Passages(
            self.blocks, batch, [(start[first], end[last - 1]) for first, last, _ in flagged]
        )
        spans: list[tuple[int, int]] = []
        found: list[tuple[Label, float, tuple[Reason, ...]]] = []
        for passage, (first, last, number) in zip(passages, flagged, strict=True):
            label = _LABELS[number]
            logits = (scores.spam if label == "spam" else scores.junk)[first:last]
            single = label == "spam" and last - first == 1
            spans.append(
                trim_splice(self.blocks.heads, batch, passage)
                if single
                else (passage.start, passage.end)
            )
            reasons = section_reasons(
                self.blocks, batch, passage, label, scores.features[first:last], logits
            )
            found.append((label, float(_probability(logits.max())), reasons))
        if spans != passages.spans:
            passages = Passages(self.blocks, batch, spans)
        categories = self._categories(batch, passages, [label for label, _, _ in found])
        out: list[Section] = []
        for (first, _, _), (begin, finish), category, (label, score, reasons) in zip(
            flagged, spans, categories, found, strict=True
        ):
            document = batch.blocks.document[first]
            offset = int(batch.document_starts[document])
            own = slice(begin - offset, finish - offset)
            text = texts[document][own]
            out.append(Section(own.start, own.stop, text, label, category, score, reasons))
        return out

    def _categories(self, batch: Batch, passages: Passages, labels: Sequence[Label]) -> list[str]:
        """Return the most likely category of each passage under its label."""
        rows = [batch.urls_in(*span) for span in passages.spans]
        urls = np.concatenate(rows)
        owner = np.repeat(np.arange(len(rows)), [len(own) for own in rows])
        dense = evidence(
            self.blocks.matcher,
            passages.piece,
            passages.hits,
            batch.scores.category[urls],
            batch.facts.raw_ip[urls],
            owner,
        )
        scored = self.categories.scores(passages.piece, dense)
        names = self.categories.names
        fitting = {
            label: [index for index, name in enumerate(names) if name in of_label]
            for label, of_label in (("spam", SPAM_CATEGORIES), ("junk", JUNK_CATEGORIES))
        }
        return [
            names[fitting[label][int(np.argmax(row[fitting[label]]))]]
            for label, row in zip(labels, scored, strict=True)
        ]


def _probability(logit: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(1.0 / (1.0 + np.exp(-logit)))


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
