from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from spamdetect import Detector
from spamdetect.blocks import ngrams
from spamdetect.blocks.batch import read_batch
from spamdetect.blocks.model import BlockModel
from spamdetect.blocks.piece import Piece


@pytest.fixture
def phrase_model(small_detector: Detector) -> BlockModel:
    """Return a model for which the n-grams of one phrase are spam and all others are not."""
    blocks = small_detector.text_part.blocks
    table = np.full_like(blocks.heads.table, -3)
    batch = read_batch(["slot gacor maxwin"], small_detector.urls)
    pieces: list[Piece] = [piece for _, piece in batch.pieces()]
    for piece in pieces:
        for _, index in ngrams.indices(piece, blocks.heads.bits):
            table[0, index] = 60
    table[:, 0] = 0
    return replace(blocks, heads=replace(blocks.heads, table=table, step=np.array([0.05, 0.05])))
