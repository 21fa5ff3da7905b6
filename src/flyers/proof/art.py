"""Finds the paint of a page that is art of the campaign: pictures behind words, not pictograms beside them."""

from __future__ import annotations

from collections.abc import Iterator

from flyers.proof.content_stream.records import Paint
from flyers.proof.expectations import Expectation
from flyers.proof.geometry import Box, around, contains
from flyers.proof.pictures.expected import ExpectedColour, ExpectedShape
from flyers.proof.reading import PageReading

_SAME = 0.1
"""Points by which paint may reach out of the art that it is."""


def art_on(page: PageReading, expectation: Expectation) -> list[Paint]:
    """Return the paint of *page* that is in the place and the colour of art that was composed there."""
    if page.number > len(expectation.pictures):
        return []
    places: dict[ExpectedColour, list[Box]] = {}
    for colour, box in _composed(page, expectation):
        places.setdefault(colour, []).append(box)
    if not places:
        return []
    return [
        paint
        for paint in page.contents.paints
        if any(contains(box, paint.box, _SAME) for box in places.get(_rounded(*paint.colour[:2]), ()))
    ]


def _composed(page: PageReading, expectation: Expectation) -> Iterator[tuple[ExpectedColour, Box]]:
    for drawing in expectation.pictures[page.number - 1].art:
        if isinstance(drawing, ExpectedShape) and drawing.art:
            steps = [[float(value) for value in values] for _, *values in drawing.path]
            points = (pair for step in steps for pair in zip(step[::2], step[1::2], strict=True))
            yield _rounded(*drawing.colour), around(points)


def _rounded(space: str, values: tuple[float, ...]) -> ExpectedColour:
    return ExpectedColour(space, tuple(round(value, 3) for value in values))
