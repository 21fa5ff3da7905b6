"""Run the command line in this process or in a process of its own."""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial

import pytest

from flyers import limits
from flyers.cli.main import main
from flyers.pipeline import processes
from made_once import compose_once


@dataclass(frozen=True)
class Ran:
    """Exit code, stdout and stderr of a run."""

    code: int
    out: str
    err: str


@pytest.fixture(autouse=True)
def pages_are_composed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    compose_once(monkeypatch)


@pytest.fixture(scope="session")
def prover() -> Iterator[ProcessPoolExecutor]:
    """A process that proves files, for all tests: to start one for each takes longer than to prove a card."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn"), initializer=processes._prepare_guarded) as pool:
        yield pool


@pytest.fixture
def flyers(capfd, root, prover, monkeypatch) -> Callable[..., Ran]:
    """Run ``flyers`` in this process, on this repository's campaign."""

    several = processes.guarded_outcomes

    def guarded_outcomes(function, arguments, group, at_once):
        if at_once > 1:
            return several(function, arguments, group, at_once)
        call = partial(processes._guarded, function, limits.PDF_SECONDS, limits.PDF_WAIT_SECONDS)
        return (prover.submit(call, argument).result() for argument in arguments)

    monkeypatch.setattr(processes, "guarded_outcomes", guarded_outcomes)

    def run(*words: str) -> Ran:
        try:
            code = main(["--project", str(root), *words])
        except SystemExit as end:
            code = int(end.code or 0)
        out, err = capfd.readouterr()
        return Ran(code, out, err)

    return run


@pytest.fixture
def flyers_process(root) -> Callable[..., Ran]:
    """Run ``python -m flyers`` as a process of its own, in the repository."""

    def run(*words: str, **environment: str) -> Ran:
        done = subprocess.run(
            [sys.executable, "-m", "flyers", *words],
            cwd=root,
            env={**os.environ, **environment},
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            timeout=300,
        )
        return Ran(done.returncode, done.stdout, done.stderr)

    return run
