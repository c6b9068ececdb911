"""The figures as tables for people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from rich.console import Console
from rich.table import Table

RATES: Final = ("0.01", "0.001", "0.0003", "0.0001")
_RATE_NAMES: Final = ("at 1 %", "at 0.1 %", "at 0.03 %", "at 0.01 %")
MOST: Final = 40
"""Rows of a table."""

Cells = Sequence[str]


def print_tables(result: Mapping[str, Any], console: Console) -> None:
    """Print what `spamdetect.learn.evaluate.evaluate` returned.

    Parameters
    ----------
    result : mapping
    console : rich.console.Console
    """
    console.print(
        f"{result['model']} on the split {result['split']!r}: "
        + ", ".join(f"{n:,} {name}" for name, n in result["data"]["documents"].items())
    )
    for reason, count in result["data"]["dropped"].items():
        console.print(f"left out: {count:,} documents ({reason})")
    for what, reason in result["not measured"].items():
        console.print(f"not measured: {what} ({reason})")
    for table in _tables(result):
        console.print()
        console.print(table)


def _tables(result: Mapping[str, Any]) -> Iterator[Table]:
    yield _recalls(result)
    yield _made(
        "Honest documents with a spam section (presets promise 0.01 %, 0.1 %, 1 %)",
        ("part", "documents", "strict", "balanced", "sensitive", "characters removed"),
        (
            (name, f"{row['documents']:,}", *(
                percent(row["flagged"][preset]) for preset in ("strict", "balanced", "sensitive")
            ), percent(row["removed"], 3))
            for name, row in result["document"]["false alarms"].items()
        ),
    )  # fmt: skip
    yield _made(
        "Kinds of honest text, balanced preset, worst first",
        ("kind", "documents", "with a spam section", "characters removed"),
        (
            (name, f"{row['documents']:,}", percent(row["flagged"]), percent(row["removed"], 3))
            for name, row in result["document"]["kinds"].items()
        ),
    )
    yield _spans(result["span"])
    yield _languages(result["document"]["spam"])
    if "html" in result:
        yield _html(result["html"])
    slices = result["slices"]
    for name in ("form", "category", "share of the page", "url", "length", "language"):
        yield _made(
            f"Generated pages by {name}: block recall",
            (name, "blocks", *_RATE_NAMES),
            (
                (value, *_recall_cells(row))
                for value, row in sorted(slices[name].items(), key=lambda item: -item[1]["blocks"])
            ),
        )
    yield from _urls(result["url"])
    yield _calibration(result)
    if "baselines" in result:
        yield from _baselines(result["baselines"])


def _html(found: Mapping[str, Any]) -> Table:
    rows = [
        ("clean pages with a spam section, balanced preset", percent(found["false alarms"])),
        ("block recall at 0.1 % of clean blocks, mean over sites", plain(found["block recall"])),
        *((f"  {site}", plain(recall)) for site, recall in found["by site"].items()),
        ("hidden sections said to be hidden", plain(found["hidden right"])),
        ("visible words kept by clean_html", plain(found["visible text kept"])),
    ]
    title = f"HTML pages: {found['clean pages']:,} clean, {found['gold pages']} hacked"
    return _made(title, ("measure", "figure"), rows)


def percent(share: float | None, digits: int = 2) -> str:
    """Return a share as a percentage, ``-`` if there is none."""
    return "-" if share is None else f"{100 * share:.{digits}f} %"


def plain(value: float | None) -> str:
    """Return a figure with three digits, ``-`` if there is none."""
    return "-" if value is None else f"{value:.3f}"


def between(interval: Sequence[float | None] | None) -> str:
    """Return an interval, ``-`` if there is none."""
    if not interval or interval[0] is None or interval[1] is None:
        return "-"
    return f"{interval[0]:.2f}-{interval[1]:.2f}"


def _made(title: str, head: Cells, rows: Iterator[Cells] | Sequence[Cells]) -> Table:
    table = Table(title=title, title_justify="left", show_edge=False, pad_edge=False)
    for index, name in enumerate(head):
        table.add_column(name, justify="right" if index else "left", overflow="fold")
    for row in list(rows)[:MOST]:
        table.add_row(*row)
    return table


def _recall_cells(row: Mapping[str, Any]) -> Cells:
    return (f"{row['blocks']:,}", *(plain(row["recall"].get(rate)) for rate in RATES))


def _recalls(result: Mapping[str, Any]) -> Table:
    block = result["block"]
    rows = [
        ("real injected pages, mean over sites", block["gold"]["spam"]),
        (
            "  false alarms with every clean page weighing the same",
            block["gold, pages weighing the same"],
        ),
        ("  phrases spliced into honest blocks", block["gold"]["spliced"]),
    ]
    for site, row in block["gold"]["sites"].items():
        name = f"  {site} ({row['form']})" if row["form"] else f"  {site}"
        if row["spam"]["blocks"]:
            rows.append((name, row["spam"]))
        if row["spliced"]["blocks"]:
            rows.append((f"{name}, spliced", row["spliced"]))
    rows += [
        ("generated pages, mean over campaigns", block["generated"]),
        ("spam texts, mean over campaigns", block["spam"]),
    ]
    flagged = [percent(block["clean pages flagged"][rate]) for rate in RATES]
    return _made(
        f"Block recall at false-alarm rates on {block['clean blocks']:,} blocks of clean pages",
        ("", "groups", "blocks", *_RATE_NAMES, "95 % at 0.1 %"),
        [
            *(
                (name, str(row["groups"]), *_recall_cells(row), between(row.get("interval")))
                for name, row in rows
            ),
            ("clean pages with such a block", "", "", *flagged, ""),
        ],
    )


def _spans(spans: Mapping[str, Any]) -> Table:
    return _made(
        "Character spans, balanced preset, mean over sites or campaigns",
        ("", "documents", "F1", "95 %", "precision", "recall", "granularity", "plagdet"),
        [
            (
                name,
                f"{row['documents']:,}",
                plain(row["f1"]),
                between(row["interval"]),
                *(plain(row[key]) for key in ("precision", "recall", "granularity", "plagdet")),
            )
            for name, row in spans.items()
            if name != "forms"
        ],
    )


def _languages(spam: Mapping[str, Any]) -> Table:
    rows = [("all", spam["all"]), *spam["language"].items(), *spam["source"].items()]
    return _made(
        "Whole spam texts of campaigns not trained on: verdict spam or injected",
        ("", "texts", "campaigns", "recall", "mean over campaigns", "95 %", "verdict spam"),
        [
            (
                name,
                f"{row['texts']:,}",
                str(row["campaigns"]),
                plain(row["recall"]),
                plain(row["mean over campaigns"]),
                between(row["interval"]),
                plain(row["as_spam"]),
            )
            for name, row in rows
        ],
    )


def _urls(url: Mapping[str, Any]) -> Iterator[Table]:
    if not url:
        return
    rates = ("0.01", "0.001", "0.0001")
    yield _made(
        f"URLs: recall at false-alarm rates on {url['clean_rows']:,} clean rows",
        ("", "rows", "at 1 %", "at 0.1 %", "at 0.01 %", "95 % at 0.1 %"),
        [
            (
                name,
                f"{row['rows']:,}",
                *(plain(row["recall"].get(rate)) for rate in rates),
                between(row["interval"].get("0.001")),
            )
            for name, row in url["slices"].items()
        ],
    )


def _calibration(result: Mapping[str, Any]) -> Table:
    rows = [
        (level, percent(row["ece"]), percent(row["ece_even"]), percent(worst, 2), language)
        for level, row in result["calibration"].items()
        for language, worst in [
            max(row["language"].items(), key=lambda item: item[1], default=("-", None))
        ]
    ]
    if result["url"]:
        rows.append(("url", percent(result["url"]["ece"]), "-", "-", "-"))
    return _made(
        "Expected calibration error, 15 bins of equal width",
        ("level", "at the prior", "half spam", "worst language", ""),
        rows,
    )


def _baselines(found: Mapping[str, Any]) -> Iterator[Table]:
    methods = list(found["methods"])
    yield _made(
        f"Other methods on the same documents ({found['note']})",
        ("", *methods),
        [
            (measure, *(plain(found["methods"][method].get(measure)) for method in methods))
            for measure in found["measures"]
        ],
    )
    if found.get("urls"):
        yield _made(
            "Other methods on the same URLs",
            ("method", "spam flagged", "clean flagged", "spamdetect at that rate"),
            [
                (name, percent(row["recall"]), percent(row["false alarms"]), percent(row["ours"]))
                for name, row in found["urls"].items()
            ],
        )
    if found.get("host n-grams"):
        sides = [(side, rate) for rate in ("0.01", "0.001") for side in ("baseline", "ours")]
        yield _made(
            "Gambling hosts: recall of n-grams of the host with logistic regression, and ours",
            ("", "rows", "theirs at 1 %", "ours", "theirs at 0.1 %", "ours"),
            [
                (name, f"{row['rows']:,}", *(plain(row[side].get(rate)) for side, rate in sides))
                for name, row in found["host n-grams"].items()
            ],
        )
