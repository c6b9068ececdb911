"""Rows of a table, scored so that no row can cost another its answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from spamdetect.detector import Detector
from spamdetect.errors import SpamdetectError
from spamdetect.labels import PRESETS, Preset
from spamdetect.reports import Report

MOST_CHARS: Final = 20_000_000
"""Documents of more characters are not scored by default: memory for one must not cost a worker."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a worker process needs to make its detector; can be sent there and compared.

    Attributes
    ----------
    model : str or Path
    preset : str
    allow, block : tuple of str
    most_chars : int
        Longer documents are not scored.
    """

    model: str | Path = "default"
    preset: Preset = "balanced"
    allow: tuple[str, ...] = ()
    block: tuple[str, ...] = ()
    most_chars: int = MOST_CHARS

    @classmethod
    def checked(
        cls,
        model: str | Path,
        preset: Preset,
        allow: Iterable[str],
        block: Iterable[str],
        most_chars: int,
    ) -> Settings:
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
        for entries in (allow, block):
            if isinstance(entries, str):
                raise TypeError("a list of hosts must be an iterable of str, not a str")
        return cls(model, preset, tuple(allow), tuple(block), most_chars)


@lru_cache(maxsize=4)
def detector_of(settings: Settings) -> Detector:
    """Return the detector of this process for some settings, loaded once."""
    return Detector.load(
        settings.model, preset=settings.preset, allow=settings.allow, block=settings.block
    )


@dataclass(frozen=True, slots=True)
class Row:
    """A document of a table.

    Attributes
    ----------
    text : Any
    html : Any
        Scored in place of the text where it is a string or bytes that are not empty.
    url : Any
        Anything but a string is none.
    """

    text: Any = None
    html: Any = None
    url: Any = None

    @property
    def page(self) -> str | bytes | None:
        """The HTML, if there is any."""
        value = bytes(self.html) if isinstance(self.html, bytearray | memoryview) else self.html
        return value if isinstance(value, str | bytes) and value else None

    @property
    def plain(self) -> str:
        """The text; empty if there is none."""
        return self.text if isinstance(self.text, str) else ""

    @property
    def source(self) -> str | None:
        """The URL, if there is one."""
        return self.url if isinstance(self.url, str) else None


Outcome = tuple[Report | None, str | None]
"""A report, or why there is none."""


def score_rows(settings: Settings, rows: Sequence[Row]) -> list[Outcome]:
    """Score rows; rows with neither text nor HTML are clean.

    Parameters
    ----------
    settings : Settings
    rows : sequence of Row

    Returns
    -------
    list of tuple
        For each row, its report, or the error that it met.

    Raises
    ------
    SpamdetectError
        If no row can be scored: the model is missing or damaged.
    """
    detector = detector_of(settings)
    _ = detector.text_part
    out: list[Outcome] = [(None, None)] * len(rows)
    texts: list[int] = []
    pages: list[int] = []
    for index, row in enumerate(rows):
        size = len(row.page if row.page is not None else row.plain)
        if size > settings.most_chars:
            out[index] = None, f"longer than {settings.most_chars:,} characters: {size:,}"
        else:
            (texts if row.page is None else pages).append(index)
    for kind in (texts, pages):
        for index, outcome in zip(kind, _scored(detector, [rows[i] for i in kind]), strict=True):
            out[index] = outcome
    return out


def _scored(detector: Detector, rows: Sequence[Row]) -> list[Outcome]:
    """Return the outcomes of rows of one kind, all texts or all pages."""
    urls = [row.source for row in rows]
    pages = [row.page for row in rows if row.page is not None]
    try:
        reports = (
            detector.score_htmls(pages, urls)
            if pages
            else detector.score_texts([row.plain for row in rows], urls)
        )
        return [(report, None) for report in reports]
    except SpamdetectError:
        raise
    except Exception as error:
        # One row must not cost the others of its batch, whatever went wrong in it.
        if len(rows) == 1:
            return [(None, _told(error))]
        return [_scored(detector, [row])[0] for row in rows]


def _told(error: Exception) -> str:
    return f"internal error: {type(error).__name__}: {error}"
