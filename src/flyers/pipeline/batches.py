"""Jobs handed out to workers in batches, so that a worker has a language for itself as long as there are enough."""

from __future__ import annotations

from collections import deque
from collections.abc import Hashable, Mapping, Sequence
from pathlib import Path
from typing import Generic, TypeVar

from flyers.pipeline.plan import ALL, Job
from flyers.pipeline.session import MOST_OPEN

MOST = 16
"""Jobs of a batch."""

Stretch = tuple[int, bool, str]
"""Jobs that share what a worker caches: the number of a group of campaigns, whether all languages are on the piece, and
the language."""

Key = TypeVar("Key", bound=Hashable)


def stretches(jobs: Sequence[Job]) -> dict[Stretch, deque[int]]:
    """Return the indices of *jobs* by stretch. A group has as many campaigns as a process has open at a time."""
    campaigns: dict[Path, int] = {}
    found: dict[Stretch, deque[int]] = {}
    for index, job in enumerate(jobs):
        number = campaigns.setdefault(job.campaign, len(campaigns))
        key = (number // MOST_OPEN, job.secondary == ALL, job.language)
        found.setdefault(key, deque()).append(index)
    return dict(sorted(found.items(), key=lambda pair: pair[0][:2]))  # languages stay in the order of the plan


class Batches(Generic[Key]):
    """The jobs that no worker has taken yet, by their indices in each stretch.

    A worker goes on with its own stretch, then begins one that nobody has begun, then takes from the one with the most
    jobs left. Batches become smaller towards the end, so that all workers end at about the same time.
    """

    def __init__(self, waiting: Mapping[Key, deque[int]], workers: int) -> None:
        self._waiting = dict(waiting)
        self._workers = workers
        self._left = sum(map(len, waiting.values()))
        self._of_worker: dict[int, Key] = {}

    def take(self, worker: int) -> list[int]:
        """Return the indices of the worker's next jobs; none if nothing is left."""
        stretch = self._stretch_for(worker)
        if stretch is None:
            return []
        self._of_worker[worker] = stretch
        jobs = self._waiting[stretch]
        most = max(1, min(MOST, self._left // (3 * self._workers)))
        batch = [jobs.popleft() for _ in range(min(most, len(jobs)))]
        self._left -= len(batch)
        if not jobs:
            del self._waiting[stretch]
        return batch

    def stretch_of(self, worker: int) -> Key | None:
        """Return the stretch of which the worker took its last jobs; None if it has taken none."""
        return self._of_worker.get(worker)

    def give_back(self, worker: int, batch: Sequence[int]) -> None:
        """Take back the jobs that the worker has not made; its replacement gets them first."""
        if batch:
            stretch = self._of_worker[worker]
            self._waiting.setdefault(stretch, deque()).extendleft(reversed(batch))
            self._left += len(batch)

    def _stretch_for(self, worker: int) -> Key | None:
        own = self._of_worker.get(worker)
        if own in self._waiting:
            return own
        begun = set(self._of_worker.values())
        return next(
            (stretch for stretch in self._waiting if stretch not in begun),
            max(self._waiting, key=lambda stretch: len(self._waiting[stretch]), default=None),
        )


def in_order(jobs: Sequence[Job]) -> list[int]:
    """Return the indices of *jobs* in the order in which one worker makes them: stretch by stretch."""
    return [index for stretch in stretches(jobs).values() for index in stretch]
