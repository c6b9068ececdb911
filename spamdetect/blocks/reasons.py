"""Why a section was flagged: contributions of the model, with the text that gave rise to them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from spamdetect.blocks import brands
from spamdetect.blocks.contributions import signal_weights
from spamdetect.blocks.heads import HEADS
from spamdetect.blocks.passages import Passages
from spamdetect.blocks.signals import DESCRIPTIONS
from spamdetect.reports import Reason

MOST: Final = 8
LONGEST_EVIDENCE: Final = 80
WINDOW: Final = 40
"""Places of the folded text that are shown of where a model is surest."""
LEAST_WEIGHT: Final = 0.05
"""Signals without evidence of their own are left out below this weight, in log-odds."""
_HEAD_OF: Final = {"NGRAMS_SPAM": "spam", "NGRAMS_JUNK": "junk"}
_FACT_OF: Final = {
    "URL_RAW_IP": "raw_ip",
    "URL_SPECIAL_IP": "special",
    "URL_INSTITUTIONAL": "institutional",
    "URL_DEFANGED": "defanged",
}
"""The column of `UrlFacts` that marks the URLs behind a signal."""
_LINK_FACTS: Final = ("URL_RAW_IP", "URL_TWIN_LABELS")
"""Signals whose evidence a person can check at a glance; it is shown before stronger ones."""

_QUOTED: Final = ("NGRAMS_", "TERMS_", "BRAND_NAMES")
"""Signals of words, which say nothing without the words."""


def section_reasons(
    passages: Passages,
    labels: Sequence[str],
    rows: NDArray[np.float32],
    nearby: NDArray[np.float32],
) -> list[tuple[Reason, ...]]:
    """Return the reasons for each section, strongest first.

    The weights are the contributions to the score of the section's strongest block; the evidence
    is looked for in the whole section.

    Parameters
    ----------
    passages : Passages
        The sections.
    labels : sequence of str
        That of each section.
    rows : ndarray of float32, shape (n_passages, n_features)
        Features of each section's strongest block.
    nearby : ndarray of float32, shape (n_passages, len(neighbours.NAMES))
        What the second forest saw of it, NaN where it was not asked.
    """
    signals, weights = signal_weights(passages.model, labels, rows, nearby)
    evidence = _Evidence(passages)
    column = {name: index for index, name in enumerate(signals)}
    added = np.maximum(weights[:, column["URL_SPAM"]], 0.0)
    # What the links' scores add is shared out among the kinds of links that a person can check.
    for number, signal, share in evidence.link_shares():
        part = share * float(added[number])
        weights[number, column["URL_SPAM"]] -= part
        weights[number, column[signal]] += part
    return [
        _strongest(
            {
                signal: weight
                for signal, weight in zip(signals, row, strict=True)
                if (weight > 0 or weight <= -LEAST_WEIGHT) and evidence.is_of(signal, number)
            },
            evidence,
            number,
        )
        for number, row in enumerate(weights.tolist())
    ]


def _strongest(weights: dict[str, float], evidence: _Evidence, number: int) -> tuple[Reason, ...]:
    """Return the reasons for one section; evidence is looked up for what may be shown."""
    rounded = {signal: round(weight, 3) for signal, weight in weights.items()}
    order = [signal for signal, weight in rounded.items() if weight > 0]
    facts = [signal for signal in order if signal in _LINK_FACTS and evidence.of(signal, number)]
    order.sort(key=lambda signal: -(rounded[signal] + (3.0 if signal in facts else 0.0)))
    kept: list[Reason] = []
    for signal in order:
        text = evidence.of(signal, number)
        if text or (weights[signal] >= LEAST_WEIGHT and not signal.startswith(_QUOTED)):
            kept.append(Reason(signal, rounded[signal], DESCRIPTIONS[signal], text))
            if len(kept) == MOST:
                break
    kept.sort(key=lambda reason: -reason.weight)
    against = [signal for signal, weight in rounded.items() if weight <= -0.5]
    against.sort(key=rounded.__getitem__, reverse=True)
    kept += [Reason(signal, rounded[signal], DESCRIPTIONS[signal]) for signal in against[-2:]]
    return tuple(kept)


class _Evidence:
    """Looks up the text behind signals in sections."""

    def __init__(self, passages: Passages) -> None:
        self._passages = passages

    def link_shares(self) -> Iterator[tuple[int, str, float]]:
        """Yield passages, a signal of links, and its share in the links' log-odds for spam."""
        facts = self._passages.facts
        _, owner = self._passages.all_urls
        for number in np.unique(owner).tolist():
            rows = self._passages.urls(number)
            mass = np.maximum(self._suspicion(rows), 0.0)
            total = float(mass.sum())
            if total:
                twins = np.isin(rows, [row for _, found in self._repeated(rows) for row in found])
                yield number, "URL_RAW_IP", float(mass[facts.raw_ip[rows]].sum()) / total
                yield number, "URL_TWIN_LABELS", float(mass[twins].sum()) / total

    def _suspicion(self, rows: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return the higher one of the log-odds that links have of their own."""
        passages = self._passages
        texts = [passages.scores.rows[row].text for row in rows.tolist()]
        return np.maximum(passages.facts.logit[rows], passages.model.heads.addresses.logits(texts))

    def is_of(self, signal: str, number: int) -> bool:
        """Tell whether a signal says something of a passage: of links only where there are some."""
        passages = self._passages
        is_linked = bool(passages.url_first[number] < passages.url_last[number])
        return is_linked or not signal.startswith("URL_")

    def of(self, signal: str, number: int) -> str:
        """Return the evidence for a signal, or an empty string."""
        if signal.startswith("URL_"):
            return self._of_urls(signal, self._passages.urls(number))
        if signal == "BRAND_NAMES":
            return self._brands(number)
        if signal.startswith("TERMS_"):
            return self._terms(signal.removeprefix("TERMS_").lower(), number)
        head = _HEAD_OF.get(signal)
        return self._peak(head, number) if head else ""

    def _of_urls(self, signal: str, rows: NDArray[np.int64]) -> str:
        """Return the evidence for a signal of URLs, of which there are some."""
        facts = self._passages.facts
        if signal == "URL_SPAM":
            return self._list_urls(self._named(rows)[:3])
        if signal == "URL_TWIN_LABELS":
            return self._twins(rows)
        marked = _FACT_OF.get(signal)
        return self._list_urls(rows[getattr(facts, marked)[rows]]) if marked else ""

    def _named(self, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the links to named hosts, the most suspect first."""
        named = rows[~self._passages.facts.raw_ip[rows]]
        return named[np.argsort(-self._suspicion(named), kind="stable")]

    def _list_urls(self, rows: NDArray[np.int64]) -> str:
        shown = [self._passages.links[i].url for i in rows[:4].tolist()]
        return _listed(shown, len(rows))

    def _repeated(self, rows: NDArray[np.int64]) -> list[tuple[str, dict[int, str]]]:
        """Return registered labels with several suffixes, and the suffix of each of their links."""
        domains = self._passages.scores.domains
        links: dict[str, dict[int, str]] = {}
        for row in rows[self._passages.facts.label[rows] >= 0].tolist():
            _, label, suffix = domains[row]
            links.setdefault(label, {})[row] = suffix
        return [
            (label, found) for label, found in sorted(links.items()) if len(set(found.values())) > 1
        ]

    def _twins(self, rows: NDArray[np.int64]) -> str:
        several = [
            f"{label}.{{{','.join(sorted(set(found.values())))}}}"
            for label, found in self._repeated(rows)
        ]
        return _listed(several[:3], len(several))

    @cached_property
    def _names(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Words of the passages that are like names of brands, surest first, and their passage."""
        piece = self._passages.piece
        found = brands.find(piece, self._passages.scorer)
        word = found.word[np.argsort(-found.logit, kind="stable")]
        return word, piece.word_block[word]

    def _brands(self, number: int) -> str:
        word, passage = self._names
        shown = dict.fromkeys(map(self._passages.piece.word, word[passage == number].tolist()))
        return _listed(list(shown)[:5], len(shown))

    def _terms(self, category: str, number: int) -> str:
        passages = self._passages
        first, last = passages.hit_edges[number], passages.hit_edges[number + 1]
        if first == last or category not in passages.model.matcher.categories:
            return ""
        column = passages.model.matcher.categories.index(category)
        mine = passages.hit_order[first:last][passages.hit_category[first:last] == column]
        spans = zip(
            passages.hits.start[mine].tolist(), passages.hits.end[mine].tolist(), strict=True
        )
        shown = dict.fromkeys(passages.written(start, end - 1).lower() for start, end in spans)
        return _listed(list(shown)[:5], len(shown))

    @cached_property
    def _windows(self) -> tuple[NDArray[np.int64], dict[str, NDArray[np.int64]]]:
        """End of the window from each place of the folded text, and its sum for each head."""
        piece = self._passages.piece
        end = np.minimum(np.arange(len(piece.limit)) + WINDOW, piece.limit)
        sums = {}
        for head, scores in zip(HEADS, self._passages.weights, strict=True):
            before = np.concatenate(([0], np.cumsum(scores, dtype=np.int64)))
            sums[head] = before[end] - before[:-1]
        return end, sums

    def _peak(self, head: str, number: int) -> str:
        """Return the window of text in which the n-gram model is surest, in whole words."""
        passages = self._passages
        piece = passages.piece
        first, last = int(piece.first[number]), int(piece.last[number])
        if first == last:
            return ""
        end, sums = self._windows
        at = first + int(sums[head][first : max(last - WINDOW, first) + 1].argmax())
        if sums[head][at] <= 0:
            return ""
        stop = int(end[at])
        words = np.flatnonzero((piece.word_start < stop) & (piece.word_end > at))
        if words.size and not piece.unspaced[at:stop].any():
            at = max(min(at, int(piece.word_start[words[0]])), first)
            stop = min(max(stop, int(piece.word_end[words[-1]])), last)
        return _shortened(passages.written(at, stop - 1))


def _listed(shown: Sequence[str], total: int) -> str:
    """Join items, and tell how many more there are."""
    more = f" (+{total - len(shown)})" if total > len(shown) else ""
    room = LONGEST_EVIDENCE - len(more)
    return _shortened(", ".join(shown), room) + more


def _shortened(text: str, room: int = LONGEST_EVIDENCE) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= room else plain[: room - 1] + "…"
