"""Whether a file is current: made of what it would be made of today, and still as it was written.

`current` is the one question that everything asks before it makes a file: `flyers.pipeline.recipe.make_if_needed`, in
this process, in a worker or on another machine.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flyers.files import exists
from flyers.pipeline import outputs
from flyers.pipeline.ingredients import ingredients
from flyers.pipeline.plan import Job
from flyers.pipeline.report import Result
from flyers.pipeline.session import Session


def current(job: Job, session: Session) -> Result | None:
    """Return the result that making the job's file would have, if the file is there and current; else None.

    It is if its entry in ``proof.json`` says that it was good and what it was made of, if it would be made of the same
    today, and if it and the files beside it are those that were written. What its proof found and what a person should
    know before printing is told again, as the entry has it.
    """
    try:
        report = job.folder / outputs.REPORT
        for one in (job, job.twin):
            entry = outputs.sound_entry(report, one.key)
            if entry is None or not outputs.made_of_entry(entry):  # nothing needs to be read to know that
                continue
            made_of = ingredients(job, session)
            same = entry["made_of"] == made_of.values and not exists(one.twin.target)
            if same and is_as_written(one, entry):
                return result_of(one, entry, made_of.key)
    except Exception:  # whatever is wrong, a fault of the program too, making the file reports it
        return None
    return None


def is_as_written(job: Job, entry: Mapping[str, Any]) -> bool:
    """Return whether the job's file and those beside it are the ones that *entry* is about, byte by byte."""
    texts = entry.get("texts", {})
    wanted = {job.target: entry.get("sha256"), **{path: texts.get(path.name) for path in job.texts}}
    return entry.get("status") == "good" and all(
        bool(checksum) and outputs.checksum_of(path) == checksum for path, checksum in wanted.items()
    )


def result_of(job: Job, entry: Mapping[str, Any], key: str) -> Result:
    """Return the result of a file that is current, from its entry."""
    return Result(
        job,
        size=entry["bytes"],
        findings=tuple(entry.get("findings", ())),
        warnings=tuple(entry.get("warnings", ())),
        shortened=tuple(entry.get("shortened", ())),
        current=True,
        key=key,
    )
