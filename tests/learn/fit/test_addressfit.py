from __future__ import annotations

import numpy as np
import pytest

from spamdetect import Detector
from spamdetect.learn.corpus.documents import Document
from spamdetect.learn.fit.addressfit import fit_addresses
from spamdetect.learn.fit.blockdata import BlockData, read_blocks

SHOPS = ("replicabags", "cheapjerseys", "outletshoes", "watchreplica", "bagoutlet", "jerseyshop")
PLACES = ("library", "cityhall", "choir", "museum", "rowingclub", "observatory")


def pages(shops: tuple[str, ...]) -> list[Document]:
    out = []
    for number in range(60):
        spam, honest = (
            f"http://{names[number % len(names)]}{number}.example/{path}"
            for names, path in ((shops, "cheap-bags"), (PLACES, "opening-hours"))
        )
        text = f"See {honest} for more."
        out.append(Document(f"h{number}", text, label="clean", group=f"h{number}"))
        text = f"Buy here {spam} today"
        spans = ((0, len(text), "counterfeit"),)
        out.append(Document(f"s{number}", text, spans, label="spam", group=f"s{number}"))
    return out


@pytest.fixture(scope="module")
def data(small_detector: Detector) -> BlockData:
    return read_blocks(pages(SHOPS), small_detector.urls)


def test_what_spam_links_to_is_told_from_what_honest_texts_link_to(data: BlockData) -> None:
    head, by_fold = fit_addresses(data, 0)
    new = ["^cheapreplica.example$-cheap-bags-", "^librarychoir.example$-opening-hours-"]
    for fitted in (head, *by_fold):
        spam, honest = fitted.logits(new)
        assert spam > 0 > honest


def test_no_fold_learns_from_its_own_links(data: BlockData, small_detector: Detector) -> None:
    _, by_fold = fit_addresses(data, 0)
    documents = [
        document
        for document, fold in zip(data.documents, data.fold[np.unique(data.document)], strict=True)
        if fold != 0
    ]
    _, again = fit_addresses(read_blocks(documents, small_detector.urls), 0)
    np.testing.assert_array_equal(by_fold[0].table, again[0].table)


def test_links_of_one_kind_teach_nothing(small_detector: Detector) -> None:
    honest = [document for document in pages(SHOPS) if document.label == "clean"]
    head, by_fold = fit_addresses(read_blocks(honest, small_detector.urls), 0)
    assert not any(fitted.table.any() for fitted in (head, *by_fold))
