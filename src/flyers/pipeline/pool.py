"""Worker processes that make the jobs of a run.

A worker has a language for itself, as long as there are enough (`batches`), and forgets it when it goes on. What
libraries keep it cannot forget, nor can it give back memory of which a little is still used; so one that has grown
large ends with its language, and another takes its place.

If a worker is killed, another one makes what it has not made. The job that it was at waits until the others are made;
if it kills a second worker, it is the one that fails.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from multiprocessing.connection import wait

from flyers.errors import StoppedError
from flyers.pipeline.batches import Batches, stretches
from flyers.pipeline.plan import Job
from flyers.pipeline.report import Result
from flyers.pipeline.worker_process import MakerFactory, Worker, prepare_to_fork, start_method

MOST_TIMES_KILLED = 2
"""Workers that one job may kill before it is given up."""

MOST_IN_A_ROW = 12
"""Workers that may be killed one after the other, without a file between them, before everything is given up."""


class Pool:
    """The workers of a run; see `flyers.pipeline.workers.iter_results`."""

    def __init__(self, jobs: Sequence[Job], size: int, maker: MakerFactory, method: str) -> None:
        self._jobs = jobs
        self._maker = maker
        self._method = method or start_method()
        self._batches = Batches(stretches(jobs), size)
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
            worker = by_connection[connection]  # type: ignore[index]  # `wait` returns some of what it is given
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
            self._begin(number, batch)

    def _begin(self, number: int, batch: Sequence[int]) -> None:
        """Give *batch* to the worker of that *number*, and start it if it does not run."""
        if number not in self._workers:
            self._workers[number] = Worker(number, self._maker, self._method)
        self._workers[number].begin([(index, self._jobs[index]) for index in batch])

    def _continue(self, worker: Worker) -> None:
        """Give the next batch to the worker, or to another in its place, or let it end."""
        number = worker.number
        before = self._batches.stretch_of(number)
        batch = self._next_batch(number)
        if not batch or (worker.is_large and self._batches.stretch_of(number) != before):
            del self._workers[number]
            worker.stop()
        if batch:
            self._begin(number, batch)

    def _next_batch(self, number: int) -> list[int]:
        # Suspects come last, each alone, when less memory is in use and no other job is affected.
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
