"""``flyers translations import``: import the files that translators return."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from flyers.cli.console import Console
from flyers.errors import ExitCode

if TYPE_CHECKING:
    from flyers.workflow.exchange import ImportResult

NAME = "import"
SUMMARY = "import files from translators, checked row by row"
DESCRIPTION = """\
Import files of 'flyers translations export' into the catalogs. A row is matched by its id and its English; if the
English has changed since it was sent, the translation is imported and marked fuzzy. Only what the translator has
changed is imported: what somebody else has changed in the catalog meanwhile stays.

Every text is checked as in a build. Unknown, repeated or missing rows, English that was changed in the file, broken
placeholders, numbers typed by hand: each is reported with its cell or line, and as long as there is one, nothing is
written. An imported text is a draft until a person signs it."""
EXAMPLES = """\
  flyers translations import output/translators/flyers-ct.es.xlf --dry-run
  flyers translations import flyers-ct.es.xlf flyers-ct.km.xlsx
  flyers translations import flyers-ct.es.xlf --skip-bad     import the good rows, report the others"""

NAMED = 6
"""Messages that came back empty of which the names are listed."""

SHOWN = 200
"""Changes listed for one language; a whole new catalog has more."""


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", metavar="FILE", nargs="+", type=Path, help="returned files: .xlf, .xlsx or .po")
    parser.add_argument("--dry-run", action="store_true", help="show what would change, and write nothing")
    parser.add_argument(
        "--skip-bad", action="store_true", help="leave out rows that are at fault, and import the others"
    )
    parser.add_argument(
        "--theirs", action="store_true", help="if catalog and file have both changed, use the file's words"
    )
    parser.add_argument("--json", action="store_true", help="print the result as one JSON document")


def run(options: argparse.Namespace, console: Console) -> ExitCode:
    from flyers.pipeline.session import open_session
    from flyers.workflow.exchange import import_files

    session = open_session(options.project)
    with session.changing(not options.dry_run):
        results = import_files(
            session, options.files, write=not options.dry_run, skip_bad=options.skip_bad, theirs=options.theirs
        )
    if options.json:
        console.data([result.to_json() for result in results])
    else:
        for result in results:
            _show(result, console)
    faults = [(result.changes.language.tag, fault) for result in results for fault in result.changes.faults]
    for tag, fault in faults:
        console.error(str(fault.within(tag)))
    if faults and not options.skip_bad:
        number = f"{len(faults)} faults" if len(faults) > 1 else "1 fault"
        console.note(f"Nothing was written, because of {number}. --skip-bad imports the other rows.")
        return ExitCode.TRANSLATION
    if options.dry_run:
        console.note("Nothing was written: this was a dry run.")
    if written := [result.changes.language.tag for result in results if result.written]:
        tags = f'"{" ".join(written)}"' if len(written) > 1 else written[0]
        console.note(f"What else to look at, such as text left in English: 'flyers translations check --lang {tags}'.")
    return ExitCode.OK


def _show(result: ImportResult, console: Console) -> None:
    from flyers.content.visible import visible
    from flyers.translation.exchange.importer import RowOutcome

    for change in result.changes.rows[:SHOWN]:
        place = change.context or "remarks at the head"
        marked = ", fuzzy" if change.fuzzy and change.outcome is not RowOutcome.DOUBTED else ""
        words = (
            f": “{visible(change.after)}”"
            if change.outcome in (RowOutcome.ADDED, RowOutcome.CHANGED, RowOutcome.OUTDATED)
            else ""
        )
        console.say(f"{change.outcome}{marked}  {place}{words}")
    if len(result.changes.rows) > SHOWN:
        console.say(f"… and {len(result.changes.rows) - SHOWN} more")
    if result.changes.emptied:
        emptied = result.changes.emptied
        more = f" and {len(emptied) - NAMED} more" if len(emptied) > NAMED else ""
        console.note(f"{len(emptied)} came back empty; the catalog keeps its words: {', '.join(emptied[:NAMED])}{more}")
    counts = ", ".join(f"{count} {kind}" for kind, count in result.counts.items() if count)
    console.say(f"{result.name}: {counts or 'no rows'}{'' if result.written else ' (not written)'}")
