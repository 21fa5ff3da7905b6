"""Stores of objects, which many machines fill: a bucket of S3 or another service that fsspec knows, or a folder.

    maine/es/poster.press.pdf     a file of the campaign “maine”
    maine/es/poster.press.json    its record: what it is made of, checksums, and the entry that proof.json would have

A record is written after its files, and counts if they are what it says. Two builds at once write the same, or the
later one mends what does not fit, so no lock is needed and a job may be made twice.
"""

from __future__ import annotations

import errno
import json
import re
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from flyers import limits
from flyers.errors import FileAccessError, FlyersError, MissingToolError, Source, UsageError, install_with
from flyers.files import read_bytes, write_whole
from flyers.pipeline import outputs
from flyers.pipeline.fresh import made_of
from flyers.pipeline.outputs import Result, result_of
from flyers.pipeline.plan import Job
from flyers.pipeline.session import open_session
from flyers.pipeline.workers import Maker

SCHEMES = ("s3", "gs", "az", "abfs", "file")
"""Services that keep what is written. An archive, a list of references or this process's memory does not."""

_GO_ON = "What was made is there; the next build goes on from it."


class StoreError(FileAccessError):
    """The store cannot be reached, read or written."""


def without_secrets(text: str) -> str:
    """Return *text* without the names, passwords and tokens that addresses in it may have."""
    return re.sub(r"(?<=//)\S*@|\?\S*", "", text)


class Store:
    """The store at *address*, which is a folder if it has no scheme.

    Raises:
        UsageError: nothing can be kept there.
    """

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
        try:
            from fsspec.core import url_to_fs

            filesystem, path = url_to_fs(self._address)
        except ImportError as error:
            raise MissingToolError(
                f"The store {self.shown} needs a library that is not installed ({error}).",
                hint=f"{install_with('scale')} (gs:// needs gcsfs, az:// adlfs.)",
            ) from None
        except Exception as error:
            raise self._error("reached", error) from None
        return filesystem, path.rstrip("/")

    def write(self, name: str, data: bytes) -> None:
        """Write the object *name*.

        Raises:
            StoreError: it cannot be written.
            MissingToolError: the library of the service is not installed.
        """
        filesystem, root = self._place
        try:
            if self._address.startswith("file:"):  # where writing is not one step
                write_whole(Path(f"{root}/{name}"), data)
            else:
                filesystem.pipe_file(f"{root}/{name}", data)
        except Exception as error:
            raise self._error("written", error) from None

    def read(self, name: str) -> bytes:
        """Return the object *name*; nothing if it is not there.

        Raises:
            StoreError: it cannot be read.
        """
        filesystem, root = self._place
        try:
            data: bytes = filesystem.cat_file(f"{root}/{name}")
        except FileNotFoundError:
            return b""
        except Exception as error:
            raise self._error("read", error) from None
        return data

    def _error(self, done: str, error: Exception) -> StoreError:
        cause = error.__cause__ if isinstance(error, FileAccessError) else error
        if isinstance(cause, OSError) and cause.errno in (errno.ENOSPC, errno.EDQUOT):
            return StoreError("The store is full.", hint=_GO_ON, source=Source(self.shown))
        reason = (getattr(cause, "strerror", None) or str(cause) or type(cause).__name__).splitlines()[0]
        return StoreError(
            f"The store cannot be {done} ({without_secrets(reason)[:200]}).",
            hint=f"Check its address, your permissions and the network. {_GO_ON}",
            source=Source(self.shown),
        )


class StoreMaker:
    """Makes a job if the store at *address* does not have its file, with *force* in any case.

    Files are made in a temporary folder, proved there as always, and put into the store if they are good.
    """

    def __init__(self, address: str, *, force: bool = False) -> None:
        self._store = Store(address)
        self._make = Maker(force=True)
        self._force = force

    def __call__(self, job: Job) -> Result:
        """Return the result of *job*.

        Raises:
            StoreError: the store cannot be read or written.
        """
        self._make.turn_to(job)
        return (None if self._force else self._current(job)) or self._made(job)

    def _current(self, job: Job) -> Result | None:
        """Return the result of a job whose file is in the store and current; else None."""
        try:
            key = made_of(job, open_session(job.campaign)).key
        except FlyersError:  # as making the file reports
            return None
        try:
            record = json.loads(self._store.read(_record_name(job)))
        except ValueError:  # there is none
            return None
        if record["key"] != key or not all(
            outputs.digest(self._store.read(name)) == digest for name, digest in record["files"].items()
        ):
            return None
        return result_of(replace(job, marked_draft=record["draft"]), record["entry"], key)

    def _made(self, job: Job) -> Result:
        with TemporaryDirectory(prefix="flyers-") as folder:
            result = self._make(replace(job, output=Path(folder)))
            made = result.job
            if result.good:
                files = {
                    f"{_folder(job)}/{path.name}": read_bytes(path, most=limits.PDF_BYTES)
                    for path in (made.target, *made.texts)
                }
                for name, data in files.items():
                    self._store.write(name, data)
                record = {
                    "key": result.key,
                    "draft": made.marked_draft,
                    "files": {name: outputs.digest(data) for name, data in files.items()},
                    "entry": outputs.entries(made.folder / outputs.REPORT)[made.key],
                }
                self._store.write(_record_name(job), json.dumps(record, ensure_ascii=False, indent=1).encode())
        return replace(result, job=replace(made, output=job.output))


def _folder(job: Job) -> str:
    return f"{open_session(job.campaign).campaign.id}/{job.language}"


def _record_name(job: Job) -> str:
    return f"{_folder(job)}/{job.key}.json"
