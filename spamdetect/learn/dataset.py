"""The documents that the block model is trained on."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final
from zlib import crc32

from spamdetect.learn.corpus.documents import Document
from spamdetect.learn.corpus.load import Corpus
from spamdetect.learn.corpus.pages import WHOLE_PAGE
from spamdetect.learn.generate.html.inject import generate_clean_html, generate_html, whole_pages
from spamdetect.learn.generate.inject import generate, generate_clean
from spamdetect.learn.generate.junk.documents import boilerplate_documents, generate_junk
from spamdetect.learn.generate.junk.frames import framed_documents
from spamdetect.learn.generate.material import load_pools
from spamdetect.learn.generate.tempting import tempting
from spamdetect.learn.generate.written import fragments, written_documents

FOLDS: Final = 3
LONGEST: Final = 6000
"""Longer documents are cut, in code points."""
LONGEST_PAGE: Final = 40_000
"""Longer pages are left out: half of one has no footer, and HTML cannot be cut."""
LARGE_SHARE: Final = 0.3
PARTS: Final = 9
HAM_SOURCES: Final = ("mail_spamassassin", "sms_en_uci", "sms_zh_mudou", "youtube_uci")
"""Honest messages that are no web text: a few suffice."""
NO_WEB_TEXT: Final = ("mail_spamassassin", "mail_tr_trspam", "sms_en_uci", "youtube_uci")
"""Spam that is no web text: not trained on as it is, only in what is generated."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizes:
    """How many documents of each kind to train on.

    Attributes
    ----------
    injected, decorated, junk, framed : int
        Generated: with spam, with honest material in the same forms, with junk, articles in the
        furniture of other pages.
    clean, tempting, pages, spam, ham : int
        Taken as they are, per source: honest articles, more of them that use the words of spam
        most, whole honest pages, spam, messages.
    written : int
        Written for training, with each label.
    html, html_clean : int
        Generated from HTML pages: with spam, with honest material.
    html_pages : int
        HTML pages taken as they are, per source, spam and honest.
    """

    injected: int = 16000
    decorated: int = 11000
    junk: int = 5000
    framed: int = 700
    clean: int = 350
    tempting: int = 250
    pages: int = 900
    spam: int = 300
    ham: int = 150
    written: int = 15_000
    html: int = 6200
    html_clean: int = 4200
    html_pages: int = 300

    @classmethod
    def small(cls) -> Sizes:
        """Return sizes that train in a few minutes, for trying out and for tests."""
        return cls(
            injected=160,
            decorated=100,
            junk=60,
            framed=20,
            clean=60,
            tempting=20,
            pages=30,
            spam=60,
            ham=30,
            written=20,
            html=60,
            html_clean=40,
            html_pages=20,
        )


def training_documents(corpus: Corpus, seed: int, sizes: Sizes) -> list[Document]:
    """Return the documents to train on, all of the split ``train``.

    Parameters
    ----------
    corpus : Corpus
    seed : int
        The same corpus, seed and sizes give the same documents.
    sizes : Sizes

    Returns
    -------
    list of Document
    """
    train = _divided(corpus).of_split("train")
    rng = random.Random(seed)
    texts = train.as_texts()
    written = written_documents(*load_pools(texts, "train"), seed + 7, folds=FOLDS)
    written = _capped(written, sizes.written, rng, lambda document: document.label)
    material = texts.with_documents([*written, *fragments(written)])
    spam_pool, honest_pool = load_pools(material, "train")
    injected = generate(
        material.clean, spam_pool, seed + 1, honest=honest_pool, count=sizes.injected, folds=FOLDS
    )
    decorated = generate_clean(
        material.clean, honest_pool, seed + 2, count=sizes.decorated, folds=FOLDS
    )
    doorways = [d for d in texts.spam if d.spans and d.spans[0][2] == "doorway"]
    articles = [d for d in material.clean if d.kind != WHOLE_PAGE]
    junk = generate_junk(articles, seed + 3, count=sizes.junk, doorways=doorways, folds=FOLDS)
    web = [d for d in texts.clean if d.source not in HAM_SOURCES]
    ham = [d for d in texts.clean if d.source in HAM_SOURCES]
    spam = [d for d in texts.spam if d.source not in NO_WEB_TEXT]
    plain = _capped(web, sizes.clean, rng)
    taken = {d.id for d in plain}
    rest = (d for d in web if d.id not in taken)
    with_page = [d for d in train.clean if d.page_text]
    pages = [
        page
        for page in boilerplate_documents(_capped(with_page, sizes.pages, rng))
        if len(page.text) <= LONGEST_PAGE
    ]
    framed = framed_documents(articles, pages, seed + 6, count=sizes.framed, folds=FOLDS)
    with_html = [d for d in (*train.clean, *train.spam) if d.html]
    in_html = generate_html(
        train.clean, spam_pool, seed + 4, honest=honest_pool, count=sizes.html, folds=FOLDS
    )
    in_clean_html = generate_clean_html(
        train.clean, honest_pool, seed + 5, count=sizes.html_clean, folds=FOLDS
    )
    return [
        *injected,
        *decorated,
        *junk,
        *(_cut(d) for d in plain),
        *(_cut(d) for d in tempting(rest, LONGEST, sizes.tempting)),
        *(_cut(d) for d in _capped(ham, sizes.ham, rng)),
        *pages,
        *framed,
        *(_cut(d) for d in _capped(spam, sizes.spam, rng)),
        *train.gold,
        *written,
        *in_html,
        *in_clean_html,
        *whole_pages(_capped(with_html, sizes.html_pages, rng), longest=LONGEST_PAGE),
    ]


def _divided(corpus: Corpus) -> Corpus:
    """Divide groups that hold most of a language's honest text, so that every fold knows it.

    Without that, a fold's model has seen a language in spam only and takes it for spam itself.
    """
    size: Counter[str] = Counter()
    shares: Counter[tuple[str, str]] = Counter()
    for document in corpus.clean:
        size[document.lang] += len(document.text)
        shares[document.lang, document.group] += len(document.text)
    large = {key for key, share in shares.items() if share > LARGE_SHARE * size[key[0]]}
    clean = tuple(
        replace(d, group=f"{d.group}#{crc32(d.id.encode()) % PARTS}")
        if (d.lang, d.group) in large
        else d
        for d in corpus.clean
    )
    return replace(corpus, clean=clean)


def _capped(
    documents: Iterable[Document],
    most: int,
    rng: random.Random,
    key: Callable[[Document], str] = lambda document: document.source,
) -> list[Document]:
    """Return at most `most` documents of each source."""
    by_key: defaultdict[str, list[Document]] = defaultdict(list)
    for document in documents:
        by_key[key(document)].append(document)
    out: list[Document] = []
    for name in sorted(by_key):
        found = by_key[name]
        out += found if len(found) <= most else rng.sample(found, most)
    return out


def _cut(document: Document) -> Document:
    """Return a document with at most `LONGEST` code points."""
    if len(document.text) <= LONGEST:
        return document
    spans = tuple(
        (start, min(end, LONGEST), name) for start, end, name in document.spans if start < LONGEST
    )
    unsure = tuple((start, min(end, LONGEST)) for start, end in document.unsure if start < LONGEST)
    return replace(document, text=document.text[:LONGEST], spans=spans, unsure=unsure)


def in_folds(
    documents: Sequence[Document], fold: Callable[[Document], int]
) -> list[list[Document]]:
    """Divide documents into folds, in order."""
    out: list[list[Document]] = [[] for _ in range(FOLDS)]
    for document in documents:
        out[fold(document)].append(document)
    return out
