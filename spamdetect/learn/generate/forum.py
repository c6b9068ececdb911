"""Threads of forums: who posts, and what a forum writes around each post."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from spamdetect.learn.generate.layout import Comment
from spamdetect.learn.generate.personal import handle
from spamdetect.learn.generate.phrases import phrase_book

_RANKS: Final = {
    "en": (
        "Registered user",
        "Member",
        "Junior Member",
        "Senior Member",
        "Moderator",
        "New member",
    ),
    "de": ("Mitglied", "Neues Mitglied", "Moderator", "Stammgast"),
    "es": ("Miembro", "Miembro nuevo", "Usuario registrado", "Moderador"),
    "fr": ("Membre", "Nouveau membre", "Membre actif", "Modérateur"),
    "id": ("Anggota", "Anggota baru", "Kaskuser", "Moderator"),
    "pl": ("Użytkownik", "Nowy", "Stały bywalec", "Moderator"),
    "ru": ("Участник", "Новичок", "Старожил", "Модератор"),
    "tr": ("Üye", "Yeni üye", "Kıdemli üye", "Moderatör"),
    "vi": ("Thành viên", "Thành viên mới", "Điều hành viên"),
    "zh": ("会员", "新手上路", "高级会员", "版主"),
}
_STAMPS: Final = (
    "%a %b %d, %Y %I:%M %p", "%a %b %d, %Y %I:%M %p", "%d.%m.%Y, %H:%M", "%d %b %Y, %H:%M",
    "%b %d, %Y", "%Y-%m-%d %H:%M", "%d/%m/%y %H:%M", "%d-%m-%Y %I:%M %p",
)  # fmt: skip


class Member(NamedTuple):
    """What a forum shows of the author of a post."""

    rank: str
    posts: int
    joined: str
    place: str


def _profile(post: Comment, member: Member, date: str, _: int) -> str:
    facts = f"{member.rank} · Joined {member.joined} · Posts {member.posts} · {member.place}"
    return f"{post.author}\n{facts}{_site(post)}\n{date}\n{post.text}"


def _column(post: Comment, member: Member, date: str, _: int) -> str:
    facts = (
        f"{member.rank}\nPosts: {member.posts}\nJoined: {member.joined}\nLocation: {member.place}"
    )
    return f"{post.author}\n{facts}{_site(post)}\n\n{date}\n\n{post.text}"


def _byline(post: Comment, _: Member, date: str, __: int) -> str:
    return f"by {post.author} » {date}\n\n{post.text}"


def _numbered(post: Comment, member: Member, date: str, number: int) -> str:
    return f"{date} #{number}\n{post.author}\n{member.rank}{_site(post)}\n{post.text}"


def _ruled(post: Comment, _: Member, date: str, __: int) -> str:
    return f"{post.author} wrote on {date}:\n{post.text}\n----------"


def _bare(post: Comment, _: Member, __: str, ___: int) -> str:
    return f"{post.author}\n{post.text}"


def _signed(post: Comment, _: Member, date: str, __: int) -> str:
    return f"{post.text}\n\n{post.author}\n{date}"


def _site(post: Comment) -> str:
    return f"\nWebsite: {post.url}" if post.url else ""


LAYOUTS: Final[tuple[Callable[[Comment, Member, str, int], str], ...]] = (
    _profile, _column, _byline, _numbered, _ruled, _bare, _signed,
)  # fmt: skip
"""Layouts of a post: functions of the post, its author, its date and its number."""


class Thread:
    """A thread: one layout, a few members who post again and again, and time that goes on.

    Parameters
    ----------
    rng : random.Random
    lang : str
        Language that the ranks of the members are in, where they are known in it.
    """

    def __init__(self, rng: random.Random, lang: str) -> None:
        self._rng = rng
        self._ranks = _RANKS.get(lang.split("-")[0], _RANKS["en"])
        self._layout = rng.choice(LAYOUTS)
        self._stamp = rng.choice(_STAMPS)
        self._cast = [handle(rng) for _ in range(rng.choice((2, 4, 8, 20)))]
        self._members: dict[str, Member] = {}
        self._start = self._now = datetime(2003, 1, 1) + timedelta(
            minutes=rng.randrange(11_500_000)
        )
        self._number = 0

    def author(self) -> str:
        """Return the user name of someone who posts in this thread."""
        return self._rng.choice(self._cast)

    def _member(self, author: str) -> Member:
        if author not in self._members:
            rng = self._rng
            joined = self._start - timedelta(days=rng.randint(0, 3000))
            self._members[author] = Member(
                rng.choice(self._ranks),
                rng.choice((rng.randint(1, 9), rng.randint(10, 400), rng.randint(400, 12_000))),
                joined.strftime("%b %Y" if self._layout is _column else self._stamp),
                rng.choice(phrase_book("spam")["slots"]["city"]),
            )
        return self._members[author]

    def write(self, post: Comment) -> str:
        """Return the next post as the forum shows it."""
        self._now += timedelta(minutes=int(self._rng.expovariate(1 / 900)) + 1)
        self._number += 1
        date = self._now.strftime(self._stamp)
        return self._layout(post, self._member(post.author), date, self._number)
