from __future__ import annotations

import numpy as np

from spamdetect import Detector
from spamdetect.blocks.batch import read_batch
from spamdetect.blocks.model import BlockModel
from spamdetect.blocks.spliced import spam_parts

HONEST = (
    "The bridge was closed for repairs while the river stood high in the early spring months",
    "Nobody in the village could say when the ferry would be back on the water that year",
    "The council met twice and put off the vote until the engineers had written their report",
    "A school bus now takes the long way round and the children have to get up at half past five",
)
SPAM = "slot gacor maxwin"


def parts(
    detector: Detector,
    model: BlockModel,
    text: str,
    *,
    unsure: int | None = None,
    hidden: bool = False,
) -> list[str]:
    """Return the spam of a text whose blocks are all flagged."""
    batch = read_batch([text], detector.urls)
    number = len(batch.blocks.start)
    sure = np.arange(number) != (-1 if unsure is None else unsure)
    found = spam_parts(model, batch, [(0, number)], sure, np.full(number, hidden))
    return [text[start:end] for _, _, start, end in found]


def test_of_a_run_of_paragraphs_that_begin_with_a_phrase_only_the_phrases_are_spam(
    small_detector: Detector, phrase_model: BlockModel
) -> None:
    text = "\n".join(f"{SPAM} {line}" for line in HONEST)
    assert parts(small_detector, phrase_model, text) == [SPAM] * len(HONEST)


def test_honest_lines_flagged_for_the_phrases_around_them_are_left(
    small_detector: Detector, phrase_model: BlockModel
) -> None:
    lines = [f"{SPAM} {line}" for line in HONEST]
    text = "\n".join((*lines[:2], "Mary Ashford, 4 May", *lines[2:]))
    assert parts(small_detector, phrase_model, text, unsure=2) == [SPAM] * len(HONEST)


def test_a_run_of_spam_is_one_part(small_detector: Detector, phrase_model: BlockModel) -> None:
    text = "\n".join([f"{SPAM} {SPAM} {SPAM} {SPAM} {SPAM}"] * 4)
    assert parts(small_detector, phrase_model, text) == [text]


def test_what_no_reader_sees_is_spam_as_a_whole(
    small_detector: Detector, phrase_model: BlockModel
) -> None:
    text = "\n".join(f"{SPAM} {line}" for line in HONEST)
    assert parts(small_detector, phrase_model, text, hidden=True) == [text]


def test_parts_without_honest_text_between_them_are_one(
    small_detector: Detector, phrase_model: BlockModel
) -> None:
    lines = [f"{HONEST[0]} {SPAM}", f"{SPAM} {HONEST[1]}", f"{HONEST[3]} {SPAM}"]
    text = "\n".join(lines)
    assert parts(small_detector, phrase_model, text) == [f"{SPAM}\n{SPAM}", SPAM]
