"""The plans of earlier builds, kept in the output folder: which files an order means.

To plan, the whole campaign is opened, all catalogs too, since a language is built by default if it has a translation.
With the plan at hand, ``flyers build`` finds in 0.2 s that there is nothing to do, and otherwise in 1.2 s.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from flyers import limits
from flyers.content.starter import NAME, starter_folder
from flyers.errors import FlyersError
from flyers.files import exists, locked, read_bytes, write_whole
from flyers.pipeline import outputs
from flyers.pipeline.inputs import Inputs
from flyers.pipeline.plan import Job, PressChoice, SheetChoice
from flyers.pipeline.program import program
from flyers.records import dataclass

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
