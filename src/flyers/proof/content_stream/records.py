"""Records of what a page paints: glyphs in text objects, paths, images, and the marked content around them.

Coordinates are points from the lower left corner of the trim box, as in `flyers.proof.expectations`.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import field
from operator import attrgetter, itemgetter
from typing import NamedTuple

from pikepdf import Stream

from flyers.page.paths import chords
from flyers.proof.colours import Inks, PdfColour
from flyers.proof.geometry import Box, Matrix, around, transform, transform_box, union
from flyers.proof.glyphs import DrawnGlyph, Stretch, has_rtl, stretches
from flyers.records import dataclass

Point = tuple[float, float]

MOVE, LINE, CURVE = b"mlc"
"""Kinds of segments."""

CHORDS = 8
"""Chords in place of a curve, for its box: that is off by less than 1 % of the curve's size."""

ALIGNED = 1e-4
"""Points by which an upright edge may lean: rounding in the file."""


class Subpath(NamedTuple):
    """A subpath; ``solid`` means that filling it covers its whole box."""

    box: Box
    solid: bool


class PathOutline(NamedTuple):
    """A path as it is drawn: a byte for each segment, and their *points* in a row.

    m begins a subpath at a point, l is a line to one, c a cubic curve by three, n begins a subpath without a point.
    """

    kinds: bytes = b""
    points: tuple[Point, ...] = ()


class Path:
    """A path under construction. Its methods are PDF's path operators, called with the matrix in force."""

    __slots__ = ("_corners", "_curved", "_kinds", "_points", "subpaths")

    def __init__(self) -> None:
        self.subpaths: list[Subpath] = []
        self._kinds = bytearray()
        self._points: list[Point] = []
        self._corners: list[Point] = []
        """What the box of the open subpath must hold: the ends of its segments, and points on its curves."""
        self._curved = False

    @property
    def outline(self) -> PathOutline:
        return PathOutline(bytes(self._kinds), tuple(self._points))

    def move(self, ctm: Matrix, x: float, y: float) -> None:
        self._begin([transform(ctm, x, y)])

    def line(self, ctm: Matrix, x: float, y: float) -> None:
        end = transform(ctm, x, y)
        self._corners.append(end)
        self._add(b"l", end)

    def curve(self, ctm: Matrix, *controls: float) -> None:
        """Add a cubic curve by three points, or by two: then the current point is the first control point."""
        *first, x1, y1, x2, y2 = controls
        second, end = transform(ctm, x1, y1), transform(ctm, x2, y2)
        here = self._corners[-1:]
        control = transform(ctm, *first) if first else (*here, second)[0]
        self._bend((*here, control)[0], control, second, end)
        self._add(b"c", control, second, end)

    def close(self) -> None:
        """Close the subpath; its start becomes the current point of another one."""
        self._begin(self._corners[:1])

    def rectangle(self, ctm: Matrix, x: float, y: float, width: float, height: float) -> None:
        self.finish()
        box = (min(x, x + width), min(y, y + height), max(x, x + width), max(y, y + height))
        turned_squarely = ctm[1] == 0 == ctm[2] or ctm[0] == 0 == ctm[3]
        self.subpaths.append(Subpath(transform_box(ctm, box), turned_squarely))
        left, bottom, right, top = box
        corners = ((left, bottom), (right, bottom), (right, top), (left, top))
        self._add(b"mlll", *(transform(ctm, *corner) for corner in corners))

    def finish(self) -> None:
        """End the subpath. Filling closes it by a straight line, so that line counts for `Subpath.solid` too."""
        corners = self._corners
        if len(corners) > 1:
            rectangle = not self._curved and len(set(corners)) == 4 and _all_upright(corners)
            self.subpaths.append(Subpath(around(corners), rectangle))
        self._corners, self._curved = [], False

    def _begin(self, start: list[Point]) -> None:
        """End the subpath and begin another one; without a start if that of the one that is closed is missing."""
        self.finish()
        self._corners = start
        self._add(b"m" if start else b"n", *start)

    def _add(self, kind: bytes, *points: Point) -> None:
        self._kinds += kind
        self._points += points

    def _bend(self, start: Point, first: Point, second: Point, end: Point) -> None:
        """Take note of a curve."""
        self._curved = True
        # A curve stays within the box of its four points.
        if _is_between(start, end, first) and _is_between(start, end, second):
            self._corners.append(end)
        else:
            self._corners += chords(start, first, second, end, CHORDS)


def _is_between(start: Point, end: Point, point: Point) -> bool:
    return all(min(one, other) <= side <= max(one, other) for one, other, side in zip(start, end, point, strict=True))


def _all_upright(corners: list[Point]) -> bool:
    """Return whether all lines of a closed subpath are level or upright."""
    return not any(map(_leans, corners, [*corners[1:], corners[0]]))


def _leans(one: Point, other: Point) -> bool:
    return abs(one[0] - other[0]) > ALIGNED and abs(one[1] - other[1]) > ALIGNED


class TextPaint(NamedTuple):
    """How text is painted: its fill colour, whether it overprints, and its rendering mode (0: filled)."""

    colour: PdfColour
    overprint: bool
    overprint_mode: int
    rendering: int = 0


@dataclass(slots=True, eq=False)
class TextObject:
    """The text between BT and ET, and after a point where it goes on: in our files, one line.

    Attributes:
        order: its place among the painted objects of the page.
        glyphs: in the order of the file.
        clip: the box around the clipping path; None: the whole page.
    """

    order: int
    glyphs: list[DrawnGlyph] = field(default_factory=list)
    paints: set[TextPaint] = field(default_factory=set)
    clip: Box | None = None
    _box: Box | None = None
    _stretches: list[Stretch] | None = None
    _text: str | None = None

    @property
    def stretches(self) -> list[Stretch]:
        """Return the glyphs in stretches that run one way (`flyers.proof.glyphs`)."""
        if self._stretches is None:
            self._stretches = stretches(self.glyphs)
        return self._stretches

    @property
    def text(self) -> str:
        """Return its text, in the order in which it is read from the paper."""
        if self._text is None:
            texts = [glyph.text or "" for glyph in self.glyphs]
            self._text = "".join(stretch.text for stretch in self.stretches) if has_rtl(texts) else "".join(texts)
        return self._text

    @property
    def box(self) -> Box | None:
        """Return the box around all outlines; None for blank text."""
        if self._box is None:
            self._box = union(glyph.box for glyph in self.glyphs if glyph.box is not None)
        return self._box


@dataclass(frozen=True, slots=True)
class Paint:
    """A filled or stroked path, an image or a shading.

    Attributes:
        kind: ``fill``, ``stroke``, ``image`` or ``shading``.
        order: its place among the painted objects of the page.
        box: the box around its parts.
        solid: the whole box is covered (one upright rectangle).
        thinnest: the line width of a stroke, or the least extent of a subpath of a fill, in points.
        parts: the boxes of its subpaths.
        inks: the heaviest ink that it lays down alone; None: unknown.
        plates: the heaviest ink of an image on each plate; None: unknown.
        outline: its path, without what the clipping path cuts off.
        even_odd: filled by the even-odd rule.
        clip: the box around the clipping path; None: the whole page.
        dash: lengths of dashes and gaps of a stroke; () for a line without gaps.
    """

    kind: str
    order: int
    box: Box
    colour: PdfColour
    overprint: bool
    overprint_mode: int
    solid: bool
    thinnest: float
    parts: tuple[Box, ...]
    inks: Inks | None
    plates: Inks | None = None
    outline: PathOutline = PathOutline()
    even_odd: bool = False
    clip: Box | None = None
    dash: tuple[float, ...] = ()


class PlacedImage(NamedTuple):
    """An image on a page: what it fills, whether it is upright there, the object in the file, and its place among the
    painted objects of the page.
    """

    box: Box
    upright: bool
    stream: Stream
    order: int = 0


class PaintPosition(NamedTuple):
    """A place in the painting order of a page: ``order`` as in `TextObject` and `Paint`, and the index of a glyph."""

    order: int
    glyph: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class ContentMark:
    """A piece of marked content (ISO 32000-1, 14.6).

    Attributes:
        mcid: its number in the structure tree; None if it has none.
        actual: the text to read in place of what it shows; "" if nothing is to be read, None if what it shows is.
        around: the marked content around it.
        kind: type and subtype of decoration, as in ``Pagination/Footer``; "" if it states none.
    """

    tag: str
    mcid: int | None
    actual: str | None
    around: ContentMark | None
    kind: str = ""

    @property
    def chain(self) -> Iterator[ContentMark]:
        """Yield this and all that is around it, the nearest first."""
        marked: ContentMark | None = self
        while marked is not None:
            yield marked
            marked = marked.around


@dataclass(slots=True)
class PageContents:
    """Everything painted on one page, in painting order."""

    texts: list[TextObject] = field(default_factory=list)
    paints: list[Paint] = field(default_factory=list)
    hidden: list[DrawnGlyph] = field(default_factory=list)
    """Glyphs in an invisible rendering mode."""
    transparency: list[str] = field(default_factory=list)
    """Every use of an alpha, soft mask, blend mode or group, in words."""
    problems: list[str] = field(default_factory=list)
    strange: list[str] = field(default_factory=list)
    """Operators that PDF does not define."""
    rendering: list[str] = field(default_factory=list)
    """Rendering intents, as named in the file."""
    filters: list[str] = field(default_factory=list)
    """Filters of inline images."""
    means: list[str] = field(default_factory=list)
    """What is drawn by means that our files do without, in words: gradients, layers, instructions outside the page."""
    images: list[PlacedImage] = field(default_factory=list)
    """Images that are objects of the file, in the order of painting."""
    clips: list[tuple[Box, bool]] = field(default_factory=list)
    """The box around each clipping path, and whether the path is that box."""

    marking: list[tuple[PaintPosition, ContentMark | None]] = field(default_factory=list)
    """Change points of the innermost marked content, in order."""

    def marked(self, order: int, glyph: int = 0) -> ContentMark | None:
        index = bisect_right(self.marking, (order, glyph), key=itemgetter(0))
        return self.marking[index - 1][1] if index else None

    def marked_runs(self, text: TextObject) -> Iterator[tuple[ContentMark | None, range]]:
        """Yield the runs of glyphs of *text* by the innermost marked content that they are in."""
        start, count = 0, len(text.glyphs)
        index = bisect_right(self.marking, (text.order, 0), key=itemgetter(0))
        while start < count:
            end = count
            if index < len(self.marking) and self.marking[index][0].order == text.order:
                end = min(count, self.marking[index][0].glyph)
            if start < end:
                yield self.marking[index - 1][1] if index else None, range(start, end)
            start, index = end, index + 1

    def paints_after(self, order: int) -> list[Paint]:
        return self.paints[bisect_right(self.paints, order, key=attrgetter("order")) :]

    def paints_before(self, order: int) -> list[Paint]:
        """Return what is painted earlier than *order*, the last first."""
        return self.paints[: bisect_left(self.paints, order, key=attrgetter("order"))][::-1]
