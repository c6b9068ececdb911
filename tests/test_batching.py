from __future__ import annotations

import itertools

from spamdetect.batching import in_batches


def test_a_batch_ends_with_the_item_that_fills_it() -> None:
    assert list(in_batches(["aa", "b", "ccccc", "d"], len, 3)) == [["aa", "b"], ["ccccc"], ["d"]]
    assert list(in_batches("abcde", len, 9, 2)) == [["a", "b"], ["c", "d"], ["e"]]
    assert list(in_batches([], len, 1)) == []


def test_items_are_read_no_further_than_the_batch_needs() -> None:
    numbers = itertools.count()
    assert next(in_batches(numbers, lambda number: 1, 3)) == [0, 1, 2]
    assert next(numbers) == 3
