"""The outcome of a job: its result for the command line, its entry in ``proof.json``, its CPU time by stage.

An entry holds nothing that changes from run to run: the same inputs give the same report.
"""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import field
from typing import TYPE_CHECKING, Any

from flyers.content.markup import visible, visibly_different
from flyers.errors import ExitCode, FlyersError, Source
from flyers.page.document import QrCode, TextLine
from flyers.page.items import Rectangle, extent
from flyers.pipeline.plan import Job
from flyers.records import dataclass

if TYPE_CHECKING:
    from flyers.layout.model import Layout
    from flyers.page.document import Document, Item, LoweredBands
    from flyers.proof.findings import ProofFinding
    from flyers.proof.run import Proof
    from flyers.translation.localization import Localization

STAGES = ("localize", "compose", "paint", "proof", "write")
"""The stages of the recipe, in order."""


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
    """The outcome of one job. Plain data, so that a worker process can return it.

    Attributes:
        error: why there is no new file; None if there is one.
        fault: the traceback, if the program itself failed.
        size: bytes of the file.
        findings: what the proof found, as in ``proof.json`` (severity, code, message, …).
        warnings: what a person should know before printing, such as an unverified number or a draft.
        shortened: messages for which there was room only in a shorter form than the layout asks for.
        lowered: which bands of the layout are lower than it says, because their text needs the room.
        seconds: CPU seconds by stage, see `STAGES`.
        current: whether the file was current, so that it was not made again.
        key: of what the file is made of (`flyers.pipeline.outputs.MadeOf.key`); "" if it is not good, or is
            never current.
    """

    job: Job
    error: FlyersError | None = None
    fault: str = ""
    size: int = 0
    findings: tuple[Mapping[str, Any], ...] = ()
    warnings: tuple[str, ...] = ()
    shortened: tuple[str, ...] = ()
    lowered: tuple[str, ...] = ()
    seconds: Mapping[str, float] = field(default_factory=dict)
    current: bool = False
    key: str = ""

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
    return Result(
        job,
        size=entry["bytes"],
        findings=tuple(entry.get("findings", ())),
        warnings=tuple(entry.get("warnings", ())),
        shortened=tuple(entry.get("shortened", ())),
        lowered=tuple(entry.get("lowered", ())),
        seconds=seconds or {},
        current=current,
        key=key,
    )


def exit_code(results: Sequence[Result]) -> ExitCode:
    """Return the exit code of the first failure, in the order of the plan, or OK."""
    return next((result.exit_code for result in results if not result.good), ExitCode.OK)


def file_entry(document: Document, layout: Layout, localized: Localization, proved: Proof) -> dict[str, Any]:
    """Return the ``proof.json`` entry of a painted file, whether it passed its proof or not."""
    shorter = dict.fromkeys(str(omission.instead) for omission in document.omissions if omission.instead)
    return {
        "status": "good" if proved.ok else "failed",
        "languages": document.label,
        "issue": document.issue,
        "code": document.code,
        "findings": plain_findings(proved.findings, document, layout),
        "warnings": warnings(document, localized),
        "sizes": {role: round(size, 2) for role, size in sorted(document.sizes.items())},
        "omitted": [
            {"block": omission.block, "message": str(omission.message), "reason": omission.reason}
            for omission in document.omissions
        ],
        "shortened": list(shorter),
        "lowered": [_lower(bands) for bands in document.lowered],
        "in_english": [str(key) for key in localized.in_english(document.messages)],
        "facts": dict(proved.facts),
    }


def failure_entry(error: FlyersError) -> dict[str, Any]:
    """Return the ``proof.json`` entry of a file that could not be made."""
    return {"status": "failed", "problem": str(error), "exit_code": int(error.exit_code)}


def sentence(finding: Mapping[str, Any]) -> str:
    """Return a finding as a sentence: ``Q402 page 2, chat, content/layouts/poster.yaml:9:7: … Do this.``"""
    parts = (f"page {finding['page']}" if finding["page"] else "", finding["where"], finding.get("layout", ""))
    place = ", ".join(filter(None, parts))
    message = _readable(finding["message"])
    text = f"{finding['code']} {place}: {message}" if place else f"{finding['code']} {message}"
    return f"{text.rstrip('.')}. {finding['advice']}" if finding["advice"] else text


def _readable(message: str) -> str:
    """Return *message* without the invisible characters of the words that it quotes, unless they alone differ in it."""
    quoted = _QUOTED.findall(message)
    return visible(message) if visibly_different(*quoted) == tuple(map(visible, quoted)) else message


_QUOTED = re.compile("“[^”]*”")


def errors(findings: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return the sentences of the *findings* that are errors."""
    return [sentence(finding) for finding in findings if finding["severity"] == "error"]


def listed(sentences: Sequence[str], most: int = 5) -> str:
    """Return *sentences* on lines of their own, for an error message; those above *most* are only counted.

    One that is true of every copy on a sheet is listed once.
    """
    counts = list(Counter(sentences).items())
    left = sum(times for _, times in counts[most:])
    lines = [sentence if times == 1 else f"{sentence} ({times} times)" for sentence, times in counts[:most]]
    return "".join(f"\n  {line}" for line in (*lines, *([f"… and {left} more"] if left else [])))


_UNVERIFIED, _HOW_TO_VERIFY = "never verified by anybody: ", " (content/contacts.yaml, verified_on)"


def by_fact(warnings_by_label: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """Return the labels of the files that each fact concerns, by warning. Each unverified contact is one fact."""
    labels: dict[str, list[str]] = {}
    unverified: dict[str, None] = {}
    concerned: list[str] = []
    for label, sentences in warnings_by_label.items():
        for sentence in sentences:
            if sentence.startswith(_UNVERIFIED):
                listed = sentence.removeprefix(_UNVERIFIED).removesuffix(_HOW_TO_VERIFY)
                unverified.update(dict.fromkeys(listed.split(", ")))
                concerned.append(label)
            else:
                labels.setdefault(sentence, []).append(label)
    if not unverified:
        return labels
    return {f"{_UNVERIFIED}{', '.join(unverified)}{_HOW_TO_VERIFY}": concerned} | labels


def warnings(document: Document, localized: Localization) -> list[str]:
    """Return what a person should know before printing, the most serious first."""
    from flyers.translation.language_names import english_name
    from flyers.translation.standing import counted

    unverified = [contact for contact in sorted(document.contacts) if not localized.contact(contact).verified_on]
    sentences = []
    if english := localized.in_english(document.messages):
        sentences.append(
            f"{counted(len(english), 'message')} in {english_name(localized.campaign.source_language)}: not translated"
        )
    if unverified:
        sentences.append(f"{_UNVERIFIED}{', '.join(unverified)}{_HOW_TO_VERIFY}")
    if document.draft:
        sentences.append(document.approval.words)
    return sentences


def _lower(bands: LoweredBands) -> str:
    if bands.too_much:
        return (
            f"{bands.source}: the heights in the panel “{bands.panel}” are {bands.too_much:.1f} pt more than it has, "
            "so they do not count: make this one smaller, or others in the panel"
        )
    share = f"{bands.share * 100:.0f} %"
    where = f"{bands.source}: bands of the panel “{bands.panel}”"
    return f"{where} are {share} lower than their “height”, because the text needs the room"


_DESIGNER = "designer"
"""Who can mend what a layout file says, as the owner of a code."""


def plain_findings(findings: Iterable[ProofFinding], document: Document, layout: Layout) -> list[dict[str, Any]]:
    """Return *findings* as in ``proof.json``; those that a designer can mend say where the layout file has it."""
    return [
        finding.to_json() | ({"layout": str(place)} if (place := layout_place(finding, document, layout)) else {})
        for finding in findings
    ]


def layout_place(finding: ProofFinding, document: Document, layout: Layout) -> Source | None:
    """Return the place of the block that *finding* is about, or of the face; None if it is about neither."""
    from flyers.layout.model import walk  # a build with nothing to do needs no layouts

    if _DESIGNER not in finding.explanation.owner or not 0 < finding.page <= len(document.pages):
        return None
    if item := _item(finding, document.pages[finding.page - 1].items):
        for block in walk(layout):
            if f"/{item.block}".endswith(f"/{block.path}"):  # a sheet puts the number of the copy before it
                return block.source
    faces = [face.name for face in layout.faces]
    name = document.pages[finding.page - 1].face
    return layout.place("faces", faces.index(name)) if name in faces else None


def _item(finding: ProofFinding, items: Iterable[Item]) -> Item | None:
    """Return what is where the finding is on its page, or what it names."""
    if box := finding.fault.box:
        near = [(_likeness(extent(item), box), number, item) for number, item in enumerate(items)]
        likeness, _, item = max(near, default=(0.0, 0, None))
        return item if likeness else None
    return next((item for item in items if _is_named(item, finding.where)), None)


def _is_named(item: Item, name: str) -> bool:
    if isinstance(item, TextLine):
        return name in (str(item.message), item.block) or any(one.contact == name for one in item.contacts)
    return name == item.block or (isinstance(item, QrCode) and item.contact == name)


def _likeness(one: Rectangle, other: Rectangle) -> float:
    """Return the share that two rectangles have in common of what they cover together, from 0 to 1."""
    left, bottom = max(one[0], other[0]), max(one[1], other[1])
    right, top = min(one[2], other[2]), min(one[3], other[3])
    if right <= left or top <= bottom:
        return 0.0
    both = (right - left) * (top - bottom)
    return both / (_area(one) + _area(other) - both)


def _area(rectangle: Rectangle) -> float:
    return (rectangle[2] - rectangle[0]) * (rectangle[3] - rectangle[1])
