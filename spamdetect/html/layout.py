"""The text of a page: white space as a browser sets it, and the place of every character.

All texts of a page are joined into one array of characters, and collapsed as columns; the
place in the source follows from the positions that are kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from spamdetect.html import elements as el
from spamdetect.html import references
from spamdetect.html.tokens import END, LINK, SEPARATOR_SHIFT, Tokens
from spamdetect.html.tree import Tree

_SEPARATORS: Final = ("", "\t", "\n", " ")
_BETWEEN_LINKS: Final = _SEPARATORS.index(" ")
_PREFORMATTED: Final = el.table(el.PREFORMATTED)
_SOLID, _SPACE, _CELL, _BREAK = range(4)
_MARKS: Final = np.array([_SOLID, _CELL, _BREAK, _SPACE], np.uint8)
_AFTER: Final = np.array([0, 32, 9, 10], np.uint8)
_CLASS: Final = bytes(_SPACE if chr(code) in "\t\n\f\r " else _SOLID for code in range(256))

Ints = npt.NDArray[np.int64]
Codes = npt.NDArray[np.unsignedinteger[Any]]


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """The text of a page and where it comes from.

    Attributes
    ----------
    text : str
    starts, ends : ndarray of int64, shape (r,)
        Spans of the runs in `text`: a run is the text between two tags, without white
        space around it.
    pieces : ndarray of int64, shape (r,)
        Number of the token text that each run is.
    joined : ndarray of int64, shape (len(text),)
        Position of each character in all token texts, character references resolved, and
        separators joined.
    offsets : ndarray of int64, shape (n + 1,)
        Start of each token text in the joined ones.
    """

    text: str
    starts: Ints
    ends: Ints
    pieces: Ints
    joined: Ints
    offsets: Ints

    def source_offsets(self, tokens: Tokens) -> tuple[Ints, Ints]:
        """Return where each character of `text` begins and ends in the source."""
        piece = np.searchsorted(self.offsets, self.joined, side="right") - 1
        within = self.joined - self.offsets[piece]
        starts = tokens.text_starts()[piece]
        referring = [number for number, text in enumerate(tokens.texts) if "&" in text]
        if not referring:
            starts += within
            return starts, starts + 1
        position, taken, given = (
            np.concatenate(column)
            for column in zip(
                *(
                    references.places(tokens.texts[number], int(self.offsets[number]))
                    for number in referring
                ),
                strict=True,
            )
        )
        shift = np.concatenate(([0], np.cumsum(taken - given)))
        passed = np.searchsorted(position + given, self.joined, side="right")
        before = np.searchsorted(position, self.offsets, side="left")
        starts += within + shift[passed] - shift[before[piece]]
        ends = starts + 1
        if len(position):
            inner = np.minimum(passed, len(position) - 1)
            offset = self.joined - position[inner]
            inside = (offset >= 0) & (offset < given[inner])
            starts = np.where(inside, starts - offset, starts)
            ends = np.where(inside, starts + taken[inner], ends)
        return starts, ends


def lay_out(tokens: Tokens, tree: Tree) -> Layout:
    """Set the text of a page.

    Block elements and ``br`` begin a new line, cells of a row are separated by a tab, links that
    touch each other by a space, other white space collapses to one space; ``pre`` and
    ``textarea`` keep theirs.

    Parameters
    ----------
    tokens : Tokens
    tree : Tree

    Returns
    -------
    Layout
    """
    count = len(tokens.tags)
    kinds = (tokens.info >> SEPARATOR_SHIFT) & 3
    kinds[_touching_links(tokens, kinds)] = _BETWEEN_LINKS
    parts = [""] * (2 * count + 1)
    parts[::2] = tokens.texts
    lengths = tokens.text_lengths.copy()
    for number in [number for number, text in enumerate(tokens.texts) if "&" in text]:
        parts[2 * number] = resolved = references.resolve(parts[2 * number])
        lengths[number] = len(resolved)
    parts[1::2] = map(_SEPARATORS.__getitem__, kinds.tolist())
    joined = "".join(parts)
    offsets = np.zeros(count + 1, np.int64)
    np.cumsum(lengths[:-1] + (kinds > 0), out=offsets[1:])
    ends = offsets + lengths
    codes = _code_points(joined)
    classes = np.frombuffer(
        bytearray(joined.encode("ascii", "replace").translate(_CLASS)), np.uint8
    )
    marked = np.flatnonzero(kinds)
    classes[ends[marked]] = _MARKS[kinds[marked]]
    preserved = _preserved(tokens, tree, np.diff(offsets, append=len(joined)))
    place = None
    if preserved is not None:
        spaces = preserved & (classes == _SPACE)
        spaces[ends[marked]] = False
        classes[spaces] = _SOLID
    if preserved is not None or "\0" in joined:
        place = np.flatnonzero((codes != 0) & ((codes != 13) | (classes != _SOLID)))
        classes, codes = classes[place], codes[place]
    kept, classes = _collapse(classes)
    white = np.flatnonzero(classes)
    codes = codes[kept]
    codes[white] = _AFTER[classes[white]]
    text = codes.tobytes().decode("latin-1" if codes.dtype == np.uint8 else "utf-32-le")
    source = kept if place is None else place[kept]
    solid = np.flatnonzero(classes == _SOLID)
    edges = np.searchsorted(source[solid], np.append(offsets, len(joined)))
    pieces = np.flatnonzero(edges[1:] > edges[:-1])
    starts = solid[edges[pieces]]
    stops = solid[edges[pieces + 1] - 1] + 1
    return Layout(text, starts, stops, pieces, source, offsets)


def _touching_links(tokens: Tokens, kinds: Ints) -> Ints:
    """Return the start tags of links with nothing between them and the link before.

    On the screen, padding sets such links apart; their words are not one.
    """
    anchors = np.flatnonzero(tokens.number == el.A)
    if len(anchors) < 2:
        return anchors[:0]
    closing = (tokens.info[anchors] & END) != 0
    linking = ((tokens.info[anchors] & LINK) != 0) & ~closing
    text = np.cumsum(tokens.text_lengths)[anchors]
    breaks = np.cumsum(kinds > 0)[anchors]
    filled = (text[1:] > text[:-1]) & (breaks[1:] == breaks[:-1])
    # A link that is not closed ends where the next one begins.
    unclosed = linking[1:] & linking[:-1] & filled
    closed = linking[2:] & closing[1:-1] & linking[:-2] & filled[:-1]
    closed &= (text[2:] == text[1:-1]) & (breaks[2:] == breaks[1:-1])
    found: Ints = np.union1d(anchors[1:][unclosed], anchors[2:][closed])
    return found


def _code_points(joined: str) -> Codes:
    """Return code points, one byte each where that is enough."""
    try:
        return np.frombuffer(joined.encode("latin-1"), np.uint8)
    except UnicodeEncodeError:
        return np.frombuffer(joined.encode("utf-32-le"), np.dtype("<u4"))


def _collapse(classes: npt.NDArray[np.uint8]) -> tuple[Ints, npt.NDArray[np.uint8]]:
    """Return the positions kept when each run of white space becomes one character.

    With them the class of each, which for white space is the strongest one of its run.
    """
    white = classes > 0
    inner = np.zeros(len(classes), bool)
    np.logical_and(white[1:], white[:-1], out=inner[1:])
    kept = np.flatnonzero(~inner)
    classes = np.maximum.reduceat(classes, kept) if len(kept) else classes
    begin = int(bool(len(kept)) and classes[0] > 0)
    end = len(kept) - int(len(kept) > begin and classes[-1] > 0)
    return kept[begin:end], classes[begin:end]


def _preserved(tokens: Tokens, tree: Tree, lengths: Ints) -> npt.NDArray[np.bool_] | None:
    """Return which joined positions keep their white space; None where none do."""
    wanted = _PREFORMATTED[tokens.number]
    if not wanted.any():
        return None
    tags = np.array(tree.tag, np.int64)
    inside = wanted[tags]
    change = np.zeros(len(lengths) + 1, np.int64)
    np.add.at(change, tags[inside] + 1, 1)
    np.add.at(change, np.array(tree.close, np.int64)[inside] + 1, -1)
    preserved: npt.NDArray[np.bool_] = np.repeat(np.cumsum(change)[:-1] > 0, lengths)
    return preserved
