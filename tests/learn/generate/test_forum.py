from __future__ import annotations

import random
import re
from datetime import datetime

from spamdetect.learn.generate.forum import LAYOUTS, Thread
from spamdetect.learn.generate.layout import Comment
from spamdetect.learn.generate.personal import handle, personal_site

SEEDS = range(60)


def posts(seed: int, count: int = 4) -> list[str]:
    thread = Thread(random.Random(seed), "en")
    return [thread.write(Comment("gus222", "", f"Reply {number}.")) for number in range(count)]


def test_all_posts_show_their_author_and_text() -> None:
    for seed in SEEDS:
        for number, post in enumerate(posts(seed)):
            assert "gus222" in post and f"Reply {number}." in post


def test_a_member_is_shown_with_the_same_facts_in_all_posts_of_a_thread() -> None:
    facts = 0
    for seed in SEEDS:
        found = [re.findall(r"Posts:? \d+|Joined:? .*", post) for post in posts(seed)]
        facts += bool(found[0])
        assert all(shown == found[0] for shown in found)
    assert facts > len(SEEDS) / len(LAYOUTS)


def test_dates_exist_and_go_on() -> None:
    checked = 0
    for seed in SEEDS:
        found = [
            re.search(r"[A-Z][a-z]{2} \w{3} \d\d, \d{4} \d\d:\d\d [AP]M$", post, re.M)
            for post in posts(seed)
        ]
        dates = [datetime.strptime(match[0], "%a %b %d, %Y %I:%M %p") for match in found if match]
        assert dates == sorted(dates)
        assert [d.strftime("%a") for d in dates] == [match[0][:3] for match in found if match]
        checked += len(dates)
    assert checked > 20


def test_the_same_people_post_again() -> None:
    thread = Thread(random.Random(3), "en")
    assert len({thread.author() for _ in range(200)}) <= 20


def test_user_names_are_short_and_mostly_carry_digits() -> None:
    rng = random.Random(5)
    names = [handle(rng) for _ in range(500)]
    assert all(re.fullmatch(r"[\w.\- ]{3,30}", name) for name in names)
    assert 0.5 < sum(any(c.isdigit() for c in name) for name in names) / len(names) < 0.9
    assert len(set(names)) > 450


def test_user_names_have_no_site_of_that_name() -> None:
    rng = random.Random(2)
    assert not any(personal_site(rng, name) for name in ("gus222", "hungry 64", "dragon_uwe") * 20)
