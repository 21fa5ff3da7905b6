"""``flyers build``: its options, and how the files of one campaign are made and proved."""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence

from flyers.cli.campaigns import build_into_store, build_network
from flyers.cli.command import (
    FORMAT,
    at_least_one,
    command,
    flag,
    group,
    measure,
    offset,
    option,
    place,
    several,
    shard,
    sheet,
)
from flyers.cli.console import Console, Progress
from flyers.cli.selection import RequestedFiles, press_choice, warn_of_unprinted
from flyers.cli.summary import note_left_out, summarize
from flyers.errors import ExitCode
from flyers.pipeline.outputs import Result, exit_code
from flyers.pipeline.plan import Job, PressChoice
from flyers.pipeline.session import Session, open_session
from flyers.units import POINTS


def note_condition(results: Sequence[Result], press: PressChoice, session: Session, console: Console) -> None:
    """Name the print condition of the press files in *results* if *press* changes the campaign's own. Files for another
    condition have the same names, so they are overwritten.
    """
    if press == PressChoice() or not any(result.good and result.job.edition == "press" for result in results):
        return
    made, usual = session.condition(press.condition, press.pdfx, press.bleed), session.condition()
    parts = [
        made.title if made.title != usual.title else "",
        f"PDF/X-{made.pdfx}" if made.pdfx != usual.pdfx else "",
        f"a bleed of {made.bleed / POINTS['in']:.4g} in" if abs(made.bleed - usual.bleed) > 0.01 else "",
    ]
    if any(parts):
        console.note(
            f"For the press: {'; '.join(part for part in parts if part)}. Press files for other conditions have the "
            "same names and are replaced: keep both with --output."
        )


@command(
    "build",
    "make print-ready PDFs, and images, and prove each one",
    """Merge contacts, messages, translations and layouts into print-ready PDFs. Then open each finished file with
independent readers and compare it with the campaign: every number digit by digit, every QR code, every font, every
margin.

A file that fails any check is not written: the last good one stays, the reason is shown, and the other files go on.""",
    """\
  flyers build --lang es,ar --press uncoated     for a print shop, on uncoated paper
  flyers build --edition press,screen,office,image   for the print shop, phones, the office printer, chats
  flyers build --lang es --product wallet-card --with en --edition office
  flyers build --product language-picker,hotline-poster
  flyers build --campaigns network/* --product wallet-card,poster""",
    several(
        "--lang TAGS",
        "languages to build, as in “es” or “es,ar zh-Hans” (zh_Hans is the same); default: all that have a translation",
    ),
    several(
        "--product NAMES",
        "products to build, as in “poster” or “poster,brochure”; default: all except those whose layout says "
        "“on_request”",
    ),
    FORMAT,
    several(
        "--edition NAMES",
        "what the files are for: press, screen, office, or image for a picture (PNG) with its words; default: "
        "press, for a print shop, with bleed, marks and inks, and image for products that are images",
    ),
    option(
        "--with TAG",
        "print a second language on the back of cards and posters: --lang es --with en has Spanish on the front "
        "and English on the back",
        dest="secondary",
    ),
    group(
        "the print shop's press",
        option(
            "--press NAME",
            "the print condition, that is press and paper: a name from content/press, or the path of the shop's "
            "own .yaml file; default: the campaign's, in content/campaign.yaml",
        ),
        option(
            "--pdfx",
            "the standard: 4 for PDF/X-4, 1a for PDF/X-1a:2003; default: the print condition's",
            choices=("4", "1a"),
        ),
        option(
            "--bleed LENGTH",
            "how far the art runs over the trim, such as 0.1in; default: the print condition's",
            type=measure,
        ),
    ),
    group(
        "sheets with several copies",
        option(
            "--sheet NAME",
            "place copies side by side on this sheet: a name from content/sheets, or a size such as 12x18 (inches) or "
            "320x450mm for a press. Default for the office edition: the sheet that the product's layout names",
            type=sheet,
            default="",
        ),
        option("--gutter LENGTH", "space between copies, with its unit: 0.25in", type=measure),
        option(
            "--back-offset X,Y",
            "move the backs to the right and up, as in “1mm,-0.5mm”, if a printer does not align them with the "
            "fronts; --calibration shows by how much",
            type=offset,
            default=(0.0, 0.0),
        ),
        flag(
            "--calibration", "make the two-sided sheet that shows the back offset of a printer, instead of the product"
        ),
        option(
            "--ink black",
            "use one ink only, for copiers, risographs and presses with one plate: black",
            choices=("black",),
        ),
    ),
    option(
        "--output DIR",
        "the folder to write to, with one folder per language inside; default: output/ in the campaign. Or a "
        "store of objects, as in s3://bucket/prefix ('flyers docs scale')",
        type=place,
    ),
    option(
        "--jobs N",
        "how many files to make at once; default: one per core. The files are the same for any number",
        type=at_least_one,
    ),
    option(
        "--shard N/COUNT",
        "make one of several parts of the files, as in 3/40 for the third of 40: every file is in exactly one, on "
        "whatever machine it is made",
        type=shard,
    ),
    option(
        "--campaigns FOLDERS",
        "build these campaigns instead, as in “network/*”, each into its own output folder (or one of its name in "
        "--output); what they share is read and shaped once",
        nargs="+",
    ),
    group(
        "many machines",
        option(
            "--scheduler ADDRESS",
            "let the workers of this Dask cluster make the files, as in tcp://host:8786 or tls://…, into the store "
            "that --output names",
        ),
        option("--tls-ca FILE", "for tls://, the certificate of the authority"),
        option("--tls-cert FILE", "for tls://, the certificate of this machine"),
        option("--tls-key FILE", "for tls://, its key"),
        about="See 'flyers docs scale'.",
    ),
    flag(
        "--force",
        "make every file again. Default: only those of which something has changed; 'flyers why FILE' tells what",
    ),
    option("--quiet -q", "print errors only, and no progress", action="store_true"),
    flag("--dry-run", "list the files that would be made, and make none"),
    flag("--json", "print the results as one JSON document on stdout"),
    flag(
        "--allow-untranslated",
        "use English for messages without a translation, to preview a layout; file and report say so. "
        "Default: such a language is not built, and the missing messages are listed",
    ),
)
def build_command(options: argparse.Namespace, console: Console) -> ExitCode:
    console.quiet = options.quiet
    if options.scheduler or isinstance(options.output, str):
        return build_into_store(options, console)
    if options.campaigns:
        return build_network(options, console)
    start = time.perf_counter()
    session = open_session(options.project)
    ordered = RequestedFiles.of(options, session)
    if options.dry_run:
        _show_plan(ordered, options, console)
        return ExitCode.OK
    if options.shard and not ordered.plan.jobs:
        console.note(f"Shard {options.shard} has no files.")
    results = ordered.finish(_made(ordered.missing, options, console))
    seconds = time.perf_counter() - start
    if options.json:
        results_json = [result.to_json() for result in results]
        console.data({"seconds": round(seconds, 3), "left_out": ordered.plan.left_out, "results": results_json})
    summarize(results, seconds, console, left_out=ordered.plan.left_out, problems_only=options.json or options.quiet)
    warn_of_unprinted(ordered.remarks, console)
    note_condition(results, press_choice(options), session, console)
    return exit_code(results)


def _made(jobs: list[Job], options: argparse.Namespace, console: Console) -> list[Result]:
    if not jobs:
        return []
    from flyers.pipeline.workers import run as run_jobs

    with Progress(len(jobs), console) as progress:

        def watch(result: Result) -> None:
            state = ": failed" if not result.good else ": current" if result.current else ""
            progress.step(f"{result.job.label}{state}")

        return run_jobs(jobs, workers=options.jobs, watch=watch, force=options.force)


def _show_plan(ordered: RequestedFiles, options: argparse.Namespace, console: Console) -> None:
    jobs = ordered.plan.jobs
    if options.json:
        names = ("language", "product", "edition")
        console.data([{**{name: getattr(job, name) for name in names}, "file": str(job.target)} for job in jobs])
    else:
        console.lines(str(job.target) for job in jobs)
    if any(job.is_image or job.edition == "press" for job in jobs):
        console.note("Until the words are signed, files for a press and images have DRAFT in their names.")
    note_left_out(ordered.plan.left_out, console)
