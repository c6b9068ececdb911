"""Names that stand in no list of URLs."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from spamdetect.learn.urls.data import listed_domains
from spamdetect.learn.urls.names import linked_hosts, spam_names, tempting_names

HEADER = "url_or_domain\tlabel\tcategory\tsplit"


def folder(path: Path) -> Path:
    (path / "urls").mkdir()
    rows = ("http://www.listed.example.org/a\tclean\tnews\ttest_hash", "192.0.2.7\tspam\tip\ttrain")
    (path / "urls" / "clean_urls.tsv").write_text("\n".join((HEADER, *rows)) + "\n", "utf-8")
    disputed = "disputed.example.net\tspam\tscam\ttrain"
    (path / "urls" / "conflicts_do_not_train.tsv").write_text(f"{HEADER}\n{disputed}\n", "utf-8")
    pages = (
        ("news", "train", "https://www.harbour.co.uk/a http://HARBOUR.co.uk http://192.0.2.1/"),
        ("news", "train", "https://cdn.example.org/ https://example.net https://name.notop"),
        ("news", "dev", "https://later.de"),
        ("ioc", "train", "https://attacker.de"),
        ("article+comments", "train", "https://visitor.de"),
    )
    (path / "clean").mkdir()
    with (path / "clean" / "pages.jsonl").open("w", encoding="utf-8") as out:
        for number, (kind, split, text) in enumerate(pages):
            page = {"id": str(number), "source": "s", "lang": "en", "kind": kind, "split": split}
            html = '<a href="https://meadow.fr/x">meadow</a>' if not number else ""
            out.write(json.dumps({**page, "text": text, "html": html}) + "\n")
    return path


def test_domains_of_every_list_are_known(tmp_path: Path) -> None:
    known = listed_domains(folder(tmp_path))
    assert {"example.org", "example.net"} <= known


def test_hosts_come_from_safe_documents_and_stand_in_no_list(tmp_path: Path) -> None:
    data = folder(tmp_path)
    assert linked_hosts(data, listed_domains(data)) == ["^harbour.co.uk$", "^meadow.fr$"]


def test_without_documents_there_are_no_hosts(tmp_path: Path) -> None:
    assert linked_hosts(tmp_path, frozenset()) == []


def test_honest_names_that_look_like_spam_stand_in_no_list() -> None:
    names = tempting_names(frozenset())
    assert len(names) == len(set(names)) > 5000
    assert all(name.startswith("^") and name.endswith("$") and "." in name for name in names)
    assert "^uppsalaslott.se$" in names
    assert set(names) - set(tempting_names(frozenset({"uppsalaslott.se"}))) == {"^uppsalaslott.se$"}


def test_words_of_spam_become_hosts_of_their_output() -> None:
    terms = [("Jackpot", "gambling"), ("free spins", "gambling"), ("казино", "gambling")]
    terms += [("cialis", "pharma"), ("loans", "finance")]
    made = spam_names(terms, ["meadow", "x", "far-away-name"], ["de"], np.random.default_rng(1))
    plain = {text.strip("^$"): head for text, head in made}
    assert plain == {
        **dict.fromkeys(("jackpot.de", "meadowjackpot.de", "jackpotmeadow.de"), "gambling"),
        **dict.fromkeys(("cialis.de", "meadowcialis.de", "cialismeadow.de"), "adult"),
        **dict.fromkeys(("loans.de", "meadowloans.de", "loansmeadow.de"), "other"),
    }
    assert len(made) == 12


def test_no_honest_names_no_made_ones() -> None:
    assert spam_names([("jackpot", "gambling")], ["x"], ["de"], np.random.default_rng(1)) == []
