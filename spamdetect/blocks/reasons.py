"""Why a section was flagged: contributions of the model, with the text that gave rise to them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from spamdetect.blocks.features import HEADS
from spamdetect.blocks.passages import Passages
from spamdetect.blocks.signals import DESCRIPTIONS, signal_of
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


def section_reasons(
    passages: Passages,
    number: int,
    credit: NDArray[np.float64],
    gained: float = 0.0,
) -> tuple[Reason, ...]:
    """Return the reasons for a section, strongest first.

    The weights are the contributions to the score of the section's strongest block; the evidence
    is looked for in the whole section.

    Parameters
    ----------
    passages : Passages
    number : int
        The section's passage.
    credit : ndarray of float64, shape (n_features,)
        Contributions of the features of the section's strongest block.
    gained : float
        What the look at its neighbours' scores added, in log-odds.
    """
    signals, owner = _signals(passages.model.feature_names)
    weights = dict(zip(signals, np.bincount(owner, credit).tolist(), strict=True))
    weights["NEIGHBOURS"] = weights.get("NEIGHBOURS", 0.0) + gained
    evidence = _Evidence(passages, number)
    _share_out(weights, evidence.raw_ip_share())
    found: list[Reason] = []
    for signal, weight in weights.items():
        text = evidence.of(signal) if weight > 0 else ""
        if abs(weight) >= LEAST_WEIGHT or (weight > 0 and text):
            found.append(Reason(signal, round(weight, 3), DESCRIPTIONS[signal], text))
    found.sort(key=lambda reason: -(reason.weight + (3.0 if _is_link_fact(reason) else 0.0)))
    kept = [reason for reason in found if reason.weight > 0][:MOST]
    against = [reason for reason in found if reason.weight <= -0.5][-2:]
    kept.sort(key=lambda reason: -reason.weight)
    return tuple(kept + against)


@lru_cache(maxsize=4)
def _signals(features: tuple[str, ...]) -> tuple[tuple[str, ...], NDArray[np.int64]]:
    """Return the signals of features by first appearance, and the signal of each feature."""
    names = [signal_of(name) for name in features]
    number = {name: index for index, name in enumerate(dict.fromkeys(names))}
    return tuple(number), np.array([number[name] for name in names])


def _share_out(weights: dict[str, float], raw_ips: float) -> None:
    """Give the raw addresses among the links their part of what the links' scores add."""
    if raw_ips and weights.get("URL_SPAM", 0.0) > 0:
        part = raw_ips * weights["URL_SPAM"]
        weights["URL_SPAM"] -= part
        weights["URL_RAW_IP"] = weights.get("URL_RAW_IP", 0.0) + part


def _is_link_fact(reason: Reason) -> bool:
    """Tell whether a reason names something that a person can check at a glance."""
    return bool(reason.evidence) and reason.symbol in ("URL_RAW_IP", "URL_TWIN_LABELS")


class _Evidence:
    """Looks up the text behind signals in a section."""

    def __init__(self, passages: Passages, number: int) -> None:
        self._passages = passages
        self._number = number
        self._batch = passages.batch
        self._urls = self._batch.urls_in(int(passages.start[number]), int(passages.end[number]))

    def raw_ip_share(self) -> float:
        """Return the share of raw addresses in the links' log-odds for spam."""
        facts, rows = self._batch.facts, self._urls
        mass = np.maximum(facts.logit[rows], 0.0)
        total = float(mass.sum())
        return float(mass[facts.raw_ip[rows]].sum()) / total if total else 0.0

    def of(self, signal: str) -> str:
        """Return the evidence for a signal, or an empty string."""
        if signal.startswith("URL_"):
            return self._of_urls(signal) if len(self._urls) else ""
        if signal.startswith("TERMS_"):
            return self._terms(signal.removeprefix("TERMS_").lower())
        head = _HEAD_OF.get(signal)
        return self._peak(head) if head else ""

    def _of_urls(self, signal: str) -> str:
        """Return the evidence for a signal of URLs, of which there are some."""
        facts, rows = self._batch.facts, self._urls
        if signal == "URL_SPAM":
            return self._list_urls(self._named(rows)[:3])
        if signal == "URL_TWIN_LABELS":
            return self._twins()
        marked = _FACT_OF.get(signal)
        return self._list_urls(rows[getattr(facts, marked)[rows]]) if marked else ""

    def _named(self, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the links to named hosts, the most suspect first."""
        named = rows[~self._batch.facts.raw_ip[rows]]
        return named[np.argsort(-self._batch.facts.logit[named])]

    def _text(self, start: int, end: int) -> str:
        codes = self._batch.codes[start:end].astype("<u4").tobytes()
        return codes.decode("utf-32-le", "surrogatepass")

    def _list_urls(self, rows: NDArray[np.int64]) -> str:
        shown = [self._batch.url(i) for i in rows[:4].tolist()]
        return _listed(shown, len(rows))

    def _twins(self) -> str:
        facts, rows = self._batch.facts, self._urls
        domains = [self._batch.scores.domains[i] for i in rows.tolist()]
        suffixes: dict[str, set[str]] = {}
        for (_, label, suffix), number in zip(domains, facts.label[rows].tolist(), strict=True):
            if number >= 0:
                suffixes.setdefault(label, set()).add(suffix)
        several = [
            f"{label}.{{{','.join(sorted(ends))}}}"
            for label, ends in sorted(suffixes.items())
            if len(ends) > 1
        ]
        return _listed(several[:3], len(several))

    def _terms(self, category: str) -> str:
        passages, number = self._passages, self._number
        matcher = passages.model.matcher
        if category not in matcher.categories:
            return ""
        first, last = passages.hit_edges[number : number + 2].tolist()
        if first == last:
            return ""
        hits = passages.hits
        column = matcher.categories.index(category)
        mine = passages.hit_order[first:last]
        mine = mine[matcher.category_of[hits.term[mine]] == column]
        spans = zip(hits.start[mine].tolist(), hits.end[mine].tolist(), strict=True)
        places = [passages.written(number, start, end - 1) for start, end in spans]
        shown = dict.fromkeys(self._text(*place).lower() for place in places)
        return _listed(list(shown)[:5], len(shown))

    def _peak(self, head: str) -> str:
        """Return the window of text in which the n-gram model is surest."""
        passages, number = self._passages, self._number
        first, last = int(passages.piece.first[number]), int(passages.piece.last[number])
        scores = passages.weights[HEADS.index(head)][first:last]
        if not len(scores):
            return ""
        sums = np.concatenate(([0], np.cumsum(scores, dtype=np.int64)))
        end = np.minimum(np.arange(len(scores)) + WINDOW, len(scores))
        at = int(np.argmax(sums[end] - sums[:-1]))
        place = passages.written(number, first + at, first + int(end[at]) - 1)
        return _shortened(self._text(*place))


def _listed(shown: Sequence[str], total: int) -> str:
    """Join items, and tell how many more there are."""
    more = f" (+{total - len(shown)})" if total > len(shown) else ""
    room = LONGEST_EVIDENCE - len(more)
    return _shortened(", ".join(shown), room) + more


def _shortened(text: str, room: int = LONGEST_EVIDENCE) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= room else plain[: room - 1] + "…"
