"""``flyers build``: make and prove files."""

from __future__ import annotations

import argparse
import time
from typing import TYPE_CHECKING

from flyers.cli.argument_types import add_names, at_least_one, measure, offset, place, shard, sheet
from flyers.cli.console import Console
from flyers.cli.press_options import check_press, note_condition, press_choice
from flyers.cli.progress import Progress
from flyers.cli.selection import select_jobs, select_products, usual_editions
from flyers.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from flyers.pipeline.plan import Job
    from flyers.pipeline.report import Result
    from flyers.pipeline.session import Session

NAME = "build"
SUMMARY = "make print-ready PDFs, and images, and prove each one"
DESCRIPTION = """\
Merge contacts, messages, translations and layouts into print-ready PDFs. Then open each finished file with independent
readers and compare it with the campaign: every number digit by digit, every QR code, every font, every margin.

A file that fails any check is not written: the last good one stays, the reason is shown, and the other files go on."""
EXAMPLES = """\
  flyers build --lang es,ar --press uncoated     for a print shop, on uncoated paper
  flyers build --edition press,screen,office,image   for the print shop, phones, the office printer, chats
  flyers build --lang es --product wallet-card --with en --edition office
  flyers build --product language-picker,hotline-poster
  flyers build --campaigns network/* --product wallet-card,poster"""


def configure(parser: argparse.ArgumentParser) -> None:
    add_names(
        parser,
        "--lang",
        "TAGS",
        "languages to build, as in “es” or “es,ar zh-Hans” (zh_Hans is the same); default: all that have a translation",
    )
    add_names(
        parser,
        "--product",
        "NAMES",
        "products to build, as in “poster” or “poster,brochure”; default: all except those whose layout says "
        "“on_request”",
    )
    add_names(
        parser,
        "--edition",
        "NAMES",
        "what the files are for: press, screen, office, or image for a picture (PNG) with its words; default: press, "
        "for a print shop, with bleed, marks and inks, and image for products that are images",
    )
    parser.add_argument(
        "--with",
        dest="secondary",
        metavar="TAG",
        default="",
        help="print a second language on the back of cards and posters: --lang es --with en has Spanish on the front "
        "and English on the back",
    )
    press = parser.add_argument_group("the print shop's press")
    press.add_argument(
        "--press",
        metavar="NAME",
        default="",
        help="the print condition, that is press and paper: a name from content/press, or the path of the shop's own "
        ".yaml file; default: the campaign's, in content/campaign.yaml",
    )
    press.add_argument(
        "--pdfx",
        choices=("4", "1a"),
        default="",
        help="the standard: 4 for PDF/X-4, 1a for PDF/X-1a:2003; default: the print condition's",
    )
    press.add_argument(
        "--bleed",
        metavar="LENGTH",
        type=measure,
        help="how far the art runs over the trim, such as 0.1in; default: the print condition's",
    )
    sheets = parser.add_argument_group("sheets with several copies")
    sheets.add_argument(
        "--sheet",
        metavar="NAME",
        type=sheet,
        default="",
        help="place copies side by side on this sheet: a name from content/sheets, or a size such as 12x18 (inches) or "
        "320x450mm for a press. Default for the office edition: the sheet that the product's layout names",
    )
    sheets.add_argument("--gutter", metavar="LENGTH", type=measure, help="space between copies, with its unit: 0.25in")
    sheets.add_argument(
        "--back-offset",
        metavar="X,Y",
        type=offset,
        default=(0.0, 0.0),
        help="move the backs to the right and up, as in “1mm,-0.5mm”, if a printer does not align them with the "
        "fronts; --calibration shows by how much",
    )
    sheets.add_argument(
        "--calibration",
        action="store_true",
        help="make the two-sided sheet that shows the back offset of a printer, instead of the product",
    )
    sheets.add_argument(
        "--ink",
        metavar="black",
        choices=("black",),
        default="",
        help="use one ink only, for copiers, risographs and presses with one plate: black",
    )
    parser.add_argument(
        "--output",
        metavar="DIR",
        type=place,
        help="the folder to write to, with one folder per language inside; default: output/ in the campaign. Or a "
        "store of objects, as in s3://bucket/prefix (docs/scale.md)",
    )
    parser.add_argument(
        "--jobs",
        metavar="N",
        type=at_least_one,
        help="how many files to make at once; default: one per core. The files are the same for any number",
    )
    parser.add_argument(
        "--shard",
        metavar="N/COUNT",
        type=shard,
        help="make one of several parts of the files, as in 3/40 for the third of 40: every file is in exactly one, on "
        "whatever machine it is made",
    )
    parser.add_argument(
        "--campaigns",
        metavar="FOLDERS",
        nargs="+",
        help="build these campaigns instead, as in “network/*”, each into its own output folder (or one of its name in "
        "--output); what they share is read and shaped once",
    )
    cluster = parser.add_argument_group("many machines (docs/scale.md)")
    cluster.add_argument(
        "--scheduler",
        metavar="ADDRESS",
        default="",
        help="let the workers of this Dask cluster make the files, as in tcp://host:8786 or tls://…, into the store "
        "that --output names",
    )
    cluster.add_argument("--tls-ca", metavar="FILE", default="", help="for tls://, the certificate of the authority")
    cluster.add_argument("--tls-cert", metavar="FILE", default="", help="for tls://, the certificate of this machine")
    cluster.add_argument("--tls-key", metavar="FILE", default="", help="for tls://, its key")
    parser.add_argument(
        "--force",
        action="store_true",
        help="make every file again. Default: only those of which something has changed; 'flyers why FILE' tells what",
    )
    parser.add_argument("--quiet", "-q", action="store_true", help="print errors only, and no progress")
    parser.add_argument("--dry-run", action="store_true", help="list the files that would be made, and make none")
    parser.add_argument("--json", action="store_true", help="print the results as one JSON document on stdout")
    parser.add_argument(
        "--allow-untranslated",
        action="store_true",
        help="use English for messages without a translation, to preview a layout; file and report say so. "
        "Default: such a language is not built, and the missing messages are listed",
    )


def run(options: argparse.Namespace, console: Console) -> ExitCode:
    from flyers.cli.requested_files import RequestedFiles
    from flyers.cli.summary import summarize
    from flyers.pipeline.report import exit_code
    from flyers.pipeline.session import open_session

    console.quiet = options.quiet
    if options.scheduler or isinstance(options.output, str):
        from flyers.cli.store_build import build_into_store

        return build_into_store(options, console, jobs_of)
    if options.campaigns:
        from flyers.cli.network import build_network

        return build_network(options, console, jobs_of)
    start = time.perf_counter()
    session = open_session(options.project)
    ordered = RequestedFiles.of(options, session, jobs_of)
    if options.dry_run:
        return _show_plan(ordered.jobs, ordered.left_out, options, console)
    if options.shard and not ordered.jobs:
        console.note(f"Shard {options.shard} has no files.")
    results = ordered.finish(_made(ordered.missing, options, console))
    seconds = time.perf_counter() - start
    if options.json:
        results_json = [result.to_json() for result in results]
        console.data({"seconds": round(seconds, 3), "left_out": ordered.left_out, "results": results_json})
    summarize(results, seconds, console, left_out=ordered.left_out, problems_only=options.json or options.quiet)
    note_condition(results, press_choice(options), session, console)
    return exit_code(results)


def _made(jobs: list[Job], options: argparse.Namespace, console: Console) -> list[Result]:
    """Make the files that are not current, with a progress bar."""
    if not jobs:
        return []
    from flyers.pipeline.workers import run as run_jobs

    with Progress(len(jobs), console) as progress:
        return run_jobs(
            jobs, workers=options.jobs, watch=lambda result: progress.step(_label(result)), force=options.force
        )


def jobs_of(options: argparse.Namespace, session: Session) -> list[Job]:
    """Return the jobs that the command names in the campaign of *session*.

    Raises:
        UsageError: an option names what the campaign does not have, or nothing is left to make.
    """
    from flyers.pipeline.plan import SheetChoice

    editions = usual_editions(options, session)
    jobs = select_jobs(
        options,
        select_products(options, session, editions),
        session,
        editions=editions,
        press=press_choice(options),
        sheet=SheetChoice(options.sheet, options.gutter, options.back_offset, options.ink, options.calibration),
        allow_untranslated=options.allow_untranslated,
    )
    check_press(press_choice(options), jobs, session)
    _check_sheet(options, jobs, session)
    if options.shard:
        from flyers.pipeline.shards import Shard

        jobs = Shard.parse(options.shard).of(jobs, campaign=getattr(options, "named", ""))
    return jobs


def _check_sheet(options: argparse.Namespace, jobs: list[Job], session: Session) -> None:
    """Refuse a wrong --sheet, what does not fit it, and options for files that they do not concern, before any job."""
    given = {
        "--sheet": options.sheet,
        "--gutter": options.gutter is not None,
        "--back-offset": options.back_offset != (0.0, 0.0),
        "--calibration": options.calibration,
        "--ink": options.ink,
    }
    of_paper = [option for option, is_given in given.items() if is_given]
    if of_paper and (image := next((job.product for job in jobs if job.is_image), "")):
        raise UsageError(
            f"{of_paper[0]} is about paper, and “{image}” is an image for screens.",
            hint=f"Leave {of_paper[0]} out, or make images by themselves.",
        )
    of_sheets = [option for option in ("--gutter", "--back-offset") if given[option]]
    if of_sheets and not any(job.on_sheets for job in jobs):
        raise UsageError(
            f"{of_sheets[0]} is about sheets with several copies, and each of these files has one.",
            hint=f"Add --sheet, such as --sheet 12x18, or leave {of_sheets[0]} out.",
        )
    if options.sheet and any(job.edition == "screen" for job in jobs):
        raise UsageError(
            "--sheet puts several copies on a sheet of paper, and the edition “screen” is for reading.",
            hint="Leave --sheet out, or make that edition by itself.",
        )
    if options.sheet:
        from flyers.cli.fitting import require_room
        from flyers.impose.sheets import find_sheet

        require_room(jobs, find_sheet(session.campaign, options.sheet, gutter=options.gutter), session)


def _show_plan(jobs: list[Job], left_out: list[str], options: argparse.Namespace, console: Console) -> ExitCode:
    from flyers.cli.summary import note_left_out

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
    note_left_out(left_out, console)
    return ExitCode.OK


def _label(result: Result) -> str:
    if not result.good:
        return f"{result.job.label}: failed"
    return f"{result.job.label}: current" if result.current else result.job.label
