"""Checks that text can be read on its ground. A theme guarantees this for its own pairs; a layout may say `colour`.

The proof looks whether anything at all can be seen where text is, and in files for screens, at the contrast too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from flyers.colour import Colour, contrast, printed_contrast
from flyers.content.visible import visible
from flyers.errors import LayoutError
from flyers.layout.block import Block
from flyers.layout.text_on_art import covered_part, covers_photo
from flyers.layout.theme import LEAST_CONTRAST, LEAST_IN_INKS
from flyers.page.document import Item, Photo, Shape, TextLine
from flyers.page.items import extent

LARGE, LARGE_BOLD = 18.0, 14.0
"""Points from which text counts as large (WCAG 2.2, 1.4.3)."""

LEAST_OF_LARGE = 3.0
"""Contrast that large text needs."""


def unreadable_on_grounds(
    items: Sequence[Item], colours: Mapping[str, Colour], blocks: Iterable[Block]
) -> Iterator[LayoutError]:
    """Yield an error for each block with a line that has too little contrast with its ground: on screens, in print or
    in one ink.

    A line that stands on art and nowhere else is `flyers.layout.text_on_art`'s.
    """
    lines = [(index, item) for index, item in enumerate(items) if isinstance(item, TextLine)]
    kinds = {(line.colour, line.ground, _wanted(line)) for _, line in lines}
    lacks = {kind: _lack(*kind, colours) for kind in kinds}
    faint = [(index, line, lack) for index, line in lines if (lack := lacks[line.colour, line.ground, _wanted(line)])]
    if not faint:
        return
    sources = {block.path: block.source for block in blocks}
    told: set[str] = set()
    for index, line, lack in faint:
        if line.block in told or _is_on_art(line, items[:index]):
            continue
        told.add(line.block)
        yield LayoutError(
            f"“{visible(line.text)}”, {lack}.",
            hint="Give the block another “colour” or “ground”.",
            source=sources.get(line.block),
            trail=[line.block],
        )


def _lack(colour: str, on: str, wanted: float, colours: Mapping[str, Colour]) -> str:
    """Return what contrast text lacks that needs *wanted*, as the end of a sentence; "" if it has enough."""
    text, ground = colours[colour], colours[on]
    if (ratio := contrast(text, ground)) < wanted:
        return f"“{colour}” on “{on}”, has a contrast of {ratio:.1f}; such text needs {wanted:g}"
    in_inks = wanted * LEAST_IN_INKS / LEAST_CONTRAST
    if (ratio := printed_contrast(text, ground)) < in_inks:
        return f"“{colour}” on “{on}”, has in print a contrast of about {ratio:.1f}; such text needs {in_inks:g}"
    if (ratio := contrast(text.in_one_ink, ground.in_one_ink)) < wanted:
        return f"“{colour}” on “{on}”, has in one ink a contrast of {ratio:.1f}; such text needs {wanted:g}"
    return ""


def _wanted(line: TextLine) -> float:
    bold = all(run.face.endswith(":bold") for run in line.runs)
    return LEAST_OF_LARGE if line.size >= (LARGE_BOLD if bold else LARGE) else LEAST_CONTRAST


def _is_on_art(line: TextLine, below: Sequence[Item]) -> bool:
    """Whether art hides the ground under all of a line."""
    area = extent(line)
    return any(
        covered_part(item, area) == 1.0 if isinstance(item, Shape) and item.art else covers_photo(item, area)
        for item in below
        if isinstance(item, Shape | Photo)
    )
