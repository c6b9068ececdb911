from __future__ import annotations

from spamdetect.learn.corpus.documents import Document
from spamdetect.learn.generate.tempting import FORM, tempting

RAID = (
    "Police raided an online casino on Monday. The slot gacor sites and the judi online pages had "
    "promised a jackpot, the prosecutor said, and poker rooms were closed as well."
)


def test_documents_that_use_the_words_of_spam_are_found_and_marked() -> None:
    documents = [
        Document("raid", RAID, source="news"),
        Document("choir", "The choir sang three pieces, among them a lullaby.", source="news"),
        Document("empty", ""),
    ]
    found = list(tempting(documents, 6000))
    assert [(document.id, document.form) for document in found] == [("raid", FORM)]


def test_only_the_part_that_is_trained_on_counts() -> None:
    text = "The choir sang three pieces. " * 40 + RAID
    assert not list(tempting([Document("late", text)], 800))
    assert list(tempting([Document("late", text)], 6000))
