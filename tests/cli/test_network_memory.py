"""Many campaigns in one command: what is told of them, and that what came of their files does not stay in memory."""

from __future__ import annotations

import argparse
import json
import tracemalloc
from pathlib import Path

import pytest

from flyers.cli.console import Console
from flyers.cli.summary import CampaignsSummary
from flyers.errors import ProofError
from flyers.pipeline.outputs import Result
from flyers.pipeline.plan import Job

pytestmark = pytest.mark.slow

FILES = 30
"""Of each campaign."""

LATER = 2**62
"""A moment at which no file is young, in nanoseconds: the content of young ones is looked at too."""

A_RESULT = 300
"""Bytes that one more result may leave in memory: far less than it has itself, or its row."""


def results(folder: Path, *, failed: bool = False) -> list[Result]:
    """Return what came of the files of a campaign, each with a warning of some 1,000 characters."""
    jobs = [Job(folder, "es", f"product-{number}", "press", folder / "output") for number in range(FILES)]
    error = ProofError("A number is wrong.") if failed else None
    return [
        Result(job, error=error, size=1000, warnings=(f"{job.product}: {'never verified ' * 66}é\u202e",))
        for job in jobs
    ]


def rows(folder: Path) -> list[dict[str, object]]:
    return [{"campaign": str(folder), **one.to_json()} for one in results(folder)]


@pytest.fixture
def with_json() -> argparse.Namespace:
    return argparse.Namespace(json=True, quiet=True)


def test_results_leave_memory_as_they_come(tmp_path: Path) -> None:
    sizes = []
    with CampaignsSummary(with_json=True) as summary:
        tracemalloc.start()
        try:
            for place in range(40):
                summary.add(place, results(tmp_path / f"c{place}"))
                sizes.append(tracemalloc.get_traced_memory()[0])
        finally:
            tracemalloc.stop()
    assert summary.counts.good == 40 * FILES
    assert sizes[39] - sizes[9] < 30 * FILES * A_RESULT


def test_rows_are_printed_without_having_all_of_them_in_memory(tmp_path: Path, with_json: argparse.Namespace) -> None:
    with CampaignsSummary(with_json=True) as summary, (tmp_path / "out.json").open("w", encoding="utf-8") as out:
        for place in range(100):
            summary.add(place, results(tmp_path / f"c{place}"))
        tracemalloc.start()
        try:
            summary.show(Console(out=out), {}, with_json)
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
    assert peak < 100 * FILES * 1000 / 3  # a third of the text of all campaigns
    assert len(json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))["results"]) == 100 * FILES


def test_rows_are_those_of_one_document_in_the_order_of_the_command(
    tmp_path: Path, with_json: argparse.Namespace, capsys: pytest.CaptureFixture[str]
) -> None:
    folders = [tmp_path / name for name in ("first", "second", "third")]
    with CampaignsSummary(with_json=True) as summary:
        for place in (2, 0, 1):
            summary.add(place, results(folders[place]))
        summary.show(Console(), {}, with_json)
    printed = capsys.readouterr().out
    Console().data({"results": [row for folder in folders for row in rows(folder)]})
    assert printed == capsys.readouterr().out


def test_no_rows_are_an_empty_list(with_json: argparse.Namespace, capsys: pytest.CaptureFixture[str]) -> None:
    with CampaignsSummary(with_json=True) as summary:
        summary.show(Console(), {}, with_json)
    printed = capsys.readouterr().out
    Console().data({"results": []})
    assert printed == capsys.readouterr().out


def test_the_first_failure_of_the_command_is_its_exit_code(tmp_path: Path) -> None:
    with CampaignsSummary(with_json=True) as summary:
        summary.add(1, results(tmp_path / "second", failed=True))
        summary.add(0, results(tmp_path / "first"))
    assert summary.exit_code({}) == ProofError("").exit_code
    assert (summary.counts.all, summary.counts.good) == (2 * FILES, FILES)
