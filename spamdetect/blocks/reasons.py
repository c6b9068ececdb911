"""Why a section was flagged: contributions of the model, with the text that gave rise to them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from spamdetect.blocks.batch import Batch
from spamdetect.blocks.features import HEADS
from spamdetect.blocks.model import BlockModel
from spamdetect.blocks.passages import Passage
from spamdetect.blocks.signals import DESCRIPTIONS, signal_of
from spamdetect.reports import Reason

MOST: Final = 8
LONGEST_EVIDENCE: Final = 80
LEAST_WEIGHT: Final = 0.05
"""Signals without evidence of their own are left out below this weight, in log-odds."""


def section_reasons(
    model: BlockModel,
    batch: Batch,
    passage: Passage,
    label: str,
    rows: NDArray[np.float32],
    logits: NDArray[np.float64],
) -> tuple[Reason, ...]:
    """Return the reasons for a section, strongest first.

    The weights are the contributions to the score of the section's strongest block; the evidence
    is looked for in the whole section.

    Parameters
    ----------
    model : BlockModel
    batch : Batch
    passage : Passage
        The section.
    label : {"spam", "junk"}
    rows : ndarray of float32, shape (n_blocks, n_features)
        Features of the section's blocks.
    logits : ndarray of float64, shape (n_blocks,)
        Their scores for the label.
    """
    strongest = int(np.argmax(logits))
    credit = model.contributions(label, rows[strongest])
    weights: dict[str, float] = {}
    for name, weight in zip(model.feature_names, credit.tolist(), strict=True):
        signal = signal_of(name)
        weights[signal] = weights.get(signal, 0.0) + weight
    evidence = _Evidence(model, batch, passage)
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

    def __init__(self, model: BlockModel, batch: Batch, passage: Passage) -> None:
        self._model = model
        self._batch = batch
        self._passage = passage
        self._urls = batch.urls_in(passage.start, passage.end)

    def raw_ip_share(self) -> float:
        """Return the share of raw addresses in the links' log-odds for spam."""
        facts, rows = self._batch.facts, self._urls
        mass = np.maximum(facts.logit[rows], 0.0)
        total = float(mass.sum())
        return float(mass[facts.raw_ip[rows]].sum()) / total if total else 0.0

    def of(self, signal: str) -> str:
        """Return the evidence for a signal, or an empty string."""
        facts, rows = self._batch.facts, self._urls
        finders: dict[str, Callable[[], str]] = {
            "NGRAMS_SPAM": lambda: self._peak("spam"),
            "NGRAMS_JUNK": lambda: self._peak("junk"),
            "URL_RAW_IP": lambda: self._list_urls(rows[facts.raw_ip[rows]]),
            "URL_SPECIAL_IP": lambda: self._list_urls(rows[facts.special[rows]]),
            "URL_INSTITUTIONAL": lambda: self._list_urls(rows[facts.institutional[rows]]),
            "URL_DEFANGED": lambda: self._list_urls(rows[facts.defanged[rows]]),
            "URL_SPAM": lambda: self._list_urls(self._named(rows)[:3]),
            "URL_TWIN_LABELS": self._twins,
        }
        if signal in finders:
            return finders[signal]()
        if signal.startswith("TERMS_"):
            return self._terms(signal.removeprefix("TERMS_").lower())
        return ""

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
        matcher = self._model.matcher
        if category not in matcher.categories:
            return ""
        hits, origin = self._passage.hits, self._passage.origin
        mine = np.flatnonzero(matcher.category_of[hits.term] == matcher.categories.index(category))
        spans = zip(origin[hits.start[mine]], origin[hits.end[mine] - 1] + 1, strict=True)
        shown = dict.fromkeys(self._text(int(start), int(end)).lower() for start, end in spans)
        return _listed(list(shown)[:5], len(shown))

    def _peak(self, head: str) -> str:
        """Return the window of text in which the n-gram model is surest."""
        scores, origin = self._passage.scores[HEADS.index(head)], self._passage.origin
        if not len(scores):
            return ""
        sums = np.concatenate(([0], np.cumsum(scores, dtype=np.int64)))
        end = np.minimum(np.arange(len(scores)) + 40, len(scores))
        at = int(np.argmax(sums[end] - sums[:-1]))
        return _shortened(self._text(int(origin[at]), int(origin[end[at] - 1]) + 1))


def _listed(shown: Sequence[str], total: int) -> str:
    """Join items, and tell how many more there are."""
    more = f" (+{total - len(shown)})" if total > len(shown) else ""
    room = LONGEST_EVIDENCE - len(more)
    return _shortened(", ".join(shown), room) + more


def _shortened(text: str, room: int = LONGEST_EVIDENCE) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= room else plain[: room - 1] + "…"
