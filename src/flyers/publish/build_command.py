"""The command that makes a file which a package lacks."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from pathlib import Path

from flyers.pipeline.plan import ALL, Job


def build_command(job: Job, project: Path) -> str:
    """Return the command that makes the press file of *job* in the folder where its package looks for it.

    It is typed where the package was ordered, in the campaign's folder, *project*, or below it.
    """
    return shlex.join(["flyers", "build", *_options(job, project)])


def _options(job: Job, project: Path) -> Iterator[str]:
    yield from ("--lang", job.language, "--product", job.product)
    if job.secondary not in ("", ALL):
        yield from ("--with", job.secondary)
    if job.press.condition:
        yield from ("--press", job.press.condition)
    if job.press.pdfx:
        yield from ("--pdfx", job.press.pdfx)
    if job.press.bleed is not None:
        yield from ("--bleed", f"{job.press.bleed:.6g}pt")
    if job.sheet.ink:
        yield from ("--ink", job.sheet.ink)
    if job.output.resolve() != (project / "output").resolve():
        yield from ("--output", str(job.output))
