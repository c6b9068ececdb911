"""Labelled documents of a data folder by use.

Two layouts are read. The research layout has the folders ``clean/``, ``spam/``, ``gold/`` and
``urls/``. The plain layout, which users and the shipped test corpus have, is a folder of
``documents*.jsonl`` (and ``urls*.tsv``, read by `iter_urls`). A folder may hold both.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from spamdetect.errors import DataError
from spamdetect.learn.corpus.documents import Document
from spamdetect.learn.corpus.grouping import fold_of
from spamdetect.learn.corpus.pages import HTML, as_text
from spamdetect.learn.corpus.readers import (
    files,
    iter_clean,
    iter_gold,
    iter_labelled,
    iter_spam,
    wanted_splits,
)


@dataclass(frozen=True, slots=True)
class Corpus:
    """Labelled documents of a data folder by use.

    Attributes
    ----------
    clean : tuple of Document
        Honest documents, and honest texts of the sets that mix both kinds.
    spam : tuple of Document
        Documents that are spam as a whole.
    gold : tuple of Document
        Honest documents with labelled spam spans.
    """

    clean: tuple[Document, ...] = ()
    spam: tuple[Document, ...] = ()
    gold: tuple[Document, ...] = ()
    folder: Path = field(default_factory=Path)

    def of_split(self, split: str, *, apart_from: str | None = None) -> Corpus:
        """Return the part of the corpus whose documents have this split.

        Parameters
        ----------
        split : str
        apart_from : str, optional
            Another split; spam of campaigns that stand there too is left out, because data sets
            that were split by record share campaigns between their splits.
        """
        seen = {d.group for d in self.spam if d.split == apart_from}
        return Corpus(
            tuple(d for d in self.clean if d.split == split),
            tuple(d for d in self.spam if d.split == split and d.group not in seen),
            tuple(d for d in self.gold if d.split == split),
            self.folder,
        )

    def with_documents(self, documents: Iterable[Document]) -> Corpus:
        """Return the corpus with more documents, each where its label puts it."""
        by_label: dict[str, list[Document]] = {"clean": [], "spam": [], "injected": []}
        for document in documents:
            by_label[document.label].append(document)
        return Corpus(
            (*self.clean, *by_label["clean"]),
            (*self.spam, *by_label["spam"]),
            (*self.gold, *by_label["injected"]),
            self.folder,
        )

    def as_texts(self) -> Corpus:
        """Return the corpus with the text of each HTML page in the place of the page."""
        clean, spam, gold = (
            tuple(as_text(d) for d in documents) for documents in (self.clean, self.spam, self.gold)
        )
        return Corpus(clean, spam, gold, self.folder)

    def without_language(self, lang: str) -> Corpus:
        """Return the documents that are not in a language, whatever its script or region.

        Parameters
        ----------
        lang : str
            Primary subtag (BCP 47), such as ``"zh"``.
        """
        clean, spam, gold = (
            tuple(d for d in documents if d.lang.partition("-")[0] != lang)
            for documents in (self.clean, self.spam, self.gold)
        )
        return Corpus(clean, spam, gold, self.folder)

    def of_fold(self, fold: int, folds: int, *, inside: bool) -> Corpus:
        """Return the documents inside (or outside) one of `folds` folds of groups."""
        clean, spam, gold = (
            tuple(d for d in documents if (fold_of(d.group, folds) == fold) == inside)
            for documents in (self.clean, self.spam, self.gold)
        )
        return Corpus(clean, spam, gold, self.folder)


def load_corpus(
    data_dir: str | Path, splits: Iterable[str] = ("train", "dev"), *, with_html: bool = False
) -> Corpus:
    """Read the documents of a data folder, in the research layout, the plain layout or both.

    Parameters
    ----------
    data_dir : path
    splits : iterable of str
        Splits wanted.
    with_html : bool
        Whether to keep the HTML of the pages.

    Raises
    ------
    DataError
        If the folder holds no documents, or for a record that is not of the documented form.
    """
    folder, wanted = Path(data_dir), wanted_splits(splits)
    plain = files(folder, "documents*.jsonl")
    if not plain and not any((folder / name).is_dir() for name in ("clean", "spam", "gold")):
        raise DataError(
            f"{folder}: no labelled documents; expected documents*.jsonl or the folders "
            "clean, spam and gold"
        )
    clean = list(iter_clean(folder, wanted, with_html=with_html))
    spam: list[Document] = []
    gold = list(iter_gold(folder, wanted))
    for document in iter_spam(folder, wanted, with_html=with_html):
        (spam if document.label == "spam" else clean).append(document)
    by_label = {"clean": clean, "spam": spam, "injected": gold}
    for path in plain:
        for document in iter_labelled(path):
            if document.split in wanted:
                by_label[document.label].append(document)
    return Corpus(tuple(clean), tuple(spam), tuple(gold), folder)


def load_pages(data_dir: str | Path, split: str) -> tuple[list[Document], list[Document]]:
    """Read the HTML pages of a split, in either layout.

    Parameters
    ----------
    data_dir : path
    split : str

    Returns
    -------
    clean : list of Document
        Honest documents with the source of their page, whatever part of it is their text.
    injected : list of Document
        Pages with labelled spans, of the kind `spamdetect.learn.corpus.pages.HTML`.
    """
    folder = Path(data_dir)
    clean = [d for d in iter_clean(folder, split, with_html=True) if d.html]
    injected = list(iter_gold(folder, split, format="html"))
    for path in files(folder, "documents*.jsonl"):
        own = [d for d in iter_labelled(path) if d.split == split and d.html]
        clean += [d for d in own if d.label == "clean"]
        injected += [d for d in own if d.label == "injected" and d.kind == HTML]
    return clean, injected
