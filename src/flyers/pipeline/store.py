"""A store of objects: any address that fsspec knows, such as ``s3://bucket/prefix``, ``gs://…`` or ``file:///shared/out``.

What a file is made of gives its key (`flyers.pipeline.ingredients`), and its content gives its name:

    made/<2 digits>/<key>.json      what was made of these ingredients: name, checksums, size, and the proof's entry
    files/<2 digits>/<sha256>.pdf   the file
    index/<campaign>.json           names → files, as the last run left them

A record is written after its file, so where there is a record, there is its file. Writing twice changes nothing, and
two builds at once write the same, so no lock is needed and a task may run twice.
"""

from __future__ import annotations

import errno
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from flyers import limits
from flyers.errors import FileAccessError, MissingToolError, Source, StoppedError, install_with
from flyers.files import read_bytes, write_whole
from flyers.pipeline.outputs import digest
from flyers.pipeline.plan import Job

SCHEMA = 1


class StoreError(FileAccessError):
    """The store cannot be reached, read or written."""


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A record: the file that was made of some ingredients.

    Attributes:
        name: of the file among those of its campaign, ``es/poster.press.pdf``.
        sha256, size: of the file, in bytes.
        path: of the file in the store.
        texts: the files beside an image, by name: their paths in the store.
        entry: what ``proof.json`` would have.
    """

    name: str
    sha256: str
    size: int
    path: str
    texts: Mapping[str, str]
    entry: Mapping[str, Any]


class Store:
    """The store at *address*. Its file system is opened when it is first needed, so that a store can be sent."""

    def __init__(self, address: str) -> None:
        self.address = address.rstrip("/") if "://" in address else Path(address).absolute().as_uri()

    def __reduce__(self) -> tuple[type[Store], tuple[str]]:
        return Store, (self.address,)

    @cached_property
    def _place(self) -> tuple[Any, str]:
        """The file system, and the path in it."""
        try:
            from fsspec.core import url_to_fs
        except ImportError:
            raise MissingToolError(
                f"The store {self.address} needs the libraries of the extra “scale”.",
                hint=install_with("scale"),
            ) from None
        try:
            if self.address.startswith("://"):
                raise ValueError("it has no protocol")
            filesystem, path = url_to_fs(self.address)
        except ImportError as error:
            raise MissingToolError(
                f"The store {self.address} needs a library that is not installed ({error}).",
                hint="Install it with pip.",
            ) from None
        except ValueError as error:
            raise StoreError(
                f"This is not the address of a store ({error}).",
                hint="Write s3://bucket/prefix, gs://bucket/prefix or file:///folder.",
                source=Source(self.address),
            ) from None
        return filesystem, path.rstrip("/")

    def check(self) -> None:
        """Write a small object, so that a store that takes none is known before anything is made.

        Raises:
            StoreError: it cannot be reached or written.
            MissingToolError: its library is not installed.
        """
        self._write("made/.writable", b"{}\n")

    def records(self, keys: Sequence[str]) -> dict[str, StoredFile]:
        """Return the records of those *keys* that have one, and whose file is there as it was written."""
        filesystem, root = self._place
        paths = {f"{root}/{_record(key)}": key for key in keys}
        if not paths:
            return {}
        try:
            found = filesystem.cat(list(paths), on_error="omit")
        except FileNotFoundError:
            return {}
        except Exception as error:
            raise self._error("read", error) from error
        records = {}
        for path, data in found.items():
            record = _parsed(data)
            key = paths.get(path) or paths.get(f"/{path.lstrip('/')}")
            if key and record and self._has(record):
                records[key] = record
        return records

    def put(self, key: str, name: str, job: Job, entry: Mapping[str, Any]) -> StoredFile:
        """Write the file of *job*, those beside it, and the record of *key*; return the record.

        Raises:
            StoreError: one cannot be written.
        """
        data = read_bytes(job.target, most=limits.PDF_BYTES)
        path = self._put_content(data, job.target.suffix)
        beside = {
            text.name: self._put_content(read_bytes(text, most=limits.FILE_BYTES), text.suffix) for text in job.texts
        }
        record = StoredFile(name, digest(data), len(data), path, beside, entry)
        self._write(_record(key), _json({"schema": SCHEMA, **asdict(record)}))
        return record

    def write_index(self, campaign: str, files: Mapping[str, Mapping[str, Any]]) -> None:
        """Add *files* by name to the index of *campaign*.

        Raises:
            StoreError: it cannot be written.
        """
        path = f"index/{campaign}.json"
        before = self._read_index(path)
        self._write(path, _json({"schema": SCHEMA, "files": dict(sorted({**before, **files}.items()))}))

    def _read_index(self, path: str) -> dict[str, Any]:
        filesystem, root = self._place
        try:
            index = json.loads(filesystem.cat_file(f"{root}/{path}"))
        except FileNotFoundError:
            return {}
        except ValueError:  # only this program writes indexes: a damaged one is written again
            return {}
        except Exception as error:
            raise self._error("read", error) from error
        files = index.get("files") if isinstance(index, dict) else None
        return files if isinstance(files, dict) else {}

    def _put_content(self, data: bytes, suffix: str) -> str:
        checksum = digest(data)
        path = f"files/{checksum[:2]}/{checksum}{suffix}"
        self._write(path, data)
        return path

    def _has(self, record: StoredFile) -> bool:
        """Return whether the file of *record* is there, byte by byte, and those beside it."""
        filesystem, root = self._place
        paths = (record.path, *record.texts.values())
        try:
            return all(Path(path).stem == digest(filesystem.cat_file(f"{root}/{path}")) for path in paths) and (
                Path(record.path).stem == record.sha256
            )
        except FileNotFoundError:
            return False
        except Exception as error:
            raise self._error("read", error) from error

    def _write(self, path: str, data: bytes) -> None:
        filesystem, root = self._place
        try:
            if "file" in _protocols(filesystem):  # where writing is not one step
                write_whole(Path(f"{root}/{path}"), data)
            else:
                filesystem.pipe_file(f"{root}/{path}", data)
        except Exception as error:
            raise self._error("written", error) from error

    def _error(self, done: str, error: Exception) -> StoreError | StoppedError:
        cause = error.__cause__ if isinstance(error, FileAccessError) else error
        if isinstance(cause, OSError) and cause.errno in (errno.ENOSPC, errno.EDQUOT):
            return StoreError("The store is full.", hint=_GO_ON, source=Source(self.address))
        reason = (getattr(cause, "strerror", None) or str(cause) or type(cause).__name__).splitlines()[0][:200]
        return StoreError(
            f"The store cannot be {done} ({reason}).",
            hint=f"Check its address, your permissions and the network. {_GO_ON}",
            source=Source(self.address),
        )


_GO_ON = "What was made is there; the next build goes on from it."


def _record(key: str) -> str:
    return f"made/{key[:2]}/{key}.json"


def _json(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def _parsed(data: bytes) -> StoredFile | None:
    """Return the record in *data*; None if it is damaged or of another version."""
    try:
        value = json.loads(data)
        if value.pop("schema") != SCHEMA:
            return None
        return StoredFile(**value)
    except (ValueError, TypeError, KeyError, AttributeError):
        return None


def _protocols(filesystem: Any) -> tuple[str, ...]:
    protocol = filesystem.protocol
    return (protocol,) if isinstance(protocol, str) else tuple(protocol)
