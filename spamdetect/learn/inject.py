"""Training documents made of real clean pages and real spam, with exact spans.

`generate` puts spam into clean pages in every form of `forms.FORMS`, and makes pages that are
spam as a whole. `generate_clean` puts honest links, comments, lists and notices into clean pages
in the same forms, so that no layout and no way of writing gives spam away by itself.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final

from spamdetect.learn.corpus import Corpus, iter_urls
from spamdetect.learn.documents import Document
from spamdetect.learn.forms import FORMS, Edit, Page, Parts, comment_parts, count_of
from spamdetect.learn.grouping import fold_of
from spamdetect.learn.honesttext import SHORT_KINDS, HonestContent, HonestPool
from spamdetect.learn.layout import write_links
from spamdetect.learn.pool import Fragment, SpamPool
from spamdetect.learn.sampling import Balanced, weighted
from spamdetect.learn.spamtext import SpamContent

FORM_WEIGHTS: Final[Mapping[str, float]] = {
    **{name: weight for name, (weight, _) in FORMS.items()},
    "spam_page": 8.0,
    "comment_page": 4.0,
    "list_page": 2.0,
    "message": 8.0,
}
"""Relative frequencies of the forms of injected and spam documents."""

CLEAN_WEIGHTS: Final[Mapping[str, float]] = {
    **{name: weight for name, (weight, _) in FORMS.items()},
    "plain": 40.0,
    "comment_page": 5.0,
    "list_page": 6.0,
    "message": 10.0,
}
"""Relative frequencies of the forms of honest documents; ``plain`` adds nothing."""

DECOYS: Final = 0.2
"""Share of injected pages that hold honest material in one of the forms, too."""

REFLOWS: Final[Mapping[str, float]] = {
    "none": 66.0,
    "one_line": 8.0,
    "wrapped": 6.0,
    "crlf": 5.0,
    "single": 5.0,
    "double": 4.0,
    "padded": 4.0,
    "bullets": 2.0,
}
"""Relative frequencies of what happens to the line ends of a whole document."""


def assemble(
    parts: Iterable[tuple[str, str | None]],
) -> tuple[str, tuple[tuple[int, int, str], ...]]:
    """Join parts to a text and the spans of those with a category, outer white space excluded."""
    texts: list[str] = []
    spans: list[tuple[int, int, str]] = []
    offset = 0
    for text, category in parts:
        inner = text.strip()
        if category and inner:
            start = offset + len(text) - len(text.lstrip())
            spans.append((start, start + len(inner), category))
        texts.append(text)
        offset += len(text)
    return "".join(texts), tuple(spans)


def apply_edits(text: str, edits: Iterable[Edit]) -> Parts:
    """Return the parts of a text after edits; an edit that overlaps an earlier one is left out."""
    parts: Parts = []
    done = 0
    for start, end, new in sorted(edits, key=lambda e: (e.start, e.end)):
        if start < done:
            continue
        parts += [(text[done:start], None), *new]
        done = end
    return [*parts, (text[done:], None)]


def _wrap(text: str, rng: random.Random) -> str:
    width = rng.choice((65, 72, 75, 78))
    out, column = [], 0
    for word in re.split(r"( |\n)", text):
        if word == " " and column >= width - 8:
            word = "\n"
        column = 0 if word == "\n" else column + len(word)
        out.append(word)
    return "".join(out)


def reflow(rng: random.Random, parts: Parts, kind: str) -> Parts:
    """Return parts with other line ends: see `REFLOWS` for the kinds."""
    mark = rng.choice(("- ", "* ", "• ", "  "))
    change: Callable[[str], str] = {
        "none": lambda t: t,
        "one_line": lambda t: re.sub(r"\s*\n\s*", " ", t),
        "wrapped": lambda t: _wrap(t, rng),
        "crlf": lambda t: t.replace("\r", "").replace("\n", "\r\n"),
        "single": lambda t: re.sub(r"\n\s*\n", "\n", t),
        "double": lambda t: re.sub(r"\n+", "\n\n", t),
        "padded": lambda t: t.replace("\n", " \n "),
        "bullets": lambda t: re.sub(r"\n(?=\w)", f"\n{mark}", t),
    }[kind]
    return [(change(text), category) for text, category in parts]


def crop(rng: random.Random, text: str, limit: int) -> str:
    """Return whole lines of a text, from its start or from within, of about `limit` characters."""
    if len(text) <= limit:
        return text
    start = 0 if rng.random() < 0.7 else text.find("\n", rng.randrange(len(text) - limit)) + 1
    end = text.rfind("\n", start, start + limit)
    return text[start : end if end > start + limit // 3 else start + limit]


def load_pools(
    corpus: Corpus, split: str, terms: Iterable[tuple[str, str, str]] | None = None
) -> tuple[SpamPool, HonestPool]:
    """Return the pools of spam and of honest material of one split.

    Parameters
    ----------
    corpus : Corpus
        As `load_corpus` gives it, with the split in it.
    split : str
        Campaigns that also stand in the split ``train`` are left out of the others.
    terms : iterable of (text, category, language), optional
        Lexicon entries; the package's lexicons by default.
    """
    part = corpus.of_split(split, apart_from=None if split == "train" else "train")
    rows = list(iter_urls(corpus.folder, split))
    return SpamPool(part.spam, rows, _lexicon() if terms is None else terms), HonestPool(
        part.clean, rows
    )


def _lexicon() -> list[tuple[str, str, str]]:
    from spamdetect import lexicons

    load = getattr(lexicons, "load", tuple)
    return [(term.text, term.category, term.language) for term in load()]


def _base_pages(clean: Iterable[Document]) -> Balanced[Document]:
    pages = (d for d in clean if d.kind not in SHORT_KINDS and len(d.text.strip()) > 150)
    return Balanced(pages, lambda d: "", lambda d: d.source)


def _base_text(rng: random.Random, page: Document, limit: int) -> str:
    """The article or, where there is one, in a third of cases all visible text of the page."""
    text = page.page_text if page.page_text and rng.random() < 0.35 else page.text
    return crop(rng, text, int(limit * rng.choice((0.15, 0.3, 0.6, 1.0))))


def _message(rng: random.Random, store: Balanced[Fragment], most: int) -> Fragment | None:
    for _ in range(5 if len(store) else 0):
        found = store.pick(rng)
        if len(found.text) <= most:
            return found
    return None


def _whole_page(
    rng: random.Random, content: SpamContent | HonestContent, form: str
) -> tuple[Parts, str | None]:
    """Return parts of a document without a base page, and its group where one text makes it."""
    pool = content.pool
    if form == "comment_page":
        share = rng.choice((0.3, 0.7, 1.0))
        return comment_parts(rng, content, rng.choice((2, 4, 8, 15)), share), None
    if form == "list_page":
        links, category = content.links(max(3, count_of(rng)))
        text = write_links(rng, links, rng.random() < 0.6, one_line=rng.random() < 0.2)
        return [(text, category)], None
    if form == "spam_page" and isinstance(pool, SpamPool) and len(pool.pages):
        found = pool.pages.pick(rng)
        text = crop(rng, found.text, rng.choice((400, 1500, 4000)))
        return [(text, found.category)], found.group
    if form == "message":
        store = pool.comments if rng.random() < 0.6 else pool.messages
        message = _message(rng, store, 1500)
        if message:
            return [(message.text, message.category)], message.group
        return [content.sentence()], None
    return [content.paragraph()], None


def _one(
    rng: random.Random,
    page: Document,
    content: SpamContent | HonestContent,
    form: str,
    limit: int,
) -> tuple[Parts, str | None]:
    """Return the parts of one document and, where it is no page with edits, its group."""
    if form not in FORMS and form != "plain":
        return _whole_page(rng, content, form)
    text = _base_text(rng, page, limit)
    sheet = Page(text)
    if form == "plain" or not sheet.lines:
        return [(text, None)], None
    edits = FORMS[form][1](rng, sheet, content)
    if isinstance(content, SpamContent) and rng.random() < DECOYS:
        decoy = weighted(rng, {name: weight for name, (weight, _) in FORMS.items()})
        edits += FORMS[decoy][1](rng, sheet, content.honest)
    return apply_edits(text, edits), None


def _documents(
    clean: Sequence[Document],
    spam: SpamPool | None,
    honest: HonestPool,
    seed: int,
    count: int,
    weights: Mapping[str, float],
    limit: int,
    folds: int,
) -> Iterator[Document]:
    splits = {d.split for d in clean} | honest.splits | (spam.splits if spam else set())
    if len(splits) > 1:
        raise ValueError(f"documents and pools of several splits must not mix: {sorted(splits)}")
    parts_of_clean = [
        [d for d in clean if not folds or fold_of(d.group, folds) == fold]
        for fold in range(max(1, folds))
    ]
    stores = [_base_pages(pages) for pages in parts_of_clean]
    for index in range(count):
        rng = random.Random(f"{seed}:{index}:{spam is None}")
        fold = index % len(stores)
        form = weighted(rng, weights)
        page = stores[fold].pick(rng)
        near = honest.of_fold(fold, folds) if folds else honest
        content: SpamContent | HonestContent = HonestContent(near, rng, page.lang)
        if spam is not None:
            pool = spam.of_fold(fold, folds) if folds else spam
            content = SpamContent(pool, HonestContent(near, rng, page.lang), rng, page.lang)
        parts, group = _one(rng, page, content, form, limit)
        text, spans = assemble(reflow(rng, parts, weighted(rng, REFLOWS)))
        if spam is not None and not spans:
            continue
        marked = sum(end - start for start, end, _ in spans)
        based = form in FORMS or form == "plain"
        yield Document(
            id=f"{form}-{seed}-{index}",
            text=text,
            spans=spans,
            lang=page.lang if based else content.lang,
            source=page.source if based else form,
            kind=page.kind if based else form,
            group=group or next(iter(content.groups), page.group),
            split=page.split,
            form=form,
            label="spam" if marked > 0.9 * len(text.strip()) else "injected" if spans else "clean",
        )


def generate(
    clean: Sequence[Document],
    pool: SpamPool,
    seed: int,
    *,
    honest: HonestPool,
    count: int,
    weights: Mapping[str, float] = FORM_WEIGHTS,
    max_chars: int = 6000,
    folds: int = 0,
) -> Iterator[Document]:
    """Yield clean pages with spam in them, and pages that are spam as a whole.

    Parameters
    ----------
    clean : sequence of Document
        Clean pages of one split; sources are drawn in proportion to the root of their size.
    pool : SpamPool
        Spam of the same split.
    seed : int
        Decides everything: the same inputs and seed give the same documents.
    honest : HonestPool
        Honest comments and links to mix in, and hosts to hijack.
    count : int
        Number of documents tried; the few whose page has no place for their form are left out.
    weights : mapping of str to float
        Relative frequencies of forms; `FORM_WEIGHTS` names them all.
    max_chars : int
        Longest part of a clean page, in characters; shorter parts are drawn too.
    folds : int
        If positive, page, honest material and spam of each document come from groups of the same
        fold after `fold_of`, so that ``fold_of(document.group, folds)`` divides the documents
        without sharing pages or campaigns.

    Raises
    ------
    ValueError
        If the documents and pools are of several splits.
    """
    return _documents(clean, pool, honest, seed, count, weights, max_chars, folds)


def generate_clean(
    clean: Sequence[Document],
    honest: HonestPool,
    seed: int,
    *,
    count: int,
    weights: Mapping[str, float] = CLEAN_WEIGHTS,
    max_chars: int = 6000,
    folds: int = 0,
) -> Iterator[Document]:
    """Yield clean documents with honest material in the forms that spam takes.

    Parameters and errors are those of `generate`.
    """
    return _documents(clean, None, honest, seed, count, weights, max_chars, folds)
