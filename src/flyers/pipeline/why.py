"""Explains why a finished file would be made again: compares its ingredients with today's."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from flyers.errors import UsageError
from flyers.files import exists
from flyers.pipeline import outputs
from flyers.pipeline.canonical import SHORT, Ingredient
from flyers.pipeline.current import is_as_written
from flyers.pipeline.ingredients import IN_ENGLISH, PRESS, WITH, Ingredients, ingredients
from flyers.pipeline.plan import Job, PressChoice, job_from_purpose
from flyers.pipeline.session import Session
from flyers.records import dataclass


@dataclass(frozen=True, slots=True)
class Difference:
    """A part that has changed.

    Attributes:
        part: its name in ``made_of``.
        before, after: its values; "" where there was none, or is none any more.
        changed, added, gone: the names of the things in it that differ, if they have names.
    """

    part: str
    before: str
    after: str
    changed: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reasons:
    """Why a file would be made again; without any reason it is current.

    Attributes:
        job: the job that makes it; None if that is not known.
        parts: what it would be made of today; none if that is not known.
        differences: what is not as it was.
        others: reasons that have nothing to do with what it is made of, as sentences.
    """

    path: Path
    job: Job | None
    parts: Mapping[str, Ingredient]
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
    report = path.parent / outputs.REPORT
    key, entry = _entry(path, report)
    made_of = outputs.made_of_entry(entry)
    if entry.get("status") != "good" or not made_of:
        return Reasons(path, None, {}, (), (_without_record(entry),))
    job = _job(path, made_of["order"], session)
    job = next((one for one in (job, job.twin) if one.key == key), job)
    now = ingredients(job, session)
    others = [] if is_as_written(job, entry) else ["The file, or a file beside it, is not the one that was written."]
    if exists(job.twin.target):
        others.append(f"The file has another name now: {job.twin.target.name} is an older one.")
    differences = tuple(_differences(made_of, outputs.parts(report), now))
    return Reasons(path, job, now.parts, differences, tuple(others))


def _entry(path: Path, report: Path) -> tuple[str, Mapping[str, Any]]:
    for key, entry in outputs.entries(report).items():
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
    """Return the job of a file from the *order* that it was made by; see `flyers.pipeline.ingredients`."""
    order, _, press = order.partition(f", {PRESS} ")
    product, purpose, *rest = order.split(", ")
    pdfx = re.search(r" as PDF/X-(4|1a)$", press)
    choice = PressChoice(press[: pdfx.start()] if pdfx else press, pdfx[1] if pdfx else "")
    secondary = next((words.removeprefix(f"{WITH} ") for words in rest if words.startswith(f"{WITH} ")), "")
    try:
        language = session.registry.language(path.parent.name).tag
    except UsageError:
        raise UsageError(
            f"{path.parent.name} is not the folder of a language of this campaign.", hint="Name it with --project."
        ) from None
    job = job_from_purpose(session.folder, product, language, purpose, choice)
    output = path.parent.parent
    return replace(job, output=output, secondary=secondary, allow_untranslated=IN_ENGLISH in rest)


def _differences(
    before: Mapping[str, str], names: Mapping[str, Mapping[str, str]], now: Ingredients
) -> Iterator[Difference]:
    for part in dict.fromkeys([*before, *now.parts]):
        old, new = before.get(part, ""), now.parts.get(part, Ingredient(""))
        if old == new.value:
            continue
        was, today = names.get(old, {}), new.entries
        if not was or not today:  # without names on both sides it is only known that it differs
            yield Difference(part, old, new.value)
            continue
        changed = tuple(name for name in today if name in was and was[name][:SHORT] != today[name])
        added = tuple(name for name in today if name not in was)
        gone = tuple(name for name in was if name not in today)
        yield Difference(part, old, new.value, changed, added, gone)
