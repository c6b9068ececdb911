from __future__ import annotations

import re
from pathlib import Path

import pytest

from spamdetect.learn.corpus import corrections
from spamdetect.learn.corpus.corrections import (
    corrected,
    fingerprint,
    host_fingerprint,
    mislabelled,
    mislabelled_hosts,
)
from spamdetect.learn.corpus.documents import Document
from spamdetect.learn.corpus.load import Corpus
from spamdetect.learn.urls import rows as url_rows


def test_mislabelled_documents_are_left_out_and_others_stay(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    wrong, right = Document("1", "Win money now"), Document("2", "The choir sang")
    monkeypatch.setattr(corrections, "mislabelled", lambda: frozenset((fingerprint(wrong),)))
    found = corrected(Corpus(clean=(wrong, right), spam=(right, wrong)))
    assert found.clean == found.spam == (right,)


def test_the_files_hold_fingerprints_only() -> None:
    assert mislabelled()
    assert mislabelled_hosts()
    for entry in mislabelled() | mislabelled_hosts():
        assert re.fullmatch("[0-9a-f]{16}", entry)


def test_mislabelled_hosts_of_clean_lists_are_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = ["url_or_domain\tlabel\tcategory\tsplit"]
    for split in ("train", "dev"):
        lines.append(f"https://www.casino-hall.com/{split}\tclean\tclean\t{split}")
        lines.append(f"casino-hall.com\tspam\tgambling\t{split}")
        lines.append(f"choir.org\tclean\tclean\t{split}")
    (tmp_path / "urls.tsv").write_text("\n".join(lines) + "\n")
    wrong = frozenset((host_fingerprint("casino-hall.com"),))
    monkeypatch.setattr(url_rows, "mislabelled_hosts", lambda: wrong)
    found = url_rows.read_rows(tmp_path).data
    assert sorted(found["url_or_domain"]) == ["casino-hall.com"] * 2 + ["choir.org"] * 2
