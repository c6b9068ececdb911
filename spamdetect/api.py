"""The library in one line each, on a default detector that is loaded once."""

from __future__ import annotations

from functools import cache

from spamdetect.detector import Detector
from spamdetect.reports import Report, UrlReport


@cache
def default_detector() -> Detector:
    """Return the detector with the model that ships and the preset ``balanced``."""
    return Detector.load()


def score_text(text: str, url: str | None = None) -> Report:
    """Score one text with the default detector; see `Detector.score_text`."""
    return default_detector().score_text(text, url)


def score_html(html: bytes | str, url: str | None = None) -> Report:
    """Score one HTML page with the default detector; see `Detector.score_html`."""
    return default_detector().score_html(html, url)


def score_url(url: str, anchor: str = "", source_url: str | None = None) -> UrlReport:
    """Score one URL with the default detector; see `Detector.score_url`."""
    return default_detector().score_url(url, anchor, source_url)


def clean(text: str) -> str:
    """Return `text` without its spam sections, otherwise unchanged.

    Parameters
    ----------
    text : str

    Raises
    ------
    TypeError
        If `text` is not a string.
    """
    return score_text(text).clean_text
