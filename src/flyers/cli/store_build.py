"""``flyers build`` into a store of objects, by the workers of this machine or of a cluster."""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from flyers.cli.console import Console
from flyers.cli.network import CampaignsSummary, campaigns, label
from flyers.cli.progress import Progress
from flyers.cli.selection import name_languages
from flyers.cli.unprinted import unprinted, warn_of_unprinted
from flyers.errors import ExitCode, FlyersError, UsageError

if TYPE_CHECKING:
    from flyers.cli.requested_files import JobsOf
    from flyers.pipeline.plan import Job
    from flyers.pipeline.report import Result


def build_into_store(options: argparse.Namespace, console: Console, jobs_of: JobsOf) -> ExitCode:
    """Build into a store, print a line for each campaign and the errors, and return the code of the first failure.

    Raises:
        UsageError: there is a cluster and no store.
        FlyersError: the cluster or the store is not there, or is lost.
    """
    from flyers.pipeline.session import Session
    from flyers.pipeline.store import Store, without_secrets

    start = time.perf_counter()
    if options.output is None:
        raise UsageError(
            "Other machines cannot write into a folder of this machine.",
            hint="Name a store with --output: s3://bucket/prefix, or file:///folder for one that all of them share.",
        )
    store = Store(str(options.output))
    jobs: list[Job] = []
    names: dict[Path, str] = {}
    broken: dict[Path, FlyersError] = {}
    for one in campaigns(options) if options.campaigns else [options]:
        try:
            name_languages(one, console)
            session = Session(one.project)
            jobs += jobs_of(argparse.Namespace(**{**vars(one), "output": Path()}), session)
            names[one.project] = session.campaign.id
            warn_of_unprinted(unprinted(session), console, names[one.project])
        except FlyersError as error:
            if not options.campaigns:
                raise
            broken[one.project] = error
    if len(set(names.values())) < len(names):
        raise UsageError("Two of these campaigns have the same id.", hint="Give each its own, in campaign.yaml.")
    if options.dry_run:
        for job in jobs:
            console.say(f"{names[job.campaign]}: {job.target.as_posix()}")
        return ExitCode.OK
    if not jobs:
        console.note(f"Shard {options.shard} has no files.")
        return ExitCode.OK
    store.check()
    with CampaignsSummary(options.json) as summary:
        for place, results in _finished(jobs, options, console):
            summary.add(place, results)
        summary.show(console, broken, options)
        seconds = time.perf_counter() - start
        console.note(f"{summary.counts}, in {without_secrets(str(options.output))}, in {seconds:.1f} s.")
        return next((fault.exit_code for fault in broken.values()), summary.exit_code)


def _finished(jobs: Sequence[Job], options: argparse.Namespace, console: Console) -> Iterator[tuple[int, list[Result]]]:
    """Make the jobs with a progress bar, and yield each finished campaign's place and results."""
    places: dict[Path, int] = {}
    waiting: dict[int, int] = {}
    for job in jobs:
        place = places.setdefault(job.campaign, len(places))
        waiting[place] = waiting.get(place, 0) + 1
    found: dict[int, list[Result]] = {}
    with Progress(len(jobs), console) as progress:
        for index, result in _made(jobs, options):
            progress.step(label(result))
            place = places[jobs[index].campaign]
            found.setdefault(place, []).append(result)
            waiting[place] -= 1
            if not waiting[place]:
                yield place, found.pop(place)


def _made(jobs: Sequence[Job], options: argparse.Namespace) -> Iterator[tuple[int, Result]]:
    store = str(options.output)
    if options.scheduler:
        from flyers.pipeline.cluster import Cluster

        cluster = Cluster(options.scheduler, options.tls_ca, options.tls_cert, options.tls_key)
        return cluster.iter_results(jobs, store, force=options.force)
    from flyers.pipeline.store import StoreMaker
    from flyers.pipeline.workers import iter_results

    return iter_results(jobs, workers=options.jobs, maker=partial(StoreMaker, store, force=options.force))
