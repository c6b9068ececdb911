from __future__ import annotations

import pytest

from spamdetect import Detector
from spamdetect.blocks.batch import read_batch
from spamdetect.learn.corpus.documents import Document
from spamdetect.learn.corpus.labelling import CATEGORIES, label_blocks

TEXT = "Honest line one.\nSpam line two.\nHonest with bad end."


def test_blocks_are_labelled_by_the_share_of_them_that_is_marked(small_detector: Detector) -> None:
    documents = [
        Document("a", "Nothing here."),
        Document("b", TEXT, ((17, 31, "gambling"), (44, 51, "pharma"))),
        Document("c", "Read more", ((0, 9, "boilerplate"),)),
    ]
    batch = read_batch([document.text for document in documents], small_detector.urls)
    labels = label_blocks(batch, documents)
    assert labels.spam.tolist() == pytest.approx([0, 0, 1, 6 / 17, 0])
    assert labels.junk.tolist() == [0, 0, 0, 0, 1]
    assert labels.spam_length.tolist() == [0, 0, 12, 6, 0]
    named = [CATEGORIES[index] if index >= 0 else None for index in labels.category.tolist()]
    assert named == [None, None, "gambling", "pharma", "boilerplate"]
