"""The documents that an evaluation scores, in parts, apart from everything trained on."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from spamdetect.errors import DataError
from spamdetect.learn.corpus.documents import Document
from spamdetect.learn.corpus.load import Corpus
from spamdetect.learn.corpus.pages import WHOLE_PAGE, as_text
from spamdetect.learn.evaluation.leaks import Leak, near_duplicates, require_none, shared_groups
from spamdetect.learn.generate.honesttext import SHORT_KINDS
from spamdetect.learn.generate.inject import generate
from spamdetect.learn.generate.material import load_pools

GENERATED: Final = 3000
"""Documents with injections that are made from the split's own pages and campaigns."""


@dataclass(frozen=True, slots=True)
class Sample:
    """Documents of one split by what they are measured for.

    Attributes
    ----------
    clean : tuple of Document
        Honest pages, as text or HTML; false alarms are counted on them.
    whole : tuple of Document
        All visible text of those pages that have it, menus and footers included.
    messages : tuple of Document
        Honest comments, short messages and mails.
    spam : tuple of Document
        Texts that are spam as a whole, of campaigns that were not trained on.
    gold : tuple of Document
        Real pages with labelled injections.
    generated : tuple of Document
        Pages with injections made by `spamdetect.learn.generate.inject`.
    dropped : mapping of str to int
        Documents left out because their like was trained on, by reason.
    """

    clean: tuple[Document, ...]
    whole: tuple[Document, ...]
    messages: tuple[Document, ...]
    spam: tuple[Document, ...]
    gold: tuple[Document, ...]
    generated: tuple[Document, ...]
    dropped: Mapping[str, int]

    def parts(self) -> dict[str, tuple[Document, ...]]:
        """Return the documents by the name of their part."""
        return {
            name: getattr(self, name)
            for name in ("clean", "whole", "messages", "spam", "gold", "generated")
        }


def draw_sample(corpus: Corpus, split: str, seed: int, generated: int = GENERATED) -> Sample:
    """Return the documents of a split to evaluate on.

    Data sets that are divided by record have sites and campaigns on both sides of a split. Honest
    pages of such sites and spam of such campaigns are left out and counted. What is left must not
    leak: of the split ``"test"``, a near-duplicate of a trained text or a labelled site that was
    trained on is an error; of other splits, near-duplicates are left out and counted, too.

    Parameters
    ----------
    corpus : Corpus
        With the split and the split ``"train"`` in it.
    split : str
    seed : int
        Of the generated documents.
    generated : int
        How many of them.

    Raises
    ------
    DataError
        If the split leaks or holds no clean documents.
    """
    trained = corpus.of_split("train")
    own = corpus.of_split(split)
    apart = corpus.of_split(split, apart_from="train")
    clean, sites = _without(own.clean, shared_groups(trained.clean, own.clean, "site"))
    spam = apart.spam
    dropped = {"clean: site trained on": sites, "spam: campaign trained on": 0}
    dropped["spam: campaign trained on"] = len(own.spam) - len(spam)
    known = (*trained.clean, *trained.spam)
    copies = list(near_duplicates(known, (*clean, *spam, *own.gold)))
    if split == "test":
        require_none(
            [
                *shared_groups(trained.clean, clean, "site"),
                *shared_groups((*trained.clean, *trained.spam, *trained.gold), own.gold, "site"),
                *shared_groups(trained.spam, spam, "campaign"),
                *copies,
            ]
        )
    copied = {leak.index for leak in copies}
    kept = [d for i, d in enumerate((*clean, *spam)) if i not in copied]
    dropped["near-duplicate of a trained text"] = len(clean) + len(spam) - len(kept)
    honest = [d for d in kept if not d.spans]
    pages = tuple(d for d in honest if d.kind not in SHORT_KINDS)
    if not pages:
        raise DataError(f"{corpus.folder}: no clean pages of the split {split!r} to evaluate on")
    made: Sequence[Document] = ()
    if generated:
        pool, near = load_pools(corpus.as_texts(), split)
        made = tuple(
            generate([as_text(d) for d in honest], pool, seed, honest=near, count=generated)
        )
    return Sample(
        clean=pages,
        whole=tuple(
            replace(d, text=d.page_text, page_text=None, kind=WHOLE_PAGE)
            for d in pages
            if d.page_text
        ),
        messages=tuple(d for d in honest if d.kind in SHORT_KINDS),
        spam=tuple(d for d in kept if d.spans),
        gold=own.gold,
        generated=tuple(made),
        dropped={reason: count for reason, count in dropped.items() if count},
    )


def _without(documents: Sequence[Document], leaks: Iterable[Leak]) -> tuple[list[Document], int]:
    """Return the documents whose group does not leak, and how many others there are."""
    shared: Collection[str] = {leak.evaluated for leak in leaks}
    kept = [d for d in documents if d.group not in shared]
    return kept, len(documents) - len(kept)
