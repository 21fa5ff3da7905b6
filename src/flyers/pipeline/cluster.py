"""Send batches of jobs to a Dask cluster; the files go from its workers into a store of objects.

The scheduler keeps nothing: finished files are in the store, so a build that is run again continues where the last one
ended. Tasks may run twice, and then write the same. A worker gets the campaigns once, by a plugin that new and replaced
workers get too; tasks carry only the names of jobs, and bring back names and checksums, never a file.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from flyers.dates import VARIABLE
from flyers.errors import FlyersError, MissingToolError, StoppedError, UsageError, install_with
from flyers.pipeline.batches import stretches
from flyers.pipeline.plan import Job
from flyers.pipeline.program import libraries, program
from flyers.pipeline.report import Result
from flyers.pipeline.shipping import Shipment, layers_of, pack

LARGEST_BATCH = 50
"""Jobs of a task: the scheduler needs a millisecond for each task."""

RETRIES = 2
"""How often a task that failed for a reason of its machine is tried again."""

_PATIENCE = 10
"""Seconds for the outcome of a task that has ended."""

_RUN_AGAIN = "What was made is in the store: run this again, and only the rest is made."


@dataclass(frozen=True, slots=True)
class Cluster:
    """A Dask cluster.

    Attributes:
        scheduler: its address, ``tcp://host:8786`` or ``tls://…``.
        ca, cert, key: files of the TLS certificates; "" for those of Dask's own configuration.
        patience: seconds that the scheduler may take to answer.
    """

    scheduler: str
    ca: str = ""
    cert: str = ""
    key: str = ""
    patience: float = 10

    def iter_results(self, jobs: Sequence[Job], store: str, *, force: bool = False) -> Iterator[tuple[int, Result]]:
        """Make every job's file that *store* does not have (with *force*, every file); yield each result with the index
        of its job in *jobs* as soon as it is there.

        Raises:
            MissingToolError: the extra “scale” is not installed, or workers have another version of the program.
            StoppedError: the scheduler cannot be reached, or is lost, or has no workers.
            StoreError: a worker cannot write to the store.
        """
        with self._client() as client:
            count = _checked_workers(client, self.scheduler)
            from flyers.pipeline.cluster_worker import Campaigns

            shipment = pack(layers_of(job.campaign for job in jobs))
            client.register_plugin(Campaigns(shipment), name=f"flyers-{shipment.digest}")
            try:
                yield from _Run(client, jobs, shipment, store, force, self.scheduler).results(count)
            finally:
                _quietly(lambda: client.unregister_worker_plugin(f"flyers-{shipment.digest}"))

    @contextmanager
    def _client(self) -> Iterator[Any]:
        try:
            import dask
            import distributed
        except ImportError:
            raise MissingToolError(
                "A cluster needs Dask, from the extra “scale”, and it is not installed.",
                hint=install_with("scale"),
            ) from None
        self._check_address()
        limit = f"{self.patience:g}s"
        with dask.config.set({"distributed.comm.timeouts.connect": limit, "distributed.comm.retry.count": 0}):
            try:
                client = distributed.Client(
                    self.scheduler, timeout=limit, security=self._security(), set_as_default=False
                )
            except Exception as error:
                raise self._unreachable(error) from error
            try:
                yield client
            finally:
                _quietly(lambda: client.close(timeout=2))

    def _check_address(self) -> None:
        """Connect to the address once, since a client would wait for long if nobody listens."""
        try:
            place = urlsplit(self.scheduler)
            if place.scheme not in ("tcp", "tls") or not place.hostname or not place.port:
                raise UsageError(
                    f"“{self.scheduler[:80]}” is not the address of a scheduler.",
                    hint="Write it as tcp://host:8786 or tls://host:8786.",
                )
            socket.create_connection((place.hostname, place.port), self.patience).close()
        except (OSError, ValueError) as error:
            raise self._unreachable(error) from error

    def _unreachable(self, error: Exception) -> StoppedError:
        return StoppedError(
            f"The scheduler {self.scheduler} cannot be reached ({_first_line(error)}).",
            hint="Check that it runs, its address, and for tls:// the certificates.",
        )

    def _security(self) -> Any:
        from distributed.security import Security

        if not (self.ca or self.cert or self.key):
            return None
        files = {"tls_ca_file": self.ca, "tls_client_cert": self.cert, "tls_client_key": self.key}
        return Security(require_encryption=True, **{name: file for name, file in files.items() if file})


def identity() -> str:
    """Return the versions of the program and of the libraries that shape bytes, which workers must have too."""
    return f"flyers {program()}; {libraries()}"


def _checked_workers(client: Any, scheduler: str) -> int:
    """Check that all workers have this program, and return how many there are."""
    try:
        answers = client.run(identity, on_error="return")
    except Exception as error:
        raise StoppedError(
            f"The scheduler {scheduler} is lost ({_first_line(error)}).", hint="Check that it runs."
        ) from error
    if not answers:
        raise StoppedError(f"The scheduler {scheduler} has no workers.", hint="Start some: dask worker ADDRESS.")
    for worker, answer in sorted(answers.items()):
        if answer != identity():
            raise MissingToolError(
                f"The worker {worker} has another program: {_difference(answer)}.",
                hint="Install the same version of flyers-press, from the same lock, on all machines.",
            )
    return len(answers)


def _difference(answer: object) -> str:
    if not isinstance(answer, str):
        return f"{type(answer).__name__}: {answer}"
    here = identity().replace(";", ",").split(", ")
    there = answer.replace(";", ",").split(", ")
    return next(
        (f"{other.strip()} there, {own.strip()} here" for own, other in zip(here, there, strict=False) if own != other),
        answer,
    )


# -- on the client -----------------------------------------------------------------------------------------------------


class _Run:
    """Batches of jobs on their way."""

    def __init__(
        self, client: Any, jobs: Sequence[Job], shipment: Shipment, store: str, force: bool, scheduler: str
    ) -> None:
        self._client = client
        self._jobs = jobs
        from flyers.pipeline.cluster_worker import RunOrder

        self._order = RunOrder(shipment.digest, store, force, os.environ.get(VARIABLE))
        self._places = shipment.places
        self._scheduler = scheduler
        self._batches: dict[str, list[int]] = {}

    def results(self, workers: int) -> Iterator[tuple[int, Result]]:
        from distributed import as_completed

        waiting = as_completed([self._submitted(batch) for batch in self._planned(workers)], loop=self._client.loop)
        suspects: list[int] = []  # jobs of workers that died; they may only have been waiting there
        for future in waiting:
            batch = self._batches.pop(future.key)
            results = self._results_of(future, batch)
            if results is not None:
                yield from zip(batch, results, strict=True)
            elif len(batch) == 1:
                suspects += batch
            else:
                middle = len(batch) // 2
                waiting.update([self._submitted(batch[:middle]), self._submitted(batch[middle:])])
            future.release()
        for index in suspects:  # one after the other, so that none is blamed for another
            yield index, self._made_alone(index)

    def _planned(self, workers: int) -> Iterator[list[int]]:
        """Yield the jobs of each task: one language, and no more than keeps all workers busy to the end."""
        most = max(1, min(LARGEST_BATCH, len(self._jobs) // (4 * workers)))
        for stretch in stretches(self._jobs).values():
            indices = list(stretch)
            yield from (indices[start : start + most] for start in range(0, len(indices), most))

    def _made_alone(self, index: int) -> Result:
        future = self._submitted([index])
        results = self._results_of(future, self._batches.pop(future.key), patience=None)
        future.release()
        return results[0] if results else _given_up(self._jobs[index])

    def _submitted(self, batch: list[int]) -> Any:
        jobs = [replace(self._jobs[index], campaign=Path(self._places[self._jobs[index].campaign])) for index in batch]
        from flyers.pipeline.cluster_worker import make_batch

        future = self._client.submit(make_batch, self._order, jobs, retries=RETRIES, pure=False)
        self._batches[future.key] = batch
        return future

    def _results_of(self, future: Any, batch: list[int], *, patience: float | None = _PATIENCE) -> list[Result] | None:
        """Return the results of a task within *patience* seconds (None: whenever it ends); None if it killed its
        workers.
        """
        from concurrent.futures import CancelledError

        from distributed import KilledWorker

        try:
            error = future.exception(timeout=patience)
        except (CancelledError, Exception) as lost:
            error = lost
        if error is None and future.status == "finished":
            return [
                replace(result, job=replace(result.job, campaign=self._jobs[index].campaign))
                for index, result in zip(batch, future.result(), strict=True)
            ]
        if isinstance(error, KilledWorker):
            return None
        if isinstance(error, FlyersError):
            raise error
        raise StoppedError(
            f"The scheduler {self._scheduler} is lost, or a worker failed ({_first_line(error)}).", hint=_RUN_AGAIN
        )


def _given_up(job: Job) -> Result:
    error = StoppedError(
        "Every worker that made this file was killed.",
        hint="Perhaps memory ran out: give workers more (dask worker --memory-limit).",
        trail=(job.product, job.language),
    )
    return Result(job, error=error)


def _first_line(error: object) -> str:
    return (str(error) or type(error).__name__).strip().splitlines()[0][:160].rstrip(".")


def _quietly(act: Callable[[], Any]) -> None:
    try:
        act()
    except Exception:
        return
