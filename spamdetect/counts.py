"""What is counted over the reports of many documents."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from itertools import chain

from spamdetect.reports import Report


@dataclass(frozen=True, slots=True)
class Counts:
    """What is counted of one report.

    Attributes
    ----------
    verdict : str
    categories, hosts, reasons : tuple of str
        As in `Totals`, each as often as it counts.
    """

    verdict: str
    categories: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()


def counts_of(report: Report) -> Counts:
    """Return what is counted of a report."""
    spam = [section for section in report.sections if section.label == "spam"]
    symbols = ({r.symbol for r in section.reasons if r.weight > 0} for section in spam)
    return Counts(
        report.verdict,
        tuple(section.category for section in spam),
        tuple(url.registered_domain or url.host for url in report.urls if url.verdict == "spam"),
        tuple(chain.from_iterable(symbols)),
    )


@dataclass(slots=True)
class Totals:
    """Counts over reports, in constant memory but for the distinct spam hosts.

    Attributes
    ----------
    documents : int
    verdicts, categories, hosts, reasons : collections.Counter
        Documents by verdict; spam sections by category; links to spam hosts, by registered
        domain; spam sections by the symbols that spoke for spam.
    """

    documents: int = 0
    verdicts: Counter[str] = field(default_factory=Counter)
    categories: Counter[str] = field(default_factory=Counter)
    hosts: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)

    def count(self, counts: Counts) -> None:
        """Count one document."""
        self.documents += 1
        self.verdicts[counts.verdict] += 1
        self.categories.update(counts.categories)
        self.hosts.update(counts.hosts)
        self.reasons.update(counts.reasons)
