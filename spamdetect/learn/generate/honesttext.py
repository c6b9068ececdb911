"""Honest material in the layouts that spam uses: the counterpart of `spamtext`."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Sequence
from typing import Final

from spamdetect.learn.corpus.documents import Document, UrlRow
from spamdetect.learn.corpus.grouping import fold_of
from spamdetect.learn.generate.layout import Comment, Link
from spamdetect.learn.generate.messages import compose, languages
from spamdetect.learn.generate.obfuscate import MATH, changed_case, damaged, spaced, with_emoji
from spamdetect.learn.generate.personal import NAMED, handle, person, personal_site
from spamdetect.learn.generate.phrases import fill, made_up_name, phrase_book, random_address
from spamdetect.learn.generate.pool import SOURCE_WEIGHTS, Fragment, Host
from spamdetect.learn.generate.sampling import Balanced, weighted
from spamdetect.learn.generate.topical import Theme

_DATE_LINE: Final = re.compile(
    r"\n([^\n]{2,40})\n(\d{4}-\d\d-\d\d \d\d:\d\d|[A-Z][a-z]+ \d\d?, \d{4} at \d\d?:\d\d [ap]m)\n"
)
_SENTENCE: Final = re.compile(r"(?<=[.!?])\s+|(?<=[。！？])")
_DOUBTFUL: Final = re.compile(
    r"slot(?!h)|casino|togel|gacor|judi|\dbet|bet\d|porn|xxx|sexo|escort|viagra|cialis",
    re.IGNORECASE,
)
ON_THEME: Final = 0.3
"""Share of honest paragraphs that are about what spam promotes."""
SHORT_KINDS: Final = ("comment", "sms", "email")
"""Kinds of documents that are messages, not pages to put something into."""
LINK_KINDS: Final = {
    "menu": 3.0, "titles": 2.0, "urls": 3.0, "hosts": 2.0, "addresses": 1.5, "tags": 1.0,
    "references": 1.0,
}  # fmt: skip
_CLICKABLE: Final = ("", "http://", "http://", "hxxp://", "https://")
_UNCLICKABLE: Final = ("", "", "hxxp://")
"""Honest pages outside of technology show addresses, but do not link to them."""
_TECHNICAL: Final = re.compile(r"ioc|docs|code|security|tech|chat|link-list|newsletter|webpage")


def is_technical(kind: str) -> bool:
    """Tell whether pages of a kind may link to raw addresses without being suspect."""
    return bool(_TECHNICAL.search(kind))


def _thread(document: Document) -> Iterable[Fragment]:
    """Comments of an honest article page that writes each as author, date and text."""
    marks = list(_DATE_LINE.finditer(document.text))
    for i, mark in enumerate(marks):
        end = marks[i + 1].start() if i + 1 < len(marks) else len(document.text)
        text = document.text[mark.end() : end].strip()
        if 5 < len(text) < 1500 and ("http" not in text or "haacked" not in document.source):
            yield Fragment(text, None, document.lang, document.group, document.source, mark[1])


class HonestPool:
    """Honest comments, messages, pages and links of one split.

    Parameters
    ----------
    documents : sequence of Document
        Clean documents.
    urls : iterable of UrlRow
        Labelled URLs of the same split.

    Attributes
    ----------
    comments, messages : Balanced of Fragment
    pages, pages_by_language : Balanced of Document
        Drawn by source, and nearly evenly by language.
    urls, hosts, institutions : list of Host
        Full URLs, plain hosts and hosts of schools and authorities, without scheme. Names that
        look like spam are left out, because lists of clean names hold some.
    splits : set of str
        Splits that the documents and URLs come from.
    """

    def __init__(self, documents: Sequence[Document], urls: Iterable[UrlRow] = ()) -> None:
        documents, rows = tuple(documents), [row for row in urls if row.label == "clean"]
        pages = [d for d in documents if d.kind not in SHORT_KINDS and len(d.text) > 150]
        short = [
            Fragment(d.text.strip(), None, d.lang, d.group, d.source + d.kind, d.author)
            for d in documents
            if d.kind in SHORT_KINDS and len(d.text) < 3000
        ]
        threads = [f for d in pages if d.kind == "article+comments" for f in _thread(d)]
        reviews = [
            Fragment(line, None, d.lang, d.group, d.source)
            for d in pages
            if d.kind == "user-reviews"
            for line in d.text.split("\n")
            if len(line) > 5
        ]
        comments = [f for f in short if f.source.endswith("comment")]
        self.comments, self.messages = (
            Balanced(items, lambda f: f.source, lambda f: f.group, SOURCE_WEIGHTS)
            for items in (comments + threads + reviews, short)
        )
        self.pages = Balanced(pages, lambda d: "", lambda d: d.source)
        self.pages_by_language = Balanced(pages, lambda d: "", lambda d: d.lang, power=0.15)
        self.urls: list[Host] = []
        self.hosts: list[Host] = []
        self.institutions: list[Host] = []
        for row in rows:
            if _DOUBTFUL.search(row.name):
                continue
            bare = re.sub(r"^https?://(?:www\.)?", "", row.name)
            store = self.institutions if row.category.startswith("inst_") else self.hosts
            (self.urls if row.kind == "url" else store).append(Host(bare, row.brand or bare))
        self.splits = {d.split for d in documents} | {row.split for row in rows}
        self._inputs = documents, rows
        self._folds: dict[tuple[int, int], HonestPool] = {}

    def of_fold(self, fold: int, folds: int) -> HonestPool:
        """Return the pool of the sites of one fold (see `fold_of`)."""
        if (fold, folds) not in self._folds:
            documents, rows = self._inputs
            self._folds[fold, folds] = HonestPool(
                [d for d in documents if fold_of(d.group, folds) == fold],
                [r for r in rows if fold_of(r.brand or r.name, folds) == fold],
            )
        return self._folds[fold, folds]


class HonestContent:
    """Honest links, comments and lines for one document.

    Parameters
    ----------
    pool : HonestPool
    rng : random.Random
    lang : str
        Language of the page; half of the material is in it where the phrase book has it.
    kind : str
        Kind of the page; only technical ones link to raw addresses.
    """

    category: str | None = None

    def __init__(self, pool: HonestPool, rng: random.Random, lang: str, kind: str = "") -> None:
        self.pool, self.rng = pool, rng
        self.technical = is_technical(kind)
        self.book = phrase_book("honest")
        self.lang = (
            lang.split("-")[0] if rng.random() < 0.6 else rng.choice(("en", "en", "de", "id"))
        )
        self.styled = rng.random() < 0.06
        self.damaged = rng.random() < 0.015
        self.groups: list[str] = []

    @property
    def honest(self) -> HonestContent:
        """Honest material to mix in: this itself."""
        return self

    def _phrase(self, section: str) -> str:
        table = self.book[section]
        phrases = table.get(self.lang) or table.get("any") or self.rng.choice(list(table.values()))
        return fill(self.rng, self.rng.choice(phrases), self.book, url=self.url())

    def _news(self) -> str:
        if self.rng.random() < 0.3:
            return self._phrase("news")
        return Theme(self.rng, self.lang).sentence()

    def _dress(self, text: str) -> str:
        if self.damaged:
            return damaged(self.rng, text)
        if not self.styled:
            return text
        kind = self.rng.random()
        if kind < 0.3:
            return text.translate(self.rng.choice(tuple(MATH.values())))
        if kind < 0.5:
            return spaced(self.rng, text.upper())
        return with_emoji(self.rng, text) if kind < 0.8 else changed_case(self.rng, text)

    def page(self) -> Document | None:
        """Return another honest page, if there is one."""
        store = self.pool.pages if self.rng.random() < 0.5 else self.pool.pages_by_language
        return store.pick(self.rng) if len(store) else None

    def url(self) -> str:
        """Return an honest URL with its scheme."""
        rng = self.rng
        store = self.pool.urls if rng.random() < 0.6 else self.pool.hosts
        store = store or self.pool.hosts or self.pool.urls
        name = (
            rng.choice(store).name if store else f"{made_up_name(rng)}.{rng.choice(('org', 'net'))}"
        )
        www = "www." if rng.random() < 0.3 and not name.startswith("www.") else ""
        return f"{'http' if rng.random() < 0.3 else 'https'}://{www}{name}"

    def title(self) -> str:
        """Return the title of another page, or an item of a menu."""
        page = self.page()
        first = page.text.strip().split("\n", 1)[0].strip("# *=") if page else ""
        return first if 8 < len(first) < 120 else self._phrase("menu")

    def _link(self, kind: str) -> Link:
        rng, url = self.rng, self.url()
        if kind == "menu":
            return Link(self._phrase("menu"), url)
        if kind in ("titles", "references"):
            title = self.title()
            if kind == "references":
                title = f"{self._phrase('names')}: {title}. {rng.randint(1985, 2026)}"
            return Link(title, url)
        if kind == "tags":
            page = self.page()
            words = re.findall(r"[^\W\d_]{4,14}", page.text[:1500]) if page else []
            return Link(rng.choice(words).lower() if words else self._phrase("menu"), url)
        if kind == "addresses":
            address = random_address(rng)
            port = rng.choice(("", "", f":{rng.choice((80, 443, 8080, 8443, 22, 3389))}"))
            scheme = rng.choice(_CLICKABLE if self.technical else _UNCLICKABLE)
            path = rng.choice(("", "", "/", "/update.bin", "/index.php", "/status"))
            return Link(self._phrase("service"), scheme + address + port + (path if scheme else ""))
        bare = url.split("://")[1].removeprefix("www.")
        slug = re.sub(r"\.\w{2,5}$", "", bare.rstrip("/").rpartition("/")[2])
        spoken = re.sub(r"[-_+%\d]+", " ", slug).strip()
        return Link(
            spoken.capitalize() if kind == "urls" and len(spoken) > 8 else bare.split("/")[0], url
        )

    def links(self, count: int) -> tuple[list[Link], str | None]:
        """Return honest links of one kind: menu, titles, URLs, hosts, addresses or tags."""
        kind = weighted(self.rng, LINK_KINDS)
        return [self._link(kind) for _ in range(count)], None

    def signature(self) -> tuple[Link, str | None]:
        """Return the name of a site and a link, as a trackback is signed."""
        return self.links(1)[0][0], None

    def comment(self) -> tuple[Comment, str | None]:
        """Return an honest comment with its author."""
        rng, text, author = self.rng, "", ""
        if len(self.pool.comments) and rng.random() < 0.7:
            found = self.pool.comments.pick(rng)
            text, author = found.text, found.author
        elif rng.random() < 0.3:
            text = self.sentence()[0]
        text = text or self._phrase("replies")
        if rng.random() < 0.1:
            text += rng.choice((" ", "\n")) + self.url()
        author = author or (person(rng) if rng.random() < NAMED else self.name())
        url = personal_site(rng, author) or self.url() if rng.random() < 0.35 else ""
        return Comment(author, url, self._dress(text)), None

    def message(self) -> tuple[str, str | None]:
        """Return a made-up message about nothing that is promoted."""
        known = languages()
        lang = self.lang if self.lang in known else self.rng.choice(known)
        return self._dress(compose(self.rng, "honest", lang, self.url())[0]), None

    def name(self) -> str:
        """Return the name of a person, or a user name, as comment sections show it."""
        return handle(self.rng) if self.rng.random() < 0.3 else self._phrase("names")

    def words(self) -> tuple[str, str | None]:
        """Return one to three honest words: a label or an item of a menu."""
        return self._dress(self._phrase(self.rng.choice(("label", "menu", "menu", "site")))), None

    def line(self) -> tuple[str, str | None]:
        """Return an honest line: a notice, a title, a line of news, sometimes with a URL."""
        rng, kind = self.rng, self.rng.random()
        text = self._phrase("notice") if kind < 0.35 else self.title()
        if kind > 0.75:
            text = self._news()
        return self._dress(text) + (f" {self.url()}" if rng.random() < 0.25 else ""), None

    def sentence(self) -> tuple[str, str | None]:
        """Return an honest sentence: of news on gambling and the like, or of another page."""
        page = self.page() if self.rng.random() < 0.55 else None
        if page:
            start = self.rng.randrange(max(1, len(page.text) - 400))
            sentences = _SENTENCE.split(page.text[start : start + 700])[1:-1]
            fitting = [s for s in sentences if 20 < len(s) < 300 and "\n" not in s]
            if fitting:
                return self._dress(self.rng.choice(fitting)), None
        return self._news(), None

    def paragraph(self) -> tuple[str, str | None]:
        """Return an honest paragraph of another page, often in another language."""
        if self.rng.random() < ON_THEME:
            theme = Theme(self.rng, self.lang)
            return " ".join(theme.sentence() for _ in range(self.rng.randint(2, 5))), None
        page = self.page()
        lines = [x for x in page.text[:6000].split("\n") if 120 < len(x) < 900] if page else []
        if lines:
            return self.rng.choice(lines).strip(), None
        return " ".join(self._news() for _ in range(3)), None
