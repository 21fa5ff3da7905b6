"""What became of a job, as plain data that can come back from a worker process."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flyers.errors import ExitCode, FlyersError
from flyers.pipeline.plan import Job


@dataclass(frozen=True, slots=True)
class Result:
    """One job's end.

    Attributes:
        error: why there is no new file; None when there is one.
        fault: the traceback, when the program itself was at fault.
        size: bytes of the file.
        findings: what the proof found, as in ``proof.json`` (severity, code, message, …).
        warnings: what a person should know before printing (an unverified number, a draft).
        seconds: CPU seconds by stage (`flyers.pipeline.clock.STAGES`).
    """

    job: Job
    error: FlyersError | None = None
    fault: str = ""
    size: int = 0
    findings: tuple[Mapping[str, Any], ...] = ()
    warnings: tuple[str, ...] = ()
    seconds: Mapping[str, float] = field(default_factory=dict)

    @property
    def good(self) -> bool:
        return self.error is None

    @property
    def exit_code(self) -> ExitCode:
        return ExitCode.OK if self.error is None else self.error.exit_code

    def to_json(self) -> dict[str, Any]:
        """For ``flyers build --json``."""
        return {
            "language": self.job.language,
            "product": self.job.product,
            "edition": self.job.edition,
            "file": str(self.job.target),
            "good": self.good,
            "bytes": self.size,
            "error": None if self.error is None else str(self.error),
            "exit_code": int(self.exit_code),
            "findings": [dict(finding) for finding in self.findings],
            "warnings": list(self.warnings),
            "cpu_seconds": {stage: round(value, 4) for stage, value in self.seconds.items()},
        }


def worst(results: list[Result]) -> ExitCode:
    """What the process ends with: the first failure's code, in the order of the plan."""
    return next((result.exit_code for result in results if not result.good), ExitCode.OK)
