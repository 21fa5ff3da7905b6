"""Builds of many campaigns (``--campaigns``), which share what they have in common, and into stores of objects; other
commands run in each campaign.
"""

from __future__ import annotations

import argparse
import json
import re
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import IO, Any

from flyers.cli.console import Console, Progress
from flyers.cli.selection import RequestedFiles, jobs_of, name_languages, unprinted, warn_of_unprinted
from flyers.cli.summary import FileCounts, problems
from flyers.content import CAMPAIGN_FILE
from flyers.errors import ExitCode, FlyersError, UsageError
from flyers.files import exists, files_in
from flyers.pipeline.outputs import Result
from flyers.pipeline.plan import Job
from flyers.pipeline.session import Session

IN_MEMORY = 100_000
"""Bytes of results above which they are kept in a file: thousands of campaigns need not be in memory at once."""

PLACES = ("output", "site")
"""Options that name a folder to write to; each campaign has one of its name in there."""


def build_network(options: argparse.Namespace, console: Console) -> ExitCode:
    """Build every campaign, print a line for each and the errors, and return the exit code of the first failure.

    What came of a campaign leaves memory when the last of its files is made, but for what is printed of it.
    """
    start = time.perf_counter()
    broken: dict[Path, FlyersError] = {}
    ordered = _ordered(options, console, broken)
    with CampaignsSummary(options.json) as summary:
        if options.dry_run:
            console.lines(str(job.target) for _, order in ordered for job in order.plan.jobs)
        else:
            for place, results in _finished(ordered, options, console):
                summary.add(place, results)
        summary.show(console, broken, options)
        seconds = time.perf_counter() - start
        console.note(f"{summary.counts} in {seconds:.1f} s. Warnings are in each proof.json.")
        return summary.exit_code(broken)


def _ordered(
    options: argparse.Namespace, console: Console, broken: dict[Path, FlyersError]
) -> Iterator[tuple[int, RequestedFiles]]:
    """Yield each campaign's place and requested files; add campaigns that cannot be read to *broken*."""
    for place, own in enumerate(campaigns(options)):
        try:
            name_languages(own, console)
            order = RequestedFiles.of(own, Session(own.project))
        except FlyersError as error:
            broken[own.project] = error
        else:
            warn_of_unprinted(order.remarks, console, _shown(own.project))
            yield place, order


def _finished(
    ordered: Iterable[tuple[int, RequestedFiles]], options: argparse.Namespace, console: Console
) -> Iterator[tuple[int, list[Result]]]:
    """Make the files that are not current, and yield each finished campaign's place and results."""
    jobs: list[Job] = []
    orders: dict[Path, tuple[int, RequestedFiles]] = {}
    for place, order in ordered:
        if missing := order.missing:
            orders[missing[0].campaign] = place, order
            jobs += missing
        else:
            yield place, order.finish([])
    if not jobs:
        return
    from flyers.pipeline.workers import Maker, iter_results

    made = iter_results(jobs, workers=options.jobs, maker=partial(Maker, force=options.force))
    for campaign, results in _by_campaign(jobs, made, console):
        place, order = orders.pop(campaign)
        yield place, order.finish(results)


def _by_campaign(
    jobs: Sequence[Job], made: Iterable[tuple[int, Result]], console: Console
) -> Iterator[tuple[Path, list[Result]]]:
    """Yield each campaign with its results when the last of them is *made*; a progress bar shows how far all are."""
    waiting = Counter(job.campaign for job in jobs)
    results: dict[Path, list[Result]] = defaultdict(list)
    with Progress(len(jobs), console) as progress:
        for index, result in made:
            progress.step(label(result))
            campaign = jobs[index].campaign
            results[campaign].append(result)
            if len(results[campaign]) == waiting[campaign]:
                yield campaign, results.pop(campaign)


@dataclass
class CampaignsSummary:
    """The summary of all campaigns: counts, a row for each, and errors.

    Results are kept in a file once they are many. A system error while they are written or read is a full or broken
    disk: the command reports it as a lost output.

    Attributes:
        with_json: whether every result is kept for ``--json``.
        rows: by the place of the campaign in the command.
    """

    with_json: bool
    counts: FileCounts = field(default_factory=FileCounts)
    rows: dict[int, tuple[str, str]] = field(default_factory=dict)
    _json: IO[bytes] = field(default_factory=partial(tempfile.SpooledTemporaryFile, IN_MEMORY, prefix="flyers-"))
    _starts: dict[int, int] = field(default_factory=dict)
    _failures: dict[int, list[tuple[Job, FlyersError]]] = field(default_factory=dict)

    def __enter__(self) -> CampaignsSummary:
        return self

    def __exit__(self, *_: object) -> None:
        self._json.close()

    def add(self, place: int, results: Sequence[Result]) -> None:
        if not results:
            return
        for result in results:
            self.counts.add(result)
        folder = _shown(results[0].job.campaign)
        self.rows[place] = folder, f"{sum(result.good for result in results)} of {len(results)}"
        if failed := [(result.job, result.error) for result in results if result.error]:
            self._failures[place] = failed
        if self.with_json:
            self._starts[place] = self._json.tell()
            rows = [{"campaign": folder, **result.to_json()} for result in results]
            self._json.write(json.dumps(rows).encode() + b"\n")

    def show(self, console: Console, broken: Mapping[Path, FlyersError], options: argparse.Namespace) -> None:
        """Print rows, or the results as JSON, and all errors; *broken* are campaigns that could not be read."""
        if options.json:
            console.data_in_parts("results", self._parts())
        elif self.rows and not options.quiet:
            rows = [row for _, row in sorted(self.rows.items())]
            console.table([("campaign", "files made and proved"), *rows], right=(1,))
        for folder, fault in broken.items():
            console.error(f"{folder}: {fault}")
        for line in problems(self._failed, lambda job: f"{_shown(job.campaign)}: "):
            console.error(line)

    def _parts(self) -> Iterator[list[Any]]:
        """Yield the results of each campaign as JSON, in the order of the command; none can be added afterwards."""
        for _, start in sorted(self._starts.items()):
            self._json.seek(start)
            yield json.loads(self._json.readline())

    @property
    def _failed(self) -> list[tuple[Job, FlyersError]]:
        return [failure for _, failed in sorted(self._failures.items()) for failure in failed]

    def exit_code(self, broken: Mapping[Path, FlyersError]) -> ExitCode:
        """Return the exit code of the first failure; *broken* are campaigns that could not be read."""
        failures = (*broken.values(), *(error for _, error in self._failed))
        return next((error.exit_code for error in failures), ExitCode.OK)


def run_in_each(options: argparse.Namespace, console: Console) -> ExitCode:
    """Run a command in every campaign, under its folder's name, and return the exit code of the first failure.

    With ``--json`` the documents of all are one, by folder.
    """
    code, documents = ExitCode.OK, dict[str, Any]()
    as_json = getattr(options, "json", False)
    for own in campaigns(options):
        folder = _shown(own.project)
        console.collected = [] if as_json else None
        (console.note if as_json else console.say)(f"{folder}:")
        try:
            name_languages(own, console)
            ended = ExitCode(options.run(own, console))
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
    """Yield the options of the command for each campaign, with its folder."""
    folders = [folder for words in options.campaigns for folder in _folders(Path(words))]
    if not folders:
        raise UsageError(
            f"There is no campaign in {', '.join(options.campaigns)}.",
            hint=f"Name folders that have a {CAMPAIGN_FILE}; “*” stands for any name.",
        )
    parents = {name: value for name in PLACES if (value := getattr(options, name, None))}
    if parents and len({folder.name for folder in folders}) < len(folders):
        raise UsageError("Two of these campaigns have the same name.", hint=f"Leave --{next(iter(parents))} out.")
    for folder in dict.fromkeys(folders):
        places = {name: value / folder.name for name, value in parents.items() if isinstance(value, Path)}
        own = {"project": folder, "campaigns": None, "named": folder.name}
        yield argparse.Namespace(**{**vars(options), **places, **own})


def _folders(pattern: Path) -> list[Path]:
    """Return the folders of campaigns that *pattern* names, m2 before m10; its last part may have wildcards."""

    def order(folder: Path) -> list[tuple[int, str]]:
        parts = re.split(r"([0-9]+)", folder.as_posix())
        return [(int(part), "") if part.isdigit() else (0, part) for part in parts]

    folders = files_in(pattern.parent, pattern.name) if "*" in pattern.name or "?" in pattern.name else [pattern]
    return [folder for folder in sorted(folders, key=order) if folder.is_dir() and exists(folder / CAMPAIGN_FILE)]


def _shown(folder: Path) -> str:
    """Return the folder as the command named it; the present one by its name."""
    return str(folder) if folder.name else folder.resolve().name


def label(result: Result) -> str:
    """Return the name of a result in the progress bar, with that of its campaign."""
    return f"{Path(_shown(result.job.campaign)).name} {result.job.label}" + ("" if result.good else ": failed")


def build_into_store(options: argparse.Namespace, console: Console) -> ExitCode:
    """Build into a store, print a line for each campaign and the errors, and return the code of the first failure."""
    from flyers.pipeline.scale import Store, without_secrets

    start = time.perf_counter()
    if options.output is None:
        raise UsageError(
            "Other machines cannot write into a folder of this machine.",
            hint="Name a store with --output: s3://bucket/prefix, or file:///folder for one that all of them share.",
        )
    Store(str(options.output))  # which refuses what is no address, before campaigns are read
    jobs: list[Job] = []
    names: dict[Path, str] = {}
    broken: dict[Path, FlyersError] = {}
    for own in campaigns(options) if options.campaigns else [options]:
        try:
            name_languages(own, console)
            session = Session(own.project)
            jobs += jobs_of(argparse.Namespace(**{**vars(own), "output": Path()}), session)
            names[own.project] = session.campaign.id
            warn_of_unprinted(unprinted(session), console, names[own.project])
        except FlyersError as error:
            if not options.campaigns:
                raise
            broken[own.project] = error
    if len(set(names.values())) < len(names):
        raise UsageError("Two of these campaigns have the same id.", hint="Give each its own, in campaign.yaml.")
    if options.dry_run:
        console.lines(f"{names[job.campaign]}: {job.target.as_posix()}" for job in jobs)
        return ExitCode.OK
    if not jobs:
        console.note(f"Shard {options.shard} has no files.")
        return ExitCode.OK
    places = list(names)
    with CampaignsSummary(options.json) as summary:
        for campaign, results in _by_campaign(jobs, _made_for_store(jobs, options), console):
            summary.add(places.index(campaign), results)
        summary.show(console, broken, options)
        seconds = time.perf_counter() - start
        console.note(f"{summary.counts}, in {without_secrets(str(options.output))}, in {seconds:.1f} s.")
        return summary.exit_code(broken)


def _made_for_store(jobs: Sequence[Job], options: argparse.Namespace) -> Iterator[tuple[int, Result]]:
    store = str(options.output)
    if options.scheduler:
        from flyers.pipeline.scale import Cluster

        cluster = Cluster(options.scheduler, options.tls_ca, options.tls_cert, options.tls_key)
        return cluster.iter_results(jobs, store, force=options.force)
    from flyers.pipeline.scale import StoreMaker
    from flyers.pipeline.workers import iter_results

    return iter_results(jobs, workers=options.jobs, maker=partial(StoreMaker, store, force=options.force))
