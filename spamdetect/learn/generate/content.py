"""What is put into pages, spam or honest, as those that place it see it."""

from __future__ import annotations

from typing import Protocol

from spamdetect.learn.generate.layout import Comment, Link


class Content(Protocol):
    """What a form asks of its material; methods return a text (or links) and its category."""

    lang: str

    @property
    def honest(self) -> Content:
        """Honest material for the same page."""

    def links(self, count: int) -> tuple[list[Link], str | None]: ...
    def signature(self) -> tuple[Link, str | None]: ...
    def comment(self) -> tuple[Comment, str | None]: ...
    def words(self) -> tuple[str, str | None]: ...
    def line(self) -> tuple[str, str | None]: ...
    def sentence(self) -> tuple[str, str | None]: ...
    def paragraph(self) -> tuple[str, str | None]: ...
