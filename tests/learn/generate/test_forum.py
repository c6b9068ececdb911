from __future__ import annotations

import random
import re

import pytest

from spamdetect.learn.generate.forum import LAYOUTS, Layout, stamp
from spamdetect.learn.generate.layout import Comment
from spamdetect.learn.generate.personal import handle


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_post_shows_author_text_and_the_same_facts_each_time(layout: Layout) -> None:
    post = Comment("gus222", "", "Has anyone found a left door?")
    written = layout(post, "Tue Oct 13, 2020 4:47 pm", "en")
    assert post.author in written and post.text in written
    assert written == layout(post, "Tue Oct 13, 2020 4:47 pm", "en")


def test_user_names_are_one_or_two_words_and_mostly_carry_digits() -> None:
    rng = random.Random(5)
    names = [handle(rng) for _ in range(500)]
    assert all(re.fullmatch(r"[\w.\- ]{3,30}", name) for name in names)
    assert 0.5 < sum(any(c.isdigit() for c in name) for name in names) / len(names) < 0.9
    assert len(set(names)) > 450


def test_dates_are_written_as_forums_do() -> None:
    assert re.fullmatch(
        r"[A-Z][a-z]{2} [A-Z][a-z]{2} \d\d, 20\d\d \d{1,2}:\d\d [ap]m", stamp(random.Random(1))
    )
