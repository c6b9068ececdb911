"""Links of labelled documents with the texts of their anchors, to learn from."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple
from zlib import crc32

from spamdetect.learn.corpus.documents import Document
from spamdetect.learn.corpus.readers import iter_clean, iter_spam
from spamdetect.learn.urls.names import UNSAFE_KINDS
from spamdetect.urls.features import UrlFeatures, fold_text, url_features

_ELEMENT: Final = re.compile(
    r"""<a\b[^>]*?href\s*=\s*["']?(https?://[^"'\s>]+)[^>]*>(.*?)</a>""", re.IGNORECASE | re.DOTALL
)
_MARKDOWN: Final = re.compile(r"(?<!!)\[([^\[\]]{1,200})\]\((https?://[^)\s]+)")
_TAG: Final = re.compile(r"<[^>]+>")
_MIXED: Final = ("mail", "youtube")
"""Sets of spam whose texts link to honest places as often as not."""
_LONGEST: Final = 200


class TrainingLink(NamedTuple):
    """A link to a domain.

    Attributes
    ----------
    row : UrlFeatures
    words : str
        Its anchor, as `spamdetect.urls.features.fold_text` returns it; not empty.
    spam : bool
    half : int
        0 or 1, by the anchor.
    """

    row: UrlFeatures
    words: str
    spam: bool
    half: int

    @property
    def domain(self) -> str:
        """Registered domain."""
        return ".".join(self.row.features.domain[1:])


def read_links(data_dir: Path) -> list[TrainingLink]:
    """Collect links of documents of the split ``train``: each domain and anchor once.

    Parameters
    ----------
    data_dir : Path
        Holds ``clean/`` and ``spam/``; without them nothing is found.
    """
    found: dict[tuple[str, str, bool], TrainingLink] = {}
    for document in iter_spam(data_dir, label="spam", with_html=True):
        if not document.source.startswith(_MIXED):
            _collect(document, True, found)
    for document in iter_clean(data_dir, with_html=True):
        if not UNSAFE_KINDS.search(document.kind):
            _collect(document, False, found)
    return list(found.values())


def _collect(
    document: Document, spam: bool, found: dict[tuple[str, str, bool], TrainingLink]
) -> None:
    for url, anchor in _links(document):
        words = fold_text(anchor)
        if words and not anchor.lower().startswith(("http://", "https://")):
            row = url_features(url)
            if not row.features.kind:
                link = TrainingLink(row, words, spam, crc32(words.encode()) % 2)
                found.setdefault((link.domain, words, spam), link)


def _links(document: Document) -> Iterator[tuple[str, str]]:
    for text in (document.html or "", document.text):
        for match in _ELEMENT.finditer(text):
            anchor = html.unescape(_TAG.sub(" ", match[2])).strip()
            yield html.unescape(match[1]), anchor[:_LONGEST]
    for match in _MARKDOWN.finditer(document.text):
        yield match[2], match[1]
