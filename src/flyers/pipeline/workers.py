"""Run jobs, in this process or in several.

A worker has a language for itself, as long as there are enough (`batches`), and forgets it when it goes on, so that its
memory stays flat. Results are handed out as they come. If a worker is killed, another one makes what it has not made.
The job that it was at waits until the others are made; if it kills a second worker, it is the one that fails.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from multiprocessing.connection import wait

from flyers.errors import StoppedError
from flyers.pipeline.batches import Batches, in_order
from flyers.pipeline.making import Maker
from flyers.pipeline.plan import Job
from flyers.pipeline.report import Result
from flyers.pipeline.worker_process import MakerFactory, Worker, prepare_to_fork, start_method

Watcher = Callable[[Result], None]
"""Receives every result as it comes in. Called in the parent process only."""

FEW = 4
"""Jobs for each worker below which another one takes longer to start than it saves."""

MOST_TIMES_KILLED = 2
"""Workers that one job may take with it before it is given up."""

MOST_IN_A_ROW = 12
"""Workers that may be killed one after the other, without a file between them, before everything is given up."""


def default_workers(jobs: int) -> int:
    """Return the number of cores that this process may use, at most one for every `FEW` jobs and at least 1."""
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(usable, jobs // FEW))


def run(
    jobs: Sequence[Job], *, workers: int | None = None, watch: Watcher | None = None, force: bool = False
) -> list[Result]:
    """Make every job's file that is not current, with *force* every one; return the results in the order of *jobs*.

    See `made`, which keeps none of them.
    """
    results: dict[int, Result] = {}
    for index, result in made(jobs, workers=workers, maker=partial(Maker, force=force)):
        results[index] = result
        if watch is not None:
            watch(result)
    return [results[index] for index in range(len(jobs))]


def made(
    jobs: Sequence[Job], *, workers: int | None = None, maker: MakerFactory = Maker, method: str = ""
) -> Iterator[tuple[int, Result]]:
    """Make every job's file and yield each result, with the place of its job in *jobs*, as soon as it is there.

    With one worker all jobs run in this process. The files are the same, byte for byte, for any number of workers.

    Args:
        workers: how many; by default `default_workers`.
        maker: makes what makes a worker's jobs.
        method: how workers are started; by default `start_method`.

    Raises:
        KeyboardInterrupt: after the running jobs have ended; those not started are dropped.
    """
    workers = min(workers or default_workers(len(jobs)), max(len(jobs), 1))
    if workers > 1:
        yield from _Pool(jobs, workers, maker, method or start_method()).results()
        return
    make = maker()
    for index in in_order(jobs):
        yield index, make(jobs[index])


class _Pool:
    """The workers of a run."""

    def __init__(self, jobs: Sequence[Job], size: int, maker: MakerFactory, method: str) -> None:
        self._jobs = jobs
        self._maker = maker
        self._method = method
        self._batches = Batches(jobs, size)
        self._suspects: list[int] = []  # jobs that were being made when a worker was killed
        self._killed: Counter[int] = Counter()
        self._in_a_row = 0
        self._workers: dict[int, Worker] = {}
        self._size = size

    def results(self) -> Iterator[tuple[int, Result]]:
        if self._method == "fork":
            prepare_to_fork(list(dict.fromkeys(job.campaign for job in self._jobs)))
        try:
            for number in range(self._size):
                self._start_worker(number)
            while self._workers:
                yield from self._next_results()
        finally:
            # Running workers finish their file, which takes a moment, so that stopping leaves nothing half done.
            for worker in self._workers.values():
                worker.stop()

    def _next_results(self) -> Iterator[tuple[int, Result]]:
        by_connection = {worker.connection: worker for worker in self._workers.values()}
        for connection in wait(list(by_connection)):
            worker = by_connection[connection]  # type: ignore[index]
            received = worker.receive()
            if received is None:
                yield from self._replace(worker)
                continue
            self._in_a_row = 0
            yield received
            if worker.idle:
                self._continue(worker)
        if not self._workers or all(worker.idle for worker in self._workers.values()):
            for number in range(self._size if self._suspects else 0):
                self._start_worker(number)

    def _start_worker(self, number: int) -> None:
        """Start a worker, if there is something for it to do."""
        if number not in self._workers and (batch := self._next_batch(number)):
            worker = self._workers[number] = Worker(number, self._maker, self._method)
            worker.begin([(index, self._jobs[index]) for index in batch])

    def _continue(self, worker: Worker) -> None:
        """Give the worker its next batch, or let it end."""
        if batch := self._next_batch(worker.number):
            worker.begin([(index, self._jobs[index]) for index in batch])
        else:
            del self._workers[worker.number]
            worker.stop()

    def _next_batch(self, number: int) -> list[int]:
        # Suspects come last, each alone: then less memory is in use, and nobody else is hurt.
        return self._batches.take(number) or ([self._suspects.pop()] if self._suspects else [])

    def _replace(self, worker: Worker) -> Iterator[tuple[int, Result]]:
        """Start another worker for one that was killed, and yield the job that has killed too many."""
        del self._workers[worker.number]
        suspect, *innocent = worker.unfinished() or [-1]
        self._batches.give_back(worker.number, innocent)
        self._in_a_row += 1
        if suspect >= 0:
            self._killed[suspect] += 1
            if self._killed[suspect] < MOST_TIMES_KILLED:
                self._suspects.append(suspect)
            else:
                yield suspect, self._given_up(suspect, "Two worker processes were killed while they made this file.")
        if self._in_a_row < MOST_IN_A_ROW:
            self._start_worker(worker.number)
            return
        while batch := self._next_batch(worker.number):
            for index in batch:
                yield index, self._given_up(index, f"{MOST_IN_A_ROW} worker processes in a row were killed.")

    def _given_up(self, index: int, problem: str) -> Result:
        job = self._jobs[index]
        return Result(
            job,
            error=StoppedError(
                problem,
                hint="Perhaps memory ran out: make it alone, with --jobs 1.",
                trail=(job.product, job.language),
            ),
        )
