from __future__ import annotations

import json
from pathlib import Path

import pytest

from spamdetect.learn.modelcard import PAGE, licence_name, write_page
from spamdetect.model import CARD


@pytest.mark.parametrize(
    ("stated", "name"),
    [
        ("MIT", "MIT"),
        ("MIT License Copyright (c) 2026 A / B C The Mark", "MIT"),
        ("Permission is hereby granted, free of charge, to any person obtaining", "MIT"),
        ("AGPL-3.0", "AGPL-3.0"),
        ("Apache-2.0 (fixture pages (c) publishers; only URLs kept)", "Apache-2.0"),
        ("MIT/Apache-2.0", "MIT or Apache-2.0"),
        ("BSD-3", "BSD-3-Clause"),
        ("BSD-2-Clause", "BSD-2-Clause"),
        ("X BSD-style (c) 2014-2018; only header read", "BSD-style"),
        ("CC BY 4.0", "CC-BY-4.0"),
        ("CC-BY-NC-SA-4.0 (translation); the original is another's", "CC-BY-NC-SA-4.0"),
        ("X licence, header only read (project states CC-BY-4.0)", "CC-BY-4.0"),
        ("CC BY-SA / BY-NC-SA (see LICENSE.txt in the repo)", "CC-BY-SA or CC-BY-NC-SA"),
        ("Attribution-ShareAlike 4.0 International =====", "CC-BY-SA-4.0"),
        ("Creative Commons Legal Code CC0 1.0 Universal CREATIVE COMMONS C", "CC0-1.0"),
        ("CC0 per project README (not re-checked)", "CC0-1.0"),
        ("database PDDL 1.0 (code Apache-2.0)", "PDDL-1.0"),
        ("Public domain (README)", "public domain"),
        ("none found at root", "none stated"),
        ("NONE at root", "none stated"),
        ("not found at root", "none stated"),
        ("no licence file (CC BY 4.0 elsewhere)", "none stated"),
        ("none found; columns stay the publishers'", "none stated"),
        ("none found / not read", "not recorded"),
        ("unknown", "not recorded"),
        ("?", "not recorded"),
        ("", "not recorded"),
        ("Since this repository contains both data and code", "other"),
        ("written by committee / SOFTWARE", "other"),
    ],
)
def test_licences_go_by_short_names(stated: str, name: str) -> None:
    assert licence_name(stated) == name


def test_sources_are_listed_with_their_licences(tmp_path: Path) -> None:
    card = {
        "name": "small",
        "version": "1",
        "bytes": 1,
        "training_data": {
            "documents": {"clean": 5},
            "characters": 9,
            "terms": 2,
            "sha256": "0",
            "generated": {},
            "sources": {"github:A/One": 3, "two": 2},
        },
    }
    (tmp_path / CARD).write_text(json.dumps(card), "utf-8")
    (tmp_path / "LICENCES.tsv").write_text("a/one\t0\tMIT License Copyright (c)\tclean\n", "utf-8")
    write_page(tmp_path, tmp_path, "figures")
    page = (tmp_path / PAGE).read_text("utf-8")
    assert "| github:A/One | 3 | MIT |\n| two | 2 | not recorded |\n" in page
