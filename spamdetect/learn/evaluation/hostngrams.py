"""A textbook baseline for URLs: character n-grams of the host and a logistic regression.

It learns gambling hosts only, against all honest ones, so that no other kind of spam takes up its
false alarms. They are counted on the rows that they are counted on for the model.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import numpy as np
from sklearn.feature_extraction.text import HashingVectorizer
from sklearn.linear_model import SGDClassifier

from spamdetect.labels import spam_category
from spamdetect.learn.evaluation.metrics import recall_at
from spamdetect.learn.evaluation.urls import FALSE_ALARMS
from spamdetect.learn.urls.data import counted_clean, read_urls
from spamdetect.urls.host import split_url
from spamdetect.urls.score import UrlScorer

_ORDERS: Final = (2, 5)
_BUCKETS: Final = 1 << 18


def compare_host_ngrams(
    data_dir: Path, scorer: UrlScorer, split: str, seed: int = 0
) -> dict[str, Any]:
    """Measure the baseline and the model on the gambling hosts of a split.

    Parameters
    ----------
    data_dir : Path
        See `spamdetect.learn.urls.data.read_urls`. The baseline is fitted on the split ``train``.
    scorer : UrlScorer
    split : {"test", "dev"}
        ``"test"`` stands for every split whose name begins so.
    seed : int

    Returns
    -------
    dict
        Per slice: ``rows``, and for ``baseline`` and ``ours`` the recall at each rate of
        `FALSE_ALARMS`. Empty if either side is missing.
    """
    data = read_urls(data_dir)
    gambling = data["spam"] & data["category"].map(spam_category).eq("gambling")
    clean = counted_clean(data)
    held = data["split"].str.startswith(split)
    data = data[
        (data["file"] != "spam_ip") & (gambling | clean) & (held | data["split"].eq("train"))
    ]
    spam = gambling[data.index].to_numpy()
    rows_held = held[data.index].to_numpy()
    if any(not (spam == side)[rows_held == part].any() for side in (0, 1) for part in (0, 1)):
        return {}
    hosts = np.array([split_url(url).host.name for url in data["url_or_domain"]], dtype=object)
    known = dict(zip(hosts[~rows_held], spam[~rows_held], strict=True))
    vectorizer = HashingVectorizer(
        analyzer="char",
        ngram_range=_ORDERS,
        n_features=_BUCKETS,
        lowercase=False,
        alternate_sign=False,
        preprocessor=_framed,
    )
    model = SGDClassifier(
        "log_loss", alpha=1e-6, max_iter=12, tol=None, average=True, random_state=seed
    )
    model.fit(vectorizer.transform(known), list(known.values()))
    theirs = model.decision_function(vectorizer.transform(hosts[rows_held]))
    ours = scorer.score(data["url_or_domain"][rows_held].tolist()).logit.astype(np.float64)
    where = (data["split"] + "/" + data["category"]).to_numpy()[rows_held]
    spam = spam[rows_held]
    return {
        name: {
            "rows": int((spam & (where == name)).sum()),
            **{
                method: {
                    f"{share:g}": recall_at(score[spam & (where == name)], score[~spam], share)
                    for share in FALSE_ALARMS
                }
                for method, score in (("baseline", theirs), ("ours", ours))
            },
        }
        for name in sorted(set(where[spam]))
    }


def _framed(host: str) -> str:
    return f"^{host.removeprefix('www.')}$"
