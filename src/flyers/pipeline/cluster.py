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
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import lru_cache, partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlsplit

from flyers import limits
from flyers.content.layers import starter_folder
from flyers.errors import FileAccessError, FlyersError, MissingToolError, Source, StoppedError, UsageError, install_with
from flyers.files import DATE_VARIABLE, read_bytes, states
from flyers.pipeline.inputs import libraries, program
from flyers.pipeline.outputs import Result, killed
from flyers.pipeline.plan import Job
from flyers.pipeline.store import StoreMaker, without_secrets
from flyers.pipeline.workers import batches_of
from flyers.records import dataclass

LARGEST_BATCH = 50
"""Jobs of a task: the scheduler needs a millisecond for each task."""

RETRIES = 2
"""How often Dask tries a task again that failed for a reason of its machine."""

PATIENCE = 10.0
"""Seconds for an answer of the scheduler, and for the results of a task that has ended."""

_LOST = "Every worker that made this file was killed."
_MEMORY = "Perhaps memory ran out: give workers more (dask worker --memory-limit)."

DASK_PORT = 8786
"""Where a scheduler listens unless it is told otherwise."""


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
            UsageError: *scheduler* is no address.
            MissingToolError: the extra “scale” is not installed, or workers have another version of the program.
            StoppedError: the scheduler cannot be reached, or is lost, or has no workers.
            StoreError: a worker cannot write to the store.
        """
        with self._client() as client:
            try:
                for index, result in _results(client, jobs, store, force):
                    yield index, replace(result, job=replace(result.job, campaign=jobs[index].campaign))
            except FlyersError:
                raise
            except Exception as error:
                raise StoppedError(
                    f"The scheduler {without_secrets(self.scheduler)} is lost, or a worker failed ({_reason(error)}).",
                    hint="What was made is in the store: run this again, and only the rest is made.",
                ) from None

    @contextmanager
    def _client(self) -> Iterator[Any]:
        shown, place = without_secrets(self.scheduler), urlsplit(self.scheduler)
        if place.scheme not in ("tcp", "tls") or not place.hostname or "@" in place.netloc:
            raise UsageError(
                f"“{shown[:80]}” is not the address of a scheduler.",
                hint="Write it as tcp://host:8786 or tls://host:8786.",
            )
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
        settings = {
            "distributed.comm.timeouts.connect": f"{self.patience:g}s",
            "distributed.comm.retry.count": 0,
            "distributed.admin.large-graph-warning-threshold": limits.FONT_BYTES,
        }
        with dask.config.set(settings):
            try:
                # A client would go on trying where nobody listens.
                socket.create_connection((place.hostname, place.port or DASK_PORT), self.patience).close()
                security = distributed.Security(require_encryption=True, **named) if named else None
                client = distributed.Client(
                    self.scheduler, timeout=self.patience, security=security, set_as_default=False
                )
            except Exception as error:
                raise StoppedError(
                    f"The scheduler {shown} cannot be reached ({_reason(error)}).",
                    hint="Check that it runs, its address, and for tls:// the certificates.",
                ) from None
            try:
                yield client
            finally:
                with contextlib.suppress(Exception):  # the scheduler may be gone
                    client.close(timeout=2)


def _results(client: Any, jobs: Sequence[Job], store: str, force: bool) -> Iterator[tuple[int, Result]]:
    from distributed import KilledWorker, as_completed

    most = max(1, min(LARGEST_BATCH, len(jobs) // (4 * _workers(client))))
    data, places = packed(job.campaign for job in jobs)
    sent = [replace(job, campaign=places[job.campaign]) for job in jobs]
    archive = client.submit(bytes, data, pure=False)  # not scattered: that is lost with its worker
    make = partial(
        client.submit, make_batch, archive, store, force, os.environ.get(DATE_VARIABLE), retries=RETRIES, pure=False
    )
    batches = {make([sent[index] for index in batch]): batch for batch in batches_of(jobs, most)}
    suspects: list[int] = []  # jobs of workers that died; they may only have been waiting there
    for future in as_completed(list(batches), loop=client.loop):
        batch = batches.pop(future)
        try:
            yield from zip(batch, future.result(timeout=PATIENCE), strict=True)
        except KilledWorker:
            suspects += batch
    for index in suspects:  # one after the other, so that none is blamed for another
        try:
            yield index, make([sent[index]]).result()[0]
        except KilledWorker:
            yield index, killed(jobs[index], _LOST, _MEMORY)


def _workers(client: Any) -> int:
    """Check that all workers have this program, and return how many there are."""
    answers = client.run(identity, on_error="return")
    if not answers:
        raise StoppedError("The scheduler has no workers.", hint="Start some: dask worker ADDRESS.")
    for worker, answer in sorted(answers.items()):
        if answer != identity():
            other = [part for part in str(answer).split("; ") if part not in identity().split("; ")]
            raise MissingToolError(
                f"The worker {worker} has another program: {_reason(', '.join(other))}.",
                hint="Install the same version of flyers-press, from the same lock, on all machines.",
            )
    return len(answers)


_one_at_a_time = threading.Lock()
"""A session is for one thread."""


def make_batch(archive: bytes, store: str, force: bool, date: str | None, jobs: Sequence[Job]) -> list[Result]:
    """Make *jobs* on a worker; the folders of their campaigns are those in the archive. *date* is the client's."""
    with _one_at_a_time:
        os.environ.pop(DATE_VARIABLE, None)
        if date is not None:
            os.environ[DATE_VARIABLE] = date
        folder, make = Path(_unpacked(archive).name), _maker(store, force)
        return [make(replace(job, campaign=folder / job.campaign)) for job in jobs]


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
            parts = [states(folder / part).items() for part in ("content", "translations", "fonts")]
            files = [path for part in parts for path, (size, *_) in part if size >= 0 and not path.endswith(".part")]
            for file in sorted(map(Path, files)):
                if not any(file.resolve().is_relative_to(campaign) for campaign in folders):
                    raise FileAccessError(  # what it leads to would be sent to other machines
                        f"This is a link that leads out of the campaign, to {file.resolve()}.",
                        hint="Copy the file into the campaign, or delete the link: workers get its own files.",
                        source=Source(str(file)),
                    )
                entry = zipfile.ZipInfo(file.relative_to(top).as_posix(), (1980, 1, 1, 0, 0, 0))
                archive.writestr(entry, read_bytes(file, most=limits.FONT_BYTES), zipfile.ZIP_DEFLATED)
    return data.getvalue(), {campaign: campaign.resolve().relative_to(top) for campaign in named}


def _reason(error: object) -> str:
    first = (str(error) or type(error).__name__).strip().splitlines()[0]
    return without_secrets(first)[:160].rstrip(".")
