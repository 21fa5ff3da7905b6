"""The closing lines of a build: what was made, what is wrong, what to know before printing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING

from flyers.cli.console import Console
from flyers.errors import CombinedError, FlyersError
from flyers.pipeline.clock import STAGES
from flyers.pipeline.report import sentence

if TYPE_CHECKING:
    from flyers.pipeline.result import Result


def summarize(
    results: Sequence[Result],
    seconds: float,
    console: Console,
    *,
    left_out: Sequence[str] = (),
    only_trouble: bool = False,
) -> None:
    """Tell a person on *console*; with *only_trouble* nothing goes to stdout."""
    made = [result for result in results if result.good]
    if made and not only_trouble:
        console.table([("file", "size", "proof"), *(_row(result) for result in made)], right=(1,))
    if console.verbose:
        console.note()
        console.table([("CPU ms", *STAGES), *(_times(result) for result in results)], right=range(1, 6), to_stderr=True)
    for said, labels in _gather({result.job.label: result.warnings for result in results}).items():
        console.note(f"warning: {_among(labels)}: {said}")
    for said, labels in _gather({result.job.label: _mild(result) for result in results}).items():
        console.note(f"warning: {_among(labels)}: {said}")
    for result in results:
        if result.fault and console.verbose:
            console.note(result.fault.rstrip())
    for problem in _problems(results):
        console.error(problem)
    say_left_out(left_out, console)
    _close(results, made, seconds, console)


def say_left_out(languages: Sequence[str], console: Console) -> None:
    """One line about the languages that a build of all passes over."""
    if languages:
        console.note(f"Left out, since nobody has begun to translate them: {', '.join(languages)}.")


def _row(result: Result) -> tuple[str, str, str]:
    findings = len(result.findings)
    said = "nothing found" if not findings else f"{findings} finding{'s' if findings > 1 else ''}"
    return str(result.job.target), kilobytes(result.size), said


def _times(result: Result) -> tuple[str, ...]:
    return (result.job.label, *(f"{1000 * result.seconds.get(stage, 0.0):.0f}" for stage in STAGES))


def _mild(result: Result) -> tuple[str, ...]:
    return tuple(sentence(finding) for finding in result.findings if finding["severity"] != "error")


def _gather(said_of: dict[str, Sequence[str]]) -> dict[str, list[str]]:
    gathered: dict[str, list[str]] = defaultdict(list)
    for label, sentences in said_of.items():
        for said in sentences:
            gathered[said].append(label)
    return gathered


def _among(labels: Sequence[str]) -> str:
    return labels[0] if len(labels) == 1 else f"{len(labels)} files ({labels[0]}, …)"


def _problems(results: Sequence[Result]) -> list[str]:
    """What went wrong, each thing once; where several files have it from one place, with their number."""
    gathered: dict[tuple[object, ...], dict[str, FlyersError]] = defaultdict(dict)
    for result in results:
        job = result.job
        for error in _single(result.error):
            own = error.trail[2:] if error.trail[:2] == (job.product, job.language) else error.trail
            gathered[error.problem, error.hint, error.source, own][str(error)] = error
    return [_shared(list(same.values())) if len(same) > 1 else next(iter(same)) for same in gathered.values()]


def _single(error: FlyersError | None) -> Sequence[FlyersError]:
    return error.errors if isinstance(error, CombinedError) else [error] if error else []


def _shared(errors: Sequence[FlyersError]) -> str:
    first = errors[0]
    files = f"{len(errors)} files ({first.trail[0]} → {first.trail[1]}, …)"
    return str(FlyersError(first.problem, hint=first.hint, source=first.source, trail=[files, *first.trail[2:]]))


def _close(results: Sequence[Result], made: Sequence[Result], seconds: float, console: Console) -> None:
    total = kilobytes(sum(result.size for result in made))
    none = "The file was not" if len(results) == 1 else f"None of {len(results)} files was"
    console.note(
        f"{len(made)} of {len(results)} files made and proved, {total} in {seconds:.1f} s."
        if made
        else f"{none} made ({seconds:.1f} s)."
    )


def kilobytes(size: int) -> str:
    """``"48 kB"``; SI, as file managers say it."""
    return f"{size / 1000:.0f} kB" if size >= 1000 else f"{size} B"
