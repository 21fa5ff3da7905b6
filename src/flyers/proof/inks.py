"""Ink on paper: what lies on each spot after later paint covers or overprints earlier paint."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from flyers.proof.colours import Inks, overprinted
from flyers.proof.geometry import Box, contains, overlap
from flyers.proof.records import PageContents, Paint

PAPER: Inks = (0.0, 0.0, 0.0, 0.0)

EDGE = 0.05
"""Points by which boxes may touch without lying on each other: rounding in the file."""

DEEPEST = 6
"""Layers of overprint that are followed; below that, the heaviest paint is taken for what lies beneath."""


class InkLoad(NamedTuple):
    """A painted thing with the heaviest ink it can leave, as a sum of fractions, and what it is."""

    amount: float
    what: str


def inked(contents: PageContents, area: Box) -> Iterator[InkLoad]:
    """Everything painted within *area* (the bleed), each with the most ink that lies where it is.

    Colours that no ink can be told from (RGB, spot colours) are left out: the check of colour spaces has them.
    """
    for paint in contents.paints:
        if overlap(paint.box, area) and not paint.colour.is_registration:
            amount = max((sum(inks) for inks in _left_by(contents, paint, 0)), default=0.0)
            yield InkLoad(amount, f"a {paint.kind} in {paint.colour}")
    for text in contents.texts:
        if text.box is None or not overlap(text.box, area):
            continue
        for colour, overprints, mode in text.paints:
            inks = colour.inks
            if inks is None or colour.is_registration:
                continue
            beneath = _beneath(contents, text.box, text.order, 0) if overprints else [PAPER]
            amount = max(sum(overprinted(inks, below, mode)) for below in beneath)
            yield InkLoad(amount, f"“{text.text.strip()}” in {colour}")


def _left_by(contents: PageContents, paint: Paint, depth: int) -> Iterator[Inks]:
    if paint.inks is None:
        return
    if not paint.overprint or depth > DEEPEST:
        yield paint.inks
        return
    for below in _beneath(contents, paint.box, paint.order, depth + 1):
        yield overprinted(paint.inks, below, paint.overprint_mode)


def _beneath(contents: PageContents, box: Box, order: int, depth: int) -> list[Inks]:
    """The inks that may lie under *box*: those of paint before *order*, down to the first that covers it whole."""
    found: list[Inks] = []
    for paint in contents.paints_before(order):
        if not overlap(paint.box, box, EDGE) or paint.colour.is_registration:
            continue
        found.extend(_left_by(contents, paint, depth))
        if paint.solid and not paint.overprint and contains(paint.box, box, 0.01):
            return found or [PAPER]
    return [*found, PAPER]
