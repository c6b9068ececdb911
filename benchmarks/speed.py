"""Measure speed on one core: text, URLs, and one short file from the shell.

Usage: ``python benchmarks/speed.py [--model NAME] [FILE ...]``. Files are read as UTF-8 text, one
document each, split at lines of ``---`` alone; without files, text is made up in several scripts.
Run it with ``OMP_NUM_THREADS=1``.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")

from spamdetect import Detector
from spamdetect.reports import Report, UrlReport

SYLLABLES = ("ka", "ro", "min", "est", "lu", "per", "ta", "vo", "sin", "de", "ma", "ul")
ALPHABETS = {
    "latin": SYLLABLES,
    "cyrillic": ("ка", "ро", "мин", "ест", "лу", "пер", "та", "во", "син", "де", "ма", "ул"),
    "han": tuple("天地人和山水日月風雲花鳥大小上下中外東西"),
}
SPAM = (
    "Slot gacor maxwin https://example-slot.vip/daftar",
    "http://203.0.113.9/togel situs judi online terpercaya",
    "cheap pills without prescription http://pills.example/?id=4",
)
TARGET_BYTES = 6_000_000
REPEATS = 3
STARTS = 7
SHARE_SPAM = 0.05
"""Share of made-up documents that hold a line of spam."""


def made_up_texts(size: int) -> list[str]:
    """Return documents of made-up words, some with a line of spam, of `size` UTF-8 bytes."""
    rng = random.Random(0)
    texts: list[str] = []
    done = 0
    while done < size:
        script = rng.choice(("latin", "latin", "latin", "cyrillic", "han"))
        parts = ALPHABETS[script]
        space = "" if script == "han" else " "
        lines = [
            space.join(
                "".join(rng.choices(parts, k=rng.randint(1, 4))) for _ in range(rng.randint(4, 60))
            )
            + ("。" if script == "han" else ".")
            for _ in range(rng.randint(5, 40))
        ]
        if rng.random() < SHARE_SPAM:
            lines.insert(rng.randrange(len(lines)), rng.choice(SPAM))
        texts.append("\n".join(lines))
        done += len(texts[-1].encode())
    return texts


def read_texts(paths: Sequence[str]) -> list[str]:
    """Return the documents of text files."""
    texts: list[str] = []
    for path in paths:
        texts += Path(path).read_text(encoding="utf-8", errors="replace").split("\n---\n")
    return texts


def best_of(
    work: Callable[[], object], repeats: int, clock: Callable[[], float] = time.process_time
) -> float:
    """Return the shortest of several durations, in seconds; by default of processor time."""
    durations = []
    for _ in range(repeats):
        began = clock()
        work()
        durations.append(clock() - began)
    return min(durations)


def megabytes_per_second(texts: Sequence[str], work: Callable[[Sequence[str]], object]) -> float:
    """Return the throughput of `work` in millions of UTF-8 bytes a second."""
    size = sum(len(text.encode("utf-8", "surrogatepass")) for text in texts)
    return size / 1e6 / best_of(lambda: work(texts), REPEATS)


def read_through(reports: Iterable[Report | UrlReport]) -> None:
    """Ask for everything that reports would work out later."""
    for report in reports:
        parts = (report,) if isinstance(report, UrlReport) else (*report.sections, *report.urls)
        for part in parts:
            _ = part.reasons
            _ = getattr(part, "selector", None)


def tfidf_speed(texts: Sequence[str]) -> float:
    """Return the throughput of TF-IDF over 3 to 5 characters with logistic regression, per line."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression

    lines = [line for text in texts for line in text.split("\n") if line.strip()]
    sample = lines[:: max(len(lines) // 4000, 1)]
    vectors = TfidfVectorizer(analyzer="char", ngram_range=(3, 5), max_features=200_000)
    model = LogisticRegression(max_iter=200)
    model.fit(vectors.fit_transform(sample), [index % 2 for index in range(len(sample))])
    part = lines[: max(len(lines) // 6, 1)]
    return megabytes_per_second(part, lambda some: model.decision_function(vectors.transform(some)))


def url_speed(detector: Detector, count: int = 40_000) -> float:
    """Return URLs scored a second, in one batch."""
    rng = random.Random(1)

    def name() -> str:
        return "".join(rng.choices(SYLLABLES, k=rng.randint(2, 4)))

    urls = [
        f"https://{name()}.{rng.choice(('com', 'co.id', 'org', 'vip', 'ac.uk'))}/{name()}/{name()}"
        for _ in range(count)
    ]
    return count / best_of(lambda: read_through(detector.score_urls(urls)), REPEATS)


def start_up(model: str) -> tuple[float, float]:
    """Return seconds to score one short file from the shell, and to import scikit-learn."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "short.txt"
        path.write_text(f"The council met on Monday.\n\n{SPAM[0]}\n", encoding="utf-8")
        score = [sys.executable, "-m", "spamdetect", "score", str(path), "--model", model]
        other = [sys.executable, "-c", "import sklearn"]

        def run(command: Sequence[str]) -> Callable[[], object]:
            return lambda: subprocess.run(command, check=True, capture_output=True)

        clock = time.perf_counter
        return best_of(run(score), STARTS, clock), best_of(run(other), STARTS, clock)


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("files", nargs="*", metavar="FILE")
    parser.add_argument("--model", default="default", metavar="NAME")
    args = parser.parse_args()
    texts = read_texts(args.files) if args.files else made_up_texts(TARGET_BYTES)
    detector = Detector.load(args.model)
    list(detector.score_texts(texts[:20]))
    flagged = sum(report.verdict != "clean" for report in detector.score_texts(texts))
    ours = megabytes_per_second(texts, lambda some: read_through(detector.score_texts(some)))
    other = tfidf_speed(texts)
    shell, sklearn = start_up(args.model)
    size = sum(len(text.encode("utf-8", "surrogatepass")) for text in texts)
    print(f"text     {size / 1e6:.1f} MB in {len(texts)} documents, {flagged} of them flagged")
    print(f"         spamdetect {ours:.2f} MB/s, spans and reasons included")
    print(f"         TF-IDF characters + LR {other:.2f} MB/s; ratio {ours / other:.1f}")
    print(f"URLs     {url_speed(detector):,.0f} a second")
    print(f"start-up {shell * 1000:.0f} ms for one short file, import sklearn {sklearn * 1000:.0f}")


if __name__ == "__main__":
    main()
