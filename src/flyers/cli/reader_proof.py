"""``flyers reader-proof``: pages on which a native reader checks every text with a pen."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from flyers.cli.argument_types import folder, names
from flyers.cli.console import Console
from flyers.cli.selection import name_products, output_folder
from flyers.cli.unprinted import unprinted, warn_of_unprinted
from flyers.errors import ExitCode, FlyersError, raise_all

if TYPE_CHECKING:
    from flyers.pipeline.session import Session

NAME = "reader-proof"
SUMMARY = "make pages on which a native reader checks every text with a pen"
DESCRIPTION = """\
Make output/LANG/reader-proof.pdf for somebody who reads the language and uses no software: instructions, pictures of
every page with numbers on them, then each text by its number with the English, the words exactly as printed, their
sound if Unicode's locale data has a transform for the script, a box to tick and a line to write on. What the translator
says at the head of the catalog is next to the texts that it names, and complete at the end.

With --product the proof has the pages and texts of these products only, about four pages for a card, and is called
reader-proof.PRODUCT.pdf. Products are signed one by one in this way; the language is signed when all of them are.

Every page has the checksum of the pages shown. When the reader has found nothing to change, give it to
'flyers translations sign' with --proof, which knows what it is of; it changes with whatever a reader could see. A
language that is not translated completely is refused. English, the source of all translations, is read in the same
way."""
EXAMPLES = """\
  flyers reader-proof es
  flyers reader-proof es --product wallet-card          the card only, to be signed by itself
  flyers reader-proof ar --paper a4"""
IN_EACH = True


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("languages", metavar="LANG", type=names, help="the language to read, or “es ar” for several")
    parser.add_argument(
        "--paper",
        choices=("letter", "a4"),
        default="letter",
        help="the paper in the office printer; default: letter",
    )
    parser.add_argument(
        "--product",
        metavar="NAMES",
        type=names,
        action="extend",
        default=[],
        help="the products to read, with their texts and no others; default: the whole language",
    )
    parser.add_argument(
        "--output", metavar="DIR", type=folder, help="the folder to write to; default: output/ in the campaign"
    )


def run(options: argparse.Namespace, console: Console) -> ExitCode:
    from flyers.pipeline.session import open_session

    session = open_session(options.project)
    options.product = name_products(options.product, session) if options.product else []
    errors: list[FlyersError] = []
    for language in session.languages(options.languages):
        try:
            _make(session, language, options, console)
        except FlyersError as error:
            errors.append(error)
    warn_of_unprinted(unprinted(session), console)
    raise_all(errors)
    return ExitCode.OK


def _make(session: Session, language: str, options: argparse.Namespace, console: Console) -> None:
    from flyers.files import write_whole
    from flyers.publish.reader_proof.recipe import reader_proof
    from flyers.workflow.pages_checksum import short

    proof = reader_proof(session, language, paper=options.paper, products=options.product)
    path = output_folder(options) / language / proof.file_name
    write_whole(path, proof.pdf)
    more = f", {proof.unseen} more" if proof.unseen else ""
    sheets = f"{len(proof.document.pages)} pages, {proof.texts} texts in pictures{more}"
    console.say(f"{path}  {sheets}")
    of = f" of {', '.join(proof.products)}" if proof.products else ""
    console.say(f"checksum{of} {short(proof.checksum)}")
