"""Training documents made of real clean pages and real spam, with exact spans.

`generate` puts spam into clean pages in every form of `forms.FORMS`, and makes pages that are
spam as a whole. `generate_clean` puts honest links, comments, lists and notices into clean pages
in the same forms, so that no layout and no way of writing gives spam away by itself.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Final

from spamdetect.learn.corpus.documents import Document
from spamdetect.learn.corpus.grouping import fold_of
from spamdetect.learn.corpus.pages import WHOLE_PAGE
from spamdetect.learn.generate.comments import comment_parts
from spamdetect.learn.generate.edits import (
    REFLOWS,
    Page,
    Parts,
    apply_edits,
    assemble,
    crop,
    reflow,
)
from spamdetect.learn.generate.forms import FORMS, Form, count_of, emphasis
from spamdetect.learn.generate.honesttext import SHORT_KINDS, HonestContent, HonestPool
from spamdetect.learn.generate.layout import write_links
from spamdetect.learn.generate.listing import listing
from spamdetect.learn.generate.pool import Fragment, SpamPool, looks_like_spam
from spamdetect.learn.generate.sampling import Balanced, weighted
from spamdetect.learn.generate.spamtext import SpamContent
from spamdetect.learn.generate.topical import Explanation, Theme, report

FORM_WEIGHTS: Final[Mapping[str, float]] = {
    **{name: weight for name, (weight, _) in FORMS.items()},
    "spam_page": 8.0,
    "comment_page": 4.0,
    "list_page": 2.0,
    "message": 11.0,
}
"""Relative frequencies of the forms of injected and spam documents."""

CLEAN_WEIGHTS: Final[Mapping[str, float]] = {
    **{name: weight for name, (weight, _) in FORMS.items()},
    "plain": 40.0,
    "emphasis": 8.0,
    "report": 14.0,
    "explanation": 14.0,
    "listing": 8.0,
    "comment_page": 5.0,
    "list_page": 6.0,
    "message": 10.0,
}
"""Relative frequencies of the forms of honest documents; ``plain`` adds nothing."""

HONEST_FORMS: Final[Mapping[str, Form]] = {
    "emphasis": emphasis,
    "report": lambda rng, page, content: report(rng, page, Theme(rng, content.lang)),
    "explanation": lambda rng, page, content: report(rng, page, Explanation(rng, content.lang)),
    "listing": lambda rng, page, content: listing(rng, page),
}
"""Forms for honest material alone."""

PAGE_FORMS: Final = frozenset((*FORMS, *HONEST_FORMS, "plain"))
"""Forms that change a page; the others make a document without one."""

FURNISHING: Final = frozenset(("nav", "list_footer"))
"""Forms whose honest links are menus and footers, or lists that only look like them."""

SECOND_FORMS: Final = 0.12
"""Share of pages that are changed in a second form by the same content."""

MADE_UP: Final = 0.3
"""Share of spam pages that are composed of phrases, not taken from real ones."""
MADE_UP_MESSAGES: Final = 0.4

DECOYS: Final = 0.2
"""Share of injected pages that hold honest material in one of the forms, too."""


def _base_pages(clean: Iterable[Document]) -> Balanced[Document]:
    pages = (d for d in clean if d.kind not in SHORT_KINDS and len(d.text.strip()) > 150)
    return Balanced(pages, lambda d: "", lambda d: d.source)


def _base_text(rng: random.Random, page: Document, limit: int) -> tuple[str, bool]:
    """The article or, where there is one, in a third of cases all visible text of the page.

    Also says whether it is all of a page, in which nobody knows what is furniture.
    """
    whole = bool(page.page_text) and rng.random() < 0.35
    text = page.page_text if page.page_text and whole else page.text
    text = crop(rng, text, int(limit * rng.choice((0.15, 0.3, 0.6, 1.0))))
    return text, whole or page.kind == WHOLE_PAGE


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
        return comment_parts(rng, content, rng.choice((2, 4, 8, 15, 40)), share), None
    if form == "list_page":
        links, category = content.links(max(3, count_of(rng)))
        text = write_links(rng, links, rng.random() < 0.6, one_line=rng.random() < 0.2)
        return [(text, category)], None
    if form == "spam_page" and isinstance(content, SpamContent) and rng.random() < MADE_UP:
        return content.page(), None
    if form == "message" and rng.random() < MADE_UP_MESSAGES:
        return [content.message()], None
    if form == "spam_page" and isinstance(pool, SpamPool) and len(pool.pages):
        found = pool.pages.pick(rng)
        text = crop(rng, found.text, rng.choice((400, 1500, 4000)))
        text = text if looks_like_spam(text) else found.text[:1500]
        return [(text, found.category)], found.group
    if form == "message":
        store = pool.comments if rng.random() < 0.6 else pool.messages
        message = _message(rng, store, 1500)
        if message:
            return [(message.text, message.category)], message.group
        return [content.sentence()], None
    return [content.paragraph()], None


def _drawn_form(rng: random.Random) -> str:
    return weighted(rng, {name: weight for name, (weight, _) in FORMS.items()})


def _edited(
    rng: random.Random, text: str, content: SpamContent | HonestContent, form: str
) -> tuple[Parts, str | None]:
    """Return the parts of a page with edits, and no group of their own."""
    sheet = Page(text)
    if form == "plain" or not sheet.lines:
        return [(text, None)], None
    put = HONEST_FORMS[form] if form in HONEST_FORMS else FORMS[form][1]
    edits = put(rng, sheet, content)
    if rng.random() < SECOND_FORMS:
        edits += FORMS[_drawn_form(rng)][1](rng, sheet, content)
    if isinstance(content, SpamContent) and rng.random() < DECOYS:
        put = FORMS[_drawn_form(rng)][1]
        if rng.random() < 0.45:
            put = rng.choice(tuple(HONEST_FORMS.values()))
        edits += put(rng, sheet, content.honest)
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
        own = HonestContent(near, rng, page.lang, page.kind)
        content: SpamContent | HonestContent = own
        if spam is not None:
            pool = spam.of_fold(fold, folds) if folds else spam
            content = SpamContent(pool, own, rng, page.lang)
        based = form in PAGE_FORMS
        base, furnished = _base_text(rng, page, limit) if based else ("", False)
        make = partial(_edited, text=base) if based else _whole_page
        parts, group = make(rng, content=content, form=form)
        text, spans = assemble(reflow(rng, parts, weighted(rng, REFLOWS)))
        if spam is not None and not spans:
            continue
        marked = sum(end - start for start, end, _ in spans)
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
            unsure=((0, len(text)),) if furnished or form in FURNISHING else (),
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
