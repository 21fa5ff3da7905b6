"""Finds the paint of a page that is art of the campaign: pictures behind words, not pictograms beside them."""

from __future__ import annotations

from flyers.page.document import Shape
from flyers.page.items import extent
from flyers.proof.composed_marks import finish_of
from flyers.proof.content_stream.records import Paint
from flyers.proof.expectations import Expectation
from flyers.proof.geometry import Box, contains
from flyers.proof.marks import as_named
from flyers.proof.reading import PageReading

_SAME = 0.1
"""Points by which paint may reach out of the art that it is."""


def art_on(page: PageReading, expectation: Expectation) -> list[Paint]:
    """Return the paint of *page* that is in the place and the colour of art that was composed there."""
    document = expectation.document
    if page.number > len(document.pages):
        return []
    places: dict[object, list[Box]] = {}
    for item in document.pages[page.number - 1].items:
        if isinstance(item, Shape) and item.art:
            colour = finish_of(document.colours[item.colour], expectation).colour
            places.setdefault(colour, []).append(extent(item))
    if not places:
        return []
    return [
        paint
        for paint in page.contents.paints
        if any(contains(box, paint.box, _SAME) for box in places.get(as_named(paint.colour), ()))
    ]
