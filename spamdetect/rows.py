"""Documents of a table or a stream: which columns hold them, and each scored for itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, Protocol, Self, TypeVar

from spamdetect.errors import SpamdetectError

if TYPE_CHECKING:
    from spamdetect.io.records import Record
    from spamdetect.reports import Report

R = TypeVar("R")


class DocumentDetector(Protocol):
    """What is asked of `spamdetect.Detector` here."""

    def score_texts(
        self, texts: Iterable[str], urls: Iterable[str | None] | None = None
    ) -> Iterator[Report]:
        """Score texts, in order."""

    def score_htmls(
        self, pages: Iterable[bytes | str], urls: Iterable[str | None] | None = None
    ) -> Iterator[Report]:
        """Score pages, in order."""


@dataclass(frozen=True, slots=True)
class Row:
    """A document of a table: a text or, where that is None, a page.

    Attributes
    ----------
    text : str or None
    html : bytes or str or None
    url : str or None
        Where it comes from.
    """

    text: str | None = None
    html: bytes | str | None = None
    url: str | None = None

    @classmethod
    def of(cls, text: Any = None, html: Any = None, url: Any = None) -> Self:
        """Return the document of three cells.

        Parameters
        ----------
        text : Any
        html : Any
            Taken in place of the text where it is a string or bytes that are not empty.
        url : Any
            Anything but a string is none, as a text is that is no string.
        """
        page = bytes(html) if isinstance(html, bytearray | memoryview) else html
        source = url if isinstance(url, str) else None
        if isinstance(page, str | bytes) and page:
            return cls(None, page, source)
        return cls(text if isinstance(text, str) else "", None, source)


D = TypeVar("D", Row, "Record")


@dataclass(frozen=True, slots=True)
class Outcome(Generic[R]):
    """What became of one document.

    Attributes
    ----------
    value : R or None
        What is wanted of it; None if it could not be scored.
    failure : str or None
        Why it could not be scored.
    """

    value: R | None
    failure: str | None = None


def reports_of(detector: DocumentDetector, documents: Sequence[D]) -> Iterator[Report]:
    """Yield the reports on documents, texts and pages mixed, in order."""
    texts = [(one.text, one.url) for one in documents if one.text is not None]
    pages = [(one.html or "", one.url) for one in documents if one.text is None]
    of_texts = detector.score_texts([text for text, _ in texts], [url for _, url in texts])
    of_pages = detector.score_htmls([page for page, _ in pages], [url for _, url in pages])
    for one in documents:
        yield next(of_pages if one.text is None else of_texts)


def score_each(
    detector: DocumentDetector, documents: Sequence[D], finish: Callable[[D, Report], R]
) -> list[Outcome[R]]:
    """Return what becomes of each document, where none can cost another its answer.

    Parameters
    ----------
    detector : DocumentDetector
    documents : sequence of Row, or of Record
    finish : callable
        Makes what is wanted of a document and its report.

    Raises
    ------
    SpamdetectError
        If no document can be scored: the model is damaged, a package is missing.
    """
    try:
        reports = reports_of(detector, documents)
        return [Outcome(finish(*pair)) for pair in zip(documents, reports, strict=True)]
    except SpamdetectError:
        raise
    except Exception as error:
        if len(documents) == 1:
            return [Outcome(None, f"internal error: {type(error).__name__}: {error}")]
        return [score_each(detector, [one], finish)[0] for one in documents]


def document_columns(
    names: Iterable[str], text: str | None, html: str | None, url: str | None, needed: str
) -> tuple[str | None, str | None, str | None]:
    """Return the columns of a table that hold text, HTML and URL.

    Parameters
    ----------
    names : iterable of str
        Of all columns.
    text, html, url : str or None
        Those that are named. Text is None also where it is "text", HTML is named and there is
        no such column.
    needed : str
        What to give, for the error where neither is named.

    Raises
    ------
    ValueError
        If neither text nor HTML is named, or a column is missing or there more than once.
    """
    known = list(names)
    if html is not None and text == "text" and text not in known:
        text = None
    if text is None and html is None:
        raise ValueError(f"a table needs a column of documents: give {needed}")
    for name in (text, html, url):
        check_column(known, name)
    return text, html, url


def check_column(names: Sequence[str], name: str | None) -> None:
    """Check that a column, if one is named, is there once.

    Raises
    ------
    ValueError
        If it is not.
    """
    count = 1 if name is None else names.count(name)
    if not count:
        raise ValueError(f"the DataFrame has no column {name!r}; its columns are {names}")
    if count > 1:
        raise ValueError(f"the DataFrame has {count} columns {name!r}; rename or drop the others")
