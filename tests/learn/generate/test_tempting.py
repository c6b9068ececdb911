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
    found = tempting(documents, 6000, 5)
    assert [(document.id, document.form) for document in found] == [("raid", FORM)]


def test_only_the_part_that_is_trained_on_counts() -> None:
    text = "The choir sang three pieces. " * 40 + RAID
    assert not tempting([Document("late", text)], 800, 5)
    assert tempting([Document("late", text)], 6000, 5)


def test_of_each_source_those_with_the_most_terms_are_taken_whatever_the_order() -> None:
    documents = [
        Document("once", RAID, source="news"),
        Document("thrice", " ".join([RAID] * 3), source="news"),
        Document("twice", " ".join([RAID] * 2), source="news"),
        Document("alone", RAID, source="encyclopedia"),
    ]
    for given in (documents, documents[::-1]):
        found = tempting(given, 6000, 2)
        assert [document.id for document in found] == ["alone", "thrice", "twice"]


def test_one_term_is_enough_in_a_comment() -> None:
    said = "Please delete the comments of that casino."
    assert tempting([Document("short", said, kind="comment")], 6000, 5)
    assert not tempting([Document("page", said, kind="news")], 6000, 5)
