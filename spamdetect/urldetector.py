"""The part of the detector that needs no text: URLs in, reports out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Self

from spamdetect.arguments import check_counts, checked, checked_source
from spamdetect.labels import PRESETS, Preset
from spamdetect.model import Model, load_model
from spamdetect.reports import UrlReport
from spamdetect.urlreports import url_reports
from spamdetect.urls.relative import resolved
from spamdetect.urls.rules import HostRules, list_rules
from spamdetect.urls.score import UrlScorer


class UrlDetector:
    """Finds spam among URLs; what `spamdetect.Detector` builds on.

    Parameters
    ----------
    model : Model
    preset : {"strict", "balanced", "sensitive"}
    allow, block : iterable of str
        Hosts, registered domains or suffixes whose URLs are never, or always, spam.
    """

    def __init__(
        self,
        model: Model,
        preset: Preset = "balanced",
        allow: Iterable[str] | HostRules = (),
        block: Iterable[str] | HostRules = (),
    ) -> None:
        if preset not in PRESETS:
            raise ValueError(f"preset must be one of {', '.join(PRESETS)}, not {preset!r}")
        self.model = model
        self.preset = preset
        self.urls = UrlScorer(model.arrays, model.card["url"])
        self.rules = list_rules(allow, block)

    @classmethod
    def load(
        cls,
        name: str | Path = "default",
        *,
        preset: Preset = "balanced",
        allow: Iterable[str] | HostRules = (),
        block: Iterable[str] | HostRules = (),
    ) -> Self:
        """Load a model and return a detector.

        Parameters
        ----------
        name : str or Path
            Name of a model that ships with the package, or a model's directory. A string without
            a path separator is such a name first.
        preset : {"strict", "balanced", "sensitive"}
            How many clean pages may be flagged: 0.01 %, 0.1 % or 1 %.
        allow, block : iterable of str
            Hosts, registered domains or suffixes whose URLs are never, or always, spam.

        Raises
        ------
        ModelError
            If there is no such model, or it is damaged or of another format version.
        TypeError
            If `allow` or `block` is a single string, or an entry is not a string.
        ValueError
            If the preset is not known, or an entry of `allow` or `block` is no host, suffix or
            address range.
        """
        return cls(load_model(name), preset, allow, block)

    def score_url(self, url: str, anchor: str = "", source_url: str | None = None) -> UrlReport:
        """Score one URL or host.

        Parameters
        ----------
        url : str
            Any string.
        anchor : str
            Text of the link.
        source_url : str, optional
            The page that links to it. A link such as ``/x`` or ``x.html`` is read as a browser
            would on that page.

        Returns
        -------
        UrlReport

        Raises
        ------
        TypeError
            If `url`, `anchor` or `source_url` is not a string.
        """
        source = checked_source(source_url, "source_url")
        return self.score_urls([url], [anchor], [source or ""])[0]

    def score_urls(
        self,
        urls: Iterable[str],
        anchors: Sequence[str] | None = None,
        source_urls: Sequence[str] | None = None,
    ) -> list[UrlReport]:
        """Score URLs in one batch.

        Parameters
        ----------
        urls : iterable of str
        anchors, source_urls : sequence of str, optional
            One for each URL.

        Returns
        -------
        list of UrlReport

        Raises
        ------
        TypeError
            If an element is not a string.
        ValueError
            If there are not as many `anchors` or `source_urls` as URLs.
        """
        if isinstance(urls, str):
            raise TypeError("urls must be an iterable of str, not a str; use score_url for one")
        given = [checked(url, "url") for url in urls]
        check_counts(given, anchors=anchors, source_urls=source_urls)
        for name, others in (("anchor", anchors), ("source_url", source_urls)):
            for other in others or ():
                checked(other, name)
        whole = given
        if source_urls is not None:
            whole = [resolved(*pair) for pair in zip(given, source_urls, strict=True)]
        scores = self.urls.score(whole, anchors, source_urls)
        return url_reports(self.urls, self.rules, self.preset, given, scores, anchors, source_urls)
