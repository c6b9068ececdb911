"""Counts over all documents of a report."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from spamdetect.reports import Report


@dataclass(slots=True)
class Overview:
    """What was found in all documents, in constant memory but for the distinct spam hosts.

    Attributes
    ----------
    documents, errors : int
        Documents scored, and records that could not be read.
    verdicts : Counter
        Documents by verdict.
    spam, junk : Counter
        Sections by category.
    hidden : int
        Sections that a reader would not see.
    hosts : Counter
        Links to spam hosts, by registered domain.
    reasons : Counter
        Spam sections by the symbols that spoke for spam.
    descriptions : dict
        Of the symbols.
    """

    documents: int = 0
    errors: int = 0
    verdicts: Counter[str] = field(default_factory=Counter)
    spam: Counter[str] = field(default_factory=Counter)
    junk: Counter[str] = field(default_factory=Counter)
    hidden: int = 0
    hosts: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    descriptions: dict[str, str] = field(default_factory=dict)

    def add(self, report: Report) -> None:
        """Count one document."""
        self.documents += 1
        self.verdicts[report.verdict] += 1
        for section in report.sections:
            self.hidden += section.hidden
            if section.label == "junk":
                self.junk[section.category] += 1
                continue
            self.spam[section.category] += 1
            told = {r.symbol: r.description for r in section.reasons if r.weight > 0}
            self.reasons.update(told.keys())
            self.descriptions.update(told)
        self.hosts.update(
            url.registered_domain or url.host for url in report.urls if url.verdict == "spam"
        )
