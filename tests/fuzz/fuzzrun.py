"""Run cases in forked children of one process that has imported everything, and say what is wrong.

Started by a test, it answers requests on stdin. ``python tests/fuzz/fuzzrun.py KIND NUMBER`` shows one case by itself,
``… KIND FIRST END`` runs many.
"""

from __future__ import annotations

import argparse
import collections
import json
import os
import random
import resource
import select
import shutil
import signal
import sys
import tempfile
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # a process with threads cannot be forked
sys.path.insert(1, str(Path(__file__).resolve().parents[1]))  # run by itself, it needs what tests share

from campaigncopy import CampaignCopy
from crashpoints import CrashTest
from fuzzcampaign import make_campaign
from fuzzfaults import commit
from fuzzjudge import Judge, stream, text_of
from fuzzkinds import FAULTY, KINDS, Case, checksums, make_case, with_checksum
from pairs import PAIRS, lost

from silence import silence

sys.dont_write_bytecode = True  # what Python keeps beside its modules is no output of a command

SECONDS = 10
"""Of CPU for one case."""

PATIENCE = 90
"""Seconds until a case that only waits is ended."""

MEMORY = 1_000_000_000
"""Bytes that a case may take beyond what the process has before it."""

BATCH = 40
"""Cases in one child."""

SEED = int(os.environ.get("FLYERS_FUZZ_SEED", "9"))


class Lab:
    """A campaign whose files are changed, one case after the other, and are put back."""

    def __init__(self, folder: Path) -> None:
        os.environ["FLYERS_CACHE"] = "off"  # a case may know nothing of the one before
        self._folder = folder
        self.pristine = make_campaign(folder / "pristine")
        # Above it is nothing for two folders: a case that proves all in “../..” would prove what others have left there.
        self._copy = CampaignCopy(self.pristine, folder / "upper" / "middle" / "campaign")
        self._warm()

    def _warm(self) -> None:
        """Import what cases need, and fill the caches that don't depend on files, before anything is forked."""
        before = sys.stdout, sys.stderr
        for words in WARMING:
            sys.stdout, sys.stderr = stream(), stream()
            call(self._copy.folder, words)
        sys.stdout, sys.stderr = before
        self._copy.restore()

    def run(self, kind: str, numbers: range) -> dict[str, Any]:
        """Run the cases of *kind* with these *numbers*; return what went wrong, and how many ended with which code."""
        faults: list[str] = []
        ended: collections.Counter[str] = collections.Counter()
        waiting = collections.deque(numbers)
        while waiting:
            batch = [waiting.popleft() for _ in range(min(BATCH, len(waiting)))]
            done = 0
            for number, outcome, found in self._in_child(kind, batch):
                ended[outcome] += 1
                faults += [f"{kind} {number}: {fault}" for fault in found]
                done += 1
            waiting.extendleft(reversed(batch[done:]))  # the child ended in the case after the last that it finished
        return {"faults": faults, "ended": dict(ended)}

    def crash(self, name: str, most: int) -> dict[str, Any]:
        """Kill the writing command *name* before each of its operations on the disk, or *most* of them."""
        folder = Path(tempfile.mkdtemp(dir=self._folder))
        test = CrashTest(name, self.pristine, folder, call)
        points = sorted(random.Random(f"{SEED} {name}").sample(range(test.points), min(most, test.points)))
        faults = [fault for point in points for fault in test.faults(point)]
        shutil.rmtree(folder)
        return {"faults": faults, "points": test.points, "tried": len(points)}

    def at_once(self, name: str) -> dict[str, Any]:
        """Run the two commands of the pair *name* at the same moment."""
        folder = Path(shutil.copytree(self.pristine, Path(tempfile.mkdtemp(dir=self._folder)) / "campaign"))
        PAIRS[name].prepare(folder)
        faults = list(lost(PAIRS[name], folder, call))
        shutil.rmtree(folder.parent)
        return {"faults": faults}

    def _in_child(self, kind: str, batch: list[int]) -> Iterator[tuple[int, str, list[str]]]:
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reading)
            self._child(kind, batch, writing)
        os.close(writing)
        done = 0
        for outcome, found in _answers(reading, child):
            yield batch[done], outcome, found
            done += 1
        os.close(reading)
        status = os.waitpid(child, 0)[1]
        if done < len(batch):
            how = f"signal {os.WTERMSIG(status)}" if os.WIFSIGNALED(status) else f"exit {os.WEXITSTATUS(status)}"
            case = make_case(kind, SEED, batch[done], self.pristine)
            yield batch[done], how, [f"the process ended: {how}: {_described(case)}"]
        self._copy.restore()

    def _child(self, kind: str, batch: list[int], writing: int) -> None:
        try:
            silence(0, 1, 2)
            judge = Judge(self._copy.folder)
            _limit_memory()
            _prove_here()
            for number in batch:
                if kind in FAULTY:
                    commit(number)
                answer = self._judged(kind, make_case(kind, SEED, number, self.pristine), judge)
                os.write(writing, json.dumps(answer).encode() + b"\n")
        except BaseException:
            os.write(writing, json.dumps(["broken", [traceback.format_exc()]]).encode() + b"\n")
        finally:
            os._exit(0)

    def _judged(self, kind: str, case: Case, judge: Judge) -> tuple[str, list[str]]:
        self._copy.restore()
        (self._copy.folder / case.file).write_bytes(case.data)
        if kind in ("font", "profile"):
            file, data = with_checksum(self.pristine, case)
            (self._copy.folder / file).write_bytes(data)
        sys.stdout, sys.stderr = stream(), stream()
        judge.begin(case)
        _limit_cpu(SECONDS if kind in KINDS else 0)
        try:
            code = call(self._copy.folder, case.words)
        except MemoryError:
            code = 1
        _limit_cpu(None)
        out, err = text_of(sys.stdout), text_of(sys.stderr)
        found = judge.end(kind, case, code, out, err)
        sys.stdout, sys.stderr = sys.__stdout__, sys.__stderr__
        return str(code), [f"{fault}\n  {_described(case)}\n  {err[-1500:]}" for fault in found]


WARMING = (
    ("doctor",),
    ("languages",),
    ("products", "--conditions"),
    ("translations", "check", "--lang", "ar"),
    ("translations", "import", "--dry-run", "in/flyers-ct.ar.xlf", "in/flyers-ct.ar.xlsx"),
    ("build", "--lang", "en,ar", "--jobs", "1", "--product", "wallet-card", "--output", "out"),
    ("package", "--draft", "--lang", "ar", "--output", "out"),
)


def call(folder: Path, words: tuple[str, ...]) -> int:
    """Run the command line *words* in the campaign's folder, as in a process of its own, and return the exit code."""
    from flyers.cli.main import main
    from flyers.pipeline.session import open_session

    open_session.cache_clear()
    os.chdir(folder)
    try:
        return main([*words])
    except SystemExit as end:
        return int(end.code or 0)


def _answers(reading: int, child: int) -> Iterator[tuple[str, list[str]]]:
    """Yield what the child answers, until it ends, or is ended since it only waits."""
    buffer = b""
    while select.select([reading], [], [], PATIENCE)[0]:
        if not (more := os.read(reading, 65536)):
            return
        *lines, buffer = (buffer + more).split(b"\n")
        yield from map(json.loads, lines)
    os.kill(child, signal.SIGKILL)


def _described(case: Case) -> str:
    return f"{' '.join(case.words)!a} with another {case.file}"


def _limit_memory() -> None:
    taken = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (taken + MEMORY, resource.RLIM_INFINITY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _limit_cpu(seconds: int | None) -> None:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    most = -1 if seconds is None else int(usage.ru_utime + usage.ru_stime) + seconds + 1
    resource.setrlimit(resource.RLIMIT_CPU, (most, resource.RLIM_INFINITY))


def _prove_here() -> None:
    """Let ``flyers proof`` examine files in this process, which has limits already, so that its faults are seen."""
    from flyers import limits
    from flyers.pipeline import processes

    processes.guarded_outcomes = lambda function, arguments, group, at_once: map(function, arguments)
    limits.workers_for = lambda files, most=None: 1


def serve() -> None:
    """Answer requests, one a line.

    They are ``["run", KIND, FIRST, END]``, ``["crash", COMMAND, MOST]``, ``["pair", NAME]`` and ``["made", COUNT]``.
    """
    with tempfile.TemporaryDirectory(prefix="flyers-fuzz-") as folder:
        lab = Lab(Path(folder))
        for line in sys.stdin:
            try:
                answer = _answer(lab, json.loads(line))
            except Exception:  # the next request may be answered
                answer = {"faults": [traceback.format_exc()], "ended": {}, "points": 0, "tried": 0}
            sys.stdout.write(json.dumps(answer) + "\n")
            sys.stdout.flush()


def _answer(lab: Lab, request: list[Any]) -> dict[str, Any]:
    match request:
        case ["run", kind, first, end]:
            return lab.run(kind, range(first, end))
        case ["crash", name, most]:
            return lab.crash(name, most)
        case ["pair", name]:
            return lab.at_once(name)
        case ["made", count]:
            return {"campaign": str(lab.pristine), "checksums": checksums(SEED, count, lab.pristine)}
    raise ValueError(request)


def show(kind: str, first: int, end: int) -> None:
    """Print the cases of *kind* from *first*, and what went wrong."""
    with tempfile.TemporaryDirectory(prefix="flyers-fuzz-") as folder:
        lab = Lab(Path(folder))
        if end == first + 1:
            case = make_case(kind, SEED, first, lab.pristine)
            (kept := Path(tempfile.gettempdir()) / "flyers-fuzz-case").write_bytes(case.data)
            sys.stdout.write(f"{_described(case)} (in {kept})\n")
        answer = lab.run(kind, range(first, end))
        sys.stdout.write("\n\n".join([*answer["faults"], str(answer["ended"])]) + "\n")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        parser = argparse.ArgumentParser(
            description="Run cases of one kind and show them. Without arguments: serve tests."
        )
        parser.add_argument("kind")
        parser.add_argument("first", type=int)
        parser.add_argument("end", type=int, nargs="?", help="the case after the last")
        asked = parser.parse_args()
        show(asked.kind, asked.first, asked.end or asked.first + 1)
    else:
        serve()
