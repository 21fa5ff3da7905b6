"""``flyers proof``: open finished files and compare them with what the campaign asks for today."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from flyers.cli.console import Console
from flyers.errors import ExitCode, FileAccessError, FlyersError, Source, UsageError, raise_all

if TYPE_CHECKING:
    from flyers.pipeline.prove import Verdict

NAME = "proof"
SUMMARY = "prove finished PDFs again, from the files"
DESCRIPTION = """\
Open finished PDFs with readers that share no code with the program that painted them, and compare each with what the
campaign asks for today: is every number still the right one, does every QR code open the right address?

A file made by flyers says which product and language it is. Any other PDF gets the checks that need no such knowledge
(page boxes, fonts, ink), and the answer says so. The exit code is 7 when a file failed, 8 when one could not be read;
`flyers explain CODE` says what a finding means."""
EXAMPLES = """\
  flyers proof output/es/poster.press.pdf
  flyers proof output                     every PDF below a folder
  flyers proof --json proof-from-the-print-shop.pdf"""


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", metavar="FILE", nargs="+", type=Path, help="PDFs, or folders with PDFs in them")
    parser.add_argument(
        "--press",
        metavar="NAME",
        default="",
        help="the print condition that press files must be for: a name, or the path of a shop's .yaml file; by default "
        "the one that each file names itself",
    )
    parser.add_argument("--json", action="store_true", help="print findings and facts as one JSON document on stdout")


def run(options: argparse.Namespace, console: Console) -> ExitCode:
    from flyers.pipeline.prove import prove
    from flyers.pipeline.session import open_session

    paths = _pdfs(options.files)
    session = open_session(options.project)
    if options.press:
        session.condition(options.press)  # a wrong word is said once, before any file is opened
    verdicts, unread = [], list[FlyersError]()
    for path in paths:
        try:
            verdicts.append(prove(path, _read(path), session, press=options.press))
        except FileAccessError as error:  # said at the end: the other files are proved all the same
            unread.append(error)
    if options.json:
        console.data([verdict.to_json() for verdict in verdicts])
    else:
        for verdict in verdicts:
            _tell(verdict, console)
    raise_all(unread)
    return ExitCode.OK if all(verdict.good for verdict in verdicts) else ExitCode.PROOF


def _pdfs(paths: list[Path]) -> list[Path]:
    found = [pdf for path in paths for pdf in (_below(path) if path.is_dir() else [path])]
    if not found:
        raise UsageError(f"There is no PDF below {', '.join(map(str, paths))}.", hint="Make some first: flyers build.")
    return found


def _below(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.suffix.lower() == ".pdf" and path.is_file())


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise FileAccessError(
            f"This file cannot be read ({error.strerror}).", hint="Check the name.", source=Source(str(path))
        ) from error


def _tell(verdict: Verdict, console: Console) -> None:
    from flyers.pipeline.report import sentence

    console.say(f"{verdict.path}: {'good' if verdict.good else 'FAILED'} ({verdict.known_as})")
    for remark in verdict.remarks:
        console.say(f"  note: {remark}")
    for finding in verdict.findings:
        console.say(f"  {finding['severity']}: {sentence(finding)}")
