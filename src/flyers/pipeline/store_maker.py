"""Makes jobs into a store of objects, unless it has a record of their ingredients."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from flyers.errors import FlyersError
from flyers.pipeline import outputs
from flyers.pipeline.fresh import made_of, result_of
from flyers.pipeline.maker import Maker
from flyers.pipeline.plan import Job
from flyers.pipeline.report import Result
from flyers.pipeline.session import open_session
from flyers.pipeline.store import Store, StoredFile


class StoreMaker:
    """Makes the jobs that the store at *address* does not have, with *force* all of them.

    Files are made in a temporary folder, proved there as always, and put into the store if they are good.
    """

    def __init__(self, address: str, *, force: bool = False) -> None:
        self._store = Store(address)
        self._make = Maker(force=True)
        self._force = force

    def __call__(self, job: Job) -> Result:
        return self.batch([job])[0]

    def batch(self, jobs: Sequence[Job]) -> list[Result]:
        """Make several jobs, and ask the store once which of them it has.

        Raises:
            StoreError: the store cannot be read or written.
        """
        self._make.turn_to(jobs[0])
        keys = [_key(job) for job in jobs]
        known = {} if self._force else self._store.records([key for key in keys if key])
        return [
            self._known(job, known[key], key) if key in known else self._made(job)
            for job, key in zip(jobs, keys, strict=True)
        ]

    def _known(self, job: Job, record: StoredFile, key: str) -> Result:
        named = job if _name(job) == record.name else job.twin
        return replace(result_of(named, {**record.entry, "bytes": record.size}, key), sha256=record.sha256)

    def _made(self, job: Job) -> Result:
        folder = Path(tempfile.mkdtemp(prefix="flyers-"))
        try:
            result = self._make(replace(job, output=folder))
            made = result.job
            if result.good:
                entry = outputs.entries(made.folder / outputs.REPORT)[made.key]
                record = self._store.put(result.key, _name(made), made, entry)
                result = replace(result, sha256=record.sha256)
            return replace(result, job=replace(made, output=job.output))
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def _name(job: Job) -> str:
    return job.target.relative_to(job.output).as_posix()


def _key(job: Job) -> str:
    """Return the key of what the job's file is made of; "" if something is broken, which making it reports."""
    try:
        return made_of(job, open_session(job.campaign)).key
    except FlyersError:
        return ""
