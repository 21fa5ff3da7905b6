"""Makes jobs, in this process or in several (`processes`). Results are handed out as they come.

A worker makes one language after the other, and forgets what it has read of the one before.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from weakref import WeakSet

from flyers import limits, process_cache
from flyers.pipeline.outputs import Result, killed
from flyers.pipeline.plan import ALL, Job
from flyers.pipeline.recipe import make_if_needed
from flyers.pipeline.session import MOST_OPEN, Session, open_session

MOST = 16  # Jobs of a batch.
Watcher = Callable[[Result], object]  # Receives every result as it comes in, in the parent process.
MakeJob = Callable[[Job], Result]
MakerFactory = Callable[[], MakeJob]
"""Returns, inside a worker, what makes its jobs. It is a function of a module, since it is sent by its name."""


class Maker:
    """Makes the jobs whose files are not current, with *force* all."""

    def __init__(self, *, force: bool = False) -> None:
        self._force = force
        self._languages: tuple[str, ...] | None = None
        # Of many campaigns only a few are open at a time (`open_session`); the others must be able to go.
        self._sessions: WeakSet[Session] = WeakSet()

    def __call__(self, job: Job) -> Result:
        self.turn_to(job)
        session = open_session(job.campaign)
        self._sessions.add(session)
        return make_if_needed(job, session, force=self._force)

    def turn_to(self, job: Job) -> None:
        """Get ready for the language of *job*: forget what was kept for the former one."""
        languages = (job.language, job.secondary)
        if self._languages not in (None, languages) and ALL not in (self._languages or ()):
            for session in list(self._sessions):
                session.forget_languages()
            self._sessions.clear()
            process_cache.forget_all()
            gc.collect()
            if not gc.get_freeze_count():
                # What is left is the program and the campaign, which stay. To look through them again at each language
                # took 4 of 43 seconds that three products take in all languages.
                gc.freeze()
        self._languages = languages


def run(
    jobs: Sequence[Job], *, workers: int | None = None, watch: Watcher = lambda result: None, force: bool = False
) -> list[Result]:
    """Make every file that is not current, with *force* every one; return the results of `iter_results` in order."""
    results: dict[int, Result] = {}
    for index, result in iter_results(jobs, workers=workers, maker=partial(Maker, force=force)):
        results[index] = result
        watch(result)
    return [results[index] for index in range(len(jobs))]


def iter_results(
    jobs: Sequence[Job], *, workers: int | None = None, maker: MakerFactory = Maker
) -> Iterator[tuple[int, Result]]:
    """Make every job's file and yield each result, with the place of its job in *jobs*, as soon as it is there.

    The files are the same, byte for byte, for any number of *workers*, by default `flyers.limits.workers_for`. With one
    all jobs run in this process. After Ctrl-C running batches end first; those not started are dropped.
    """
    workers = min(workers or limits.workers_for(len(jobs)), max(len(jobs), 1))
    most = max(1, min(MOST, len(jobs) // (3 * workers)))
    batches = batches_of(jobs, most)
    if workers == 1:
        make = maker()
        yield from ((index, make(jobs[index])) for batch in batches for index in batch)
        return
    from flyers.pipeline import processes  # not needed for a few files, which have one worker

    if processes.start_method() == "fork":
        processes.prepare_to_fork(list(dict.fromkeys(job.campaign for job in jobs)))
    numbered = [[(index, jobs[index]) for index in batch] for batch in batches]
    lost = "Two worker processes were killed while they made this file."
    for index, result in processes.outcomes(_make, numbered, workers, partial(_prepare, maker), tries=2):
        yield index, result or killed(jobs[index], lost, "Perhaps memory ran out: make it alone, with --jobs 1.")


def batches_of(jobs: Sequence[Job], most: int) -> list[list[int]]:
    """Return the indices of *jobs* in batches of at most *most* that share what a worker has read: one language, in as
    many campaigns as a process has open at a time, and on pieces in all languages or on others.
    """
    campaigns: dict[Path, int] = {}
    together: dict[tuple[int, bool, str], list[int]] = {}
    for index, job in enumerate(jobs):
        number = campaigns.setdefault(job.campaign, len(campaigns))
        together.setdefault((number // MOST_OPEN, job.secondary == ALL, job.language), []).append(index)
    groups = [group for _, group in sorted(together.items(), key=lambda pair: pair[0][:2])]
    return [group[start : start + most] for group in groups for start in range(0, len(group), most)]


_make_job: MakeJob | None = None  # What makes the jobs of this process, if it is a worker.


def _prepare(maker: MakerFactory) -> None:
    global _make_job
    _make_job = maker()


def _make(job: Job) -> Result:
    assert _make_job is not None, "the worker was prepared"
    return _make_job(job)
