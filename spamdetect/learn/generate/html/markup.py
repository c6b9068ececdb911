"""Links, paragraphs, rows and comments as HTML markup: the same for spam and honest material."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from html import escape as escaped
from typing import Final

from spamdetect.learn.generate.layout import Comment, Link, date_text

Write = Callable[[Link], str]

_NOTATION: Final = re.compile(
    r"<a\s[^>]*?href=[\"']?([^\s\"'>]*)[\"']?[^>]*>(.*?)</a>"
    r"|\[url=([^\]\s]*)\](.*?)\[/url\]"
    r"|\[([^\]\n]{1,80})\]\(([^)\s]+)\)"
    r"|(https?://[^\s<>\"')\]]+)",
    re.IGNORECASE | re.DOTALL,
)
_TAG: Final = re.compile(r"</?[a-zA-Z][^>]{0,200}>")


def escape(rng: random.Random, text: str) -> str:
    """Return a text as markup; rarely with its letters as character references."""
    out = escaped(text, quote=rng.random() < 0.1)
    if rng.random() < 0.03:
        out = out.encode("ascii", "xmlcharrefreplace").decode("ascii")
    return out


def inline(rng: random.Random, text: str) -> str:
    """Return a text as markup of one paragraph; links written in it become anchors.

    Parameters
    ----------
    rng : random.Random
    text : str
        Plain, or with links in HTML, BBCode, Markdown or as bare URLs.
    """
    write = anchors(rng)
    bare = rng.random() < 0.6
    out: list[str] = []
    done = 0

    def plain(piece: str) -> str:
        lines = escape(rng, _TAG.sub(" ", piece)).split("\n")
        return rng.choice(("<br>", "<br />\n", "<br>\n")).join(lines)

    for match in _NOTATION.finditer(text):
        out.append(plain(text[done : match.start()]))
        done = match.end()
        html_url, html_name, board_url, board_name, name, url, alone = match.groups()
        if alone:
            out.append(write(Link(alone, alone)) if bare else escaped(alone))
        else:
            target, shown = html_url or board_url or url or "", html_name or board_name or name
            shown = " ".join(_TAG.sub(" ", shown or "").split())
            out.append(write(Link(shown or target, target)))
    out.append(plain(text[done:]))
    return "".join(out)


def paragraphs(rng: random.Random, text: str) -> str:
    """Return a text as paragraphs."""
    found = [piece for piece in re.split(r"\n\s*\n", text.strip()) if piece.strip()]
    kind = rng.random()
    if kind < 0.75:
        opening = rng.choice(("<p>", "<p>", "<p>", '<p style="text-align: justify;">'))
        closing = "" if rng.random() < 0.04 else "</p>"
        return "\n".join(f"{opening}{inline(rng, piece)}{closing}" for piece in found)
    if kind < 0.9:
        return "\n".join(f"<div>{inline(rng, piece)}</div>" for piece in found)
    return "<br><br>\n".join(inline(rng, piece) for piece in found)


_EXTRAS: Final = (
    ("",) * 8
    + (' target="_blank"', ' rel="dofollow"', ' rel="nofollow"', ' rel="noopener" target="_blank"')
    + (' title="{a}"', ' title="{a}"', ' class="link"', ' style="color:#333"', ' rel="follow"')
)
_INSIDE: Final = ("{a}",) * 12 + (
    "<strong>{a}</strong>",
    "<b>{a}</b>",
    "<span>{a}</span>",
    '<font color="#FFFFFF">{a}</font>',
    "<u>{a}</u>",
)


def anchors(rng: random.Random) -> Write:
    """Return a function that writes anchors in one manner of quoting and attributes."""
    extra, inside, kind = rng.choice(_EXTRAS), rng.choice(_INSIDE), rng.random()
    first, ending = rng.random() < 0.7, "" if rng.random() < 0.01 else "</a>"

    def write(link: Link) -> str:
        text, url = escape(rng, " ".join(link.anchor.split())), escaped(link.url)
        more = extra.format(a=escaped(link.anchor)) if extra else ""
        quote = "'" if kind < 0.08 else '"'
        if kind > 0.97 and " " not in url:
            quote = ""
        href = f" href={quote}{url}{quote}"
        attributes = href + more if first or not quote else more + href
        name = "A" if kind > 0.95 else "a"
        return f"<{name}{attributes}>{inside.format(a=text)}{ending}"

    return write


_SEPARATORS: Final = (
    " ", " ", " ", "\n", "", "", ", ", " | ", "|", " &middot; ", "&nbsp;", "&nbsp; ", "<br>",
    "<br/>\n", " - ", " / ", ",\n", " • ",
)  # fmt: skip


def _list(rng: random.Random, cells: Sequence[str]) -> str:
    ends = "" if rng.random() < 0.1 else "</li>"
    marks = rng.choice(("", "", ' class="menu-item"', ' class="cat-item"'))
    opening = rng.choice(("<ul>", "<ul>", '<ul class="links">', '<ul style="list-style:none">'))
    gap = rng.choice(("\n", "", "\n  "))
    return f"{opening}{gap}" + gap.join(f"<li{marks}>{cell}{ends}" for cell in cells) + "</ul>"


def _table(rng: random.Random, cells: Sequence[str]) -> str:
    wide = rng.choice((1, 1, 2, 3, 5))
    rows = (cells[i : i + wide] for i in range(0, len(cells), wide))
    body = "".join("<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>\n" for row in rows)
    return f"<table>{body}</table>"


def _each(rng: random.Random, cells: Sequence[str]) -> str:
    before, after = rng.choice(
        (
            ("<p>", "</p>"), ("<div>", "</div>"), ("<div>", "</div>"), ("<li>", "</li>"),
            ("<h2>", "</h2>"), ("<span>", "</span>"), ("<p>", ""), ("<h1>", "</h1>"),
        )
    )  # fmt: skip
    return rng.choice(("\n", "")).join(f"{before}{cell}{after}" for cell in cells)


def _run(rng: random.Random, cells: Sequence[str]) -> str:
    return rng.choice(_SEPARATORS).join(cells)


def link_list(rng: random.Random, links: Sequence[Link]) -> str:
    """Return links as a list, table, run or paragraphs.

    Parameters
    ----------
    rng : random.Random
    links : sequence of Link
    """
    write = anchors(rng)
    cells = [write(link) for link in links]
    if rng.random() < 0.06:
        cells = [f"{cell} {escaped(link.url)}" for cell, link in zip(cells, links, strict=True)]
    return rng.choice((_list, _list, _run, _run, _run, _each, _each, _table))(rng, cells)


_COMMENT_LAYOUTS: Final = (
    '<li class="comment even thread-even depth-1" id="comment-{n}"><div class="comment-author '
    'vcard"><cite class="fn">{author}</cite> <span class="says">says:</span></div>\n<div class='
    '"comment-meta commentmetadata"><a href="#comment-{n}">{date}</a></div>\n<p>{text}</p></li>',
    '<li id="comment-{n}" class="comment"><article class="comment-body"><footer class="comment-'
    'meta"><b class="fn">{author}</b> <time>{date}</time></footer><div class="comment-content">'
    "<p>{text}</p></div></article></li>",
    '<div class="comment" id="c{n}"><p class="comment-meta">{author} | {date}</p>\n<p>{text}</p>'
    "</div>",
    "<dl><dt>{author} &middot; {date}</dt>\n<dd><p>{text}</p></dd></dl>",
    '<div class="post"><div class="postprofile">{author}</div><div class="postbody">{date}<br>'
    "{text}</div></div>",
    '<div class="media"><div class="media-body"><h4>{author} <small>{date}</small></h4>{text}'
    "</div></div>",
    "<tr><td>{author}<br>{date}</td><td>{text}</td></tr>",
    "<p><b>{author}</b> ({date})<br>{text}</p>",
    "<li><p>{text}</p><p>{author}, {date}</p></li>",
)


class CommentWriter:
    """Writes the comments of one section in one layout.

    Parameters
    ----------
    rng : random.Random
    lang : str
        Language of the dates.
    """

    def __init__(self, rng: random.Random, lang: str) -> None:
        self.rng, self.lang = rng, lang
        self.layout = rng.choice(_COMMENT_LAYOUTS)
        self.rel = rng.choice(("external nofollow", "external nofollow", "nofollow", "", "ugc"))

    def section(self) -> tuple[str, str]:
        """Return the markup around the comments."""
        if self.layout.startswith("<tr"):
            return "<table>", "</table>"
        name = "ol" if self.layout.startswith("<li") else "div"
        return f'<{name} class="commentlist" id="comments">', f"</{name}>"

    def write(self, comment: Comment) -> str:
        """Return one comment with author and date."""
        author = escape(self.rng, comment.author)
        if comment.url:
            rel = f' rel="{self.rel}" class="url"' if self.rel else ""
            author = f'<a href="{escaped(comment.url)}"{rel}>{author}</a>'
        return self.layout.format(
            n=self.rng.randint(1, 99999),
            author=author,
            date=date_text(self.rng, self.lang),
            text=inline(self.rng, comment.text),
        )
