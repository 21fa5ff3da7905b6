"""The outcome of a job: its result for the command line, and its CPU time by stage."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import field
from typing import Any

from flyers.content.markup import visible, visibly_different
from flyers.errors import ExitCode, FlyersError, StoppedError
from flyers.pipeline.plan import Job
from flyers.records import dataclass

STAGES = ("localize", "compose", "paint", "proof", "write")
"""The stages of the recipe, in order."""


class Clock:
    """Adds up the CPU seconds of each stage. Wall time would say little on a busy machine."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def __call__(self, stage: str) -> Iterator[None]:
        start = time.process_time()
        try:
            yield
        finally:
            self.seconds[stage] = self.seconds.get(stage, 0.0) + time.process_time() - start


@dataclass(frozen=True, slots=True)
class Result:
    """The outcome of one job. Plain data, so that a worker process can return it.

    Attributes:
        error: why there is no new file; None if there is one.
        fault: the traceback, if the program itself failed.
        size: bytes of the file.
        findings: what the proof found, as in ``proof.json`` (severity, code, message, …).
        warnings: what a person should know before printing, such as an unverified number or a draft.
        shortened: messages for which there was room only in a shorter form than the layout asks for.
        lowered: which bands of the layout are lower than it says, because their text needs the room.
        seconds: CPU seconds by stage, see `STAGES`.
        current: whether the file was current, so that it was not made again.
        key: of what the file is made of (`flyers.pipeline.outputs.MadeOf.key`); "" if it is not good, or is
            never current.
    """

    job: Job
    error: FlyersError | None = None
    fault: str = ""
    size: int = 0
    findings: tuple[Mapping[str, Any], ...] = ()
    warnings: tuple[str, ...] = ()
    shortened: tuple[str, ...] = ()
    lowered: tuple[str, ...] = ()
    seconds: Mapping[str, float] = field(default_factory=dict)
    current: bool = False
    key: str = ""

    @property
    def good(self) -> bool:
        return self.error is None

    @property
    def exit_code(self) -> ExitCode:
        return ExitCode.OK if self.error is None else self.error.exit_code

    def to_json(self) -> dict[str, Any]:
        """Return the result as ``flyers build --json`` prints it."""
        return {
            "language": self.job.language,
            "product": self.job.product,
            "edition": self.job.edition,
            "file": str(self.job.target),
            "good": self.good,
            "current": self.current,
            "bytes": self.size,
            "error": None if self.error is None else str(self.error),
            "exit_code": int(self.exit_code),
            "findings": [dict(finding) for finding in self.findings],
            "warnings": list(self.warnings),
            "shortened": list(self.shortened),
            "lowered": list(self.lowered),
            "cpu_seconds": {stage: round(value, 4) for stage, value in self.seconds.items()},
        }


def result_of(
    job: Job, entry: Mapping[str, Any], key: str, *, current: bool = True, seconds: Mapping[str, float] | None = None
) -> Result:
    """Return the result of a good file from its entry: of one that is *current*, or that was made in *seconds*."""
    return Result(
        job,
        size=entry["bytes"],
        findings=tuple(entry.get("findings", ())),
        warnings=tuple(entry.get("warnings", ())),
        shortened=tuple(entry.get("shortened", ())),
        lowered=tuple(entry.get("lowered", ())),
        seconds=seconds or {},
        current=current,
        key=key,
    )


def killed(job: Job, problem: str, hint: str) -> Result:
    """Return the result of a job of which the process was killed."""
    return Result(job, error=StoppedError(problem, hint=hint, trail=(job.product, job.language)))


def exit_code(results: Sequence[Result]) -> ExitCode:
    """Return the exit code of the first failure, in the order of the plan, or OK."""
    return next((result.exit_code for result in results if not result.good), ExitCode.OK)


def sentence(finding: Mapping[str, Any]) -> str:
    """Return a finding as a sentence: ``Q402 page 2, chat, content/layouts/poster.yaml:9:7: … Do this.``"""
    parts = (f"page {finding['page']}" if finding["page"] else "", finding["where"], finding.get("layout", ""))
    place = ", ".join(filter(None, parts))
    message = _readable(finding["message"])
    text = f"{finding['code']} {place}: {message}" if place else f"{finding['code']} {message}"
    return f"{text.rstrip('.')}. {finding['advice']}" if finding["advice"] else text


def _readable(message: str) -> str:
    """Return *message* without the invisible characters of the words that it quotes, unless they alone differ in it."""
    quoted = _QUOTED.findall(message)
    return visible(message) if visibly_different(*quoted) == tuple(map(visible, quoted)) else message


_QUOTED = re.compile("“[^”]*”")


def errors(findings: Sequence[Mapping[str, Any]]) -> list[str]:
    return [sentence(finding) for finding in findings if finding["severity"] == "error"]


def listed(sentences: Sequence[str], most: int = 5) -> str:
    """Return *sentences* on lines of their own, for an error message; those above *most* are only counted.

    One that is true of every copy on a sheet is listed once.
    """
    counts = list(Counter(sentences).items())
    left = sum(times for _, times in counts[most:])
    lines = [sentence if times == 1 else f"{sentence} ({times} times)" for sentence, times in counts[:most]]
    return "".join(f"\n  {line}" for line in (*lines, *([f"… and {left} more"] if left else [])))


UNVERIFIED, HOW_TO_VERIFY = "never verified by anybody: ", " (content/contacts.yaml, verified_on)"


def by_fact(warnings_by_label: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """Return the labels of the files that each fact concerns, by warning. Each unverified contact is one fact."""
    labels: dict[str, list[str]] = {}
    unverified: dict[str, None] = {}
    concerned: list[str] = []
    for label, sentences in warnings_by_label.items():
        for sentence in sentences:
            if sentence.startswith(UNVERIFIED):
                listed = sentence.removeprefix(UNVERIFIED).removesuffix(HOW_TO_VERIFY)
                unverified.update(dict.fromkeys(listed.split(", ")))
                concerned.append(label)
            else:
                labels.setdefault(sentence, []).append(label)
    if not unverified:
        return labels
    return {f"{UNVERIFIED}{', '.join(unverified)}{HOW_TO_VERIFY}": concerned} | labels
