"""Finds link spam and junk in scraped text, HTML pages and URLs.

>>> import spamdetect
>>> report = spamdetect.score_text("Council news.")
>>> report.verdict
'clean'
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from spamdetect._version import __version__

if TYPE_CHECKING:
    from spamdetect.api import clean, score_html, score_text, score_url
    from spamdetect.crawl.prefilter import accept
    from spamdetect.detector import Detector
    from spamdetect.errors import DataError, MissingExtraError, ModelError, SpamdetectError
    from spamdetect.reports import Reason, Report, Section, UrlReport

_HOMES = {
    **dict.fromkeys(("clean", "score_html", "score_text", "score_url"), "spamdetect.api"),
    "accept": "spamdetect.crawl.prefilter",
    "Detector": "spamdetect.detector",
    **dict.fromkeys(("Reason", "Report", "Section", "UrlReport"), "spamdetect.reports"),
    **dict.fromkeys(
        ("DataError", "MissingExtraError", "ModelError", "SpamdetectError"), "spamdetect.errors"
    ),
}

__all__ = [
    "DataError",
    "Detector",
    "MissingExtraError",
    "ModelError",
    "Reason",
    "Report",
    "Section",
    "SpamdetectError",
    "UrlReport",
    "__version__",
    "accept",
    "clean",
    "score_html",
    "score_text",
    "score_url",
]


def __getattr__(name: str) -> Any:
    """Import a public name when it is first asked for."""
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'spamdetect' has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(home), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
