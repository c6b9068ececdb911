"""Counts over all documents of a report."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from spamdetect.counts import Totals, counts_of
from spamdetect.reports import Report


@dataclass(slots=True)
class Overview(Totals):
    """What was found in all documents.

    Attributes
    ----------
    errors : int
        Records that could not be read.
    junk : Counter
        Sections by category.
    hidden : int
        Sections that a reader would not see.
    descriptions : dict
        Of the symbols of reasons.
    """

    errors: int = 0
    junk: Counter[str] = field(default_factory=Counter)
    hidden: int = 0
    descriptions: dict[str, str] = field(default_factory=dict)

    def add(self, report: Report) -> None:
        """Count one document."""
        self.count(counts_of(report))
        for section in report.sections:
            self.hidden += section.hidden
            if section.label == "junk":
                self.junk[section.category] += 1
            else:
                self.descriptions.update((r.symbol, r.description) for r in section.reasons)
