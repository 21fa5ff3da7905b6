"""``flyers build``: make and prove files."""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from typing import TYPE_CHECKING

from flyers.cli.argument_types import add_names, at_least_one, measure, offset
from flyers.cli.console import Console
from flyers.cli.selection import languages_together, products_wanted, require_some
from flyers.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from flyers.pipeline.plan import Job
    from flyers.pipeline.result import Result
    from flyers.pipeline.session import Session

NAME = "build"
SUMMARY = "make print-ready PDFs and prove each one"
DESCRIPTION = """\
Merge contacts, messages, translations and layouts into print-ready PDFs, then open each finished file with independent
readers and compare it with what was asked: every number digit by digit, every QR code, every font, every margin.

A file that fails anything is not written: the last good one stays, the reason is shown, and the other files go on."""
EXAMPLES = """\
  flyers build --lang es,ar --press uncoated     for a print shop, on uncoated paper
  flyers build --edition press,screen,office     for the print shop, for phones, for the office's printer
  flyers build --lang es --product wallet-card --with en --edition office
  flyers build --product language-picker,hotline-poster"""


def configure(parser: argparse.ArgumentParser) -> None:
    add_names(
        parser,
        "--lang",
        "TAGS",
        "languages to build, as in “es” or “es,ar zh-Hans” (zh_Hans is the same); by default all "
        "that somebody has begun to translate",
    )
    add_names(
        parser,
        "--product",
        "NAMES",
        "products to build, as in “poster” or “poster,brochure”; by default all but those whose "
        "layout says “on_request”",
    )
    add_names(
        parser,
        "--edition",
        "NAMES",
        "what the files are for; by default press: for a print shop, with bleed, marks and inks",
    )
    parser.add_argument(
        "--with",
        dest="beside",
        metavar="TAG",
        default="",
        help="put a second language behind the first, on cards and posters: --lang es --with en has Spanish in front "
        "and English on the back",
    )
    press = parser.add_argument_group("the print shop's press")
    press.add_argument(
        "--press",
        metavar="NAME",
        default="",
        help="the print condition, press and paper: a name from content/press, or the path of the shop's own .yaml "
        "file; by default the campaign's, in content/campaign.yaml",
    )
    press.add_argument(
        "--pdfx",
        choices=("4", "1a"),
        default="",
        help="the standard: 4 for PDF/X-4, 1a for PDF/X-1a:2003; by default the condition's",
    )
    sheets = parser.add_argument_group("sheets with many copies")
    sheets.add_argument(
        "--sheet",
        metavar="NAME",
        default="",
        help="place copies side by side on this sheet: a name from content/sheets, or a size such as 12x18 (inches) or "
        "320x450mm for a press. By default the edition for the office uses the sheet that the product's layout names",
    )
    sheets.add_argument(
        "--gutter", metavar="LENGTH", type=measure, help="room between the copies, with its unit: 0.25in"
    )
    sheets.add_argument(
        "--back-offset",
        metavar="X,Y",
        type=offset,
        default=(0.0, 0.0),
        help="move the backs to the right and up, as in “1mm,-0.5mm”, for a printer that does not meet the front; "
        "--calibration shows by how much",
    )
    sheets.add_argument(
        "--calibration",
        action="store_true",
        help="make the two-sided sheet from which the back offset is read, in place of the product",
    )
    sheets.add_argument(
        "--ink", metavar="black", choices=("black",), default="", help="one ink only, for copiers: black"
    )
    parser.add_argument(
        "--output",
        metavar="DIR",
        type=Path,
        help="the folder to write to, one folder per language inside; by default output/ in the campaign",
    )
    parser.add_argument(
        "--jobs",
        metavar="N",
        type=at_least_one,
        help="how many files to work on at once; by default one for each core. The files are the same for any number",
    )
    parser.add_argument("--dry-run", action="store_true", help="say what would be made, and make nothing")
    parser.add_argument("--json", action="store_true", help="print the results as one JSON document on stdout")
    parser.add_argument(
        "--allow-untranslated",
        action="store_true",
        help="let English stand in for messages without a translation, for a look at a layout; the file and the report "
        "say so. By default such a language is not built, and what is missing is listed",
    )


def run(options: argparse.Namespace, console: Console) -> ExitCode:
    from flyers.pipeline.result import worst
    from flyers.pipeline.workers import run as make_all

    began = time.perf_counter()
    jobs = _jobs(options)
    left_out = _left_out(options, jobs)
    if options.dry_run:
        return _show_plan(jobs, left_out, options, console)
    with console.progress(len(jobs)) as progress:
        results = make_all(jobs, workers=options.jobs, watch=lambda result: progress.step(_label(result)))
    seconds = time.perf_counter() - began
    if options.json:
        console.data(
            {
                "seconds": round(seconds, 3),
                "left_out": left_out,
                "results": [result.to_json() for result in results],
            },
        )
    from flyers.cli.summary import summarize

    summarize(results, seconds, console, left_out=left_out, only_trouble=options.json)
    return worst(results)


def _jobs(options: argparse.Namespace) -> list[Job]:
    from flyers.pdf.editions import EDITIONS
    from flyers.pipeline.plan import choose, plan
    from flyers.pipeline.session import open_session

    session = open_session(options.project)
    products = products_wanted(options, session)
    jobs = plan(
        options.project,
        session.languages(options.lang) if options.lang else session.usual_languages,
        products,
        choose("edition", options.edition or ("office" if options.calibration else "press",), list(EDITIONS)),
        output=options.output or options.project / "output",
        press=options.press,
        pdfx=options.pdfx,
        sheet=options.sheet,
        gutter=options.gutter,
        back_offset=options.back_offset,
        ink=options.ink,
        calibration=options.calibration,
        allow_untranslated=options.allow_untranslated,
        **languages_together(options, products, session),
    )
    _check_press(options, jobs, session)
    require_some(jobs, products, options)
    return jobs


def _left_out(options: argparse.Namespace, jobs: list[Job]) -> list[str]:
    """The languages that are not built because none was named and nobody has begun to translate them."""
    from flyers.pipeline.plan import ALL
    from flyers.pipeline.session import open_session

    session = open_session(options.project)
    if options.lang or all(job.beside == ALL for job in jobs):
        return []
    return [tag for tag in session.languages() if tag not in session.usual_languages]


def _check_press(options: argparse.Namespace, jobs: list[Job], session: Session) -> None:
    """Words about a press are wrong for all jobs at once: said once, before the first of them."""
    from flyers.pdf.editions import EDITIONS

    if not (options.press or options.pdfx):
        return
    if not any(EDITIONS[job.edition].for_press for job in jobs):
        raise UsageError(
            "--press and --pdfx are about files for a print shop, and none is asked for.",
            hint="Add --edition press, or leave them out.",
        )
    session.condition(options.press, options.pdfx)


def _show_plan(jobs: list[Job], left_out: list[str], options: argparse.Namespace, console: Console) -> ExitCode:
    from flyers.cli.summary import say_left_out

    if options.json:
        console.data(
            [
                {"language": job.language, "product": job.product, "edition": job.edition, "file": str(job.target)}
                for job in jobs
            ]
        )
    else:
        for job in jobs:
            console.say(str(job.target))
    say_left_out(left_out, console)
    return ExitCode.OK


def _label(result: Result) -> str:
    return result.job.label if result.good else f"{result.job.label}: failed"
