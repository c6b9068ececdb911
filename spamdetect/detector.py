"""The detector: text, HTML and URLs in, reports out."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Final

from spamdetect.arguments import checked, checked_source, with_sources
from spamdetect.batching import in_batches
from spamdetect.reports import Report
from spamdetect.urldetector import UrlDetector
from spamdetect.urlreports import url_reports

if TYPE_CHECKING:
    import pandas as pd

    from spamdetect.assemble import Assembler
    from spamdetect.html import Page

BATCH_CHARS: Final = 1 << 20
BATCH_DOCUMENTS: Final = 512


class Detector(UrlDetector):
    """Finds spam and junk in texts, HTML pages and URLs.

    Safe to share between threads. Use `load`.

    Parameters
    ----------
    model : Model
    preset : {"strict", "balanced", "sensitive"}
    allow, block : iterable of str
        Hosts, registered domains or suffixes whose URLs are never, or always, spam.
    """

    @cached_property
    def text_part(self) -> Assembler:
        """The part of the model that scores text, loaded when it is first needed."""
        from spamdetect.assemble import load_assembler

        return load_assembler(self.model, self.preset)

    def score_text(self, text: str, url: str | None = None) -> Report:
        """Score one text.

        Parameters
        ----------
        text : str
            Any text; it is not changed or normalised, and the spans of the report index it.
        url : str, optional
            Where the text comes from; links to the same registered domain are less suspect.

        Returns
        -------
        Report

        Raises
        ------
        TypeError
            If `text` or `url` is not a string.
        """
        return self.score_batch([checked(text)], [checked_source(url)])[0]

    def score_texts(
        self, texts: Iterable[str], urls: Iterable[str | None] | None = None
    ) -> Iterator[Report]:
        """Score texts, in order, in batches; the scores are those of `score_text`.

        Parameters
        ----------
        texts : iterable of str
        urls : iterable of str or None, optional
            Where each text comes from.

        Returns
        -------
        iterator of Report

        Raises
        ------
        TypeError
            If `texts` or `urls` is no iterable, or a single string; from the iterator, if an
            element is not a string.
        ValueError
            If there are not as many `urls` as texts; from the iterator, if one of them does not
            tell its length.
        """
        if isinstance(texts, str | bytes):
            kind = type(texts).__name__
            raise TypeError(f"texts must be an iterable of str, not {kind}; use score_text for one")
        pairs = with_sources(texts, urls, "texts")
        return self._in_batches((checked(text), url) for text, url in pairs)

    def _in_batches(self, documents: Iterable[tuple[str, str | None]]) -> Iterator[Report]:
        for batch in in_batches(documents, lambda pair: len(pair[0]), BATCH_CHARS, BATCH_DOCUMENTS):
            yield from self.score_batch(*zip(*batch, strict=True))

    def block_scores(self, text: str) -> list[tuple[int, int, float, float]]:
        """Return the score of every block of a text, flagged or not.

        Parameters
        ----------
        text : str

        Returns
        -------
        list of (start, end, spam, junk)
            Spans in code points, in order, and calibrated probabilities of the two labels.

        Raises
        ------
        TypeError
            If `text` is not a string.
        """
        from spamdetect.blocks.batch import read_batch

        batch = read_batch([checked(text)], self.urls, None, self.rules)
        scores = self.text_part.blocks.score(batch)
        spam, junk = (1.0 / (1.0 + math.e**-logit) for logit in (scores.spam, scores.junk))
        return list(
            zip(
                batch.blocks.start.tolist(),
                batch.blocks.end.tolist(),
                spam.tolist(),
                junk.tolist(),
                strict=True,
            )
        )

    def score_html(self, html: bytes | str, url: str | None = None) -> Report:
        """Score one HTML page, hidden parts included.

        Parameters
        ----------
        html : bytes or str
            Bytes are decoded by the rules of the HTML standard.
        url : str, optional
            Address of the page.

        Returns
        -------
        Report
            Its `text` is the page's text; `clean_html` is the page without the flagged nodes.

        Raises
        ------
        TypeError
            If `html` is neither bytes nor str, or `url` is not a string.
        """
        from spamdetect.pages import score_pages

        return next(score_pages(self.score_batch, [(html, checked_source(url))]))

    def score_htmls(
        self, pages: Iterable[bytes | str], urls: Iterable[str | None] | None = None
    ) -> Iterator[Report]:
        """Score HTML pages, in order, in batches; the scores are those of `score_html`.

        Parameters
        ----------
        pages : iterable of bytes or str
        urls : iterable of str or None, optional
            Address of each page.

        Returns
        -------
        iterator of Report

        Raises
        ------
        TypeError
            If `pages` or `urls` is no iterable, or a single page or string; from the iterator, if
            a page is neither bytes nor str or an address is not a string.
        ValueError
            If there are not as many `urls` as pages; from the iterator, if one of them does not
            tell its length.
        """
        if isinstance(pages, bytes | str):
            raise TypeError("pages must be an iterable; use score_html for one page")
        from spamdetect.pages import score_pages

        return score_pages(self.score_batch, with_sources(pages, urls, "pages"))

    def score_frame(
        self,
        df: pd.DataFrame,
        text: str | None = "text",
        html: str | None = None,
        url: str | None = None,
    ) -> pd.DataFrame:
        """Score the rows of a DataFrame.

        Parameters
        ----------
        df : pandas.DataFrame
        text, html, url : str, optional
            Names of the columns. Rows with HTML (strings or bytes) are scored as HTML; rows with
            neither text nor HTML (None, NaN, NA or empty) are clean.

        Returns
        -------
        pandas.DataFrame
            The columns ``verdict``, ``score``, ``category``, ``sections`` (lists of dicts) and
            ``clean_text``, with the index of `df`.

        Raises
        ------
        TypeError
            If `df` is no DataFrame, or a column holds anything but strings (HTML: bytes too).
        ValueError
            If no column is named, or one is missing or there more than once.
        """
        from spamdetect.frames import score_frame

        return score_frame(self, df, text, html, url)

    def score_batch(
        self,
        texts: Sequence[str],
        sources: Sequence[str | None],
        pages: Sequence[Page | None] | None = None,
    ) -> list[Report]:
        """Score texts in one batch, all in memory at once.

        Parameters
        ----------
        texts : sequence of str
        sources : sequence of str or None
            Where each text comes from.
        pages : sequence of Page or None, optional
            For the texts of HTML pages, the pages.
        """
        from spamdetect.blocks.batch import read_batch

        part = self.text_part
        batch = read_batch(texts, self.urls, sources, self.rules, pages)
        scores = part.blocks.score(batch)
        flat = [link.url for link in batch.flat]
        anchors = [link.anchor for link in batch.flat]
        reports = url_reports(self.urls, self.rules, self.preset, flat, batch.scores, anchors, None)
        edges = list(itertools.accumulate(map(len, batch.links), initial=0))
        grouped = [tuple(reports[a:b]) for a, b in itertools.pairwise(edges)]
        return part.reports(batch, scores, texts, grouped)
