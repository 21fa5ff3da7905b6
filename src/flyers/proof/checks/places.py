"""Places of glyphs and drawings in the file: each is where it was composed, and each glyph has its text.

The picture of a page shows what a person sees; changes smaller than its tolerance, or without ink, are found here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from flyers.findings import Fault
from flyers.proof.content_stream.paths import Path
from flyers.proof.content_stream.records import Paint, TextObject
from flyers.proof.expectations import Expectation
from flyers.proof.findings import check
from flyers.proof.geometry import IDENTITY, Box, shared
from flyers.proof.matching import essence, visible
from flyers.proof.pictures.expected import (
    ExpectedColour,
    ExpectedGlyphs,
    ExpectedPhotograph,
    ExpectedPicture,
    ExpectedRectangles,
    ExpectedShape,
    PlacedCode,
    Segment,
    as_named,
)
from flyers.proof.reading import Reading

EXACT = 0.03
"""Points by which a glyph or a drawing may be off its place: five times what rounding makes of ours (0.006)."""

_KINDS = {"M": b"m", "L": b"l", "C": b"c"}
"""The operators of a path's segments; that of all others closes it."""

_INVISIBLE = "an invisible character"

BLACK_INK = ExpectedColour("DeviceCMYK", (0.0, 0.0, 0.0, 1.0))

_OVERPRINTS = "prints over what is below it, instead of replacing it"


@check(
    "T313",
    "every character is in its place and says what it should",
    found="A character was moved inside its line, or another text can be copied from it, even if only an invisible "
    "character differs.",
    why="Searches, copies and voices are made from these characters; and someone who changed one may have changed "
    "others.",
    advice="The file was edited: ask for the original.",
    owner="print shop",
    asked_by="issue 9: moved characters",
    needs_expectation=True,
)
def characters_in_place(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    for page, picture in zip(reading.pages, expectation.pictures, strict=False):
        wanted, found = picture.texts, page.contents.texts
        if wanted is None:
            continue
        if len(found) != len(wanted):
            yield Fault(f"there are {len(found)} pieces of text instead of {len(wanted)}", page=page.number)
            continue
        for text, codes in zip(found, wanted, strict=True):
            if problem := _difference(text, codes):
                yield Fault(f"{problem} in “{_words(codes)}”", page=page.number)


def _words(codes: Sequence[PlacedCode]) -> str:
    return visible("".join(code.text for code in codes))


def _difference(text: TextObject, codes: Sequence[PlacedCode]) -> str:
    """Return the first difference of a text object from what was composed; "" if there is none."""
    for glyph, code in zip(text.glyphs, codes, strict=False):
        if glyph.text != code.text:
            return f"{_quoted(glyph.text or '')} is in place of {_quoted(code.text)}"
        across, up = glyph.x - code.x, glyph.y - code.y
        # A place that is not a number is not within the tolerance either.
        if not (-EXACT <= across <= EXACT and -EXACT <= up <= EXACT):
            return f"{_quoted(code.text)} is {max(abs(across), abs(up)):.2f} pt off its place"
    if len(text.glyphs) < len(codes):
        return f"{_quoted(codes[len(text.glyphs)].text)} is missing"
    if len(text.glyphs) > len(codes):
        return f"{_quoted(text.glyphs[len(codes)].text or '')} is one too many"
    return ""


def _quoted(text: str) -> str:
    return f"“{visible(text)}”" if essence(text) else _INVISIBLE


@check(
    "V907",
    "drawings are as they were composed",
    found="A ground, a rule, a picture or a code is more than 0.03 pt off its place, has another size or colour, or is "
    "missing or added, even where that can hardly be seen. Or it prints over what is below it instead of replacing it, "
    "as coloured letters may.",
    why="Someone who moved one may have changed other things too; inks that overprint mix on the press, and not on "
    "the screen.",
    advice="The file was edited: ask for the original.",
    owner="print shop",
    asked_by="issue 9: drawings that were moved",
    needs_expectation=True,
)
def drawings_in_place(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    for page, picture in zip(reading.pages, expectation.pictures, strict=False):
        wanted = [drawing for drawing in _drawings(picture) if drawing.boxes]
        found = [paint for paint in page.contents.paints if paint.kind == "fill"]
        if len(found) != len(wanted):
            yield Fault(f"there are {len(found)} drawings instead of {len(wanted)}", page=page.number)
            continue
        for paint, drawing in zip(found, wanted, strict=True):
            if problem := drawing.difference(paint) or drawing.fault_of_overprint(paint, expectation):
                yield Fault(f"{drawing.name} {problem}", page=page.number, where=drawing.where)
        for text in page.contents.texts:
            # C504 has letters in full black.
            if any(paint.overprint and as_named(paint.colour) != BLACK_INK for paint in text.paints):
                yield Fault(f"“{text.text.strip()}” {_OVERPRINTS}", page=page.number)


class _WantedDrawing:
    """A drawing as the file must have it: the boxes of its parts inside the bleed, and its colour."""

    def __init__(self, drawing: ExpectedShape | ExpectedRectangles, clip: Box) -> None:
        self.name = drawing.name
        self.where = drawing.where
        # A path may go round any of the rectangles that it joins.
        self._as_one = isinstance(drawing, ExpectedRectangles) and drawing.edges == "path"
        boxes = _boxes(drawing)
        if self._as_one:
            boxes = [_around(boxes)]
        self.boxes = [seen for box in boxes if (seen := shared(box, clip)) is not None]
        self._colour = drawing.colour
        self._is_fine = drawing.edges == "path" if isinstance(drawing, ExpectedRectangles) else not drawing.ground
        self._is_fine &= not (isinstance(drawing, ExpectedShape) and drawing.art)

    def difference(self, paint: Paint) -> str:
        """Return how *paint* differs, in words; "" if it does not."""
        if as_named(paint.colour) != as_named(self._colour):
            return f"has another colour: {paint.colour}"
        found = (paint.box,) if self._as_one else paint.parts
        if len(found) != len(self.boxes):
            return f"has {len(found)} parts instead of {len(self.boxes)}"
        off = [
            abs(one - other)
            for mine, its in zip(self.boxes, found, strict=True)
            for one, other in zip(mine, its, strict=True)
        ]
        return "" if all(by <= EXACT for by in off) else f"is {max(off):.2f} pt off its place or its size"

    def fault_of_overprint(self, paint: Paint, expectation: Expectation) -> str:
        """Return whether *paint* meets what is below it in another way: codes and pictures in black overprint."""
        wanted = self._is_fine and expectation.overprint_black and as_named(self._colour) == BLACK_INK
        if expectation.edition != "press" or (paint.overprint, paint.overprint_mode == 1) == (wanted, wanted):
            return ""
        return _OVERPRINTS if paint.overprint and not wanted else "does not print over what is below it"


def _around(boxes: Sequence[Box]) -> Box:
    lefts, bottoms, rights, tops = zip(*boxes, strict=True)
    return min(lefts), min(bottoms), max(rights), max(tops)


def _drawings(picture: ExpectedPicture) -> Iterator[_WantedDrawing]:
    for drawing in picture.art:
        if not isinstance(drawing, ExpectedGlyphs | ExpectedPhotograph):
            yield _WantedDrawing(drawing, picture.clip)


def _boxes(drawing: ExpectedShape | ExpectedRectangles) -> Sequence[Box]:
    return drawing.boxes if isinstance(drawing, ExpectedRectangles) else _boxes_of_path(drawing.path)


@lru_cache(maxsize=2048)
def _boxes_of_path(segments: tuple[Segment, ...]) -> Sequence[Box]:
    """Return the boxes of a path's parts: those of a pictogram are the same in all editions."""
    path = Path()
    kinds = b"".join(_KINDS.get(str(kind), b"h") for kind, *_ in segments)
    path.add(IDENTITY, kinds, [float(number) for _, *numbers in segments for number in numbers])
    path.finish()
    return [part.box for part in path.subpaths]
