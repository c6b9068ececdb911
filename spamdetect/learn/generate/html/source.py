"""The source of an HTML page: places in it where something can be put, and spans in its text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from spamdetect.html import CONTEXT_NAMES, Page, parse
from spamdetect.html import elements as el
from spamdetect.html.tokens import CONTEXT_SHIFT, END, VOID
from spamdetect.html.visible import hidden_reasons
from spamdetect.learn.corpus.documents import Span
from spamdetect.learn.corpus.pages import text_spans
from spamdetect.learn.generate.edits import assemble

PROSE: Final = 60
"""Characters that make a run of visible text a place for sentences."""

_ENDS_OF_BLOCKS: Final = el.table(el.ids("p div section article h1 h2 h3 blockquote table ul ol"))
_FLOW: Final = el.table(el.ids("div section article main body html td li blockquote center form"))
"""Elements that may hold any block."""
_NO_PROSE: Final = sum(
    CONTEXT_NAMES[name]
    for name in ("nav", "header", "footer", "form", "menu", "heading", "link", "title", "code")
)


@dataclass(frozen=True, slots=True)
class Places:
    """Positions in the source of a page.

    Attributes
    ----------
    source : str
    length : int
        Characters of the page's text.
    site : str
        Address that links of the page's own site begin with; empty where they are relative.
    title : tuple of int or None
        The title's text.
    head_end, body_start, body_end, after_body, after_html : int
        Before ``</head>``, after ``<body>``, before and after ``</body>``, after ``</html>``;
        where the tag is missing, where it would stand.
    blocks : tuple of int
        Between visible blocks.
    inner : tuple of int
        Those of `blocks` between the first and the last prose; `blocks` if there are none.
    items, rows : tuple of int
        After visible list items, and table rows.
    footers : tuple of int
        Inside footers, after their start tags.
    prose : tuple of (start, end)
        Visible running text, markup-free.
    """

    source: str
    length: int
    site: str
    title: tuple[int, int] | None
    head_end: int
    body_start: int
    body_end: int
    after_body: int
    after_html: int
    blocks: tuple[int, ...]
    inner: tuple[int, ...]
    items: tuple[int, ...]
    rows: tuple[int, ...]
    footers: tuple[int, ...]
    prose: tuple[tuple[int, int], ...]


def find_places(source: str) -> Places:
    """Return the places in the source of a page."""
    page = parse(source)
    tokens, tree = page.tokens, page.tree
    number, starts = tokens.number, tokens.starts
    after = tokens.text_starts()[1:]
    closing = (tokens.info & END) != 0
    reasons = np.array(hidden_reasons(tokens, tree), np.int64)
    node = np.array(tree.node, np.int64)
    shown = reasons[node] == 0
    holder = np.where(node >= 0, number[np.array([*tree.tag, 0], np.int64)[node]], el.BODY)
    flow = shown & _FLOW[holder]

    def ends(mask: NDArray[np.bool_]) -> tuple[int, ...]:
        return tuple(after[np.flatnonzero(mask)].tolist())

    def tag(ident: int, close: bool) -> int | None:
        found = np.flatnonzero((number == ident) & (closing == close))
        return int(found[-1 if close else 0]) if len(found) else None

    head, body = tag(el.HEAD, True), tag(el.BODY, False)
    body_close, html_close = tag(el.BODY, True), tag(el.HTML, True)
    first = int(after[body]) if body is not None else 0 if head is None else int(after[head])
    root_end = int(starts[html_close]) if html_close is not None else len(source)
    body_end = int(starts[body_close]) if body_close is not None else root_end
    blocks = ends(closing & _ENDS_OF_BLOCKS[number] & flow)
    blocks = tuple(place for place in blocks if first <= place <= body_end)
    prose = _prose(page)
    inner = tuple(x for x in blocks if prose[0][0] < x <= prose[-1][1]) if prose else ()
    footer = ((tokens.info >> CONTEXT_SHIFT) & el.FOOTER) != 0
    return Places(
        source,
        len(page.text),
        "/".join(page.canonical.split("/")[:3]) if "://" in page.canonical else "",
        _title(page),
        int(starts[head]) if head is not None else first,
        first,
        body_end,
        int(after[body_close]) if body_close is not None else body_end,
        int(after[html_close]) if html_close is not None else len(source),
        blocks or (first,),
        inner or blocks or (first,),
        ends(closing & (number == el.LI) & shown),
        ends(closing & (number == el.TR) & shown),
        ends(~closing & footer & flow & ((tokens.info & VOID) == 0)),
        prose,
    )


def _prose(page: Page) -> tuple[tuple[int, int], ...]:
    wanted = ~page.run_hidden & ((page.run_context & _NO_PROSE) == 0)
    wanted &= page.run_end - page.run_start >= PROSE
    starts, ends = page.source_offsets()
    first, last = page.run_start[wanted], page.run_end[wanted]
    return tuple(zip(starts[first].tolist(), ends[last - 1].tolist(), strict=True))


def _title(page: Page) -> tuple[int, int] | None:
    titled = np.flatnonzero(page.run_context & CONTEXT_NAMES["title"])
    if not len(titled):
        return None
    return page.source_span(int(page.run_start[titled[0]]), int(page.run_end[titled[0]]))


def read_parts(parts: Iterable[tuple[str, str | None]]) -> tuple[str, Page, tuple[Span, ...]]:
    """Return a page put together of parts of source, and the spans of its text.

    Parameters
    ----------
    parts : iterable of (str, str or None)
        Pieces of source with their spam category, None where honest.

    Returns
    -------
    source : str
    page : Page
    spans : tuple of Span
        What of ``page.text`` stands in the pieces with a category.
    """
    source, marked = assemble(parts)
    page = parse(source)
    return source, page, text_spans(page, marked)
