from __future__ import annotations

import random
from pathlib import Path

import pytest

from spamdetect.labels import SPAM_CATEGORIES
from spamdetect.learn.corpus.load import load_corpus
from spamdetect.learn.generate import comments, forum
from spamdetect.learn.generate.comments import comment_parts
from spamdetect.learn.generate.edits import Parts
from spamdetect.learn.generate.honesttext import HonestContent
from spamdetect.learn.generate.material import load_pools
from spamdetect.learn.generate.phrases import phrase_book
from spamdetect.learn.generate.pool import looks_like_spam
from spamdetect.learn.generate.spamtext import SpamContent

SPAM, HONEST = load_pools(load_corpus(Path(__file__).parents[2] / "data" / "corpus"), "train")
BOOK = phrase_book("goods")
GOODS = [x for kind in ("goods", "services") for names in BOOK[kind].values() for x in names]
TITLE = "Walking the old railway line"


def section(seed: int, count: int, share: float) -> Parts:
    rng = random.Random(seed)
    honest = HonestContent(HONEST, rng, "en", "article")
    parts = comment_parts(rng, SpamContent(SPAM, honest, rng, "en"), count, share, TITLE)
    return parts[::2]


def test_a_section_holds_spam_of_known_categories_and_honest_comments() -> None:
    found = [section(seed, 6, 0.3) for seed in range(200)]
    assert {len(parts) for parts in found} == {6}
    categories = [category for parts in found for _, category in parts]
    assert set(categories) <= {*SPAM_CATEGORIES, None}
    assert all(any(category for _, category in parts) for parts in found)
    assert categories.count(None) > len(categories) / 3


def test_spam_trackbacks_are_mostly_signed_with_ordinary_goods(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(comments, "TRACKBACKS", 1.0)
    goods = {name.split(" {")[0].lower() for name in GOODS}
    texts = [text.lower() for seed in range(300) for text, kind in section(seed, 4, 1.0) if kind]
    signed = [text for text in texts if any(name in text for name in goods)]
    assert 0.5 < len(signed) / len(texts) < 0.95
    assert sum(TITLE.lower() in text for text in signed) > len(signed) / 4


def test_posts_of_spam_are_signed_by_members_where_the_text_tells(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(comments, "FORUMS", 1.0)
    monkeypatch.setattr(comments, "TRACKBACKS", 0.0)
    monkeypatch.setattr(forum, "handle", lambda rng: "gus222")
    posts = [part for seed in range(300) for part in section(seed, 4, 0.5)]
    honest = ["gus222" in text for text, category in posts if category is None]
    spam = [text for text, category in posts if category]
    signed = [text for text in spam if "gus222" in text]
    assert sum(honest) / len(honest) > 0.7
    assert len(signed) / len(spam) > 0.3
    assert all("http" in text or looks_like_spam(text) for text in signed)
