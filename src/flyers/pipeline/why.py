"""Explains why a finished file would be made again: compares what it was made of with what is there today."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any

from flyers.errors import UsageError
from flyers.files import exists
from flyers.pipeline import outputs
from flyers.pipeline.fresh import made_of
from flyers.pipeline.inputs import AS_PDFX, IN_ENGLISH, PRESS, WITH
from flyers.pipeline.outputs import MadeOf
from flyers.pipeline.plan import Job, PressChoice, job_from_purpose
from flyers.pipeline.session import Session
from flyers.records import dataclass


@dataclass(frozen=True, slots=True)
class Difference:
    """A part that has changed.

    Attributes:
        part: its name in ``made_of``.
        before, after: its values; "" where there was none, or is none any more.
        changed, added, gone: the files in it that differ.
        words: the messages and contacts in these files that differ.
    """

    part: str
    before: str
    after: str
    changed: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reasons:
    """Why a file would be made again; without any reason it is current.

    Attributes:
        today: what it would be made of today; None if that is not known.
        differences: what is not as it was.
        others: reasons that have nothing to do with what it is made of, as sentences.
    """

    path: Path
    today: MadeOf | None
    differences: tuple[Difference, ...]
    others: tuple[str, ...]

    @property
    def current(self) -> bool:
        return not self.differences and not self.others


def reasons(path: Path, session: Session) -> Reasons:
    """Return why the file *path* of an output folder would be made again.

    Raises:
        UsageError: no build of this campaign has recorded it.
        FlyersError: what it is made of cannot be read.
    """
    report = outputs.report_at(path.parent / outputs.REPORT)
    key, entry = _entry(path, report["products"])
    recorded = outputs.made_of_entry(entry)
    if entry.get("status") != "good" or not recorded:
        return Reasons(path, None, (), (_without_record(entry),))
    job = _job(path, recorded["order"], session)
    job = next((one for one in (job, job.twin) if one.key == key), job)
    today = made_of(job, session)
    others = (
        [] if outputs.is_as_written(job, entry) else ["The file, or a file beside it, is not the one that was written."]
    )
    if exists(job.twin.target):
        others.append(f"The file has another name now: {job.twin.target.name} is an older one.")
    before = MadeOf(recorded, outputs.table(report, "files"), outputs.table(report, "words"))
    return Reasons(path, today, tuple(_differences(before, today)), tuple(others))


def _entry(path: Path, entries: Mapping[str, Any]) -> tuple[str, Mapping[str, Any]]:
    for key, entry in entries.items():
        if isinstance(entry, dict):
            kept = entry.get("kept")
            names = {entry.get("file"), kept.get("file") if isinstance(kept, dict) else None, *entry.get("texts", ())}
            if path.name in names:
                return key, entry
    raise UsageError(
        f"No build has recorded {path}.",
        hint=f"Name a file in an output folder; its {outputs.REPORT} is beside it.",
    )


def _without_record(entry: Mapping[str, Any]) -> str:
    if entry.get("status") == "good":
        return "The build that made it did not record what it is made of."
    problem = entry.get("problem")
    return f"Its last build failed: {problem}" if problem else "It failed its proof when it was last built."


def _job(path: Path, order: str, session: Session) -> Job:
    """Return the job of a file from the *order* that it was made by; see `flyers.pipeline.inputs`."""
    order, _, press = order.partition(f", {PRESS} ")
    product, purpose, *rest = order.split(", ")
    named, _, pdfx = press.partition(AS_PDFX)
    secondary = next((words.removeprefix(f"{WITH} ") for words in rest if words.startswith(f"{WITH} ")), "")
    try:
        language = session.registry.language(path.parent.name).tag
    except UsageError:
        raise UsageError(
            f"{path.parent.name} is not the folder of a language of this campaign.", hint="Name it with --project."
        ) from None
    job = job_from_purpose(session.folder, product, language, purpose, PressChoice(named, pdfx))
    output = path.parent.parent
    return replace(job, output=output, secondary=secondary, allow_untranslated=IN_ENGLISH in rest)


def _differences(before: MadeOf, today: MadeOf) -> Iterator[Difference]:
    for part in dict.fromkeys([*before.values, *today.values]):
        old, new = before.values.get(part, ""), today.values.get(part, "")
        if old != new:
            changed, added, gone = _changes(before.files.get(old, {}), today.files.get(new, {}))
            words = chain(*_changes(before.words.get(old, {}), today.words.get(new, {})))
            yield Difference(part, old, new, changed, added, gone, tuple(sorted(words)))


def _changes(before: Mapping[str, str], today: Mapping[str, str]) -> tuple[tuple[str, ...], ...]:
    """Return the names whose values differ, those that are new, and those that are gone."""
    changed = tuple(name for name in today if name in before and before[name] != today[name])
    return (
        changed,
        tuple(name for name in today if name not in before),
        tuple(name for name in before if name not in today),
    )
