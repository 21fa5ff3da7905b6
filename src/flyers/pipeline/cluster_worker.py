"""What runs on the workers of a Dask cluster: they get the campaigns once, and make batches into a store."""

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
"""A worker may have several threads; a session is for one."""


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
    """Make jobs, whose campaigns are relative to their shipment, on the worker that runs this."""
    with _one_at_a_time, _date(order.date):
        folder = _unpacked[order.campaigns]
        maker = _makers.setdefault(order, StoreMaker(order.store, force=order.force))
        return maker.batch([replace(job, campaign=folder / job.campaign) for job in jobs])


@contextmanager
def _date(stated: str | None) -> Iterator[None]:
    """State the date of files as the client does."""
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
