"""Whether a finished file is current, and why not: it is if it and the files that it was made of are unchanged.

What files are made of is in `flyers.pipeline.inputs`. Plans of earlier builds are kept, so that nothing is opened where
nothing has changed.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from itertools import chain
from pathlib import Path
from typing import Any

from flyers import limits
from flyers.content import STARTER, starter_folder
from flyers.errors import FlyersError, Source, UsageError
from flyers.files import exists, locked, read_bytes, write_whole
from flyers.pipeline import outputs
from flyers.pipeline.inputs import AS_PDFX, IN_ENGLISH, PRESS, WITH, Inputs, is_shop_file, program
from flyers.pipeline.outputs import MadeOf, Result, result_of
from flyers.pipeline.plan import Job, PressChoice, SheetChoice, job_from_purpose
from flyers.pipeline.session import Session
from flyers.records import dataclass


def made_of(job: Job, session: Session) -> MadeOf:
    """Return what the job's file is made of today; raises the error that making it would raise."""
    inputs = session.inputs  # first, so that what is read is no older
    press: list[str] = []
    if is_shop_file(job.press.condition):
        condition = session.condition(job.press.condition)
        press = [os.path.abspath(path) for path in (job.press.condition, condition.profile)]  # noqa: PTH100 - without “..”, which absolute() keeps
    today = inputs.made_of(job, session.layout_names(job.product), press)
    nowhere = Source("")
    contacts = {name: repr(replace(contact, source=nowhere)) for name, contact in session.campaign.contacts.items()}
    english = {str(key): words.text for key, words in session.campaign.words()}
    words = {today.values["campaign"]: _checksums(contacts | english)}
    for part, value in today.values.items():
        if part.startswith("language "):
            entries = session.catalog(part.removeprefix("language ")).entries
            words[value] = _checksums({str(key): entry.translation for key, entry in entries.items()})
    return replace(today, words=words)


def _checksums(words: Mapping[str, str]) -> dict[str, str]:
    return {name: outputs.checksum(value)[:8] for name, value in words.items()}


def current(job: Job, inputs: Inputs, report: Mapping[str, Any] | None = None) -> Result | None:
    """Return the result of the job's last build, from its *report*, if the file is there and current; else None."""
    report = outputs.report_at(job.folder / outputs.REPORT) if report is None else report
    for named in (job, job.twin):
        entry = outputs.sound_entry(report, named.key)
        recorded = outputs.made_of_entry(entry)
        if entry is None or not recorded or exists(named.twin.target):
            continue
        files = outputs.table(report, "files")
        layouts = [name.rpartition("/")[2].rpartition(".")[0] for name in files.get(recorded.get("layout", ""), ())]
        today = inputs.made_of(job, layouts, list(files.get(recorded.get("press", ""), ())))
        if recorded == today.values and outputs.is_as_written(named, entry):
            return result_of(named, entry, today.key)
    return None


FILE = "plans.json"


@dataclass(frozen=True, slots=True)
class PlanRecord:
    """The plan of an order."""

    jobs: Sequence[Job]  # the files to make
    left_out: Sequence[str]  # the languages without a translation
    unprinted: Sequence[str]  # what the campaign has and nothing prints, in sentences
    # The languages whose own files have changed since: one may have got its first translation, or lost its last.
    changed: frozenset[str] = frozenset()


def recall(campaign: Path, output: Path, options: Mapping[str, Any]) -> tuple[PlanRecord, Inputs] | None:
    """Return the plan of the same order, with the files that it was compared with; None if it may be another one."""
    try:
        record = _plans(output)[_name(options)]
        starter = starter_folder()
        layers = {
            prefix: starter if place == STARTER else Path(os.path.normpath(campaign / place))
            for prefix, place in record["layers"].items()
        }
        inputs = Inputs(layers)
        if record["decided_by"] != _deciding(inputs):
            return None
        before, now = record["languages"], inputs.languages
        changed = frozenset(tag for tag in before.keys() | now if before.get(tag) != now.get(tag))
        jobs = []
        for entry in record["jobs"]:
            sheet = SheetChoice(**{**entry["sheet"], "back_offset": tuple(entry["sheet"]["back_offset"])})
            own = {"campaign": campaign, "output": output, "press": PressChoice(**entry["press"]), "sheet": sheet}
            jobs.append(Job(**{**entry, **own}))
        return PlanRecord(jobs, record["left_out"], record["unprinted"], changed), inputs
    except (KeyError, TypeError, ValueError, AttributeError):  # there is none, or somebody has edited it
        return None


def keep(campaign: Path, output: Path, options: Mapping[str, Any], plan: PlanRecord, inputs: Inputs) -> None:
    """Keep the *plan* of an order, made of *inputs*. No failure to do so fails a build, which only takes longer."""
    starter = starter_folder()
    entry = {
        "layers": {
            prefix: STARTER if folder == starter else os.path.relpath(folder, campaign)
            for prefix, folder in inputs.layers.items()
        },
        "decided_by": _deciding(inputs),
        "languages": inputs.languages,
        "left_out": list(plan.left_out),
        "unprinted": list(plan.unprinted),
        "jobs": [asdict(job) | {"campaign": "", "output": ""} for job in plan.jobs],
    }
    with contextlib.suppress(FlyersError), locked(output):
        plans = _plans(output)
        plans.pop(_name(options), None)
        newest = dict([*plans.items(), (_name(options), entry)][-50:])  # the oldest go
        write_whole(output / FILE, json.dumps(newest, separators=(",", ":")).encode(), durable=False)


def _plans(output: Path) -> dict[str, Any]:
    try:
        path = output / FILE
        plans = json.loads(read_bytes(path, most=limits.REPORT_BYTES)) if exists(path) else {}
    except (FlyersError, ValueError, RecursionError):
        return {}
    return plans if isinstance(plans, dict) else {}


def _name(options: Mapping[str, Any]) -> str:
    return outputs.checksum(repr(sorted(options.items())))


def _deciding(inputs: Inputs) -> str:
    """Return the checksum of all that decides on a plan but the languages' own files."""
    return outputs.checksum([program(), inputs.group("campaign"), inputs.group("layouts")])


@dataclass(frozen=True, slots=True)
class Difference:
    """A part that has changed."""

    part: str  # its name in ``made_of``
    before: str  # before, after: its values; "" where there was none, or is none any more
    after: str
    changed: tuple[str, ...] = ()  # changed, added, gone: the files in it that differ
    added: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    words: tuple[str, ...] = ()  # the messages and contacts in these files that differ


@dataclass(frozen=True, slots=True)
class Reasons:
    """Why a file would be made again; without any reason it is current."""

    path: Path
    today: MadeOf | None  # what it would be made of today; None if that is not known
    differences: tuple[Difference, ...]  # what is not as it was
    others: tuple[str, ...]  # reasons that have nothing to do with what it is made of, as sentences

    @property
    def current(self) -> bool:
        return not self.differences and not self.others


def reasons(path: Path, session: Session) -> Reasons:
    """Return why the file *path* of an output folder would be made again; raises UsageError if no build recorded it."""
    report = outputs.report_at(path.parent / outputs.REPORT)
    key, entry = _entry(path, report["products"])
    recorded = outputs.made_of_entry(entry)
    if entry.get("status") != "good":
        problem = entry.get("problem")
        failed = f"Its last build failed: {problem}" if problem else "It failed its proof when it was last built."
        return Reasons(path, None, (), (failed,))
    if not recorded:
        return Reasons(path, None, (), ("The build that made it did not record what it is made of.",))
    job = _job_of(path, recorded["order"], session)
    job = job.twin if job.twin.key == key else job
    today = made_of(job, session)
    others = []
    if not outputs.is_as_written(job, entry):
        others.append("The file, or a file beside it, is not the one that was written.")
    if exists(job.twin.target):
        others.append(f"The file has another name now: {job.twin.target.name} is an older one.")
    before = MadeOf(recorded, outputs.table(report, "files"), outputs.table(report, "words"))
    return Reasons(path, today, tuple(_differences(before, today)), tuple(others))


def _entry(path: Path, entries: Mapping[str, Any]) -> tuple[str, Mapping[str, Any]]:
    for key, entry in entries.items():
        if isinstance(entry, dict):
            last = entry.get("kept")
            if path.name in (entry.get("file"), *entry.get("texts", ()), isinstance(last, dict) and last.get("file")):
                return key, entry
    hint = f"Name a file in an output folder; its {outputs.REPORT} is beside it."
    raise UsageError(f"No build has recorded {path}.", hint=hint)


def _job_of(path: Path, order: str, session: Session) -> Job:
    """Return the job of a file from the *order* that it was made by; see `flyers.pipeline.inputs`."""
    order, _, press = order.partition(f", {PRESS} ")
    product, purpose, *rest = order.split(", ")
    condition, _, pdfx = press.partition(AS_PDFX)
    secondary = next((words.removeprefix(f"{WITH} ") for words in rest if words.startswith(f"{WITH} ")), "")
    try:
        language = session.registry.language(path.parent.name).tag
    except UsageError:
        problem = f"{path.parent.name} is not the folder of a language of this campaign."
        raise UsageError(problem, hint="Name it with --project.") from None
    job = job_from_purpose(session.folder, product, language, purpose, PressChoice(condition, pdfx))
    return replace(job, output=path.parent.parent, secondary=secondary, allow_untranslated=IN_ENGLISH in rest)


def _differences(before: MadeOf, today: MadeOf) -> Iterator[Difference]:
    for part in dict.fromkeys([*before.values, *today.values]):
        old, new = before.values.get(part, ""), today.values.get(part, "")
        if old != new:
            changed, added, gone = _changes(before.files.get(old, {}), today.files.get(new, {}))
            words = chain(*_changes(before.words.get(old, {}), today.words.get(new, {})))
            yield Difference(part, old, new, changed, added, gone, tuple(sorted(words)))


def _changes(before: Mapping[str, str], today: Mapping[str, str]) -> tuple[tuple[str, ...], ...]:
    """Return the names whose values differ, those that are new, and those that are gone."""
    return (
        tuple(name for name in today if name in before and before[name] != today[name]),
        tuple(name for name in today if name not in before),
        tuple(name for name in before if name not in today),
    )
