"""The record of a build: its order, its results, and the states in which it found all files.

A build that is asked for again, and finds every file in the state in which the record has it, is done: nothing is
opened, parsed or composed. Where some files are in another state, only the jobs that may depend on them are looked at
again, by what they are made of (`flyers.pipeline.current`). So the record never decides that a file *has* changed, only
that none can have. `flyers.pipeline.file_snapshot` compares the files.

Records are in the cache folder (`flyers.cache`), one for each campaign, output folder and order. Without it builds take
longer and make the same.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, field
from pathlib import Path
from typing import Any

from flyers import cache
from flyers.dates import stated_time
from flyers.file_states import FileState, age_of, state, states
from flyers.pipeline import outputs
from flyers.pipeline.file_snapshot import FileSnapshot, roots_of, trusted_before
from flyers.pipeline.plan import ALL, Job, PressChoice, SheetChoice
from flyers.pipeline.program import libraries, program
from flyers.pipeline.report import Result
from flyers.records import dataclass

SCHEMA = 4

_CATALOGS = "LC_MESSAGES"
"""A folder that only the folders of languages have."""

_EVERYTHING = ""
"""The group of the files that any job may depend on; those of a language are in the group of its tag."""

_WORKS = sys.platform != "win32"
"""On Windows the state of a file does not change when it is written and its date is set back."""


@dataclass(frozen=True, slots=True)
class Order:
    """What a build is asked for: a campaign, an output folder, and *options*, which decide the plan."""

    campaign: Path
    output: Path
    options: Mapping[str, Any]

    @property
    def name(self) -> str:
        """What the record is called in the cache folder."""
        places = [os.path.realpath(self.campaign), str(self.campaign), os.path.realpath(self.output), str(self.output)]
        return f"build-{cache.name_of(*places, repr(sorted(self.options.items())))}"


@dataclass(slots=True)
class BuildRecord:
    """What is known about an order before it is carried out; see `recall`.

    Attributes:
        jobs: its plan; None if no record has it.
        left_out: the languages without a translation.
        unprinted: what the campaign has and nothing prints, in sentences.
        results: of the jobs whose files are current.
        changed: the languages whose own files have changed, while all other files have not. The plan may no longer
            hold: one of them may have got its first translation, or lost its last.
    """

    order: Order
    snapshot: FileSnapshot
    environment: Sequence[Any]
    jobs: list[Job] | None = None
    left_out: list[str] = field(default_factory=list)
    unprinted: list[str] = field(default_factory=list)
    results: dict[Job, Result] = field(default_factory=dict)
    changed: set[str] = field(default_factory=set)
    _is_known: bool = False
    _is_fresh: bool = False

    @classmethod
    def recall(cls, order: Order, moment: int, *, unread: bool = True) -> BuildRecord:
        """Return the record of an order, compared with the files as they are.

        *moment* is one, in nanoseconds since 1970, at which no file had been read; *unread* says that none has been
        read since.
        """
        known = cache.read(order.name) if _WORKS else None
        try:
            return cls._of(order, moment, unread, known if known and known["schema"] == SCHEMA else {})
        except (KeyError, TypeError, ValueError, AttributeError):  # another program has written it
            return cls._of(order, moment, unread, {})

    @classmethod
    def _of(cls, order: Order, moment: int, unread: bool, known: Mapping[str, Any]) -> BuildRecord:
        roots = list(known["roots"]) if known else roots_of([order.campaign])
        record = cls(order, FileSnapshot.at(moment, roots, unread=unread), _environment(), _is_known=bool(known))
        if known and known["environment"] == record.environment:
            record._compare(known)
        return record

    @property
    def complete(self) -> bool:
        """Whether all files are current, and nothing has to be opened."""
        return self.jobs is not None and not self.changed and len(self.results) == len(self.jobs)

    def keep(
        self,
        jobs: Sequence[Job],
        left_out: Sequence[str],
        results: Sequence[Result],
        layers: Sequence[Path] = (),
        unprinted: Sequence[str] = (),
    ) -> None:
        """Record the results of the order, and what nothing prints; *layers* are the folders of the campaign and of
        those that it is built on, if they were read.

        If they are not the folders that were compared, or something in them has changed meanwhile, only the folders are
        recorded.
        """
        if not _WORKS or self._is_fresh:
            return
        roots = roots_of(layers) if layers else self.snapshot.roots
        if list(roots) != list(self.snapshot.roots) or self.snapshot.has_changed:
            value: dict[str, Any] = {"schema": SCHEMA, "roots": roots, "environment": None}
        else:
            reports = {job.folder: _written(job.folder) for job in jobs}
            value = {
                "schema": SCHEMA,
                "environment": self.environment,
                **self.snapshot.plain(all_checksums=self._is_known),
                "left_out": list(left_out),
                "unprinted": list(unprinted),
                "jobs": [_plain(result, reports[result.job.folder]) for result in results],
                "reports": {str(folder): written.state for folder, written in reports.items()},
            }
        cache.keep(self.order.name, value)

    # -- comparing -----------------------------------------------------------------------------------------------------

    def _compare(self, known: Mapping[str, Any]) -> None:
        groups = {self._group(path) for path in self.snapshot.differences(known)}
        if _EVERYTHING in groups:
            return
        self.jobs = [_job(self.order, entry) for entry in known["jobs"]]
        self.left_out, self.unprinted = known["left_out"], known["unprinted"]
        self.changed = groups
        files = _Outputs(known, trusted_before(known))
        for job, entry in zip(self.jobs, known["jobs"], strict=True):
            if not self._may_differ(job) and (result := files.result(job, entry)):
                self.results[job] = result
        self._is_fresh = self.complete and files.all_trusted and self.snapshot.all_trusted

    def _may_differ(self, job: Job) -> bool:
        return bool(self.changed) and (
            job.secondary == ALL or job.language in self.changed or job.secondary in self.changed
        )

    def _group(self, path: str) -> str:
        """Return the tag of the language whose own file or folder *path* is; `_EVERYTHING` for any other."""
        for root in self.snapshot.roots:
            translations = f"{os.path.join(root, 'translations')}{os.sep}"  # noqa: PTH118 - as `states` does
            if path.startswith(translations):
                folder = path.removeprefix(translations).partition(os.sep)[0]
                is_of_language = f"{translations}{folder}{os.sep}{_CATALOGS}" in self.snapshot.inputs
                return folder.replace("_", "-") if is_of_language else _EVERYTHING
        return _EVERYTHING


class _Outputs:
    """The files in the output folder, as a record has them and as they are."""

    def __init__(self, known: Mapping[str, Any], trusted: int) -> None:
        self._known = known
        self._trusted = trusted
        self._folders: dict[Path, dict[str, FileState]] = {}
        self._reports: dict[Path, bool] = {}
        self.all_trusted = True

    def result(self, job: Job, entry: Mapping[str, Any]) -> Result | None:
        """Return the result of the job if its file is good, unchanged, and as its report says."""
        if "files" not in entry:
            return None
        named = _named(job, entry)
        folder = job.folder
        if folder not in self._folders:
            self._folders[folder] = states(folder, depth=0)
        if str(named.twin.target) in self._folders[folder] or not self._report_is_same(folder):
            return None
        for path, (before, checksum) in entry["files"].items():
            now = self._folders[folder].get(path)
            if now is None or not self._is_same(path, tuple(before), now, checksum):
                return None
        return Result(
            named,
            size=entry["size"],
            findings=tuple(entry["findings"]),
            warnings=tuple(entry["warnings"]),
            shortened=tuple(entry["shortened"]),
            lowered=tuple(entry["lowered"]),
            current=True,
            key=entry["key"],
        )

    def _report_is_same(self, folder: Path) -> bool:
        if folder not in self._reports:
            path = str(folder / outputs.REPORT)
            before, checksum = self._known["reports"][str(folder)]
            now = self._folders[folder].get(path)
            self._reports[folder] = now is not None and self._is_same(path, tuple(before), now, checksum)
        return self._reports[folder]

    def _is_same(self, path: str, before: tuple[int, ...], now: FileState, checksum: str) -> bool:
        """Return whether the file is the one that was recorded; it is read if its state can't be trusted."""
        if before == now and age_of(now) < self._trusted:
            return True
        self.all_trusted = False
        return outputs.checksum_of(Path(path)) == checksum


@dataclass(frozen=True, slots=True)
class _Written:
    """The report of a folder: its state with its checksum, and its entries."""

    state: tuple[FileState | None, str]
    entries: Mapping[str, Any]


def _written(folder: Path) -> _Written:
    path = folder / outputs.REPORT
    now = state(path)  # before it is read
    return _Written((now, outputs.checksum_of(path)), outputs.entries(path))


def _plain(result: Result, written: _Written) -> dict[str, Any]:
    """Return a job and its result as JSON values, if it is good and its report still says what it was made of."""
    job = result.job
    plain = asdict(job) | {"campaign": "", "output": ""}
    entry = written.entries.get(job.key)
    if not result.good or not result.key or outputs.key_of(entry) != result.key or not isinstance(entry, dict):
        return plain
    checksums = {job.target: entry["sha256"], **{path: entry["texts"][path.name] for path in job.texts}}
    now = {path: state(path) for path in checksums}
    return plain | {
        "files": {str(path): [now[path], checksum] for path, checksum in checksums.items() if now[path]},
        "key": result.key,
        "size": result.size,
        "findings": [dict(finding) for finding in result.findings],
        "warnings": list(result.warnings),
        "shortened": list(result.shortened),
        "lowered": list(result.lowered),
    }


def _job(order: Order, entry: Mapping[str, Any]) -> Job:
    sheet = entry["sheet"]
    return Job(
        order.campaign,
        entry["language"],
        entry["product"],
        entry["edition"],
        order.output,
        secondary=entry["secondary"],
        press=PressChoice(**entry["press"]),
        sheet=SheetChoice(**sheet | {"back_offset": tuple(sheet["back_offset"])}),
        allow_untranslated=entry["allow_untranslated"],
    )


def _named(job: Job, entry: Mapping[str, Any]) -> Job:
    return job.twin if entry["marked_draft"] else job


def _environment() -> list[Any]:
    """Return what files depend on besides other files."""
    return [program(), libraries(), stated_time(), list(sys.version_info[:3])]
