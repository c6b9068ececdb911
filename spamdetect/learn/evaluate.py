"""Measure a model on a held-out split: blocks, spans, documents, URLs, calibration, leaks."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from spamdetect.detector import Detector
from spamdetect.learn.corpus.documents import Document
from spamdetect.learn.corpus.load import load_corpus, load_pages
from spamdetect.learn.evaluation import blocks, documents, spans
from spamdetect.learn.evaluation.calibration import calibration_figures
from spamdetect.learn.evaluation.html_pages import evaluate_html
from spamdetect.learn.evaluation.junkfigures import junk_figures
from spamdetect.learn.evaluation.probe import probe
from spamdetect.learn.evaluation.rounding import rounded
from spamdetect.learn.evaluation.sample import GENERATED, Sample, draw_sample
from spamdetect.learn.evaluation.scoring import Scored, score_documents
from spamdetect.learn.evaluation.urls import evaluate_urls
from spamdetect.learn.generate.junk.documents import boilerplate_documents
from spamdetect.learn.urls.data import url_tables

SPLITS: Final = ("test", "dev")

Log = Callable[[str], None]


def evaluate(
    data_dir: str | Path,
    model_name: str | Path = "default",
    *,
    split: str = "test",
    baselines: bool = True,
    seed: int = 0,
    generated: int = GENERATED,
    log: Log = lambda message: None,
) -> dict[str, Any]:
    """Measure a model on labelled data that it was not trained on.

    Recall is pooled within a site or campaign and averaged over them; intervals are 95 %
    bootstrap intervals over campaigns or sites and the documents within them. Rates of false
    alarms at block level are shares of the blocks of the split's clean pages.

    Parameters
    ----------
    data_dir : path
        Labelled data (see `spamdetect.learn.corpus.load.load_corpus`).
    model_name : str or Path
        A model that ships with the package, or a model's directory.
    split : {"test", "dev"}
    baselines : bool
        Whether to train and measure other methods on the same documents, which takes longer than
        all the rest.
    seed : int
        Of generated documents, bootstrap and baselines.
    generated : int
        Documents with injections to make from the split's own pages and campaigns.
    log : callable
        Takes one-line messages on progress.

    Returns
    -------
    dict
        Ready for JSON. ``block``, ``span``, ``document``, ``url``: figures by level; ``slices``,
        ``calibration``, ``junk``, ``html``, ``data``, ``probe``, ``baselines``, ``seconds``;
        ``not measured``: what the data has nothing for, and why.

    Raises
    ------
    DataError
        If the data is not of the documented form, the split holds no clean pages, or it leaks
        from the training data.
    ModelError
        If there is no such model.
    ValueError
        If the split is not known.
    """
    if split not in SPLITS:
        raise ValueError(f"split must be one of {', '.join(SPLITS)}, not {split!r}")
    began = time.monotonic()

    def tell(message: str) -> None:
        log(f"[{time.monotonic() - began:6.1f} s] {message}")

    detector = Detector.load(model_name)
    corpus = load_corpus(data_dir, ("train", split))
    tell(f"{len(corpus.clean) + len(corpus.spam) + len(corpus.gold)} documents read")
    sample = draw_sample(corpus, split, seed, generated)
    tell("no leaks; documents drawn")
    scored = {}
    for name, part in sample.parts().items():
        scored[name] = score_documents(part, detector, features=baselines)
        tell(f"{name}: {len(part)} documents, {len(scored[name].blocks.document)} blocks")
    result = _figures(scored, detector, seed)
    result["data"] = _counts(sample)
    result["junk"] = junk_figures(
        score_documents(tuple(boilerplate_documents(_with_pages(sample))), detector)
    )
    tell("figures of texts")
    missing: dict[str, str] = {}
    pages = load_pages(data_dir, split)
    if any(pages):
        result["html"] = evaluate_html(*pages, detector)
        tell("figures of HTML pages")
    else:
        missing["HTML pages"] = f"none in the data of the split {split!r}"
    result["probe"] = {
        "clean against spam sources": probe((*sample.clean, *sample.messages), sample.spam, seed),
        "clean against generated pages": probe(sample.clean, sample.generated, seed),
    }
    folder = Path(data_dir)
    result["url"] = evaluate_urls(folder, detector.urls, split) if url_tables(folder) else {}
    has_urls = bool(result["url"])
    if has_urls:
        tell("figures of URLs")
    else:
        missing["URLs"] = f"no clean ones of the split {split!r} in urls*.tsv"
    result["not measured"] = missing
    for what, reason in missing.items():
        tell(f"not measured: {what} ({reason})")
    if baselines:
        from spamdetect.learn.evaluation.baselines import compare
        from spamdetect.learn.evaluation.hostngrams import compare_host_ngrams
        from spamdetect.learn.evaluation.urlmethods import compare_urls

        result["baselines"] = compare(corpus, scored, detector, seed, tell)
        urls = compare_urls(folder, detector.urls, split, seed) if has_urls else {}
        result["baselines"]["urls"] = urls
        hosts = compare_host_ngrams(folder, detector.urls, split, seed) if has_urls else {}
        result["baselines"]["host n-grams"] = hosts
    result["model"] = detector.model.name
    result["split"] = split
    result["seconds"] = time.monotonic() - began
    checked: dict[str, Any] = rounded(result)
    return checked


def _with_pages(sample: Sample) -> list[Document]:
    return [document for document in sample.clean if document.page_text]


def _counts(sample: Sample) -> dict[str, Any]:
    return {
        "documents": {name: len(part) for name, part in sample.parts().items()},
        "characters": {
            name: sum(len(d.text) for d in part) for name, part in sample.parts().items()
        },
        "dropped": dict(sample.dropped),
    }


def _figures(scored: Mapping[str, Scored], detector: Detector, seed: int) -> dict[str, Any]:
    """Return the figures of blocks, spans and documents."""
    clean, gold, generated = (scored[name] for name in ("clean", "gold", "generated"))
    limits = blocks.thresholds(clean.blocks.spam)
    even = blocks.thresholds(clean.blocks.spam, blocks.page_weights(clean))
    holding = [part for part in (gold, generated, scored["spam"]) if part.documents]
    prior = float(detector.model.card["block"]["spam_prior"])
    return {
        "block": {
            "clean blocks": len(clean.blocks.spam),
            "thresholds": limits,
            "clean pages flagged": blocks.flagged_pages(clean, clean.blocks.spam, limits),
            "gold, pages weighing the same": blocks.recall(
                gold, gold.blocks.spam, blocks.is_spam(gold.blocks), even, seed=seed
            ),
            "gold": blocks.gold_figures(gold, gold.blocks.spam, limits, clean.blocks.spam, seed),
            "generated": blocks.recall(
                generated,
                generated.blocks.spam,
                blocks.is_spam(generated.blocks),
                limits,
                seed=seed,
            ),
            "spam": blocks.recall(
                scored["spam"],
                scored["spam"].blocks.spam,
                blocks.is_spam(scored["spam"].blocks),
                limits,
                seed=seed,
            ),
            "false alarms": {
                name: blocks.false_alarms(scored[name], scored[name].blocks.spam, limits)
                for name in ("clean", "whole", "messages")
                if scored[name].documents
            },
        },
        "span": {
            **{
                name: spans.span_figures(scored[name], seed)
                for name in ("gold", "generated", "spam", "clean")
            },
            "forms": spans.span_slices(generated),
        },
        "document": {
            "false alarms": {
                name: documents.false_alarm_figures(scored[name], seed)
                for name in ("clean", "whole", "messages")
                if scored[name].documents
            },
            "kinds": documents.kind_figures(
                [scored[name] for name in ("clean", "whole", "messages")]
            ),
            "worst sources": documents.worst_sources(clean),
            "spam": documents.spam_figures(scored["spam"], seed),
            "ranking": documents.ranking_figures(
                clean, {name: scored[name] for name in ("gold", "generated", "spam")}, seed
            ),
        },
        "slices": blocks.slices(generated, generated.blocks.spam, limits),
        "calibration": calibration_figures(clean, holding, prior),
    }
