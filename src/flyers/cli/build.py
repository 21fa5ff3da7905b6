"""``flyers build``: its options, how files are made and proved, and what is said of them at the end.

Many campaigns (``--campaigns``) share what they have in common, and leave memory one by one; other commands run in each
campaign. A build into a store of objects writes nothing on this machine.
"""

from __future__ import annotations

import argparse
import json
import re
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import chain
from pathlib import Path
from typing import IO, Any

from flyers.cli.command import (
    FORMAT,
    at_least_one,
    command,
    flag,
    group,
    measure,
    offset,
    option,
    place,
    several,
    shard,
    sheet,
)
from flyers.cli.console import Console, Progress
from flyers.cli.selection import RequestedFiles, jobs_of, name_languages, press_choice, unprinted, warn_of_unprinted
from flyers.content import CAMPAIGN_FILE
from flyers.errors import ExitCode, FlyersError, UsageError, counted, first_of
from flyers.files import exists, files_in
from flyers.pipeline.outputs import REPORT, STAGES, Result, by_fact, exit_code, sentence
from flyers.pipeline.plan import Job, PressChoice
from flyers.pipeline.session import Session, open_session
from flyers.units import POINTS

_OF_ONE = re.compile(r"--(lang|product) (\"[^\"]*\"|[\w,-]+)")
"""The part in which the hints of like errors differ: the languages or products of a command."""


def grouped(errors: Iterable[FlyersError]) -> list[FlyersError]:
    """Return *errors*, in order, with one for each reason; a command in the hint of several is for all of them.

    What they are about is the end of their trails: a language, or a product in a language.
    """
    groups: dict[tuple[object, ...], list[FlyersError]] = defaultdict(list)
    for part in chain.from_iterable(error.errors for error in errors):
        groups[type(part), part.problem, _OF_ONE.sub("", part.hint), len(part.trail)].append(part)
    return [_one_for(alike) for alike in groups.values()]


def _one_for(alike: Sequence[FlyersError]) -> FlyersError:
    first, trails = alike[0], list(dict.fromkeys(error.trail for error in alike))
    if len(trails) < 2:
        return first
    names: dict[str, dict[str, None]] = defaultdict(dict)
    for error in alike:
        for name, value in _OF_ONE.findall(error.hint):
            names[name] |= dict.fromkeys(re.split(r"[ ,]+", value.strip('"')))
    hint = _OF_ONE.sub(lambda match: f"--{match[1]} {','.join(names[match[1]])}", first.hint)
    kind = "languages" if len(first.trail) == 1 else "files"
    few = ", ".join(" → ".join(trail) for trail in trails[:2])
    label = f"{len(trails)} {kind} ({few}{', …' if len(trails) > 2 else ''})"
    return type(first)(first.problem, hint=hint, trail=[label])


QUESTIONS = "docs/questions.md"  # Where a campaign may keep what its coalition has to settle.


def summarize(
    results: Sequence[Result],
    seconds: float,
    console: Console,
    *,
    left_out: Sequence[str] = (),
    problems_only: bool = False,
) -> None:
    """Print the summary of *results*; with *problems_only* nothing goes to stdout."""
    good = [result for result in results if result.good]
    if good and not problems_only:
        proofs = (counted(len(result.findings), "finding") if result.findings else "nothing found" for result in good)
        rows = ((str(each.job.target), kilobytes(each.size), proof) for each, proof in zip(good, proofs, strict=True))
        console.table([("file", "size", "proof"), *rows], right=(1,))
    if console.verbose:
        console.note()
        times = [
            (result.job.label, *(f"{1000 * result.seconds.get(stage, 0.0):.0f}" for stage in STAGES))
            for result in results
        ]
        console.table([("CPU ms", *STAGES), *times], right=range(1, 6), to_stderr=True)
    milder, lowered = defaultdict[str, list[str]](list), defaultdict[str, list[str]](list)
    for result in results:
        for finding in result.findings:
            if finding["severity"] != "error":
                milder[sentence(finding)].append(result.job.label)
        for remark in result.lowered:
            lowered[f"{remark}."].append(result.job.label)
    warned = by_fact({result.job.label: result.warnings for result in results})
    for text, labels in chain(warned.items(), milder.items(), lowered.items()):
        files = labels[0] if len(labels) == 1 else f"{len(labels)} files ({labels[0]}, …)"
        console.note(f"warning: {files}: {text}")
    for result in results:
        if result.fault and console.verbose:
            console.note(result.fault.rstrip())
    for problem in problems((result.job, result.error) for result in results if result.error):
        console.error(problem)
    note_left_out(left_out, console)
    _note_shorter_forms(good, console)
    if any(result.warnings and exists(result.job.campaign / QUESTIONS) for result in good):
        console.note(f"Questions that only the coalition can settle before printing: {QUESTIONS}.")
    counts = FileCounts()
    counts.add(results)
    if good:
        console.note(f"{counts}, {kilobytes(sum(result.size for result in good))} in {seconds:.1f} s.")
    elif results:
        none = "The file was not" if len(results) == 1 else f"None of {len(results)} files was"
        console.note(f"{none} made ({seconds:.1f} s).")


def note_left_out(languages: Sequence[str], console: Console) -> None:
    """Name the languages that a build of all languages leaves out."""
    if languages:
        console.note(f"Left out, because they have no translation yet: {', '.join(languages)}.")


_MOST_NAMED = 4  # Products in one language that a note names; the others are counted.


def _note_shorter_forms(results: Sequence[Result], console: Console) -> None:
    """Name the products that say less than their layout asks for, since the page does not show it; and what helps.

    The check of catalogs composes pieces in one language only.
    """
    shortened = [result for result in results if result.shortened]
    if not shortened:
        return
    forms: dict[str, dict[str, None]] = defaultdict(dict)
    for result in shortened:
        forms[f"{result.job.language} {result.job.product}"] |= dict.fromkeys(result.shortened)
    texts = {
        name: ", ".join(keys) if len(keys) <= _MOST_NAMED else f"{len(keys)} texts" for name, keys in forms.items()
    }
    products = first_of((f"{name} ({keys})" for name, keys in texts.items()), _MOST_NAMED)
    helps = []
    if alone := list(dict.fromkeys(result.job.language for result in shortened if not result.job.secondary)):
        tags = f'"{" ".join(alone)}"' if len(alone) > 1 else alone[0]
        which = f" --lang {tags}" if len(alone) <= _MOST_NAMED else ""
        helps.append(f"'flyers translations check{which}' says what would help.")
    if records := dict.fromkeys(str(result.job.folder / REPORT) for result in shortened if result.job.secondary):
        helps.append(
            "Languages on one piece share its space: leave some out, or shorten the texts of each. "
            f"The texts are listed in {first_of(records, 1)}."
        )
    console.note(f"There was room for shorter forms only: {products}. {' '.join(helps)}")


def problems(failures: Iterable[tuple[Job, FlyersError]], campaign: Callable[[Job], str] = lambda _: "") -> list[str]:
    """Return every error of jobs once, with the number of files if several have it from one place.

    *campaign* returns what stands before an error of a job of several campaigns.
    """
    groups: dict[tuple[object, ...], dict[str, FlyersError]] = defaultdict(dict)
    for job, failure in failures:
        for error in failure.errors:
            own = error.trail[2:] if error.trail[:2] == (job.product, job.language) else error.trail
            groups[error.problem, error.hint, error.source, own][f"{campaign(job)}{error}"] = error
    return [_shared(same) if len(same) > 1 else next(iter(same)) for same in groups.values()]


def _shared(errors: Mapping[str, FlyersError]) -> str:
    line, first = next(iter(errors.items()))
    campaign = line.removesuffix(str(first))
    files = f"{len(errors)} files ({campaign}{first.trail[0]} → {first.trail[1]}, …)"
    return str(FlyersError(first.problem, hint=first.hint, source=first.source, trail=[files, *first.trail[2:]]))


@dataclass
class FileCounts:
    """How many files were asked for, are good, and were current; as `str` in words."""

    all: int = 0
    good: int = 0
    current: int = 0

    def add(self, results: Sequence[Result]) -> None:
        self.all += len(results)
        self.good += sum(result.good for result in results)
        self.current += sum(result.current for result in results)

    def __str__(self) -> str:
        made, asked = self.good - self.current, self.all - self.current
        if not self.current:
            return f"{made} of {asked} files made and proved"
        if not asked:
            return f"All {self.current} files are current" if self.current > 1 else "The file is current"
        return f"{made} of {asked} files made and proved, {self.current} current"


def kilobytes(size: int) -> str:
    """Return *size* bytes as file managers show it, in SI units: ``"48 kB"``."""
    return f"{size / 1000:.0f} kB" if size >= 1000 else f"{size} B"


def note_condition(results: Sequence[Result], press: PressChoice, session: Session, console: Console) -> None:
    """Name the print condition of the press files in *results* if *press* changes the campaign's own. Files for another
    condition have the same names, so they are overwritten.
    """
    if press == PressChoice() or not any(result.good and result.job.edition == "press" for result in results):
        return
    made, usual = session.condition(press.condition, press.pdfx, press.bleed), session.condition()
    parts = [
        made.title if made.title != usual.title else "",
        f"PDF/X-{made.pdfx}" if made.pdfx != usual.pdfx else "",
        f"a bleed of {made.bleed / POINTS['in']:.4g} in" if abs(made.bleed - usual.bleed) > 0.01 else "",
    ]
    if any(parts):
        console.note(
            f"For the press: {'; '.join(part for part in parts if part)}. Press files for other conditions have the "
            "same names and are replaced: keep both with --output."
        )


@command(
    "build",
    "make print-ready PDFs, and images, and prove each one",
    """\
Merge contacts, messages, translations and layouts into print-ready PDFs. Then open each finished file with independent
readers and compare it with the campaign: every number digit by digit, every QR code, every font, every margin.

A file that fails any check is not written: the last good one stays, the reason is shown, and the other files go on.""",
    """\
  flyers build --lang es,ar --press uncoated     for a print shop, on uncoated paper
  flyers build --edition press,screen,office,image   for the print shop, phones, the office printer, chats
  flyers build --lang es --product wallet-card --with en --edition office
  flyers build --product language-picker,hotline-poster
  flyers build --campaigns network/* --product wallet-card,poster""",
    several(
        "--lang TAGS",
        "languages to build, as in “es” or “es,ar zh-Hans” (zh_Hans is the same); default: all that have a translation",
    ),
    several(
        "--product NAMES",
        "products to build, as in “poster” or “poster,brochure”; default: all except those whose layout says "
        "“on_request”",
    ),
    FORMAT,
    several(
        "--edition NAMES",
        "what the files are for: press, screen, office, or image for a picture (PNG) with its words; default: "
        "press, for a print shop, with bleed, marks and inks, and image for products that are images",
    ),
    option(
        "--with TAG",
        "print a second language on the back of cards and posters: --lang es --with en has Spanish on the front "
        "and English on the back",
        dest="secondary",
    ),
    group(
        "the print shop's press",
        option(
            "--press NAME",
            "the print condition, that is press and paper: a name from content/press, or the path of the shop's "
            "own .yaml file; default: the campaign's, in content/campaign.yaml",
        ),
        option(
            "--pdfx",
            "the standard: 4 for PDF/X-4, 1a for PDF/X-1a:2003; default: the print condition's",
            choices=("4", "1a"),
        ),
        option(
            "--bleed LENGTH",
            "how far the art runs over the trim, such as 0.1in; default: the print condition's",
            type=measure,
        ),
    ),
    group(
        "sheets with several copies",
        option(
            "--sheet NAME",
            "place copies side by side on this sheet: a name from content/sheets, or a size such as 12x18 (inches) or "
            "320x450mm for a press. Default for the office edition: the sheet that the product's layout names",
            type=sheet,
            default="",
        ),
        option("--gutter LENGTH", "space between copies, with its unit: 0.25in", type=measure),
        option(
            "--back-offset X,Y",
            "move the backs to the right and up, as in “1mm,-0.5mm”, if a printer does not align them with the "
            "fronts; --calibration shows by how much",
            type=offset,
            default=(0.0, 0.0),
        ),
        flag(
            "--calibration", "make the two-sided sheet that shows the back offset of a printer, instead of the product"
        ),
        option(
            "--ink black",
            "use one ink only, for copiers, risographs and presses with one plate: black",
            choices=("black",),
        ),
    ),
    option(
        "--output DIR",
        "the folder to write to, with one folder per language inside; default: output/ in the campaign. Or a "
        "store of objects, as in s3://bucket/prefix ('flyers docs scale')",
        type=place,
    ),
    option(
        "--jobs N",
        "how many files to make at once; default: one per core. The files are the same for any number",
        type=at_least_one,
    ),
    option(
        "--shard N/COUNT",
        "make one of several parts of the files, as in 3/40 for the third of 40: every file is in exactly one, on "
        "whatever machine it is made",
        type=shard,
    ),
    option(
        "--campaigns FOLDERS",
        "build these campaigns instead, as in “network/*”, each into its own output folder (or one of its name in "
        "--output); what they share is read and shaped once",
        nargs="+",
    ),
    group(
        "many machines",
        option(
            "--scheduler ADDRESS",
            "let the workers of this Dask cluster make the files, as in tcp://host:8786 or tls://…, into the store "
            "that --output names",
        ),
        option("--tls-ca FILE", "for tls://, the certificate of the authority"),
        option("--tls-cert FILE", "for tls://, the certificate of this machine"),
        option("--tls-key FILE", "for tls://, its key"),
        about="See 'flyers docs scale'.",
    ),
    flag(
        "--force",
        "make every file again. Default: only those of which something has changed; 'flyers why FILE' tells what",
    ),
    option("--quiet -q", "print errors only, and no progress", action="store_true"),
    flag("--dry-run", "list the files that would be made, and make none"),
    flag("--json", "print the results as one JSON document on stdout"),
    flag(
        "--allow-untranslated",
        "use English for messages without a translation, to preview a layout; file and report say so. "
        "Default: such a language is not built, and the missing messages are listed",
    ),
)
def build_command(options: argparse.Namespace, console: Console) -> ExitCode:
    console.quiet = options.quiet
    if options.scheduler or isinstance(options.output, str):
        return build_into_store(options, console)
    if options.campaigns:
        return build_network(options, console)
    start = time.perf_counter()
    session = open_session(options.project)
    ordered = RequestedFiles.of(options, session)
    if options.dry_run:
        _show_plan(ordered, options, console)
        return ExitCode.OK
    if options.shard and not ordered.plan.jobs:
        console.note(f"Shard {options.shard} has no files.")
    results = ordered.finish(_made(ordered.missing, options, console))
    seconds = time.perf_counter() - start
    if options.json:
        results_json = [result.to_json() for result in results]
        console.data({"seconds": round(seconds, 3), "left_out": ordered.plan.left_out, "results": results_json})
    summarize(results, seconds, console, left_out=ordered.plan.left_out, problems_only=options.json or options.quiet)
    warn_of_unprinted(ordered.remarks, console)
    note_condition(results, press_choice(options), session, console)
    return exit_code(results)


def _made(jobs: list[Job], options: argparse.Namespace, console: Console) -> list[Result]:
    if not jobs:
        return []
    from flyers.pipeline.workers import run as run_jobs

    with Progress(len(jobs), console) as progress:

        def watch(result: Result) -> None:
            state = ": failed" if not result.good else ": current" if result.current else ""
            progress.step(f"{result.job.label}{state}")

        return run_jobs(jobs, workers=options.jobs, watch=watch, force=options.force)


def _show_plan(ordered: RequestedFiles, options: argparse.Namespace, console: Console) -> None:
    jobs = ordered.plan.jobs
    if options.json:
        names = ("language", "product", "edition")
        console.data([{**{name: getattr(job, name) for name in names}, "file": str(job.target)} for job in jobs])
    else:
        console.lines(str(job.target) for job in jobs)
    if any(job.is_image or job.edition == "press" for job in jobs):
        console.note("Until the words are signed, files for a press and images have DRAFT in their names.")
    note_left_out(ordered.plan.left_out, console)


IN_MEMORY = 100_000
"""Bytes of results above which they are kept in a file: thousands of campaigns need not be in memory at once."""

PLACES = ("output", "site")  # Options that name a folder to write to; each campaign has one of its name in there.


def build_network(options: argparse.Namespace, console: Console) -> ExitCode:
    """Build every campaign, print a line for each and the errors, and return the exit code of the first failure.

    What came of a campaign leaves memory when the last of its files is made, but for what is printed of it.
    """
    start = time.perf_counter()
    broken: dict[Path, FlyersError] = {}
    ordered = _ordered(options, console, broken)
    with CampaignsSummary(options.json) as summary:
        if options.dry_run:
            console.lines(str(job.target) for _, order in ordered for job in order.plan.jobs)
        else:
            for number, results in _finished(ordered, options, console):
                summary.add(number, results)
        summary.show(console, broken, options)
        seconds = time.perf_counter() - start
        console.note(f"{summary.counts} in {seconds:.1f} s. Warnings are in each proof.json.")
        return summary.exit_code(broken)


def _ordered(
    options: argparse.Namespace, console: Console, broken: dict[Path, FlyersError]
) -> Iterator[tuple[int, RequestedFiles]]:
    """Yield the number and the requested files of each campaign; add those that cannot be read to *broken*."""
    for number, own in enumerate(campaigns(options)):
        try:
            name_languages(own, console)
            order = RequestedFiles.of(own, Session(own.project))
        except FlyersError as error:
            broken[own.project] = error
        else:
            warn_of_unprinted(order.remarks, console, _shown(own.project))
            yield number, order


def _finished(
    ordered: Iterable[tuple[int, RequestedFiles]], options: argparse.Namespace, console: Console
) -> Iterator[tuple[int, list[Result]]]:
    """Make the files that are not current, and yield each finished campaign's number and results."""
    jobs: list[Job] = []
    orders: dict[Path, tuple[int, RequestedFiles]] = {}
    for number, order in ordered:
        if missing := order.missing:
            orders[missing[0].campaign] = number, order
            jobs += missing
        else:
            yield number, order.finish([])
    if not jobs:
        return
    from flyers.pipeline.workers import Maker, iter_results

    made = iter_results(jobs, workers=options.jobs, maker=partial(Maker, force=options.force))
    for campaign, results in _by_campaign(jobs, made, console):
        number, order = orders.pop(campaign)
        yield number, order.finish(results)


def _by_campaign(
    jobs: Sequence[Job], made: Iterable[tuple[int, Result]], console: Console
) -> Iterator[tuple[Path, list[Result]]]:
    """Yield each campaign with its results when the last of them is *made*; a progress bar shows how far all are."""
    waiting = Counter(job.campaign for job in jobs)
    results: dict[Path, list[Result]] = defaultdict(list)
    with Progress(len(jobs), console) as progress:
        for index, result in made:
            progress.step(label(result))
            campaign = jobs[index].campaign
            results[campaign].append(result)
            if len(results[campaign]) == waiting[campaign]:
                yield campaign, results.pop(campaign)


def _file_of_results() -> IO[bytes]:
    from tempfile import SpooledTemporaryFile  # slow to load

    return SpooledTemporaryFile(IN_MEMORY, prefix="flyers-")


@dataclass
class CampaignsSummary:
    """The summary of all campaigns: counts, a row for each, and errors.

    Results are kept in a file once they are many. A system error while they are written or read is a full or broken
    disk: the command reports it as a lost output.
    """

    with_json: bool  # whether every result is kept for ``--json``
    counts: FileCounts = field(default_factory=FileCounts)
    rows: dict[int, tuple[str, str]] = field(default_factory=dict)  # by the number of the campaign in the command
    _json: IO[bytes] = field(default_factory=_file_of_results)
    _starts: dict[int, int] = field(default_factory=dict)
    _failures: dict[int, list[tuple[Job, FlyersError]]] = field(default_factory=dict)

    def __enter__(self) -> CampaignsSummary:
        return self

    def __exit__(self, *_: object) -> None:
        self._json.close()

    def add(self, number: int, results: Sequence[Result]) -> None:
        if not results:
            return
        self.counts.add(results)
        folder = _shown(results[0].job.campaign)
        self.rows[number] = folder, f"{sum(result.good for result in results)} of {len(results)}"
        if failed := [(result.job, result.error) for result in results if result.error]:
            self._failures[number] = failed
        if self.with_json:
            self._starts[number] = self._json.tell()
            rows = [{"campaign": folder, **result.to_json()} for result in results]
            self._json.write(json.dumps(rows).encode() + b"\n")

    def show(self, console: Console, broken: Mapping[Path, FlyersError], options: argparse.Namespace) -> None:
        """Print rows, or the results as JSON, and all errors; *broken* are campaigns that could not be read."""
        if options.json:
            console.data_in_parts("results", self._parts())
        elif self.rows and not options.quiet:
            rows = [row for _, row in sorted(self.rows.items())]
            console.table([("campaign", "files made and proved"), *rows], right=(1,))
        for folder, fault in broken.items():
            console.error(f"{folder}: {fault}")
        for line in problems(self._failed, lambda job: f"{_shown(job.campaign)}: "):
            console.error(line)

    def _parts(self) -> Iterator[list[Any]]:
        """Yield the results of each campaign as JSON, in the order of the command; none can be added afterwards."""
        for _, start in sorted(self._starts.items()):
            self._json.seek(start)
            yield json.loads(self._json.readline())

    @property
    def _failed(self) -> list[tuple[Job, FlyersError]]:
        return [failure for _, failed in sorted(self._failures.items()) for failure in failed]

    def exit_code(self, broken: Mapping[Path, FlyersError]) -> ExitCode:
        """Return the exit code of the first failure; *broken* are campaigns that could not be read."""
        failures = (*broken.values(), *(error for _, error in self._failed))
        return next((error.exit_code for error in failures), ExitCode.OK)


def run_in_each(options: argparse.Namespace, console: Console) -> ExitCode:
    """Run a command in every campaign, under its folder's name, and return the exit code of the first failure.

    With ``--json`` the documents of all are one, by folder.
    """
    code, documents = ExitCode.OK, dict[str, Any]()
    as_json = getattr(options, "json", False)
    for own in campaigns(options):
        folder = _shown(own.project)
        console.collected = [] if as_json else None
        (console.note if as_json else console.say)(f"{folder}:")
        try:
            name_languages(own, console)
            ended = ExitCode(options.run(own, console))
        except FlyersError as error:
            console.error(f"{folder}: {error}")
            ended = error.exit_code
        code = code or ended
        if console.collected:
            (documents[folder],) = console.collected
    if as_json:
        console.collected = None
        console.data(documents)
    return code


def campaigns(options: argparse.Namespace) -> Iterator[argparse.Namespace]:
    """Yield the options of the command for each campaign, with its folder."""
    folders = [folder for words in options.campaigns for folder in _folders(Path(words))]
    if not folders:
        raise UsageError(
            f"There is no campaign in {', '.join(options.campaigns)}.",
            hint=f"Name folders that have a {CAMPAIGN_FILE}; “*” stands for any name.",
        )
    parents = {name: value for name in PLACES if (value := getattr(options, name, None))}
    if parents and len({folder.name for folder in folders}) < len(folders):
        raise UsageError("Two of these campaigns have the same name.", hint=f"Leave --{next(iter(parents))} out.")
    for folder in dict.fromkeys(folders):
        places = {name: value / folder.name for name, value in parents.items() if isinstance(value, Path)}
        own = {"project": folder, "campaigns": None, "named": folder.name}
        yield argparse.Namespace(**{**vars(options), **places, **own})


def _folders(pattern: Path) -> list[Path]:
    """Return the folders of campaigns that *pattern* names, m2 before m10; its last part may have wildcards."""

    def order(folder: Path) -> list[tuple[int, str]]:
        parts = re.split(r"([0-9]+)", folder.as_posix())
        return [(int(part), "") if part.isdigit() else (0, part) for part in parts]

    folders = files_in(pattern.parent, pattern.name) if "*" in pattern.name or "?" in pattern.name else [pattern]
    return [folder for folder in sorted(folders, key=order) if folder.is_dir() and exists(folder / CAMPAIGN_FILE)]


def _shown(folder: Path) -> str:
    """Return the folder as the command named it; the present one by its name."""
    return str(folder) if folder.name else folder.resolve().name


def label(result: Result) -> str:
    """Return the name of a result in the progress bar, with that of its campaign."""
    return f"{Path(_shown(result.job.campaign)).name} {result.job.label}" + ("" if result.good else ": failed")


def build_into_store(options: argparse.Namespace, console: Console) -> ExitCode:
    """Build into a store, print a line for each campaign and the errors, and return the code of the first failure."""
    from flyers.pipeline.scale import Store, StoreMaker, without_secrets

    start = time.perf_counter()
    if options.output is None:
        raise UsageError(
            "Other machines cannot write into a folder of this machine.",
            hint="Name a store with --output: s3://bucket/prefix, or file:///folder for one that all of them share.",
        )
    Store(str(options.output))  # which refuses what is no address, before campaigns are read
    jobs: list[Job] = []
    names: dict[Path, str] = {}
    broken: dict[Path, FlyersError] = {}
    for own in campaigns(options) if options.campaigns else [options]:
        try:
            name_languages(own, console)
            session = Session(own.project)
            jobs += jobs_of(argparse.Namespace(**{**vars(own), "output": Path()}), session)
            names[own.project] = session.campaign.id
            warn_of_unprinted(unprinted(session), console, names[own.project])
        except FlyersError as error:
            if not options.campaigns:
                raise
            broken[own.project] = error
    if len(set(names.values())) < len(names):
        raise UsageError("Two of these campaigns have the same id.", hint="Give each its own, in campaign.yaml.")
    if options.dry_run:
        console.lines(f"{names[job.campaign]}: {job.target.as_posix()}" for job in jobs)
        return ExitCode.OK
    if not jobs:
        console.note(f"Shard {options.shard} has no files.")
        return ExitCode.OK
    places = list(names)
    store = str(options.output)
    if options.scheduler:
        from flyers.pipeline.scale import Cluster

        cluster = Cluster(options.scheduler, options.tls_ca, options.tls_cert, options.tls_key)
        made = cluster.iter_results(jobs, store, force=options.force)
    else:
        from flyers.pipeline.workers import iter_results

        made = iter_results(jobs, workers=options.jobs, maker=partial(StoreMaker, store, force=options.force))
    with CampaignsSummary(options.json) as summary:
        for campaign, results in _by_campaign(jobs, made, console):
            summary.add(places.index(campaign), results)
        summary.show(console, broken, options)
        seconds = time.perf_counter() - start
        console.note(f"{summary.counts}, in {without_secrets(store)}, in {seconds:.1f} s.")
        return summary.exit_code(broken)
