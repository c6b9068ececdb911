"""Small pages of few words: guestbooks, issue threads, tables of records, directories.

On a page of fifty honest words one entry of spam is most of what stands around every other
entry. The entries of a page are written alike, whoever wrote them; one or a few are the content's.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import Final

from spamdetect.learn.generate.content import Content
from spamdetect.learn.generate.edits import Parts
from spamdetect.learn.generate.html.honest import furniture
from spamdetect.learn.generate.html.markup import CommentWriter, anchors, escape, inline, link_list
from spamdetect.learn.generate.layout import Link, date_text

LEAST: Final = 150
MOST: Final = 600
"""Honest characters of the entries of a small page."""
LONGEST: Final = 260
"""Characters of an honest entry."""
_STATES: Final = (
    "Open",
    "Closed",
    "Published",
    "Draft",
    "Pending",
    "Active",
    "New",
    "OK",
    "1",
    "-",
)
_ACTIONS: Final = (
    "Edit | Delete",
    "Edit Delete",
    "View",
    "Show more",
    "Reply",
    "Update",
    "Details",
)
_COLUMNS: Final = (
    "ID", "No", "Name", "Title", "Author", "Date", "Status", "Action", "Comment", "Message",
    "Subject", "Created", "User", "Description", "Category",
)  # fmt: skip
_FIELDS: Final = ("Name", "Email", "Website", "Message", "Search", "Username", "Password", "Title")
_RUNS: Final = (
    "<b>{author}</b> {date} {text}<br>", "{author} ({date}): {text}<br>\n", "{date} {text}<br><br>",
    "<span>{author}: {text}</span> ", "<strong>{author}</strong> {text} ",
    "<td>{author}: {text}</td>",
)  # fmt: skip
_AROUND: Final = (("<div>", "</div>"), ("<p>", "</p>"), ("", ""), ('<td class="main">', "</td>"))

Entry = tuple[str, str | None]
Write = Callable[[Content], Entry]


def small_page(rng: random.Random, content: Content) -> Parts:
    """Return the source of a small page, of which entries are the content's.

    Parameters
    ----------
    rng : random.Random
    content : Content
        Spam, or honest material: then the whole page is honest.

    Returns
    -------
    list of (str, str or None)
        Pieces of source with their spam category, None where honest.
    """
    honest = content.honest
    form = rng.choice((_thread, _thread, _run, _table, _table, _directory))
    head, write, foot = form(rng, content)
    entries = _entries(rng, content, write)
    title = escape(rng, honest.words()[0])
    before = f"<html><head><title>{title}</title></head>\n<body>"
    if rng.random() < 0.5:
        before = "<!DOCTYPE html>\n" + before
    if rng.random() < 0.6:
        links = [Link(furniture(rng, honest, "nav"), "/#") for _ in range(rng.randint(2, 6))]
        before += link_list(rng, links)
    if rng.random() < 0.7:
        level = rng.randint(1, 3)
        before += f"\n<h{level}>{escape(rng, honest.words()[0])}</h{level}>"
    if rng.random() < 0.3:
        before += f"\n<p>{inline(rng, honest.sentence()[0][:LONGEST])}</p>"
    after = foot
    if rng.random() < 0.4:
        after += _form(rng)
    if rng.random() < 0.6:
        after += f"\n<footer>{escape(rng, furniture(rng, honest, 'footer'))}</footer>"
    gap = rng.choice(("\n", "\n", ""))
    parts: Parts = [(before + gap + head, None)]
    for entry in entries:
        parts += [(gap, None), entry]
    return [*parts, (gap + after + "\n</body></html>", None)]


def _entries(rng: random.Random, content: Content, write: Write) -> list[Entry]:
    """Return honest entries up to a size, and among them some of the content."""
    wanted = rng.randint(LEAST, MOST)
    entries: list[Entry] = []
    size = 0
    while size < wanted and len(entries) < 12:
        found = write(content.honest)
        size += len(found[0])
        entries.append(found)
    own = [write(content) for _ in range(rng.choice((1, 1, 1, 1, 2, 3)))]
    together = rng.random() < 0.5
    place = rng.randint(0, len(entries))
    for entry in own:
        entries.insert(place if together else rng.randint(0, len(entries)), entry)
    return entries


def _short(content: Content, text: str) -> str:
    """Return a text; of a long honest one its beginning, up to the end of a word."""
    if content.honest is not content or len(text) <= LONGEST:
        return text
    return text[:LONGEST].rpartition(" ")[0] or text[:LONGEST]


def _thread(rng: random.Random, content: Content) -> tuple[str, Write, str]:
    """Comments, messages or a guestbook."""
    writer = CommentWriter(rng, content.honest.lang)
    head, foot = writer.section()

    def write(source: Content) -> Entry:
        comment, category = source.comment()
        return writer.write(comment._replace(text=_short(source, comment.text))), category

    return head, write, foot


def _run(rng: random.Random, content: Content) -> tuple[str, Write, str]:
    """Messages of one element: on lines of their own, or one after the other."""
    layout = rng.choice(_RUNS)
    cells = layout.startswith("<td>")
    head, foot = ("<table><tr>", "</tr></table>") if cells else rng.choice(_AROUND)
    lang = content.honest.lang

    def write(source: Content) -> Entry:
        comment, category = source.comment()
        author = escape(rng, comment.author)
        if comment.url:
            author = anchors(rng)(Link(comment.author, comment.url))
        text = inline(rng, _short(source, " ".join(comment.text.split())))
        return layout.format(author=author, date=date_text(rng, lang), text=text), category

    return head, write, foot


def _table(rng: random.Random, content: Content) -> tuple[str, Write, str]:
    """Records with numbers, names, dates and things to do with them."""
    lang = content.honest.lang
    kinds = rng.sample(("id", "name", "date", "state", "action"), rng.randint(0, 4))
    kinds.insert(rng.randint(0, len(kinds)), "text")
    if rng.random() < 0.4:
        kinds.insert(rng.randint(0, len(kinds)), "words")
    linked = rng.random() < 0.3
    gap = rng.choice(("", "", "\n", "\n    "))

    def cell(source: Content, kind: str) -> str:
        if kind == "id":
            return str(rng.randint(1, 9999))
        if kind == "name":
            return escape(rng, source.comment()[0].author)
        if kind == "date":
            return date_text(rng, lang)
        if kind in ("state", "action"):
            return rng.choice(_STATES if kind == "state" else _ACTIONS)
        text = source.words()[0] if kind == "words" else _text(rng, source)
        if linked and kind == "words":
            links, _ = source.links(1)
            return anchors(rng)(Link(text, links[0].url))
        return inline(rng, _short(source, text))

    def write(source: Content) -> Entry:
        cells = gap.join(f"<td>{cell(source, kind)}</td>" for kind in kinds)
        _, category = source.words()
        return f"<tr>{gap}{cells}{gap}</tr>", category

    head = rng.choice(("<table>", "<table>", '<table border="1">', '<table class="table">'))
    if rng.random() < 0.6:
        names = rng.sample(_COLUMNS, len(kinds))
        head += "<tr>" + "".join(f"<th>{name}</th>" for name in names) + "</tr>"
    return head, write, "</table>"


def _text(rng: random.Random, source: Content) -> str:
    form = rng.choice((source.line, source.line, source.sentence, source.words))
    return source.comment()[0].text if rng.random() < 0.25 else form()[0]


def _directory(rng: random.Random, content: Content) -> tuple[str, Write, str]:
    """Names with links, descriptions or captions of pictures."""
    kind = rng.choice(("item", "item", "term", "picture", "block"))
    described, linked = rng.random() < 0.7, rng.random() < 0.7
    link = anchors(rng)

    def write(source: Content) -> Entry:
        links, category = source.links(1)
        name = source.words()[0] if rng.random() < 0.4 else links[0].anchor
        shown = link(Link(name, links[0].url)) if linked else escape(rng, name)
        text = inline(rng, _short(source, _text(rng, source))) if described else ""
        if kind == "term":
            return f"<dt>{shown}</dt><dd>{text}</dd>", category
        if kind == "picture":
            caption = f"<figcaption>{shown} {text}</figcaption>"
            return f'<figure><img src="/i/{rng.randint(1, 999)}.jpg">{caption}</figure>', category
        if kind == "block":
            return f"<div><h4>{shown}</h4><p>{text}</p></div>", category
        return f"<li>{shown} {text}</li>", category

    head, foot = {"term": ("<dl>", "</dl>"), "item": ("<ul>", "</ul>")}.get(
        kind, ("<div>", "</div>")
    )
    return head, write, foot


def _form(rng: random.Random) -> str:
    """Return a form to add an entry."""
    names: Sequence[str] = rng.sample(_FIELDS, rng.randint(1, 4))
    fields = "".join(f'<label>{name}</label><input name="{name.lower()}">' for name in names)
    send = rng.choice(("Send", "Submit", "Post", "Save", "Search", "Login"))
    return f'\n<form method="post">{fields}<button>{send}</button></form>'
