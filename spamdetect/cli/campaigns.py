"""Find who spams across pages: hosts, brands, addresses and texts that unrelated sites share.

Inputs are pages, which are scored first, or JSON Lines that 'spamdetect score' has written. A
page's site is the registered domain of its url. The block list names hosts that --block reads.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from spamdetect.cli import options
from spamdetect.cli.display import counted, shown
from spamdetect.cli.errors import ErrorLog
from spamdetect.cli.output import check_apart, check_output, open_lines
from spamdetect.cli.session import Session
from spamdetect.errors import DataError, MissingExtraError
from spamdetect.io.inputs import find_inputs
from spamdetect.io.jsontext import dumps, loads
from spamdetect.io.records import STDIN, RecordError
from spamdetect.io.source import Input

if TYPE_CHECKING:
    from spamdetect.crawl.campaigns import CampaignFinder
    from spamdetect.crawl.evidence import PageEvidence
    from spamdetect.crawl.found import Campaign

_PEEK: Final = 1 << 16
_SHOWN: Final = 4
_WIDTH: Final = 200


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    options.add_input(parser)
    options.add_scoring(parser)
    options.add_output(
        parser,
        output="write the campaigns to FILE, as JSON Lines",
        json="write JSON Lines to standard output",
        fail="if a campaign is found; spam that is part of none does not count",
    )
    options.add_jobs(parser)
    group = parser.add_argument_group("campaigns")
    group.add_argument(
        "--blocklist",
        type=options.file_name,
        metavar="FILE",
        help="write the hosts of all campaigns there, for --block",
    )
    group.add_argument(
        "--min-sites",
        type=options.at_least(2, "must be 2 or more: one site makes no campaign"),
        default=3,
        metavar="N",
        help="how many unrelated sites make a campaign (default: 3)",
    )


def run(args: argparse.Namespace) -> int:
    """Run the command and return the exit status."""
    from spamdetect.crawl.campaigns import CampaignFinder
    from spamdetect.crawl.evidence import evidence_of_report

    inputs = [_opened(entry) for entry in find_inputs(options.input_names(args.files))]
    check_apart(args, inputs)
    for path in (args.output, args.blocklist):
        if path:
            check_output(path)
    scored = [entry for entry in inputs if _is_scored(entry)]
    rest = [entry for entry in inputs if entry not in scored]
    finder = CampaignFinder(args.min_sites, options.host_list(args.allow, allow=True))
    if rest:
        # Hosts that are allowed are left to the finder.
        to_score = argparse.Namespace(**{**vars(args), "allow": []})
        with Session(to_score, evidence_of_report, rest) as session:
            errors = session.errors
            _add_pages(finder, session)
            _add_scored(finder, scored, errors)
    else:
        errors = ErrorLog(args.errors)
        _add_scored(finder, scored, errors)
        errors.close()
    campaigns = finder.find()
    _write(args, finder, campaigns)
    if not args.quiet:
        _tell(finder, campaigns, errors.count)
    return errors.status(finder.pages, failed=args.fail_on_spam and campaigns)


def _opened(entry: Input) -> Input:
    """Return standard input open, so that what is looked at there is still to be read."""
    if entry.path != STDIN:
        return entry
    try:
        return replace(entry, source=entry.open())
    except MissingExtraError as error:
        return replace(entry, problem=str(error))


def _is_scored(entry: Input) -> bool:
    """Tell whether an input was written by ``score``."""
    from spamdetect.crawl.evidence import is_scored

    if entry.problem is not None:
        return False
    try:
        with entry.open() as source:
            return is_scored(source.buffer.peek(_PEEK))
    except (OSError, MissingExtraError):
        return False


def _add_pages(finder: CampaignFinder, session: Session[PageEvidence]) -> None:
    for _, evidence in session.results(session.items()):
        if evidence is not None:
            finder.add(evidence)


def _add_scored(finder: CampaignFinder, inputs: Sequence[Input], errors: ErrorLog) -> None:
    from spamdetect.crawl.evidence import evidence_of_entry

    for entry in inputs:
        with entry.open() as source:
            for number, (line, damage) in enumerate(source.lines(), start=1):
                try:
                    if damage is not None:
                        raise DataError(damage)
                    if not line.strip():
                        continue
                    value = loads(line)
                    # What could not be read was named when it was to be scored.
                    if not isinstance(value, dict) or value.get("error") is None:
                        finder.add(evidence_of_entry(value))
                except ValueError as error:
                    errors.add(RecordError(entry.path, number, str(error)))


def _write(args: argparse.Namespace, finder: CampaignFinder, campaigns: Sequence[Campaign]) -> None:
    if args.output or args.json:
        with open_lines(args.output) as output:
            for campaign in campaigns:
                output.write(dumps(campaign.to_dict()) + b"\n")
    else:
        for line in _table(campaigns):
            print(line)
    if args.blocklist:
        entries = finder.block_list(campaigns)
        head = f"# spamdetect campaigns: {counted(len(entries), 'entry', 'entries')}\n"
        with open_lines(args.blocklist) as output:
            output.write((head + "".join(f"{entry}\n" for entry in entries)).encode())


def _table(campaigns: Sequence[Campaign]) -> Iterator[str]:
    if campaigns:
        yield f"{'':>4}  {'sites':>5}  {'hosts':>5}  {'category':<11}  what they share"
    for campaign in campaigns:
        names = [entry.host for entry in campaign.hosts]
        shared = [*names[:_SHOWN], *campaign.ranges]
        if len(names) > _SHOWN:
            shared.insert(_SHOWN, f"{len(names) - _SHOWN} more")
        shared += [f"brand {name}" for name in campaign.brands]
        shared += [f'"{phrase}"' for phrase in campaign.anchors[:_SHOWN]]
        yield (
            f"{campaign.rank:>4}  {campaign.unrelated_sites:>5}  {len(names):>5}  "
            f"{campaign.category:<11}  {shown(', '.join(shared), _WIDTH)}"
        )


def _tell(finder: CampaignFinder, campaigns: Sequence[Campaign], errors: int) -> None:
    hosts = sum(len(campaign.hosts) for campaign in campaigns)
    print(
        f"{counted(finder.pages, 'page')}: {counted(len(campaigns), 'campaign')} "
        f"with {counted(hosts, 'host')}; {counted(errors, 'error')}",
        file=sys.stderr,
    )
    if finder.unnamed:
        print(
            f"{counted(finder.unnamed, 'page has', 'pages have')} no url: the id, or else the "
            "file, was taken for the site",
            file=sys.stderr,
        )
