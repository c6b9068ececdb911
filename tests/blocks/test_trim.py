from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from spamdetect import Detector
from spamdetect.blocks import ngrams
from spamdetect.blocks.batch import read_batch
from spamdetect.blocks.model import BlockModel
from spamdetect.blocks.piece import Piece
from spamdetect.blocks.trim import trim_splice
from spamdetect.html import parse

HONEST = "The bridge was closed for repairs while the river stood high in the early spring months"


@pytest.fixture
def model(small_detector: Detector) -> BlockModel:
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


def trimmed(detector: Detector, model: BlockModel, text: str) -> str:
    batch = read_batch([text], detector.urls)
    start, end = trim_splice(model, batch, 0, len(batch.blocks.start))
    return text[start:end]


def test_a_phrase_is_cut_out_of_an_honest_sentence(
    small_detector: Detector, model: BlockModel
) -> None:
    text = f"{HONEST} slot gacor maxwin and nobody knew when it would open again."
    assert trimmed(small_detector, model, text) == "slot gacor maxwin"


def test_a_sentence_that_is_mostly_spam_is_left_whole(
    small_detector: Detector, model: BlockModel
) -> None:
    text = "Play slot gacor maxwin slot gacor maxwin slot gacor maxwin slot gacor maxwin today"
    assert trimmed(small_detector, model, text) == text


def test_a_short_block_is_left_whole(small_detector: Detector, model: BlockModel) -> None:
    text = "Visit slot gacor maxwin"
    assert trimmed(small_detector, model, text) == text


def test_a_link_is_never_cut_in_two(small_detector: Detector, model: BlockModel) -> None:
    link = "[slot gacor maxwin](http://slot-gacor88.vip/slot)"
    text = f"{HONEST} {link} and nobody knew when it would open again, least of all the mayor."
    found = trimmed(small_detector, model, text)
    assert link in found
    assert len(found) < len(text)


@pytest.mark.parametrize(
    ("href", "honest"),
    [("http://slot-gacor88.vip/slot", True), ("http://slot-gacor88.vip/slot", False),
     ("https://news.example/spring", True)],
)  # fmt: skip
def test_of_an_honest_sentence_on_a_page_the_anchor_that_leads_to_spam_is_cut_out(
    small_detector: Detector, model: BlockModel, href: str, honest: bool
) -> None:
    rest = "and nobody knew when" if honest else "slot gacor maxwin slot gacor maxwin"
    page = parse(f'<p>{HONEST} <a href="{href}">in April</a> {rest} it would open again</p>')
    batch = read_batch([page.text], small_detector.urls, pages=[page])
    logit = np.where([".vip" in link.url for link in batch.flat], 3.0, -3.0)
    batch = replace(batch, facts=replace(batch.facts, logit=logit))
    start, end = trim_splice(model, batch, 0, 1)
    assert (page.text[start:end] == "in April") == (".vip" in href and honest)


@pytest.mark.parametrize(
    ("body", "cut"),
    [
        ("Privacy policy Complaints {}", True),
        ("Powered by phpBB {} All times are UTC", True),
        ("slot gacor maxwin {} slot gacor maxwin", False),
        ("by {}", False),
    ],
)
def test_of_a_short_line_of_a_page_the_anchor_alone_is_cut_out_if_the_rest_is_honest(
    small_detector: Detector, model: BlockModel, body: str, cut: bool
) -> None:
    link = '<a href="http://slot-gacor88.vip/slot">in April slot gacor</a>'
    page = parse(f"<p>{body.format(link)}</p>")
    batch = read_batch([page.text], small_detector.urls, pages=[page])
    batch = replace(batch, facts=replace(batch.facts, logit=np.array([3.0])))
    start, end = trim_splice(model, batch, 0, 1)
    assert page.text[start:end] == ("in April slot gacor" if cut else page.text)
