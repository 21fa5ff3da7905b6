"""Puts differences of a page into words: one sentence for each line or drawing and kind of fault."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import Enum
from itertools import groupby
from typing import NamedTuple

from flyers.proof.matching import visible
from flyers.proof.pictures.drawing import Mark
from flyers.proof.pictures.expected import ExpectedGlyphs
from flyers.proof.pictures.frames import Frame, PixelBox

MOST_QUOTED = 60
"""Characters of a line that are quoted."""


class FaultKind(Enum):
    """What is wrong with a mark."""

    MISSING = "missing"
    ADDED = "added"
    MOVED = "moved"
    SHAPE = "shape"
    COLOUR = "colour"


class FaultyMark(NamedTuple):
    """A mark that is not as it should be; ``detail`` is a part of a sentence, or ""."""

    kind: FaultKind
    mark: Mark
    detail: str


class PictureFault(NamedTuple):
    """A difference between a page and its expected picture; ``where`` is the message or block, "" for none."""

    kind: FaultKind
    where: str
    problem: str


def sentences(found: Iterable[FaultyMark], frame: Frame) -> Iterator[PictureFault]:
    """Yield a fault for all marks of one line or drawing that have the same thing wrong with them."""
    kinds = {kind: index for index, kind in enumerate(FaultKind)}

    def key(one: FaultyMark) -> tuple[str, str, int]:
        drawing = one.mark.drawing
        name = drawing.line if isinstance(drawing, ExpectedGlyphs) else drawing.name
        return drawing.where, name, kinds[one.kind]

    for (where, _, _), group in groupby(sorted(found, key=key), key=key):
        faults = list(group)
        boxes = [fault.mark.box for fault in faults]
        columns, rows = zip(*((box[0::2], box[1::2]) for box in boxes), strict=True)
        around = (
            min(c[0] for c in columns),
            min(r[0] for r in rows),
            max(c[1] for c in columns),
            max(r[1] for r in rows),
        )
        kind, detail = faults[0].kind, faults[0].detail
        sentence = _SENTENCES[kind].format(_name([fault.mark for fault in faults]), detail)
        yield PictureFault(kind, where, f"{' '.join(sentence.split())} ({_place(around, frame)})")


def fault_on_paper(kind: FaultKind, box: PixelBox, frame: Frame) -> PictureFault:
    """Return a fault of the pixels *box*, which belong to nothing that was composed."""
    what = "something unexpected is printed" if kind is FaultKind.ADDED else "something is missing"
    return PictureFault(kind, "", f"{what} {_place(box, frame)}")


_SENTENCES = {
    FaultKind.MISSING: "{0} is {1} missing or covered",
    FaultKind.ADDED: "there is unexpected ink on or beside {0}{1}",
    FaultKind.MOVED: "{0} is not in its place, but {1}",
    FaultKind.SHAPE: "{0} has another shape than in the campaign's font or drawing{1}",
    FaultKind.COLOUR: "{0} has another colour, {1}",
}


def _name(marks: list[Mark]) -> str:
    """Return a name, for users, of some marks of one line or drawing."""
    drawing = marks[0].drawing
    if not isinstance(drawing, ExpectedGlyphs):
        return drawing.name + (f", in {len(marks)} places," if len(marks) > 1 else "")
    line = visible(drawing.line)
    line = line if len(line) <= MOST_QUOTED else f"{line[:MOST_QUOTED].rstrip()}…"
    # A line may be several drawings, one for each font, and each mark is a part of its own.
    of_line = [(mark.drawing, mark.part) for mark in marks if isinstance(mark.drawing, ExpectedGlyphs)]
    glyphs = visible("".join(one.glyphs[part].text for one, part in of_line))
    # Of a line that is mostly wrong, single letters say nothing.
    return f"“{line}”" if 2 * len(glyphs) > len(line.replace(" ", "")) else f"“{glyphs}” in “{line}”"


def _place(box: PixelBox, frame: Frame) -> str:
    """Say where pixels are on the trimmed page."""
    x, y = frame.left + (box[0] + box[2]) / 2 / frame.across, frame.top - (box[1] + box[3]) / 2 / frame.down
    return f"{x / 72:.1f} in from the left edge, {y / 72:.1f} in from the foot"
