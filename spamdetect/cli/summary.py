"""What was found over all documents of a run."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import chain
from typing import Final

from spamdetect.cli.display import counted, shown
from spamdetect.reports import Report

_TOP: Final = 5


@dataclass(frozen=True, slots=True)
class Counts:
    """What is counted of one report.

    Attributes
    ----------
    verdict : str
    categories, hosts, reasons : tuple of str
        As in `Summary`, each as often as it counts.
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


class Summary:
    """Counts over the reports of a run, in constant memory but for the distinct spam hosts.

    Attributes
    ----------
    documents : int
    resumed : int
        Documents that an earlier run had done already.
    verdicts, categories, hosts, reasons : collections.Counter
        Documents by verdict; spam sections by category; links to spam hosts; spam sections
        by the symbols that spoke for spam.
    """

    def __init__(self) -> None:
        self.documents = 0
        self.resumed = 0
        self._resumed_spam = 0
        self.verdicts: Counter[str] = Counter()
        self.categories: Counter[str] = Counter()
        self.hosts: Counter[str] = Counter()
        self.reasons: Counter[str] = Counter()

    @property
    def spam(self) -> int:
        """Documents with spam: verdict ``injected`` or ``spam``."""
        return self.verdicts["injected"] + self.verdicts["spam"] + self._resumed_spam

    def resume(self, *, spam: bool) -> None:
        """Count a document that an earlier run has done."""
        self.resumed += 1
        self._resumed_spam += spam

    def add(self, counts: Counts) -> None:
        """Count one document."""
        self.documents += 1
        self.verdicts[counts.verdict] += 1
        self.categories.update(counts.categories)
        self.hosts.update(counts.hosts)
        self.reasons.update(counts.reasons)

    def lines(self, errors: int, seconds: float) -> list[str]:
        """Return the summary in lines of text.

        Parameters
        ----------
        errors : int
            Records that could not be read.
        seconds : float
            Duration of the run.
        """
        counts = [
            f"{self.verdicts[verdict]:,} {verdict}" for verdict in ("injected", "spam", "junk")
        ]
        done = counted(self.documents, "document")
        if self.resumed:
            done += f" (and {self.resumed:,} by an earlier run)"
        wrong = counted(errors, "error")
        lines = [f"{done}: {', '.join(counts)}, {wrong}; {seconds:.1f} s"]
        for title, counter in (
            ("categories", self.categories),
            ("hosts", self.hosts),
            ("reasons", self.reasons),
        ):
            top = sorted(counter.items(), key=lambda pair: (-pair[1], pair[0]))[:_TOP]
            if top and self.documents > 1:
                lines.append(f"  {title}: " + ", ".join(f"{shown(k)} {n:,}" for k, n in top))
        return lines
