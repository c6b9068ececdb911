from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from spamdetect import Detector
from spamdetect.blocks.batch import read_batch
from spamdetect.blocks.model import BlockModel
from spamdetect.blocks.trim import trim
from spamdetect.html import parse

HONEST = "The bridge was closed for repairs while the river stood high in the early spring months"


def trimmed(detector: Detector, phrase_model: BlockModel, text: str) -> str:
    batch = read_batch([text], detector.urls)
    found = trim(phrase_model, batch, 0, len(batch.blocks.start))
    start, end = found.sure[0, 0], found.sure[-1, 1]
    return text[start:end]


def test_a_phrase_is_cut_out_of_an_honest_sentence(
    small_detector: Detector, phrase_model: BlockModel
) -> None:
    text = f"{HONEST} slot gacor maxwin and nobody knew when it would open again."
    assert trimmed(small_detector, phrase_model, text) == "slot gacor maxwin"


def test_a_sentence_that_is_mostly_spam_is_left_whole(
    small_detector: Detector, phrase_model: BlockModel
) -> None:
    text = "Play slot gacor maxwin slot gacor maxwin slot gacor maxwin slot gacor maxwin today"
    assert trimmed(small_detector, phrase_model, text) == text


def test_a_short_block_is_left_whole(small_detector: Detector, phrase_model: BlockModel) -> None:
    text = "Visit slot gacor maxwin"
    assert trimmed(small_detector, phrase_model, text) == text


def test_a_link_is_never_cut_in_two(small_detector: Detector, phrase_model: BlockModel) -> None:
    link = "[slot gacor maxwin](http://slot-gacor88.vip/slot)"
    text = f"{HONEST} {link} and nobody knew when it would open again, least of all the mayor."
    found = trimmed(small_detector, phrase_model, text)
    assert link in found
    assert len(found) < len(text)


@pytest.mark.parametrize(
    ("href", "honest"),
    [("http://slot-gacor88.vip/slot", True), ("http://slot-gacor88.vip/slot", False),
     ("https://news.example/spring", True)],
)  # fmt: skip
def test_of_an_honest_sentence_on_a_page_the_anchor_that_leads_to_spam_is_cut_out(
    small_detector: Detector, phrase_model: BlockModel, href: str, honest: bool
) -> None:
    rest = "and nobody knew when" if honest else "slot gacor maxwin slot gacor maxwin"
    page = parse(f'<p>{HONEST} <a href="{href}">in April</a> {rest} it would open again</p>')
    batch = read_batch([page.text], small_detector.urls, pages=[page])
    logit = np.where([".vip" in link.url for link in batch.flat], 3.0, -3.0)
    batch = replace(batch, facts=replace(batch.facts, logit=logit))
    start, end = trim(phrase_model, batch, 0, 1).sure[0]
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
    small_detector: Detector, phrase_model: BlockModel, body: str, cut: bool
) -> None:
    link = '<a href="http://slot-gacor88.vip/slot">in April slot gacor</a>'
    page = parse(f"<p>{body.format(link)}</p>")
    batch = read_batch([page.text], small_detector.urls, pages=[page])
    batch = replace(batch, facts=replace(batch.facts, logit=np.array([3.0])))
    start, end = trim(phrase_model, batch, 0, 1).sure[0]
    assert page.text[start:end] == ("in April slot gacor" if cut else page.text)


def test_a_phrase_takes_in_no_honest_words_beside_it_and_cuts_no_word(
    small_detector: Detector, phrase_model: BlockModel
) -> None:
    text = f"{HONEST}, slot gacor maxwin-77 online; nobody knew when it would open again."
    found = trimmed(small_detector, phrase_model, text)
    assert found.startswith("slot gacor maxwin")
    assert not set(found.split()) & set(HONEST.split())
    assert set(found.split()) <= set(text.split())


def test_all_blocks_are_narrowed_at_once_as_each_by_itself(
    small_detector: Detector, phrase_model: BlockModel
) -> None:
    text = "\n".join(
        (
            f"slot gacor maxwin {HONEST}",
            "slot gacor",
            f"{HONEST} {HONEST}",
            f"{HONEST} https://slot-gacor88.vip/ slot gacor maxwin until the end of May",
            "slot gacor maxwin slot gacor maxwin slot gacor maxwin slot gacor maxwin",
        )
    )
    batch = read_batch([text], small_detector.urls)
    number = len(batch.blocks.start)
    together = trim(phrase_model, batch, 0, number)
    for block in range(number):
        alone = trim(phrase_model, batch, block, block + 1)
        assert (alone.sure[0] == together.sure[block]).all()
        assert (alone.likely[0] == together.likely[block]).all()
    assert together.is_narrowed.any()
    assert not together.is_narrowed.all()


@pytest.mark.parametrize("rest", ["The ferry runs at seven", "Жизнь идёт в деревне"])
def test_a_phrase_glued_to_an_honest_word_is_cut_out(
    small_detector: Detector, phrase_model: BlockModel, rest: str
) -> None:
    text = f"{HONEST}. slot gacor maxwin{rest}"
    assert trimmed(small_detector, phrase_model, text) == "slot gacor maxwin"
