"""Write finished files, each with its entry in the language's ``proof.json``.

`flyers.files.write_whole` renames a complete file into place, so a reader never sees a part of one. But file and entry
are two renames, and two builds of one language may run at once: the language's folder is locked during both, so that
no entry is lost and none describes another build's file. Files of different languages need no such care.
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
"""Version of the report. Raise it when a reader of the former version would misunderstand the new one."""


def write(job: Job, pdf: bytes, entry: dict[str, Any]) -> None:
    """Write the proved *pdf* and its *entry*; a file under the job's other name is an older one, and is removed.

    Raises:
        FileAccessError: one of the two cannot be written; that one is unchanged.
    """
    with _locked(job.folder):
        write_whole(job.target, pdf)
        job.twin.target.unlink(missing_ok=True)
        _enter(job, entry | {"file": job.target.name, "bytes": len(pdf), "sha256": digest(pdf)})


def write_failure(job: Job, entry: dict[str, Any]) -> None:
    """Record that the job failed. The last good file, if there is one, stays, and the entry names it.

    Raises:
        FileAccessError: the report cannot be written.
    """
    with _locked(job.folder):
        job = next((one for one in (job, job.twin) if one.target.is_file()), job)
        if job.target.is_file():
            kept = job.target.read_bytes()
            entry = entry | {"kept": {"file": job.target.name, "bytes": len(kept), "sha256": digest(kept)}}
        _enter(job, entry)


def digest(data: bytes) -> str:
    """Return the SHA-256 of *data* in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def _enter(job: Job, entry: dict[str, Any]) -> None:
    path = job.folder / REPORT
    products = entries(path) | {job.key: entry}
    products.pop(job.twin.key, None)
    report = {"schema": SCHEMA, "language": job.language, "products": dict(sorted(products.items()))}
    write_whole(path, (json.dumps(report, ensure_ascii=False, indent=2) + "\n").encode())


def entries(path: Path) -> dict[str, Any]:
    """Return the entries of the report at *path* by `Job.key`; none if there is no readable report."""
    # Only this program writes reports: an unreadable one is discarded and rewritten.
    try:
        report = json.loads(path.read_bytes())
        products = report["products"] if report["schema"] == SCHEMA else {}
    except (OSError, ValueError, KeyError, TypeError):
        return {}
    return products if isinstance(products, dict) else {}


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Lock *folder* against other processes of this program; the lock ends with the process in any case."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle = os.open(folder, os.O_RDONLY)
    except OSError as error:
        raise FileAccessError(
            f"This folder cannot be created or opened ({error.strerror}).",
            hint="Check its permissions, or choose another folder with --output.",
            source=Source(str(folder)),
        ) from error
    try:
        # Folders can be locked where fcntl exists; elsewhere files are still complete, but entries could be lost.
        try:
            import fcntl
        except ImportError:
            yield
        else:
            fcntl.flock(handle, fcntl.LOCK_EX)
            for leftover in folder.glob(".*.part"):  # from a build that was killed; no writer holds the lock now
                leftover.unlink(missing_ok=True)
            yield
    finally:
        os.close(handle)
