"""Measure the speed of HTML on one core, beside trafilatura's extraction of the same pages.

Usage: ``python benchmarks/pages.py [--model NAME] [FILE ...]``. Files are HTML pages, or JSON Lines
whose records have a field ``html`` (named ``*.jsonl``); without files, pages are made up, with
menus, style sheets, scripts, articles, comments and footers. Some of them hold hidden spam. Times
are of the processor. trafilatura is optional; it needs lxml_html_clean beside it.
"""

from __future__ import annotations

import argparse
import json
import os
import random
from collections.abc import Callable, Sequence
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")

from speed import SPAM, SYLLABLES, best_of, read_through

from spamdetect import Detector
from spamdetect.html import parse

PAGES = 200
REPEATS = 3
SLOW_SHARE = 4
"""Of so many pages, trafilatura reads one."""
SHARE_SPAM = 0.05
CLASSES = ("wrapper", "row", "col-md-8", "entry-content", "widget", "menu-item", "meta", "clearfix")
STYLE = ".{0} .{1}{{margin:0 auto;padding:{2}px;color:#{3:06x}}}\n"
SCRIPT = "window.dataLayer=window.dataLayer||[];function gtag(){{dataLayer.push(arguments);}}/*{}*/"


def words(rng: random.Random, count: int) -> str:
    """Return made-up words."""
    return " ".join("".join(rng.choices(SYLLABLES, k=rng.randint(1, 4))) for _ in range(count))


def links(rng: random.Random, count: int, site: str) -> str:
    """Return a list of links, most of them to the page's own site."""
    hosts = (
        site,
        site,
        site,
        f"https://{rng.choice(SYLLABLES)}{rng.choice(SYLLABLES)}.example.org",
    )
    return "".join(
        f'<li id="menu-item-{rng.randint(1, 9999)}" class="menu-item {rng.choice(CLASSES)}">'
        f'<a href="{rng.choice(hosts)}/{words(rng, 1)}/">{words(rng, rng.randint(1, 3))}</a></li>\n'
        for _ in range(count)
    )


def made_up_page(rng: random.Random) -> str:
    """Return a page with the usual parts; about a fifth of it is text that readers see."""
    site = f"https://www.{rng.choice(SYLLABLES)}{rng.choice(SYLLABLES)}{rng.randint(1, 99)}.com"
    style = "".join(
        STYLE.format(rng.choice(CLASSES), words(rng, 1), rng.randint(0, 40), rng.randrange(1 << 24))
        for _ in range(rng.randint(20, 120))
    )
    script = SCRIPT.format("".join(rng.choices("abcdef0123456789;(){}", k=rng.randint(500, 6000))))
    paragraphs = "".join(
        f'<p class="{rng.choice(CLASSES)}">{words(rng, rng.randint(20, 90))}, <em>'
        f'{words(rng, 2)}</em> <a href="{site}/{words(rng, 1)}" rel="bookmark">{words(rng, 2)}</a> '
        f"{words(rng, rng.randint(5, 40))}.</p>\n"
        for _ in range(rng.randint(4, 20))
    )
    comments = "".join(
        f'<li class="comment depth-1" id="comment-{rng.randint(1, 99999)}"><div class="meta">'
        f'<img alt="" src="{site}/a.png" width="40" height="40"><cite>{words(rng, 1)}</cite></div>'
        f"<p>{words(rng, rng.randint(5, 40))}</p></li>\n"
        for _ in range(rng.randint(0, 12))
    )
    spam = f'<div style="display:none"><a href="http://203.0.113.9/x">{SPAM[0]}</a></div>'
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        f"<title>{words(rng, 5)}</title>"
        f'\n<meta name="description" content="{words(rng, 15)}">\n'
        f'<link rel="canonical" href="{site}/"><style>{style}</style>\n<script>{script}</script>'
        f'</head>\n<body class="home {rng.choice(CLASSES)}"><header><nav><ul class="menu">'
        f"{links(rng, rng.randint(8, 30), site)}</ul></nav></header>\n"
        f'<div class="wrapper"><article class="entry-content"><h1>{words(rng, 6)}</h1>{paragraphs}'
        f'</article>{spam if rng.random() < SHARE_SPAM else ""}<ol class="comments">{comments}</ol>'
        f'<aside class="widget"><ul>{links(rng, rng.randint(5, 15), site)}</ul></aside></div>\n'
        f"<footer><ul>{links(rng, rng.randint(5, 20), site)}</ul><script>{script}</script>"
        "</footer></body></html>\n"
    )


def read_pages(paths: Sequence[str]) -> list[bytes]:
    """Return the pages of HTML files, and of the field ``html`` of JSON Lines."""
    pages: list[bytes] = []
    for path in map(Path, paths):
        if path.suffix == ".jsonl":
            records = map(json.loads, path.read_text(encoding="utf-8").splitlines())
            found = (record.get("html") for record in records)
            pages += [html.encode("utf-8", "surrogatepass") for html in found if html]
        else:
            pages.append(path.read_bytes())
    return pages


def megabytes_per_second(pages: Sequence[bytes], work: Callable[[bytes], object]) -> float:
    """Return the throughput of `work` on one page after the other."""
    size = sum(map(len, pages))
    return size / 1e6 / best_of(lambda: [work(page) for page in pages], REPEATS)


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("files", nargs="*", metavar="FILE")
    parser.add_argument("--model", default="default", metavar="NAME")
    args = parser.parse_args()
    rng = random.Random(0)
    pages = read_pages(args.files) or [made_up_page(rng).encode() for _ in range(PAGES)]
    detector = Detector.load(args.model)
    reports = list(detector.score_htmls(pages))
    size = sum(map(len, pages)) / 1e6
    text = sum(len(report.text) for report in reports) / 1e6
    flagged = sum(any(s.label == "spam" for s in report.sections) for report in reports)
    print(f"pages        {size:.1f} MB in {len(pages)}, {text:.1f} M characters of text")
    print(f"             {flagged} with a spam section")
    print(f"parse        {megabytes_per_second(pages, parse):.2f} MB/s")
    print(f"score_html   {megabytes_per_second(pages, detector.score_html):.2f} MB/s")
    ours = size / best_of(lambda: list(detector.score_htmls(pages)), REPEATS)
    print(f"score_htmls  {ours:.2f} MB/s, clean_html included")
    told = size / best_of(lambda: read_through(detector.score_htmls(pages)), REPEATS)
    print(f"             {told:.2f} MB/s with all reasons and selectors")
    try:
        from trafilatura import extract
    except ImportError as error:
        print(f"trafilatura  not measured: {error}")
        return
    part = pages[::SLOW_SHARE]
    other = megabytes_per_second(part, extract)
    same = megabytes_per_second(part, detector.score_html)
    print(f"trafilatura  {other:.2f} MB/s on {len(part)} of them")
    print(f"ratio        score_htmls {ours / other:.1f}, score_html on the same {same / other:.1f}")


if __name__ == "__main__":
    main()
