"""Write a model's figures into its card, and the card as a page for people."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from spamdetect.learn.generate.written import FORM as WRITTEN
from spamdetect.model import CARD

PAGE: Final = "MODEL_CARD.md"

_INTENDED: Final = """\
## Intended use

Finding injected link spam and junk in scraped articles, HTML pages and URLs: before text goes
into a corpus, a search index or an archive, and before a crawler follows a link. The score is
evidence for a person or a pipeline with an undo; it is no ground for a public accusation, since
most sites that carry injected spam are victims.

Not meant for mail, private messages, judging people, or deciding whether gambling, drugs or sex
may be *written about*: reports, regulation, health information and lists of attackers' addresses
are content.
"""

_LABELS: Final = """\
## Label guide

- **spam**: put there to promote something to readers or search engines, without being what the
  page is for, or a page that is nothing else: links, anchors, phrases, comments, hidden blocks.
- **junk**: boilerplate, gibberish, doorway word salad, placeholders, code residue, error pages.
- **content**: everything else. Reporting on gambling, drugs, loans or sex, legal operators named
  in the news, attackers' addresses in a security report, reference lists, link newsletters, a
  publisher's own commercial menu and disclosed partner content are not spam.
- A spliced phrase is the span, not its paragraph; of a spam comment, its author line too.
"""

_LIMITS: Final = """\
## Known failures and limits

- A paid link behind an honest phrase looks like any other link unless its target gives it away.
- Hijacked ordinary domains cannot be told from honest ones by their name; the text around decides.
- Comments of pure flattery are often left alone; so are promotional paragraphs in fluent prose.
- Languages without training texts rest on links, layout, names and the lexicons.
- Labels are not certified: lists of clean names hold spam and the reverse.
- Junk is measured against texts that extractors' editors took from pages, and those disagree with
  the label guide. Of 60 lost stretches of article drawn by their share in the figure and read, on
  held-out pages of the training split, 20 are furniture that the gold text holds (menus, newsletter
  prompts, notices of rights, related links), 5 calendars, 11 cells of tables and product data, 10
  points of lists, 5 headings, 5 sentences, 4 other; so a third of what is counted as lost is not.
  Of 60 missed blocks of junk, 18 are captions, credits, bylines, comments and sentences that the
  gold text leaves out. What is really lost: rows of tables, long lists of names, programmes.

## Ethics

The texts that the model was trained on belong to others and are not part of it: the arrays hold
weights of hashed fragments, from which texts cannot be read back. Names of victims of hacks stand
in no list that ships. A false alarm removes somebody's writing: thresholds are set on clean
pages, and every section says why.
"""

NOT_STATED: Final = "none stated"
NOT_RECORDED: Final = "not recorded"
OTHER_LICENCE: Final = "other"
_UNREAD: Final = re.compile(r".*\b(?:(?:not|none) read|unknown)\b|\W*$", re.IGNORECASE)
_ABSENT: Final = re.compile(r"(?:none|no|not)\b", re.IGNORECASE)
_LICENCES: Final = tuple(
    (re.compile(pattern), name)
    for pattern, name in (
        (r"\bMIT\b|Permission is hereby granted, free of charge", "MIT"),
        (r"\b(?:A?GPL-3\.0|Apache-2\.0|BSD-style|ISC|ODC-By|Unlicense|WTFPL)\b", r"\g<0>"),
        (r"\bBSD-([23])\b", r"BSD-\1-Clause"),
        (r"\bBY(?:-NC)?(?:-SA|-ND)?\b(?:-\d\.\d)?", r"CC-\g<0>"),
        (r"\bAttribution-ShareAlike(-\d\.\d)", r"CC-BY-SA\1"),
        (r"\bCC0\b", "CC0-1.0"),
        (r"\bPDDL\b", "PDDL-1.0"),
        (r"\b[Pp]ublic domain\b", "public domain"),
    )
)


def licence_name(stated: str) -> str:
    """Return the short name of a licence from what was noted about it.

    Parameters
    ----------
    stated : str
        A name, the beginning of a licence, or a remark of who collected the texts.

    Returns
    -------
    str
        As SPDX writes it, of several parted by a slash one "or" the other; `NOT_STATED` where none
        was found, `NOT_RECORDED` where it was not read, `OTHER_LICENCE` where it has no such name.
    """
    if _UNREAD.match(stated):
        return NOT_RECORDED
    if _ABSENT.match(stated):
        return NOT_STATED
    names = []
    for part in re.sub(r" (?=\d\.\d)", "-", stated).split("/"):
        found = [
            (m.start(), m.expand(name)) for form, name in _LICENCES if (m := form.search(part))
        ]
        if found:
            names.append(min(found)[1])
    return " or ".join(dict.fromkeys(names)) or OTHER_LICENCE


def write_figures(folder: str | Path, figures: Mapping[str, Any]) -> None:
    """Store the figures of `evaluate` in a model's ``card.json``.

    Parameters
    ----------
    folder : path
        The model's directory.
    figures : mapping
        What `spamdetect.learn.evaluate.evaluate` returned.
    """
    path = Path(folder) / CARD
    card = json.loads(path.read_text("utf-8"))
    card["figures"] = {name: figures[name] for name in sorted(figures) if name != "seconds"}
    text = json.dumps(card, indent=1, sort_keys=True, ensure_ascii=False)
    path.write_text(text + "\n", encoding="utf-8")


def write_page(folder: str | Path, data_dir: str | Path, tables: str) -> None:
    """Write ``MODEL_CARD.md`` beside a model's card.

    Parameters
    ----------
    folder : path
        The model's directory.
    data_dir : path
        The labelled data; its ``LICENCES.tsv``, if any, gives the licences of the sources.
    tables : str
        The figures as `evaluate` prints them.
    """
    folder = Path(folder)
    card = json.loads((folder / CARD).read_text("utf-8"))
    data = card["training_data"]
    counts = ", ".join(f"{number:,} {name}" for name, number in data["documents"].items())
    parts = [
        f"# Model card: {card['name']} {card['version']}\n",
        "Hashed character n-grams and words in a linear model, shape, links, lexicons and context "
        "of text blocks in gradient-boosted trees; an additive model of URLs. Plain arrays, "
        f"{card['bytes'] / 1e6:.1f} MB unpacked.\n",
        _INTENDED,
        _LABELS,
        "## Training data\n",
        f"{counts} documents, {data['characters']:,} characters, {data['terms']:,} lexicon terms; "
        f"SHA-256 of texts and spans `{data['sha256']}`. Most documents with spam are made by "
        "putting real spam into real clean pages; campaigns, sites and parallel texts never cross "
        f"folds or splits. {data['generated'].get(WRITTEN, 0):,} texts were written for training, "
        "spam beside honest texts on the same subjects; they are part of the package.\n",
        _sources(data["sources"], Path(data_dir) / "LICENCES.tsv"),
        "## Figures\n",
        "Printed by `spamdetect evaluate` on the held-out split named in them.\n",
        f"```text\n{tables.rstrip()}\n```\n",
        _LIMITS,
    ]
    (folder / PAGE).write_text("\n".join(parts), encoding="utf-8")


def _sources(counts: Mapping[str, int], licences: Path) -> str:
    """Return a table of the sources with their numbers of documents and licences."""
    stated: dict[str, str] = {}
    if licences.is_file():
        with licences.open(encoding="utf-8", newline="") as lines:
            for row in csv.reader(lines, delimiter="\t"):
                if len(row) >= 3:
                    stated[row[0].removeprefix("github:").lower()] = row[2]
    lines_out = ["| source | documents | licence stated there |", "|---|---|---|"]
    for name, number in sorted(counts.items()):
        plain = name.removeprefix("github:").lower()
        lines_out.append(f"| {name} | {number} | {licence_name(stated.get(plain, ''))} |")
    return "\n".join(lines_out) + "\n"
