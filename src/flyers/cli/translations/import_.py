"""``flyers translations import``: take back what translators return."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from flyers.cli.console import Console
from flyers.errors import ExitCode

if TYPE_CHECKING:
    from flyers.workflow.exchange import ImportResult

NAME = "import"
SUMMARY = "take files back from translators, checked row by row"
DESCRIPTION = """\
Take the files of “flyers translations export” back into the catalogs. A row is found by its id and its English; where
the English has changed since it was sent, the translation comes in marked fuzzy. Only what the translator has changed
is taken: what somebody else has changed in the catalog meanwhile stays.

Every text is checked as a build would check it. Rows that are unknown, occur twice or are missing, English that was
changed in the file, broken placeholders, numbers typed by hand: each is told with its cell or line, and nothing at all
is written while there is one. Nobody has signed what comes in: it is a draft until a person does."""
EXAMPLES = """\
  flyers translations import output/translators/flyers-ct.es.xlf --dry-run
  flyers translations import flyers-ct.es.xlf flyers-ct.km.xlsx
  flyers translations import flyers-ct.es.xlf --skip-bad     take the good rows, tell the others"""

SHOWN = 200
"""Changes of one language that are listed; a whole new catalog has more."""


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", metavar="FILE", nargs="+", type=Path, help="what came back: .xlf, .xlsx or .po")
    parser.add_argument("--dry-run", action="store_true", help="tell what would change, and write nothing")
    parser.add_argument("--skip-bad", action="store_true", help="leave out rows that are at fault, and take the others")
    parser.add_argument(
        "--theirs", action="store_true", help="where catalog and file have both changed, take the file's words"
    )
    parser.add_argument("--json", action="store_true", help="print what came of it as one JSON document")


def run(options: argparse.Namespace, console: Console) -> ExitCode:
    from flyers.pipeline.session import open_session
    from flyers.workflow.exchange import take_in

    session = open_session(options.project)
    result = take_in(
        session, options.files, write=not options.dry_run, skip_bad=options.skip_bad, theirs=options.theirs
    )
    if options.json:
        console.data([each.to_json() for each in result])
    else:
        for each in result:
            _show(each, console)
    faults = [(each.changes.language.tag, fault) for each in result for fault in each.changes.faults]
    for tag, fault in faults:
        console.error(str(fault.within(tag)))
    if faults and not options.skip_bad:
        many = f"{len(faults)} faults" if len(faults) > 1 else "1 fault"
        console.note(f"Nothing was written, because of {many}. --skip-bad takes what is right.")
        return ExitCode.TRANSLATION
    if options.dry_run:
        console.note("Nothing was written: this was a dry run.")
    return ExitCode.OK


def _show(each: ImportResult, console: Console) -> None:
    from flyers.translation.exchange.importer import RowOutcome

    for change in each.changes.rows[:SHOWN]:
        what = change.context or "remarks at the head"
        marked = ", fuzzy" if change.fuzzy and change.outcome is not RowOutcome.DOUBTED else ""
        words = (
            f": “{change.after}”"
            if change.outcome in (RowOutcome.ADDED, RowOutcome.CHANGED, RowOutcome.OUTDATED)
            else ""
        )
        console.say(f"{change.outcome}{marked}  {what}{words}")
    if len(each.changes.rows) > SHOWN:
        console.say(f"… and {len(each.changes.rows) - SHOWN} more")
    if each.changes.emptied:
        console.note(
            f"{len(each.changes.emptied)} came back empty, so the catalog keeps them: {', '.join(each.changes.emptied)}"
        )
    counts = ", ".join(f"{count} {kind}" for kind, count in each.counts.items() if count)
    console.say(f"{each.name}: {counts or 'nothing in it'}{'' if each.written else ' (not written)'}")
