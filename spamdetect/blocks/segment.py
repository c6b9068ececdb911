"""Cut documents into blocks: lines, sentences of long lines, and runs of links.

Blocks of all documents of a batch are found at once, as columns of start and end offsets. Every
code point that is not white space belongs to exactly one block.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from spamdetect.text.script import Class, among, choice

LONG_LINE: Final = 160
"""Lines with more code points than this are cut at their sentence ends."""
SHORTEST_SENTENCE: Final = 24
TAB: Final = 9
LONGEST_BLOCK: Final = 480
FORCED_LENGTH: Final = 240
LINK_GAP: Final = 48
"""Two URLs with at most this many code points between them are neighbours in a run of links."""
LINK_RUN: Final = 3
LONGEST_RUN: Final = 3000

_IS_SPACE: Final = choice(Class.SPACE, Class.NEWLINE)
_ENDS_SENTENCE: Final = choice(Class.SENTENCE_END, Class.QUESTION)


@dataclass(frozen=True, slots=True)
class Blocks:
    """Blocks of a batch, as columns.

    Attributes
    ----------
    start, end : ndarray of int64, shape (n_blocks,)
        Span of each block in the code points of the joined batch; never white space at the edges.
    document : ndarray of int64, shape (n_blocks,)
        Index of the document.
    line : ndarray of int64, shape (n_blocks,)
        Index of the line, counted over the batch.
    """

    start: NDArray[np.int64]
    end: NDArray[np.int64]
    document: NDArray[np.int64]
    line: NDArray[np.int64]


def segment(
    codes: NDArray[np.uint32],
    classes: NDArray[np.uint8],
    document_starts: NDArray[np.int64],
    urls: Sequence[tuple[int, int]] = (),
    has_cells: NDArray[np.bool_] | None = None,
    borders: NDArray[np.int64] | None = None,
) -> Blocks:
    """Cut the documents of a batch into blocks.

    Parameters
    ----------
    codes : ndarray of uint32, shape (n_chars,)
        Code points of the documents, each with a line end after it.
    classes : ndarray of uint8, shape (n_chars,)
        Their classes (`spamdetect.text.script.Class`).
    document_starts : ndarray of int64, shape (n_documents,)
        Offset of each document, ascending, the first one 0.
    urls : sequence of (int, int)
        Spans of the URLs in the batch, ascending and not overlapping.
    has_cells : ndarray of bool, shape (n_documents,), optional
        Documents whose tabs are borders of table cells: long cells are blocks of their own.
    borders : ndarray of int64, optional
        Further places at which a block ends.

    Returns
    -------
    Blocks
    """
    size = len(codes)
    begins = np.zeros(size + 1, bool)
    np.equal(classes, Class.NEWLINE, out=begins[1:])
    begins[document_starts] = True
    lines = np.flatnonzero(begins[:size])
    runs = _link_runs(urls, lines, size)
    cuts = _sentence_cuts(codes, classes, lines, size)
    if has_cells is not None and has_cells.any():
        cells = _cell_cuts(codes, lines, size)
        inside = has_cells[np.searchsorted(document_starts, cells, side="right") - 1]
        cuts = np.append(cuts, cells[inside])
    cuts = _without_inner(cuts, runs)
    begins[cuts] = True
    begins[np.array(runs, np.int64).reshape(-1)] = True
    if borders is not None:
        begins[borders] = True
    edges = np.flatnonzero(begins[:size])
    forced = _forced_cuts(classes, edges, size, runs, urls)
    if forced:
        begins[forced] = True
        edges = np.flatnonzero(begins[:size])
    start, end = _stripped(among(classes, _IS_SPACE), edges, np.append(edges[1:], size))
    return Blocks(
        start=start,
        end=end,
        document=np.searchsorted(document_starts, start, side="right") - 1,
        line=np.searchsorted(lines, start, side="right") - 1,
    )


def _stripped(
    space: NDArray[np.bool_], start: NDArray[np.int64], end: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return spans without the white space at their edges; those of nothing else are left out."""
    padded = np.concatenate(([True], space, [True]))
    bounds = np.flatnonzero(padded[1:] != padded[:-1])
    begins, stops = bounds[::2], bounds[1::2]
    first = np.searchsorted(stops, start, side="right")
    last = np.searchsorted(begins, end) - 1
    filled = first <= last
    first, last = first[filled], last[filled]
    return np.maximum(begins[first], start[filled]), np.minimum(stops[last], end[filled])


def _sentence_cuts(
    codes: NDArray[np.uint32], classes: NDArray[np.uint8], lines: NDArray[np.int64], size: int
) -> NDArray[np.int64]:
    """Return where sentences of long lines begin."""
    long_lines = np.diff(np.append(lines, size)) > LONG_LINE
    if not long_lines.any():
        return np.empty(0, np.int64)
    at = np.flatnonzero(among(classes, _ENDS_SENTENCE))
    at = at[at + 2 < size]
    line = np.searchsorted(lines, at, side="right") - 1
    inside = long_lines[line]
    at, line = at[inside], line[inside]
    following = classes[at + 1]
    quoted = (following == Class.QUOTE) & among(classes[at + 2], _IS_SPACE)
    ending = quoted | among(following, _IS_SPACE) | (codes[at] > 0x2FFF)
    cuts, line = np.where(quoted, at + 2, at + 1)[ending], line[ending]
    return _far_apart(cuts, line, lines[line])


def _cell_cuts(codes: NDArray[np.uint32], lines: NDArray[np.int64], size: int) -> NDArray[np.int64]:
    """Return where a cell begins that is long and follows a long one of its line."""
    at = np.flatnonzero(codes == TAB) + 1
    at = at[(at < size) & ~np.isin(at, lines)]
    edges = np.union1d(at, lines)
    long = np.diff(np.append(edges, size)) > SHORTEST_SENTENCE
    place = np.searchsorted(edges, at)
    return at[long[place] & long[place - 1]]


def _far_apart(
    cuts: NDArray[np.int64], line: NDArray[np.int64], begin: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Drop the cuts that follow too closely on a kept one of their line, or on its beginning."""
    before = begin.copy()
    np.copyto(before[1:], cuts[:-1], where=line[1:] == line[:-1])
    close = cuts - before < SHORTEST_SENTENCE
    if not close.any():
        return cuts
    crowded = np.zeros(int(line[-1]) + 1, bool)
    crowded[line[close]] = True
    doubtful = crowded[line]
    kept: list[int] = []
    previous, previous_line = 0, -1
    for cut, start, number in zip(
        cuts[doubtful].tolist(), begin[doubtful].tolist(), line[doubtful].tolist(), strict=True
    ):
        if number != previous_line:
            previous, previous_line = start, number
        if cut - previous >= SHORTEST_SENTENCE:
            kept.append(cut)
            previous = cut
    return np.sort(np.append(cuts[~doubtful], np.array(kept, np.int64)))


def _link_runs(
    urls: Sequence[tuple[int, int]], lines: NDArray[np.int64], size: int
) -> list[tuple[int, int]]:
    """Return the spans of runs of links inside lines, with short anchors around the links."""
    if len(urls) < LINK_RUN:
        return []
    line_of = np.searchsorted(lines, [start for start, _ in urls], side="right") - 1
    bounds = np.append(lines, size)
    runs: list[tuple[int, int]] = []
    first = 0
    for index in range(1, len(urls) + 1):
        if (
            index < len(urls)
            and line_of[index] == line_of[index - 1]
            and urls[index][0] - urls[index - 1][1] <= LINK_GAP
        ):
            continue
        if index - first >= LINK_RUN:
            begin, end = int(bounds[line_of[first]]), int(bounds[line_of[first] + 1])
            start = urls[first][0] if urls[first][0] - begin > LINK_GAP else begin
            stop = urls[index - 1][1] if end - urls[index - 1][1] > LINK_GAP else end
            runs.append((start, stop))
        first = index
    return runs


def _without_inner(cuts: NDArray[np.int64], runs: list[tuple[int, int]]) -> NDArray[np.int64]:
    """Drop the cuts that fall inside a run of links."""
    if not runs or not cuts.size:
        return cuts
    flat = np.array(runs, np.int64).reshape(-1)
    return np.asarray(cuts[np.searchsorted(flat, cuts) % 2 == 0])


def _forced_cuts(
    classes: NDArray[np.uint8],
    edges: NDArray[np.int64],
    size: int,
    runs: list[tuple[int, int]],
    urls: Sequence[tuple[int, int]],
) -> list[int]:
    """Return cuts for blocks that are still too long, at white space where there is some."""
    ends = np.append(edges[1:], size)
    cuts: list[int] = []
    run_starts = {start for start, _ in runs}
    for index in np.flatnonzero(ends - edges > LONGEST_BLOCK).tolist():
        begin, end = int(edges[index]), int(ends[index])
        if begin in run_starts:
            cuts.extend(_run_cuts(begin, end, urls))
            continue
        step = FORCED_LENGTH * 2 if classes[begin:end].min() >= Class.HAN else FORCED_LENGTH
        spaces = np.flatnonzero(among(classes[begin:end], _IS_SPACE))
        for target in range(step, end - begin - step // 2, step):
            at = np.searchsorted(spaces, target)
            near = int(spaces[at]) if at < len(spaces) else target
            cuts.append(begin + (near if near - target < step // 2 else target))
    return cuts


def _run_cuts(begin: int, end: int, urls: Sequence[tuple[int, int]]) -> list[int]:
    """Cut a very long run of links in front of links."""
    if end - begin <= LONGEST_RUN:
        return []
    cuts: list[int] = []
    previous = begin
    inside = slice(bisect_left(urls, (begin + 1, 0)), bisect_left(urls, (end, 0)))
    for start, _ in urls[inside]:
        if start - previous >= LONGEST_RUN:
            cuts.append(start)
            previous = start
    return cuts
