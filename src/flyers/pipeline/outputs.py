"""Putting finished files where they belong, each with its entry in the language's ``proof.json``.

A file is renamed into place whole (`flyers.files.write_whole`), so a reader never sees a part of one. File and entry
are two renames, though, and two builds of one language may run at once: the language's folder is locked while they are
made, so that an entry is never lost and never describes another build's file. Files of different languages need no
such care.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flyers.errors import FileAccessError, Source
from flyers.files import write_whole
from flyers.pipeline.plan import Job

REPORT = "proof.json"
SCHEMA = 1
"""Raised when a reader of the report would misunderstand it."""


def put(job: Job, pdf: bytes, entry: dict[str, Any]) -> None:
    """Put the proved *pdf* and its *entry* on the shelf.

    Raises:
        FileAccessError: one of the two could not be written; each is then as it was.
    """
    with _locked(job.folder):
        write_whole(job.target, pdf)
        _enter(job, entry | {"file": job.target.name, "bytes": len(pdf), "sha256": digest(pdf)})


def note_failure(job: Job, entry: dict[str, Any]) -> None:
    """Put down that the job failed; the last good file, if there is one, stays and is named.

    Raises:
        FileAccessError: the report could not be written.
    """
    with _locked(job.folder):
        if job.target.is_file():
            kept = job.target.read_bytes()
            entry = entry | {"kept": {"file": job.target.name, "bytes": len(kept), "sha256": digest(kept)}}
        _enter(job, entry)


def digest(data: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def _enter(job: Job, entry: dict[str, Any]) -> None:
    path = job.folder / REPORT
    kept = entries(path) | {job.key: entry}
    report = {"schema": SCHEMA, "language": job.language, "products": dict(sorted(kept.items()))}
    write_whole(path, (json.dumps(report, ensure_ascii=False, indent=2) + "\n").encode())


def entries(path: Path) -> dict[str, Any]:
    """What the report at *path* says of each file, by `Job.key`; nothing where there is no report to be understood."""
    # One that cannot be understood is a machine's own output gone wrong: it is written anew, not mourned.
    try:
        report = json.loads(path.read_bytes())
        found = report["products"] if report["schema"] == SCHEMA else {}
    except (OSError, ValueError, KeyError, TypeError):
        return {}
    return found if isinstance(found, dict) else {}


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Hold *folder* alone among the processes that ask; the lock ends with the process, whatever happens to it."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle = os.open(folder, os.O_RDONLY)
    except OSError as error:
        raise FileAccessError(
            f"This folder cannot be made or opened ({error.strerror}).",
            hint="Check its permissions, or choose another folder with --output.",
            source=Source(str(folder)),
        ) from error
    try:
        # Locks on folders exist where fcntl does; elsewhere files are still whole, only entries could be lost.
        try:
            import fcntl
        except ImportError:
            yield
        else:
            fcntl.flock(handle, fcntl.LOCK_EX)
            for leftover in folder.glob(".*.part"):  # of a build that was killed: whoever writes holds the lock
                leftover.unlink(missing_ok=True)
            yield
    finally:
        os.close(handle)
