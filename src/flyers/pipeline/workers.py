"""All the jobs, on as many cores as are wanted."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool

from flyers.errors import FlyersError
from flyers.pipeline.plan import Job
from flyers.pipeline.recipe import make
from flyers.pipeline.result import Result
from flyers.pipeline.session import open_session

Watcher = Callable[[Result], None]
"""Told of every result as it comes in; only ever called in the parent process."""


def default_workers(jobs: int) -> int:
    """One worker for each core that this process may use, but none without a job."""
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(usable, jobs))


def run(jobs: Sequence[Job], *, workers: int | None = None, watch: Watcher | None = None) -> list[Result]:
    """Make every job's file; results in the order of *jobs*, whatever order they were finished in.

    With one worker everything happens in this process. With more, each worker process opens the campaign once. The
    files are the same, byte for byte, however many work.

    Raises:
        KeyboardInterrupt: after the jobs at work have ended; those not begun are dropped.
    """
    workers = min(workers or default_workers(len(jobs)), max(len(jobs), 1))
    source = _here(jobs) if workers == 1 else _in_processes(jobs, workers)
    results: dict[Job, Result] = {}
    for result in source:
        results[result.job] = result
        if watch is not None:
            watch(result)
    return [results[job] for job in jobs]


def _here(jobs: Sequence[Job]) -> Iterator[Result]:
    for job in jobs:
        yield make(job, open_session(job.campaign))


def _in_processes(jobs: Sequence[Job], workers: int) -> Iterator[Result]:
    # Spawned, not forked: the parent may hold threads, and every system starts processes alike.
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(workers, mp_context=context, initializer=_begin_work)
    try:
        pending = {pool.submit(_work, job): job for job in jobs}
        for future in as_completed(pending):
            yield _outcome(future, pending[future])
    finally:
        # Those at work finish their file (a moment), so that stopping leaves no half of anything.
        pool.shutdown(wait=True, cancel_futures=True)


def _begin_work() -> None:
    # Ctrl-C reaches every process of the terminal's group; the parent alone decides what it means.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)


def _work(job: Job) -> Result:
    return make(job, open_session(job.campaign))


def _outcome(future: Future[Result], job: Job) -> Result:
    try:
        return future.result()
    except BrokenProcessPool:
        return Result(
            job,
            error=FlyersError(
                "The process that worked on this was ended from outside, perhaps because memory ran out.",
                hint="Run again with --jobs 1.",
                trail=(job.product, job.language),
            ),
        )
