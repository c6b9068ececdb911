"""spamdetect in a datatrove pipeline: a filter, and a block that annotates or strips."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from spamdetect.engines.rows import MOST_CHARS, Settings, score_rows
from spamdetect.errors import MissingExtraError
from spamdetect.labels import VERDICTS, Preset, Verdict
from spamdetect.reports import Report
from spamdetect.rows import Outcome, Row

try:
    from datatrove.pipeline.base import PipelineStep
    from datatrove.pipeline.filters.base_filter import BaseFilter
    from datatrove.utils.batching import batched
except ImportError as error:
    name = error.name or "datatrove"
    raise MissingExtraError(name, "datatrove", "spamdetect.engines.datatrove") from error

if TYPE_CHECKING:
    from datatrove.data import Document, DocumentsPipeline
    from datatrove.pipeline.writers.disk_base import DiskWriter

_BATCH: Final = 256


class _Scoring:
    """Scores documents in batches; the detector is loaded once in each process."""

    def __init__(
        self,
        model: str | Path,
        preset: Preset,
        allow: Iterable[str],
        block: Iterable[str],
        url_key: str,
        most_chars: int,
    ) -> None:
        self._settings = Settings.checked(model, preset, allow, block, most_chars)
        self._url_key = url_key

    def score(self, documents: Sequence[Document]) -> list[Outcome[Report]]:
        """Return for each document its report, or why there is none."""
        rows = [Row.of(one.text, None, one.metadata.get(self._url_key)) for one in documents]
        return score_rows(self._settings, rows)


class SpamdetectFilter(BaseFilter):
    """Drops documents by their verdict.

    The reason of a dropped document, in the stats and in ``metadata["filter_reason"]`` of what
    the exclusion writer saves, is its verdict and category, such as ``spam_gambling``. A document
    that cannot be scored is kept and counted as ``errors``.

    Parameters
    ----------
    drop : iterable of {"clean", "injected", "spam", "junk"}
    model : str or Path
        Name of a model that ships with the package, or a directory.
    preset : {"strict", "balanced", "sensitive"}
    allow, block : iterable of str
        Hosts, registered domains or suffixes whose URLs are never, or always, spam.
    url_key : str
        Key of a document's metadata under which its address is.
    most_chars : int
        Longer documents are not scored.
    exclusion_writer : datatrove DiskWriter, optional
    batch_size : int

    Raises
    ------
    ValueError
        If a verdict or the preset is not known.
    TypeError
        If `drop`, `allow` or `block` is a single string.
    """

    name = "🚮 spamdetect"

    def __init__(
        self,
        drop: Iterable[Verdict] = ("spam",),
        model: str | Path = "default",
        preset: Preset = "balanced",
        *,
        allow: Iterable[str] = (),
        block: Iterable[str] = (),
        url_key: str = "url",
        most_chars: int = MOST_CHARS,
        exclusion_writer: DiskWriter | None = None,
        batch_size: int = _BATCH,
    ) -> None:
        if isinstance(drop, str):
            raise TypeError("drop must be an iterable of verdicts, not a str")
        self._drop = frozenset(drop)
        for verdict in self._drop:
            if verdict not in VERDICTS:
                raise ValueError(f"drop: {verdict!r} is none of {', '.join(VERDICTS)}")
        self._scoring = _Scoring(model, preset, allow, block, url_key, most_chars)
        super().__init__(exclusion_writer, batch_size)

    def filter(self, doc: Document) -> bool | tuple[bool, str]:
        """Tell whether to keep a document, or why not."""
        return self.filter_batch([doc])[0]

    def filter_batch(self, batch: list[Document]) -> list[bool | tuple[bool, str]]:
        """Tell which documents to keep, or why not."""
        return [self._keep(outcome) for outcome in self._scoring.score(batch)]

    def _keep(self, outcome: Outcome[Report]) -> bool | tuple[bool, str]:
        report = outcome.value
        if report is None:
            self.stat_update("errors")
            return True
        self.stat_update(report.verdict)
        if report.verdict not in self._drop:
            return True
        return False, f"{report.verdict}_{report.category}" if report.category else report.verdict


class SpamdetectAnnotator(PipelineStep):
    """Writes what was found into each document's metadata, and if wanted takes its spam out.

    Parameters
    ----------
    model : str or Path
        Name of a model that ships with the package, or a directory.
    preset : {"strict", "balanced", "sensitive"}
    key : str
        Key of the metadata under which ``verdict``, ``score``, ``category`` and ``sections`` are
        left; spans index the text as it came in. A document that cannot be scored has ``error``
        there instead.
    strip : bool
        Replace the text by that without spam sections.
    allow, block : iterable of str
        Hosts, registered domains or suffixes whose URLs are never, or always, spam.
    url_key : str
        Key of a document's metadata under which its address is.
    most_chars : int
        Longer documents are not scored.
    batch_size : int

    Raises
    ------
    ValueError
        If the preset is not known.
    TypeError
        If `allow` or `block` is a single string.
    """

    name = "🔎 spamdetect"
    type = "✍️ - ANNOTATOR"

    def __init__(
        self,
        model: str | Path = "default",
        preset: Preset = "balanced",
        *,
        key: str = "spamdetect",
        strip: bool = False,
        allow: Iterable[str] = (),
        block: Iterable[str] = (),
        url_key: str = "url",
        most_chars: int = MOST_CHARS,
        batch_size: int = _BATCH,
    ) -> None:
        super().__init__()
        self._scoring = _Scoring(model, preset, allow, block, url_key, most_chars)
        self._key = key
        self._strip = strip
        self._batch_size = batch_size

    def run(self, data: DocumentsPipeline, rank: int = 0, world_size: int = 1) -> DocumentsPipeline:
        """Yield the documents, annotated."""
        for batch in batched(data, self._batch_size):
            with self.track_time("batch"):
                outcomes = self._scoring.score(batch)
            for document, outcome in zip(batch, outcomes, strict=True):
                self._annotate(document, outcome)
                self.update_doc_stats(document)
                yield document

    def _annotate(self, document: Document, outcome: Outcome[Report]) -> None:
        report = outcome.value
        if report is None:
            self.stat_update("errors")
            document.metadata[self._key] = {"error": outcome.failure}
            return
        self.stat_update("total", report.verdict)
        for section in report.sections:
            self.stat_update(f"{section.label}_{section.category}", unit="section")
        found: dict[str, Any] = {
            "verdict": report.verdict,
            "score": report.score,
            "category": report.category,
            "sections": [section.to_dict() for section in report.sections],
        }
        document.metadata[self._key] = found
        if self._strip and report.clean_text != document.text:
            self.stat_update("stripped")
            document.text = report.clean_text
