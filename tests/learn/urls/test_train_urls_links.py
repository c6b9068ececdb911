"""Training of the URL model with links of documents."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
from test_train_urls import GOOD, PLACES, corpus

from spamdetect.learn.urls.train import train_urls
from spamdetect.urls.layout import COLUMNS


def with_links(directory: Path) -> Path:
    corpus(directory)
    rng = np.random.default_rng(1)
    wares = ("xxbet", "xxjackpot", "xxgacor")
    for part, label in (("clean", "ham"), ("spam", "spam")):
        (directory / part).mkdir()
        with (directory / part / "comments.jsonl").open("w", encoding="utf-8") as out:
            for number in range(400):
                name = f"{GOOD[rng.integers(8)]}{PLACES[rng.integers(8)]}{number}"
                words = f"The {PLACES[rng.integers(8)]}"
                if part == "spam":
                    ware = wares[rng.integers(3)]
                    name, words = f"{ware}-{name}", f"cheap {ware}"
                text = f'<a href="https://{name}.com/">{words}</a>'
                record = {"id": str(number), "source": "s", "kind": "blog", "split": "train"}
                out.write(json.dumps({**record, "label": label, "text": text}) + "\n")
    return directory


def test_agreement_never_speaks_for_honesty(tmp_path: Path) -> None:
    arrays, _ = train_urls(with_links(tmp_path), seed=3)
    table = arrays["url_main"][COLUMNS.index("agreement")]
    assert table[0] == 0
    assert np.all(np.diff(table.astype(int)) >= 0)
