"""Whether a finished file is current: it is if it and the files that it was made of are unchanged.

What files are made of is in `flyers.pipeline.inputs`. Plans of earlier builds are kept, so that nothing is
opened where nothing has changed.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flyers import limits
from flyers.content.starter import NAME, starter_folder
from flyers.errors import FlyersError, Source
from flyers.files import exists, locked, read_bytes, write_whole
from flyers.pipeline import outputs
from flyers.pipeline.inputs import Inputs, is_shop_file, program
from flyers.pipeline.outputs import MadeOf
from flyers.pipeline.plan import Job, PressChoice, SheetChoice
from flyers.pipeline.report import Result
from flyers.records import dataclass

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


FILE = "plans.json"
_MOST = 50
"""Plans in a file; the oldest go."""


@dataclass(frozen=True, slots=True)
class PlanRecord:
    """The plan of an order.

    Attributes:
        jobs: the files to make.
        left_out: the languages without a translation.
        unprinted: what the campaign has and nothing prints, in sentences.
        changed: the languages whose own files have changed since. One of them may have got its first translation, or
            lost its last.
    """

    jobs: Sequence[Job]
    left_out: Sequence[str]
    unprinted: Sequence[str]
    changed: frozenset[str] = frozenset()


def recall(campaign: Path, output: Path, options: Mapping[str, Any]) -> tuple[PlanRecord, Inputs] | None:
    """Return the plan of the same order, with the files that it was compared with; None if it may be another one."""
    try:
        known = _plans(output)[_name(options)]
        inputs = Inputs({prefix: _folder(campaign, place) for prefix, place in known["layers"].items()})
        if known["decided_by"] != _deciding(inputs):
            return None
        languages = inputs.languages
        changed = {
            tag for tag in known["languages"].keys() | languages if known["languages"].get(tag) != languages.get(tag)
        }
        jobs = [_job(campaign, output, entry) for entry in known["jobs"]]
        return PlanRecord(jobs, known["left_out"], known["unprinted"], frozenset(changed)), inputs
    except (KeyError, TypeError, ValueError, AttributeError):  # there is none, or somebody has edited it
        return None


def keep(campaign: Path, output: Path, options: Mapping[str, Any], plan: PlanRecord, inputs: Inputs) -> None:
    """Keep the *plan* of an order, made of *inputs*. No failure to do so fails a build, which only takes longer."""
    entry = {
        "layers": {prefix: _place(campaign, folder) for prefix, folder in inputs.layers.items()},
        "decided_by": _deciding(inputs),
        "languages": inputs.languages,
        "left_out": list(plan.left_out),
        "unprinted": list(plan.unprinted),
        "jobs": [asdict(job) | {"campaign": "", "output": ""} for job in plan.jobs],
    }
    with contextlib.suppress(FlyersError), locked(output):
        plans = {name: known for name, known in _plans(output).items() if name != _name(options)}
        newest = dict([*plans.items(), (_name(options), entry)][-_MOST:])
        write_whole(output / FILE, json.dumps(newest, separators=(",", ":")).encode(), durable=False)


def _plans(output: Path) -> dict[str, Any]:
    try:
        path = output / FILE
        found = json.loads(read_bytes(path, most=limits.REPORT_BYTES)) if exists(path) else {}
    except (FlyersError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _name(options: Mapping[str, Any]) -> str:
    return outputs.short(repr(sorted(options.items())).encode())


def _deciding(inputs: Inputs) -> str:
    """Return the checksum of all that decides on a plan but the languages' own files."""
    return outputs.checksum([program(), inputs.group("campaign"), inputs.group("layouts")])


def _place(campaign: Path, folder: Path) -> str:
    return NAME if folder == starter_folder() else os.path.relpath(folder, campaign)


def _folder(campaign: Path, place: str) -> Path:
    return starter_folder() if place == NAME else Path(os.path.normpath(campaign / place))


def _job(campaign: Path, output: Path, entry: Mapping[str, Any]) -> Job:
    sheet = SheetChoice(**{**entry["sheet"], "back_offset": tuple(entry["sheet"]["back_offset"])})
    places = {"campaign": campaign, "output": output, "press": PressChoice(**entry["press"]), "sheet": sheet}
    return Job(**{**entry, **places})
