import random

from hypothesis import given
from hypothesis import strategies as st

from spamdetect.learn.generate.probes import probe, random_word


@given(st.integers(0, 10_000))
def test_a_probe_is_text_and_the_same_for_the_same_chance(seed: int):
    texts = {probe(random.Random(seed), "Great post!", "cheap pills") for _ in range(2)}
    assert len(texts) == 1
    assert texts.pop().strip()


def test_probes_come_in_the_usual_forms():
    rng = random.Random(0)
    texts = [probe(rng, "Great post!", "cheap pills") for _ in range(300)]
    for part in ("Great post!", "cheap pills", "[url=http://", '<a href="http://', "[link="):
        assert any(part in text for text in texts)
    assert len(set(texts)) > 290


def test_random_words_are_no_language():
    rng = random.Random(0)
    words = {random_word(rng) for _ in range(200)}
    assert len(words) == 200
    assert all(word.isalnum() for word in words)
