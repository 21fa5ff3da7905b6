"""``flyers build --campaigns``: many campaigns in one run."""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from flyers.cli.console import Console
from flyers.cli.selection import name_languages
from flyers.content import CAMPAIGN_FILE
from flyers.errors import ExitCode, FlyersError, UsageError
from flyers.files import exists, files_in

if TYPE_CHECKING:
    from flyers.cli.ordered import JobsOf, OrderedFiles
    from flyers.pipeline.report import Result


def build_network(options: argparse.Namespace, console: Console, jobs_of: JobsOf) -> ExitCode:
    """Build every campaign, print a line for each and the errors, and return the exit code of the first failure.

    *jobs_of* returns what the options ask for in one campaign. Jobs are ordered by campaign, so that a process has few
    campaigns open at a time.
    """
    from flyers.cli.ordered import OrderedFiles
    from flyers.cli.summary import made_and_current
    from flyers.pipeline.report import exit_code
    from flyers.pipeline.session import Session

    start = time.perf_counter()
    orders: list[OrderedFiles] = []
    broken: dict[Path, FlyersError] = {}
    for one in _campaigns(options):
        try:
            name_languages(one, console)
            orders.append(OrderedFiles.of(one, Session(one.project), jobs_of))
        except FlyersError as error:  # the others go on
            broken[one.project] = error
    results: list[Result] = []
    if options.dry_run:
        for job in (job for order in orders for job in order.jobs):
            console.say(str(job.target))
    else:
        made = {result.job: result for result in _made(orders, options, console)}
        for order in orders:
            results += order.finish([made[job] for job in order.missing])
    if options.json:
        console.data({"results": [{"campaign": str(one.job.campaign), **one.to_json()} for one in results]})
    elif results:
        rows = ((str(folder), f"{sum(one.good for one in own)} of {len(own)}") for folder, own in _grouped(results))
        console.table([("campaign", "files made and proved"), *rows], right=(1,))
    for folder, fault in broken.items():
        console.error(f"{folder}: {fault}")
    for result in results:
        if result.error:
            console.error(f"{result.job.campaign}: {result.error}")
    seconds = time.perf_counter() - start
    console.note(f"{made_and_current(results)} in {seconds:.1f} s. Warnings are in each proof.json.")
    return next((fault.exit_code for fault in broken.values()), exit_code(results))


def _made(orders: Sequence[OrderedFiles], options: argparse.Namespace, console: Console) -> list[Result]:
    """Make the files of all campaigns that are not current, and show how far it is."""
    missing = [job for order in orders for job in order.missing]
    if not missing:
        return []
    from flyers.pipeline.workers import run as run_jobs

    with console.progress(len(missing)) as progress:
        return run_jobs(
            missing, workers=options.jobs, watch=lambda result: progress.step(_label(result)), force=options.force
        )


def _campaigns(options: argparse.Namespace) -> Iterator[argparse.Namespace]:
    """Yield the options of the command for each campaign, with its folder.

    Raises:
        UsageError: there is none, or two have the same name and one folder for their files.
    """
    folders = [folder for words in options.campaigns for folder in _folders(Path(words))]
    if not folders:
        raise UsageError(
            f"There is no campaign in {', '.join(options.campaigns)}.",
            hint=f"Name folders that have a {CAMPAIGN_FILE}; “*” stands for any name.",
        )
    if options.output and len({folder.name for folder in folders}) < len(folders):
        raise UsageError("Two of these campaigns have the same name.", hint="Leave --output out.")
    for folder in dict.fromkeys(folders):
        output = options.output / folder.name if options.output else None
        yield argparse.Namespace(**{**vars(options), "project": folder, "output": output, "campaigns": None})


def _folders(pattern: Path) -> list[Path]:
    """Return the campaigns that *pattern* names; its last part may have wildcards."""
    found = files_in(pattern.parent, pattern.name) if "*" in pattern.name or "?" in pattern.name else [pattern]
    return [folder for folder in found if folder.is_dir() and exists(folder / CAMPAIGN_FILE)]


def _grouped(results: Sequence[Result]) -> list[tuple[Path, list[Result]]]:
    folders: dict[Path, list[Result]] = {}
    for result in results:
        folders.setdefault(result.job.campaign, []).append(result)
    return list(folders.items())


def _label(result: Result) -> str:
    return f"{result.job.campaign.name} {result.job.label}" + ("" if result.good else ": failed")
