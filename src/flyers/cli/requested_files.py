"""The files that a build asks for in one campaign: all of them, the current ones, and the missing ones."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping, Sequence
from dataclasses import field
from pathlib import Path
from typing import TYPE_CHECKING

from flyers import cache
from flyers.cli.selection import output_folder
from flyers.cli.unprinted import leftovers, unprinted
from flyers.files import clear_leftovers
from flyers.pipeline.build_record import BuildRecord, Order
from flyers.records import dataclass

if TYPE_CHECKING:
    from flyers.pipeline.plan import Job
    from flyers.pipeline.report import Result
    from flyers.pipeline.session import Session

JobsOf = Callable[[argparse.Namespace, "Session"], "list[Job]"]

PLAN_OPTIONS = (
    "lang",
    "product",
    "edition",
    "secondary",
    "press",
    "pdfx",
    "bleed",
    "sheet",
    "gutter",
    "back_offset",
    "calibration",
    "ink",
    "allow_untranslated",
    "shard",
)
"""Options that decide which files are made, and how."""


@dataclass(slots=True)
class RequestedFiles:
    """The files that a command asks for in one campaign.

    Attributes:
        jobs: all of them.
        left_out: languages that are not built because none was named and they have no translation.
        current: the results of the files that are known to be current without opening the campaign.
        unprinted: what the campaign has of its own and nothing prints, in sentences (`flyers.cli.unprinted`).
        left: old files of products and languages that it no longer has, in sentences; looked for when its files change.
    """

    jobs: list[Job]
    left_out: list[str]
    current: Mapping[Job, Result] = field(default_factory=dict)
    unprinted: Sequence[str] = ()
    left: Sequence[str] = ()
    _record: BuildRecord | None = None
    _layers: Sequence[Path] = ()

    @classmethod
    def of(cls, options: argparse.Namespace, session: Session, jobs_of: JobsOf) -> RequestedFiles:
        """Return the files that *options* ask for in the campaign of *session*; *jobs_of* plans them unless a record
        has them.

        Raises:
            FlyersError: the plan cannot be made.
        """
        record = _record(options)
        if record and record.jobs is not None and not options.force and _holds(record, options, session):
            remarks = unprinted(session) if record.changed else record.unprinted
            return cls(record.jobs, record.left_out, record.results, remarks, _record=record)
        jobs = jobs_of(options, session)
        layers = [layer.folder for layer in session.campaign.layers]
        old = leftovers(session, output_folder(options))
        return cls(jobs, _left_out(options, jobs, session), {}, unprinted(session), old, record, layers)

    @property
    def missing(self) -> list[Job]:
        """The jobs whose files may not be current."""
        return [job for job in self.jobs if job not in self.current]

    def finish(self, made: Sequence[Result]) -> list[Result]:
        """Return the results of all jobs in order, including those *made*, and record them for the next build."""
        results = {**self.current, **{result.job: result for result in made}}
        ordered = [results[job] for job in self.jobs]
        for folder in {result.job.folder for result in ordered if result.current}:
            clear_leftovers(folder)  # left by a build that was killed while it made current files again
        if self._record:
            self._record.keep(self.jobs, self.left_out, ordered, self._layers, self.unprinted)
        return ordered


def _record(options: argparse.Namespace) -> BuildRecord | None:
    """Return the record of what *options* ask for; None where a build may depend on files beyond a record."""
    if (
        options.dry_run or cache.folder() is None or any(mark in options.press for mark in ("/", "\\", "."))
    ):  # a shop's own file, anywhere
        return None
    deciding = {name: getattr(options, name) for name in PLAN_OPTIONS}
    unread = not (options.lang or options.secondary)  # languages are looked up in the campaign
    order = Order(options.project, output_folder(options), deciding)
    return BuildRecord.recall(order, options.began, unread=unread)


def _holds(record: BuildRecord, options: argparse.Namespace, session: Session) -> bool:
    """Return whether the plan of *record* is valid: changed catalogs may change the languages built by default."""
    if not record.changed or options.lang:
        return True
    known = record.changed & set(session.registry.tags)
    return all(session.has_translations(tag) != (tag in record.left_out) for tag in known)


def _left_out(options: argparse.Namespace, jobs: list[Job], session: Session) -> list[str]:
    from flyers.pipeline.plan import ALL

    if options.lang or all(job.secondary == ALL for job in jobs):
        return []
    return [tag for tag in session.languages() if tag not in session.usual_languages]
