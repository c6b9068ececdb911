"""Blocks and pieces of given texts, without a model."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from spamdetect.blocks.piece import Piece, make_piece
from spamdetect.blocks.segment import Blocks, segment
from spamdetect.text.script import encode, table_index, tables
from spamdetect.urls.find import find_urls


@dataclass(frozen=True)
class Cut:
    """Documents cut into blocks."""

    joined: str
    starts: list[int]
    blocks: Blocks
    urls: list[tuple[int, int]]

    @property
    def spans(self) -> list[tuple[int, int]]:
        return list(zip(self.blocks.start.tolist(), self.blocks.end.tolist(), strict=True))

    @property
    def texts(self) -> list[str]:
        return [self.joined[start:end] for start, end in self.spans]


def cut(*documents: str) -> Cut:
    """Cut documents into blocks."""
    joined = "\n".join(documents)
    starts = np.cumsum([0, *(len(text) + 1 for text in documents)])[:-1].astype(np.int64)
    urls = [
        (found.start + start, found.end + start)
        for start, text in zip(starts.tolist(), documents, strict=True)
        for found in find_urls(text)
    ]
    codes = encode(joined)
    classes = tables()["classes"].take(table_index(codes))
    return Cut(joined, starts.tolist(), segment(codes, classes, starts, urls), urls)


def piece_of(*documents: str) -> Piece:
    """Return documents as one piece."""
    found = cut(*documents)
    codes = encode(found.joined)
    classes = tables()["classes"].take(table_index(codes))
    spans = np.array(found.urls, np.int64).reshape(-1, 2)
    return make_piece(codes, classes, found.blocks.start, found.blocks.end, spans)


def piece_of_blocks(*blocks: str) -> Piece:
    """Return blocks, one a line, as one piece without URLs."""
    joined = "\n".join(blocks)
    length = np.array([len(block) for block in blocks], np.int64)
    start = np.cumsum(length + 1) - length - 1
    codes = encode(joined)
    classes = tables()["classes"].take(table_index(codes))
    return make_piece(codes, classes, start, start + length, np.empty((0, 2), np.int64))
