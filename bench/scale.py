"""Build a network of coalitions, tens of thousands of files, and say what that costs.

    python bench/scale.py                       30,000 files: wall, CPU per file, memory of each process
    python bench/scale.py --files 1000          the same of fewer
    python bench/scale.py --kill-worker         kill a worker (SIGKILL) after a quarter of the files
    python bench/scale.py --kill-all            kill the whole run after a half, and run it again
    python bench/scale.py --again               a last run, which finds every file current
    python bench/scale.py --every-fault         all of these, one after the other, in one folder

Each coalition is a layer on the starter campaign, with a name, a telephone number and an address of its own, in every
language and in the products of `PRODUCTS`. All files are proved. Memory is read from /proc, so this is for Linux: RSS
is what a process holds; PSS counts what several share only once.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

PRODUCTS = ("number-label", "self-card", "wallet-card")
"""Small pieces, as a network orders them: labels over an old number, cards for people at risk, cards for everybody."""

ABOUT = """\
campaign:
  id: {id}
  base: starter
  issue: "2026-12"
"""
CONTACTS = """\
contacts:
  coalition_phone:
    kind: phone
    name: contact.coalition.name
    display: 207-555-{number:04}
    target: tel:+1207555{number:04}
    languages: {{spoken: [en], interpreted: false}}
    hours: unknown
    source: "Invented for a measurement."
  coalition_site:
    kind: web
    name: contact.coalition.name
    display: example.org/{id}
    target: https://example.org/{id}
    languages: {{spoken: [en], interpreted: false}}
    hours: always
    source: "Invented for a measurement."
"""
NAMES = """\
messages:
  contact.coalition.name: {{text: Coalition {letters}}}
  state.name: {{text: Maine}}
"""


@dataclass
class Run:
    """What one run of the program cost."""

    name: str
    seconds: float = 0.0
    cpu: float = 0.0
    made: int = 0
    code: int = 0
    last: str = ""
    peaks: dict[str, tuple[float, float]] = field(default_factory=dict)

    def __str__(self) -> str:
        cost = f", {1000 * self.cpu / self.made:.1f} ms a file" if self.made else ""
        memory = ", ".join(f"{name} {rss:.0f} MB ({pss:.0f} PSS)" for name, (rss, pss) in self.peaks.items())
        return (
            f"{self.name}: {self.made} files in {self.seconds:.1f} s, {self.cpu:.1f} s CPU{cost}; exit {self.code}\n"
            f"  most memory: {memory}" + (f"\n  {self.last}" if self.last else "")
        )


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--files", type=int, default=30_000)
    parser.add_argument("--workers", type=int, default=len(os.sched_getaffinity(0)))
    parser.add_argument("--folder", type=Path, help="where campaigns and files go; default: a temporary folder")
    parser.add_argument("--kill-worker", action="store_true")
    parser.add_argument("--kill-all", action="store_true")
    parser.add_argument("--again", action="store_true")
    parser.add_argument("--every-fault", action="store_true")
    options = parser.parse_args()
    faults = options.every_fault
    folder = options.folder or Path(tempfile.mkdtemp(prefix="flyers-scale-"))
    network = Network.made(folder, options.files)
    say(f"{len(network.coalitions)} coalitions × {network.languages} languages × {len(PRODUCTS)} products")
    say(f"= {network.files} files, by {options.workers} workers, in {folder}")
    try:
        if options.kill_all or faults:
            say(network.build("whole run killed at half", options.workers, kill_all=0.5))
        say(network.build("build", options.workers, kill_worker=0.25 if options.kill_worker or faults else 0.0))
        if options.again or faults:
            say(network.build("nothing to do", options.workers))
        return network.judge()
    finally:
        if not options.folder:
            shutil.rmtree(folder)


@dataclass
class Network:
    """Campaigns in a folder, and their files beside them."""

    folder: Path
    coalitions: list[Path]
    languages: int

    @classmethod
    def made(cls, folder: Path, files: int) -> Network:
        from flyers.pipeline.session import Session

        languages = len(Session(ROOT).usual_languages)
        count = -(-files // (languages * len(PRODUCTS)))
        return cls(folder, [coalition(folder / "network", number) for number in range(count)], languages)

    @property
    def files(self) -> int:
        return len(self.coalitions) * self.languages * len(PRODUCTS)

    @property
    def output(self) -> Path:
        return self.folder / "out"

    def build(self, name: str, workers: int, *, kill_worker: float = 0.0, kill_all: float = 0.0) -> Run:
        """Run the program; kill a worker, or everything, when that share of the files is there."""
        before, there = resource.getrusage(resource.RUSAGE_CHILDREN), self.count()
        start = time.monotonic()
        process = subprocess.Popen(
            [
                *(sys.executable, "-m", "flyers", "build", "--campaigns", str(self.folder / "network" / "*")),
                *("--product", ",".join(PRODUCTS), "--jobs", str(workers), "--output", str(self.output), "--quiet"),
                "--json",
            ],
            stdout=(self.folder / "results.json").open("wb"),
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        run = Run(name)
        killed_worker = not kill_worker
        while process.poll() is None:
            time.sleep(0.5)
            self._measure(process.pid, run)
            if not killed_worker and self.count() - there >= kill_worker * (self.files - there):
                victim = next(iter(children(process.pid)), 0)
                if victim:
                    os.kill(victim, signal.SIGKILL)
                    killed_worker = True
                    say(f"  killed worker {victim} after {self.count()} files")
            if kill_all and self.count() >= kill_all * self.files:
                say(f"  killed everything after {self.count()} files")
                os.killpg(process.pid, signal.SIGKILL)
                break
        _, errors = process.communicate()
        run.seconds = time.monotonic() - start
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        run.cpu = after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
        run.made, run.code = self.count() - there, process.returncode
        run.last = errors.strip().splitlines()[-1] if errors.strip() else ""
        return run

    def _measure(self, pid: int, run: Run) -> None:
        for number, one in enumerate([pid, *children(pid)]):
            name = "parent" if not number else f"worker {number}"
            rss, pss = memory(one)
            before = run.peaks.get(name, (0.0, 0.0))
            run.peaks[name] = max(rss, before[0]), max(pss, before[1])

    def count(self) -> int:
        return sum(1 for _ in self.made_files())

    def made_files(self) -> Iterator[str]:
        for coalition in scan(self.output):
            for language in scan(coalition):
                yield from (name for name in names(language) if name.endswith((".pdf", ".png")))

    def judge(self) -> int:
        """Say whether every file is there, proved, whole and as its report has it, and nothing else; 1 if not."""
        litter = list(self.output.rglob(".*"))
        good = 0
        for report in self.output.glob("*/*/proof.json"):
            for entry in json.loads(report.read_text(encoding="utf-8"))["products"].values():
                file = report.parent / entry.get("file", "missing")
                good += entry["status"] == "good" and file.stat().st_size == entry["bytes"]
        say(f"{good} of {self.files} files are there and as their reports say; left over: {len(litter)}")
        return int(good != self.files or bool(litter))


def coalition(network: Path, number: int) -> Path:
    """Write the campaign of one coalition."""
    folder = network / f"c{number:05}"
    (folder / "content" / "messages").mkdir(parents=True, exist_ok=True)
    texts = {"campaign.yaml": ABOUT, "contacts.yaml": CONTACTS, "messages/names.yaml": NAMES}
    for name, text in texts.items():
        words = {"id": folder.name, "number": number % 10_000, "letters": letters(number)}
        (folder / "content" / name).write_text(text.format(**words), encoding="utf-8")
    return folder


def letters(number: int) -> str:
    """Return *number* in capital letters, since digits in a name are taken for a telephone number."""
    return "".join(chr(ord("A") + int(digit)) for digit in f"{number:05}")


def scan(folder: Path) -> list[Path]:
    try:
        return [Path(entry.path) for entry in os.scandir(folder) if entry.is_dir()]
    except FileNotFoundError:
        return []


def names(folder: Path) -> list[str]:
    return [entry.name for entry in os.scandir(folder) if not entry.name.startswith(".")]


def children(pid: int) -> list[int]:
    try:
        return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def memory(pid: int) -> tuple[float, float]:
    """Return RSS and PSS of a process in MB; zeros if it has ended."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0, 0.0
    values = {line.split(":")[0]: int(line.split()[1]) / 1024 for line in lines[1:] if len(line.split()) == 3}
    return values.get("Rss", 0.0), values.get("Pss", 0.0)


def say(line: object) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    raise SystemExit(main())
