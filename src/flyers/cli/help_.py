"""``flyers help``: show the help of the program or of a command."""

from __future__ import annotations

import argparse

from flyers.cli.console import Console
from flyers.errors import ExitCode

NAME = "help"
SUMMARY = "show what a command does, and its options"
DESCRIPTION = "Show the help of a command, like its option --help; without a command, list all commands."
EXAMPLES = """\
  flyers help
  flyers help translations sign"""


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("words", metavar="COMMAND", nargs="*", help="a command, as in “build” or “translations sign”")


def run(options: argparse.Namespace, console: Console) -> ExitCode:
    options.parser.parse_args([*options.words, "--help"])  # raises SystemExit, with 2 for an unknown command
    return ExitCode.OK
