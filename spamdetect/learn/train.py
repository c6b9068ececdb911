"""Train a model from labelled data and write its directory."""

from __future__ import annotations

import hashlib
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from spamdetect import lexicons
from spamdetect._version import __version__
from spamdetect.blocks import neighbours
from spamdetect.blocks.categories import evidence_names
from spamdetect.blocks.features import names
from spamdetect.blocks.lexicon import Matcher
from spamdetect.blocks.model import BlockModel, Calibration
from spamdetect.errors import DataError
from spamdetect.learn.corpus.corrections import corrected
from spamdetect.learn.corpus.documents import Document
from spamdetect.learn.corpus.load import Corpus, load_corpus
from spamdetect.learn.dataset import Sizes, training_documents
from spamdetect.learn.fit.blockdata import BlockData, read_blocks
from spamdetect.learn.fit.blockfit import FittedLabel, fit_heads, fit_label, fit_second
from spamdetect.learn.fit.categoryfit import fit_categories
from spamdetect.learn.fit.operating import NOT_ARTICLES, SPAM_PRIOR, operating_points
from spamdetect.learn.fit.targets import junk_target, spam_target
from spamdetect.learn.fit.thresholds import calibrate
from spamdetect.learn.generate import tempting
from spamdetect.learn.urls.train import train_urls
from spamdetect.model import save_model
from spamdetect.urls.score import UrlScorer

Log = Callable[[str], None]


def train(
    data_dir: str | Path,
    output: str | Path,
    *,
    seed: int = 0,
    sizes: Sizes | None = None,
    without_language: str | None = None,
    log: Log = lambda message: None,
) -> dict[str, Any]:
    """Train a model and write it.

    Parameters
    ----------
    data_dir : path
        Labelled data (see `spamdetect.learn.corpus.load.load_corpus`). Only the split ``train`` is
        fitted.
    output : path
        The model's directory, made if need be.
    seed : int
        The same data, seed, sizes and library versions give the same files, bit for bit.
    sizes : Sizes, optional
        How many documents of each kind to use; by default all that the full model is made of, or
        fewer for a small corpus.
    without_language : str, optional
        Primary subtag of a language (BCP 47) whose documents are left out, to measure how well the
        model does in languages that it has not seen. Lexicons and phrases are used as ever.
    log : callable
        Takes one-line messages on progress.

    Returns
    -------
    dict
        The model's card.

    Raises
    ------
    DataError
        If the data is missing, too little or not of the documented form.
    """
    began = time.monotonic()

    def tell(message: str) -> None:
        log(f"[{time.monotonic() - began:6.1f} s] {message}")

    corpus = corrected(load_corpus(data_dir, ("train",), with_html=True))
    if without_language:
        corpus = corpus.without_language(without_language)
    _check_enough(corpus)
    sizes = sizes or (Sizes() if len(corpus.clean) > 5000 else Sizes.small())
    url_arrays, url_card = train_urls(Path(data_dir), seed)
    tell("URL model fitted")
    documents = training_documents(corpus, seed, sizes)
    scorer = UrlScorer(url_arrays, url_card)
    data = read_blocks(documents, scorer)
    documents = data.documents
    tell(f"{len(documents)} documents, {len(data.document)} blocks")
    matcher = Matcher.of(lexicons.load())
    heads, by_fold = fit_heads(data, seed, tell)
    tell("n-gram heads fitted")
    features = data.features(by_fold, matcher)
    columns = {name: index for index, name in enumerate(names(matcher))}
    targets = {"spam": spam_target(data, [*columns]), "junk": junk_target(data, [*columns])}
    fitted = {
        label: fit_label(data, features, target, seed, tell)
        for label, target in targets.items()
        if target.positive.any()
    }
    if "spam" in fitted:
        fitted["spam"] = fit_second(
            data, features, columns, fitted["spam"], targets["spam"], seed, tell
        )
    tell("forests fitted")
    calibrations = {label: _calibration(data, label, found) for label, found in fitted.items()}
    blocks = BlockModel(
        heads,
        matcher,
        {label: found.screen for label, found in fitted.items()},
        {label: found.forest for label, found in fitted.items()},
        fitted["spam"].second if "spam" in fitted else None,
        neighbours.FIRST_SHARE,
        calibrations,
    )
    levels = operating_points(data, fitted, calibrations)
    categories = fit_categories(data, matcher, seed)
    tell("categories fitted")
    arrays = {
        **url_arrays,
        **blocks.arrays(),
        **categories.arrays(),
        **{f"{kind}_calibration": np.stack((c.raw, c.true)) for kind, (_, c) in levels.items()},
    }
    card = _card(documents, arrays, seed, matcher) | {
        "name": Path(output).name,
        "url": url_card,
    }
    if without_language:
        card["without_language"] = without_language
    card["block"] = {
        "features": list(names(matcher)),
        "lexicons": list(matcher.categories),
        "categories": list(categories.names),
        "evidence": list(evidence_names(matcher.categories, scorer.category_names)),
        "thresholds": levels["document"][0],
        "spam_prior": SPAM_PRIOR,
    }
    if "html" in levels:
        card["block"]["html_thresholds"] = levels["html"][0]
    save_model(output, arrays, card)
    tell(f"written to {output}")
    return card


def _check_enough(corpus: Corpus) -> None:
    if all(document.kind in NOT_ARTICLES for document in corpus.clean):
        raise DataError(
            f"{corpus.folder}: too few labelled documents to train on: no clean article of the "
            'split train; add documents without spam ("spans": []), hundreds of them for a model '
            "of use"
        )


def _natural(data: BlockData) -> NDArray[np.bool_]:
    """Mark the blocks of documents that were not generated."""
    natural = np.array([not document.form for document in data.documents])
    return natural[data.document]


def _calibration(data: BlockData, label: str, found: FittedLabel) -> Calibration:
    """Calibrate a label's scores for pages of which a share holds that label."""
    positive = data.is_spam if label == "spam" else data.is_junk
    usable = np.isfinite(found.out_of_fold)
    clean = _natural(data) & ~positive & ~data.is_doorway
    if label == "junk":
        clean &= ~np.isnan(data.junk)
    rows = usable & (positive | clean)
    if not (positive & rows).any() or not (clean & rows).any():
        return Calibration(np.array([-1.0, 1.0]), np.array([-1.0, 1.0]))
    weights = np.ones(len(positive))
    if label == "spam":
        holding = len(np.unique(data.document[positive]))
        without = len(np.unique(data.document[clean]))
        weights[positive] = SPAM_PRIOR / (1 - SPAM_PRIOR) * without / holding
    return calibrate(found.out_of_fold[rows], positive[rows], weights[rows])


def _card(
    documents: list[Document], arrays: dict[str, NDArray[Any]], seed: int, matcher: Matcher
) -> dict[str, Any]:
    """Return what the card says whatever the model."""
    import sklearn
    import tldextract

    found = [d for d in documents if d.form in ("", tempting.FORM)]
    made = [d for d in documents if d.form not in ("", tempting.FORM)]
    digest = hashlib.sha256()
    for document in documents:
        digest.update(document.text.encode("utf-8", "surrogatepass"))
        digest.update(repr(document.spans).encode())
    return {
        "version": __version__,
        "seed": seed,
        "trained_with": {
            "spamdetect": __version__,
            "numpy": np.__version__,
            "scikit-learn": sklearn.__version__,
            "tldextract": tldextract.__version__,
        },
        "training_data": {
            "sha256": digest.hexdigest(),
            "documents": dict(sorted(Counter(d.label for d in documents).items())),
            "characters": sum(len(document.text) for document in documents),
            "sources": dict(sorted(Counter(d.source for d in found).items())),
            "generated": dict(sorted(Counter(d.form for d in made).items())),
            "terms": matcher.size,
        },
        "bytes": int(sum(array.nbytes for array in arrays.values())),
    }
