"""Whether a file is current: made of the same ingredients as it would be today, and unchanged since.

`current` is asked before any file is made, by `flyers.pipeline.recipe.make_if_needed`, in this process, in a worker or
on another machine.
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

    A file is current if its entry in ``proof.json`` says that it is good, if it would be made of the same ingredients
    today, and if it and the files beside it are unchanged. The result repeats the findings and warnings of the entry.
    """
    try:
        report = job.folder / outputs.REPORT
        for one in (job, job.twin):
            entry = outputs.sound_entry(report, one.key)
            if entry is None or not outputs.made_of_entry(entry):  # without reading anything
                continue
            made_of = ingredients(job, session)
            same = entry["made_of"] == made_of.values and not exists(one.twin.target)
            if same and is_as_written(one, entry):
                return result_of(one, entry, made_of.key)
    except Exception:  # any failure, a fault of the program too, is reported when the file is made
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
        lowered=tuple(entry.get("lowered", ())),
        current=True,
        key=key,
    )
