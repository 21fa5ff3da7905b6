"""How much ink each part of a page can leave in one place, with what overprinted paint has under it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from flyers.proof.colours import Inks, PdfColour, overprinted
from flyers.proof.content_stream.records import PageContents, Paint, TextObject
from flyers.proof.geometry import Box, contains, overlap
from flyers.units import total

PAPER: Inks = (0.0, 0.0, 0.0, 0.0)

EDGE = 0.05
"""Points by which boxes may overlap and still count as separate: rounding in the file."""

DEEPEST = 6
"""Layers of overprint that are followed; below them, the heaviest paint counts as what is beneath."""


class InkLoad(NamedTuple):
    """The heaviest ink that something painted can leave in a colour, as a sum of fractions."""

    amount: float
    painted: Paint | TextObject
    colour: PdfColour

    @property
    def what(self) -> str:
        """Return in words what is painted."""
        painted = self.painted
        name = f"“{painted.text.strip()}”" if isinstance(painted, TextObject) else f"a {painted.kind}"
        return f"{name} in {self.colour}"


def ink_loads(contents: PageContents, area: Box) -> Iterator[InkLoad]:
    """Yield everything painted within *area* (the bleed), with the heaviest ink at its place.

    Colours whose inks are unknown (RGB, spot colours) are left out, since the check of colour spaces reports them.
    """
    for paint in contents.paints:
        if overlap(paint.box, area) and not paint.colour.is_registration:
            amount = max((total(inks) for inks in _left_by(contents, paint, 0)), default=0.0)
            yield InkLoad(amount, paint, paint.colour)
    for text in contents.texts:
        if text.box is None or not overlap(text.box, area):
            continue
        for colour, overprints, mode, _ in text.paints:
            inks = colour.inks
            if inks is None or colour.is_registration:
                continue
            letters = [glyph.box for glyph in text.glyphs if glyph.box is not None]
            beneath = _beneath(contents, text.box, text.order, 0, letters) if overprints else [PAPER]
            amount = max(total(overprinted(inks, below, mode)) for below in beneath)
            yield InkLoad(amount, text, colour)


def _left_by(contents: PageContents, paint: Paint, depth: int) -> Iterator[Inks]:
    if paint.inks is None:
        return
    if not paint.overprint or depth > DEEPEST:
        yield paint.inks
        return
    for below in _beneath(contents, paint.box, paint.order, depth + 1):
        yield overprinted(paint.inks, below, paint.overprint_mode)


def _beneath(contents: PageContents, box: Box, order: int, depth: int, letters: Sequence[Box] = ()) -> list[Inks]:
    """Return the inks that may be under *box*: those of paint before *order*, down to the first that covers it.

    Of a text, what is beside its *letters* is not under it: lines of Nastaliq rise to one side.
    """
    found: list[Inks] = []
    left, bottom, right, top = box[0] + EDGE, box[1] + EDGE, box[2] - EDGE, box[3] - EDGE
    for paint in contents.paints_before(order):
        x0, y0, x1, y1 = paint.box  # not by `overlap`: a page asks this ten thousand times
        if not (x0 < right and left < x1 and y0 < top and bottom < y1) or paint.colour.is_registration:
            continue
        covers = contains(paint.box, box, 0.01)
        if letters and not covers and not any(overlap(paint.box, letter, EDGE) for letter in letters):
            continue
        found.extend(_left_by(contents, paint, depth))
        if covers and paint.solid and not paint.overprint:
            return found or [PAPER]
    return [*found, PAPER]
