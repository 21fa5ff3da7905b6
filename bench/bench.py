"""Measure what a PDF costs: CPU milliseconds by stage, cold and warm.

    make bench                          a table
    python bench/bench.py --json        the same figures as JSON
    python bench/bench.py --quick       one round instead of five, for a first look

The figures are CPU time, not wall time, so that they can be compared on a busy machine, and the best of the rounds,
because disturbances only add time. *Cold* is a whole process, including children and imports. *Warm* is the pipeline
in a process with open fonts: passes over every language and product after a first one, which fills the caches of
shapes and codes as any long build does.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
STAGES = ("localize", "compose", "paint", "proof")

Row = tuple[str, dict[str, float]]
"""A label, and CPU milliseconds by column."""


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    parser.add_argument("--quick", action="store_true", help="one round instead of five")
    parser.add_argument("--project", type=Path, default=ROOT, help="the campaign to measure")
    options = parser.parse_args()
    rounds = 1 if options.quick else 5
    figures = {"cold": cold(options.project, rounds), "warm": warm(options.project, rounds)}
    if options.json:
        sys.stdout.write(json.dumps(figures, indent=2) + "\n")
    else:
        for title, rows in figures.items():
            sys.stdout.write(table(title, rows) + "\n")
    return 0


def cold(project: Path, rounds: int) -> list[Row]:
    """Return the figures of whole processes."""
    with tempfile.TemporaryDirectory() as folder:
        poster = ["build", "--lang", "en", "--product", "poster", "--output", folder]
        unproved = str(Path(__file__).parent / "peers" / "unproved.py")
        without_proof = [unproved, folder, "en", "poster", str(project)]
        return [
            ("flyers --help", {"CPU ms": best(rounds, lambda: child(["-m", "flyers", "--help"]))}),
            ("one poster, not proved", {"CPU ms": best(rounds, lambda: child(without_proof))}),
            (
                "one poster, proved",
                {"CPU ms": best(rounds, lambda: child(["-m", "flyers", "--project", str(project), *poster]))},
            ),
        ]


def warm(project: Path, rounds: int) -> list[Row]:
    """Return the figures of every language and product in this process, per PDF."""
    from flyers.pipeline.session import Session

    session = Session(project)
    jobs = [(language, product) for language in session.usual_languages for product in session.usual_products]
    spent_on(session, jobs)
    passes = [spent_on(session, jobs) for _ in range(rounds)]
    rows = []
    for product in session.usual_products:
        selected = [job for job in jobs if job[1] == product]
        rows.append((f"{product} ({len(selected)} languages)", per_pdf(passes, selected)))
    for language in session.usual_languages:
        selected = [job for job in jobs if job[0] == language]
        rows.append((f"{language} ({len(selected)} products)", per_pdf(passes, selected)))
    return [*rows, (f"all {len(jobs)} PDFs", per_pdf(passes, jobs))]


def spent_on(session: Any, jobs: Iterable[tuple[str, str]]) -> dict[tuple[str, str], dict[str, float]]:
    """Return the CPU milliseconds of each stage of each job."""
    from flyers.layout.compose import compose
    from flyers.pdf.painter import paint
    from flyers.pipeline.recipe import expectation
    from flyers.proof.run import proof

    edition = session.edition("press")
    spent = {}
    for language, product in jobs:
        stamps = [time.process_time()]
        localized = session.localized(language, allow_untranslated=True)
        stamps.append(time.process_time())
        document = compose(localized, session.layout(product), session.theme, session.typesetter, session.pictures)
        stamps.append(time.process_time())
        pdf = paint(document, edition, session.library)
        stamps.append(time.process_time())
        proof(
            pdf,
            expectation(
                document, edition, localized, session.library, smallest_module=session.layout(product).smallest_module
            ),
        )
        stamps.append(time.process_time())
        spent[language, product] = {
            stage: 1000 * (after - before) for stage, before, after in zip(STAGES, stamps, stamps[1:], strict=False)
        }
    return spent


def per_pdf(passes: list[dict[tuple[str, str], dict[str, float]]], jobs: list[tuple[str, str]]) -> dict[str, float]:
    """Return the mean over *jobs* of the best pass by stage, and the sums of the stages without and with the proof."""
    mean = {stage: sum(min(spent[job][stage] for spent in passes) for job in jobs) / len(jobs) for stage in STAGES}
    without_proof = sum(value for stage, value in mean.items() if stage != "proof")
    return {**mean, "without proof": without_proof, "with proof": without_proof + mean["proof"]}


def best(rounds: int, measure: Callable[[], float]) -> float:
    return min(measure() for _ in range(rounds))


def child(words: list[str]) -> float:
    """Return the CPU milliseconds, user and system, of ``python words…`` and all its children."""
    # Users keep compiled modules, and so does whoever measures.
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run([sys.executable, *words], cwd=ROOT, capture_output=True, text=True, env=kept)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        raise SystemExit(f"{' '.join(words)} ended with {done.returncode}:\n{done.stderr}")
    return 1000 * (after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime)


def table(title: str, rows: list[Row]) -> str:
    columns = list(rows[0][1])
    label = max(len(title), *(len(name) for name, _ in rows))
    lines = [f"{title:{label}}  " + "  ".join(f"{column:>13}" for column in columns)]
    lines += [f"{name:{label}}  " + "  ".join(f"{values[column]:13.1f}" for column in columns) for name, values in rows]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
