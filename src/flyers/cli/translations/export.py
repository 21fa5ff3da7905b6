"""``flyers translations export``: write files that translators' programs can read."""

from __future__ import annotations

import argparse

from flyers.cli.argument_types import folder, names
from flyers.cli.console import Console
from flyers.errors import ExitCode

NAME = "export"
SUMMARY = "write files for translators: XLIFF, a spreadsheet, or PO"
DESCRIPTION = """\
Write one file for each language, for translators who do not work in the catalogs themselves: XLIFF 1.2 for agencies, a
spreadsheet (.xlsx) with English and translation side by side, or a PO file for Poedit. Every file has the notes for the
translator, and records what was sent, so that 'flyers translations import' knows what the translator changed.

The files contain the messages and nothing secret. 'flyers docs translators' is for the people who receive them."""
EXAMPLES = """\
  flyers translations export --lang "es km"                XLIFF files, into output/translators/
  flyers translations export --lang ar --format xlsx
  flyers translations export --lang ru --only "fuzzy stale"    only what needs another look
  flyers translations export --lang es --whole                 the base's messages too, to correct them"""

FORMATS = ("xliff", "xlsx", "po")
ONLY = ("untranslated", "fuzzy", "stale", "all")


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--lang", metavar="TAGS", type=names, action="extend", help="the languages; default: all but English"
    )
    parser.add_argument("--format", choices=FORMATS, default="xliff", help="the file format; default: xliff")
    parser.add_argument(
        "--only",
        metavar="WHICH",
        type=_which,
        default=["all"],
        help="which messages: untranslated, fuzzy (somebody was not sure), stale (the English has changed since), or "
        "several of these; default: all",
    )
    parser.add_argument(
        "--whole",
        action="store_true",
        help="with the messages of the campaign's base, which are left out otherwise; what is corrected in them "
        "becomes the campaign's own when it is imported",
    )
    parser.add_argument(
        "--output", metavar="DIR", type=folder, help="the folder for the files; default: output/translators"
    )


def _which(text: str) -> list[str]:
    filters = names(text)
    if unknown := [name for name in filters if name not in ONLY]:
        raise argparse.ArgumentTypeError(f"“{unknown[0]}” is not one of {', '.join(ONLY)}")
    return filters


def run(options: argparse.Namespace, console: Console) -> ExitCode:
    from flyers.pipeline.session import open_session
    from flyers.translation.exchange.rows import RowFilter
    from flyers.translation.exchange.untrusted import FileFormat
    from flyers.workflow.exchange import export_files

    session = open_session(options.project)
    folder = options.output or options.project / "output" / "translators"
    files = export_files(
        session,
        options.lang or (),
        FileFormat(options.format),
        folder,
        [RowFilter(name) for name in options.only],
        whole=options.whole,
    )
    for file in files:
        console.say(f"{file.path.as_posix()}: {file.messages} message{'' if file.messages == 1 else 's'}")
    if not files:
        console.say(f"No message is {' or '.join(options.only)}, so no file was written.")
    return ExitCode.OK
