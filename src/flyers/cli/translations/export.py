"""``flyers translations export``: the messages of a language as a file that translators' programs take."""

from __future__ import annotations

import argparse
from pathlib import Path

from flyers.cli.argument_types import names
from flyers.cli.console import Console
from flyers.errors import ExitCode

NAME = "export"
SUMMARY = "write files for translators: XLIFF, a spreadsheet, or PO"
DESCRIPTION = """\
Write one file for each language, for translators who do not work in the catalogs themselves: XLIFF 1.2 for the programs
of agencies, a spreadsheet (.xlsx) with English and translation side by side for those who take nothing else, or a PO
file for Poedit. Every file has the notes for the translator in it, and remembers what was sent, so that “flyers
translations import” can tell who has changed what.

The files have the messages and nothing secret; docs/translators.md is written for those who receive them."""
EXAMPLES = """\
  flyers translations export --lang "es km"                XLIFF files, into output/translators/
  flyers translations export --lang ar --format xlsx
  flyers translations export --lang ru --only "fuzzy stale"    only what has to be looked at again"""

FORMATS = ("xliff", "xlsx", "po")
ONLY = ("untranslated", "fuzzy", "stale", "all")


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--lang", metavar="TAGS", type=names, action="extend", help="the languages; by default all but English"
    )
    parser.add_argument("--format", choices=FORMATS, default="xliff", help="kind of file; xliff by default")
    parser.add_argument(
        "--only",
        metavar="WHICH",
        type=_which,
        default=["all"],
        help="which messages: untranslated, fuzzy (somebody was not sure), stale (the English has changed since), or "
        "several of these; by default all",
    )
    parser.add_argument(
        "--output", metavar="DIR", type=Path, help="the folder for the files; by default output/translators"
    )


def _which(text: str) -> list[str]:
    found = names(text)
    if unknown := [name for name in found if name not in ONLY]:
        raise argparse.ArgumentTypeError(f"“{unknown[0]}” is none of {', '.join(ONLY)}")
    return found


def run(options: argparse.Namespace, console: Console) -> ExitCode:
    from flyers.pipeline.session import open_session
    from flyers.translation.exchange.rows import RowFilter
    from flyers.translation.exchange.untrusted import FileFormat
    from flyers.workflow.exchange import export

    session = open_session(options.project)
    folder = options.output or options.project / "output" / "translators"
    made = export(
        session, options.lang or (), FileFormat(options.format), folder, [RowFilter(name) for name in options.only]
    )
    for each in made:
        console.say(f"{each.path.as_posix()}: {each.messages} message{'' if each.messages == 1 else 's'}")
    if not made:
        console.say(f"Nothing is {' or '.join(options.only)}, so no file was written.")
    return ExitCode.OK
