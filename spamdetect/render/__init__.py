"""Reports for people to look at in a browser."""

from __future__ import annotations

from spamdetect.render.overview import Overview
from spamdetect.render.page import PageWriter
from spamdetect.render.passages import Passage, divide

__all__ = ["Overview", "PageWriter", "Passage", "divide"]
