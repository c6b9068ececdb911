"""Give documents back without their spam.

They come in the format they were read in, and what is not removed stays as it was, byte for byte:
other fields and columns, their order, newlines, what could not be read. One input goes to standard
output or to -o FILE (whose suffix says how to compress it); several go to -o DIRECTORY, under
their own names.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from contextlib import ExitStack, closing
from io import BytesIO
from itertools import chain
from pathlib import Path
from typing import IO, Any

from spamdetect.cli import options
from spamdetect.cli.output import (
    PART,
    check_folder,
    check_output,
    check_unread,
    open_lines,
    open_stream,
)
from spamdetect.cli.resume import resume_documents
from spamdetect.cli.session import Session
from spamdetect.io.jsontext import dumps
from spamdetect.io.members import split_compression
from spamdetect.io.records import STDIN, Item, Opened, Record, RecordError
from spamdetect.io.source import Input
from spamdetect.io.writer import Writer, open_writer
from spamdetect.reports import Report


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    options.add_input(parser)
    options.add_scoring(parser)
    options.add_output(
        parser,
        output="write to FILE, or into that directory",
        json="write JSON Lines with id, source, line and the text (or html), whatever was read",
    )
    options.add_jobs(parser)
    parser.add_argument("--junk", action="store_true", help="remove junk sections too")
    parser.add_argument(
        "--resume",
        action="store_true",
        help="go on with the -o FILE of an interrupted run: skip what it holds; "
        "in a directory, skip the files that are there",
    )


def run(args: argparse.Namespace) -> int:
    """Run the command and return the exit status."""
    if args.resume and not args.output:
        raise options.UsageError("--resume needs -o")
    with Session(args, without_junk if args.junk else without_spam) as session:
        if args.json:
            _write_json(args, session)
        elif _into_directory(args, session.inputs):
            _write_directory(args, session)
        else:
            _write_one(args, session)
        return session.finish()


def without_spam(record: Record, report: Report) -> str | None:
    """Return the text or HTML of a document without its spam; None if there is none.

    Parameters
    ----------
    record : Record
    report : Report
    """
    if all(section.label != "spam" for section in report.sections):
        return None
    return report.clean_html if record.text is None else report.clean_text


def without_junk(record: Record, report: Report) -> str | None:
    """Return the text or HTML of a document without spam and junk; None if there is neither.

    Parameters
    ----------
    record : Record
    report : Report
    """
    spans = [(section.start, section.end) for section in report.sections]
    if not spans:
        return None
    if record.text is not None:
        from spamdetect.sections import without

        return without(record.text, spans)
    from spamdetect.html import parse, remove_spans

    return remove_spans(parse(record.html or ""), spans)


def _into_directory(args: argparse.Namespace, inputs: list[Input]) -> bool:
    if args.output and Path(args.output).is_dir():
        return True
    several = len(inputs) > 1 or any(Path(name).is_dir() for name in args.files)
    if several and not args.output:
        raise options.UsageError("several inputs, or a directory, need -o DIRECTORY")
    if several and Path(args.output).exists():
        raise options.UsageError(f"{args.output} is no directory; several inputs need one")
    return several


def _write_json(args: argparse.Namespace, session: Session[str | None]) -> None:
    if args.resume:
        raise options.UsageError("--resume does not go with --json")
    if args.output:
        check_output(args.output)
    with open_lines(args.output) as output:
        for item, cleaned in session.results(session.items()):
            if isinstance(item, (Record, RecordError)):
                line = dumps(_entry(item, cleaned)) + b"\n"
                with session.whole():
                    output.write(line)


def _entry(item: Record | RecordError, cleaned: str | None) -> dict[str, Any]:
    if isinstance(item, RecordError):
        return {"id": None, "source": item.source, "line": item.line, "error": item.cause}
    key, content = ("html", item.html) if item.text is None else ("text", item.text)
    if cleaned is not None:
        content = cleaned
    place = {"id": item.id, "source": item.source, "line": item.line}
    return {**place, key: content, "error": None}


def _write_one(args: argparse.Namespace, session: Session[str | None]) -> None:
    if args.output:
        check_output(args.output)
    items = session.items()
    opened = next(items, None)
    if not isinstance(opened, Opened):
        for _ in session.results(chain(() if opened is None else (opened,), items)):
            pass
        return
    if args.resume:
        render = _Target(session).render(opened)
        results = resume_documents(args.output, opened, items, session, render)
        if results is None:
            return
    else:
        results = session.results(items)
    compression = split_compression(args.output)[1] if args.output else ""
    target = _Target(session)
    with open_stream(args.output, append=args.resume) as stream, closing(target):
        target.start(stream, opened, compression)
        for item, cleaned in results:
            target.write(item, cleaned)


def _write_directory(args: argparse.Namespace, session: Session[str | None]) -> None:
    folder = Path(args.output)
    targets = _targets(folder, session.inputs)
    read = [entry.path for entry in session.inputs if entry.path != STDIN]
    if args.resume:
        session.inputs = [e for e in session.inputs if not targets[e.path].exists()]
    _check_targets([targets[entry.path] for entry in session.inputs], read)
    folder.mkdir(parents=True, exist_ok=True)
    with ExitStack() as current:
        target = _Target(session)
        finished: Path | None = None
        for item, cleaned in session.results(session.items()):
            if isinstance(item, Opened):
                current.close()
                if finished is not None:
                    _finish(finished)
                finished = targets[item.source]
                finished.parent.mkdir(parents=True, exist_ok=True)
                stream = current.enter_context(open_stream(f"{finished}{PART}"))
                target.start(stream, item, item.compression)
                current.callback(target.close)
            else:
                target.write(item, cleaned)
    if finished is not None:
        _finish(finished)


def _finish(path: Path) -> None:
    Path(f"{path}{PART}").replace(path)


def _targets(folder: Path, inputs: list[Input]) -> dict[str, Path]:
    targets: dict[str, Path] = {}
    names: dict[str, str] = {}
    for entry in inputs:
        other = names.setdefault(entry.name, entry.path)
        if other != entry.path:
            raise options.UsageError(f"{other} and {entry.path} would be written to one file")
        targets[entry.path] = folder / entry.name
    return targets


def _check_targets(targets: list[Path], read: list[str]) -> None:
    for target in targets:
        if target.is_dir():
            raise options.UsageError(f"{target} is a directory, where a file is to be written")
    for parent in {target.parent for target in targets}:
        check_folder(str(parent))
    check_unread((name for path in targets for name in (str(path), f"{path}{PART}")), read)


class _Target:
    """The writer of the input that is being read."""

    def __init__(self, session: Session[str | None]) -> None:
        self._session = session
        self._writer: Writer | None = None

    def start(self, stream: IO[bytes], opened: Opened, compression: str) -> None:
        self._writer = open_writer(stream, opened.format, compression, self._session.fields)

    def write(self, item: Item, cleaned: str | None) -> None:
        if self._writer is None or isinstance(item, Opened):
            return
        with self._session.whole():
            try:
                self._writer.write(item, cleaned)
            except ValueError as error:
                cause = f"left as it was, since it cannot be written back: {error}"
                place = (item.source, item.line) if isinstance(item, Record) else ("", None)
                self._session.errors.add(RecordError(*place, cause))
                self._writer.write(item)

    def render(self, opened: Opened) -> Callable[[Item, str | None], bytes]:
        """Start without a stream; what is returned gives what would be written to it."""
        stream = BytesIO()
        if opened.format.render is not None:
            self.start(stream, opened, "")

        def rendered(item: Item, cleaned: str | None) -> bytes:
            self.write(item, cleaned)
            data = stream.getvalue()
            stream.seek(0)
            stream.truncate()
            return data

        return rendered

    def close(self) -> None:
        if self._writer is not None:
            self._writer.close()
            self._writer = None
