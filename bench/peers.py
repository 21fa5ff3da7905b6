"""Compare the program with Typst and plain ReportLab: the same words at the same sizes, whole processes, CPU time.

    make bench PEERS=1                            the table, beside bench/baseline.json
    python bench/peers.py --quick                 one round, and a short series of variants
    python bench/peers.py --bulk 10000            so many variants, instead of some from which the rest is reckoned
    python bench/peers.py --write bench/baseline.json

Every round runs Typst, plain ReportLab, the program without its proof, and the program as it is, one after the other,
on one core where the system can pin a process. Times are user and system time of all processes, the least of the
rounds; ratios are the medians of the rounds. What the peers are given ready: sizes and places that copy-fitting has
found, lines of the catalogs with contacts filled in, and the codes, which they do not make here
(`bench/peers/words.py`).
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from bench import ROOT, child

HERE = Path(__file__).resolve().parent
BASELINE = HERE / "baseline.json"
LANGUAGES = ("en", "es", "ar", "ur", "km", "zh-Hans", "vi")
PRODUCTS = ("poster", "wallet-card", "brochure")
VARIANT = ("es", "poster")
BULK = 10_000
NOTABLE = 0.05
"""Share of a baseline's ratio from which a change is marked, and has to be explained where it is proposed."""

RATIOS = {
    "ratio unproved": ("unproved", "typst"),
    "ratio proved": ("proved", "typst"),
    "unproved to reportlab": ("unproved", "reportlab"),
    "proved to reportlab": ("proved", "reportlab"),
    "proved to unproved": ("proved", "unproved"),
}

Figures = dict[str, dict[str, float]]
Run = Callable[[], float]


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="one round, and a short series of variants")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--bulk", type=int, default=40, help="variants that are made; the rest is reckoned")
    parser.add_argument("--only", default="", help="cases whose name contains this")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    parser.add_argument("--write", type=Path, help="a file for the figures, such as bench/baseline.json")
    options = parser.parse_args()
    rounds, bulk = (1, min(options.bulk, 20)) if options.quick else (options.rounds, options.bulk)
    pinned = pin()
    with tempfile.TemporaryDirectory() as folder:
        figures = measure(Path(folder), rounds, bulk, options.only)
    if options.json:
        sys.stdout.write(json.dumps(figures, indent=2) + "\n")
    else:
        print_table(figures, pinned)
    if options.write:
        options.write.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    return 0


def pin() -> bool:
    """Keep this process and its children to one core, so that no engine gains or loses by threads; where possible."""
    if not hasattr(os, "sched_setaffinity"):
        return False
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    return True


def measure(folder: Path, rounds: int, bulk: int, only: str = "") -> Figures:
    """Return the figures of each case: CPU milliseconds of each engine, and ratios."""
    found: Figures = {}
    for case, runs in cases(folder, bulk):
        if only in case:
            times = {engine: [] for engine in runs}
            for _ in range(rounds):
                for engine, run in runs.items():
                    times[engine].append(run())
            found[case] = summary(times)
    return found


def summary(times: dict[str, list[float]]) -> dict[str, float]:
    """Return the least of each engine's *times*, and the medians of ratios to a peer, in pairs."""
    row = {engine: round(min(spent), 1) for engine, spent in times.items()}
    for name, (engine, peer) in RATIOS.items():
        if engine in times and peer in times:
            pairs = zip(times[engine], times[peer], strict=True)
            row[name] = round(statistics.median(own / peer for own, peer in pairs), 2)
    return row


def cases(folder: Path, bulk: int) -> Iterator[tuple[str, dict[str, Run]]]:
    """Yield the cases, with what runs each engine and returns its CPU milliseconds."""
    yield "flyers --version", {"proved": lambda: child(["-m", "flyers", "--version"])}
    yield "flyers --help", {"proved": lambda: child(["-m", "flyers", "--help"])}
    yield "one poster, cold", batch(folder / "one", ["en"], ["poster"])
    yield f"{len(LANGUAGES) * len(PRODUCTS)} files", batch(folder / "batch", list(LANGUAGES), list(PRODUCTS))
    again = build_words(folder / "again", list(LANGUAGES), list(PRODUCTS))
    yield "the same files again", {"proved": lambda: unchanged(again)}
    yield f"{BULK} variants", variants(folder / "bulk", bulk)


def batch(folder: Path, languages: list[str], products: list[str]) -> dict[str, Run]:
    """Return the runs that make *products* in *languages*."""
    words, output = folder / "words", folder / "output"
    prepare(words, languages, products)
    output.mkdir()
    unproved = [str(HERE / "peers" / "unproved.py"), str(output), ",".join(languages), ",".join(products), str(ROOT)]
    return {
        "typst": lambda: child([str(HERE / "peers" / "set_with_typst.py"), str(words), str(output)]),
        "reportlab": lambda: child([str(HERE / "peers" / "set_with_reportlab.py"), str(words), str(output)]),
        "unproved": lambda: child(unproved),
        "proved": lambda: fresh(output, build_words(output, languages, products)),
    }


def build_words(output: Path, languages: list[str], products: list[str]) -> list[str]:
    """Return the words of a build in one process."""
    chosen = ["--lang", ",".join(languages), "--product", ",".join(products), "--edition", "press"]
    return ["-m", "flyers", "--project", str(ROOT), "build", *chosen, "--jobs", "1", "--output", str(output)]


def fresh(output: Path, words: list[str]) -> float:
    """Return the CPU milliseconds of a build into an empty folder."""
    shutil.rmtree(output)
    output.mkdir()
    return child(words)


def unchanged(words: list[str]) -> float:
    """Return the CPU milliseconds of a build that has nothing to do, after one that has."""
    child(words)
    return child(words)


def prepare(folder: Path, languages: list[str], products: list[str]) -> None:
    """Make the folder that Typst reads: its program, the words, the fonts."""
    sys.path.insert(0, str(HERE / "peers"))
    from words import write_words

    from flyers.pipeline.session import Session

    folder.mkdir(parents=True)
    shutil.copy(HERE / "peers" / "flyer.typ", folder)
    shutil.copytree(ROOT / "fonts", folder / "fonts", ignore=shutil.ignore_patterns("licences"))
    session = Session(ROOT)
    for language in languages:
        for product in products:
            write_words(session, language, product, folder / f"{language}.{product}.json")


def variants(folder: Path, count: int) -> dict[str, Run]:
    """Return the runs that make one piece with other last digits of its number, for `BULK` of them.

    *count* are made, and one; each further one is reckoned to cost what one more has cost between these.
    """
    language, product = VARIANT
    prepare(folder / "words", [language], [product])
    campaigns = [coalition(folder / "network" / f"c{number:05}", number) for number in range(count)]
    for part in (1, count):
        (folder / f"variants-{part}.json").write_text(json.dumps(typst_variants(campaigns[:part], product)))
    output = folder / "output"
    output.mkdir()

    def peer(program: str, part: int) -> float:
        words = [str(HERE / "peers" / program), str(folder / "words"), str(output)]
        return child([*words, str(folder / f"variants-{part}.json")])

    def typst(part: int) -> float:
        return peer("set_with_typst.py", part)

    def reportlab(part: int) -> float:
        return peer("set_with_reportlab.py", part)

    def unproved(part: int) -> float:
        return child([str(HERE / "peers" / "unproved.py"), str(output), language, product, *map(str, campaigns[:part])])

    def proved(part: int) -> float:
        chosen = ["--lang", language, "--product", product, "--edition", "press", "--jobs", "1"]
        return fresh(
            output,
            ["-m", "flyers", "build", *chosen, "--output", str(output), "--campaigns", *map(str, campaigns[:part])],
        )

    return {
        engine: (lambda run=run: reckoned(run, count))
        for engine, run in {"typst": typst, "reportlab": reportlab, "unproved": unproved, "proved": proved}.items()
    }


def reckoned(run: Callable[[int], float], count: int) -> float:
    """Return the CPU milliseconds of `BULK` variants: those of one, and of each further one as found in *count*."""
    if count >= BULK:
        return run(count)
    one = run(1)
    return one + (BULK - 1) * (run(count) - one) / (count - 1)


def coalition(folder: Path, number: int) -> Path:
    """Make a campaign on the base of this one, whose hotline has other last digits."""
    content = folder / "content"
    (content / "messages").mkdir(parents=True)
    base = os.path.relpath(ROOT, folder)
    (content / "campaign.yaml").write_text(f"campaign:\n  id: {folder.name}\n  base: {json.dumps(base)}\n")
    contacts = (ROOT / "content" / "contacts.yaml").read_text(encoding="utf-8")
    (content / "contacts.yaml").write_text(contacts.replace("7888", f"{number:04}"), encoding="utf-8")
    names = "messages: {contact.coalition.name: {text: Ours}, state.name: {text: Maine}}\n"
    (content / "messages" / "names.yaml").write_text(names, encoding="utf-8")
    return folder


def typst_variants(campaigns: list[Path], product: str) -> list[dict[str, str]]:
    """Return what differs between the pieces of *campaigns*: last digits, and the code."""
    from words import code_svg

    from flyers.page.document import QrCode
    from flyers.pipeline.session import Session

    found: list[dict[str, str]] = []
    for campaign in campaigns:
        session = Session(campaign)
        localized = session.localized(VARIANT[0], allow_untranslated=True)
        document = session.composed(localized, session.layout(product))
        codes = [item for page in document.pages for item in page.items if isinstance(item, QrCode)]
        found.append({"digits": localized.contact("hotline").display[-4:], "code": code_svg(codes[0].matrix)})
    return found


def print_table(figures: Figures, pinned: bool) -> None:
    known: dict[str, Any] = json.loads(BASELINE.read_text()) if BASELINE.exists() else {}
    where = "on one core" if pinned else "on any core: this system cannot keep a process to one"
    sys.stdout.write(f"CPU milliseconds, {where}; ratios to a peer, and what bench/baseline.json has\n")
    engines = ("typst", "reportlab", "unproved", "proved")
    sys.stdout.write(f"{'':22}" + "".join(f"{engine:>12}" for engine in engines) + "\n")
    for case, row in figures.items():
        cells = "".join(f"{row[engine]:12.1f}" if engine in row else f"{'':12}" for engine in engines)
        sys.stdout.write(f"{case:22}{cells.rstrip()}\n")
        for name in (name for name in RATIOS if name in row):
            sys.stdout.write(f"    {name:22}{ratio(row[name], known.get(case, {}).get(name)):>14}\n")


def ratio(now: float, before: float | None) -> str:
    """Return a ratio beside that of the baseline: ``2.31 (2.30)``, ``2.50 ! (2.30)`` where it is notably worse."""
    if before is None:
        return f"{now:.2f}"
    mark = " !" if now > before * (1 + NOTABLE) else ""
    return f"{now:.2f}{mark} ({before:.2f})"


if __name__ == "__main__":
    sys.exit(main())
