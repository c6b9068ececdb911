"""Tests of what a record says over again."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from spamdetect.blocks import echoes


def columns(blocks: list[tuple[int, str, str]]) -> dict[str, NDArray[np.float32]]:
    """Return the features of blocks given as document, kind and words."""
    words = [(i, word) for i, (_, _, text) in enumerate(blocks) for word in text.split()]
    names = {word: number for number, word in enumerate({word for _, word in words})}
    out = echoes.features(
        np.array([document for document, _, _ in blocks], np.int64),
        np.array([kind == "head" for _, kind, _ in blocks], bool),
        np.array([kind == "date" for _, kind, _ in blocks], bool),
        np.array([block for block, _ in words], np.int64),
        np.array([names[word] for _, word in words], np.uint64),
    )
    return dict(zip(echoes.NAMES, out.T, strict=True))


THREAD = [
    (0, "", "building bridges"),
    (0, "", "a bridge is a long word"),
    (0, "head", "anna says"),
    (0, "", "i liked it"),
    (0, "head", "led tape says"),
    (0, "date", "monday"),
    (0, "", "led tape"),
    (0, "", "building bridges more"),
]


def test_a_record_that_repeats_its_name_and_the_title_is_told_from_others() -> None:
    found = columns(THREAD)
    assert np.allclose(found["record_echo"], [0, 0, 0, 0, 0.8, 0.8, 0.8, 0.8])
    assert np.allclose(found["record_name_echo"], [0, 0, 0, 0, 0.4, 0.4, 0.4, 0.4])
    assert np.expm1(found["record_words"]).round().tolist() == [0, 0, 3, 3, 5, 5, 5, 5]


def test_documents_do_not_echo_one_another() -> None:
    other = [(1, "", "other title"), (1, "head", "led tape says"), (1, "", "title it")]
    alone, together = columns(THREAD), columns([*THREAD, *other])
    for name in echoes.NAMES:
        assert np.array_equal(together[name][: len(THREAD)], alone[name])
    assert np.allclose(together["record_echo"][-3:], [0, 0.5, 0.5])
    assert not together["record_name_echo"][len(THREAD) :].any()


def test_text_without_records_or_words_has_no_echoes() -> None:
    plain = columns([(0, "", "led tape"), (0, "", "led tape"), (1, "", "")])
    assert not any(column.any() for column in plain.values())
    assert not any(column.any() for column in columns([(0, "", ""), (0, "head", "")]).values())
    assert columns([])["record_echo"].shape == (0,)
