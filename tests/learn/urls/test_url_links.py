"""Links of documents with their anchors, and what their agreement with hosts adds."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from spamdetect.learn.urls.agreement import fit_agreement
from spamdetect.learn.urls.links import TrainingLink, read_links
from spamdetect.urls.features import url_features


def folder(path: Path) -> Path:
    clean = [
        ("news", "train", "", '<p><a href="https://harbour.org/a">The <b>harbour</b></a></p>'),
        ("news", "train", "See [the mill](https://mill.net/b).", ""),
        ("news", "train", "[Mill](https://mill.net/c) [router](http://192.168.1.1/)", ""),
        ("news", "train", "", '<a href="https://mill.net/">https://mill.net/</a>'),
        ("news", "dev", "[later](https://later.de)", ""),
        ("article+comments", "train", "[visitor](https://visitor.de)", ""),
    ]
    spam = [
        ("comments_blog", '<a href="http://pills.top">pills</a>'),
        ("mail_old", "[x](http://x.de)"),
    ]
    for name in ("clean", "spam"):
        (path / name).mkdir()
    with (path / "clean" / "pages.jsonl").open("w", encoding="utf-8") as out:
        for number, (kind, split, text, html) in enumerate(clean):
            record = {"id": str(number), "source": "s", "kind": kind, "split": split}
            out.write(json.dumps({**record, "text": text, "html": html}) + "\n")
    for name, text in spam:
        record = {"id": name, "label": "spam", "split": "train", "category": "pharma"}
        (path / "spam" / f"{name}.jsonl").write_text(json.dumps({**record, "text": text}) + "\n")
    return path


def test_links_of_training_documents_are_read(tmp_path: Path) -> None:
    found = {(link.domain, link.words, link.spam) for link in read_links(folder(tmp_path))}
    assert found == {
        ("harbour.org", "-the-harbour-", False),
        ("mill.net", "-the-mill-", False),
        ("mill.net", "-mill-", False),
        ("pills.top", "-pills-", True),
    }


def test_without_documents_there_are_none(tmp_path: Path) -> None:
    assert read_links(tmp_path) == []


def test_agreement_adds_what_the_score_does_not_know() -> None:
    rng = np.random.default_rng(0)
    spam = rng.random(4000) < 0.5
    together = np.where(spam, rng.integers(100, 250, 4000), rng.integers(0, 180, 4000))
    links = [
        TrainingLink(url_features(f"h{n}.com"), "-x-", bool(label), n % 2)
        for n, label in enumerate(spam)
    ]
    table = fit_agreement(together, np.zeros(4000), links)
    assert table[0] == 0
    assert np.all(np.diff(table) >= 0)
    assert table[240] > table[140] + 1
    assert not fit_agreement(together, np.zeros(4000), [links[0]._replace(spam=True)] * 4000).any()
