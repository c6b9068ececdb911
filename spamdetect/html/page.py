"""A parsed page: its text, what of it is hidden, its links, and the way back to the source."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from spamdetect.html import elements as el
from spamdetect.html import selector
from spamdetect.html.decode import decode, without_surrogates
from spamdetect.html.head import head
from spamdetect.html.layout import Layout, lay_out
from spamdetect.html.links import Links, find_links
from spamdetect.html.style import REASONS
from spamdetect.html.tokenizer import tokenize
from spamdetect.html.tokens import CONTEXT_SHIFT, END, Tokens
from spamdetect.html.tree import Tree, build
from spamdetect.html.visible import hidden_reasons

_CONTEXT_MASK: Final = (1 << len(el.CONTEXT_NAMES)) - 1


@dataclass(frozen=True, slots=True, eq=False)
class Page:
    """What `parse` finds in a page.

    A run is the text between two tags, without the white space around it. Runs are columns:
    entry i of every ``run_`` array tells of run i, and ``text[run_start[i]:run_end[i]]`` is
    its text.

    Attributes
    ----------
    text : str
        All text in document order, title first, hidden parts included. Block elements and
        ``br`` begin a line, cells are separated by tabs, other white space is one space.
    source : str
        The page as decoded; what `remove_spans` cuts from.
    title, description, lang : str
        Title, content of ``<meta name="description">``, language of the root element.
    base, canonical : str
        Targets of ``<base>`` and ``<link rel="canonical">``, as written.
    run_start, run_end : ndarray of int64
    run_hidden : ndarray of bool
        Whether a reader would not see the run.
    run_reason : ndarray of uint8
        Why not: index into `style.REASONS`, 0 if visible.
    run_misplaced : ndarray of bool
        Whether the run stands after ``</body>`` or ``</html>``; browsers show such text.
    run_context : ndarray of int64
        Where the run stands: bits of `elements.CONTEXT_NAMES`.
    run_element : ndarray of int64
        Innermost element, -1 for none.
    links : Links
    """

    text: str
    source: str
    title: str
    description: str
    lang: str
    base: str
    canonical: str
    run_start: npt.NDArray[np.int64]
    run_end: npt.NDArray[np.int64]
    run_hidden: npt.NDArray[np.bool_]
    run_reason: npt.NDArray[np.uint8]
    run_misplaced: npt.NDArray[np.bool_]
    run_context: npt.NDArray[np.int64]
    run_element: npt.NDArray[np.int64]
    links: Links
    tokens: Tokens
    tree: Tree
    layout: Layout

    def reason(self, run: int) -> str:
        """Return why a run is hidden, ``""`` if it is not."""
        return REASONS[int(self.run_reason[run])]

    def own_address(self) -> str:
        """Return the address that the page gives itself, ``""`` if it gives none."""
        return next((url for url in (self.canonical, self.base) if "//" in url), "")

    def runs_in(self, start: int, end: int) -> range:
        """Return the runs that overlap ``text[start:end]``."""
        first = int(np.searchsorted(self.run_end, start, side="right"))
        return range(first, max(first, int(np.searchsorted(self.run_start, end))))

    def hidden_shares(
        self, start: npt.NDArray[np.int64], end: npt.NDArray[np.int64]
    ) -> npt.NDArray[np.float64]:
        """Return which share of the characters of spans of `text` that lie in runs is hidden.

        Parameters
        ----------
        start, end : ndarray of int64, shape (n,)

        Returns
        -------
        ndarray of float64, shape (n,)
            In [0, 1]; 0 where a span holds no text.
        """
        total, hidden = self.covered(np.stack((self.run_reason >= 0, self.run_hidden)), start, end)
        return np.asarray(hidden / np.maximum(total, 1))

    def covered(
        self,
        masks: npt.NDArray[np.bool_],
        start: npt.NDArray[np.int64],
        end: npt.NDArray[np.int64],
    ) -> npt.NDArray[np.int64]:
        """Return how many characters of spans of `text` lie in the runs of each mask.

        Parameters
        ----------
        masks : ndarray of bool, shape (n_masks, n_runs)
        start, end : ndarray of int64, shape (n,)

        Returns
        -------
        ndarray of int64, shape (n_masks, n)
        """
        runs = len(self.run_start)
        if not runs:
            return np.zeros((len(masks), len(start)), np.int64)
        before = np.zeros((len(masks), runs + 1), np.int64)
        np.cumsum(masks * (self.run_end - self.run_start), axis=1, out=before[:, 1:])

        def up_to(place: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
            run = np.searchsorted(self.run_end, place, side="right")
            inside = np.minimum(run, runs - 1)
            part = np.where(run < runs, np.maximum(place - self.run_start[inside], 0), 0)
            return before[:, run] + masks[:, inside] * part

        return np.asarray(up_to(end) - up_to(start))

    def selector(self, run: int) -> str:
        """Return a CSS selector of the innermost element of a run, unique in the page."""
        return selector.selectors(self, [[int(self.run_element[run])]])[0]

    def selectors(self, spans: Iterable[Sequence[int]]) -> list[str]:
        """Return for each span of `text` the selector of the smallest element around it.

        Parameters
        ----------
        spans : iterable of (start, end)

        Returns
        -------
        list of str
        """
        return self.late_selectors(spans)()

    def late_selectors(self, spans: Iterable[Sequence[int]]) -> Callable[[], list[str]]:
        """Return what `selectors` would, to be worked out later; it holds no more than `source`."""
        runs = [self.runs_in(start, end) for start, end in spans]
        return selector.late_selectors(
            self, [self.run_element[part.start : part.stop].tolist() for part in runs]
        )

    def source_offsets(self) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """Return where each character of `text` begins and ends in `source`.

        Returns
        -------
        starts, ends : ndarray of int64, shape (len(text),)
            A line break that no source character stands for has the place of the tag that
            makes it; a character reference is taken whole.
        """
        return self.layout.source_offsets(self.tokens)

    def source_span(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of `source` that ``text[start:end]`` comes from.

        Raises
        ------
        ValueError
            If the span is not within the text, or empty.
        """
        if not 0 <= start < end <= len(self.text):
            raise ValueError(f"no text in the span [{start}, {end}) of {len(self.text)} characters")
        starts, ends = self.source_offsets()
        return int(starts[start]), int(ends[end - 1])


def parse(page: bytes | str, *, encoding: str | None = None) -> Page:
    """Parse an HTML page.

    Parameters
    ----------
    page : bytes or str
        Bytes are decoded by the rules of the HTML standard, see `decode.decode`.
    encoding : str, optional
        Encoding label that the transport gave, for bytes.

    Returns
    -------
    Page

    Raises
    ------
    TypeError
        If `page` is neither bytes nor str. Content never raises.
    """
    if isinstance(page, (bytes, bytearray, memoryview)):
        source = decode(bytes(page), encoding)
    elif isinstance(page, str):
        source = page
    else:
        raise TypeError(f"an HTML page must be bytes or str, not {type(page).__name__}")
    tokens = tokenize(without_surrogates(source))
    tree = build(tokens)
    layout = lay_out(tokens, tree)
    reasons = np.array(hidden_reasons(tokens, tree), np.uint8)
    contexts = _contexts(tokens, tree)
    node = np.array([-1, *tree.node], np.int64)[layout.pieces]
    run_reason = reasons[node]
    return Page(
        text=layout.text,
        source=source,
        **head(tokens),
        run_start=layout.starts,
        run_end=layout.ends,
        run_hidden=run_reason > 0,
        run_reason=run_reason,
        run_misplaced=layout.pieces > _end_of_page(tokens),
        run_context=contexts[node],
        run_element=node,
        links=find_links(tokens, tree, layout),
        tokens=tokens,
        tree=tree,
        layout=layout,
    )


def _contexts(tokens: Tokens, tree: Tree) -> npt.NDArray[np.int64]:
    """Return the context bits of each element, and of the document last."""
    own = (tokens.info[np.array(tree.tag, np.int64)] >> CONTEXT_SHIFT) & _CONTEXT_MASK
    bits = [0] * (len(tree.tag) + 1)
    for element, (parent, added) in enumerate(zip(tree.parent, own.tolist(), strict=True)):
        bits[element] = bits[parent] | added
    return np.array(bits, np.int64)


def _end_of_page(tokens: Tokens) -> int:
    """Return the tag that ends the page; the number of tags if none does."""
    root = (tokens.number == el.BODY) | (tokens.number == el.HTML)
    ends = (tokens.info & END) != 0
    opened = np.flatnonzero(root & ~ends)
    closed = np.flatnonzero(root & ends)
    if len(opened):
        closed = closed[closed > opened[-1]]
    return int(closed[0]) if len(closed) else len(tokens.tags)
