"""What each page must show, as plain data: glyphs of the campaign's fonts and shapes, in the order of painting.

Coordinates are points from the lower left corner of the trim box, y upwards.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import field
from functools import lru_cache
from typing import Literal, NamedTuple, Protocol

from flyers.proof.geometry import Box
from flyers.records import dataclass

Segment = tuple[str | float, ...]
"""("M", x, y), ("L", x, y), ("C", x1, y1, x2, y2, x, y) or ("Z",)."""


class ExpectedColour(NamedTuple):
    """A fill colour as the file must name it: components from 0 to 1.

    ``space`` is DeviceCMYK, DeviceRGB or DeviceGray.
    """

    space: str
    values: tuple[float, ...]


class _Colour(Hashable, Protocol):
    @property
    def space(self) -> str: ...

    @property
    def values(self) -> tuple[float, ...]: ...


@lru_cache(maxsize=1024)
def as_named(colour: _Colour) -> ExpectedColour:
    """Return *colour* with the three decimals that files have."""
    return ExpectedColour(colour.space, tuple(round(value, 3) for value in colour.values))


class ExpectedFace(NamedTuple):
    """A face of the campaign: the checksum of its file, its number in a collection, pinned axes of a variable font."""

    sha256: str
    number: int = 0
    axes: tuple[tuple[str, float], ...] = ()


class ExpectedGlyph(NamedTuple):
    """A glyph with its origin at (x, y); ``text`` has the characters that it stands for, or is part of."""

    gid: int
    x: float
    y: float
    text: str


@dataclass(frozen=True, slots=True)
class ExpectedGlyphs:
    """Glyphs of one face, size and colour on one line; ``where`` is its message or block, ``line`` its text.

    ``baseline`` is the height of the line, from which a mark or a dot may be moved up or down; ``turn`` are the degrees
    clockwise by which each glyph is turned about its origin.
    """

    face: ExpectedFace
    size: float
    baseline: float
    colour: ExpectedColour
    where: str
    line: str
    glyphs: tuple[ExpectedGlyph, ...]
    turn: int = 0


@dataclass(frozen=True, slots=True)
class ExpectedShape:
    """A filled path; ``name`` says in words what it is, ``where`` is its block; ``art`` is what text may stand on.

    ``ground``: it is a ground, which replaces what is below it on the press in whatever ink.
    """

    path: tuple[Segment, ...]
    colour: ExpectedColour
    where: str
    name: str
    even_odd: bool = False
    art: bool = False
    ground: bool = False


@dataclass(frozen=True, slots=True)
class ExpectedRectangles:
    """Filled rectangles of one colour: a band, a rule, the modules of a code, printer's marks.

    ``edges`` says how they are painted: each as a path of its own (“box”), which readers move to whole pixels; as
    strokes; or all as one path.
    """

    boxes: tuple[Box, ...]
    colour: ExpectedColour
    where: str
    name: str
    edges: Literal["box", "stroke", "path"] = "box"


@dataclass(frozen=True, slots=True)
class ExpectedPhotograph:
    """A photograph that fills ``box``.

    ``data`` are its samples, 8 bits a component, or a JPEG file; ``sha256`` is of them and what the file says of them.
    """

    box: Box
    width: int
    height: int
    space: str
    is_jpeg: bool
    sha256: str
    where: str
    name: str
    data: bytes = field(repr=False, compare=False)

    @property
    def colour(self) -> ExpectedColour:
        """Return its colour space; its colours are its own."""
        return ExpectedColour(self.space, ())


Drawing = ExpectedGlyphs | ExpectedShape | ExpectedRectangles | ExpectedPhotograph


class GlyphPart(NamedTuple):
    """A glyph of a face of the campaign, and its offset in the face's units."""

    gid: int
    x: int
    y: int


class PlacedCode(NamedTuple):
    """A code of a font in the file: the characters that it says, and where its glyph has its origin.

    Its glyph is made of ``parts``, glyphs of ``face``; None: not known.
    """

    text: str
    x: float
    y: float
    face: ExpectedFace | None = None
    parts: tuple[GlyphPart, ...] = ()


@dataclass(frozen=True, slots=True)
class ExpectedPicture:
    """Everything that is painted on a page.

    Attributes:
        sheet: the media box.
        clip: the bleed, beyond which no art is seen.
        art: what is painted inside the bleed, in order.
        margin: what is painted after it: lines for tools, marks and the slug.
        texts: the codes of each text object, in order, those without ink among them; None: not known.
    """

    sheet: Box
    clip: Box
    art: tuple[Drawing, ...]
    margin: tuple[Drawing, ...] = ()
    texts: tuple[tuple[PlacedCode, ...], ...] | None = None
