"""Training documents for the label junk: real page furniture, and generated junk of every kind.

`boilerplate_documents` labels the furniture of real pages by aligning all their text with the
article. `generate_junk` puts junk into clean pages, makes pages that are nothing but junk, and
puts honest passages that look like junk into clean pages.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from spamdetect.learn.corpus.documents import Document
from spamdetect.learn.corpus.grouping import fold_of
from spamdetect.learn.generate.edits import (
    REFLOWS,
    Edit,
    Page,
    Parts,
    apply_edits,
    assemble,
    crop,
    reflow,
)
from spamdetect.learn.generate.honesttext import SHORT_KINDS
from spamdetect.learn.generate.junk.boilerplate import boilerplate_documents
from spamdetect.learn.generate.junk.code import residue
from spamdetect.learn.generate.junk.honest import HONEST_FORMS
from spamdetect.learn.generate.junk.noise import gibberish
from spamdetect.learn.generate.junk.text import JunkText
from spamdetect.learn.generate.junk.words import Supply
from spamdetect.learn.generate.sampling import weighted

__all__ = ["JUNK_WEIGHTS", "boilerplate_documents", "generate_junk"]

JUNK_WEIGHTS: Final[Mapping[str, float]] = {
    "chrome": 16.0,
    "boilerplate": 14.0,
    "gibberish": 6.0,
    "code": 9.0,
    "placeholder": 4.0,
    "doorway": 5.0,
    "error_page": 4.0,
    "boilerplate_whole": 4.0,
    "gibberish_whole": 5.0,
    "code_whole": 3.0,
    "placeholder_whole": 5.0,
    "doorway_whole": 8.0,
    "error_page_whole": 8.0,
    "plain": 10.0,
    **{name: weight for name, (weight, _) in HONEST_FORMS.items()},
}
"""Relative frequencies of forms. ``chrome`` has furniture around a page, the names of categories
one to three pieces of such junk in a page, ``*_whole`` nothing but junk, ``honest_*`` and
``plain`` none."""

_REAL_DOORWAYS: Final = 0.5
_CODE_MARKS: Final = ("```", "{\n", "();", "</", "function", "$ ", "    ")


def _piece(junk: JunkText, category: str) -> tuple[str, str | None]:
    """Return one piece of junk of a category, of a line or a few paragraphs."""
    rng = junk.rng
    size = rng.choice((40, 120, 300, 700, 1500))
    if category == "boilerplate":
        return junk.boilerplate(), category
    if category == "code":
        return residue(rng), category
    if category == "placeholder":
        return junk.placeholder(size), category
    if category == "error_page":
        return junk.error_page(), category
    if category == "doorway":
        return junk.doorway(max(size, 120), salad=False), category
    return gibberish(rng, junk.page.text, size), category


def _spaced(rng: random.Random, pieces: Sequence[tuple[str, str | None]]) -> Parts:
    gap = rng.choice(("\n\n", "\n\n", "\n", "\n\n\n"))
    return [x for piece in pieces if piece[0].strip() for x in (piece, (gap, None))][:-1]


def _chrome(rng: random.Random, page: Page, junk: JunkText) -> list[Edit]:
    """Furniture before and after the page, as extractors that keep everything leave it."""
    above = [_piece(junk, "boilerplate") for _ in range(rng.choice((0, 1, 2, 4)))]
    below = [_piece(junk, "boilerplate") for _ in range(rng.choice((1, 2, 4, 7)))]
    if rng.random() < 0.3:
        above.insert(0, (junk.boilerplate("menu"), "boilerplate"))
    if rng.random() < 0.5:
        below.append((junk.boilerplate("footer"), "boilerplate"))
    if rng.random() < 0.15:
        rng.choice((above, below)).append(_piece(junk, "code"))
    gap = rng.choice(("\n\n", "\n\n", "\n"))
    # Some furniture stands between the headline and the text.
    start = page.lines[1][0] if len(page.lines) > 2 and rng.random() < 0.3 else page.lines[0][0]
    end = page.lines[-1][1]
    return [
        Edit(start, start, [*_spaced(rng, above), (gap, None)] if above else []),
        Edit(end, end, [(gap, None), *_spaced(rng, below)]),
    ]


def _insert(rng: random.Random, page: Page, junk: JunkText, category: str) -> list[Edit]:
    edits = []
    for _ in range(rng.choice((1, 1, 2, 3))):
        parts = [_piece(junk, category)]
        where = rng.choice(("head", "end", "end", "between", "between", "between", "glued"))
        gap = rng.choice(("\n\n", "\n\n", "\n"))
        if where == "head":
            start = page.lines[0][0]
            edits.append(Edit(start, start, [*parts, (gap, None)]))
        else:
            end = page.lines[-1][1] if where == "end" else rng.choice(page.lines)[1]
            edits.append(Edit(end, end, [(" " if where == "glued" else gap, None), *parts]))
    return edits


def _whole(rng: random.Random, junk: JunkText, category: str, limit: int) -> tuple[Parts, str]:
    """Return the parts of a page that is nothing but junk, and its group."""
    group = junk.page.group
    size = int(limit * rng.choice((0.05, 0.15, 0.4, 0.9)))
    if category == "boilerplate":
        count = rng.choice((2, 4, 8, 14))
        return _spaced(rng, [_piece(junk, category) for _ in range(count)]), group
    if category == "doorway" and junk.supply.doorways and rng.random() < _REAL_DOORWAYS:
        found = rng.choice(junk.supply.doorways)
        return [(crop(rng, found.text, max(size, 300)), category)], found.group
    if category == "doorway":
        pieces: list[tuple[str, str | None]] = [
            (junk.doorway(size // 2, salad=True), category) for _ in range(rng.choice((1, 2, 3)))
        ]
    elif category == "gibberish":
        pieces = [(gibberish(rng, junk.page.text, max(60, size // 2)), category)]
        if rng.random() < 0.4:
            pieces.append((gibberish(rng, junk.page.text, 200), category))
    elif category == "placeholder":
        count = rng.choice((1, 2, 4, 8))
        pieces = [(junk.placeholder(max(60, size // count)), category) for _ in range(count)]
    elif category == "code":
        pieces = [_piece(junk, category) for _ in range(rng.choice((1, 3, 8)))]
    else:
        pieces = [_piece(junk, category)]
    if category != "gibberish" and rng.random() < 0.45:
        pieces.insert(0, _piece(junk, "boilerplate"))
        pieces += [_piece(junk, "boilerplate") for _ in range(rng.choice((1, 2, 3)))]
    return _spaced(rng, pieces), group


def _edits(rng: random.Random, page: Page, junk: JunkText, form: str) -> list[Edit]:
    if form == "plain":
        return []
    if form == "chrome":
        return _chrome(rng, page, junk)
    if form in HONEST_FORMS:
        return HONEST_FORMS[form][1](rng, page, junk)
    # Between the code of a tutorial nobody could tell residue.
    if form == "code" and any(mark in page.text for mark in _CODE_MARKS):
        form = "boilerplate"
    edits = _insert(rng, page, junk, form)
    if rng.random() < 0.15:
        edits += HONEST_FORMS[weighted(rng, {n: w for n, (w, _) in HONEST_FORMS.items()})][1](
            rng, page, junk
        )
    return edits


def _supplies(clean: Sequence[Document], doorways: Sequence[Document], folds: int) -> list[Supply]:
    if len({d.split for d in (*clean, *doorways)}) > 1:
        raise ValueError("documents of several splits must not mix")
    pages = [d for d in clean if d.kind not in SHORT_KINDS and len(d.text.strip()) > 150]
    return [
        Supply(
            [d for d in pages if not folds or fold_of(d.group, folds) == fold],
            [d for d in doorways if not folds or fold_of(d.group, folds) == fold],
        )
        for fold in range(max(1, folds))
    ]


def generate_junk(
    clean: Sequence[Document],
    seed: int,
    *,
    count: int,
    doorways: Sequence[Document] = (),
    weights: Mapping[str, float] = JUNK_WEIGHTS,
    max_chars: int = 6000,
    folds: int = 0,
) -> Iterator[Document]:
    """Yield clean pages with junk in them, junk pages, and honest pages that look like junk.

    The label of the documents is ``"clean"``, as they hold no spam; the categories of their spans
    are those of junk.

    Parameters
    ----------
    clean : sequence of Document
        Clean pages of one split; sources are drawn in proportion to the root of their size.
    seed : int
        Decides everything: the same inputs and seed give the same documents.
    count : int
        Number of documents tried; the few in which a form has no place are left out.
    doorways : sequence of Document
        Real doorway pages of the same split, for half of the documents of ``doorway_whole``.
    weights : mapping of str to float
        Relative frequencies of forms; `JUNK_WEIGHTS` names them all.
    max_chars : int
        Longest part of a clean page, in characters; shorter parts are drawn too.
    folds : int
        If positive, all that a document is made of comes from groups of the same fold after
        `fold_of`, so that ``fold_of(document.group, folds)`` divides the documents without
        sharing pages.

    Raises
    ------
    ValueError
        If the documents are of several splits.
    """
    supplies = _supplies(clean, doorways, folds)
    for index in range(count):
        rng = random.Random(f"{seed}:{index}:junk")
        supply = supplies[index % len(supplies)]
        if not len(supply.pages):
            continue
        form = weighted(rng, weights)
        base = supply.pages.pick(rng)
        junk = JunkText(supply, rng, base)
        whole = form.endswith("_whole")
        if whole:
            parts, group = _whole(rng, junk, form.removesuffix("_whole"), max_chars)
        else:
            text = crop(rng, base.text, int(max_chars * rng.choice((0.15, 0.3, 0.6, 1.0))))
            page = Page(text)
            if not page.lines:
                continue
            edits = _edits(rng, page, junk, form)
            if not edits and form != "plain":
                continue
            parts, group = apply_edits(text, edits), base.group
        text, spans = assemble(reflow(rng, parts, weighted(rng, REFLOWS)))
        if not spans and form != "plain" and form not in HONEST_FORMS:
            continue
        yield Document(
            id=f"{form}-{seed}-{index}",
            text=text,
            spans=spans,
            lang=base.lang,
            source="junk" if whole else base.source,
            kind="junk" if whole else base.kind,
            group=group,
            split=base.split,
            form=form,
        )
