"""Texts written for training, one by one: what informs beside what promotes, in many languages.

They stand in the folder ``written``, a file for each language. A line ``@@`` opens a record and
gives its ``label`` (honest, spam or injected), ``topic`` (a category of spam, or none), ``kind``
and ``group``; spam inside an honest text is written ``[[category|spam]]``. ``<URL>``, ``<HOST>``
and ``<IP>`` stand for links to spam, ``<LINK>`` for an honest one.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, partial
from importlib.resources import files
from typing import Final

from spamdetect.errors import DataError
from spamdetect.labels import SPAM_CATEGORIES
from spamdetect.learn.corpus.documents import Document, DocumentLabel, Span, whole_span
from spamdetect.learn.corpus.grouping import fold_of
from spamdetect.learn.generate.honesttext import HonestContent, HonestPool
from spamdetect.learn.generate.phrases import random_address
from spamdetect.learn.generate.pool import SpamPool
from spamdetect.learn.generate.spamtext import SpamContent

FORM: Final = "written"
"""Source and form of these documents. They are chosen for how hard they are: no rate of false
alarms may be measured on them."""
_LABELS: Final[Mapping[str, DocumentLabel]] = {
    "honest": "clean",
    "spam": "spam",
    "injected": "injected",
}
_FIELDS: Final = frozenset(("label", "topic", "kind", "group"))
_MARK: Final = re.compile(r"\[\[(\w+)\||(\]\])|<(URL|HOST|IP|LINK)>")


@dataclass(frozen=True, slots=True)
class Record:
    """A written text with its marks and placeholders still in it."""

    label: str
    topic: str
    kind: str
    group: str
    lang: str
    text: str
    place: str


def parse_records(source: str, lang: str, place: str) -> Iterator[Record]:
    """Yield the records of a file.

    Parameters
    ----------
    source : str
        Content of the file.
    lang : str
        Language of its texts.
    place : str
        Name of the file, for messages.

    Raises
    ------
    DataError
        If a field is missing or unknown, with file and line.
    """
    lines = source.split("\n")
    opened = [(n, line) for n, line in enumerate(lines, 1) if line.startswith("@@ ")]
    ends = [number for number, _ in opened[1:]] + [len(lines) + 1]
    for (number, line), end in zip(opened, ends, strict=True):
        at = f"{place}:{number}"
        fields = dict(part.partition("=")[::2] for part in line.split()[1:])
        if fields.keys() != _FIELDS:
            raise DataError(f"{at}: expected the fields {sorted(_FIELDS)}, found {sorted(fields)}")
        if fields["label"] not in _LABELS or fields["topic"] not in (*SPAM_CATEGORIES, "none"):
            raise DataError(f"{at}: unknown label or topic in {line!r}")
        text = "\n".join(lines[number : end - 1]).strip()
        yield Record(**fields, lang=lang, text=text, place=at)


@cache
def written_records() -> tuple[Record, ...]:
    """Return the texts that the package holds."""
    folder = files(__package__).joinpath("written")
    found = sorted((f for f in folder.iterdir() if f.name.endswith(".txt")), key=lambda f: f.name)
    return tuple(
        record
        for file in found
        for record in parse_records(
            file.read_text("utf-8"), file.name.removesuffix(".txt"), f"written/{file.name}"
        )
    )


def written_documents(
    spam: SpamPool, honest: HonestPool, seed: int, *, folds: int
) -> list[Document]:
    """Return the written texts as documents, links filled in.

    Parameters
    ----------
    spam, honest : SpamPool, HonestPool
        Give the links, of the fold of each text.
    seed : int
    folds : int
    """
    out = []
    for index, record in enumerate(written_records()):
        rng = random.Random(f"{seed}:{index}:{FORM}")
        group = f"{FORM}:{record.group}"
        fold = fold_of(group, folds)
        own = HonestContent(honest.of_fold(fold, folds), rng, record.lang)
        content = SpamContent(spam.of_fold(fold, folds), own, rng, record.lang)
        if record.topic in SPAM_CATEGORIES:
            content.category = record.topic
        text, spans = filled(record, partial(_link, content))
        out.append(
            Document(
                id=f"{FORM}-{record.lang}-{index}",
                text=text,
                spans=spans,
                lang=record.lang,
                source=FORM,
                kind=record.kind,
                group=group,
                form=FORM,
                label=_LABELS[record.label],
                unsure=((0, len(text)),),
            )
        )
    return out


def fragments(documents: list[Document]) -> Iterator[Document]:
    """Yield the spam inside written texts as documents of their own, to put into other pages."""
    for document in documents:
        if document.label == "injected":
            for number, (start, end, category) in enumerate(document.spans):
                text = document.text[start:end]
                yield replace(
                    document,
                    id=f"{document.id}-{number}",
                    text=text,
                    spans=whole_span(text, category),
                    kind="page",
                    label="spam",
                )


def filled(record: Record, link: Callable[[str], str]) -> tuple[str, tuple[Span, ...]]:
    """Return a record's text with its links, and the spans of the spam in it.

    Parameters
    ----------
    record : Record
    link : callable
        Returns a link for the name of a placeholder.

    Raises
    ------
    DataError
        If a mark is not closed, closes nothing or names no category.
    """
    parts: list[str] = []
    spans: list[Span] = []
    size = done = opened = 0
    category = ""
    for mark in _MARK.finditer(record.text):
        parts.append(record.text[done : mark.start()])
        size += len(parts[-1])
        done = mark.end()
        if mark[1]:
            if category or mark[1] not in SPAM_CATEGORIES:
                raise DataError(f"{record.place}: '[[{mark[1]}|' is within a mark or no category")
            opened, category = size, mark[1]
        elif mark[2]:
            if not category:
                raise DataError(f"{record.place}: ']]' closes nothing")
            spans.append((opened, size, category))
            category = ""
        else:
            parts.append(link(mark[3]))
            size += len(parts[-1])
    if category:
        raise DataError(f"{record.place}: '[[{category}|' is never closed")
    text = "".join((*parts, record.text[done:]))
    if record.label == "spam":
        return text, whole_span(text, _category(record))
    return text, tuple(spans)


def _category(record: Record) -> str:
    return record.topic if record.topic in SPAM_CATEGORIES else "other"


def _link(content: SpamContent, kind: str) -> str:
    if kind == "LINK":
        return content.honest.url()
    if kind == "IP":
        return f"http://{random_address(content.rng)}"
    url = content.url(content.anchor())
    return url if kind == "URL" else re.sub(r"^https?://", "", url).split("/")[0]
