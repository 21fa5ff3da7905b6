"""The summary at the end of a build: what was made, what is wrong, what to know before printing."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from flyers.cli.console import Console
from flyers.errors import FlyersError, first_of
from flyers.files import exists
from flyers.pipeline.outputs import REPORT, STAGES, Result, by_fact, sentence
from flyers.pipeline.plan import Job
from flyers.translation.standing import counted

_OF_ONE = re.compile(r"--(lang|product) (\"[^\"]*\"|[\w,-]+)")
"""The part in which the hints of like errors differ: the languages or products of a command."""


def grouped(errors: Iterable[FlyersError]) -> list[FlyersError]:
    """Return *errors*, in order, with one for each reason; a command in the hint of several is for all of them.

    What they are about is the end of their trails: a language, or a product in a language.
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
        for option, value in _OF_ONE.findall(error.hint):
            names[option] |= dict.fromkeys(re.split(r"[ ,]+", value.strip('"')))
    hint = _OF_ONE.sub(lambda match: f"--{match[1]} {','.join(names[match[1]])}", first.hint)
    kind = "languages" if len(first.trail) == 1 else "files"
    few = ", ".join(" → ".join(trail) for trail in trails[:2])
    label = f"{len(trails)} {kind} ({few}{', …' if len(trails) > 2 else ''})"
    return type(first)(first.problem, hint=hint, trail=[label])


QUESTIONS = "docs/questions.md"
"""Where a campaign may keep what its coalition has to settle."""


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
        console.table([("file", "size", "proof"), *(_row(result) for result in good)], right=(1,))
    if console.verbose:
        console.note()
        times = ([f"{1000 * result.seconds.get(stage, 0.0):.0f}" for stage in STAGES] for result in results)
        rows = ((result.job.label, *row) for result, row in zip(results, times, strict=True))
        console.table([("CPU ms", *STAGES), *rows], right=range(1, 6), to_stderr=True)
    milder, lowered = defaultdict[str, list[str]](list), defaultdict[str, list[str]](list)
    for result in results:
        for finding in result.findings:
            if finding["severity"] != "error":
                milder[sentence(finding)].append(result.job.label)
        for remark in result.lowered:
            lowered[f"{remark}."].append(result.job.label)
    warned = by_fact({result.job.label: result.warnings for result in results})
    for text, labels in chain(warned.items(), milder.items(), lowered.items()):
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
    for result in results:
        counts.add(result)
    if good:
        console.note(f"{counts}, {kilobytes(sum(result.size for result in good))} in {seconds:.1f} s.")
    elif results:
        none = "The file was not" if len(results) == 1 else f"None of {len(results)} files was"
        console.note(f"{none} made ({seconds:.1f} s).")


def note_left_out(languages: Sequence[str], console: Console) -> None:
    """Name the languages that a build of all languages leaves out."""
    if languages:
        console.note(f"Left out, because they have no translation yet: {', '.join(languages)}.")


_MOST_NAMED = 4
"""Products in one language that a note names; the others are counted."""


def _note_shorter_forms(results: Sequence[Result], console: Console) -> None:
    """Name the products that say less than their layout asks for, since the page does not show it."""
    forms: dict[str, dict[str, None]] = defaultdict(dict)
    shortened = [result for result in results if result.shortened]
    for result in shortened:
        forms[f"{result.job.language} {result.job.product}"] |= dict.fromkeys(result.shortened)
    if not forms:
        return
    texts = {
        name: ", ".join(keys) if len(keys) <= _MOST_NAMED else f"{len(keys)} texts" for name, keys in forms.items()
    }
    products = first_of((f"{name} ({keys})" for name, keys in texts.items()), _MOST_NAMED)
    console.note(f"There was room for shorter forms only: {products}. {' '.join(_what_helps(shortened))}")


def _what_helps(shortened: Sequence[Result]) -> Iterator[str]:
    """Yield the commands that say what would help. The check of catalogs composes pieces in one language only."""
    alone = list(dict.fromkeys(result.job.language for result in shortened if not result.job.secondary))
    if alone:
        tags = f'"{" ".join(alone)}"' if len(alone) > 1 else alone[0]
        which = f" --lang {tags}" if len(alone) <= _MOST_NAMED else ""
        yield f"'flyers translations check{which}' says what would help."
    records = dict.fromkeys(str(result.job.folder / REPORT) for result in shortened if result.job.secondary)
    if records:
        yield (
            "Languages on one piece share its space: leave some out, or shorten the texts of each. "
            f"The texts are listed in {first_of(records, 1)}."
        )


def _row(result: Result) -> tuple[str, str, str]:
    proof = counted(len(result.findings), "finding") if result.findings else "nothing found"
    return str(result.job.target), kilobytes(result.size), proof


def problems(failures: Iterable[tuple[Job, FlyersError]], campaign: Callable[[Job], str] = lambda _: "") -> list[str]:
    """Return every error of jobs once, with the number of files if several have it from one place.

    *campaign* returns what stands before an error of a job of several campaigns.
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

    def add(self, result: Result) -> None:
        self.all += 1
        self.good += result.good
        self.current += result.current

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
