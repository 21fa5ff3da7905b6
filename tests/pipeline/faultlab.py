"""Disturb builds at random moments, and say what is wrong with what they leave.

    python tests/pipeline/faultlab.py MOMENTS SEED FOLDER

Prints a JSON object: how often each disturbance was tried, how many met a build that ran, and the faults. A process of
its own, since it forks builds that are warm: each takes a tenth of a second, so that a hundred moments are cheap.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import random
import resource
import signal
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from processes import GROUP, members

from flyers.cli.main import main
from silence import silence

ROOT = Path(__file__).resolve().parents[2]
WORDS = ["build", "--project", str(ROOT), "--lang", "en,es", "--product", "number-label", "--quiet", "--output"]
DAYS = ("1767225600", "1767312000")
"""Two dates of files, so that a build has something to write, and it is known what."""

CLEAN = 10
"""Moments after which a build runs undisturbed."""

NOT_BEGUN = 99
"""The exit code of a build that was interrupted before the program began to look at signals, or after its end."""

DISTURBANCES = ("kill all", "kill the parent", "kill a worker", "SIGTERM", "Ctrl-C", "two at once", "full disk")

Digests = dict[str, str]


class Lab:
    def __init__(self, seed: int, folder: Path) -> None:
        self._random = random.Random(seed)
        self._out = folder / "out"
        self._good: dict[str, Digests] = {}
        for day in DAYS:
            self._finish(self._start(day, jobs=1))
            self._good[day] = digests(self._out)
        self._finish(self._start(DAYS[0], jobs=1))
        start = time.monotonic()
        self._finish(self._start(DAYS[0], jobs=2))
        self._usual = time.monotonic() - start
        self.tried: Counter[str] = Counter()
        self.met = 0

    def moment(self, number: int) -> Iterator[str]:
        """Disturb one build, and yield what is wrong."""
        kind = DISTURBANCES[number % len(DISTURBANCES)]
        day = self._random.choice(DAYS)
        self.tried[kind] += 1
        jobs = 2 if "worker" in kind or "parent" in kind else self._random.choice((1, 2))
        most = self._random.randrange(0, 200_000) if kind == "full disk" else 0
        builds = [self._start(day, jobs=jobs, most_bytes=most)]
        if kind == "two at once":
            builds.append(self._start(self._random.choice(DAYS), jobs=1))
        time.sleep(self._random.uniform(0, self._usual))
        self.met += bool(members(builds[0], GROUP))
        self._disturb(kind, builds[0])
        codes = [self._finish(build) for build in builds]
        where = f"moment {number}, {kind}"
        if kind == "kill a worker" and codes != [0]:
            yield f"{where}: it ended with {codes}"
        if kind in ("SIGTERM", "Ctrl-C") and codes[0] not in (0, 130, NOT_BEGUN, -signal.SIGTERM):
            yield f"{where}: it ended with {codes}"
        if kind == "full disk" and codes[0] not in (0, 8):
            yield f"{where}: it ended with {codes}"
        if kind == "two at once" and codes[1] != 0:
            yield f"{where}: the undisturbed one ended with {codes}"
        yield from (f"{where}: {fault}" for fault in self._torn())
        if number % CLEAN == CLEAN - 1:
            yield from (f"after {where}: {fault}" for fault in self._clean(day))

    def _disturb(self, kind: str, build: int) -> None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            match kind:
                case "kill all" | "two at once":
                    os.killpg(build, signal.SIGKILL)
                case "kill the parent":
                    os.kill(build, signal.SIGKILL)
                case "SIGTERM":
                    os.kill(build, signal.SIGTERM)
                case "Ctrl-C":  # a terminal sends it to all of its processes
                    os.killpg(build, signal.SIGINT)
                case "kill a worker":
                    for worker in [pid for pid in members(build, GROUP) if pid != build][:1]:
                        os.kill(worker, signal.SIGKILL)

    def _torn(self) -> Iterator[str]:
        found = digests(self._out)
        for name in self._good[DAYS[0]].keys() - found.keys():
            yield f"{name} is lost"
        for name, digest in found.items():
            if digest not in {good[name] for good in self._good.values()}:
                yield f"{name} is neither old nor new"
        for report in self._out.glob("*/proof.json"):
            for entry in json.loads(report.read_text(encoding="utf-8"))["products"].values():
                name = f"{report.parent.name}/{entry.get('file')}"
                if entry["status"] == "good" and entry["sha256"] != found.get(name):
                    yield f"the report vouches for another {name}"

    def _clean(self, day: str) -> Iterator[str]:
        code = self._finish(self._start(day, jobs=1, force=False))
        if code:
            yield f"the next build ended with {code}"
        if digests(self._out) != self._good[day]:
            yield "the next build left other files"
        if litter := [path.name for path in self._out.rglob(".*")]:
            yield f"the next build left {litter}"

    def _start(self, day: str, *, jobs: int, most_bytes: int = 0, force: bool = True) -> int:
        child = os.fork()
        if child:
            with contextlib.suppress(OSError):
                os.setpgid(child, child)
            return child
        code = NOT_BEGUN
        try:
            with contextlib.suppress(PermissionError):  # the parent may have given it a group of its own already
                os.setsid()
            silence(1, 2)
            os.environ["SOURCE_DATE_EPOCH"] = day
            if most_bytes:
                resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, most_bytes))
                signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            code = main([*WORDS, str(self._out), "--jobs", str(jobs), *(["--force"] if force else [])])
        finally:
            os._exit(code)

    def _finish(self, build: int) -> int:
        code = os.waitstatus_to_exitcode(os.waitpid(build, 0)[1])
        deadline = time.monotonic() + 60
        while members(build, GROUP):
            if time.monotonic() > deadline:
                raise SystemExit("A build's workers did not end with it.")
            time.sleep(0.002)
        return code


def digests(folder: Path) -> Digests:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.glob("*/*.pdf")
    }


def warm(folder: Path) -> None:
    """Read and shape once what every build needs, so that forked ones take no time for it."""
    os.environ["SOURCE_DATE_EPOCH"] = DAYS[0]
    if main([*WORDS, str(folder), "--jobs", "1"]):
        raise SystemExit("The build fails.")


if __name__ == "__main__":
    moments, seed, place = int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3])
    warm(place / "warm")
    lab = Lab(seed, place)
    faults = [fault for number in range(moments) for fault in lab.moment(number)]
    sys.stdout.write(json.dumps({"tried": lab.tried, "met": lab.met, "faults": faults}) + "\n")
