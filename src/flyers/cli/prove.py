"""``flyers proof``: open finished files and compare them with what the campaign asks for today."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from flyers.cli.console import Console
from flyers.errors import ExitCode, FileAccessError, Source, UsageError

if TYPE_CHECKING:
    from flyers.build.prove import Verdict

NAME = "proof"
SUMMARY = "prove finished PDFs again, from the files"
DESCRIPTION = """\
Open finished PDFs with readers that share no code with the program that painted them, and compare each with what the
campaign asks for today: is every number still the right one, does every QR code open the right address?

A file made by flyers says which product and language it is. Any other PDF gets the checks that need no such knowledge
(page boxes, fonts, ink), and the answer says so."""
EXAMPLES = """\
  flyers proof output/es/poster.press.pdf
  flyers proof output                     every PDF below a folder
  flyers proof --json proof-from-the-print-shop.pdf"""


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", metavar="FILE", nargs="+", type=Path, help="PDFs, or folders with PDFs in them")
    parser.add_argument("--json", action="store_true", help="print findings and facts as one JSON document on stdout")


def run(options: argparse.Namespace, console: Console) -> ExitCode:
    from flyers.build.prove import prove
    from flyers.build.workshop import workshop

    shop = workshop(options.project)
    verdicts = []
    for path in _pdfs(options.files):
        try:
            data = path.read_bytes()
        except OSError as error:
            raise FileAccessError(
                f"This file cannot be read ({error.strerror}).", cure="Check the name.", source=Source(str(path))
            ) from error
        verdicts.append(prove(path, data, shop))
    if options.json:
        console.data([verdict.to_json() for verdict in verdicts])
    else:
        for verdict in verdicts:
            _tell(verdict, console)
    return ExitCode.OK if all(verdict.good for verdict in verdicts) else ExitCode.PROOF


def _pdfs(paths: list[Path]) -> list[Path]:
    found = [pdf for path in paths for pdf in (sorted(path.rglob("*.pdf")) if path.is_dir() else [path])]
    if not found:
        raise UsageError(f"There is no PDF below {', '.join(map(str, paths))}.", cure="Make some first: flyers build.")
    return found


def _tell(verdict: Verdict, console: Console) -> None:
    from flyers.build.report import sentence

    console.say(f"{verdict.path}: {'good' if verdict.good else 'FAILED'} ({verdict.known_as})")
    for remark in verdict.remarks:
        console.say(f"  note: {remark}")
    for finding in verdict.findings:
        console.say(f"  {finding['severity']}: {sentence(finding)}")
