"""``flyers build``: make and prove files."""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

from flyers.cli.build_options import add_options
from flyers.cli.console import Console
from flyers.cli.press_options import check_press, note_condition, press_choice
from flyers.cli.progress import Progress
from flyers.cli.selection import select_jobs, select_products, usual_editions
from flyers.cli.unprinted import warn_of_unprinted
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
    add_options(parser)


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
    warn_of_unprinted((*ordered.unprinted, *ordered.left), console)
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


def _show_plan(jobs: Sequence[Job], left_out: Sequence[str], options: argparse.Namespace, console: Console) -> ExitCode:
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
    if any(job.is_image or job.edition == "press" for job in jobs):
        console.note("Until the words are signed, files for a press and images have DRAFT in their names.")
    note_left_out(left_out, console)
    return ExitCode.OK


def _label(result: Result) -> str:
    if not result.good:
        return f"{result.job.label}: failed"
    return f"{result.job.label}: current" if result.current else result.job.label
