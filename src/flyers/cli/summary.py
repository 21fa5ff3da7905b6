"""What is said at the end of a build, of one campaign or of many; several files' errors for one reason are one."""

from __future__ import annotations

import argparse
import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

from flyers.cli.console import Console
from flyers.errors import ExitCode, FlyersError, counted, first_of
from flyers.files import exists
from flyers.pipeline.outputs import REPORT, STAGES, Result, by_fact, sentence
from flyers.pipeline.plan import Job

_OF_ONE = re.compile(r"--(lang|product) (\"[^\"]*\"|[\w,-]+)")
"""The part in which the hints of like errors differ: the languages or products of a command."""


def grouped(errors: Iterable[FlyersError]) -> list[FlyersError]:
    """Return *errors*, in order, with one for each reason, about all languages, or products in languages, that the
    trails end with; a command in the hint of several is for all of them.
    """
    groups: dict[tuple[object, ...], list[FlyersError]] = defaultdict(list)
    for part in chain.from_iterable(error.errors for error in errors):
        groups[type(part), part.problem, _OF_ONE.sub("", part.hint), len(part.trail)].append(part)
    return [_one_for(alike) for alike in groups.values()]


def _one_for(alike: Sequence[FlyersError]) -> FlyersError:
    first, trails = alike[0], list(dict.fromkeys(error.trail for error in alike))
    if len(trails) < 2:
        return first
    names: dict[str, dict[str, None]] = defaultdict(dict)
    for error in alike:
        for name, value in _OF_ONE.findall(error.hint):
            names[name] |= dict.fromkeys(re.split(r"[ ,]+", value.strip('"')))
    hint = _OF_ONE.sub(lambda match: f"--{match[1]} {','.join(names[match[1]])}", first.hint)
    kind = "languages" if len(first.trail) == 1 else "files"
    few = ", ".join(" → ".join(trail) for trail in trails[:2])
    label = f"{len(trails)} {kind} ({few}{', …' if len(trails) > 2 else ''})"
    return type(first)(first.problem, hint=hint, trail=[label])


QUESTIONS = "docs/questions.md"  # Where a campaign may keep what its coalition has to settle.


def summarize(
    results: Sequence[Result],
    seconds: float,
    console: Console,
    *,
    left_out: Sequence[str] = (),
    problems_only: bool = False,
) -> None:
    """Print the summary of *results*; with *problems_only* nothing goes to stdout."""
    good = [result for result in results if result.good]
    if good and not problems_only:
        proofs = (counted(len(result.findings), "finding") if result.findings else "nothing found" for result in good)
        rows = ((str(each.job.target), kilobytes(each.size), proof) for each, proof in zip(good, proofs, strict=True))
        console.table([("file", "size", "proof"), *rows], right=(1,))
    if console.verbose:
        console.note()
        times = [
            (result.job.label, *(f"{1000 * result.seconds.get(stage, 0.0):.0f}" for stage in STAGES))
            for result in results
        ]
        console.table([("CPU ms", *STAGES), *times], right=range(1, 6), to_stderr=True)
    warned = by_fact({result.job.label: result.warnings for result in results})
    milder = ((each, sentence(of)) for each in results for of in each.findings if of["severity"] != "error")
    for result, text in chain(milder, ((each, f"{remark}.") for each in results for remark in each.lowered)):
        warned.setdefault(text, []).append(result.job.label)
    for text, labels in warned.items():
        files = labels[0] if len(labels) == 1 else f"{len(labels)} files ({labels[0]}, …)"
        console.note(f"warning: {files}: {text}")
    for result in results:
        if result.fault and console.verbose:
            console.note(result.fault.rstrip())
    for problem in problems((result.job, result.error) for result in results if result.error):
        console.error(problem)
    note_left_out(left_out, console)
    _note_shorter_forms(good, console)
    if any(result.warnings and exists(result.job.campaign / QUESTIONS) for result in good):
        console.note(f"Questions that only the coalition can settle before printing: {QUESTIONS}.")
    counts = FileCounts()
    counts.add(results)
    if good:
        console.note(f"{counts}, {kilobytes(sum(result.size for result in good))} in {seconds:.1f} s.")
    elif results:
        none = "The file was not" if len(results) == 1 else f"None of {len(results)} files was"
        console.note(f"{none} made ({seconds:.1f} s).")


def note_left_out(languages: Sequence[str], console: Console) -> None:
    """Name the languages that a build of all languages leaves out."""
    if languages:
        console.note(f"Left out, because they have no translation yet: {', '.join(languages)}.")


def _note_shorter_forms(results: Sequence[Result], console: Console) -> None:
    """Name the products that say less than their layout asks for, since the page does not show it; and what helps: the
    check of catalogs composes pieces in one language only.
    """
    shortened = [result for result in results if result.shortened]
    if not shortened:
        return
    forms: dict[str, dict[str, None]] = defaultdict(dict)
    for result in shortened:
        forms[f"{result.job.language} {result.job.product}"] |= dict.fromkeys(result.shortened)
    most = 4  # products in one language that the note names; the others are counted
    texts = ((name, ", ".join(keys) if len(keys) <= most else f"{len(keys)} texts") for name, keys in forms.items())
    products = first_of((f"{name} ({keys})" for name, keys in texts), most)
    helps = []
    if alone := list(dict.fromkeys(result.job.language for result in shortened if not result.job.secondary)):
        tags = f'"{" ".join(alone)}"' if len(alone) > 1 else alone[0]
        which = f" --lang {tags}" if len(alone) <= most else ""
        helps.append(f"'flyers translations check{which}' says what would help.")
    if records := dict.fromkeys(str(result.job.folder / REPORT) for result in shortened if result.job.secondary):
        helps.append(
            "Languages on one piece share its space: leave some out, or shorten the texts of each. "
            f"The texts are listed in {first_of(records, 1)}."
        )
    console.note(f"There was room for shorter forms only: {products}. {' '.join(helps)}")


def problems(failures: Iterable[tuple[Job, FlyersError]], campaign: Callable[[Job], str] = lambda _: "") -> list[str]:
    """Return every error of jobs once, with the number of files if several have it from one place; *campaign* returns
    what stands before an error of a job of several campaigns.
    """
    groups: dict[tuple[object, ...], dict[str, FlyersError]] = defaultdict(dict)
    for job, failure in failures:
        for error in failure.errors:
            own = error.trail[2:] if error.trail[:2] == (job.product, job.language) else error.trail
            groups[error.problem, error.hint, error.source, own][f"{campaign(job)}{error}"] = error
    return [_shared(same) if len(same) > 1 else next(iter(same)) for same in groups.values()]


def _shared(errors: Mapping[str, FlyersError]) -> str:
    line, first = next(iter(errors.items()))
    campaign = line.removesuffix(str(first))
    files = f"{len(errors)} files ({campaign}{first.trail[0]} → {first.trail[1]}, …)"
    return str(FlyersError(first.problem, hint=first.hint, source=first.source, trail=[files, *first.trail[2:]]))


@dataclass
class FileCounts:
    """How many files were asked for, are good, and were current; as `str` in words."""

    all: int = 0
    good: int = 0
    current: int = 0

    def add(self, results: Sequence[Result]) -> None:
        self.all += len(results)
        self.good += sum(result.good for result in results)
        self.current += sum(result.current for result in results)

    def __str__(self) -> str:
        made, asked = self.good - self.current, self.all - self.current
        if not self.current:
            return f"{made} of {asked} files made and proved"
        if not asked:
            return f"All {self.current} files are current" if self.current > 1 else "The file is current"
        return f"{made} of {asked} files made and proved, {self.current} current"


def kilobytes(size: int) -> str:
    """Return *size* bytes as file managers show it, in SI units: ``"48 kB"``."""
    return f"{size / 1000:.0f} kB" if size >= 1000 else f"{size} B"


class CampaignsSummary:
    """The summary of all campaigns: counts, a row for each, and errors. Results are kept in a file once they are many:
    a system error while they are written or read is a full or broken disk, which is reported as a lost output.
    """

    def __init__(self, with_json: bool) -> None:
        """With *with_json*, every result is kept for ``--json``."""
        from tempfile import SpooledTemporaryFile  # slow to load

        self.counts = FileCounts()
        self._with_json = with_json
        # In memory up to 100 kB.
        self._json = SpooledTemporaryFile(100_000, prefix="flyers-")  # noqa: SIM115 - closed by __exit__
        # By the number of the campaign in the command.
        self._rows: dict[int, tuple[str, str]] = {}
        self._starts: dict[int, int] = {}
        self._failures: dict[int, list[tuple[Job, FlyersError]]] = {}

    def __enter__(self) -> CampaignsSummary:
        return self

    def __exit__(self, *_: object) -> None:
        self._json.close()

    def add(self, number: int, results: Sequence[Result]) -> None:
        if not results:
            return
        self.counts.add(results)
        folder = campaign_name(results[0].job.campaign)
        self._rows[number] = folder, f"{sum(result.good for result in results)} of {len(results)}"
        self._failures[number] = [(result.job, result.error) for result in results if result.error]
        if self._with_json:
            self._starts[number] = self._json.tell()
            rows = [{"campaign": folder, **result.to_json()} for result in results]
            self._json.write(json.dumps(rows).encode() + b"\n")

    def show(self, console: Console, broken: Mapping[Path, FlyersError], options: argparse.Namespace) -> None:
        """Print rows, or the results as JSON, and all errors; *broken* are campaigns that could not be read."""
        if options.json:
            console.data_in_parts("results", self._parts())
        elif self._rows and not options.quiet:
            rows = [row for _, row in sorted(self._rows.items())]
            console.table([("campaign", "files made and proved"), *rows], right=(1,))
        for folder, fault in broken.items():
            console.error(f"{folder}: {fault}")
        for line in problems(self._failed(), lambda job: f"{campaign_name(job.campaign)}: "):
            console.error(line)

    def _parts(self) -> Iterator[list[Any]]:
        """Yield the results of each campaign as JSON, in the order of the command; none can be added afterwards."""
        for _, start in sorted(self._starts.items()):
            self._json.seek(start)
            yield json.loads(self._json.readline())

    def _failed(self) -> Iterator[tuple[Job, FlyersError]]:
        return chain.from_iterable(failed for _, failed in sorted(self._failures.items()))

    def exit_code(self, broken: Mapping[Path, FlyersError]) -> ExitCode:
        """Return the exit code of the first failure; *broken* are campaigns that could not be read."""
        failures = chain(broken.values(), (error for _, error in self._failed()))
        return next((error.exit_code for error in failures), ExitCode.OK)


def campaign_name(folder: Path) -> str:
    """Return the folder of a campaign as the command named it; the present one by its name."""
    return str(folder) if folder.name else folder.resolve().name
