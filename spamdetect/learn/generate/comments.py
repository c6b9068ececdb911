"""Comment sections and forum threads, of honest comments and spam, with trackbacks among them."""

from __future__ import annotations

import random
from typing import Final

from spamdetect.learn.generate.content import Content
from spamdetect.learn.generate.edits import Parts
from spamdetect.learn.generate.forum import Thread
from spamdetect.learn.generate.layout import COMMENT_LAYOUTS, Comment, date_text, write_links
from spamdetect.learn.generate.pool import looks_like_spam

HEADS: Final = (
    "Comments", "{n} Responses", "Leave a Reply", "Komentar", "Kommentare", "评论", "Commentaires",
    "Comentarios", "Комментарии", "Bình luận", "Yorumlar", "コメント",
)  # fmt: skip
"""What stands above the comments of a page."""

COMMENTS: Final = (1, 2, 3, 5, 8, 14, 30)
"""Numbers of comments under a page, all as likely; old posts of a blog gather dozens."""

FORUMS: Final = 0.25
"""Share of comment sections written as a thread of a forum."""
MEMBERS: Final = 0.75
"""Share of posts of a forum whose author is made one of the thread's members. Spam whose keyword or
link stands in its signature alone keeps it: nothing else would tell that it is spam."""
TRACKBACKS: Final = 0.2
"""Share of comment sections that consist of trackbacks: pages that say they link to this one."""
_EXCERPTS: Final = (
    "[...] {s} {t} [...]", "[…] {s} […]", "[...] {s} [...]", "[&#8230;] {s} [&#8230;]", "...{s}...",
)  # fmt: skip
_QUOTES: Final = (
    "[...]{t}[...]...", "[...] {t} [...]", "[…] {t} […]", "[...]{t}", "...{t}...", "[…]{t}[…]…",
    "{t}", "Re: {t}", *_EXCERPTS,
)  # fmt: skip
_LEADS: Final = (
    "Links", "Check these out", "Recommended reading", "Related", "Sources", "Great website",
    "Awesome post", "Visit my site", "Additional information", "Read more here",
    "Links of interest",
)  # fmt: skip


def _trackback(
    rng: random.Random, content: Content, quote: str, title: str
) -> tuple[Comment, str | None]:
    """Return a comment that says which page links to this one, and with which words.

    Those of spam programs are signed with a keyword, mostly of ordinary goods, which they often
    repeat, and mostly quote the title alone; honest ones are signed with a site's name and quote a
    passage of it.
    """
    link, category = content.signature()
    honest = category is None
    said = content.honest.sentence()[0]
    text = (rng.choice(_EXCERPTS) if honest else quote).format(t=title, s=said)
    if rng.random() < (0.3 if honest else 0.75):
        first = content.line()[0] if honest else rng.choice((link.anchor, link.anchor, *_LEADS))
        text = first + rng.choice(("...\n", "...\n\n", "\n", ": ", " - ")) + text
    return Comment(*link, text), category


def comment_parts(
    rng: random.Random, content: Content, count: int, share: float, title: str = ""
) -> Parts:
    """Return a comment section, or a thread of a forum, in one layout.

    Parameters
    ----------
    rng : random.Random
    content : Content
    count : int
        Number of comments.
    share : float
        Share of the comments that come from `content`; the others are honest.
    title : str
        Title of the page, for trackbacks.
    """
    quote = rng.choice(_QUOTES) if title and rng.random() < TRACKBACKS else ""
    thread = Thread(rng, content.lang) if not quote and rng.random() < FORUMS else None
    layout, gap = rng.choice(COMMENT_LAYOUTS), rng.choice(("\n\n", "\n\n", "\n", "\n\n\n"))
    bbcode = rng.random() < 0.15
    certain = rng.randrange(count)
    parts: Parts = []
    for i in range(count):
        chosen = content if i == certain or rng.random() < share else content.honest
        if quote and rng.random() < 0.85:
            comment, category = _trackback(rng, chosen, quote, title)
        else:
            comment, category = chosen.comment()
        if bbcode:
            links, category = chosen.links(rng.choice((1, 1, 2, 5)))
            text = write_links(rng, links, with_urls=True, one_line=rng.random() < 0.5)
            comment = comment._replace(text=text if category else f"{comment.text} {links[0].url}")
        if thread:
            told = category is None or "http" in comment.text or looks_like_spam(comment.text)
            if told and rng.random() < MEMBERS:
                comment = comment._replace(author=thread.author())
            text = thread.write(comment)
        else:
            text = layout(comment, date_text(rng, content.lang), content.lang)
        parts += [(text.strip(), category), (gap, None)]
    return parts[:-1]
