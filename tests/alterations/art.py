"""The content of a page as instructions, cut into the units that a person sees as one: lines of text and drawings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from random import Random
from typing import Any

import pikepdf
from kinds import Unfit, one_of

PAINTING = {"f", "f*", "F", "S", "s", "B", "B*", "b", "b*"}
BUILDING = {"m", "l", "c", "v", "y", "h", "re"}
SHOWING = {"Tj", "TJ", "'", '"'}

Instruction = tuple[list[Any], str]


@dataclass
class Art:
    """The instructions of a page, for change; `save` puts them back."""

    page: pikepdf.Page
    steps: list[Instruction]

    @classmethod
    def of(cls, pdf: pikepdf.Pdf, random: Random) -> Art:
        """Return the art of any page."""
        page = random.choice(list(pdf.pages))
        steps = [(list(step.operands), str(step.operator)) for step in pikepdf.parse_content_stream(page)]
        return cls(page, steps)

    def save(self, pdf: pikepdf.Pdf) -> None:
        steps: Any = [(operands, pikepdf.Operator(operator)) for operands, operator in self.steps]
        self.page.obj.Contents = pdf.make_stream(pikepdf.unparse_content_stream(steps))

    def texts(self) -> list[range]:
        """Return the lines of text."""
        starts = [at for at, (_, operator) in enumerate(self.steps) if operator == "BT"]
        ends = [at for at, (_, operator) in enumerate(self.steps) if operator == "ET"]
        return [range(start, end + 1) for start, end in zip(starts, ends, strict=True)]

    def drawings(self) -> list[range]:
        """Return the paths that are painted."""
        found, start = [], -1
        for at, (_, operator) in enumerate(self.steps):
            if operator in BUILDING:
                start = at if start < 0 else start
            elif operator in PAINTING and start >= 0:
                found.append(range(start, at + 1))
                start = -1
            elif operator == "n":
                start = -1
        return found

    def unit(self, random: Random) -> range:
        """Return a line of text or a drawing; lines are as likely as all drawings together."""
        choices = [units for units in (self.texts(), self.drawings()) if units]
        return one_of(random, one_of(random, choices))

    def text(self, random: Random) -> range:
        return one_of(random, self.texts())

    def around(self, unit: range, before: Iterable[Instruction], after: Iterable[Instruction] = ()) -> None:
        """Put *unit* into a graphics state of its own that begins with *before*; paint *after* on top of it."""
        inside = self.steps[unit.start : unit.stop]
        self.steps[unit.start : unit.stop] = [([], "q"), *before, *inside, ([], "Q"), *after]

    def on_top(self, added: Iterable[Instruction], place: int | None = None) -> None:
        """Paint *added* at the end of the art, where the trim's corner is the origin; or after an instruction."""
        at = self._end() if place is None else place
        self.steps[at:at] = [([], "q"), *added, ([], "Q")]

    def _end(self) -> int:
        """Return the place of the Q that ends the art: the margin of a press file follows."""
        depth = 0
        for at, (_, operator) in enumerate(self.steps):
            depth += (operator == "q") - (operator == "Q")
            if operator == "Q" and depth == 0:
                return at
        return len(self.steps)

    def anchor(self, unit: range) -> tuple[float, float]:
        """Return about where a unit is: its first place, in its own coordinates."""
        for operands, operator in self.steps[unit.start : unit.stop]:
            if operator in ("Td", "m", "re"):
                return float(operands[0]), float(operands[1])
            if operator == "Tm":
                return float(operands[4]), float(operands[5])
        raise Unfit

    def numbered(self, unit: range, *operators: str) -> list[int]:
        """Return the places of some operators in a unit."""
        return [at for at in unit if self.steps[at][1] in operators]


def size(page: pikepdf.Page) -> tuple[float, float]:
    """Return the width and the height of the trim."""
    left, bottom, right, top = (float(side) for side in page.trimbox)
    return right - left, top - bottom


def painted(random: Random, page: pikepdf.Page) -> Instruction:
    """Return an instruction that sets any fill colour: often black, white or one of the campaign's."""
    inks = "/ExtGState" in page.Resources
    colours: list[Instruction] = (
        [([0, 0, 0, 1], "k"), ([0, 0, 0, 0], "k"), ([0.95, 0.65, 0.25, 0.25], "k"), ([0, 0.28, 0.85, 0], "k")]
        if inks
        else [([0, 0, 0], "rg"), ([1, 1, 1], "rg"), ([0.071, 0.247, 0.408], "rg"), ([1, 0.753, 0.239], "rg")]
    )
    if random.random() < 0.7:
        return random.choice(colours)
    return ([round(random.random(), 3) for _ in range(4 if inks else 3)], "k" if inks else "rg")


def codes(operand: Any) -> list[bytes]:
    """Return the two-byte codes of a string."""
    data = bytes(operand)
    return [data[at : at + 2] for at in range(0, len(data), 2)]
