"""The argument parser, built from the table of commands."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path
from types import ModuleType

from flyers import __version__
from flyers.cli import (
    build,
    cache,
    campaign,
    completion,
    contacts,
    docs,
    doctor,
    explain,
    gallery,
    help_,
    languages,
    manifest,
    new,
    package,
    products,
    prove,
    reader_proof,
    reading,
    studio,
    translations,
    why,
)
from flyers.cli.completion import CommandParser
from flyers.cli.console import Console, columns, folded
from flyers.errors import ExitCode

COMMANDS = (
    new,
    build,
    why,
    prove,
    explain,
    package,
    reader_proof,
    reading,
    gallery,
    manifest,
    campaign,
    languages,
    products,
    contacts,
    translations,
    studio,
    cache,
    doctor,
    completion,
    docs,
    help_,
)
"""One module each, with ``NAME``, ``SUMMARY``, ``DESCRIPTION``, ``EXAMPLES``, ``configure(parser)`` and
``run(options, console)``. One with ``IN_EACH`` takes ``--campaigns``, and runs in each of them.

Importing them is fast: a command imports what it needs when it runs, so that ``--help`` is instant.
"""

DESCRIPTION = """\
Make print-ready outreach cards, posters and brochures in every language of a campaign, and prove each finished file.

A campaign is a folder with content/ (contacts, messages, layouts, theme), translations/ (one PO catalog per language)
and fonts/. Nothing is taken from the system, so the same campaign gives the same files on every machine."""

EPILOG = """\
examples:
  flyers build --lang es                  every product in Spanish, into output/es/
  flyers build --lang "es ar" --product poster
  flyers --project ../maine languages     the languages of another campaign

exit codes:
  0 success            4 a catalog is missing, incomplete or breaks a rule
  1 a program fault    5 a font is missing, altered, or lacks a character
  2 a wrong argument   6 a layout is wrong, or text does not fit
  3 a YAML file        7 a finished file failed its proof
                       8 a file could not be read or written
                       9 something is not installed
                      10 a process was killed          130 interrupted
                      11 a finished file is not known, so it was not compared"""


class _Help(argparse.RawDescriptionHelpFormatter):
    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=30, width=min(100, columns(sys.stdout)))

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        # Prose is broken again; lists and examples, which have indented lines, only in a terminal that is too narrow.
        blocks = [block.split("\n") for block in text.split("\n\n")]
        return "\n\n".join(
            "\n".join(folded(line, columns(sys.stdout)) for line in block)
            if any(line[:1] == " " for line in block)
            else folded(" ".join(block), width)
            for block in blocks
        )


def command_parser() -> argparse.ArgumentParser:
    """Return the parser of the whole command line."""
    parser = CommandParser(
        prog="flyers", description=DESCRIPTION, epilog=EPILOG, formatter_class=_Help, allow_abbrev=False
    )
    parser.add_argument("--version", action="version", version=f"flyers {__version__}")
    _add_everywhere(parser, project=None, verbose=False)
    _add_commands(parser, COMMANDS)
    parser.set_defaults(parser=parser, run=_show_help, shown=parser, in_each=False)
    return parser


def _add_commands(parser: argparse.ArgumentParser, modules: Iterable[ModuleType]) -> None:
    """Add a subparser for each module; a module with ``COMMANDS`` of its own is only a family of commands."""
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    for command in modules:
        child = commands.add_parser(
            command.NAME,
            help=command.SUMMARY,
            description=command.DESCRIPTION,
            epilog=f"examples:\n{command.EXAMPLES}",
            formatter_class=_Help,
            allow_abbrev=False,
        )
        # The same options after the command, without overwriting those before it.
        _add_everywhere(child, project=argparse.SUPPRESS, verbose=argparse.SUPPRESS)
        if hasattr(command, "COMMANDS"):
            _add_commands(child, command.COMMANDS)
            child.set_defaults(run=_show_help, shown=child)
        else:
            add_options(command, child)
            child.set_defaults(run=command.run, shown=child)


def add_options(command: ModuleType, parser: argparse.ArgumentParser) -> None:
    """Add the options of *command* to its parser, ``--campaigns`` if it can run in one campaign after the other."""
    command.configure(parser)
    if getattr(command, "IN_EACH", False):
        parser.add_argument(
            "--campaigns",
            metavar="FOLDERS",
            nargs="+",
            help="run in each of these campaigns instead, as in “network/*”",
        )
        parser.set_defaults(in_each=True)


def _show_help(options: argparse.Namespace, console: Console) -> ExitCode:
    """Print the help of a family of commands, or of the program, where no command was named."""
    console.say(options.shown.format_help().rstrip())
    return ExitCode.OK


def _add_everywhere(parser: argparse.ArgumentParser, *, project: str | None, verbose: bool | str) -> None:
    parser.add_argument(
        "--project",
        metavar="DIR",
        type=Path,
        default=project,
        help="the campaign folder; default: the current folder, or the nearest one above it with a campaign",
    )
    parser.add_argument(
        "-v",
        "--verbose",
        action="store_true",
        default=verbose,
        help="show the traceback of an error and the time of every stage; default: one line per error",
    )
