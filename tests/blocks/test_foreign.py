import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from spamdetect.blocks import foreign, shape
from spamdetect.blocks.context import Layout
from spamdetect.blocks.piece import make_piece
from spamdetect.text.script import classify, encode

LETTERS, SPAM = (foreign.NAMES.index(name) for name in ("foreign_letters", "ngram_spam_foreign"))


def rows(*documents: list[str], score: int = 1) -> np.ndarray:
    """Features of the blocks of documents where what begins at any letter scores the same."""
    blocks = [block for document in documents for block in document]
    codes = encode("".join(blocks))
    end = np.cumsum([len(block) for block in blocks])
    start = end - [len(block) for block in blocks]
    classes = classify(codes)
    piece = make_piece(codes, classes, start, end, np.empty((0, 2), np.int64))
    counts = shape.histogram(piece)
    scores = np.full(len(piece.folded.codes), score, np.int32)
    sums = (piece.last - piece.first) * score
    document = np.repeat(np.arange(len(documents)), [len(document) for document in documents])
    by_script = foreign.sums_by_script(piece, counts, scores, sums)
    layout = Layout(document, end - start, np.arange(len(blocks)))
    return foreign.features(layout, counts, by_script, 1.0)


def test_letters_of_another_script_are_counted_apart_from_the_rest_of_their_block():
    page = ["The ferry leaves at nine ", "and is back by noon ", "онлайн казино says the captain "]
    found = rows(page)
    assert np.isclose(found[2, LETTERS], np.log1p(12))
    assert np.isclose(found[2, SPAM], 12 / np.sqrt(12))
    assert not found[:2, LETTERS].any()


def test_a_block_all_in_another_script_is_foreign_as_a_whole():
    found = rows(["The ferry leaves at nine. ", "онлайн казино"])
    assert np.isclose(found[1, LETTERS], np.log1p(12))
    assert found[1, 0] == 1.0


def test_a_script_that_the_page_uses_a_lot_is_not_foreign():
    page = ["Паром «Queen» ", "a ferry ", "паром a ferry "]
    assert rows(page)[2, LETTERS] == 0.0


def test_a_block_without_others_is_never_foreign():
    assert not rows(["ferry казино"], ["казино"], ["1234"]).any()


def test_other_documents_do_not_matter():
    page = ["The ferry leaves. ", "казино "]
    assert np.array_equal(rows(page, ["паром ", "казино "])[:2], rows(page))


@given(st.lists(st.text(alphabet="яж 字κ 한 1.", min_size=1), min_size=1, max_size=6))
def test_sums_by_script_hold_what_begins_at_letters(blocks: list[str]):
    codes = encode("".join(blocks))
    end = np.cumsum([len(block) for block in blocks])
    start = end - [len(block) for block in blocks]
    piece = make_piece(codes, classify(codes), start, end, np.empty((0, 2), np.int64))
    counts = shape.histogram(piece)
    scores = np.arange(len(piece.folded.codes), dtype=np.int32)
    totals = np.array([scores[a:b].sum() for a, b in zip(piece.first, piece.last, strict=True)])
    found = foreign.sums_by_script(piece, counts, scores, totals)
    for row, block, total in zip(found, blocks, totals, strict=True):
        scripts = {name for char in block for name in scripts_of(char)}
        assert np.count_nonzero(row) <= len(scripts)
        if len(scripts) == 1:
            assert row.sum() == total
        elif scripts:
            assert row.sum() <= total


def scripts_of(char: str) -> str:
    return {"я": "c", "ж": "c", "字": "h", "κ": "g", "한": "k"}.get(char, "")
