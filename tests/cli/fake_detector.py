"""A detector for tests of the command line: every word that starts with SPAM or JUNK is found."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterable, Iterator, Sequence

from spamdetect.errors import ModelError
from spamdetect.reports import Reason, Report, Section, UrlReport
from spamdetect.settings import Settings

_FLAGGED = re.compile(r"(SPAM|JUNK)\w*")
_URL = re.compile(r"https?://\S+")


class FakeDetector:
    """Stands in for `spamdetect.detector.Detector`."""

    def score_text(self, text: str, url: str | None = None) -> Report:
        if "EXPLODE" in text:
            raise RuntimeError("as asked")
        reasons = (Reason("WORD_SPAM", 2.5, "a word that only spam has", "SPAM"),)
        sections = tuple(
            Section(m.start(), m.end(), m[0], "spam", "gambling", 0.99, reasons)
            if m[1] == "SPAM"
            else Section(m.start(), m.end(), m[0], "junk", "boilerplate", 0.9)
            for m in _FLAGGED.finditer(text)
        )
        spam = any(section.label == "spam" for section in sections)
        return Report(
            "injected" if spam else "clean",
            0.99 if spam else 0.01,
            "gambling" if spam else None,
            sections,
            tuple(self.score_url(m[0]) for m in _URL.finditer(text)),
            text,
            re.sub(r"SPAM\w*", "", text),
            None,
            "fake 1",
        )

    def score_html(self, html: bytes | str, url: str | None = None) -> Report:
        text = html.decode("utf-8", "surrogateescape") if isinstance(html, bytes) else html
        report = self.score_text(text, url)
        return Report(
            report.verdict,
            report.score,
            report.category,
            report.sections,
            report.urls,
            text,
            report.clean_text,
            report.clean_text,
            report.model,
        )

    def score_htmls(
        self, pages: Iterable[bytes | str], urls: Iterable[str | None] | None = None
    ) -> Iterator[Report]:
        return (self.score_html(page) for page in pages)

    def score_texts(
        self, texts: Iterable[str], urls: Iterable[str | None] | None = None
    ) -> Iterator[Report]:
        return (self.score_text(text) for text in texts)

    def score_url(self, url: str, anchor: str = "", source_url: str | None = None) -> UrlReport:
        spam = "casino" in url or "casino" in anchor
        host = url.partition("//")[2].partition("/")[0] or url
        reasons = (Reason("HOST_WORD", 1.5, "a word in the host", "casino"),) if spam else ()
        return UrlReport(
            url,
            host,
            host,
            "spam" if spam else "ok",
            0.98 if spam else 0.02,
            "gambling" if spam else None,
            reasons,
        )

    def score_urls(
        self, urls: Sequence[str], anchors: Sequence[str], source_urls: Sequence[str]
    ) -> list[UrlReport]:
        triples = zip(urls, anchors, source_urls, strict=True)
        return [self.score_url(*triple) for triple in triples]


def load_fake(settings: Settings) -> FakeDetector:
    """Stand in for `spamdetect.cli.scoring.load_detector`."""
    return FakeDetector()


class SlowDetector(FakeDetector):
    """Takes its time."""

    def score_htmls(
        self, pages: Iterable[bytes | str], urls: Iterable[str | None] | None = None
    ) -> Iterator[Report]:
        return (self.score_html(page) for page in pages)

    def score_texts(
        self, texts: Iterable[str], urls: Iterable[str | None] | None = None
    ) -> Iterator[Report]:
        time.sleep(0.1)
        return super().score_texts(texts)


def load_slow(settings: Settings) -> SlowDetector:
    """Stand in for `spamdetect.cli.scoring.load_detector`."""
    return SlowDetector()


class DyingDetector(FakeDetector):
    """Takes its process with it."""

    def score_htmls(
        self, pages: Iterable[bytes | str], urls: Iterable[str | None] | None = None
    ) -> Iterator[Report]:
        return (self.score_html(page) for page in pages)

    def score_texts(
        self, texts: Iterable[str], urls: Iterable[str | None] | None = None
    ) -> Iterator[Report]:
        os._exit(9)


def load_dying(settings: Settings) -> DyingDetector:
    """Stand in for `spamdetect.cli.scoring.load_detector`."""
    return DyingDetector()


def load_broken(settings: Settings) -> FakeDetector:
    """Stand in for `spamdetect.cli.scoring.load_detector`."""
    raise ModelError("the model is damaged")
