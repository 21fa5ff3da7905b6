"""What runs on the workers of a Dask cluster: they unpack the campaigns once, and make batches of jobs into a store."""

from __future__ import annotations

import io
import os
import shutil
import tempfile
import threading
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from distributed.diagnostics.plugin import WorkerPlugin

from flyers.dates import VARIABLE
from flyers.pipeline.plan import Job
from flyers.pipeline.report import Result
from flyers.pipeline.store import StoreMaker


@dataclass(frozen=True, slots=True)
class Order:
    """What all tasks of a run have in common; *campaigns* is the checksum of what is sent, *date* the client's."""

    campaigns: str
    store: str
    force: bool
    date: str | None


_folders: dict[str, Path] = {}
"""The folders of campaigns in this process, by the checksum of what was sent."""

_one_at_a_time = threading.Lock()
"""A session is for one thread."""


class Campaigns(WorkerPlugin):
    """Gives each worker, also a later one, the campaigns in the ZIP archive *data*."""

    def __init__(self, checksum: str, data: bytes) -> None:
        self.name = f"flyers-{checksum}"
        self._checksum = checksum
        self._data = data

    def setup(self, worker: Any) -> None:
        folder = Path(tempfile.mkdtemp(prefix="flyers-", dir=worker.local_directory))
        with zipfile.ZipFile(io.BytesIO(self._data)) as archive:
            archive.extractall(folder)
        _folders[self._checksum] = folder

    def teardown(self, worker: Any) -> None:
        if folder := _folders.pop(self._checksum, None):
            shutil.rmtree(folder, ignore_errors=True)


@lru_cache(maxsize=1)
def _maker(order: Order) -> StoreMaker:
    return StoreMaker(order.store, force=order.force)


def make_batch(order: Order, jobs: Sequence[Job]) -> list[Result]:
    """Make *jobs*; the folders of their campaigns are those in the archive."""
    with _one_at_a_time:
        before = os.environ.get(VARIABLE)
        _state(order.date)
        try:
            folder = _folders[order.campaigns]
            return _maker(order).batch([replace(job, campaign=folder / job.campaign) for job in jobs])
        finally:
            _state(before)


def _state(date: str | None) -> None:
    os.environ.pop(VARIABLE, None)
    if date is not None:
        os.environ[VARIABLE] = date
