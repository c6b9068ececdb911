"""Real page furniture around other articles: lists, recipes, tables and law as well as news.

The pages whose furniture is known are mostly news and blogs. What stands in the middle of a page
is content whatever it looks like; only pages with every kind of content in them teach that.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from spamdetect.learn.corpus.documents import Document
from spamdetect.learn.corpus.grouping import fold_of
from spamdetect.learn.generate.edits import Page, Parts, apply_edits, assemble, crop
from spamdetect.learn.generate.honesttext import SHORT_KINDS
from spamdetect.learn.generate.junk.honest import HONEST_FORMS
from spamdetect.learn.generate.junk.text import JunkText
from spamdetect.learn.generate.junk.words import Supply
from spamdetect.learn.generate.sampling import Balanced, weighted

FORM: Final = "framed"
LONGEST_ARTICLE: Final = 5000
SAME_LANGUAGE: Final = 0.8
"""Share of articles put into furniture of their own language, where there is some."""
WITH_LISTS: Final = 0.4
"""Share of articles that get a list, a table, captions or the like, too."""


@dataclass(frozen=True, slots=True)
class Frame:
    """The furniture of a page above and below its article."""

    lang: str
    above: Parts
    below: Parts


def frame_of(page: Document) -> Frame | None:
    """Return what is left of a page without the longest stretch of its article.

    Parameters
    ----------
    page : Document
        From `spamdetect.learn.generate.junk.boilerplate.boilerplate_documents`.

    Returns
    -------
    Frame or None
        None for a page without furniture.
    """
    if not page.spans:
        return None
    edges = [0, *(x for start, end, _ in page.spans for x in (start, end)), len(page.text)]
    gaps = list(zip(edges[::2], edges[1::2], strict=True))
    start, end = max(gaps, key=lambda gap: gap[1] - gap[0])
    return Frame(page.lang, _parts(page, 0, start), _parts(page, end, len(page.text)))


def _parts(page: Document, start: int, end: int) -> Parts:
    parts: Parts = []
    done = start
    for begin, finish, category in page.spans:
        if start <= begin and finish <= end:
            parts += [(page.text[done:begin], None), (page.text[begin:finish], category)]
            done = finish
    return [*parts, (page.text[done:end], None)]


def framed_documents(
    clean: Sequence[Document],
    pages: Sequence[Document],
    seed: int,
    *,
    count: int,
    folds: int = 0,
) -> Iterator[Document]:
    """Yield articles of every kind inside the furniture of real pages.

    Parameters
    ----------
    clean : sequence of Document
        Honest documents; sources are drawn evenly, so that the rare kinds are not rare here.
    pages : sequence of Document
        Pages with labelled furniture (see `frame_of`), of the same split.
    seed : int
        Decides everything: the same inputs and seed give the same documents.
    count : int
    folds : int
        If positive, article and furniture come from groups of the same fold after `fold_of`.

    Yields
    ------
    Document
        Of the form `FORM`, with spans over its furniture.
    """
    articles = [d for d in clean if d.kind not in SHORT_KINDS and len(d.text.strip()) > 150]
    supplies, frames = [], []
    for fold in range(max(1, folds)):
        own = [d for d in articles if not folds or fold_of(d.group, folds) == fold]
        supplies.append((Supply(own, []), Balanced(own, lambda d: d.source, lambda d: d.group)))
        found = (frame_of(p) for p in pages if not folds or fold_of(p.group, folds) == fold)
        frames.append(_by_language(frame for frame in found if frame))
    for index in range(count):
        rng = random.Random(f"{seed}:{index}:frame")
        supply, store = supplies[index % len(supplies)]
        near = frames[index % len(frames)]
        if not len(store) or not near[""]:
            continue
        base = store.pick(rng)
        text = crop(rng, base.text, int(LONGEST_ARTICLE * rng.choice((0.1, 0.2, 0.4, 1.0))))
        page = Page(text)
        if not page.lines:
            continue
        parts: Parts = [(text, None)]
        if rng.random() < WITH_LISTS:
            form = weighted(rng, {name: weight for name, (weight, _) in HONEST_FORMS.items()})
            parts = apply_edits(text, HONEST_FORMS[form][1](rng, page, JunkText(supply, rng, base)))
        same = near.get(base.lang) if rng.random() < SAME_LANGUAGE else None
        frame = rng.choice(same or near[""])
        whole, spans = assemble([*frame.above, ("\n", None), *parts, ("\n", None), *frame.below])
        yield Document(
            id=f"{FORM}-{seed}-{index}", text=whole, spans=spans, lang=base.lang,
            source=base.source, kind=base.kind, group=base.group, split=base.split, form=FORM,
        )  # fmt: skip


def _by_language(frames: Iterator[Frame]) -> dict[str, list[Frame]]:
    """Return frames by language, and all of them under the empty name."""
    out: dict[str, list[Frame]] = {"": []}
    for frame in frames:
        out[""].append(frame)
        if frame.lang:
            out.setdefault(frame.lang, []).append(frame)
    return out
