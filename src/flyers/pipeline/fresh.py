"""Whether a finished file is current: it is if the files that it was made of are unchanged, and it is too.

What they are made of is in `flyers.pipeline.inputs`.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flyers.errors import Source
from flyers.files import exists
from flyers.pipeline import outputs
from flyers.pipeline.inputs import Inputs, is_shop_file
from flyers.pipeline.outputs import MadeOf
from flyers.pipeline.plan import Job
from flyers.pipeline.report import Result

if TYPE_CHECKING:
    from flyers.pipeline.session import Session


def made_of(job: Job, session: Session) -> MadeOf:
    """Return what the job's file is made of today.

    Raises:
        FlyersError: a file of the campaign is broken; making the file would raise the same.
    """
    inputs = session.inputs  # first, so that what is read is no older
    press: list[str] = []
    if is_shop_file(job.press.condition):
        condition = session.condition(job.press.condition)
        press = [os.path.abspath(path) for path in (job.press.condition, condition.profile)]  # noqa: PTH100 - without “..”, which absolute() keeps
    today = inputs.made_of(job, session.layout_names(job.product), press)
    return replace(today, words=dict(_words(today, session)))


def _words(today: MadeOf, session: Session) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield checksums of contacts, messages and translations, each with the value of the part that they are in."""
    nowhere = Source("")
    contacts = {name: repr(replace(one, source=nowhere)) for name, one in session.campaign.contacts.items()}
    english = {str(key): words.text for key, words in session.campaign.words()}
    yield today.values["campaign"], _checksums(contacts | english)
    for part, value in today.values.items():
        if part.startswith("language "):
            entries = session.catalog(part.removeprefix("language ")).entries
            yield value, _checksums({str(key): entry.translation for key, entry in entries.items()})


def _checksums(words: Mapping[str, str]) -> dict[str, str]:
    return {name: outputs.checksum(value)[:8] for name, value in words.items()}


def current(job: Job, inputs: Inputs, report: Mapping[str, Any] | None = None) -> Result | None:
    """Return the result that making the job's file would have, if the file is there and current; else None.

    The result repeats the findings and warnings of the file's entry in the *report* of its folder.
    """
    report = outputs.report_at(job.folder / outputs.REPORT) if report is None else report
    for named in (job, job.twin):
        entry = outputs.sound_entry(report, named.key)
        recorded = outputs.made_of_entry(entry)
        if entry is None or not recorded or exists(named.twin.target):
            continue
        files = outputs.table(report, "files")
        layouts = [Path(name).stem for name in files.get(recorded.get("layout", ""), ())]
        today = inputs.made_of(job, layouts, list(files.get(recorded.get("press", ""), ())))
        if recorded == today.values and outputs.is_as_written(named, entry):
            return result_of(named, entry, today.key)
    return None


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
