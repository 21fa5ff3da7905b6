"""The files that a build asks for in one campaign: all of them, the current ones, and the missing ones."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from flyers.cli.selection import output_folder
from flyers.cli.unprinted import leftovers, unprinted
from flyers.files import clear_leftovers
from flyers.pipeline.fresh import current
from flyers.pipeline.inputs import Inputs
from flyers.pipeline.outputs import REPORT, report_at
from flyers.pipeline.plan_record import PlanRecord, keep, recall
from flyers.records import dataclass

if TYPE_CHECKING:
    from flyers.pipeline.plan import Job
    from flyers.pipeline.report import Result
    from flyers.pipeline.session import Session

JobsOf = Callable[[argparse.Namespace, "Session"], "list[Job]"]

PLAN_OPTIONS = (
    "lang",
    "product",
    "format",
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
        current: the results of the files that are current.
        unprinted: what the campaign has of its own and nothing prints, in sentences (`flyers.cli.unprinted`).
        left: old files of products and languages that it no longer has, in sentences; looked for when its files change.
    """

    jobs: Sequence[Job]
    left_out: Sequence[str]
    current: Mapping[Job, Result]
    unprinted: Sequence[str]
    left: Sequence[str]

    @classmethod
    def of(cls, options: argparse.Namespace, session: Session, jobs_of: JobsOf) -> RequestedFiles:
        """Return the files that *options* ask for in the campaign of *session*; *jobs_of* plans them unless the plan is
        known.

        Raises:
            FlyersError: the plan cannot be made.
        """
        plan, is_known = _plan(options, session, jobs_of)
        current = {} if options.force or options.dry_run else _current(plan.jobs, session.inputs)
        left = [] if is_known else leftovers(session, output_folder(options))
        return cls(plan.jobs, plan.left_out, current, plan.unprinted, left)

    @property
    def missing(self) -> list[Job]:
        """The jobs whose files are not current."""
        return [job for job in self.jobs if job not in self.current]

    def finish(self, made: Sequence[Result]) -> list[Result]:
        """Return the results of all jobs in order, including those *made*."""
        results = {**self.current, **{result.job: result for result in made}}
        ordered = [results[job] for job in self.jobs]
        for folder in {result.job.folder for result in ordered if result.current}:
            clear_leftovers(folder)  # left by a build that was killed while it made current files again
        return ordered


def _plan(options: argparse.Namespace, session: Session, jobs_of: JobsOf) -> tuple[PlanRecord, bool]:
    """Return the plan of the order, which is kept for the next build, and whether it was kept before."""
    order = (options.project, output_folder(options), {name: getattr(options, name) for name in PLAN_OPTIONS})
    known = recall(*order)
    if known and not any(mark in options.press for mark in ("/", "\\", ".")):  # a shop's own file, anywhere
        plan, inputs = known
        session.take(inputs)
        if not plan.changed or _holds(plan, options, session):
            return replace(plan, unprinted=unprinted(session)) if plan.changed else plan, True
    inputs = session.inputs
    jobs = jobs_of(options, session)
    plan = PlanRecord(jobs, _left_out(options, jobs, session), unprinted(session))
    if not options.dry_run:
        keep(*order, plan, inputs)
    return plan, False


def _holds(plan: PlanRecord, options: argparse.Namespace, session: Session) -> bool:
    """Return whether *plan* still is that of the order: changed catalogs may change the languages built by default."""
    known = plan.changed & set(session.registry.tags)
    return bool(options.lang) or all(session.has_translations(tag) != (tag in plan.left_out) for tag in known)


def _current(jobs: Sequence[Job], inputs: Inputs) -> dict[Job, Result]:
    reports = {folder: report_at(folder / REPORT) for folder in dict.fromkeys(job.folder for job in jobs)}
    results = {job: current(job, inputs, reports[job.folder]) for job in jobs}
    return {job: result for job, result in results.items() if result}


def _left_out(options: argparse.Namespace, jobs: list[Job], session: Session) -> list[str]:
    from flyers.pipeline.plan import ALL

    if options.lang or all(job.secondary == ALL for job in jobs):
        return []
    return [tag for tag in session.languages() if tag not in session.usual_languages]
