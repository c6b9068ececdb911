"""Put the scores of a batch together into reports."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

import numpy as np

from spamdetect.blocks.batch import Batch
from spamdetect.blocks.categories import CategoryModel, evidence, evidence_names
from spamdetect.blocks.markup import HIDDEN
from spamdetect.blocks.model import BlockModel, BlockScores, Calibration, probability
from spamdetect.blocks.passages import Passages, fold_passages
from spamdetect.blocks.reasons import section_reasons
from spamdetect.blocks.signals import LEXICONS
from spamdetect.errors import ModelError
from spamdetect.labels import JUNK_CATEGORIES, SPAM_CATEGORIES, Label, Preset
from spamdetect.late import Together
from spamdetect.model import Model, known_names
from spamdetect.places import JUNK, SPAM, Place, grouped, places_of
from spamdetect.reports import Report, Section, UrlReport
from spamdetect.sections import (
    MOSTLY_HIDDEN,
    SMALL_PAGE,
    SMALL_TEXT,
    Thresholds,
    flag_spam,
    junk_weighed,
    runs,
    verdict_of,
    without,
)

_LABELS: Final[dict[int, Label]] = {JUNK: "junk", SPAM: "spam"}


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
        is_html = batch.is_html
        new_line = np.diff(blocks.line, prepend=-1) != 0
        border = np.where(is_html, batch.opening, new_line)
        labels = np.zeros(len(length), np.int8)
        sure = np.zeros(len(length), bool)
        filled, first = np.unique(blocks.document, return_index=True)
        score = np.zeros(len(texts))
        total = np.zeros(len(texts), np.int64)
        for rows, levels, small in (
            (~is_html, self.text, SMALL_TEXT),
            (is_html, self.html, SMALL_PAGE),
        ):
            if rows.any():
                spam = flag_spam(
                    scores.spam[rows],
                    blocks.document[rows],
                    length[rows],
                    levels.limits,
                    hidden[rows],
                    border[rows],
                    small=small,
                )
                junk = junk_weighed(scores.junk[rows], length[rows]) >= levels.limits.junk
                labels[rows] = np.where(spam, SPAM, np.where(junk, JUNK, 0))
                sure[rows] = scores.spam[rows] >= levels.limits.enter
                top = np.maximum.reduceat(scores.spam, first)[rows[first]]
                score[filled[rows[first]]] = probability(levels.document(top))
        rest = np.full(len(texts), -np.inf)
        if filled.size:
            total[filled] = np.add.reduceat(length, first)
            left = np.where(labels == 0, length, 0)
            size = np.add.reduceat(left, first)
            mean = np.add.reduceat(left * scores.spam, first) / np.maximum(size, 1)
            rest[filled] = np.where(size > 0, mean, -np.inf)
        found = runs(labels, blocks.document, hidden)
        places = places_of(self.blocks, batch, found, sure, hidden)
        sections = self._sections(batch, scores, texts, places)
        return [
            self._report(text, tuple(sections.get(index, ())), urls[index], *own)
            for index, (text, *own) in enumerate(
                zip(texts, score.tolist(), total.tolist(), rest.tolist(), strict=True)
            )
        ]

    def _report(
        self,
        text: str,
        sections: tuple[Section, ...],
        urls: tuple[UrlReport, ...],
        score: float,
        total: int,
        rest: float,
    ) -> Report:
        spam = [s for s in sections if s.label == "spam"]
        junk = [s for s in sections if s.label == "junk"]
        verdict = verdict_of(
            sum(s.end - s.start for s in spam), sum(s.end - s.start for s in junk), total, rest
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
        places: Sequence[Place],
    ) -> dict[int, list[Section]]:
        """Return the sections of each document that has some."""
        out: dict[int, list[Section]] = {}
        for group in grouped(places):
            passages = fold_passages(self.blocks, batch, [(p.start, p.end) for p in group])
            names = self._categories(passages, group, len(batch.scorer.category_names))
            strongest = np.array([_strongest(scores, place) for place in group])
            spam = np.array([place.label == SPAM for place in group])
            kinds = [_LABELS[place.label] for place in group]
            rows, nearby = scores.features[strongest], scores.nearby(strongest)
            reasons = Together(partial(section_reasons, passages, kinds, rows, nearby))
            logit = np.where(spam, scores.spam[strongest], scores.junk[strongest])
            score = probability(logit).tolist()
            document_of = batch.blocks.document[strongest].tolist()
            for number, (document, place) in enumerate(zip(document_of, group, strict=True)):
                offset = int(batch.document_starts[document])
                start, end = place.start - offset, place.end - offset
                section = Section(
                    start=start,
                    end=end,
                    text=texts[document][start:end],
                    label=kinds[number],
                    category=names[number],
                    score=score[number],
                ).changed({"reasons": partial(reasons.of, number)})
                out.setdefault(document, []).append(section)
        return out

    def _categories(self, passages: Passages, found: Sequence[Place], url_kinds: int) -> list[str]:
        """Return the most likely category of each passage under its label."""
        rows, owner = passages.all_urls
        dense = evidence(
            self.blocks.matcher,
            passages.piece,
            passages.hits,
            passages.scores.category[rows],
            url_kinds,
            passages.facts.raw_ip[rows],
            owner,
        )
        allowed = {
            kind: [i for i, name in enumerate(self.categories.names) if name in wanted]
            for kind, wanted in ((SPAM, SPAM_CATEGORIES), (JUNK, JUNK_CATEGORIES))
        }
        kinds = [place.label for place in found]
        asked = sorted(i for kind in set(kinds) for i in allowed[kind])
        scored = self.categories.scores(passages.piece, dense, asked)
        return [
            self.categories.names[allowed[kind][int(np.argmax(row[allowed[kind]]))]]
            for row, kind in zip(scored, kinds, strict=True)
        ]


def _strongest(scores: BlockScores, place: Place) -> int:
    """Return the block that has the highest score for the label."""
    first, last = place.first, place.last
    own = scores.spam if place.label == SPAM else scores.junk
    return first + int(np.argmax(own[first:last]))


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
        If the model was trained with features or names that this version does not have.
    """
    card = model.card["block"]
    lexicons = card["lexicons"]
    present = evidence_names(lexicons, model.card["url"]["categories"])
    try:
        known_names(lexicons, LEXICONS, "lexicon", len(lexicons))
        blocks = BlockModel.from_arrays(model.arrays, lexicons, card["features"])
        categories = CategoryModel.from_arrays(
            model.arrays, card["categories"], card.get("evidence", present), present
        )
    except ModelError as error:
        raise ModelError(f"{model.path}: {error}") from None
    return Assembler(model.name, blocks, categories, *levels_of(model, preset))


def levels_of(model: Model, preset: str) -> tuple[Levels, Levels]:
    """Return the levels of text and of HTML, the same where no HTML was trained on.

    Parameters
    ----------
    model : Model
    preset : {"strict", "balanced", "sensitive"}
    """
    card, arrays = model.card["block"], model.arrays
    text = Levels(
        Calibration(*arrays["document_calibration"]), Thresholds(**card["thresholds"][preset])
    )
    if "html_thresholds" not in card:
        return text, text
    limits = Thresholds(**card["html_thresholds"][preset])
    return text, Levels(Calibration(*arrays["html_calibration"]), limits)
