"""Kinds of honest text that tempt a spam filter, and other slices of documents."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from spamdetect.learn.corpus.documents import Document
from spamdetect.learn.corpus.pages import HTML, WHOLE_PAGE
from spamdetect.learn.evaluation.scoring import MENTIONED, Scored

KINDS: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    ("news", ("news", "press", "webpage", "speech")),
    ("comments and forums", ("comment", "forum", "newsgroup", "chat", "q-and-a", "user-review")),
    ("messages and mail", ("sms", "email", "mailing-list")),
    (
        "link newsletters and lists",
        ("newsletter", "link-", "blogroll", "digest", "bibliography", "reference"),
    ),
    ("attackers' addresses", ("ioc", "security-docs")),
    ("documentation", ("docs", "code", "tech-", "release-notes", "guide", "ui-strings", "how-to")),
    ("legal pages", ("law", "legal", "terms", "privacy-notice", "gov-")),
    ("health", ("medical", "health")),
    ("shops and companies", ("product", "coupon", "company", "crypto-news")),
    ("betting and gambling help", ("odds", "gambling")),
    ("whole pages with menus", (WHOLE_PAGE,)),
    ("HTML pages", (HTML,)),
)
"""Name of a kind of honest text, and the words in the data's ``kind`` that it stands for."""
MENTIONS: Final = 3
"""Hits of a category's terms in an honest document that reports on its subject."""


def language_of(document: Document) -> str:
    """Return the primary language subtag, ``"und"`` if it is not known."""
    return document.lang.split("-")[0].lower() or "und"


def kinds_of(document: Document) -> list[str]:
    """Return the kinds of honest text that a document is of, ``"other text"`` if none.

    Parameters
    ----------
    document : Document
    """
    kind = document.kind.lower()
    names = [name for name, words in KINDS if any(word in kind for word in words)]
    return names or ["other text"]


def kind_members(scored: Scored) -> dict[str, list[int]]:
    """Return the indices of the documents of each kind, and of those that mention a subject.

    Parameters
    ----------
    scored : Scored
        Honest documents.
    """
    members: dict[str, list[int]] = {}
    for index, (document, outcome) in enumerate(
        zip(scored.documents, scored.outcomes, strict=True)
    ):
        for name in kinds_of(document):
            members.setdefault(name, []).append(index)
        for name, hits in zip(MENTIONED, outcome.mentions, strict=True):
            if hits >= MENTIONS:
                members.setdefault(f"mentions {name}", []).append(index)
    return dict(sorted(members.items()))


def share_bins(shares: Sequence[float]) -> list[str]:
    """Return for each share of a page that is spam the name of its bin."""
    edges = ((0.01, "up to 1 %"), (0.05, "1 to 5 %"), (0.2, "5 to 20 %"), (0.6, "20 to 60 %"))
    return [next((name for edge, name in edges if share <= edge), "over 60 %") for share in shares]
