"""Posts of forum threads: what a forum writes around each post."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Final
from zlib import crc32

from spamdetect.learn.generate.layout import Comment
from spamdetect.learn.generate.phrases import phrase_book

_RANKS: Final = (
    "Registered user", "Member", "Junior Member", "Senior Member", "Moderator", "New member",
    "Forum veteran", "Mitglied", "Miembro", "Membre", "Участник", "Новичок", "Üye", "会员",
)  # fmt: skip
_MONTHS: Final = [
    "Jan",
    "Feb",
    "Mar",
    "Apr",
    "May",
    "Jun",
    "Jul",
    "Aug",
    "Sep",
    "Oct",
    "Nov",
    "Dec",
]
_DAYS: Final = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]


class _Member:
    """What a forum shows of an author, the same under each post."""

    def __init__(self, author: str) -> None:
        rng = random.Random(crc32(author.encode("utf-8", "surrogatepass")))
        self.rank = rng.choice(_RANKS)
        self.posts = rng.choice((rng.randint(1, 9), rng.randint(10, 400), rng.randint(400, 12_000)))
        self.joined = f"{rng.choice(_MONTHS)} {rng.randint(2001, 2025)}"
        self.place = rng.choice(phrase_book("goods")["slots"]["city"])
        self.since = stamp(rng)


def stamp(rng: random.Random) -> str:
    """Return a date and time as forums write them."""
    day = f"{rng.choice(_DAYS)} {rng.choice(_MONTHS)} {rng.randint(1, 28):02}"
    clock = f"{rng.randint(1, 12)}:{rng.randint(0, 59):02} {rng.choice(('am', 'pm'))}"
    return f"{day}, {rng.randint(2003, 2025)} {clock}"


Layout = Callable[[Comment, str, str], str]


def _profile(comment: Comment, date: str, _: str) -> str:
    member = _Member(comment.author)
    facts = f"{member.rank} · Joined {member.since} · Posts {member.posts} · {member.place}"
    return f"{comment.author}\n{facts}\n{date}\n{comment.text}"


def _column(comment: Comment, date: str, _: str) -> str:
    member = _Member(comment.author)
    facts = (
        f"{member.rank}\nPosts: {member.posts}\nJoined: {member.joined}\nLocation: {member.place}"
    )
    return f"{comment.author}\n{facts}\n\n{date}\n\n{comment.text}"


def _title(comment: Comment, date: str, _: str) -> str:
    return f"by {comment.author} » {date}\n\n{comment.text}"


def _numbered(comment: Comment, date: str, _: str) -> str:
    member = _Member(comment.author)
    return f"{date} #{member.posts % 40 + 1}\n{comment.author}\n{member.rank}\n{comment.text}"


def _rule(comment: Comment, date: str, _: str) -> str:
    return f"{comment.author} wrote on {date}:\n{comment.text}\n----------"


def _bare(comment: Comment, _date: str, _: str) -> str:
    return f"{comment.author}\n{comment.text}"


def _last(comment: Comment, date: str, _: str) -> str:
    return f"{comment.text}\n\n{comment.author}\n{date}"


LAYOUTS: Final[tuple[Layout, ...]] = (
    _profile, _profile, _column, _title, _numbered, _rule, _bare, _last,
)  # fmt: skip
"""Layouts of a post: functions of the post, its date and language."""
