"""Run jobs, in this process or in several (`flyers.pipeline.pool`). Results are handed out as they come."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from flyers import processors
from flyers.pipeline.batches import in_order
from flyers.pipeline.maker import Maker
from flyers.pipeline.plan import Job
from flyers.pipeline.report import Result

if TYPE_CHECKING:
    from flyers.pipeline.worker_process import MakerFactory

Watcher = Callable[[Result], None]
"""Receives every result as it comes in. Called in the parent process only."""


def run(
    jobs: Sequence[Job], *, workers: int | None = None, watch: Watcher | None = None, force: bool = False
) -> list[Result]:
    """Make every job's file that is not current, with *force* every one; return the results in the order of *jobs*.

    See `iter_results`, which keeps none of them.
    """
    results: dict[int, Result] = {}
    for index, result in iter_results(jobs, workers=workers, maker=partial(Maker, force=force)):
        results[index] = result
        if watch is not None:
            watch(result)
    return [results[index] for index in range(len(jobs))]


def iter_results(
    jobs: Sequence[Job], *, workers: int | None = None, maker: MakerFactory = Maker, method: str = ""
) -> Iterator[tuple[int, Result]]:
    """Make every job's file and yield each result, with the place of its job in *jobs*, as soon as it is there.

    With one worker all jobs run in this process. The files are the same, byte for byte, for any number of workers.

    Args:
        workers: how many; by default `flyers.processors.workers_for`.
        maker: returns the maker of a worker's jobs.
        method: how workers are started; by default `flyers.pipeline.worker_process.start_method`.

    Raises:
        KeyboardInterrupt: after the running jobs have ended; those not started are dropped.
    """
    workers = min(workers or processors.workers_for(len(jobs)), max(len(jobs), 1))
    if workers > 1:
        from flyers.pipeline.pool import Pool  # not needed for a few files, which have one worker

        yield from Pool(jobs, workers, maker, method).results()
        return
    make = maker()
    for index in in_order(jobs):
        yield index, make(jobs[index])
