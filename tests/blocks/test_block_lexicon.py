from __future__ import annotations

import pytest
from pieces import piece_of_blocks

from spamdetect.blocks.lexicon import Matcher
from spamdetect.lexicons import Term

TERMS = (
    Term("poker", "gambling", "en"),
    Term("free spins", "gambling", "en"),
    Term("buy now pay later", "finance", "en"),
    Term("prêt rapide", "finance", "fr"),
    Term("老虎机", "gambling", "zh"),
    Term("สล็อต", "gambling", "th"),
    Term("court", "news", "en"),
)
MATCHER = Matcher.of(TERMS)


def counts(*blocks: str, matcher: Matcher = MATCHER) -> list[dict[str, int]]:
    piece = piece_of_blocks(*blocks)
    table = matcher.counts(piece, matcher.find(piece))
    return [
        {name: hits for name, hits in zip(matcher.categories, row, strict=True) if hits}
        for row in table.tolist()
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Play poker tonight", {"gambling": 1}),
        ("poker, POKER; p0ker 𝐩𝐨𝐤𝐞𝐫", {"gambling": 4}),
        ("p o k e r", {"gambling": 1}),
        ("free spins", {"gambling": 1}),
        ("free, spins", {"gambling": 1}),
        ("buy now pay later", {"finance": 1}),
        ("pret rapide", {"finance": 1}),
        ("今天玩老虎机吧", {"gambling": 1}),
        ("เล่นสล็อตออนไลน์", {"gambling": 1}),
        ("The court banned online poker", {"news": 1, "gambling": 1}),
    ],
)
def test_terms_are_found_however_they_are_written(text: str, expected: dict[str, int]) -> None:
    assert counts(text) == [expected]


@pytest.mark.parametrize(
    "text", ["pokers", "spokesman", "free the spins", "courtyard", "buy now, pay", "老虎", ""]
)
def test_parts_of_words_and_phrases_are_not_terms(text: str) -> None:
    assert counts(text) == [{}]


def test_phrases_do_not_reach_over_the_end_of_a_block() -> None:
    assert counts("something free", "spins of the wheel") == [{}, {}]
    assert counts("今天老", "虎机") == [{}, {}]


def test_hits_are_counted_in_their_own_block() -> None:
    assert counts("poker", "", "court", "poker poker") == [
        {"gambling": 1},
        {},
        {"news": 1},
        {"gambling": 2},
    ]


def test_arrays_hold_the_whole_matcher() -> None:
    again = Matcher.from_arrays(MATCHER.arrays(), MATCHER.categories)
    text = "free spins and 老虎机 at court"
    assert counts(text, matcher=again) == counts(text)
    assert again.size == MATCHER.size == len(TERMS)
