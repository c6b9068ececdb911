"""Go through findings, say right or wrong, and keep the labels for 'spamdetect train'.

The most uncertain documents come first. A document is written to the labels once all its findings
are judged; it is then known by its content and not asked about again, in this run or another.
What no finding covers counts as honest: add what was missed. --preset sensitive asks about more.

Keys: y right, n wrong, c another category, a add what was missed, v view the whole text, s skip
the document, u undo, q quit. Answers come from the terminal, or as lines from a pipe.

'spamdetect train' reads the labels as documents*.jsonl in its --data folder.
"""

from __future__ import annotations

import argparse
import heapq
from collections.abc import Iterator
from typing import Any, Final

from spamdetect.cli import options
from spamdetect.cli.asking import PROMPT, Screen, category_named
from spamdetect.cli.content import Content, content_of, with_text
from spamdetect.cli.display import counted
from spamdetect.cli.judging import Case, Judging, spans_of, uncertainty
from spamdetect.cli.keys import read_key, read_line
from spamdetect.cli.labels_file import LabelsFile, content_key
from spamdetect.cli.output import check_output
from spamdetect.cli.scoring import stripped
from spamdetect.cli.session import Session
from spamdetect.io.jsontext import loads
from spamdetect.io.records import STDIN, Record, place
from spamdetect.reports import Report

_TAKEN: Final = ("lang", "split", "group", "site", "campaign", "source")
"""Fields of a JSON record that labelled data has as well."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    options.add_input(parser)
    options.add_scoring(parser)
    options.add_jobs(parser)
    group = parser.add_argument_group("audit")
    group.add_argument(
        "--labels",
        type=options.file_name,
        required=True,
        metavar="FILE",
        help="JSON Lines; added to if it exists",
    )
    group.add_argument(
        "--spam-only", action="store_true", help="take junk as it was found, ask about spam only"
    )
    group.add_argument(
        "--most",
        type=options.at_least(1, "must be 1 or more"),
        metavar="N",
        help="ask about the N most uncertain documents",
    )
    group.add_argument(
        "--errors",
        type=options.file_name,
        metavar="FILE",
        help="write what could not be read there too",
    )
    group.add_argument("--quiet", action="store_true", help="no progress, no summary")
    parser.set_defaults(fail_on_spam=False)


def run(args: argparse.Namespace) -> int:
    """Run the command and return the exit status."""
    if STDIN in (args.files or [STDIN]):
        raise options.UsageError("answers are read from standard input: name the files to audit")
    try:
        labels = LabelsFile(args.labels)
    except ValueError as error:
        raise options.UsageError(str(error)) from None
    with Session(args, stripped) as session:
        check_output(args.labels)
        cases = _cases(args, session, labels)
        status = session.finish()
    screen = Screen()
    judging = Judging(cases, labels)
    if not cases:
        screen.say("nothing to ask about" + (": all is labelled" if labels.keys else ""))
        return status
    _ask(judging, screen)
    _tell(judging, screen, args.labels)
    return status


def _cases(args: argparse.Namespace, session: Session[Report], labels: LabelsFile) -> list[Case]:
    """Return the documents to ask about, the most uncertain first."""
    found = _new_cases(args, session, labels)
    if args.most is None:
        return sorted(found, key=uncertainty)
    return heapq.nsmallest(args.most, found, key=uncertainty)


def _new_cases(
    args: argparse.Namespace, session: Session[Report], labels: LabelsFile
) -> Iterator[Case]:
    known = set(labels.keys)
    for item, report in session.results(session.items()):
        if not isinstance(item, Record) or report is None:
            continue
        asked = tuple(s for s in report.sections if s.label == "spam" or not args.spam_only)
        if not asked:
            continue
        content = content_of(item)
        key = content_key(content.text if content.html is None else content.html)
        if key not in known:
            known.add(key)
            kept = spans_of(report, "junk") if args.spam_only else ()
            read = with_text(report, content)
            at = place(item.source, item.line)
            yield Case(_record(item, content), read, at, asked, kept)


def _record(item: Record, content: Content) -> dict[str, Any]:
    """Return a labelled document but for its spans, which are those of its text."""
    record: dict[str, Any] = {"id": str(item.id), "text": content.text}
    if content.html is not None:
        record.update(html=content.html, kind="html")
    if item.url is not None:
        record["url"] = item.url
    if isinstance(item.raw, bytes) and item.line is not None:
        try:
            given = loads(item.raw)
        except ValueError:
            given = None
        if isinstance(given, dict):
            record.update({k: given[k] for k in _TAKEN if isinstance(given.get(k), str)})
    return record


def _ask(judging: Judging, screen: Screen) -> None:
    shown = None
    while (case := judging.case) is not None:
        asked = (judging.number, judging.question)
        if shown != asked:
            screen.show_finding(judging, case)
            shown = asked
        key = read_key(PROMPT)
        if key == "q":
            return
        if key == "y":
            judging.answer(True)
        elif key == "n":
            judging.answer(False)
        elif key == "s":
            judging.skip()
        elif key == "c":
            category = _category()
            if category is None:
                screen.show_categories()
            else:
                judging.answer(True, category)
        elif key == "a":
            screen.say(_add(judging, case))
        elif key == "v":
            screen.show_text(case)
        elif key == "u":
            if judging.undo():
                shown = None
            else:
                screen.say("there is nothing to take back")
        else:
            screen.show_keys()


def _category() -> str | None:
    return category_named(read_line("category (or its beginning): ") or "")


def _add(judging: Judging, case: Case) -> str:
    """Ask for a text that was missed, label it where it first stands, and say what was done."""
    wanted = read_line("text that was missed, as it stands there (or first words ... last words): ")
    spans = list(_places(case.report.text, (wanted or "").strip()))
    if not spans:
        return "that is not in the text"
    category = _category()
    if category is None:
        return "that is no category"
    for start, end in spans:
        if judging.add(start, end, category):
            return f"added: {category}, characters {start}-{end}"
    return "that meets another finding or label"


def _places(text: str, wanted: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of a text, or of all between its first and last words around ``...``."""
    first, dots, last = (part.strip() for part in wanted.partition("..."))
    start = text.find(first) if first else -1
    while start >= 0:
        end = start + len(first)
        if dots:
            behind = text.find(last, end) if last else -1
            if behind < 0:
                return
            end = behind + len(last)
        yield start, end
        start = text.find(first, end)


def _tell(judging: Judging, screen: Screen, path: str) -> None:
    tally = judging.tally
    screen.say(
        f"\n{counted(tally.documents, 'document')} labelled in {path}, {tally.skipped:,} skipped, "
        f"{len(judging.cases) - judging.number:,} left; findings: {tally.right:,} right "
        f"({tally.changed:,} of another category), {tally.wrong:,} wrong, {tally.added:,} added"
    )
