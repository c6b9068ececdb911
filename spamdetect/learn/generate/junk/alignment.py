"""Lines of a page aligned with its article: which are furniture.

A line of the page belongs to the article if its words stand there in the same order, by shingles
of neighbouring words (A. Broder, "On the resemblance and containment of documents", 1997). Other
lines are furniture, unless they could be content that the article's editors left out: headlines,
bylines, captions, readers' comments, long prose.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Final, Literal

from spamdetect.learn.generate.phrases import phrase_book

LineLabel = Literal["article", "junk", "unsure"]

_WORD: Final = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]"
    r"|[^\W_\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+"
)
_LINE: Final = re.compile(r"\S[^\n]*")
_CELL: Final = re.compile(r"[\n|\t•]+")
_SENTENCE: Final = re.compile(r"[.!?…][\"')\]»”]*(?:\s|$)|[。！？।۔]")
_LEGAL: Final = re.compile(
    r"©|\(c\) ?\d{4}|all rights reserved|alle rechte vorbehalten|tous droits réservés"
    r"|derechos reservados|direitos reservados|diritti riservati|prawa zastrzeżone"
    r"|práva vyhrazena|права защищены|版权所有|cookies? (?:policy|settings|to|are|and|on|for|um|zu)"
    r"|(?:uses?|use of|verwende[nt]|utilis\w+|utiliz\w+|používá\w*) (?:des |de |las |os )?cookies"
    r"|privacy policy|terms of (?:use|service)|datenschutzerklärung|enable javascript",
    re.IGNORECASE,
)
_BYLINE: Final = re.compile(
    r"^(?:by|von|par|por|di|door|od|autor:?|автор:?|作者|文／|foto:?|photo:?|bild:?|fot\.|source:?|"
    r"quelle:?|image:?|credit:?|posted|published|updated|veröffentlicht|publié|stand:?)\b"
    r"|\b(?:19|20)\d\d\b|\d{1,2}[:.]\d\d\b|^\d{1,2}[./ ]\s?\w+",
    re.IGNORECASE,
)
_CONSENT: Final = re.compile(
    r"cookie.*(?:site|browser|consent|device|partner|zustimm|einwillig|gerät|navigat|stránk|nutz)"
    r"|(?:site|browser|consent|device|partner|zustimm|einwillig|gerät|navigat|stránk).*cookie",
    re.IGNORECASE,
)
_COMMENTS: Final = re.compile(
    r"^(?:\(?\d+\)? )?(?:(?:reader )?comments?|responses?|replies|kommentare|leserkommentare"
    r"|commentaires?|comentarios?|comentários|commenti|reacties|komentarze|komentáře|diskuse"
    r"|комментарии|评论|コメント|댓글|bình luận|yorumlar|komentar)"
    r"(?:[\W\d]*| (?:on|to|zu|for|sur|a)\b.{0,80})$",
    re.IGNORECASE,
)
_TITLE: Final = re.compile(
    r"<title[^>]*>(.*?)</title>|property=[\"']?og:title[\"']?\s+content=(?:\"([^\"]*)\"|'([^']*)')"
    r"|<h1[^>]*>(.*?)</h1>",
    re.IGNORECASE | re.DOTALL,
)
_NEAR: Final = 8
"""Lines before the article in which headlines, dates and authors stand."""
_GAP: Final = 5
"""Lines between two lines of the article that may be captions and the like."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page that is not blank, its place in the text and its label."""

    start: int
    end: int
    label: LineLabel


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def _shingles(words: Sequence[str], size: int) -> list[int]:
    return [hash(tuple(words[i : i + size])) for i in range(len(words) - size + 1)]


@cache
def _furniture() -> frozenset[tuple[str, ...]]:
    """Word sequences of the phrase book's furniture, those with a slot left out."""
    book = phrase_book("junk")
    phrases = (
        phrase
        for section in ("nav", "share", "cookie", "prompt", "more", "footer")
        for table in book[section].values()
        for phrase in table
        if "{" not in phrase
    )
    return frozenset(tuple(_words(phrase)) for phrase in phrases)


def _is_furniture(text: str, words: Sequence[str]) -> bool:
    return tuple(words) in _furniture() or (
        len(words) > 2 and bool(_LEGAL.search(text) or _CONSENT.search(text))
    )


def _titles(source: str | None) -> list[set[str]]:
    found = _TITLE.findall(source[:300_000]) if source else []
    texts = (html.unescape(re.sub(r"<[^>]*>", " ", max(groups, key=len))) for groups in found)
    return [words for text in texts if (words := set(_words(text)))]


def align(page_text: str, article: str, source: str | None = None) -> tuple[list[Line], float]:
    """Label the lines of a page by its article.

    Parameters
    ----------
    page_text : str
        All visible text of the page.
    article : str
        The article as its editors or annotators see it.
    source : str, optional
        HTML of the page; its titles are then known as content.

    Returns
    -------
    list of Line
        The lines of `page_text` that are not blank, in order: ``"article"`` where at least 80 %
        of the words are the article's, ``"junk"`` where hardly any is and the line cannot be
        content left out, else ``"unsure"``.
    float
        Share of the article's shingles that stand in the page.
    """
    spans = [m.span() for m in _LINE.finditer(page_text)]
    words = [_words(page_text[start:end]) for start, end in spans]
    flat = [word for line in words for word in line]
    wanted = _words(article)
    size = 4 if sum(map(len, flat)) > 2.2 * len(flat) else 7
    shingles = set(_shingles(wanted, size))
    covered = bytearray(len(flat))
    seen = set()
    for i, shingle in enumerate(_shingles(flat, size)):
        if shingle in shingles:
            seen.add(shingle)
            covered[i : i + size] = b"\1" * size
    shares, place = [], 0
    for line in words:
        shares.append(sum(covered[place : place + len(line)]) / max(1, len(line)))
        place += len(line)
    cells = Counter(tuple(w) for cell in _CELL.split(article) if (w := _words(cell)))
    labels = _labels(page_text, spans, words, shares, cells, _titles(source))
    lines = [Line(s, e, label) for (s, e), label in zip(spans, labels, strict=True)]
    return lines, len(seen) / len(shingles) if shingles else 0.0


def _labels(
    text: str,
    spans: Sequence[tuple[int, int]],
    words: Sequence[list[str]],
    shares: Sequence[float],
    cells: Counter[tuple[str, ...]],
    titles: Sequence[set[str]],
) -> list[LineLabel]:
    sure = [i for i, share in enumerate(shares) if share >= 0.8 and len(words[i]) > 3]
    distance = _distances(len(spans), sure)
    between = {i for a, b in pairwise(sure) if b - a <= _GAP + 1 for i in range(a + 1, b)}
    times = Counter(map(tuple, words))
    labels: list[LineLabel] = []
    discussion = False
    for i, (start, end) in enumerate(spans):
        line, share, cell = text[start:end].strip(), shares[i], tuple(words[i])
        before, after = distance[i]
        if after is not None:
            discussion = discussion or bool(_COMMENTS.match(line))
        furniture = _is_furniture(line, words[i])
        if share >= 0.8 or (cell in cells and (len(cell) > 2 or i in between)):
            # Gold texts hold share bars and copyright notices, too. Of a title or a menu item that
            # stands there once and on the page more often, nobody knows which one they mean.
            doubtful = furniture or (0 < cells[cell] < times[cell] and i not in between)
            label: LineLabel = "unsure" if doubtful else "article"
        elif share > 0.2 or (cell in cells and not furniture):
            label = "unsure"
        elif furniture:
            label = "junk"
        elif i in between or _content_like(line, words[i], before, after, discussion, titles):
            label = "unsure"
        else:
            label = "junk"
        labels.append(label)
    return labels


def _distances(count: int, sure: Sequence[int]) -> list[tuple[int | None, int | None]]:
    """Lines from each line to the next line of the article, and from the last one."""
    ahead: list[int | None] = [None] * count
    behind: list[int | None] = [None] * count
    known = set(sure)
    for order, out in ((range(count - 1, -1, -1), ahead), (range(count), behind)):
        steps: int | None = None
        for i in order:
            steps = 0 if i in known else None if steps is None else steps + 1
            out[i] = steps
    return list(zip(ahead, behind, strict=True))


def _content_like(
    line: str,
    words: Sequence[str],
    before: int | None,
    after: int | None,
    discussion: bool,
    titles: Sequence[set[str]],
) -> bool:
    """Whether a line outside the article may be content that was left out of it."""
    if not words:
        return False
    bag = set(words)
    if len(words) > 2 and any(bag <= title for title in titles):
        return True
    sentences = len(_SENTENCE.findall(line))
    if (len(line) > 200 and sentences) or (len(line) > 140 and sentences > 1):
        return True
    if (
        before is not None
        and before <= _NEAR
        and (len(words) > 3 or before <= 2 or _BYLINE.search(line))
    ):
        return True
    if after is not None and after <= 2 and (sentences or _BYLINE.search(line)):
        return True
    # Readers' words: after a heading that says so, whatever reads like a sentence.
    return discussion and (sentences > 0 or len(words) > 8 or bool(_BYLINE.search(line)))
