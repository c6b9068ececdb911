"""Rows of a table, scored by a detector that each process of an engine loads once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final, Self

from spamdetect import settings
from spamdetect.detector import Detector
from spamdetect.labels import PRESETS, Preset
from spamdetect.reports import Report
from spamdetect.rows import Outcome, Row, score_each

MOST_CHARS: Final = 20_000_000
"""Documents of more characters are not scored by default: memory for one must not cost a worker."""


@dataclass(frozen=True, slots=True)
class Settings(settings.Settings):
    """What a worker process needs to score; can be sent there and compared.

    Attributes
    ----------
    most_chars : int
        Longer documents are not scored.
    """

    most_chars: int = MOST_CHARS

    @classmethod
    def checked(
        cls,
        model: str | Path,
        preset: Preset,
        allow: Iterable[str],
        block: Iterable[str],
        most_chars: int,
    ) -> Self:
        """Return settings that have been looked at before any process starts with them.

        Raises
        ------
        ValueError
            If the preset is not known.
        TypeError
            If `allow` or `block` is a single string.
        """
        if preset not in PRESETS:
            raise ValueError(f"preset must be one of {', '.join(PRESETS)}, not {preset!r}")
        return cls(model, preset, host_names(allow), host_names(block), most_chars)


def host_names(entries: Iterable[str]) -> tuple[str, ...]:
    """Return a list of hosts as it can be sent to other processes.

    Raises
    ------
    TypeError
        If it is a single string.
    """
    if isinstance(entries, str):
        raise TypeError("a list of hosts must be an iterable of str, not a str")
    return tuple(entries)


@lru_cache(maxsize=4)
def detector_of(settings: Settings) -> Detector:
    """Return the detector of this process for some settings, loaded once."""
    return settings.load()


def score_rows(settings: Settings, rows: Sequence[Row]) -> list[Outcome[Report]]:
    """Score rows; rows with neither text nor HTML are clean.

    Parameters
    ----------
    settings : Settings
    rows : sequence of Row

    Returns
    -------
    list of Outcome
        For each row, its report, or the error that it met.

    Raises
    ------
    SpamdetectError
        If no row can be scored: the model is missing or damaged.
    """
    detector = detector_of(settings)
    _ = detector.text_part
    sizes = [len(row.html or row.text or "") for row in rows]
    short = [row for row, size in zip(rows, sizes, strict=True) if size <= settings.most_chars]
    scored = iter(score_each(detector, short, lambda row, report: report))
    return [
        next(scored)
        if size <= settings.most_chars
        else Outcome(None, f"longer than {settings.most_chars:,} characters: {size:,}")
        for size in sizes
    ]
