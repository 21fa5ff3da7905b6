"""``flyers reader-proof``: pages on which a native reader checks every text with a pen."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from flyers.cli.argument_types import names
from flyers.cli.console import Console
from flyers.errors import ExitCode, FlyersError, raise_all

if TYPE_CHECKING:
    from flyers.pipeline.session import Session

NAME = "reader-proof"
SUMMARY = "make pages on which a native reader checks every text with a pen"
DESCRIPTION = """\
Make output/LANG/reader-proof.pdf for somebody who reads the language and uses no software: what to do, pictures of
every page with numbers on them, then each text by its number: the English, the words exactly as they are printed, how
they sound where Unicode's locale data has a transform for the script, a box to tick and a line to write on. What the
translator says at the head of the catalog stands beside the texts that it names, and whole at the end.

Every page has the checksum of the pages shown. Give it to “flyers translations sign” with --proof when the reader has
found nothing to change; it changes with whatever a reader could see. A language that is not translated whole is
refused. English, which all others are made from, is read in the same way."""
EXAMPLES = """\
  flyers reader-proof es
  flyers reader-proof ar --paper a4
  flyers reader-proof ur,km --product wallet-card       one product only: has no checksum, cannot be signed for"""


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("languages", metavar="LANG", type=names, help="the language to be read, or “es ar” for several")
    parser.add_argument(
        "--paper",
        choices=("letter", "a4"),
        default="letter",
        help="the paper in the office's printer; letter if not said",
    )
    parser.add_argument(
        "--product",
        metavar="NAMES",
        type=names,
        action="extend",
        default=[],
        help="products to show; by default those that are made when none is named",
    )
    parser.add_argument(
        "--output", metavar="DIR", type=Path, help="the folder to write into; by default output/ in the campaign"
    )


def run(options: argparse.Namespace, console: Console) -> ExitCode:
    from flyers.pipeline.plan import choose
    from flyers.pipeline.session import open_session

    session = open_session(options.project)
    choose("product", options.product, session.products)
    refused: list[FlyersError] = []
    for language in session.languages(options.languages):
        try:
            _make(session, language, options, console)
        except FlyersError as error:
            refused.append(error)
    raise_all(refused)
    return ExitCode.OK


def _make(session: Session, language: str, options: argparse.Namespace, console: Console) -> None:
    from flyers.files import write_whole
    from flyers.publish.reader_proof.recipe import FILE, reader_proof
    from flyers.workflow.pages_checksum import short

    made = reader_proof(session, language, paper=options.paper, products=options.product)
    path = (options.output or options.project / "output") / language / FILE
    write_whole(path, made.pdf)
    sheets = f"{len(made.document.pages)} pages, {made.texts} texts in pictures, {made.unseen} more"
    console.say(f"{path}  {sheets}")
    if made.checksum:
        console.say(f"checksum {short(made.checksum)}")
    else:
        console.note("It shows only some of the pages: it has no checksum, and nobody can sign for it.")
