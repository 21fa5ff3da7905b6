"""However a build is ended, its workers end too, nothing is torn, and the exit code says what happened."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from processes import SESSION, members

from flyers.errors import ExitCode

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are looked up in /proc")

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 120
"""Seconds, for what takes one or two on an idle machine."""

Build = subprocess.Popen[str]


@pytest.fixture
def build(tmp_path: Path) -> Iterator[Build]:
    """A build with two workers, in a session of its own as in a terminal."""
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "flyers", "build", "--jobs", "2", "--lang", "en es ar ur", "--product"),
            *("wallet-card,poster,brochure", "--output", str(tmp_path)),
        ],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        start_new_session=True,
    )
    yield process
    for pid in members(process.pid, SESSION):
        os.kill(pid, signal.SIGKILL)
    process.communicate()


def workers(build: Build) -> list[int]:
    return [
        pid
        for pid in members(build.pid, SESSION)
        if pid != build.pid and b"resource_tracker" not in Path(f"/proc/{pid}/cmdline").read_bytes()
    ]


def wait_for(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def finished(folder: Path) -> bool:
    """Return whether a first file is finished, so that workers are past their imports."""
    return any(folder.rglob("*.pdf"))


def nothing_is_torn(folder: Path) -> bool:
    return all(path.read_bytes().rstrip().endswith(b"%%EOF") for path in folder.rglob("*.pdf"))


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGHUP])
def test_a_signal_to_the_terminal_while_workers_import_says_one_line(
    build: Build, tmp_path: Path, number: signal.Signals
) -> None:
    wait_for(lambda: len(workers(build)) == 2)
    os.killpg(build.pid, number)
    _, errors = build.communicate(timeout=PATIENCE)
    assert build.returncode == ExitCode.INTERRUPTED
    assert "Traceback" not in errors
    assert "Stopped. Finished files are complete; the others are unchanged." in errors
    wait_for(lambda: not members(build.pid, SESSION))
    assert nothing_is_torn(tmp_path)


def test_workers_end_with_a_parent_that_was_killed(build: Build, tmp_path: Path) -> None:
    wait_for(lambda: finished(tmp_path))
    build.kill()
    build.wait(PATIENCE)
    wait_for(lambda: not members(build.pid, SESSION))
    assert nothing_is_torn(tmp_path)


def test_a_killed_worker_costs_nothing_but_time(build: Build, tmp_path: Path) -> None:
    wait_for(lambda: len(workers(build)) == 2 and finished(tmp_path))
    os.kill(workers(build)[0], signal.SIGKILL)
    _, errors = build.communicate(timeout=PATIENCE)
    assert build.returncode == ExitCode.OK, errors
    assert "12 of 12 files made and proved" in errors
    assert len(list(tmp_path.rglob("*.pdf"))) == 12
    assert not list(tmp_path.rglob(".*"))
    wait_for(lambda: not members(build.pid, SESSION))
    assert nothing_is_torn(tmp_path)
