"""Makes jobs on the workers of a Dask cluster, which write the files into a store.

A task has the names of jobs of one language, and brings back their results, never a file. A build that is run again
continues where the last one ended. The campaigns are a task too, an archive: Dask brings it to each worker once.
"""

from __future__ import annotations

import contextlib
import io
import os
import socket
import threading
import zipfile
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from fnmatch import fnmatch
from functools import lru_cache, partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlsplit

from flyers import limits
from flyers.content.starter import starter_folder
from flyers.dates import VARIABLE
from flyers.errors import FileAccessError, FlyersError, MissingToolError, Source, StoppedError, UsageError, install_with
from flyers.file_states import states
from flyers.files import PARTS, is_file, read_bytes
from flyers.pipeline.inputs import libraries, program
from flyers.pipeline.plan import Job
from flyers.pipeline.report import Result
from flyers.pipeline.store import StoreMaker, without_secrets
from flyers.pipeline.workers import batches_of

LARGEST_BATCH = 50
"""Jobs of a task: the scheduler needs a millisecond for each task."""

RETRIES = 2
"""How often a task that failed for a reason of its machine is tried again."""

PATIENCE = 10.0
"""Seconds for an answer of the scheduler, and for the outcome of a task that has ended."""

_RUN_AGAIN = "What was made is in the store: run this again, and only the rest is made."


@dataclass(frozen=True, slots=True)
class Cluster:
    """A Dask cluster.

    Attributes:
        scheduler: its address, ``tcp://host:8786`` or ``tls://…``.
        ca, cert, key: files of the TLS certificates; "" for those of Dask's own configuration.
    """

    scheduler: str
    ca: str = ""
    cert: str = ""
    key: str = ""
    patience: float = PATIENCE

    def iter_results(self, jobs: Sequence[Job], store: str, *, force: bool = False) -> Iterator[tuple[int, Result]]:
        """Make every job's file that *store* does not have (with *force*, every file); yield each result with the index
        of its job in *jobs* as soon as it is there.

        Raises:
            MissingToolError: the extra “scale” is not installed, or workers have another version of the program.
            StoppedError: the scheduler cannot be reached, or is lost, or has no workers.
            StoreError: a worker cannot write to the store.
        """
        with self._client() as client:
            workers = self._workers(client)
            data, places = packed(job.campaign for job in jobs)
            archive = client.submit(bytes, data, pure=False)
            make = partial(client.submit, make_batch, archive, store, force, os.environ.get(VARIABLE), retries=RETRIES)
            sent = [replace(job, campaign=places[job.campaign]) for job in jobs]
            for index, result in self._results(client, make, sent, workers):
                yield index, replace(result, job=replace(result.job, campaign=jobs[index].campaign))

    def _results(
        self, client: Any, make: Callable[..., Any], jobs: Sequence[Job], workers: int
    ) -> Iterator[tuple[int, Result]]:
        from distributed import as_completed

        batches: dict[str, list[int]] = {}

        def submitted(batch: list[int]) -> Any:
            future = make([jobs[index] for index in batch], pure=False)
            batches[future.key] = batch
            return future

        most = max(1, min(LARGEST_BATCH, len(jobs) // (4 * workers)))
        waiting = as_completed([submitted(batch) for batch in batches_of(jobs, most)], loop=client.loop)
        suspects: list[int] = []  # jobs of workers that died; they may only have been waiting there
        for future in waiting:
            batch = batches.pop(future.key)
            results = self._outcome(future, PATIENCE)
            if results is not None:
                yield from zip(batch, results, strict=True)
            elif len(batch) == 1:
                suspects += batch
            else:
                waiting.update([submitted([index]) for index in batch])
        for index in suspects:  # one after the other, so that none is blamed for another
            results = self._outcome(submitted([index]), None)
            yield index, results[0] if results else _given_up(jobs[index])

    def _outcome(self, future: Any, patience: float | None) -> list[Result] | None:
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
            results: list[Result] = future.result()
            return results
        if isinstance(error, KilledWorker):
            return None
        if isinstance(error, FlyersError):
            raise error
        raise StoppedError(
            f"The scheduler {self._shown} is lost, or a worker failed ({_reason(error)}).", hint=_RUN_AGAIN
        )

    def _workers(self, client: Any) -> int:
        """Check that all workers have this program, and return how many there are."""
        try:
            answers = client.run(identity, on_error="return")
        except Exception as error:
            raise StoppedError(
                f"The scheduler {self._shown} is lost ({_reason(error)}).", hint="Check that it runs."
            ) from error
        if not answers:
            raise StoppedError(f"The scheduler {self._shown} has no workers.", hint="Start some: dask worker ADDRESS.")
        for worker, answer in sorted(answers.items()):
            if answer != identity():
                there = answer.split("; ") if isinstance(answer, str) else [_reason(answer)]
                other = ", ".join(part for part in there if part not in identity().split("; "))
                raise MissingToolError(
                    f"The worker {worker} has another program: {other}.",
                    hint="Install the same version of flyers-press, from the same lock, on all machines.",
                )
        return len(answers)

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
        files = {"tls_ca_file": self.ca, "tls_client_cert": self.cert, "tls_client_key": self.key}
        named = {name: file for name, file in files.items() if file}
        limit = f"{self.patience:g}s"
        settings = {
            "distributed.comm.timeouts.connect": limit,
            "distributed.comm.retry.count": 0,
            "distributed.admin.large-graph-warning-threshold": limits.FONT_BYTES,
        }
        with dask.config.set(settings):
            try:
                self._check_address()
                security = distributed.security.Security(require_encryption=True, **named) if named else None
                client = distributed.Client(self.scheduler, timeout=limit, security=security, set_as_default=False)
            except UsageError:
                raise
            except Exception as error:
                raise StoppedError(
                    f"The scheduler {self._shown} cannot be reached ({_reason(error)}).",
                    hint="Check that it runs, its address, and for tls:// the certificates.",
                ) from None
            try:
                yield client
            finally:
                with contextlib.suppress(Exception):
                    client.close(timeout=2)

    def _check_address(self) -> None:
        """Connect to the address once, since a client would wait for long if nobody listens."""
        place = urlsplit(self.scheduler)
        if place.scheme not in ("tcp", "tls") or not place.hostname or not place.port or "@" in place.netloc:
            raise UsageError(
                f"“{self._shown[:80]}” is not the address of a scheduler.",
                hint="Write it as tcp://host:8786 or tls://host:8786.",
            )
        socket.create_connection((place.hostname, place.port), self.patience).close()

    @property
    def _shown(self) -> str:
        return without_secrets(self.scheduler)


_one_at_a_time = threading.Lock()
"""A session is for one thread."""


def make_batch(archive: bytes, store: str, force: bool, date: str | None, jobs: Sequence[Job]) -> list[Result]:
    """Make *jobs* on a worker; the folders of their campaigns are those in the archive. *date* is the client's."""
    with _one_at_a_time:
        os.environ.pop(VARIABLE, None)
        if date is not None:
            os.environ[VARIABLE] = date
        folder = Path(_unpacked(archive).name)
        return _maker(store, force).batch([replace(job, campaign=folder / job.campaign) for job in jobs])


@lru_cache(maxsize=1)  # the campaigns of an earlier run go
def _unpacked(archive: bytes) -> TemporaryDirectory[str]:
    from distributed import get_worker

    folder = TemporaryDirectory(prefix="flyers-", dir=get_worker().local_directory)
    with zipfile.ZipFile(io.BytesIO(archive)) as campaigns:
        campaigns.extractall(folder.name)
    return folder


@lru_cache(maxsize=1)
def _maker(store: str, force: bool) -> StoreMaker:
    return StoreMaker(store, force=force)


def identity() -> str:
    """Return the versions of the program and of the libraries that shape bytes, which workers must have too."""
    return "; ".join([f"flyers {program()}", *libraries().split(", ")])


def packed(campaigns: Iterable[Path]) -> tuple[bytes, Mapping[Path, Path]]:
    """Return *campaigns* and those that they are built on as a ZIP archive, and where each of them is in it.

    The starter campaign stays: every program brings it along.

    Raises:
        FileAccessError: a file cannot be read, or is a link out of its campaign.
    """
    from flyers.content.layers import Layers

    named, folders = list(dict.fromkeys(campaigns)), set[Path]()
    for campaign in named:
        folders.add(campaign.resolve())
        with contextlib.suppress(FlyersError):  # every job of a broken one reports what is wrong
            folders |= {layer.folder.resolve() for layer in Layers.of(campaign).bases} - {starter_folder()}
    top = Path(os.path.commonpath(folders))
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for folder in sorted(folders):
            files = [path for part in ("content", "translations", "fonts") for path in states(folder / part)]
            for file in sorted(Path(path) for path in files if is_file(Path(path)) and not fnmatch(path, f"*/{PARTS}")):
                _require_inside(file, folders)
                entry = zipfile.ZipInfo(file.relative_to(top).as_posix(), (1980, 1, 1, 0, 0, 0))
                archive.writestr(entry, read_bytes(file, most=limits.FONT_BYTES), zipfile.ZIP_DEFLATED)
    return data.getvalue(), {campaign: campaign.resolve().relative_to(top) for campaign in named}


def _require_inside(file: Path, folders: Collection[Path]) -> None:
    """Refuse a link that leads out of the campaigns: what it leads to would be sent to other machines."""
    real = file.resolve()
    if not any(real.is_relative_to(folder) for folder in folders):
        raise FileAccessError(
            f"This is a link that leads out of the campaign, to {real}.",
            hint="Copy the file into the campaign, or delete the link: workers get the campaign's own files.",
            source=Source(str(file)),
        )


def _given_up(job: Job) -> Result:
    error = StoppedError(
        "Every worker that made this file was killed.",
        hint="Perhaps memory ran out: give workers more (dask worker --memory-limit).",
        trail=(job.product, job.language),
    )
    return Result(job, error=error)


def _reason(error: object) -> str:
    first = (str(error) or type(error).__name__).strip().splitlines()[0]
    return without_secrets(first)[:160].rstrip(".")
