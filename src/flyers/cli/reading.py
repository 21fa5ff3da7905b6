"""``flyers reading``: one page on which a native reader with a phone reads a product."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from flyers.cli.argument_types import folder, names
from flyers.cli.console import Console
from flyers.cli.selection import name_products, output_folder
from flyers.errors import ExitCode, FlyersError, UsageError, raise_all

if TYPE_CHECKING:
    from flyers.pipeline.session import Session

NAME = "reading"
SUMMARY = "make a page on which a native reader checks every text on a phone"
DESCRIPTION = """\
Write output/LANG/reading.html, one file to send to somebody who reads the language. It needs a browser, and no
account, program or network. It shows one text at a time, large, with its place on the finished page beside it, and
takes “right”, “not right” with better words, or “I do not know”. The reader may stop and go on later. At the end the
page makes a short text to read, and to send back by any means; 'flyers translations answers' reads it.

Texts that somebody has read as they are now are left out, unless all are or --everything is given. Each file of a
product has its name: reading.wallet-card.html."""
EXAMPLES = """\
  flyers reading es --product wallet-card       the card, about 15 minutes
  flyers reading "ar km" --product wallet-card  one page for each language
  flyers reading es -o ~/Desktop/spanish.html"""


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("languages", metavar="LANG", type=names, help="the language to read, or “es ar” for several")
    parser.add_argument(
        "--product",
        metavar="NAMES",
        type=names,
        action="extend",
        default=[],
        help="the products to read; default: the usual ones",
    )
    parser.add_argument("--everything", action="store_true", help="with the texts that have been read as they are now")
    parser.add_argument("--file", "-o", metavar="FILE", type=folder, help="the file to write, for one language")
    parser.add_argument(
        "--output", metavar="DIR", type=folder, help="the folder to write to; default: output/ in the campaign"
    )


def run(options: argparse.Namespace, console: Console) -> ExitCode:
    from flyers.pipeline.session import open_session

    session = open_session(options.project)
    options.product = name_products(options.product, session) if options.product else []
    languages = session.languages(options.languages)
    if options.file and len(languages) > 1:
        raise UsageError("One file has one language.", hint="Leave -o out, or name one language.")
    errors: list[FlyersError] = []
    for language in languages:
        try:
            _make(session, language, options, console)
        except FlyersError as error:
            errors.append(error)
    raise_all(errors)
    return ExitCode.OK


def _make(session: Session, language: str, options: argparse.Namespace, console: Console) -> None:
    from flyers.files import write_whole
    from flyers.publish.reading.recipe import reading_page

    page = reading_page(session, language, options.product, everything=options.everything)
    data = page.html.encode()
    path = options.file or output_folder(options) / language / ".".join(("reading", *options.product, "html"))
    write_whole(path, data)
    console.say(f"{path}  {page.texts} texts, about {page.minutes} minutes, {len(data) / 1000:.0f} kB")
