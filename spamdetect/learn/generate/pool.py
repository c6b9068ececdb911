"""Stores of real spam and of honest material that the injection generator draws from."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final, NamedTuple

from spamdetect.labels import SPAM_CATEGORIES, spam_category
from spamdetect.learn.corpus.documents import Document, UrlRow
from spamdetect.learn.corpus.grouping import fold_of
from spamdetect.learn.corpus.pages import WHOLE_PAGE
from spamdetect.learn.generate.layout import Link
from spamdetect.learn.generate.phrases import phrase_book
from spamdetect.learn.generate.sampling import Balanced

SOURCE_WEIGHTS: Final[Mapping[str, float]] = {
    "youtube_uci": 0.3,
    "mail_spamassassin": 0.1,
    "mail_tr_trspam": 0.1,
    "sms_en_uci": 0.4,
    "pages_doorway_wordsalad_chungweb": 0.3,
}
"""Weights of spam sources that are noisy or of another kind than web spam; 1 for the others."""

HOSTS_PER_CATEGORY: Final = 40_000
PAGE_KINDS: Final = ("page", "readme", "linklist", WHOLE_PAGE, "")
_URL_CATEGORIES: Final = {
    "crypto_scam": "finance", "gambling_mixed": "gambling", "malware_url": "", "phish_url": "",
}  # fmt: skip
_SPACELESS: Final = re.compile(r"[\u0e00-\u0eff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]{2,}")


@dataclass(frozen=True, slots=True)
class Fragment:
    """A piece of real text: spam of a category, or honest where the category is None."""

    text: str
    category: str | None
    lang: str
    group: str
    source: str
    author: str = ""


class Host(NamedTuple):
    """A host or URL without scheme, and its brand as group."""

    name: str
    brand: str


@cache
def _spam_words() -> tuple[frozenset[str], tuple[str, ...]]:
    """Words of the spam phrase book that tell, and phrases of scripts without spaces."""
    book = phrase_book("spam")
    phrases = [p for c in SPAM_CATEGORIES for table in book.get(c, {}).values() for p in table]
    words = {w for p in phrases for w in re.findall(r"\w{4,}", p.lower())}
    words -= set(book["common"]["words"])
    words |= {
        w for slot in ("drug", "luxury") for p in book["slots"][slot] for w in p.lower().split()
    }
    spaceless = {m for p in phrases for m in _SPACELESS.findall(p)}
    spaceless = {p for p in spaceless if len(p) > 2 or set(p) & set(book["common"]["signs"][0])}
    return frozenset(words), tuple(sorted(spaceless))


def looks_like_spam(text: str) -> bool:
    """Tell whether a line of a spam page itself promotes something, by the phrase book's words."""
    words, spaceless = _spam_words()
    lower = text.lower()
    if any(word in words for word in re.findall(r"\w{4,}", lower)):
        return True
    return bool(_SPACELESS.search(text)) and any(phrase in text for phrase in spaceless)


def _distinct(term: str) -> bool:
    """Tell whether a lexicon term is an anchor by itself: a phrase, not a plain word."""
    return " " in term or any(c.isdigit() for c in term) or bool(_SPACELESS.fullmatch(term))


def _balanced(fragments: Iterable[Fragment]) -> Balanced[Fragment]:
    return Balanced(fragments, lambda f: f.source, lambda f: f.group, SOURCE_WEIGHTS)


def _pieces(documents: Sequence[Document]) -> dict[str, list[Fragment]]:
    """Cut spam pages into lines, sentences and paragraphs that are spam by themselves."""
    kinds: dict[str, list[Fragment]] = {"line": [], "sentence": [], "paragraph": []}
    for document in documents:
        category = document.spans[0][2] if document.spans else None
        base = (category, document.lang, document.group, document.source)
        seen: set[str] = set()
        for line in document.text.split("\n"):
            line = line.strip()
            if not 2 < len(line) < 2000 or line in seen or "<" in line:
                continue
            seen.add(line)
            if not looks_like_spam(line):
                continue
            if len(line) < 70:
                kinds["line"].append(Fragment(line, *base))
                continue
            if len(line) > 200:
                kinds["paragraph"].append(Fragment(line, *base))
            for sentence in re.split(r"(?<=[.!?])\s+|(?<=[。！？])", line):
                if 25 < len(sentence) < 300 and looks_like_spam(sentence):
                    kinds["sentence"].append(Fragment(sentence.strip(), *base))
    return kinds


def parse_links(text: str) -> tuple[Link, ...]:
    """Read lines of ``anchor url`` as links."""
    pairs = (line.rsplit(None, 1) for line in text.splitlines())
    return tuple(Link(p[0], p[1]) for p in pairs if len(p) == 2 and "://" in p[1])


class SpamPool:
    """Real spam by kind of piece, spam hosts by category, and terms by category and language.

    Parameters
    ----------
    documents : sequence of Document
        Spam documents of one split.
    urls : iterable of UrlRow
        Labelled URLs of the same split.
    terms : iterable of (text, category, language)
        Lexicon entries.

    Attributes
    ----------
    comments, messages, lines, sentences, paragraphs, spun, pages : Balanced of Fragment
    lines_of : dict of (category, language) to list of Fragment
        Short lines of spam pages.
    lists : list of tuple of Link
        Real link lists.
    hosts : dict of str to list of Host
        By category.
    addresses : list of str
        IP addresses.
    terms : dict of str to dict of str to list of str
        Category to language to terms.
    splits : set of str
        Splits that the documents and URLs come from.
    """

    def __init__(
        self,
        documents: Sequence[Document],
        urls: Iterable[UrlRow] = (),
        terms: Iterable[tuple[str, str, str]] = (),
    ) -> None:
        def fragments(wanted: Callable[[Document], bool]) -> Balanced[Fragment]:
            return _balanced(
                Fragment(d.text.strip(), d.spans[0][2], d.lang, d.group, d.source, d.author)
                for d in documents
                if d.spans and wanted(d)
            )

        documents, rows = tuple(documents), [row for row in urls if row.label == "spam"]
        doorways = {d.id for d in documents if d.source.startswith("pages_doorway")}
        pages = [d for d in documents if d.kind in PAGE_KINDS and d.id not in doorways]
        pieces = _pieces(pages)
        self.lines_of: dict[tuple[str, str], list[Fragment]] = {}
        for line in pieces["line"]:
            key = line.category or "", line.lang.split("-")[0]
            self.lines_of.setdefault(key, []).append(line)
        self.lines, self.sentences, self.paragraphs = (
            _balanced(pieces[kind]) for kind in ("line", "sentence", "paragraph")
        )
        self.pages = fragments(lambda d: d.kind in PAGE_KINDS and d.id not in doorways)
        self.comments = fragments(lambda d: d.kind == "comment" and len(d.text) > 9)
        self.messages = fragments(lambda d: d.kind in ("sms", "email"))
        self.spun = fragments(lambda d: d.id in doorways)
        self.lists = [x for d in documents if d.kind == "anchor-list" if (x := parse_links(d.text))]
        self.hosts: dict[str, list[Host]] = {}
        self.addresses = [row.name for row in rows if row.kind == "ip"]
        for row in rows:
            category = _URL_CATEGORIES.get(row.category, spam_category(row.category))
            if category and row.kind != "ip":
                self.hosts.setdefault(category, []).append(Host(row.name, row.brand or row.name))
        for hosts in self.hosts.values():
            random.Random(0).shuffle(hosts)
            del hosts[HOSTS_PER_CATEGORY:]
        self.terms: dict[str, dict[str, list[str]]] = {}
        for text, name, language in terms:
            category = name.split("_")[0]
            if category in SPAM_CATEGORIES and _distinct(text):
                self.terms.setdefault(category, {}).setdefault(language, []).append(text)
        self.splits = {d.split for d in documents} | {row.split for row in rows}
        self._inputs = documents, rows
        self._folds: dict[tuple[int, int], SpamPool] = {}

    def of_fold(self, fold: int, folds: int) -> SpamPool:
        """Return the pool of the campaigns and brands of one fold (see `fold_of`)."""
        if (fold, folds) not in self._folds:
            documents, rows = self._inputs
            pool = SpamPool(
                [d for d in documents if fold_of(d.group, folds) == fold],
                [r for r in rows if fold_of(r.brand or r.name, folds) == fold],
            )
            pool.terms = self.terms
            self._folds[fold, folds] = pool
        return self._folds[fold, folds]
