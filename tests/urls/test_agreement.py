"""A host and the anchor that leads to it, saying the same."""

from __future__ import annotations

from spamdetect.urls.agreement import LEAST, agreement
from spamdetect.urls.features import fold_text, url_features

HOST = url_features("payday-loans-instant.co").features.text


def together(side: int, anchor: int, words: str) -> int:
    return agreement(side, anchor, HOST, fold_text(words))


def test_neither_signal_alone_counts() -> None:
    assert together(250, LEAST - 1, "payday loans") == 0
    assert together(0, 250, "cheap watches") == 0
    assert together(150, 200, "cheap watches") == together(200, 150, "cheap watches") == 150


def test_a_word_in_common_counts_more() -> None:
    assert together(150, 200, "Payday Loans!") > together(150, 200, "cheap watches")
    assert together(255, 255, "payday") == 255


def test_short_words_and_the_address_written_out_are_not_words_in_common() -> None:
    apart = together(150, 200, "cheap watches")
    assert together(150, 200, "day ins") == apart
    assert together(150, 200, "www.payday-loans-instant.co") == apart
