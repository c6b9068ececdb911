"""Score documents as users do, and keep what figures are made of: columns of blocks, outcomes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from spamdetect.assemble import Assembler, Levels, levels_of
from spamdetect.batching import in_batches
from spamdetect.blocks.batch import Batch, read_batch
from spamdetect.blocks.model import BlockScores
from spamdetect.detector import Detector
from spamdetect.labels import PRESETS, Verdict
from spamdetect.learn.corpus.documents import Document, Span
from spamdetect.learn.corpus.labelling import label_blocks
from spamdetect.learn.corpus.pages import page_of
from spamdetect.text.script import Class

BATCH_CHARS: Final = 1 << 18
MENTIONED: Final = ("gambling", "adult", "pharma", "finance")
"""Categories whose terms are counted in honest documents."""

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Columns:
    """The blocks of some documents, as columns of shape (n_blocks,).

    Attributes
    ----------
    document : ndarray of int64
        Index of the document.
    start, end : ndarray of int64
        Span in the text of the document.
    visible : ndarray of int64
        Characters that are not white space.
    spam, junk : ndarray of float64
        Calibrated log-odds.
    spam_share, junk_share : ndarray of float32
        Share of the visible characters inside labelled spans.
    spam_length : ndarray of int64
        Visible characters inside labelled spam spans.
    category : ndarray of int64
        See `spamdetect.learn.corpus.labelling.BlockLabels`.
    has_url : ndarray of bool
    features : ndarray of float32, shape (n_blocks, n_features)
        Without columns unless they were asked for.
    """

    document: Ints
    start: Ints
    end: Ints
    visible: Ints
    spam: Floats
    junk: Floats
    spam_share: NDArray[np.float32]
    junk_share: NDArray[np.float32]
    spam_length: Ints
    category: Ints
    has_url: NDArray[np.bool_]
    features: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a report says of one document, at the balanced preset unless said otherwise.

    Attributes
    ----------
    verdict : str
    score : float
    category : str or None
    spam, junk : tuple of (start, end, category)
    flagged : mapping of str to bool
        For each preset, whether there is a spam section.
    mentions : tuple of int
        Hits of lexicon terms for each category of `MENTIONED`.
    """

    verdict: Verdict
    score: float
    category: str | None
    spam: tuple[Span, ...]
    junk: tuple[Span, ...]
    flagged: Mapping[str, bool]
    mentions: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Scored:
    """Documents, their blocks and the outcomes.

    Attributes
    ----------
    documents : tuple of Document
    blocks : Columns
    outcomes : tuple of Outcome
    """

    documents: tuple[Document, ...]
    blocks: Columns
    outcomes: tuple[Outcome, ...]

    def groups(self) -> NDArray[np.str_]:
        """Return the group of each document."""
        return np.array([d.group for d in self.documents], dtype=str)

    def text(self, block: int) -> str:
        """Return the text of a block."""
        document = self.documents[int(self.blocks.document[block])]
        return document.text[int(self.blocks.start[block]) : int(self.blocks.end[block])]


def score_documents(
    documents: Sequence[Document],
    detector: Detector,
    *,
    features: bool = False,
    reports: bool = True,
) -> Scored:
    """Score documents in batches.

    Parameters
    ----------
    documents : sequence of Document
        Those of the kind ``"html"`` are scored as the pages that they are.
    detector : Detector
        At the balanced preset.
    features : bool
        Whether to keep the features of the blocks.
    reports : bool
        Whether to make reports; there are no outcomes without.

    Returns
    -------
    Scored
    """
    part = detector.text_part
    limits = {name: levels_of(detector.model, name) for name in PRESETS}
    columns: list[list[NDArray[np.generic]]] = []
    outcomes: list[Outcome] = []
    first = 0
    for chunk in in_batches(documents, lambda document: len(document.text), BATCH_CHARS):
        texts = [document.text for document in chunk]
        pages = [page_of(document) for document in chunk]
        batch = read_batch(texts, detector.urls, pages=pages)
        scores = part.blocks.score(batch)
        columns.append(_columns(batch, scores, chunk, first, features))
        if reports:
            outcomes += _outcomes(part, batch, scores, texts, limits)
        first += len(chunk)
    if not columns:
        batch = read_batch([" "], detector.urls)
        blank = (Document(id="", text=" "),)
        columns.append(_columns(batch, part.blocks.score(batch), blank, 0, features))
    return Scored(
        tuple(documents),
        Columns(*(np.concatenate(values) for values in zip(*columns, strict=True))),
        tuple(outcomes),
    )


def _columns(
    batch: Batch, scores: BlockScores, documents: Sequence[Document], first: int, features: bool
) -> list[NDArray[np.generic]]:
    """Return the columns of a batch in the order of the fields of `Columns`."""
    blocks = batch.blocks
    labels = label_blocks(batch, documents)
    visible = (batch.classes != Class.SPACE) & (batch.classes != Class.NEWLINE)
    seen = np.concatenate(([0], np.cumsum(visible)))
    offset = batch.document_starts[blocks.document]
    linked = np.zeros(len(blocks.start), bool)
    at = np.searchsorted(blocks.start, batch.facts.start, side="right") - 1
    linked[at[at >= 0]] = True
    return [
        blocks.document + first,
        blocks.start - offset,
        blocks.end - offset,
        seen[blocks.end] - seen[blocks.start],
        scores.spam,
        scores.junk,
        labels.spam,
        labels.junk,
        labels.spam_length,
        labels.category,
        linked,
        scores.features[:, : scores.features.shape[1] if features else 0],
    ]


def _outcomes(
    part: Assembler,
    batch: Batch,
    scores: BlockScores,
    texts: Sequence[str],
    limits: Mapping[str, tuple[Levels, Levels]],
) -> Iterator[Outcome]:
    blocks = batch.blocks
    number = len(texts)
    flagged = {}
    for preset, (text, html) in limits.items():
        # A section needs a sure block, and every sure block is in one.
        enter = np.where(batch.is_html, html.limits.enter, text.limits.enter)
        sure = blocks.document[scores.spam >= enter]
        flagged[preset] = np.bincount(sure, minlength=number) > 0
    names = part.blocks.feature_names
    hits = np.expm1(scores.features[:, [names.index(f"terms_{name}") for name in MENTIONED]])
    mentions = np.stack(
        [np.bincount(blocks.document, column, minlength=number) for column in hits.T], axis=1
    )
    counts = np.rint(mentions).astype(int).tolist()
    for index, report in enumerate(part.reports(batch, scores, texts, [()] * number)):
        spans = [(s.label, (s.start, s.end, s.category)) for s in report.sections]
        yield Outcome(
            report.verdict,
            report.score,
            report.category,
            tuple(span for label, span in spans if label == "spam"),
            tuple(span for label, span in spans if label == "junk"),
            {preset: bool(marks[index]) for preset, marks in flagged.items()},
            tuple(counts[index]),
        )
