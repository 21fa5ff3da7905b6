"""What other people get: ``flyers package`` makes archives for a print shop, ``reader-proof`` and ``reading`` what
native readers check, ``gallery`` a website in a folder.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING

from flyers.cli.command import (
    FORMAT,
    Option,
    at_least_one,
    command,
    copies,
    flag,
    folder,
    in_each,
    measure,
    names,
    option,
    output,
    several,
    way_out,
)
from flyers.cli.console import Console, Progress, commit_it
from flyers.cli.selection import (
    name_products,
    output_folder,
    press_choice,
    select_jobs,
    select_languages,
    select_products,
    unprinted,
    warn_of_unprinted,
)
from flyers.cli.summary import grouped, summarize
from flyers.content.schema import NONE
from flyers.errors import ExitCode, FlyersError, ProofError, TranslationError, UsageError, first_of, raise_all
from flyers.files import write_whole
from flyers.pipeline.outputs import Result, exit_code
from flyers.pipeline.plan import IMAGE, PHONE, Job, PressChoice, SheetChoice, choose
from flyers.pipeline.session import Session, open_session

if TYPE_CHECKING:
    from flyers.gallery.site import Site
    from flyers.publish.order import PrintOrder


@command(
    "package",
    "put the press files of a language into one archive for the print shop",
    """Put the press files that 'flyers build' made into one ZIP archive per language, with a job ticket (a page to
print, and JSON), checksums, and a letter to the shop: what the files are, what to check on the first sheet, whom to
ask.

Each file is made again and compared: one that was edited, belongs to another product, language or press, or was made
from other words, contacts or layouts than today's is refused, in a draft too.

What nobody has signed or dialed is refused: each product's words must be signed on its pages, and every number and
address in print must have been tried ('flyers contacts verify'). So is a file whose last proof failed. --draft packages
it nevertheless; then the archive's name, the ticket and the letter say why, and that it must not be printed, and
nothing is kept.

With quantities, the package has the products that were ordered, and no others. The words of the files and the
quantities are kept in translations/*/manifests.""",
    """\
  flyers package --lang es --quantity wallet-card=5000,poster=200
  flyers package --lang es --order order.yaml    with dates, delivery and people
  flyers package --lang es --draft               a preview, marked as a draft
  flyers package --lang es --with en --product wallet-card
  flyers package --product hotline-poster""",
    several("--lang TAGS", "languages to package, one archive each; default: all that have a translation"),
    option(
        "--with TAG",
        "package the files with this second language on the back; default: those in one language",
        dest="secondary",
    ),
    several(
        "--product NAMES",
        "products to package; default: those with a quantity, or without quantities all usual ones. A product in "
        "all languages gets a package of its own",
    ),
    FORMAT,
    copies(
        "copies wanted, as in “wallet-card=5000,poster=200”; other products are left out, or, if --product names "
        "them, have a line to fill in on the ticket"
    ),
    option(
        "--order FILE",
        "a file with dates, delivery, packing, people and quantities of this order ('flyers docs print-shops'); what "
        "it leaves out is a blank to fill in on the ticket. It has people's names: keep it out of the repository",
        type=Path,
    ),
    output("the folder that the files were built into"),
    flag("--draft", "package in spite of what keeps it from being final, and mark it as a draft"),
    flag(
        "--replace",
        "the order takes the place of the last one of these products on record, which is cancelled: only this one "
        "counts as printed",
    ),
    flag("--dry-run", "check the order, and list the products of each package, before the files are built"),
    option("--press NAME", "the same as for 'flyers build'"),
    option("--pdfx", "the same as for 'flyers build'", choices=("4", "1a")),
    option("--bleed LENGTH", "the same as for 'flyers build'", type=measure),
    option(
        "--ink black",
        "package the files for a press with one plate, which 'flyers build --ink black' makes",
        choices=("black",),
    ),
    in_each,
)
def package_command(options: argparse.Namespace, console: Console) -> None:
    from flyers.publish.package import OR_A_DRAFT, PackageOrder, package

    session = open_session(options.project)
    quantities = dict(options.quantity)
    if len(quantities) < len(options.quantity):
        raise UsageError("A product has two quantities.", hint="Give each product once.")
    details = _details(options, quantities, session)
    if details.quantities and not options.product:  # the products that are ordered, and no others
        products = choose("product", details.quantities, session.known_products(details.quantities))
    else:
        products = select_products(options, session)
        choose("product to be packaged", quantities, products)
    press, sheet = press_choice(options), SheetChoice(ink=options.ink)
    packages: dict[tuple[str, str], list[Job]] = {}
    for job in select_jobs(options, products, session, editions=["press"], press=press, sheet=sheet):
        packages.setdefault((job.language, job.secondary), []).append(job)
    if options.dry_run:
        if not options.draft and not any(session.signoffs(tag) for tag, _ in packages):
            problem = "Nobody has signed anything, so there is nothing to package."
            hint = "Have it read and signed ('flyers translations status --lang {}'); --draft makes a package that is "
            hint += "marked as a draft."
            raise_all(grouped(TranslationError(problem, hint=hint.format(tag), trail=[tag]) for tag, _ in packages))
        for (tag, _), jobs in packages.items():
            console.say(f"{tag}: {', '.join(job.product for job in jobs)}")
        return
    if options.draft and options.replace:
        raise UsageError("A draft is on no record, and replaces nothing.", hint="Leave --replace out.")
    order = PackageOrder(details, options.draft, options.replace)
    errors, blockers = list[FlyersError](), list[FlyersError]()
    for jobs in packages.values():
        try:
            with session.changing():
                made = package(jobs, order, session)
        except FlyersError as error:
            errors.append(error)
        else:
            console.say(f"{made.path}  {len(made.data) / 1000:.0f} kB")
            if made.cancelled:
                console.note(f"Cancelled: {made.cancelled}.")
            if made.manifest:
                console.note(f"{made.manifest}: the words of these files{commit_it(made.manifest)}")
            blockers += made.blockers
    for blocker in grouped(blockers):
        # People look at a draft for today's words: of an old file it says what to do.
        to_do = f" {blocker.hint.removesuffix(OR_A_DRAFT)}" if isinstance(blocker, ProofError) else ""
        console.note(f"draft: {' → '.join([*blocker.trail, blocker.problem])}{to_do}")
    warn_of_unprinted(unprinted(session), console)
    raise_all(grouped(errors))


def _details(options: argparse.Namespace, quantities: dict[str, int], session: Session) -> PrintOrder:
    """Return the order in the file ``--order`` with the *quantities* of ``--quantity``; not both for one product."""
    from flyers.publish.order import NO_ORDER, load_order

    order = load_order(options.order, session.products_in_all_formats) if options.order else NO_ORDER
    if twice := [product for product in quantities if product in order.quantities]:
        problem = f"The order file has a quantity for “{twice[0]}” too."
        raise UsageError(problem, hint="Give it in one place: there, or --quantity.")
    return replace(order, quantities={**order.quantities, **quantities})


def _reading(products: str) -> list[Option]:
    """Return the languages, the *products* and the folder of what a native reader gets."""
    return [
        option("languages LANG", "the language to read, or “es ar” for several", type=names),
        option("--product NAMES", products, type=names, action="extend", default=[]),
        output("the folder to write to"),
    ]


@command(
    "reader-proof",
    "make pages on which a native reader checks every text with a pen",
    """Make output/LANG/reader-proof.pdf for somebody who reads the language and uses no software: instructions,
pictures of every page with numbers on them, then each text by its number with the English, the words exactly as
printed, their sound if Unicode's locale data has a transform for the script, a box to tick and a line to write on. What
the translator says at the head of the catalog is next to the texts that it names, and complete at the end.

With --product the proof has the pages and texts of these products only, about four pages for a card, and is called
reader-proof.PRODUCT.pdf. Products are signed one by one in this way; the language is signed when all of them are.

Every page has the checksum of the pages shown. When the reader has found nothing to change, give it to 'flyers
translations sign' with --proof, which knows what it is of; it changes with whatever a reader could see. A language that
is not translated completely is refused. English, the source of all translations, is read in the same way.""",
    """\
  flyers reader-proof es
  flyers reader-proof es --product wallet-card          the card only, to be signed by itself
  flyers reader-proof ar --paper a4""",
    *_reading("the products to read, with their texts and no others; default: the whole language"),
    option("--paper", "the paper in the office printer; default: letter", choices=("letter", "a4"), default="letter"),
    in_each,
)
def reader_proof_command(options: argparse.Namespace, console: Console) -> None:
    from flyers.publish.reader_proof.recipe import reader_proof
    from flyers.workflow.signing import short

    session = open_session(options.project)

    def make(language: str, products: list[str]) -> None:
        proof = reader_proof(session, language, paper=options.paper, products=products)
        path = output_folder(options) / language / proof.file_name
        write_whole(path, proof.pdf)
        more = f", {proof.unseen} more" if proof.unseen else ""
        console.say(f"{path}  {len(proof.document.pages)} pages, {proof.texts} texts in pictures{more}")
        of = f" of {', '.join(proof.products)}" if proof.products else ""
        console.say(f"checksum{of} {short(proof.checksum)}")

    errors = _make_each(make, session, options)
    warn_of_unprinted(unprinted(session), console)
    raise_all(errors)


def _make_each(
    make: Callable[[str, list[str]], None], session: Session, options: argparse.Namespace
) -> list[FlyersError]:
    """Make the file of each language that the options name, and return the errors of those that cannot be made."""
    products = name_products(options.product, session)
    errors = []
    for language in session.languages(options.languages):
        try:
            make(language, products)
        except FlyersError as error:
            errors.append(error)
    return errors


@command(
    "reading",
    "make a page on which a native reader checks every text on a phone",
    """Write output/LANG/reading.html, one file to send to somebody who reads the language. It needs a browser, and no
account, program or network. It shows one text at a time, large, with its place on the finished page beside it, and
takes “right”, “not right” with better words, or “I do not know”. The reader may stop and go on later. At the end the
page makes a short text to read, and to send back by any means; 'flyers translations answers' reads it.

Texts that somebody has read as they are now are left out, unless all are or --everything is given. Each file of a
product has its name: reading.wallet-card.html.""",
    """\
  flyers reading es --product wallet-card       the card, about 15 minutes
  flyers reading "ar km" --product wallet-card  one page for each language
  flyers reading es -o ~/Desktop/spanish.html""",
    *_reading("the products to read; default: the usual ones"),
    flag("--everything", "with the texts that have been read as they are now"),
    option("--file -o FILE", "the file to write, for one language", type=folder),
)
def reading_command(options: argparse.Namespace, console: Console) -> None:
    from flyers.publish.reading import reading_page

    session = open_session(options.project)
    if options.file and len(session.languages(options.languages)) > 1:
        raise UsageError("One file has one language.", hint="Leave -o out, or name one language.")

    def make(language: str, products: list[str]) -> None:
        page = reading_page(session, language, products, everything=options.everything)
        data = page.html.encode()
        path = options.file or output_folder(options) / language / ".".join(("reading", *products, "html"))
        write_whole(path, data)
        console.say(f"{path}  {page.texts} texts, about {page.minutes} minutes, {len(data) / 1000:.0f} kB")

    raise_all(_make_each(make, session, options))


LEAVE = "https://www.weather.gov/"  # The page that “Leave this page” opens by default, which raises no questions.


@command(
    "gallery",
    "make a website in a folder that shows everything, for the web or a memory stick",
    """Write a website that needs no server: a page for each language in that language, with the number first, and for
each product its pictures, what it is for, whether its words are signed and since when, the files to download, and the
text to send by phone. It loads nothing from elsewhere, and has no cookies and no counter.

Files that are missing are built first (screen, office and image editions). Only signed files can be downloaded, and the
package for a print shop where nothing keeps it from being final; --drafts gives out drafts too, marked as such. A file
made from other words or contacts than today's is not shown at all.""",
    """\
  flyers gallery                          every language, into gallery/
  flyers gallery --lang es,ar --drafts    with files to download before they are signed
  flyers gallery --readings wallet-card   with a page for each language's readers, to be sent by its address
  flyers gallery --no-build --site /media/stick/gallery""",
    several("--lang TAGS", "languages to show; default: all that have a translation"),
    several(
        "--product NAMES", "products to show; default: the usual ones, all images, and whatever else has been built"
    ),
    option("--site DIR", "the folder to write to; default: gallery/ in the campaign", type=folder),
    output("the folder that files are built into"),
    several(
        "--readings NAMES",
        "products of which readers get a page ('flyers reading'), one for each language that waits for a reader, "
        "at addresses that no page leads to and nobody guesses",
    ),
    flag("--drafts", "let files be downloaded whose words nobody has signed"),
    flag("--no-build", "show what has been built, and build nothing"),
    option(
        "--leave ADDRESS",
        "the page that the button “Leave this page” opens, or “none” for no such button; default: “leave” in "
        f"campaign.yaml, or {LEAVE}",
        type=way_out,
    ),
    option("--jobs N", "how many files to make at once; default: one per core", type=at_least_one),
    flag("--json", "print what was made as one JSON document on stdout"),
    in_each,
)
def gallery_command(options: argparse.Namespace, console: Console) -> ExitCode:
    from flyers.gallery.folder import require_gallery
    from flyers.gallery.site import SiteOrder, make_site

    session = open_session(options.project)
    options.secondary, options.format = "", None
    products = name_products(options.product, session)
    languages = select_languages(options, session)
    folder = options.site or options.project / "gallery"
    require_gallery(folder)  # building may take minutes
    results = [] if options.no_build else _build(options, session, console)
    start = time.perf_counter()
    leave = options.leave or session.campaign.leave or LEAVE
    order = SiteOrder(
        output=output_folder(options),
        site=folder,
        languages=languages,
        products=products,
        drafts=options.drafts,
        leave="" if leave == NONE else leave,
        readings=name_products(options.readings, session),
        workers=options.jobs,
    )
    site = make_site(session, order, console.note if console.verbose else lambda label: None)
    _show_site(site, folder, time.perf_counter() - start, options, console)
    warn_of_unprinted(unprinted(session), console)
    return exit_code(results)


def _build(options: argparse.Namespace, session: Session, console: Console) -> list[Result]:
    from flyers.pipeline.workers import run as run_jobs

    start, jobs = time.perf_counter(), _jobs(options, session)
    with Progress(len(jobs), console) as progress:
        results = run_jobs(jobs, workers=options.jobs, watch=lambda result: progress.step(result.job.label))
    summarize(results, time.perf_counter() - start, console, problems_only=True)
    return results


def _jobs(options: argparse.Namespace, session: Session) -> list[Job]:
    """Return the files that the gallery shows: for phones, screens and office printers, and images."""
    images = [product for product in session.products if session.is_image(product)]
    printed = [PHONE, "screen", "office"]
    products = select_products(options, session, [*printed, IMAGE] if images else printed)
    chosen = set(products) & set(images)
    editions = [*(printed if chosen < set(products) else []), *([IMAGE] if chosen else [])]
    return select_jobs(options, products, session, editions=editions, press=PressChoice())


def _show_site(site: Site, folder: Path, seconds: float, options: argparse.Namespace, console: Console) -> None:
    page = folder / "index.html"
    if options.json:
        names = {"written": "pages_written", "drawn": "pictures_drawn"}
        names |= {"altered": "altered_pictures", "foreign": "foreign_files"}
        values = {names.get(name, name): value for name, value in asdict(site).items()}
        console.data({"site": str(page), "seconds": round(seconds, 3), **values})
    else:
        console.say(str(page))
        for tag, path in site.readings.items():
            console.say(f"{folder / path}  for readers of {tag}")
    for tag, reason in site.unusable.items():
        console.error(f"{tag} is left out: {reason}")
    again = ". Make them again: 'flyers build --force'" if site.strangers else ""
    notes = {
        "Without a finished file of today's words": first_of(site.not_made, MOST),
        "Not the files that are made today, and not shown": first_of(site.strangers, MOST) + again,
        "Some words of the gallery are in English": ", ".join(site.in_english),
        "Not as they had been drawn, and drawn again": first_of(site.altered, MOST),
        "Not written by the gallery, and left in its folder": first_of(site.foreign, MOST),
    }
    for about, listed in notes.items():
        if listed:
            console.note(f"{about}: {listed}.")
    if not site.downloads:
        console.note("Nothing can be downloaded, since nothing is signed; --drafts offers drafts, marked as such.")
    console.note(
        f"{site.pages} pages ({site.written} new or changed), {site.pictures} pictures ({site.drawn} drawn), "
        f"{site.downloads} files to download, in {seconds:.1f} s."
    )


MOST = 6  # Products, or files, that a note names.
