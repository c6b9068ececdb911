"""HTML pages: visible and hidden text, links with their place, and exact cuts."""

from __future__ import annotations

from spamdetect.html.elements import CONTEXT_NAMES
from spamdetect.html.links import Links
from spamdetect.html.page import Page, parse
from spamdetect.html.remove import remove_spans
from spamdetect.html.style import REASONS, WEAK_REASONS

__all__ = [
    "CONTEXT_NAMES",
    "REASONS",
    "WEAK_REASONS",
    "Links",
    "Page",
    "parse",
    "remove_spans",
]
