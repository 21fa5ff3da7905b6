"""However a build is ended, its workers end too, nothing is torn, and the exit code says what happened."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from processes import SESSION, members

from flyers import limits
from flyers.errors import ExitCode
from flyers.limits import workers_for

pytestmark = [
    pytest.mark.slow,
    pytest.mark.exhaustive,
    pytest.mark.skipif(sys.platform != "linux", reason="processes are looked up in /proc"),
]

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 120
"""Seconds, for what takes one or two on an idle machine."""

FILES = 200

Build = subprocess.Popen[str]


@pytest.fixture
def build(tmp_path: Path) -> Iterator[Build]:
    """A build with two workers, in a session of its own as in a terminal."""
    products = "wallet-card,poster,brochure"
    yield from started("build", "--jobs=2", "--lang=en es ar ur", f"--product={products}", f"--output={tmp_path}")


def started(*words: str) -> Iterator[Build]:
    ignored_by_nohup = signal.signal(signal.SIGHUP, signal.SIG_DFL)  # or the build would ignore it too
    process = subprocess.Popen(
        [sys.executable, "-m", "flyers", *words],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        start_new_session=True,
    )
    signal.signal(signal.SIGHUP, ignored_by_nohup)
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
    assert errors.count("Stopped. Finished files are complete; the others are unchanged.") == 1
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
    # A file whose worker was killed before it could say that it was finished is found, and is current.
    made = re.search(r"(\d+) of \1 files made and proved(?:, (\d+) current)?", errors)
    assert made, errors
    assert sum(map(int, made.groups(default="0"))) == 12
    assert len(list(tmp_path.rglob("*.pdf"))) == 12
    assert not list(tmp_path.rglob(".*"))
    wait_for(lambda: not members(build.pid, SESSION))
    assert nothing_is_torn(tmp_path)


@pytest.fixture
def proof(tmp_path: Path) -> Iterator[Build]:
    """A proof of many files, with as many processes as there may be."""
    for number in range(FILES):
        (tmp_path / f"{number}.pdf").write_bytes(b"%PDF-1.4\n")
    yield from started("proof", str(tmp_path))


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_processes_that_prove_files_end_with_their_parent(proof: Build, number: signal.Signals) -> None:
    wait_for(lambda: len(workers(proof)) == workers_for(FILES, most=limits.PROOFS_AT_ONCE))
    proof.send_signal(number)
    _, errors = proof.communicate(timeout=PATIENCE)
    stopped = number == signal.SIGINT
    assert proof.returncode == (ExitCode.INTERRUPTED if stopped else -number)
    assert errors.count("Stopped.") == stopped
    wait_for(lambda: not members(proof.pid, SESSION))
