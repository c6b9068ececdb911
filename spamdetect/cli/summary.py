"""What was found over all documents of a run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from spamdetect.cli.display import counted, shown
from spamdetect.counts import Totals

_TOP: Final = 5


@dataclass(slots=True)
class Summary(Totals):
    """Counts over the reports of a run.

    Attributes
    ----------
    resumed : int
        Documents that an earlier run had done already.
    resumed_spam : int
        Those of them with spam.
    """

    resumed: int = 0
    resumed_spam: int = 0

    @property
    def spam(self) -> int:
        """Documents with spam: verdict ``injected`` or ``spam``."""
        return self.verdicts["injected"] + self.verdicts["spam"] + self.resumed_spam

    def resume(self, *, spam: bool) -> None:
        """Count a document that an earlier run has done."""
        self.resumed += 1
        self.resumed_spam += spam

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
