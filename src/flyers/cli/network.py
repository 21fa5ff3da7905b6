"""``--campaigns``: many campaigns in one run. A build shares what they have in common; other commands run in each."""

from __future__ import annotations

import argparse
import re
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flyers.cli.console import Console
from flyers.cli.json_on_disk import JsonOnDisk
from flyers.cli.progress import Progress
from flyers.cli.selection import name_languages
from flyers.cli.summary import FileCounts, problems
from flyers.cli.unprinted import warn_of_unprinted
from flyers.content import CAMPAIGN_FILE
from flyers.errors import ExitCode, FlyersError, UsageError
from flyers.files import exists, files_in

PLACES = ("output", "site")
"""Options that name a folder to write to; each campaign has one of its name in there."""

if TYPE_CHECKING:
    from flyers.cli.requested_files import JobsOf, RequestedFiles
    from flyers.pipeline.plan import Job
    from flyers.pipeline.report import Result


def build_network(options: argparse.Namespace, console: Console, jobs_of: JobsOf) -> ExitCode:
    """Build every campaign, print a line for each and the errors, and return the exit code of the first failure.

    *jobs_of* returns what the options ask for in one campaign. What came of a campaign leaves memory when the last of
    its files is made, but for what is printed of it.
    """
    start = time.perf_counter()
    broken: dict[Path, FlyersError] = {}
    ordered = _ordered(options, console, jobs_of, broken)
    with CampaignsSummary(options.json) as summary:
        if options.dry_run:
            for job in (job for _, order in ordered for job in order.jobs):
                console.say(str(job.target))
        else:
            for place, results in _finished(ordered, options, console):
                summary.add(place, results)
        summary.show(console, broken, options)
        seconds = time.perf_counter() - start
        console.note(f"{summary.counts} in {seconds:.1f} s. Warnings are in each proof.json.")
        return next((fault.exit_code for fault in broken.values()), summary.exit_code)


def _ordered(
    options: argparse.Namespace, console: Console, jobs_of: JobsOf, broken: dict[Path, FlyersError]
) -> Iterator[tuple[int, RequestedFiles]]:
    """Yield each campaign's place and requested files; add campaigns that cannot be read to *broken*."""
    from flyers.cli.requested_files import RequestedFiles
    from flyers.pipeline.session import Session

    for place, one in enumerate(campaigns(options)):
        try:
            name_languages(one, console)
            order = RequestedFiles.of(one, Session(one.project), jobs_of)
        except FlyersError as error:
            broken[one.project] = error
        else:
            warn_of_unprinted((*order.unprinted, *order.left), console, _shown(one.project))
            yield place, order


def _finished(
    ordered: Iterable[tuple[int, RequestedFiles]], options: argparse.Namespace, console: Console
) -> Iterator[tuple[int, list[Result]]]:
    """Make the files that are not current with a progress bar, and yield each finished campaign's place and results."""
    jobs: list[Job] = []
    places: list[int] = []
    orders: dict[int, RequestedFiles] = {}
    waiting: dict[int, int] = {}
    for place, order in ordered:
        if missing := order.missing:
            orders[place], waiting[place] = order, len(missing)
            jobs += missing
            places += [place] * len(missing)
        else:
            yield place, order.finish([])
    if not jobs:
        return
    from flyers.pipeline.workers import Maker, iter_results

    results: dict[int, list[Result]] = {}
    with Progress(len(jobs), console) as progress:
        for index, result in iter_results(jobs, workers=options.jobs, maker=partial(Maker, force=options.force)):
            progress.step(label(result))
            place = places[index]
            results.setdefault(place, []).append(result)
            waiting[place] -= 1
            if not waiting[place]:
                yield place, orders.pop(place).finish(results.pop(place))


@dataclass
class CampaignsSummary:
    """The summary of all campaigns: counts, a row for each, and errors. Results are kept in a file.

    Attributes:
        with_json: whether every result is kept for ``--json``.
        rows: by the place of the campaign in the command.
    """

    with_json: bool
    counts: FileCounts = field(default_factory=FileCounts)
    rows: dict[int, tuple[str, str]] = field(default_factory=dict)
    _json: JsonOnDisk = field(default_factory=JsonOnDisk)
    _failures: dict[int, list[tuple[Job, FlyersError]]] = field(default_factory=dict)

    def __enter__(self) -> CampaignsSummary:
        return self

    def __exit__(self, *_: object) -> None:
        self._json.close()

    def add(self, place: int, results: Sequence[Result]) -> None:
        for result in results:
            self.counts.add(result)
        if not results:
            return
        folder = _shown(results[0].job.campaign)
        self.rows[place] = folder, f"{sum(one.good for one in results)} of {len(results)}"
        failed = [(one.job, one.error) for one in results if one.error]
        if failed:
            self._failures[place] = failed
        if self.with_json:
            self._json.add(place, [{"campaign": folder, **one.to_json()} for one in results])

    def show(self, console: Console, broken: Mapping[Path, FlyersError], options: argparse.Namespace) -> None:
        """Print rows, or the results as JSON, and all errors; *broken* are campaigns that could not be read."""
        if options.json:
            console.data_in_parts("results", self._json.parts())
        elif self.rows and not options.quiet:
            rows = [row for _, row in sorted(self.rows.items())]
            console.table([("campaign", "files made and proved"), *rows], right=(1,))
        for folder, fault in broken.items():
            console.error(f"{folder}: {fault}")
        for line in problems(self._failed, lambda job: f"{_shown(job.campaign)}: "):
            console.error(line)

    @property
    def _failed(self) -> list[tuple[Job, FlyersError]]:
        return [failure for _, failed in sorted(self._failures.items()) for failure in failed]

    @property
    def exit_code(self) -> ExitCode:
        """The exit code of the first failure."""
        return next((error.exit_code for _, error in self._failed), ExitCode.OK)


def run_in_each(options: argparse.Namespace, console: Console) -> ExitCode:
    """Run a command in every campaign, under its folder's name, and return the exit code of the first failure.

    With ``--json`` the documents of all are one, by folder.
    """
    code, documents = ExitCode.OK, dict[str, Any]()
    as_json = getattr(options, "json", False)
    for one in campaigns(options):
        folder = _shown(one.project)
        console.collected = [] if as_json else None
        (console.note if as_json else console.say)(f"{folder}:")
        try:
            name_languages(one, console)
            ended = ExitCode(options.run(one, console))
        except FlyersError as error:
            console.error(f"{folder}: {error}")
            ended = error.exit_code
        code = code or ended
        if console.collected:
            (documents[folder],) = console.collected
    if as_json:
        console.collected = None
        console.data(documents)
    return code


def campaigns(options: argparse.Namespace) -> Iterator[argparse.Namespace]:
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
    given = {name: value for name in PLACES if (value := getattr(options, name, None))}
    if given and len({folder.name for folder in folders}) < len(folders):
        raise UsageError("Two of these campaigns have the same name.", hint=f"Leave --{next(iter(given))} out.")
    for folder in dict.fromkeys(folders):
        places = {name: value / folder.name for name, value in given.items() if isinstance(value, Path)}
        yield argparse.Namespace(
            **{**vars(options), **places, "project": folder, "campaigns": None, "named": folder.name}
        )


def _folders(pattern: Path) -> list[Path]:
    """Return the folders of campaigns that *pattern* names; its last part may have wildcards."""
    found = files_in(pattern.parent, pattern.name) if "*" in pattern.name or "?" in pattern.name else [pattern]
    found = sorted(found, key=_in_order)
    return [folder for folder in found if folder.is_dir() and exists(folder / CAMPAIGN_FILE)]


def _in_order(folder: Path) -> list[tuple[int, str]]:
    """Return a key by which m2 comes before m10."""
    return [(int(part), "") if part.isdigit() else (0, part) for part in re.split(r"([0-9]+)", folder.as_posix())]


def _shown(folder: Path) -> str:
    """Return the folder as the command named it; the present one by its name."""
    return str(folder) if folder.name else folder.resolve().name


def label(result: Result) -> str:
    """Return the name of a result in the progress bar, with that of its campaign."""
    return f"{Path(_shown(result.job.campaign)).name} {result.job.label}" + ("" if result.good else ": failed")
