"""Fuzz the way of HTML pages by coverage: decode, parse, score, cut out.

Not part of the test suite. Install ``atheris`` (Linux), then run
``python tests/fuzz/fuzz_html.py [CORPUS_FOLDER] -max_len=20000 -timeout=10``; a folder of HTML
files gives it a start. It runs until it is stopped, and stops itself at a crash or a hang, whose
input it writes beside it.
"""

from __future__ import annotations

import sys

import atheris

with atheris.instrument_imports(include=["spamdetect"]):
    from spamdetect import Detector
    from spamdetect.html import parse, remove_spans

DETECTOR = Detector.load()


def one_page(data: bytes) -> None:
    """Score one input, and cut every other word out of it."""
    report = DETECTOR.score_html(data)
    for section in report.sections:
        assert report.text[section.start : section.end] == section.text
        assert section.selector
    page = parse(data)
    assert page.text == report.text
    spans = list(zip(page.run_start.tolist(), page.run_end.tolist(), strict=True))
    assert len(remove_spans(page, spans[::2])) <= len(page.source)


if __name__ == "__main__":
    atheris.Setup(sys.argv, one_page)
    atheris.Fuzz()
