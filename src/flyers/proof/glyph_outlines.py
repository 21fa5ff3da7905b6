"""Outlines, boxes and advances of the glyphs in a font file or an embedded font program, as fontTools draws them."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any, NamedTuple, TypeVar

from fontTools.pens.basePen import DecomposingPen
from fontTools.pens.pointPen import DecomposingPointPen

from flyers.proof.geometry import Box, around

Point = tuple[float, float]

Contour = list[tuple[Any, ...]]
"""Steps: M, L, C or Q, then its points. None after the points of a Q: it ends where it began, with no point on it."""

MOST_STEPS = 50_000
"""Points and parts of an outline. (The largest of ours, a Chinese character, has some 400.)"""

CHORDS = 8
"""Chords in place of a curve; at 30 pt they deviate from it by less than 0.02 pt."""

TO_CONTROL = 2 / 3
"""How far the control points of a cubic curve are from its ends to that of the same quadratic curve."""

_WEIGHTS = tuple(
    ((1 - t) ** 3, 3 * (1 - t) ** 2 * t, 3 * (1 - t) * t * t, t**3) for t in (n / CHORDS for n in range(1, CHORDS + 1))
)
"""Shares of the four points of a curve in the ends of its chords."""


def polygons(contours: Sequence[Contour], scale: float) -> list[list[Point]]:
    """Return closed polygons times *scale*; curves become chords."""
    found: list[list[Point]] = []
    for contour in contours:
        here, steps = begun(contour)
        polygon = [here]
        for step in steps:
            if step[0] == "C":
                polygon += _chords(here, *step[1:])
            elif step[0] == "Q":
                start = here
                for control, end in quadratic_parts(step[1:]):
                    polygon += _chords(start, _towards(start, control), _towards(end, control), end)
                    start = end
            else:
                polygon.append(step[1])
            here = step[-1]
        found.append([(x * scale, y * scale) for x, y in polygon])
    return found


def _chords(start: Point, first: Point, second: Point, end: Point) -> list[Point]:
    """Return the ends of the chords of a cubic curve."""
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = start, first, second, end
    return [(a * x0 + b * x1 + c * x2 + d * x3, a * y0 + b * y1 + c * y2 + d * y3) for a, b, c, d in _WEIGHTS]


def begun(contour: Contour) -> tuple[Point, Contour]:
    """Return where a contour begins, and its further steps, each of which ends on the contour.

    One without a point on its curve begins halfway between its last and its first control point.
    """
    first = contour[0]
    if first[-1] is not None:
        return first[-1], contour[1:]
    start = _between(first[-2], first[1])
    return start, [("Q", *first[1:-1], start)]


def quadratic_parts(points: Sequence[Point]) -> Iterator[tuple[Point, Point]]:
    """Yield the control point and the end of each quadratic curve of a Q: between two controls, an end is implied."""
    control = points[0]
    for following in points[1:-1]:
        yield control, _between(control, following)
        control = following
    yield control, points[-1]


def _between(one: Point, other: Point) -> Point:
    return 0.5 * (one[0] + other[0]), 0.5 * (one[1] + other[1])


def _towards(end: Point, control: Point) -> Point:
    return end[0] + TO_CONTROL * (control[0] - end[0]), end[1] + TO_CONTROL * (control[1] - end[1])


T = TypeVar("T")

LEAST_POINTS = 3
"""The fewest points of a contour that encloses anything."""


class PlacedShape(NamedTuple):
    """A contour: where it begins, in ems, and its shape, which equal contours share wherever they are."""

    x: float
    y: float
    shape: ContourShape


class ContourShape(NamedTuple):
    """A contour from its first point: the kinds of its points, and their places in ems from there.

    ``rounded``: ems by which they may be off in a file; 0 for all fonts but variable ones. The outlines of these have
    fractions of units where their axes are pinned, which are rounded when they are embedded: two points by half a unit.
    """

    kinds: bytes
    points: tuple[Point, ...]
    rounded: float = 0.0


class GlyphOutlines:
    """The glyphs of a font, by index.

    Attributes:
        count: how many there are.
        units: units in an em.
        gid_of_cid: glyphs by CID; None if they have the same numbers.
    """

    def __init__(
        self, data: bytes, number: int = 0, axes: tuple[tuple[str, float], ...] = (), *, bare_cff: bool = False
    ) -> None:
        """Open the font *data*: a file, that of the *number* in a collection, with its *axes* pinned; or a CFF table.

        Raises:
            ValueError: it can't be read.
        """
        try:
            self._open_cff(data) if bare_cff else self._open_file(data, number, axes)
        except Exception as error:  # a damaged table can fail in any way where it is read
            raise ValueError(f"{type(error).__name__}: {error}") from error
        self._shapes: dict[int, tuple[PlacedShape, ...]] = {}
        self._parts: dict[str, tuple[PlacedShape, ...]] = {}
        self._lefts: dict[str, int] = {}
        self._boxes: dict[int, Box | None] = {}

    count: int
    units: int
    _glyf: Any = None
    _varies = False
    gid_of_cid: dict[int, int] | None = None

    def _open_file(self, data: bytes, number: int, axes: tuple[tuple[str, float], ...]) -> None:
        from fontTools.ttLib import TTFont

        font: Any = TTFont(io.BytesIO(data), lazy=True, checkChecksums=0, fontNumber=number)
        self.units = font["head"].unitsPerEm
        self.count = font["maxp"].numGlyphs
        if "glyf" in font:  # a font that is cut down has no names for its glyphs, and they are not needed
            font.setGlyphOrder([f"glyph{gid}" for gid in range(self.count)])
            self._glyf, self._varies = (None, True) if axes else (font["glyf"], False)
        elif "CFF " in font:
            self.gid_of_cid = _gid_of_cid(font["CFF "].cff[0])
        self._names = font.getGlyphOrder()
        self._glyphs = font.getGlyphSet(location=dict(axes) or None)
        self._glyphs[self._names[0]]  # fails now if there are no outlines
        self._metrics = font["hmtx"].metrics

    def _open_cff(self, data: bytes) -> None:
        from fontTools.cffLib import CFFFontSet

        fonts: Any = CFFFontSet()
        fonts.decompile(io.BytesIO(data), None)
        top = fonts[0]
        self.units = round(1 / top.FontMatrix[0])
        self._names, self._glyphs, self._metrics = top.charset, top.CharStrings, None
        self.count = len(self._names)
        self.gid_of_cid = _gid_of_cid(top)

    def shapes(self, gid: int) -> tuple[PlacedShape, ...]:
        """Return the contours of a glyph that enclose anything; none if there is no such glyph.

        Raises:
            ValueError: its outline can't be drawn.
        """
        if gid not in self._shapes:
            self._shapes[gid] = self._guarded(self._read_shapes, gid)
        return self._shapes[gid]

    def contours(self, gid: int) -> list[list[Point]]:
        """Return the outline of a glyph as polygons, in ems; curves become chords."""
        return polygons(self._guarded(self._drawn, gid), 1 / self.units)

    def box(self, gid: int) -> Box | None:
        """Return the box around a glyph's ink, in ems, with the control points of its curves; None if it has none.

        Raises:
            ValueError: its outline can't be drawn.
        """
        if gid not in self._boxes:
            self._boxes[gid] = _box(self.shapes(gid))
        return self._boxes[gid]

    def advance(self, gid: int) -> float | None:
        """Return a glyph's advance width in thousandths of an em; None if there is no such glyph."""
        if not 0 <= gid < self.count:
            return None
        if self._metrics is not None:
            return float(self._metrics[self._names[gid]][0]) * 1000 / self.units
        self.shapes(gid)  # a charstring has its width before its outline
        return float(self._glyphs[self._names[gid]].width) * 1000 / self.units

    def _guarded(self, read: Callable[[int], T], gid: int) -> T:
        try:
            return read(gid)
        except Exception as error:  # a damaged outline can fail in any way where it is drawn
            raise ValueError(f"glyph {gid}: {type(error).__name__}: {error}") from error

    def _read_shapes(self, gid: int) -> tuple[PlacedShape, ...]:
        if not 0 <= gid < self.count:
            return ()
        if self._varies:
            return tuple(self._pinned(gid))
        if self._glyf is None:
            return tuple(_of_steps(self._drawn(gid), self.units))
        name = self._names[gid]
        shapes = self._written(name)
        # The box of a glyph begins as far from its origin as its metrics say (OpenType, hmtx).
        moved = (self._metrics[name][1] - self._lefts.get(name, 0)) / self.units if shapes else 0
        return tuple(shape._replace(x=shape.x + moved) for shape in shapes) if moved else shapes

    def _pinned(self, gid: int) -> Iterator[PlacedShape]:
        """Yield the contours of a glyph of a variable TrueType font, with its points as a static one has them."""
        pen = _PointRecorder(self._glyphs)
        self._glyphs[self._names[gid]].drawPoints(pen)
        for contour in pen.contours:
            if len(contour) >= LEAST_POINTS:
                (x, y), _ = contour[0]
                kinds = bytes(on_curve for _, on_curve in contour)
                around = tuple(((u - x) / self.units, (v - y) / self.units) for (u, v), _ in contour)
                yield PlacedShape(x / self.units, y / self.units, ContourShape(kinds, around, 1 / self.units))

    def _written(self, name: str) -> tuple[PlacedShape, ...]:
        """Return the contours of a TrueType glyph as they are written; those of its parts are read once."""
        if name not in self._parts:
            glyph = self._glyf.glyphs[name]
            if data := getattr(glyph, "data", b""):
                self._lefts[name] = int.from_bytes(data[2:4], "big", signed=True)
                if data[0] < _COMPOSITE:
                    self._parts[name] = _of_data(bytes(data), self.units)
                    return self._parts[name]
                glyph = self._glyf[name]
            parts = [part.getComponentInfo() for part in getattr(glyph, "components", ()) if hasattr(part, "x")]
            if parts and len(parts) == len(glyph.components) and all(matrix[:4] == _UPRIGHT for _, matrix in parts):
                self._parts[name] = tuple(
                    shape._replace(x=shape.x + right / self.units, y=shape.y + up / self.units)
                    for part, (*_, right, up) in parts
                    for shape in self._written(part)
                )
            else:
                self._parts[name] = tuple(_of_points(glyph, self._glyf, self.units))
        return self._parts[name]

    def _drawn(self, gid: int) -> list[Contour]:
        pen = _Recorder(self._glyphs)
        if 0 <= gid < self.count:
            self._glyphs[self._names[gid]].draw(pen)
        return pen.contours


_COMPOSITE = 0x80
"""The first byte of the data of a composite glyph: the number of its contours is negative."""


_UPRIGHT = (1, 0, 0, 1)
"""The matrix of a part that is neither turned nor scaled."""


@lru_cache(maxsize=1 << 13)
def _of_data(data: bytes, units: int) -> tuple[PlacedShape, ...]:
    """Return the contours of a TrueType glyph that is not made of others: all press files of a language have it."""
    from fontTools.ttLib.tables._g_l_y_f import Glyph

    glyph = Glyph(data)
    glyph.expand(None)
    return tuple(_of_points(glyph, None, units))


def _of_points(glyph: Any, table: Any, units: int) -> Iterator[PlacedShape]:
    coordinates, ends, flags = glyph.getCoordinates(table)
    if len(flags) > MOST_STEPS:
        raise ValueError(f"an outline has more than {MOST_STEPS} steps")
    xs, ys = coordinates.array[::2], coordinates.array[1::2]
    scale, start = 1 / units, 0
    for end in ends:
        part = slice(start, end + 1)
        if end + 1 - start >= LEAST_POINTS:
            x, y = xs[start], ys[start]
            around = tuple([((u - x) * scale, (v - y) * scale) for u, v in zip(xs[part], ys[part], strict=True)])
            kinds = bytes(flag & 1 for flag in flags[part])
            yield PlacedShape(x * scale, y * scale, _shared(ContourShape(kinds, around)))
        start = end + 1


def _of_steps(contours: Iterable[Contour], units: int) -> Iterator[PlacedShape]:
    scale = 1 / units
    for contour in contours:
        points = [point for step in contour for point in step[1:] if point is not None]
        if len(points) >= LEAST_POINTS:
            x, y = points[0]
            kinds = "".join(f"{step[0]}{len(step) - 1}" for step in contour).encode()
            around = tuple(((u - x) * scale, (v - y) * scale) for u, v in points)
            yield PlacedShape(x * scale, y * scale, _shared(ContourShape(kinds, around)))


def _box(shapes: Iterable[PlacedShape]) -> Box | None:
    places = [(x + u, y + v) for x, y, shape in shapes for u, v in shape.points]
    return around(places) if places else None


def _gid_of_cid(top: Any) -> dict[int, int] | None:
    """Return the glyphs of a CID-keyed CFF font by CID; None of any other."""
    if not hasattr(top, "ROS"):
        return None
    return {int(name.removeprefix("cid")) if gid else 0: gid for gid, name in enumerate(top.charset)}


@lru_cache(maxsize=1 << 15)
def _shared(shape: ContourShape) -> ContourShape:
    """Return the first shape that is equal, so that equal ones are one object."""
    return shape


@lru_cache(maxsize=64)
def opened(
    data: bytes, number: int = 0, axes: tuple[tuple[str, float], ...] = (), *, bare_cff: bool = False
) -> GlyphOutlines:
    """Return `GlyphOutlines`, opened once in a process: all editions of a page share embedded fonts.

    Raises:
        ValueError: the font can't be read.
    """
    return GlyphOutlines(data, number, axes, bare_cff=bare_cff)


class _PointRecorder(DecomposingPointPen):  # fontTools is not typed
    """Collects the points of contours, and whether they are on the curve."""

    skipMissingComponents = False  # noqa: N815  # fontTools' name

    def __init__(self, glyphs: Any) -> None:
        super().__init__(glyphs)
        self.contours: list[list[tuple[Point, bool]]] = []
        self._left = MOST_STEPS

    def beginPath(self, **_: Any) -> None:  # noqa: N802  # fontTools' names
        self.contours.append([])

    def addPoint(  # noqa: N802  # fontTools's name
        self,
        pt: Point,
        segmentType: str | None = None,  # noqa: N803  # fontTools's name
        *_: Any,
        **__: Any,
    ) -> None:
        self._left -= 1
        if self._left < 0:
            raise ValueError(f"an outline has more than {MOST_STEPS} steps")
        self.contours[-1].append((pt, segmentType is not None))

    def endPath(self) -> None:  # noqa: N802  # fontTools' names
        """Nothing is left to do: every contour of a font is closed."""


class _Recorder(DecomposingPen):  # fontTools is not typed
    """Collects contours as they are written; parts of composite glyphs are drawn from *glyphs*."""

    skipMissingComponents = False  # noqa: N815  # fontTools' name

    def __init__(self, glyphs: Any) -> None:
        super().__init__(glyphs)
        self.contours: list[Contour] = []
        self._begun = False
        self._left = MOST_STEPS

    def moveTo(self, pt: Point) -> None:  # noqa: N802  # fontTools' names
        self._add("M", pt)

    def lineTo(self, pt: Point) -> None:  # noqa: N802  # fontTools' names
        self._add("L", pt)

    def curveTo(self, *points: Point) -> None:  # noqa: N802  # fontTools' names
        self._add("C", *points)

    def qCurveTo(self, *points: Point | None) -> None:  # noqa: N802  # fontTools' names
        self._add("Q", *points)

    def closePath(self) -> None:  # noqa: N802  # fontTools' names
        self._begun = False

    endPath = closePath  # noqa: N815  # fontTools' names

    def addComponent(self, glyph: str, transformation: Any) -> None:  # noqa: N802  # fontTools' names
        self._count(1)
        super().addComponent(glyph, transformation)

    def _add(self, kind: str, *points: Point | None) -> None:
        self._count(len(points))
        if not self._begun:
            self.contours.append([])
            self._begun = True
        self.contours[-1].append((kind, *points))

    def _count(self, steps: int) -> None:
        self._left -= steps
        if self._left < 0:
            raise ValueError(f"an outline has more than {MOST_STEPS} steps")
