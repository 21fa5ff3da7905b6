"""``flyers gallery``: a website in a folder that shows what has been made."""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from flyers.cli.argument_types import add_names, at_least_one, folder, way_out
from flyers.cli.console import Console
from flyers.cli.progress import Progress
from flyers.cli.selection import name_products, output_folder, select_jobs, select_languages, select_products
from flyers.cli.unprinted import unprinted, warn_of_unprinted
from flyers.errors import ExitCode

if TYPE_CHECKING:
    from flyers.gallery.site import Site
    from flyers.pipeline.plan import Job
    from flyers.pipeline.report import Result
    from flyers.pipeline.session import Session

LEAVE = "https://www.weather.gov/"
"""The page that “Leave this page” opens by default, which raises no questions."""

NAME = "gallery"
SUMMARY = "make a website in a folder that shows everything, for the web or a memory stick"
DESCRIPTION = """\
Write a website that needs no server: a page for each language in that language, with the number first, and for each
product its pictures, what it is for, whether its words are signed and since when, the files to download, and the text
to send by phone. It loads nothing from elsewhere, and has no cookies and no counter.

Files that are missing are built first (screen, office and image editions). Only signed files can be downloaded, and the
package for a print shop where nothing keeps it from being final; --drafts gives out drafts too, marked as such. A file
made from other words or contacts than today's is not shown at all."""
EXAMPLES = """\
  flyers gallery                          every language, into gallery/
  flyers gallery --lang es,ar --drafts    with files to download before they are signed
  flyers gallery --readings wallet-card   with a page for each language's readers, to be sent by its address
  flyers gallery --no-build --site /media/stick/gallery"""
IN_EACH = True


def configure(parser: argparse.ArgumentParser) -> None:
    add_names(parser, "--lang", "TAGS", "languages to show; default: all that have a translation")
    add_names(
        parser,
        "--product",
        "NAMES",
        "products to show; default: the usual ones, all images, and whatever else has been built",
    )
    parser.add_argument(
        "--site", metavar="DIR", type=folder, help="the folder to write to; default: gallery/ in the campaign"
    )
    parser.add_argument(
        "--output",
        metavar="DIR",
        type=folder,
        help="the folder that files are built into; default: output/ in the campaign",
    )
    add_names(
        parser,
        "--readings",
        "NAMES",
        "products of which readers get a page ('flyers reading'), one for each language that waits for a reader, at "
        "addresses that no page leads to and nobody guesses",
    )
    parser.add_argument("--drafts", action="store_true", help="let files be downloaded whose words nobody has signed")
    parser.add_argument("--no-build", action="store_true", help="show what has been built, and build nothing")
    parser.add_argument(
        "--leave",
        metavar="ADDRESS",
        type=way_out,
        help="the page that the button “Leave this page” opens, or “none” for no such button; default: “leave” in "
        f"campaign.yaml, or {LEAVE}",
    )
    parser.add_argument(
        "--jobs", metavar="N", type=at_least_one, help="how many files to make at once; default: one per core"
    )
    parser.add_argument("--json", action="store_true", help="print what was made as one JSON document on stdout")


def run(options: argparse.Namespace, console: Console) -> ExitCode:
    from flyers.gallery.folder import require_gallery
    from flyers.gallery.site import SiteOrder, make_site
    from flyers.pipeline.report import exit_code
    from flyers.pipeline.session import open_session

    session = open_session(options.project)
    options.secondary, options.format = "", None
    products = name_products(options.product, session) if options.product else []
    languages = select_languages(options, session)
    require_gallery(_site_folder(options))  # building may take minutes
    results = [] if options.no_build else _build(options, session, console)
    start = time.perf_counter()
    order = SiteOrder(
        output=output_folder(options),
        site=_site_folder(options),
        languages=languages,
        products=products,
        drafts=options.drafts,
        leave=_way_out(options, session),
        readings=name_products(options.readings, session) if options.readings else (),
        workers=options.jobs,
    )
    site = make_site(session, order, console.note if console.verbose else lambda label: None)
    _show(site, order.site, time.perf_counter() - start, options, console)
    warn_of_unprinted(unprinted(session), console)
    return exit_code(results)


def _way_out(options: argparse.Namespace, session: Session) -> str:
    """Return what the button opens; "" for no button."""
    from flyers.content.schema import NONE

    address = options.leave or session.campaign.leave or LEAVE
    return "" if address == NONE else address


def _site_folder(options: argparse.Namespace) -> Path:
    folder: Path = options.site or options.project / "gallery"
    return folder


def _build(options: argparse.Namespace, session: Session, console: Console) -> list[Result]:
    from flyers.cli.summary import summarize
    from flyers.pipeline.workers import run as run_jobs

    start = time.perf_counter()
    jobs = _jobs(options, session)
    with Progress(len(jobs), console) as progress:
        results = run_jobs(jobs, workers=options.jobs, watch=lambda result: progress.step(result.job.label))
    summarize(results, time.perf_counter() - start, console, problems_only=True)
    return results


def _jobs(options: argparse.Namespace, session: Session) -> list[Job]:
    """Return the files that the gallery shows: for phones, screens and office printers, and images."""
    from flyers.pipeline.plan import IMAGE, PHONE, PressChoice

    images = [product for product in session.products if _is_image(session, product)]
    editions = [PHONE, "screen", "office", *([IMAGE] if images else [])]
    products = select_products(options, session, editions)
    editions = [edition for edition in editions if edition != IMAGE or set(products) & set(images)]
    if set(products) <= set(images):
        editions = [IMAGE]
    return select_jobs(options, products, session, editions=editions, press=PressChoice())


def _is_image(session: Session, product: str) -> bool:
    layout = session.readable_layout(product)
    return layout is not None and layout.is_image


def _show(site: Site, folder: Path, seconds: float, options: argparse.Namespace, console: Console) -> None:
    page = folder / "index.html"
    if options.json:
        console.data(
            {
                "site": str(page),
                "seconds": round(seconds, 3),
                "pages": site.pages,
                "pages_written": site.written,
                "pictures": site.pictures,
                "pictures_drawn": site.drawn,
                "downloads": site.downloads,
                "not_made": list(site.not_made),
                "in_english": {tag: list(messages) for tag, messages in site.in_english.items()},
                "unusable": dict(site.unusable),
                "strangers": list(site.strangers),
                "altered_pictures": list(site.altered),
                "foreign_files": list(site.foreign),
                "readings": dict(site.readings),
            }
        )
    else:
        console.say(str(page))
        for tag, path in site.readings.items():
            console.say(f"{folder / path}  for readers of {tag}")
    for tag, reason in site.unusable.items():
        console.error(f"{tag} is left out: {reason}")
    if site.not_made:
        console.note(f"Without a finished file of today's words: {_first(site.not_made)}.")
    if site.strangers:
        again = "Make them again: 'flyers build --force'."
        console.note(f"Not the files that are made today, and not shown: {_first(site.strangers)}. {again}")
    if site.in_english:
        console.note(f"Some words of the gallery are in English: {', '.join(site.in_english)}.")
    if site.altered:
        console.note(f"Not as they had been drawn, and drawn again: {_first(site.altered)}.")
    if site.foreign:
        console.note(f"Not written by the gallery, and left in its folder: {_first(site.foreign)}.")
    if not site.downloads:
        console.note("Nothing can be downloaded, since nothing is signed; --drafts offers drafts, marked as such.")
    console.note(
        f"{site.pages} pages ({site.written} new or changed), {site.pictures} pictures ({site.drawn} drawn), "
        f"{site.downloads} files to download, in {seconds:.1f} s."
    )


MOST = 6
"""Products, or files, that a note names."""


def _first(names: Sequence[str]) -> str:
    """Return the first of *names* for a note, and how many more there are."""
    more = f" and {len(names) - MOST} more" if len(names) > MOST else ""
    return f"{', '.join(names[:MOST])}{more}"
