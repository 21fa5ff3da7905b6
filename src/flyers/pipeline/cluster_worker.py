"""The code that runs on workers of a Dask cluster: it unpacks the campaigns once, and makes batches into a store."""

from __future__ import annotations

import os
import shutil
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from distributed.diagnostics.plugin import WorkerPlugin

from flyers.dates import VARIABLE
from flyers.pipeline.plan import Job
from flyers.pipeline.report import Result
from flyers.pipeline.shipping import Shipment
from flyers.pipeline.store_maker import StoreMaker


@dataclass(frozen=True, slots=True)
class RunOrder:
    """What all tasks of a run have in common."""

    campaigns: str
    store: str
    force: bool
    date: str | None


_unpacked: dict[str, Path] = {}
"""The folders of campaigns in this process, by the digest of their shipment."""

_makers: dict[RunOrder, StoreMaker] = {}
_one_at_a_time = threading.Lock()
"""Lets one thread of a worker work at a time, since a session is for one."""


class Campaigns(WorkerPlugin):
    """A plugin that gives each worker the campaigns."""

    def __init__(self, shipment: Shipment) -> None:
        self._shipment = shipment
        self.name = f"flyers-{shipment.digest}"

    def setup(self, worker: Any) -> None:
        folder = Path(tempfile.mkdtemp(prefix="flyers-", dir=worker.local_directory))
        self._shipment.unpack(folder)
        _unpacked[self._shipment.digest] = folder

    def teardown(self, worker: Any) -> None:
        folder = _unpacked.pop(self._shipment.digest, None)
        for order in [order for order in _makers if order.campaigns == self._shipment.digest]:
            del _makers[order]
        if folder is not None:
            shutil.rmtree(folder, ignore_errors=True)


def make_batch(order: RunOrder, jobs: Sequence[Job]) -> list[Result]:
    """Make *jobs* on this worker; the folders of their campaigns are relative to the shipment."""
    with _one_at_a_time, _date(order.date):
        folder = _unpacked[order.campaigns]
        maker = _makers.setdefault(order, StoreMaker(order.store, force=order.force))
        return maker.batch([replace(job, campaign=folder / job.campaign) for job in jobs])


@contextmanager
def _date(stated: str | None) -> Iterator[None]:
    """Set the date of files to the client's."""
    before = os.environ.get(VARIABLE)
    _set(stated)
    try:
        yield
    finally:
        _set(before)


def _set(stated: str | None) -> None:
    if stated is None:
        os.environ.pop(VARIABLE, None)
    else:
        os.environ[VARIABLE] = stated
