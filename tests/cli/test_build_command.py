"""``flyers build`` in one campaign: what is made, shown meanwhile and said of it. No file is built here."""

from __future__ import annotations

import argparse
import io
import json
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from printing import open_as

from flyers.cli import build
from flyers.cli.console import Console
from flyers.errors import ExitCode, LayoutError
from flyers.pipeline import workers
from flyers.pipeline.outputs import Result
from flyers.pipeline.plan import Job


def job(language: str, edition: str = "press") -> Job:
    return Job(Path("campaign"), language, "card", edition, Path("out"))


class Ordered:
    """An order of some files, of which those in Spanish are current; Kʼicheʼ has no translation."""

    remarks = ("Nothing prints “a”.",)

    def __init__(self, jobs: list[Job]) -> None:
        self.plan = SimpleNamespace(jobs=jobs, left_out=["quc"])
        self.missing = [one for one in jobs if one.language != "es"]

    def finish(self, made: list[Result]) -> list[Result]:
        results = {result.job: result for result in made}
        return [results.get(one) or Result(one, current=True, size=1000) for one in self.plan.jobs]


SESSION = SimpleNamespace(
    ordered=Ordered,
    condition=lambda name="", pdfx="", bleed=None: SimpleNamespace(
        title="Coated", pdfx=pdfx or "4", bleed=bleed or 9.0
    ),
)


@pytest.fixture
def labels(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The labels of steps that progress has shown; no worker is asked."""
    shown: list[str] = []
    monkeypatch.setattr(build.Progress, "step", lambda progress, label: shown.append(label))
    return shown


Built = Callable[..., tuple[ExitCode, list[str], list[str]]]


@pytest.fixture
def built(monkeypatch: pytest.MonkeyPatch, labels: list[str]) -> Built:
    """Run the command on some jobs: its code, stdout and stderr. It takes 2.5 seconds; French fails, and another
    command has made what is in Urdu meanwhile.
    """

    def run_jobs(jobs: list[Job], *, workers: int | None, watch: Callable[[Result], None], force: bool) -> list[Result]:
        failed = LayoutError("It is too high.")
        results = [
            Result(one, error=failed if one.language == "fr" else None, size=1000, current=one.language == "ur")
            for one in jobs
        ]
        for result in reversed(results):
            watch(result)
        labels.append(f"workers: {workers}, force: {force}")
        return results

    def run(jobs: list[Job], *words: str) -> tuple[ExitCode, list[str], list[str]]:
        moments = iter((7000.0, 7002.50049))
        monkeypatch.setattr(build.time, "perf_counter", lambda: next(moments))
        monkeypatch.setattr(build, "RequestedFiles", SimpleNamespace(of=lambda options, session: session.ordered(jobs)))
        monkeypatch.setattr(workers, "run", run_jobs)
        open_as(monkeypatch, SESSION)
        parser = argparse.ArgumentParser()
        build.build_command.configure(parser)
        parser.set_defaults(project=Path("campaign"))
        out, err = io.StringIO(), io.StringIO()
        code = build.build_command.run(parser.parse_args(words), Console(out=out, err=err))
        return code, out.getvalue().splitlines(), err.getvalue().splitlines()

    return run


LEFT_OUT = "Left out, because they have no translation yet: quc."
UNPRINTED = "warning: Nothing prints “a”."


def test_only_missing_files_are_made_and_each_is_shown(built: Built, labels: list[str]) -> None:
    code, out, err = built([job("es"), job("ar"), job("fr"), job("ur")], "--jobs", "3")
    assert code is LayoutError.exit_code
    assert [line.split()[0] for line in out] == ["file", *(f"out/{tag}/card.press.pdf" for tag in ("es", "ar", "ur"))]
    assert err == [
        "flyers: It is too high.",
        LEFT_OUT,
        "1 of 2 files made and proved, 2 current, 3 kB in 2.5 s.",
        UNPRINTED,
    ]
    assert labels == ["ur card.press: current", "fr card.press: failed", "ar card.press", "workers: 3, force: False"]


def test_where_all_is_current_no_worker_is_asked(built: Built, labels: list[str]) -> None:
    code, _, err = built([job("es")], "--force")
    assert (code, labels) == (ExitCode.OK, [])
    assert err == [LEFT_OUT, "The file is current, 1 kB in 2.5 s.", UNPRINTED]


def test_results_as_json_are_all_of_stdout(built: Built) -> None:
    code, out, err = built([job("es"), job("fr")], "--json")
    document = json.loads("\n".join(out))
    assert (code, document["seconds"], document["left_out"]) == (LayoutError.exit_code, 2.5, ["quc"])
    assert [(one["language"], one["good"], one["current"]) for one in document["results"]] == [
        ("es", True, True),
        ("fr", False, False),
    ]
    assert err[0] == "flyers: It is too high."


def test_who_wants_quiet_is_told_of_errors_alone(built: Built) -> None:
    assert built([job("es"), job("fr")], "--quiet")[1:] == ([], ["flyers: It is too high."])
    assert built([job("es")], "-q")[1:] == ([], [])


def test_of_a_part_without_files_that_is_said(built: Built) -> None:
    assert built([], "--shard", "3/40")[2] == ["Shard 3/40 has no files.", LEFT_OUT, UNPRINTED]
    assert "Shard" not in "".join(built([job("es")], "--shard", "3/40")[2])


DRAFT = "Until the words are signed, files for a press and images have DRAFT in their names."


@pytest.mark.parametrize(
    ("editions", "notes"),
    [
        (["press"], [DRAFT, LEFT_OUT]),
        (["screen", "image"], [DRAFT, LEFT_OUT]),
        (["screen", "office"], [LEFT_OUT]),
    ],
)
def test_a_plan_lists_files_and_which_names_are_those_of_drafts(
    built: Built, labels: list[str], editions: list[str], notes: list[str]
) -> None:
    jobs = [job("ar", edition) for edition in editions]
    code, out, err = built(jobs, "--dry-run")
    assert (code, out, err, labels) == (ExitCode.OK, [str(one.target) for one in jobs], notes, [])
    assert json.loads("\n".join(built(jobs, "--dry-run", "--json")[1])) == [
        {"language": "ar", "product": "card", "edition": one.edition, "file": str(one.target)} for one in jobs
    ]


@pytest.mark.parametrize(
    ("words", "way"),
    [
        (["--scheduler", "tcp://host:8786"], "build_into_store"),
        (["--output", "s3://bucket"], "build_into_store"),
        (["--output", "s3://bucket", "--campaigns", "maine"], "build_into_store"),
        (["--output", "out", "--campaigns", "maine", "vermont"], "build_network"),
    ],
)
def test_stores_and_several_campaigns_have_builds_of_their_own(
    built: Built, labels: list[str], monkeypatch: pytest.MonkeyPatch, words: list[str], way: str
) -> None:
    def build_elsewhere(options: argparse.Namespace, console: Console) -> ExitCode:
        console.say(str(options.output or options.scheduler))
        return ExitCode.PROOF

    monkeypatch.setattr(build, way, build_elsewhere)
    assert built([job("ar")], *words) == (ExitCode.PROOF, [words[1]], [])
    assert labels == []


def test_another_print_condition_is_named_at_the_end(built: Built) -> None:
    note = "For the press: PDF/X-1a. Press files for other conditions have the same names and are replaced: keep both "
    assert built([job("ar")], "--pdfx", "1a")[2][-1] == f"{note}with --output."
    assert built([job("ar")])[2][-1] == UNPRINTED
