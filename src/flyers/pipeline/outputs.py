"""The outputs of jobs: finished files, the ``proof.json`` of their language, and results.

`flyers.files.write_whole` renames a complete file into place, so a reader never sees a part of one. But file and entry
are two renames, and two builds of one language may run at once: the language's folder is locked during both, so that
no entry is lost and none describes another build's file. Files of different languages need no such care.

A process may be killed between the two renames. So the report first says that the file is unfinished, and a file counts
as good only if its report says so.
"""

from __future__ import annotations

import hashlib
import json
import re
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from flyers import limits
from flyers.content.markup import visible, visibly_different
from flyers.errors import ExitCode, FlyersError, StoppedError
from flyers.files import exists, locked, read_bytes, remove, write_whole
from flyers.pipeline.plan import Job
from flyers.records import dataclass

READER_PROOF = "reader-proof"  # The product name in files of `flyers.publish.reader_proof`.


def digest(data: bytes) -> str:
    """Return the SHA-256 of *data* in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def short(data: bytes) -> str:
    """Return half of the `digest`: 128 bits, so that no two inputs of any campaign share one."""
    return digest(data)[:32]


def checksum(value: Any) -> str:
    """Return the `short` digest of a JSON value."""
    return short(json.dumps(value, sort_keys=True).encode())


Files = Mapping[str, str]
"""Checksums of files by their names: the paths from the campaign's folder, in a base after its name (``starter:``)."""


@dataclass(frozen=True, slots=True)
class MadeOf:
    """What a file is made of."""

    values: Mapping[str, str]  # each part by name; of a part that is files, the checksum of all of them
    files: Mapping[str, Files]  # these files, by that checksum
    # Checksums of the contacts and messages in a part, by their names; for `flyers.pipeline.fresh` alone.
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """The checksum of all parts: jobs with equal keys have equal files."""
        return checksum(self.values)


REPORT = "proof.json"
SCHEMA = 1  # Version of the report. Raise it when a reader of the former version would misunderstand the new one.
UNFINISHED: Mapping[str, Any] = {
    "status": "unfinished",
    "problem": "The build was stopped while it wrote this file. Build it again.",
}
"""An entry while its file is written: it stays if the process is killed."""


def report_at(path: Path) -> dict[str, Any]:
    """Return the report at *path*; an empty one if there is none that can be read."""
    # Only this program writes reports: an unreadable one is discarded and rewritten.
    try:
        report = json.loads(read_bytes(path, most=limits.REPORT_BYTES))
        if report["schema"] == SCHEMA and isinstance(report["products"], dict):
            return dict(report)
    except (FlyersError, ValueError, KeyError, TypeError, RecursionError):
        pass
    return {"products": {}}


def entries(path: Path) -> dict[str, Any]:
    """Return the entries of the report at *path* by `Job.key`; none if there is no readable report."""
    products: dict[str, Any] = report_at(path)["products"]
    return products


def sound_entry(report: Mapping[str, Any], key: str) -> dict[str, Any] | None:
    """Return the entry *key* of *report*; None if there is none that has what this program writes."""
    entry = report["products"].get(key)
    if not isinstance(entry, dict) or not isinstance(entry.get("status"), str):
        return None
    if entry["status"] == "good" and not {"sha256", "bytes", "issue", "code"} <= entry.keys():
        return None
    findings, facts = entry.get("findings", []), entry.get("facts", {})
    if not isinstance(facts, dict) or not isinstance(findings, list):
        return None
    for finding in findings:
        if not isinstance(finding, dict) or "page" not in finding:
            return None
        if not all(isinstance(finding.get(word), str) for word in ("code", "severity", "where", "message", "advice")):
            return None
    measured = (facts.get(name) for name in ("most_ink_percent", "smallest_type"))
    return entry if all(isinstance(value, (int, float, type(None))) for value in measured) else None


def made_of_entry(entry: Any) -> dict[str, str]:
    """Return what the file of *entry* was made of, by part (`MadeOf`); nothing if unknown."""
    parts = entry.get("made_of") if isinstance(entry, dict) else None
    return dict(parts) if isinstance(parts, dict) and all(isinstance(part, str) for part in parts.values()) else {}


def table(report: Mapping[str, Any], name: str) -> dict[str, Mapping[str, str]]:
    """Return the “files” or “words” of *report*, of which several of its files were made: see `MadeOf`."""
    rows = report.get(name)
    return {value: row for value, row in rows.items() if isinstance(row, dict)} if isinstance(rows, dict) else {}


def is_as_written(job: Job, entry: Mapping[str, Any]) -> bool:
    """Return whether the job's file and those beside it are the ones that *entry* is about, byte by byte."""
    texts = entry.get("texts", {})
    digests = {job.target: entry.get("sha256"), **{path: texts.get(path.name) for path in job.texts}}
    return entry.get("status") == "good" and all(
        (data := _present(path)) is not None and digest(data) == recorded for path, recorded in digests.items()
    )


def as_built(job: Job) -> Job:
    """Return *job* under the name that its file has; as it is if there is no file."""
    return next((named for named in (job, job.twin) if exists(named.target)), job)


def _present(path: Path) -> bytes | None:
    """Return the file that a former build has left; None if there is none that can be read."""
    try:
        return read_bytes(path, most=limits.PDF_BYTES) if exists(path) else None
    except FlyersError:
        return None


def write(
    job: Job,
    made: bytes,
    entry: dict[str, Any],
    texts: Mapping[Path, bytes] = MappingProxyType({}),
    made_of: MadeOf | None = None,
) -> None:
    """Write the proved file *made*, the *texts* beside it and its *entry*, with what the file was *made_of*.

    An older file under the job's other name is removed. What cannot be written (FileAccessError) is unchanged.
    """
    file: dict[str, Any] = {"file": job.target.name, "bytes": len(made), "sha256": digest(made)}
    if texts:
        file["texts"] = {path.name: digest(text) for path, text in texts.items()}
    files = {job.target: made, **texts}
    with locked(job.folder):
        if any(_present(path) != data for path, data in files.items()):
            _enter(job, {**UNFINISHED, **file})
            for path, data in files.items():
                write_whole(path, data)
        for older in (job.twin.target, *job.twin.texts):
            remove(older)
        if made_of:
            file["made_of"] = dict(made_of.values)
        _enter(job, entry | file, made_of)


def write_failure(job: Job, entry: dict[str, Any]) -> None:
    """Record that the job failed. The last good file, if there is one, stays, and the entry names it."""
    with locked(job.folder):
        job = as_built(job)
        if (last := _present(job.target)) is not None:
            entry = entry | {"kept": {"file": job.target.name, "bytes": len(last), "sha256": digest(last)}}
        _enter(job, entry)


def _enter(job: Job, entry: dict[str, Any], made_of: MadeOf | None = None) -> None:
    """Write *entry* into the job's report, and keep of the tables what an entry still names."""
    path = job.folder / REPORT
    before = report_at(path)
    products = before["products"] | {job.key: entry}
    products.pop(job.twin.key, None)
    named = {value for entry in products.values() for value in made_of_entry(entry).values()}
    tables = {
        "files": {**table(before, "files"), **(made_of.files if made_of else {})},
        "words": {**table(before, "words"), **(made_of.words if made_of else {})},
    }
    report = {
        "schema": SCHEMA,
        "language": job.language,
        "products": dict(sorted(products.items())),
        **{name: {value: rows[value] for value in sorted(named & rows.keys())} for name, rows in tables.items()},
    }
    write_whole(path, (json.dumps(report, ensure_ascii=False, indent=2) + "\n").encode())


STAGES = ("localize", "compose", "paint", "proof", "write")  # The stages of the recipe, in order.


class Clock:
    """Adds up the CPU seconds of each stage. Wall time would say little on a busy machine."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def __call__(self, stage: str) -> Iterator[None]:
        start = time.process_time()
        try:
            yield
        finally:
            self.seconds[stage] = self.seconds.get(stage, 0.0) + time.process_time() - start


@dataclass(frozen=True, slots=True)
class Result:
    """The outcome of one job. Plain data, so that a worker process can return it."""

    job: Job
    error: FlyersError | None = None  # why there is no new file; None if there is one
    fault: str = ""  # the traceback, if the program itself failed
    size: int = 0  # bytes of the file
    # What the proof found, as in ``proof.json`` (severity, code, message, …).
    findings: tuple[Mapping[str, Any], ...] = ()
    warnings: tuple[str, ...] = ()  # what a person should know before printing, such as an unverified number or a draft
    shortened: tuple[str, ...] = ()  # messages for which there was room only in a shorter form than the layout asks for
    lowered: tuple[str, ...] = ()  # which bands of the layout are lower than it says, because their text needs the room
    seconds: Mapping[str, float] = field(default_factory=dict)  # CPU seconds by stage, see `STAGES`
    current: bool = False  # whether the file was current, so that it was not made again
    key: str = ""  # `MadeOf.key` of the file; "" if it is not good, or is never current

    @property
    def good(self) -> bool:
        return self.error is None

    @property
    def exit_code(self) -> ExitCode:
        return ExitCode.OK if self.error is None else self.error.exit_code

    def to_json(self) -> dict[str, Any]:
        """Return the result as ``flyers build --json`` prints it."""
        return {
            "language": self.job.language,
            "product": self.job.product,
            "edition": self.job.edition,
            "file": str(self.job.target),
            "good": self.good,
            "current": self.current,
            "bytes": self.size,
            "error": None if self.error is None else str(self.error),
            "exit_code": int(self.exit_code),
            "findings": [dict(finding) for finding in self.findings],
            "warnings": list(self.warnings),
            "shortened": list(self.shortened),
            "lowered": list(self.lowered),
            "cpu_seconds": {stage: round(value, 4) for stage, value in self.seconds.items()},
        }


def result_of(
    job: Job, entry: Mapping[str, Any], key: str, *, current: bool = True, seconds: Mapping[str, float] | None = None
) -> Result:
    """Return the result of a good file from its entry: of one that is *current*, or that was made in *seconds*."""
    lists: dict[str, Any] = {
        name: tuple(entry.get(name, ())) for name in ("findings", "warnings", "shortened", "lowered")
    }
    return Result(job, size=entry["bytes"], **lists, seconds=seconds or {}, current=current, key=key)


def killed(job: Job, problem: str, hint: str) -> Result:
    """Return the result of a job of which the process was killed."""
    return Result(job, error=StoppedError(problem, hint=hint, trail=(job.product, job.language)))


def exit_code(results: Sequence[Result]) -> ExitCode:
    """Return the exit code of the first failure, in the order of the plan, or OK."""
    return next((result.exit_code for result in results if not result.good), ExitCode.OK)


def sentence(finding: Mapping[str, Any]) -> str:
    """Return a finding as a sentence: ``Q402 page 2, chat, content/layouts/poster.yaml:9:7: … Do this.``

    Words that it quotes are without invisible characters, unless they alone differ in it.
    """
    message = finding["message"]
    quoted = re.findall("“[^”]*”", message)
    if visibly_different(*quoted) == tuple(map(visible, quoted)):
        message = visible(message)
    parts = (f"page {finding['page']}" if finding["page"] else "", finding["where"], finding.get("layout", ""))
    place = ", ".join(filter(None, parts))
    text = f"{finding['code']} {place}: {message}" if place else f"{finding['code']} {message}"
    return f"{text.rstrip('.')}. {finding['advice']}" if finding["advice"] else text


def errors(findings: Sequence[Mapping[str, Any]]) -> list[str]:
    return [sentence(finding) for finding in findings if finding["severity"] == "error"]


def listed(sentences: Sequence[str], most: int = 5) -> str:
    """Return *sentences* on lines of their own, for an error message; those above *most* are only counted.

    One that is true of every copy on a sheet is listed once.
    """
    counts = list(Counter(sentences).items())
    left = sum(times for _, times in counts[most:])
    lines = [sentence if times == 1 else f"{sentence} ({times} times)" for sentence, times in counts[:most]]
    return "".join(f"\n  {line}" for line in (*lines, *([f"… and {left} more"] if left else [])))


UNVERIFIED, HOW_TO_VERIFY = "never verified by anybody: ", " (content/contacts.yaml, verified_on)"


def by_fact(warnings_by_label: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """Return the labels of the files that each fact concerns, by warning. Each unverified contact is one fact."""
    labels: dict[str, list[str]] = {}
    contacts: dict[str, None] = {}
    for label, sentences in warnings_by_label.items():
        for sentence in sentences:
            fact = sentence
            if sentence.startswith(UNVERIFIED):
                contacts |= dict.fromkeys(sentence.removeprefix(UNVERIFIED).removesuffix(HOW_TO_VERIFY).split(", "))
                fact = UNVERIFIED
            labels.setdefault(fact, []).append(label)
    concerned = labels.pop(UNVERIFIED, [])
    return {f"{UNVERIFIED}{', '.join(contacts)}{HOW_TO_VERIFY}": concerned} | labels if concerned else labels
