from __future__ import annotations

import io
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from command_result import Result
from fake_detector import load_fake

from spamdetect.cli import main, scoring


@pytest.fixture
def run(
    monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> Callable[..., Result]:
    """Call the command line with the fake detector, in this process."""
    monkeypatch.setattr(scoring, "load_detector", load_fake)

    def call(*argv: str | Path, stdin: bytes = b"") -> Result:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        capfdbinary.readouterr()
        status = main.entry([str(argument) for argument in argv])
        out, err = capfdbinary.readouterr()
        return Result(status, out, err.decode())

    return call
