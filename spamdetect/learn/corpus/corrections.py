"""Documents and hosts that a review found to be mislabelled; they are not trained on.

Found where models that had not seen a document disagreed most with its label, and read one by one.
The files hold hashes, not texts: these belong to others.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from functools import cache
from importlib import resources

from spamdetect.learn.corpus.documents import Document
from spamdetect.learn.corpus.load import Corpus


@cache
def mislabelled() -> frozenset[str]:
    """Return the hashes of the documents that are left out, as of `fingerprint`."""
    return _hashes("corrections.tsv")


@cache
def mislabelled_hosts() -> frozenset[str]:
    """Return the hashes of hosts in clean lists whose names say spam, as of `host_fingerprint`."""
    return _hashes("url_corrections.tsv")


def _hashes(table: str) -> frozenset[str]:
    lines = resources.files(__package__).joinpath(table).read_text("utf-8").splitlines()
    return frozenset(line.split("\t")[0] for line in lines[1:])


def fingerprint(document: Document) -> str:
    """Return the first 16 hexadecimal digits of the SHA-256 of a document's text."""
    return _fingerprint(document.text)


def host_fingerprint(name: str) -> str:
    """Return the first 16 hexadecimal digits of the SHA-256 of a host's name without ``www``."""
    return _fingerprint(name.removeprefix("www."))


def _fingerprint(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def corrected(corpus: Corpus) -> Corpus:
    """Return a corpus without the documents that are mislabelled.

    Parameters
    ----------
    corpus : Corpus
    """
    wrong = mislabelled()
    return replace(
        corpus,
        clean=tuple(d for d in corpus.clean if fingerprint(d) not in wrong),
        spam=tuple(d for d in corpus.spam if fingerprint(d) not in wrong),
    )
