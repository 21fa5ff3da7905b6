"""Run jobs, in this process or in several."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager

from flyers.errors import ExitCode, StoppedError
from flyers.pipeline.plan import Job
from flyers.pipeline.recipe import make_if_needed
from flyers.pipeline.report import Result
from flyers.pipeline.session import open_session

Watcher = Callable[[Result], None]
"""Receives every result as it comes in. Called in the parent process only."""


def default_workers(jobs: int) -> int:
    """Return the number of cores that this process may use, at most one for each job and at least 1."""
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(usable, jobs))


def run(
    jobs: Sequence[Job], *, workers: int | None = None, watch: Watcher | None = None, force: bool = False
) -> list[Result]:
    """Make every job's file that is not current, with *force* every one; return the results in the order of *jobs*.

    With one worker all jobs run in this process. With more, each worker process opens the campaign once. The files are
    the same, byte for byte, for any number of workers.

    Raises:
        KeyboardInterrupt: after the running jobs have ended; those not started are dropped.
    """
    workers = min(workers or default_workers(len(jobs)), max(len(jobs), 1))
    source = _in_this_process(jobs, force) if workers == 1 else _in_processes(jobs, workers, force)
    results: dict[Job, Result] = {}
    for result in source:
        results[result.job] = result
        if watch is not None:
            watch(result)
    return [results[job] for job in jobs]


def _in_this_process(jobs: Sequence[Job], force: bool) -> Iterator[Result]:
    for job in jobs:
        yield make_if_needed(job, open_session(job.campaign), force=force)


def _in_processes(jobs: Sequence[Job], workers: int, force: bool) -> Iterator[Result]:
    # Spawned, not forked: the parent may have threads, and spawning works alike on every system.
    context = multiprocessing.get_context("spawn")
    with undisturbed():  # its first lock starts a process that keeps account of locks
        pool = ProcessPoolExecutor(workers, mp_context=context, initializer=become_a_worker)
    try:
        with undisturbed():  # submitting starts the workers
            pending = {pool.submit(_work, job, force): job for job in jobs}
        for future in as_completed(pending):
            yield _outcome(future, pending[future])
    finally:
        # Running workers finish their file, which takes a moment, so that stopping leaves nothing half done.
        pool.shutdown(wait=True, cancel_futures=True)


@contextmanager
def undisturbed() -> Iterator[None]:
    """Start processes that Ctrl-C doesn't reach while they still import, before `become_a_worker`.

    A process inherits which signals are held back. Those that come meanwhile reach this one at the end.
    """
    if not hasattr(signal, "pthread_sigmask"):  # on Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _FOR_THE_PARENT)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


_FOR_THE_PARENT = [getattr(signal, name) for name in ("SIGINT", "SIGHUP") if hasattr(signal, name)]
"""Signals that reach every process of a terminal; only the parent reacts to them."""


def become_a_worker() -> None:
    """Leave signals of the terminal to the parent, and end when the parent ends, in whatever way it does."""
    for number in _FOR_THE_PARENT:
        signal.signal(number, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    threading.Thread(target=_end_with_the_parent, name="end with the parent", daemon=True).start()


def _end_with_the_parent() -> None:
    if (parent := multiprocessing.parent_process()) is not None:
        parent.join()
        os._exit(ExitCode.STOPPED)  # at once: nobody waits for the file, and a part of it is taken over later


def _work(job: Job, force: bool) -> Result:
    return make_if_needed(job, open_session(job.campaign), force=force)


def _outcome(future: Future[Result], job: Job) -> Result:
    try:
        return future.result()
    except BrokenProcessPool:
        return Result(
            job,
            error=StoppedError(
                "The worker process was killed, perhaps because memory ran out.",
                hint="Run again with --jobs 1.",
                trail=(job.product, job.language),
            ),
        )
