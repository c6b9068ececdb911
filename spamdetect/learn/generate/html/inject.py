"""Training pages in HTML: real clean pages with real spam in their source, and honest ones.

`generate_html` puts spam into the source of clean pages as hackers and spammers do, hidden or not;
`generate_clean_html` puts honest menus, dialogs, lists and comments into them, hidden by the same
means. `whole_pages` gives real pages as they are, spam and clean.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from spamdetect.html import parse
from spamdetect.learn.corpus.documents import Document, Span, whole_span
from spamdetect.learn.corpus.grouping import fold_of
from spamdetect.learn.corpus.pages import HTML
from spamdetect.learn.generate.edits import Edit, apply_edits
from spamdetect.learn.generate.honesttext import HonestContent, HonestPool
from spamdetect.learn.generate.html.forms import FORMS
from spamdetect.learn.generate.html.honest import HONEST_FORMS
from spamdetect.learn.generate.html.put import Form
from spamdetect.learn.generate.html.small import small_page
from spamdetect.learn.generate.html.source import Places, find_places, read_parts
from spamdetect.learn.generate.junk.alignment import align
from spamdetect.learn.generate.junk.boilerplate import MIN_FOUND
from spamdetect.learn.generate.pool import SpamPool
from spamdetect.learn.generate.sampling import Balanced, weighted
from spamdetect.learn.generate.spamtext import SpamContent

HTML_PAGE: Final = "html_page"
"""Form of HTML pages taken as they are."""

SMALL: Final = "html_small"
"""Form of small pages that are written from nothing."""

FORM_WEIGHTS: Final[Mapping[str, float]] = {
    **{name: weight for name, (weight, _) in FORMS.items()},
    SMALL: 30.0,
}
CLEAN_WEIGHTS: Final[Mapping[str, float]] = {
    **{name: weight for name, (weight, _) in HONEST_FORMS.items()},
    **{name: weight / 2 for name, (weight, _) in FORMS.items()},
    "html_plain": 10.0,
    SMALL: 20.0,
}
"""Relative frequencies of the forms of honest pages; ``html_plain`` adds nothing."""

LONGEST_TEXT: Final = 20_000
"""Pages with more text are not used, in characters."""
SECOND_FORMS: Final = 0.15
"""Share of pages that are changed in a second form by the same content."""
DECOYS: Final = 0.35
"""Share of injected pages that hold honest material in one of the forms, too."""

_ALL: Final[Mapping[str, tuple[float, Form]]] = {**FORMS, **HONEST_FORMS}


class _Pages:
    """Clean pages to change: drawn half by source, half by site, short ones more often."""

    def __init__(self, clean: Iterable[Document], max_chars: int) -> None:
        pages = [d for d in clean if d.html and len(d.html) <= max_chars]
        self._stores = [
            Balanced(pages, lambda d: "", key) for key in (lambda d: d.source, lambda d: d.group)
        ]
        self._known: dict[int, Places | None] = {}

    def __len__(self) -> int:
        return len(self._stores[0])

    def pick(self, rng: random.Random) -> tuple[Document, Places] | None:
        """Draw a page; None where several draws gave none that is fit."""
        store = rng.choice(self._stores)
        for _ in range(20):
            page = store.pick(rng)
            if rng.random() < 0.5:
                page = min(page, store.pick(rng), key=lambda d: len(d.html or ""))
            key = id(page)
            if key not in self._known:
                places = find_places(page.html or "")
                self._known[key] = places if 0 < places.length <= LONGEST_TEXT else None
            known = self._known[key]
            if known is not None:
                return page, known
        return None


def _edits(
    rng: random.Random, places: Places, content: SpamContent | HonestContent, form: str
) -> list[Edit]:
    if form == "html_plain":
        return []
    edits = _ALL[form][1](rng, places, content)
    spam = isinstance(content, SpamContent)
    if rng.random() < SECOND_FORMS:
        second = weighted(rng, FORM_WEIGHTS if spam else CLEAN_WEIGHTS)
        edits += _ALL[second][1](rng, places, content) if second in _ALL else []
    if spam and rng.random() < DECOYS:
        decoy = weighted(rng, CLEAN_WEIGHTS)
        edits += _ALL[decoy][1](rng, places, content.honest) if decoy in _ALL else []
    return edits


def _documents(
    clean: Sequence[Document],
    spam: SpamPool | None,
    honest: HonestPool,
    seed: int,
    count: int,
    weights: Mapping[str, float],
    folds: int,
    max_chars: int,
) -> Iterator[Document]:
    splits = {d.split for d in clean} | honest.splits | (spam.splits if spam else set())
    if len(splits) > 1:
        raise ValueError(f"documents and pools of several splits must not mix: {sorted(splits)}")
    stores = [
        _Pages((d for d in clean if not folds or fold_of(d.group, folds) == fold), max_chars)
        for fold in range(max(1, folds))
    ]
    for index in range(count):
        rng = random.Random(f"html:{seed}:{index}:{spam is None}")
        fold = index % len(stores)
        drawn = stores[fold].pick(rng) if len(stores[fold]) else None
        if drawn is None:
            continue
        page, places = drawn
        near = honest.of_fold(fold, folds) if folds else honest
        form = weighted(rng, weights)
        own = HonestContent(near, rng, page.lang, page.kind)
        content: SpamContent | HonestContent = own
        if spam is not None:
            pool = spam.of_fold(fold, folds) if folds else spam
            content = SpamContent(pool, own, rng, page.lang)
        parts = (
            small_page(rng, content)
            if form == SMALL
            else apply_edits(places.source, _edits(rng, places, content, form))
        )
        source, read, spans = read_parts(parts)
        if spam is not None and not spans:
            continue
        yield Document(
            id=f"{form}-{seed}-{index}",
            text=read.text,
            spans=spans,
            lang=page.lang,
            source=page.source,
            kind=HTML,
            group=next(iter(content.groups), page.group),
            split=page.split,
            html=source,
            form=form,
            label="injected" if spans else "clean",
            unsure=((0, len(read.text)),),
        )


def generate_html(
    clean: Sequence[Document],
    pool: SpamPool,
    seed: int,
    *,
    honest: HonestPool,
    count: int,
    weights: Mapping[str, float] = FORM_WEIGHTS,
    folds: int = 0,
    max_chars: int = 60_000,
) -> Iterator[Document]:
    """Yield clean HTML pages with spam in their source.

    Parameters
    ----------
    clean : sequence of Document
        Clean documents of one split; those with `html` are used.
    pool : SpamPool
        Spam of the same split.
    seed : int
        Decides everything: the same inputs and seed give the same documents.
    honest : HonestPool
        Honest material to mix in, and hosts to hijack.
    count : int
        Number of documents tried; the few that get no text of spam are left out.
    weights : mapping of str to float
        Relative frequencies of forms; `FORM_WEIGHTS` names them all.
    folds : int
        If positive, page, honest material and spam of each document come from groups of the same
        fold after `fold_of`.
    max_chars : int
        Longest source of a page that is used.

    Yields
    ------
    Document
        `html` is the source, `text` what `spamdetect.html.parse` reads in it, and the spans are
        those of `text`; all of it is `unsure`.

    Raises
    ------
    ValueError
        If the documents and pools are of several splits.
    """
    return _documents(clean, pool, honest, seed, count, weights, folds, max_chars)


def generate_clean_html(
    clean: Sequence[Document],
    honest: HonestPool,
    seed: int,
    *,
    count: int,
    weights: Mapping[str, float] = CLEAN_WEIGHTS,
    folds: int = 0,
    max_chars: int = 60_000,
) -> Iterator[Document]:
    """Yield clean HTML pages with honest material in their source, hidden or not.

    Parameters and errors are those of `generate_html`.
    """
    return _documents(clean, None, honest, seed, count, weights, folds, max_chars)


def whole_pages(
    documents: Iterable[Document], *, longest: int = LONGEST_TEXT
) -> Iterator[Document]:
    """Yield real pages as HTML documents, unchanged.

    Documents of the kind ``"html"`` keep their labels. Else spam pages are spam as a whole, and in
    clean pages lines that the article does not hold are junk of the category ``"boilerplate"``,
    and what may be either is `unsure`. Their form is ``"html_page"``.

    Parameters
    ----------
    documents : iterable of Document
        Those without `html` are passed over.
    longest : int
        Longest text of a page, in characters; others are passed over.
    """
    for document in documents:
        if not document.html:
            continue
        page = document if document.kind == HTML else _labelled(document, document.html)
        if 0 < len(page.text) <= longest:
            yield replace(page, id=f"html-{document.id}", form=HTML_PAGE, page_text=None)


def _labelled(document: Document, source: str) -> Document:
    """Return a document as a page, its labels those that follow from its text."""
    text = parse(source).text
    spans, unsure = (
        (whole_span(text, document.spans[0][2]), ())
        if document.spans
        else _furniture(text, document)
    )
    return replace(document, text=text, spans=spans, unsure=unsure, kind=HTML)


def _furniture(
    text: str, document: Document
) -> tuple[tuple[Span, ...], tuple[tuple[int, int], ...]]:
    """Return the furniture of a clean page's text, and what may be furniture or not."""
    lines, found = align(text, document.text, document.html)
    if found < MIN_FOUND:
        return (), ((0, len(text)),)
    spans = [
        (line.start, line.start + len(text[line.start : line.end].rstrip()), "boilerplate")
        for line in lines
        if line.label == "junk"
    ]
    return tuple(spans), tuple((x.start, x.end) for x in lines if x.label == "unsure")
