from __future__ import annotations

import re

import pytest

from spamdetect.learn import corrections
from spamdetect.learn.corpus import Corpus
from spamdetect.learn.corrections import corrected, fingerprint, mislabelled
from spamdetect.learn.documents import Document


def test_mislabelled_documents_are_left_out_and_others_stay(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    wrong, right = Document("1", "Win money now"), Document("2", "The choir sang")
    monkeypatch.setattr(corrections, "mislabelled", lambda: frozenset((fingerprint(wrong),)))
    found = corrected(Corpus(clean=(wrong, right), spam=(right, wrong)))
    assert found.clean == found.spam == (right,)


def test_the_file_holds_fingerprints_only() -> None:
    assert mislabelled()
    assert all(re.fullmatch("[0-9a-f]{16}", entry) for entry in mislabelled())
