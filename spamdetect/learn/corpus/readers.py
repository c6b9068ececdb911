"""Readers of labelled documents and URLs: the research layout and a user's own files."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final, Literal

from spamdetect.errors import DataError
from spamdetect.learn.corpus.documents import (
    Document,
    UrlRow,
    category_of,
    checked_spans,
    whole_span,
)
from spamdetect.learn.corpus.grouping import (
    clean_group,
    kind_of,
    labelled_group,
    spam_group,
    split_of_group,
)
from spamdetect.learn.corpus.opening import json_records, text_lines
from spamdetect.learn.corpus.pages import HTML, as_page

SUFFIXES: Final = ("", ".gz", ".xz", ".bz2", ".zst")


def files(folder: Path, pattern: str) -> list[Path]:
    """Files of a folder that match a pattern, plain or compressed, sorted by name."""
    return sorted({path for suffix in SUFFIXES for path in folder.glob(pattern + suffix)})


def wanted_splits(splits: str | Iterable[str]) -> frozenset[str]:
    """Return the splits asked for, whether one is named or several are."""
    return frozenset((splits,) if isinstance(splits, str) else splits)


def _text(record: Mapping[str, Any], key: str, place: str) -> str:
    value = record.get(key)
    if not isinstance(value, str):
        raise DataError(f"{place}: the field {key!r} is missing or not a string")
    return value


def _str(record: Mapping[str, Any], key: str) -> str:
    value = record.get(key)
    return value if isinstance(value, str) else ""


def _records(
    data_dir: str | Path, folder: str, split: str | Iterable[str]
) -> Iterator[tuple[Path, str, Mapping[str, Any]]]:
    """Yield the records of some splits with the file and the place that each stands at."""
    wanted = wanted_splits(split)
    for path in files(Path(data_dir) / folder, "*.jsonl"):
        for place, record in json_records(path):
            if record.get("split") in wanted:
                yield path, place, record


def iter_clean(
    data_dir: str | Path, split: str | Iterable[str] = "train", *, with_html: bool = False
) -> Iterator[Document]:
    """Yield the honest documents of ``clean/`` in the order of file names and lines.

    Parameters
    ----------
    data_dir : path
        Folder in the research layout.
    split : str or iterable of str
        Splits wanted.
    with_html : bool
        Whether to keep the HTML of the pages, which takes much memory.

    Raises
    ------
    DataError
        For a record that is not of the documented form.
    """
    for _, place, record in _records(data_dir, "clean", split):
        source = _str(record, "source")
        yield Document(
            id=_str(record, "id") or place,
            text=_text(record, "text", place),
            lang=_str(record, "lang"),
            source=source,
            kind=_str(record, "kind"),
            group=clean_group(source, _str(record, "id"), _str(record, "url")),
            split=_str(record, "split"),
            html=(_str(record, "html") or None) if with_html else None,
            page_text=_str(record, "page_text") or None,
        )


def iter_spam(
    data_dir: str | Path,
    split: str | Iterable[str] = "train",
    *,
    label: Literal["spam", "ham"] | None = None,
    with_html: bool = False,
) -> Iterator[Document]:
    """Yield the documents of ``spam/``: spam with one span over everything, ham without.

    Parameters
    ----------
    data_dir : path
        Folder in the research layout.
    split : str or iterable of str
        Splits wanted.
    label : {"spam", "ham"}, optional
        Only documents with this label.
    with_html : bool
        Whether to keep the HTML of the pages.

    Raises
    ------
    DataError
        For a record that is not of the documented form.
    """
    for path, place, record in _records(data_dir, "spam", split):
        if label not in (None, record.get("label")):
            continue
        name = path.name.split(".")[0]
        text = _text(record, "text", place)
        spam = record.get("label") != "ham"
        category = category_of(_str(record, "category"))
        if name.startswith("pages_doorway"):
            category = "doorway"
        yield Document(
            id=_str(record, "id") or place,
            text=text,
            spans=whole_span(text, category) if spam else (),
            lang=_str(record, "lang"),
            source=name,
            kind=_str(record, "kind"),
            group=spam_group(name, _str(record, "campaign"), _str(record, "source"), text),
            split=_str(record, "split"),
            html=(_str(record, "html") or None) if with_html else None,
            label="spam" if spam else "clean",
            author=_str(record, "author"),
        )


def iter_gold(
    data_dir: str | Path,
    split: str | Iterable[str] = "dev",
    *,
    format: Literal["text", "html"] | None = "text",
) -> Iterator[Document]:
    """Yield the hand-labelled pages of ``gold/``.

    Parameters
    ----------
    data_dir : path
        Folder in the research layout.
    split : str or iterable of str
        Splits wanted.
    format : {"text", "html"}, optional
        Only records of this format. An ``"html"`` record holds the HTML source as its text, which
        its spans index; what is yielded has the text of the page and the spans of that.

    Raises
    ------
    DataError
        For a record that is not of the documented form.
    """
    for path, place, record in _records(data_dir, "gold", split):
        if format not in (None, record.get("format")):
            continue
        text = _text(record, "text", place)
        spans = checked_spans(record.get("spans"), text, place)
        is_html = record.get("format") == "html"
        document = Document(
            id=_str(record, "id") or place,
            text=text,
            spans=spans,
            lang=_str(record, "lang"),
            source=path.name.split(".")[0],
            kind=_str(record, "format"),
            group=_str(record, "site"),
            split=_str(record, "split"),
            form=_str(record, "form"),
            html=text if is_html else None,
            label="injected" if spans else "clean",
        )
        yield as_page(document, marked=True) if is_html else document


def iter_labelled(path: str | Path) -> Iterator[Document]:
    """Yield the documents of a user's labelled JSON Lines, the form that ``audit`` writes.

    A record has ``id``, ``text`` or ``html`` and ``spans``; ``url``, ``lang``, ``split``,
    ``source``, ``kind`` and ``group`` are optional. Without ``split``, the split follows from the
    group: 8 of 10 groups train, 1 dev, 1 test.

    A record with ``html`` in the place of ``text`` is a page, and its spans index the source. So is
    one with both and the kind ``"html"``, whose spans index ``text``: that of the page. Beside
    another kind ``text`` is the article of the page. Pages come as documents of the kind
    ``"html"``, with the spans of the page's text.

    Parameters
    ----------
    path : path
        File, compressed or not (``.gz``, ``.xz``, ``.bz2``, ``.zst`` by name).

    Raises
    ------
    DataError
        For a record that is not of the documented form, with file and line.
    """
    path = Path(path)
    for place, record in json_records(path):
        html = record.get("html")
        marked = "text" not in record and isinstance(html, str)
        text = _text(record, "html" if marked else "text", place)
        spans = checked_spans(record.get("spans"), text, place)
        group = labelled_group(record, place)
        document = Document(
            id=str(record.get("id") or place),
            text=text,
            spans=spans,
            lang=_str(record, "lang"),
            source=_str(record, "source") or path.name,
            kind=_str(record, "kind"),
            group=group,
            split=_str(record, "split") or split_of_group(group),
            html=html if isinstance(html, str) else None,
            form=_str(record, "form"),
        )
        if marked or (document.kind == HTML and document.html is not None):
            document = as_page(document, marked=marked)
        whole = bool(spans) and document.spans == whole_span(document.text, spans[0][2])
        # Spans of a page may hold no text; it is not clean for that.
        yield replace(document, label="spam" if whole else "injected" if spans else "clean")


def iter_urls(data_dir: str | Path, split: str | Iterable[str] = "train") -> Iterator[UrlRow]:
    """Yield the labelled URLs of ``urls/*.tsv`` and of ``urls*.tsv`` in the folder itself.

    Raises
    ------
    DataError
        If a file lacks one of the columns ``url_or_domain`` and ``label``.
    """
    wanted = wanted_splits(split)
    folder = Path(data_dir)
    for path in [*files(folder / "urls", "*.tsv"), *files(folder, "urls*.tsv")]:
        rows = csv.DictReader(text_lines(path), delimiter="\t", quoting=csv.QUOTE_NONE)
        missing = {"url_or_domain", "label"} - set(rows.fieldnames or ())
        if missing:
            raise DataError(f"{path}:1: the columns {sorted(missing)} are missing")
        for row in rows:
            name = row["url_or_domain"]
            part = row.get("split") or split_of_group(name)
            if part in wanted:
                kind, category = row.get("kind") or kind_of(name), row.get("category") or ""
                brand = row.get("brand_core") or ""
                brand = "" if brand.startswith("#") else brand
                yield UrlRow(name, kind, row["label"], category, brand, part)
