"""Builds on many machines: stores of objects, which all of them fill, and the Dask cluster whose workers do.

A store is a bucket of S3 or another service that fsspec knows, or a folder:

    maine/es/poster.press.pdf     a file of the campaign “maine”
    maine/es/poster.press.json    its record: what it is made of, checksums, and the entry that proof.json would have

A record is written after its files, and counts if they are what it says, so no lock is needed and a build goes on where
the last one ended. A task of a cluster has the names of jobs of one language, and brings back their results, never a
file. The campaigns are a task too, an archive, which Dask brings to each worker once.
"""

from __future__ import annotations

import contextlib
import errno
import io
import json
import os
import re
import socket
import threading
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property, lru_cache, partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlsplit

from flyers import limits
from flyers.content import starter_folder
from flyers.content.layers import Layers
from flyers.errors import FileAccessError, FlyersError, MissingToolError, Source, StoppedError, UsageError, install_with
from flyers.files import DATE_VARIABLE, read_bytes, states, write_whole
from flyers.pipeline import outputs
from flyers.pipeline.fresh import made_of
from flyers.pipeline.inputs import libraries, program
from flyers.pipeline.outputs import Result, killed, result_of
from flyers.pipeline.plan import Job
from flyers.pipeline.session import open_session
from flyers.pipeline.workers import Maker, batches_of
from flyers.records import dataclass

SCHEMES = ("s3", "gs", "az", "abfs", "file")
"""Services that keep what is written. An archive, a list of references or this process's memory does not."""

_GO_ON = "What was made is there; the next build goes on from it."


class StoreError(FileAccessError):
    """The store cannot be reached, read or written."""


def without_secrets(text: str) -> str:
    """Return *text* without the names, passwords and tokens that addresses in it may have."""
    return re.sub(r"(?<=//)\S*@|\?\S*", "", text)


class Store:
    """The store at *address*, which is a folder if it has no scheme; raises UsageError if nothing can be kept there."""

    def __init__(self, address: str) -> None:
        self._address = address.rstrip("/") if "://" in address else Path(address).absolute().as_uri()
        self.shown = without_secrets(self._address)
        scheme, _, place = self._address.partition("://")
        if scheme not in SCHEMES or not (place.partition("/")[0] or scheme == "file"):
            raise UsageError(
                f"“{self.shown[:80]}” is not the address of a store.",
                hint="Write s3://bucket/prefix, gs://bucket/prefix, az://container/prefix or file:///folder.",
            )

    @cached_property
    def _place(self) -> tuple[Any, str]:
        """The file system, and the path in it."""
        from fsspec.core import url_to_fs

        filesystem, path = url_to_fs(self._address)
        return filesystem, path.rstrip("/")

    def write(self, name: str, data: bytes) -> None:
        """Write the object *name*; raises StoreError or MissingToolError if that is not possible."""
        with self._told("written"):
            filesystem, root = self._place
            if self._address.startswith("file:"):  # where writing is not one step
                write_whole(Path(f"{root}/{name}"), data)
            else:
                filesystem.pipe_file(f"{root}/{name}", data)

    def read(self, name: str) -> bytes:
        """Return the object *name*, nothing if it is not there; raises the errors of `write`."""
        with self._told("read"), contextlib.suppress(FileNotFoundError):
            filesystem, root = self._place
            return bytes(filesystem.cat_file(f"{root}/{name}"))
        return b""

    @contextmanager
    def _told(self, done: str) -> Iterator[None]:
        """Tell a person what went wrong while something was *done*."""
        try:
            yield
        except ImportError as error:
            raise MissingToolError(
                f"The store {self.shown} needs a library that is not installed ({error}).",
                hint=f"{install_with('scale')} (gs:// needs gcsfs, az:// adlfs.)",
            ) from None
        except Exception as error:
            cause = error.__cause__ if isinstance(error, FileAccessError) else error
            if isinstance(cause, OSError) and cause.errno in (errno.ENOSPC, errno.EDQUOT):
                raise StoreError("The store is full.", hint=_GO_ON, source=Source(self.shown)) from None
            reason = (getattr(cause, "strerror", None) or str(cause) or type(cause).__name__).splitlines()[0]
            raise StoreError(
                f"The store cannot be {done} ({without_secrets(reason)[:200]}).",
                hint=f"Check its address, your permissions and the network. {_GO_ON}",
                source=Source(self.shown),
            ) from None


class StoreMaker:
    """Makes a job if the store at *address* does not have its file, with *force* in any case.

    Files are made in a temporary folder, proved there as always, and put into the store if they are good.
    """

    def __init__(self, address: str, force: bool = False) -> None:
        self._store = Store(address)
        self._make = Maker(force=True)
        self._force = force

    def __call__(self, job: Job) -> Result:
        """Return the result of *job*; raises StoreError if the store cannot be read or written."""
        self._make.turn_to(job)
        return (None if self._force else self._current(job)) or self._made(job)

    def _current(self, job: Job) -> Result | None:
        """Return the result of a job whose file is in the store and current; else None."""
        try:
            key = made_of(job, open_session(job.campaign)).key
            record = json.loads(self._store.read(_name(job, f"{job.key}.json")))
        except StoreError:
            raise
        except (FlyersError, ValueError):  # making the file reports what is wrong; or there is no record
            return None
        files = record["files"].items()
        if record["key"] != key or any(outputs.digest(self._store.read(name)) != digest for name, digest in files):
            return None
        return result_of(replace(job, marked_draft=record["draft"]), record["entry"], key)

    def _made(self, job: Job) -> Result:
        with TemporaryDirectory(prefix="flyers-") as folder:
            result = self._make(replace(job, output=Path(folder)))
            made = result.job
            if result.good:
                paths = (made.target, *made.texts)
                files = {_name(job, path.name): read_bytes(path, most=limits.PDF_BYTES) for path in paths}
                for name, data in files.items():
                    self._store.write(name, data)
                record = {
                    "key": result.key,
                    "draft": made.marked_draft,
                    "files": {name: outputs.digest(data) for name, data in files.items()},
                    "entry": outputs.entries(made.folder / outputs.REPORT)[made.key],
                }
                data = json.dumps(record, ensure_ascii=False, indent=1).encode()
                self._store.write(_name(job, f"{job.key}.json"), data)
        return replace(result, job=replace(made, output=job.output))


def _name(job: Job, file: str) -> str:
    return f"{open_session(job.campaign).campaign.id}/{job.language}/{file}"


PATIENCE = 10.0  # seconds for an answer of the scheduler, and for the results of a task that has ended


@dataclass(frozen=True, slots=True)
class Cluster:
    """A Dask cluster."""

    scheduler: str  # its address, ``tcp://host:8786`` or ``tls://…``
    ca: str = ""  # ca, cert, key: files of the TLS certificates; "" for those of Dask's own configuration
    cert: str = ""
    key: str = ""
    patience: float = PATIENCE

    def iter_results(self, jobs: Sequence[Job], store: str, *, force: bool = False) -> Iterator[tuple[int, Result]]:
        """Yield the result of each file that *store* does not have, with *force* of all, with the index of its job.

        Raises UsageError if *scheduler* is no address, MissingToolError without the extra “scale” or if workers have
        another version of the program, StoppedError if the scheduler cannot be reached, is lost or has no workers, and
        StoreError if a worker cannot write to the store.
        """
        with self._client() as client:
            for index, result in _results(client, jobs, store, force):
                yield index, replace(result, job=replace(result.job, campaign=jobs[index].campaign))

    @contextmanager
    def _client(self) -> Iterator[Any]:
        shown, place = without_secrets(self.scheduler), urlsplit(self.scheduler)
        if place.scheme not in ("tcp", "tls") or not place.hostname or "@" in place.netloc:
            hint = "Write it as tcp://host:8786 or tls://host:8786."
            raise UsageError(f"“{shown[:80]}” is not the address of a scheduler.", hint=hint)
        try:
            import dask
            import distributed
        except ImportError:
            needs = "A cluster needs Dask, from the extra “scale”, and it is not installed."
            raise MissingToolError(needs, hint=install_with("scale")) from None
        files = {"tls_ca_file": self.ca, "tls_client_cert": self.cert, "tls_client_key": self.key}
        named = {name: file for name, file in files.items() if file}
        large = {"distributed.admin.large-graph-warning-threshold": limits.FONT_BYTES}
        with dask.config.set({"distributed.comm.retry.count": 0, **large}):
            try:
                # A client would go on trying where nobody listens.
                socket.create_connection((place.hostname, place.port or 8786), self.patience).close()
                secured = {"security": distributed.Security(require_encryption=True, **named)} if named else {}
                client = distributed.Client(self.scheduler, timeout=self.patience, set_as_default=False, **secured)
            except Exception as error:
                raise StoppedError(
                    f"The scheduler {shown} cannot be reached ({_reason(error)}).",
                    hint="Check that it runs, its address, and for tls:// the certificates.",
                ) from None
            try:
                yield client
            except FlyersError:
                raise
            except Exception as error:
                raise StoppedError(
                    f"The scheduler {shown} is lost, or a worker failed ({_reason(error)}).",
                    hint="What was made is in the store: run this again, and only the rest is made.",
                ) from None
            finally:
                with contextlib.suppress(Exception):  # the scheduler may be gone
                    client.close(timeout=2)


def _results(client: Any, jobs: Sequence[Job], store: str, force: bool) -> Iterator[tuple[int, Result]]:
    from distributed import KilledWorker, as_completed

    most = max(1, min(50, len(jobs) // (4 * _workers(client))))  # the scheduler needs a millisecond for each task
    data, places = packed(job.campaign for job in jobs)
    sent = [replace(job, campaign=places[job.campaign]) for job in jobs]
    archive = client.submit(bytes, data, pure=False)  # not scattered: that is lost with its worker
    arguments = archive, store, force, os.environ.get(DATE_VARIABLE)
    make = partial(client.submit, make_batch, *arguments, retries=2, pure=False)
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
            hint = "Perhaps memory ran out: give workers more (dask worker --memory-limit)."
            yield index, killed(jobs[index], "Every worker that made this file was killed.", hint)


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


_one_at_a_time = threading.Lock()  # a session is for one thread


def make_batch(archive: bytes, store: str, force: bool, date: str | None, jobs: Sequence[Job]) -> list[Result]:
    """Make *jobs* on a worker; the folders of their campaigns are those in the archive. *date* is the client's."""
    with _one_at_a_time:
        os.environ.pop(DATE_VARIABLE, None)
        if date is not None:
            os.environ[DATE_VARIABLE] = date
        folder, make = Path(_unpacked(archive).name), _maker(store, force)
        return [make(replace(job, campaign=folder / job.campaign)) for job in jobs]


_maker = lru_cache(maxsize=1)(StoreMaker)


@lru_cache(maxsize=1)  # the campaigns of an earlier run go
def _unpacked(archive: bytes) -> TemporaryDirectory[str]:
    from distributed import get_worker

    folder = TemporaryDirectory(prefix="flyers-", dir=get_worker().local_directory)
    with zipfile.ZipFile(io.BytesIO(archive)) as campaigns:
        campaigns.extractall(folder.name)
    return folder


def identity() -> str:
    """Return the versions of the program and of the libraries that shape bytes, which workers must have too."""
    return "; ".join([f"flyers {program()}", *libraries().split(", ")])


def packed(campaigns: Iterable[Path]) -> tuple[bytes, Mapping[Path, Path]]:
    """Return *campaigns* and those that they are built on as a ZIP archive, and where each of them is in it.

    The starter campaign stays: every program brings it along. A link out of a campaign raises FileAccessError.
    """
    named, folders = list(dict.fromkeys(campaigns)), set[Path]()
    for campaign in named:
        folders.add(campaign.resolve())
        with contextlib.suppress(FlyersError):  # every job of a broken one reports what is wrong
            folders |= {layer.folder.resolve() for layer in Layers.of(campaign).bases} - {starter_folder()}
    top = Path(os.path.commonpath(folders))
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in (folder / name for folder in sorted(folders) for name in ("content", "translations", "fonts")):
            paths = (path for path, (size, *_) in states(part).items() if size >= 0 and not path.endswith(".part"))
            for file in sorted(map(Path, paths)):
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
