"""``flyers package``: what a print shop gets."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from flyers.cli.argument_types import add_names, names
from flyers.cli.console import Console
from flyers.cli.selection import languages_together, products_wanted, require_some
from flyers.errors import ExitCode, FlyersError, UsageError, raise_all

if TYPE_CHECKING:
    from flyers.pipeline.session import Session
    from flyers.publish.package import Package

NAME = "package"
SUMMARY = "put the press files of a language into one archive for the print shop"
DESCRIPTION = """\
Put the press files that “flyers build” made into one ZIP archive per language, with a job ticket (a page to print, and
JSON), checksums, and a letter to the shop: what is what, what to check on the first sheet, whom to ask.

A language that nobody has signed is refused, and so is a file that failed its proof, was changed after it, or is
not of today's words, contacts and layout. --draft packages it all the same; then the archive's name, the ticket and the
letter say that it is not to be printed. What the files say is put on record under translations/*/manifests."""
EXAMPLES = """\
  flyers package --lang es --quantity wallet-card=5000,poster=200
  flyers package --lang es --draft               for a look, marked as such
  flyers package --lang es --with en --product wallet-card
  flyers package --product hotline-poster"""


def configure(parser: argparse.ArgumentParser) -> None:
    add_names(
        parser,
        "--lang",
        "TAGS",
        "languages to package, one archive each; by default all that somebody has begun to translate",
    )
    parser.add_argument(
        "--with",
        dest="beside",
        metavar="TAG",
        default="",
        help="the things with this second language behind the first; by default those in one language",
    )
    add_names(
        parser,
        "--product",
        "NAMES",
        "products to package; by default all that are usual. What speaks every language has a package of its own",
    )
    parser.add_argument(
        "--quantity",
        metavar="PRODUCT=N",
        type=quantities,
        action="extend",
        default=[],
        help="copies wanted, as in “wallet-card=5000,poster=200”; the ticket has a line to write on for the others",
    )
    parser.add_argument(
        "--output",
        metavar="DIR",
        type=Path,
        help="the folder that the files were built into; by default output/ in the campaign",
    )
    parser.add_argument("--draft", action="store_true", help="package in spite of doubts, and mark it as a draft")
    parser.add_argument("--press", metavar="NAME", default="", help="as given to “flyers build”, if it was")
    parser.add_argument("--pdfx", choices=("4", "1a"), default="", help="as given to “flyers build”, if it was")


def quantities(text: str) -> list[tuple[str, int]]:
    """``"wallet-card=5000,poster=200"`` as pairs."""
    return [_quantity(part) for part in names(text)]


def _quantity(part: str) -> tuple[str, int]:
    product, _, count = part.partition("=")
    if not product or not count.isascii() or not count.isdigit() or not 1 <= int(count) <= 10_000_000:
        raise argparse.ArgumentTypeError(f"“{part}” is not a product and a number of copies, as in “poster=200”")
    return product, int(count)


def run(options: argparse.Namespace, console: Console) -> ExitCode:
    from flyers.pipeline.plan import choose
    from flyers.pipeline.session import open_session
    from flyers.publish.gather import Order
    from flyers.publish.package import package

    session = open_session(options.project)
    wanted = dict(options.quantity)
    products = products_wanted(options, session)
    choose("product to be packaged", wanted, products)
    if len(wanted) < len(options.quantity):
        raise UsageError("A product has two quantities.", hint="Give each one once.")
    refused: list[FlyersError] = []
    for language, beside, together in _packages(options, products, session):
        order = Order(
            campaign=options.project,
            output=options.output or options.project / "output",
            language=language,
            quantities=wanted,
            draft=options.draft,
            press=options.press,
            pdfx=options.pdfx,
            beside=beside,
            products=tuple(together),
        )
        try:
            _tell(package(order, session), console)
        except FlyersError as error:
            refused.append(error)
    raise_all(refused)
    return ExitCode.OK


def _packages(
    options: argparse.Namespace, products: list[str], session: Session
) -> Iterator[tuple[str, str, list[str]]]:
    """Language, second language and products of every package."""
    from flyers.pipeline.plan import plan

    asked = session.languages(options.lang) if options.lang else session.usual_languages
    together = languages_together(options, products, session)
    packages: dict[tuple[str, str], list[str]] = {}
    jobs = plan(options.project, asked, products, ["press"], output=Path(), **together)
    require_some(jobs, products, options)
    for job in jobs:
        packages.setdefault((job.language, job.beside), []).append(job.product)
    for (language, beside), each in packages.items():
        yield language, beside, each


def _tell(made: Package, console: Console) -> None:
    console.say(f"{made.path}  {made.size / 1000:.0f} kB")
    console.note(f"{made.manifest}: what these files say; put it into git")
    for doubt in made.doubts:
        console.note(f"draft: {' → '.join([*doubt.trail, doubt.problem])}")
