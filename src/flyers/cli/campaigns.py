"""Many campaigns in one command (``--campaigns``): a build, which shares what they have in common, or another command
in each; and a build into a store of objects, which writes nothing on this machine.
"""

from __future__ import annotations

import argparse
import re
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from flyers.cli.console import Console, Progress
from flyers.cli.selection import RequestedFiles, jobs_of, name_languages, unprinted, warn_of_unprinted
from flyers.cli.summary import CampaignsSummary, campaign_name
from flyers.content import CAMPAIGN_FILE
from flyers.errors import ExitCode, FlyersError, UsageError
from flyers.files import exists, files_in
from flyers.pipeline.outputs import Result
from flyers.pipeline.plan import Job
from flyers.pipeline.session import Session


def campaigns(options: argparse.Namespace) -> Iterator[argparse.Namespace]:
    """Yield the options of the command for each campaign, with its folder."""
    folders = [folder for words in options.campaigns for folder in _folders(Path(words))]
    if not folders:
        hint = f"Name folders that have a {CAMPAIGN_FILE}; “*” stands for any name."
        raise UsageError(f"There is no campaign in {', '.join(options.campaigns)}.", hint=hint)
    parents = {name: value for name in ("output", "site") if (value := getattr(options, name, None))}
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


def run_in_each(options: argparse.Namespace, console: Console) -> ExitCode:
    """Run a command in every campaign, under its folder's name, and return the exit code of the first failure."""
    code, documents = ExitCode.OK, dict[str, Any]()
    as_json = getattr(options, "json", False)
    for own in campaigns(options):
        folder = campaign_name(own.project)
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


def build_network(options: argparse.Namespace, console: Console) -> ExitCode:
    """Build every campaign, print a line for each and the errors, and return the exit code of the first failure.

    What came of a campaign leaves memory when the last of its files is made, but for what is printed of it.
    """
    start = time.perf_counter()
    jobs: list[Job] = []
    unfinished: dict[Path, tuple[int, RequestedFiles]] = {}
    broken: dict[Path, FlyersError] = {}
    with CampaignsSummary(options.json) as summary:
        for number, own in enumerate(campaigns(options)):
            try:
                name_languages(own, console)
                ordered = RequestedFiles.of(own, Session(own.project))
            except FlyersError as error:
                broken[own.project] = error
                continue
            warn_of_unprinted(ordered.remarks, console, campaign_name(own.project))
            if options.dry_run:
                console.lines(str(job.target) for job in ordered.plan.jobs)
            elif missing := ordered.missing:
                unfinished[missing[0].campaign] = number, ordered
                jobs += missing
            else:
                summary.add(number, ordered.finish([]))
        if jobs:
            from flyers.pipeline.workers import Maker, iter_results

            made = iter_results(jobs, workers=options.jobs, maker=partial(Maker, force=options.force))
            for campaign, results in _by_campaign(jobs, made, console):
                number, ordered = unfinished.pop(campaign)
                summary.add(number, ordered.finish(results))
        summary.show(console, broken, options)
        seconds = time.perf_counter() - start
        console.note(f"{summary.counts} in {seconds:.1f} s. Warnings are in each proof.json.")
        return summary.exit_code(broken)


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


def label(result: Result) -> str:
    """Return the name of a result in the progress bar, with that of its campaign."""
    return f"{Path(campaign_name(result.job.campaign)).name} {result.job.label}" + ("" if result.good else ": failed")


def build_into_store(options: argparse.Namespace, console: Console) -> ExitCode:
    """Build into a store, print a line for each campaign and the errors, and return the code of the first failure."""
    from flyers.pipeline.scale import Cluster, Store, StoreMaker, without_secrets
    from flyers.pipeline.workers import iter_results

    start = time.perf_counter()
    if options.output is None:
        hint = "Name a store with --output: s3://bucket/prefix, or file:///folder for one that all of them share."
        raise UsageError("Other machines cannot write into a folder of this machine.", hint=hint)
    store = str(options.output)
    Store(store)  # which refuses what is no address, before campaigns are read
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
    if options.scheduler:
        cluster = Cluster(options.scheduler, options.tls_ca, options.tls_cert, options.tls_key)
        made = cluster.iter_results(jobs, store, force=options.force)
    else:
        made = iter_results(jobs, workers=options.jobs, maker=partial(StoreMaker, store, force=options.force))
    with CampaignsSummary(options.json) as summary:
        for campaign, results in _by_campaign(jobs, made, console):
            summary.add(places.index(campaign), results)
        summary.show(console, broken, options)
        seconds = time.perf_counter() - start
        console.note(f"{summary.counts}, in {without_secrets(store)}, in {seconds:.1f} s.")
        return summary.exit_code(broken)
