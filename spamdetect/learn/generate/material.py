"""What documents are made of: the spam and the honest material of one split."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from spamdetect import lexicons
from spamdetect.learn.corpus.load import Corpus
from spamdetect.learn.corpus.readers import iter_urls
from spamdetect.learn.generate.honesttext import HonestPool
from spamdetect.learn.generate.pool import SpamPool


def load_pools(
    corpus: Corpus,
    split: str,
    terms: Iterable[tuple[str, str, str]] | None = None,
    without: Collection[str] = (),
) -> tuple[SpamPool, HonestPool]:
    """Return the pools of spam and of honest material of one split.

    Parameters
    ----------
    corpus : Corpus
        As `load_corpus` gives it, with the split in it.
    split : str
        Campaigns that also stand in the split ``train`` are left out of the others.
    terms : iterable of (text, category, language), optional
        Lexicon entries; the package's lexicons by default.
    without : collection of str, optional
        Groups and sources of spam to leave out, for measuring on relatives of theirs.
    """
    part = corpus.of_split(split, apart_from=None if split == "train" else "train")
    rows = list(iter_urls(corpus.folder, split))
    spam = [d for d in part.spam if d.group not in without and d.source not in without]
    pool = SpamPool(spam, rows, _lexicon() if terms is None else terms)
    return pool, HonestPool(part.clean, rows)


def _lexicon() -> list[tuple[str, str, str]]:
    return [(term.text, term.category, term.language) for term in lexicons.load()]
