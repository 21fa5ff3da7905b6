"""Ask the proof about random alterations of finished files: how many does it miss?

    python bench/alterations.py                      2,000 alterations that a person notices
    python bench/alterations.py --count 50 --seed 7
    python bench/alterations.py --folder FOLDER      also write the missed files
    python bench/alterations.py --only 17            make the attempt of that number alone, and write it

Each line is a kind of alteration: how many were kept, and how many of them were missed. `tests/alterations` has the
kinds and the thresholds of what counts as noticed; CI makes 200 small ones.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests" / "alterations"))

from altering import Alteration, alterations, attempt

PROGRESS = 100
"""Kept alterations after which a line says how far it is."""


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--count", type=int, default=2000, help="alterations to keep")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--small", action="store_true", help="only wallet cards, and few office sheets, as CI does")
    parser.add_argument("--only", type=int, help="the number of one attempt")
    parser.add_argument("--folder", type=Path, help="where missed files are written")
    given = parser.parse_args()
    if given.only is not None:
        made = attempt(given.seed, given.only, small=given.small)
        if made is None:
            say("Nobody would notice it, or it does not fit the file.")
        else:
            write(made, given.folder or Path())
        return 0
    return run(given.count, given.seed, given.folder, small=given.small)


def run(count: int, seed: int, folder: Path | None, *, small: bool) -> int:
    """Make alterations until *count* are kept; return 1 if any was missed."""
    if folder:
        folder.mkdir(parents=True, exist_ok=True)
    kept: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    start = time.process_time()
    number = 0
    try:
        for made in alterations(seed, small=small):
            number, name = made.number, f"{made.kind.group}: {made.kind.name}"
            kept[name] += 1
            if made.missed:
                missed[name] += 1
                write(made, folder)
            if kept.total() % PROGRESS == 0:
                say(f"{kept.total()} kept of {number} attempts, {missed.total()} missed")
            if kept.total() == count:
                break
    except KeyboardInterrupt:
        say("Interrupted.")
    for name in sorted(kept):
        say(f"{kept[name]:5} {missed[name]:5}  {name}")
    say(f"{kept.total():5} {missed.total():5}  of {number} attempts, in {time.process_time() - start:.0f} s")
    return int(bool(missed))


def write(made: Alteration, folder: Path | None) -> None:
    say(str(made))
    if folder is not None:
        (folder / f"{made.number}-{made.kind.name}.pdf").write_bytes(made.pdf)


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    raise SystemExit(main())
