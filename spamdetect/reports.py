"""Results: what was found, where, of what kind, how sure, and why."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache
from typing import Any

from spamdetect.labels import Label, UrlVerdict, Verdict
from spamdetect.late import Late


@cache
def _names(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, _Result):
        return value.to_dict()
    return value


class _Result:
    """Shared `to_dict` of the result types."""

    __slots__ = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the result as plain dicts, lists, strings and numbers, ready for JSON."""
        return {name: _plain(getattr(self, name)) for name in _names(type(self))}  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Reason(_Result):
    """One signal that moved a score.

    Attributes
    ----------
    symbol : str
        Stable name of the signal, for example ``"URL_RAW_IP"``.
    weight : float
        Signed contribution to the score, in log-odds.
    description : str
        What the signal means, in one line.
    evidence : str
        The text that matched, shortened; empty where the signal has no text of its own.
    """

    symbol: str
    weight: float
    description: str
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class UrlReport(_Result, Late):
    """The verdict on one URL or host.

    Attributes
    ----------
    url : str
        The URL as given.
    host : str
        Canonical host after the WHATWG URL standard; empty if there is none.
    registered_domain : str
        Registrable domain under the public suffix list; empty for addresses.
    verdict : {"ok", "spam", "unsure"}
    score : float
        Calibrated probability of spam, in [0, 1].
    category : str or None
        Spam category; None unless the verdict is ``"spam"`` or ``"unsure"``.
    reasons : tuple of Reason
        Strongest first.
    """

    url: str
    host: str
    registered_domain: str
    verdict: UrlVerdict
    score: float
    category: str | None
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Section(_Result, Late):
    """A run of neighbouring flagged blocks with the same label.

    Attributes
    ----------
    start, end : int
        Half-open span in Unicode code points of the scored text.
    text : str
        Exactly ``report.text[start:end]``.
    label : {"junk", "spam"}
    category : str
    score : float
        Calibrated probability of the label, in [0, 1].
    reasons : tuple of Reason
        Strongest first.
    hidden : bool
        True where a reader of the HTML page would not see it.
    selector : str or None
        CSS path of the element, for HTML input.
    """

    start: int
    end: int
    text: str
    label: Label
    category: str
    score: float
    reasons: tuple[Reason, ...] = ()
    hidden: bool = False
    selector: str | None = None


@dataclass(frozen=True, slots=True)
class Report(_Result):
    """The findings in one document.

    Attributes
    ----------
    verdict : {"clean", "injected", "spam", "junk"}
    score : float
        Calibrated probability that the document holds spam, in [0, 1].
    category : str or None
        The main spam category; for the verdict ``"junk"`` the main junk category.
    sections : tuple of Section
        In order of position, never overlapping.
    urls : tuple of UrlReport
        One for each URL in the text, in order of appearance.
    text : str
        What the spans index: the input, or the extracted text of an HTML page.
    clean_text : str
        `text` without its spam sections.
    clean_html : str or None
        For HTML input, the page without the flagged nodes.
    model : str
        Name and version of the model.
    """

    verdict: Verdict
    score: float
    category: str | None
    sections: tuple[Section, ...]
    urls: tuple[UrlReport, ...]
    text: str
    clean_text: str
    clean_html: str | None
    model: str
