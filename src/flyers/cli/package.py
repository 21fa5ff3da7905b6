"""``flyers package``: archives for a print shop."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from flyers.cli.argument_types import add_format, add_names, folder, measure, quantities
from flyers.cli.console import Console, commit_it
from flyers.cli.error_groups import grouped
from flyers.cli.selection import select_jobs, select_products
from flyers.cli.unprinted import unprinted, warn_of_unprinted
from flyers.errors import ExitCode, FlyersError, ProofError, TranslationError, UsageError, raise_all

if TYPE_CHECKING:
    from flyers.pipeline.plan import Job
    from flyers.pipeline.session import Session
    from flyers.publish.order import PrintOrder
    from flyers.publish.package import Package

NAME = "package"
SUMMARY = "put the press files of a language into one archive for the print shop"
DESCRIPTION = """\
Put the press files that 'flyers build' made into one ZIP archive per language, with a job ticket (a page to print, and
JSON), checksums, and a letter to the shop: what the files are, what to check on the first sheet, whom to ask.

Each file is made again and compared: one that was edited, belongs to another product, language or press, or was made
from other words, contacts or layouts than today's is refused, in a draft too.

What nobody has signed or dialed is refused: each product's words must be signed on its pages, and every number and
address in print must have been tried ('flyers contacts verify'). So is a file whose last proof failed. --draft packages
it nevertheless; then the archive's name, the ticket and the letter say why, and that it must not be printed, and
nothing is kept.

With quantities, the package has the products that were ordered, and no others. The words of the files and the
quantities are kept in translations/*/manifests."""
EXAMPLES = """\
  flyers package --lang es --quantity wallet-card=5000,poster=200
  flyers package --lang es --order order.yaml    with dates, delivery and people
  flyers package --lang es --draft               a preview, marked as a draft
  flyers package --lang es --with en --product wallet-card
  flyers package --product hotline-poster"""
IN_EACH = True


def configure(parser: argparse.ArgumentParser) -> None:
    add_names(
        parser,
        "--lang",
        "TAGS",
        "languages to package, one archive each; default: all that have a translation",
    )
    parser.add_argument(
        "--with",
        dest="secondary",
        metavar="TAG",
        default="",
        help="package the files with this second language on the back; default: those in one language",
    )
    add_names(
        parser,
        "--product",
        "NAMES",
        "products to package; default: those with a quantity, or without quantities all usual ones. A product in all "
        "languages gets a package of its own",
    )
    add_format(parser)
    parser.add_argument(
        "--quantity",
        metavar="PRODUCT=N",
        type=quantities,
        action="extend",
        default=[],
        help="copies wanted, as in “wallet-card=5000,poster=200”; other products are left out, or, "
        "if --product names them, have a line to fill in on the ticket",
    )
    parser.add_argument(
        "--order",
        metavar="FILE",
        type=Path,
        help="a file with dates, delivery, packing, people and quantities of this order ('flyers docs print-shops'); "
        "what it leaves out is a blank to fill in on the ticket. It has people's names: keep it out of the repository",
    )
    parser.add_argument(
        "--output",
        metavar="DIR",
        type=folder,
        help="the folder that the files were built into; default: output/ in the campaign",
    )
    parser.add_argument(
        "--draft",
        action="store_true",
        help="package in spite of what keeps it from being final, and mark it as a draft",
    )
    parser.add_argument(
        "--replace",
        action="store_true",
        help="the order takes the place of the last one of these products on record, which is cancelled: only this one "
        "counts as printed",
    )
    parser.add_argument(
        "--dry-run",
        action="store_true",
        help="check the order, and list the products of each package, before the files are built",
    )
    parser.add_argument("--press", metavar="NAME", default="", help="the same as for 'flyers build'")
    parser.add_argument("--pdfx", choices=("4", "1a"), default="", help="the same as for 'flyers build'")
    parser.add_argument("--bleed", metavar="LENGTH", type=measure, help="the same as for 'flyers build'")
    parser.add_argument(
        "--ink",
        metavar="black",
        choices=("black",),
        default="",
        help="package the files for a press with one plate, which 'flyers build --ink black' makes",
    )


def run(options: argparse.Namespace, console: Console) -> ExitCode:
    from flyers.pipeline.plan import PressChoice, SheetChoice, choose
    from flyers.pipeline.session import open_session
    from flyers.publish.package import PackageOrder, package

    session = open_session(options.project)
    quantities = dict(options.quantity)
    if len(quantities) < len(options.quantity):
        raise UsageError("A product has two quantities.", hint="Give each product once.")
    details = _details(options, quantities, session)
    if details.quantities and not options.product:
        ordered = details.quantities  # and nothing else
        products = choose("product", ordered, session.known_products(ordered))
    else:
        products = select_products(options, session)
        choose("product to be packaged", quantities, products)
    press = PressChoice(options.press, options.pdfx, options.bleed)
    sheet = SheetChoice(ink=options.ink)
    packages = _packages(select_jobs(options, products, session, editions=["press"], press=press, sheet=sheet))
    if options.dry_run:
        return _show_plan(packages, options, session, console)
    errors: list[FlyersError] = []
    blockers: list[FlyersError] = []
    if options.draft and options.replace:
        raise UsageError("A draft is on no record, and replaces nothing.", hint="Leave --replace out.")
    order = PackageOrder(details, options.draft, options.replace)
    for jobs in packages:
        try:
            with session.changing():
                made = package(jobs, order, session)
        except FlyersError as error:
            errors.append(error)
        else:
            _show(made, console)
            blockers += made.blockers
    for blocker in grouped(blockers):
        console.note(f"draft: {' → '.join([*blocker.trail, blocker.problem])}{_to_do(blocker)}")
    warn_of_unprinted(unprinted(session), console)
    raise_all(grouped(errors))
    return ExitCode.OK


def _to_do(blocker: FlyersError) -> str:
    """Return what to do so that a draft shows today's words, if it has an old file: people look at drafts for them."""
    from flyers.publish.blockers import OR_A_DRAFT

    return f" {blocker.hint.removesuffix(OR_A_DRAFT)}" if isinstance(blocker, ProofError) else ""


def _show_plan(packages: list[list[Job]], options: argparse.Namespace, session: Session, console: Console) -> ExitCode:
    """Print what each package would have.

    Raises:
        TranslationError: nobody has signed anything in any of its languages, so that all packages would be refused.
    """
    tags = [jobs[0].language for jobs in packages]
    if not options.draft and not any(session.signoffs(tag) for tag in tags):
        raise_all(grouped(_unsigned(tag) for tag in tags))
    for jobs in packages:
        console.say(f"{jobs[0].language}: {', '.join(job.product for job in jobs)}")
    return ExitCode.OK


def _unsigned(tag: str) -> TranslationError:
    return TranslationError(
        "Nobody has signed anything, so there is nothing to package.",
        hint=f"Have it read and signed ('flyers translations status --lang {tag}'); --draft makes a package that is "
        "marked as a draft.",
        trail=[tag],
    )


def _details(options: argparse.Namespace, quantities: dict[str, int], session: Session) -> PrintOrder:
    """Return the order in the file ``--order`` with the *quantities* of ``--quantity``.

    Raises:
        UsageError: both give a product a quantity.
        FlyersError: the file cannot be read, or is wrong.
    """
    from flyers.publish.order import NO_ORDER, load_order

    order = load_order(options.order, session.products_in_all_formats) if options.order else NO_ORDER
    if twice := [product for product in quantities if product in order.quantities]:
        raise UsageError(
            f"The order file has a quantity for “{twice[0]}” too.", hint="Give it in one place: there, or --quantity."
        )
    return replace(order, quantities={**order.quantities, **quantities})


def _packages(jobs: list[Job]) -> list[list[Job]]:
    """Return the jobs of each package: those with the same language and the same second language."""
    packages: dict[tuple[str, str], list[Job]] = {}
    for job in jobs:
        packages.setdefault((job.language, job.secondary), []).append(job)
    return list(packages.values())


def _show(result: Package, console: Console) -> None:
    console.say(f"{result.path}  {result.size / 1000:.0f} kB")
    if result.cancelled:
        console.note(f"Cancelled: {result.cancelled}.")
    if result.manifest:
        console.note(f"{result.manifest}: the words of these files{commit_it(result.manifest)}")
