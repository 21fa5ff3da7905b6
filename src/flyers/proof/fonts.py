"""The fonts of a file: codes, widths, texts, and the outlines in font programs as fontTools draws them."""

from __future__ import annotations

import io
import re
import struct
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from fontTools.pens.recordingPen import DecomposingRecordingPen, DecomposingRecordingPointPen
from fontTools.ttLib.tables._g_l_y_f import Glyph
from pikepdf import Array, Dictionary, Object, Stream

from flyers.page.paths import chords
from flyers.proof.geometry import Box, Point, shift, union

MOST_STEPS = 50_000  # Points and parts of an outline. (The largest of ours, a Chinese character, has some 400.)
CHORDS = 8  # Chords in place of a curve; at 30 pt they deviate from it by less than 0.02 pt.

QUADRATIC, ON_CURVE, CUBIC = range(3)
"""Kinds of points: on the curve, or a control point of one; between two quadratic ones, a point on it is implied."""


class ContourShape(NamedTuple):
    """A contour from its first point: the kinds of its points, and their places in ems from there."""

    kinds: bytes
    points: tuple[Point, ...]
    # Ems by which they may be off in a file; 0 for all fonts but variable ones. The outlines of these have fractions of
    # units where their axes are pinned, which are rounded when they are embedded: two points by half a unit.
    rounded: float = 0.0


class PlacedShape(NamedTuple):
    """A contour: where it begins, in ems, and its shape, which equal contours share wherever they are."""

    x: float
    y: float
    shape: ContourShape


class Outline(NamedTuple):
    """The contours of a glyph that enclose anything; equal glyphs that have no parts share one."""

    shapes: tuple[PlacedShape, ...]
    box: Box | None  # around them in ems, with the control points of curves


BLANK = Outline((), None)


def polygon(shape: ContourShape) -> list[Point]:
    """Return the corners of a contour, in ems from its first point; curves become chords."""
    ahead = [*zip(shape.points, shape.kinds, strict=True)]
    if first := shape.kinds.find(ON_CURVE) + 1:
        ahead = ahead[first:] + ahead[:first]
    else:  # it begins and ends between its last and its first control point
        ahead.append((_on_the_way(shape.points[-1], shape.points[0], 1 / 2), ON_CURVE))
    corners, controls, here = list[Point](), list[Point](), ahead[-1][0]
    for point, kind in ahead:
        if kind == CUBIC or not (controls or kind == ON_CURVE):
            controls.append(point)
        elif len(controls) == 2:
            corners += chords(here, controls[0], controls[1], point, CHORDS)
            here, controls = point, []
        elif controls:
            (control,) = controls
            end = point if kind == ON_CURVE else _on_the_way(control, point, 1 / 2)
            # A quadratic curve is a cubic one whose control points are two thirds of the way to its own.
            one, other = _on_the_way(here, control, 2 / 3), _on_the_way(end, control, 2 / 3)
            corners += chords(here, one, other, end, CHORDS)
            here, controls = end, [] if kind == ON_CURVE else [point]
        else:
            corners.append(point)
            here = point
    return corners


def _on_the_way(start: Point, end: Point, share: float) -> Point:
    return start[0] + share * (end[0] - start[0]), start[1] + share * (end[1] - start[1])


class GlyphOutlines:
    """The glyphs of a font, by index."""

    count: int  # how many there are
    units: int  # units in an em
    gid_of_cid: dict[int, int] | None = None  # glyphs of a CFF table by CID; None if they have the same numbers
    _metrics: _Metrics | None = None

    def __init__(
        self, data: bytes, number: int = 0, axes: tuple[tuple[str, float], ...] = (), *, bare_cff: bool = False
    ) -> None:
        """Open a font file, that of the *number* in a collection, with its *axes* pinned; or a CFF table."""
        self._outlines: dict[int, Outline] = {}
        try:
            self._open_cff(io.BytesIO(data)) if bare_cff else self._open_file(data, number, axes)
        except Exception as error:  # a damaged table can fail in any way where it is read
            raise ValueError(f"{type(error).__name__}: {error}") from error

    def _open_file(self, data: bytes, number: int, axes: tuple[tuple[str, float], ...]) -> None:
        from fontTools.ttLib import TTFont

        font: Any = TTFont(io.BytesIO(data), lazy=True, checkChecksums=0, fontNumber=number)
        self.units, self.count = font["head"].unitsPerEm, font["maxp"].numGlyphs
        self._metrics = _Metrics(font.reader["hmtx"], font["hhea"].numberOfHMetrics, self.count)
        if "glyf" in font and not axes:
            self._read = _WrittenGlyphs(font.reader["glyf"], font["loca"].locations, self.units, self._metrics).outline
        elif "CFF " in font:
            self._open_cff(_Table(data, font.reader.tables["CFF "].offset), self.units)
        else:
            if "glyf" in font:  # a font that is cut down has no names for its glyphs, and they are not needed
                font.setGlyphOrder([f"glyph{gid}" for gid in range(self.count)])
            self._names, self._glyphs = font.getGlyphOrder(), font.getGlyphSet(location=dict(axes) or None)
            self._glyphs[self._names[0]]  # fails now if there are no outlines
            self._read = self._pinned if "glyf" in font else self._drawn

    def _open_cff(self, table: io.BytesIO, units: int = 0) -> None:
        from fontTools.cffLib import CFFFontSet

        fonts: Any = CFFFontSet()
        fonts.decompile(table, None)
        top = fonts[0]
        self.units = units or round(1 / top.FontMatrix[0])
        self._names, self._glyphs, self._read = top.charset, top.CharStrings, self._drawn
        self.count = len(self._names)
        if hasattr(top, "ROS") and not units:
            cids = enumerate(self._names)
            self.gid_of_cid = {int(name.removeprefix("cid")) if gid else 0: gid for gid, name in cids}

    def outline(self, gid: int) -> Outline:
        """Return the outline of a glyph, a blank one if there is no such glyph; raises `ValueError` if it is broken."""
        if gid not in self._outlines:
            try:
                self._outlines[gid] = self._read(gid) if 0 <= gid < self.count else BLANK
            except Exception as error:  # a damaged outline can fail in any way where it is drawn
                raise ValueError(f"glyph {gid}: {type(error).__name__}: {error}") from error
        return self._outlines[gid]

    def polygons(self, gid: int) -> list[list[Point]]:
        """Return the outline of a glyph as polygons, in ems; curves become chords."""
        return [[(x + u, y + v) for u, v in polygon(shape)] for x, y, shape in self.outline(gid).shapes]

    def advance(self, gid: int) -> float | None:
        """Return a glyph's advance width in thousandths of an em; None if there is no such glyph."""
        if not 0 <= gid < self.count:
            return None
        if self._metrics is not None:
            return self._metrics.advance(gid) * 1000 / self.units
        self.outline(gid)  # a charstring has its width before its outline
        return float(self._glyphs[self._names[gid]].width) * 1000 / self.units

    def _drawn(self, gid: int) -> Outline:
        pen = DecomposingRecordingPen(self._glyphs)
        pen.value = _Steps()
        self._glyphs[self._names[gid]].draw(pen)
        return _shared(_outline(_recorded(pen.value), self.units))

    def _pinned(self, gid: int) -> Outline:
        """Return the outline of a glyph of a variable TrueType font, with its points as a static one has them."""
        pen = DecomposingRecordingPointPen(self._glyphs)
        pen.value = _Steps()
        self._glyphs[self._names[gid]].drawPoints(pen)
        return _outline(_recorded(pen.value), self.units, rounded=1 / self.units)


class _Table(io.BytesIO):
    """A table of a font file, from the place *start* in it. (Copies of Chinese ones bring a worker above 150 MB.)"""

    def __init__(self, data: bytes, start: int) -> None:
        super().__init__(data)  # shares them
        self._start = start
        self.seek(0)

    def seek(self, place: int, whence: int = io.SEEK_SET, /) -> int:
        return super().seek(place + self._start if whence == io.SEEK_SET else place, whence) - self._start

    def tell(self) -> int:
        return super().tell() - self._start


class _Metrics:
    """The table of advances and left bearings, in units."""

    def __init__(self, table: bytes, longs: int, count: int) -> None:
        if not (0 < longs <= count and len(table) // 2 >= longs + count):
            raise ValueError("its table of advances is too short")
        self._table, self._longs = table, longs

    def advance(self, gid: int) -> int:
        at = 4 * min(gid, self._longs - 1)
        return int.from_bytes(self._table[at : at + 2], "big")

    def left(self, gid: int) -> int:
        """Return how far from its origin the box of a glyph begins (OpenType, hmtx)."""
        at = 2 * (2 * gid + 1 if gid < self._longs else self._longs + gid)
        return int.from_bytes(self._table[at : at + 2], "big", signed=True)


class _WrittenGlyphs:
    """The glyphs of a TrueType font as they are written; to fontTools the table of its glyphs, by number, not name."""

    extended = False
    getGlyphName = staticmethod(int)  # noqa: N815  # fontTools' name

    def __init__(self, table: bytes, places: Sequence[int], units: int, metrics: _Metrics) -> None:
        self._table, self._places, self._units, self._metrics = table, places, units, metrics
        self._unmoved: dict[int, Outline] = {}

    def _data(self, gid: int) -> bytes:
        return self._table[self._places[gid] : self._places[gid + 1]]

    def __getitem__(self, gid: int) -> Any:
        glyph = Glyph(self._data(gid))
        glyph.expand(self)
        return glyph

    def outline(self, gid: int) -> Outline:
        """Return the outline of a glyph where its metrics put it."""
        outline = self._written(gid)
        if outline.box is None:
            return outline
        moved = self._metrics.left(gid) - int.from_bytes(self._data(gid)[2:4], "big", signed=True)
        return _shared(_moved(outline, moved / self._units, 0)) if moved else outline

    def _written(self, gid: int) -> Outline:
        """Return the outline of a glyph where its numbers put it."""
        if gid not in self._unmoved:
            data = self._data(gid)
            contours = int.from_bytes(data[:2], "big", signed=True)  # negative in a glyph of others
            self._unmoved[gid] = self._composed(gid) if contours < 0 else _of_data(data, self._units)
        return self._unmoved[gid]

    def _composed(self, gid: int) -> Outline:
        glyph = self[gid]
        parts = [part.getComponentInfo() for part in glyph.components if hasattr(part, "x")]
        # A part may be placed by points, turned or scaled.
        if len(parts) < len(glyph.components) or any(matrix[:4] != (1, 0, 0, 1) for _, matrix in parts):
            coordinates, ends, flags = glyph.getCoordinates(self)
            contours = _parted(coordinates.array[::2], coordinates.array[1::2], flags, ends)
            return _shared(_outline(contours, self._units))
        moved = [_moved(self._written(part), x / self._units, y / self._units) for part, (*_, x, y) in parts]
        shapes = tuple([shape for part in moved for shape in part.shapes])
        if len(shapes) > MOST_STEPS:
            raise ValueError(f"an outline has more than {MOST_STEPS} steps")
        return _shared(Outline(shapes, union(part.box for part in moved if part.box)))


@lru_cache(maxsize=1 << 13)
def _of_data(data: bytes, units: int) -> Outline:
    """Return the outline of a TrueType glyph that is not made of others: all press files of a language have it."""
    count = int.from_bytes(data[:2], "big")
    if not count:
        return BLANK
    # Behind a header of ten bytes: the last points of contours, and instructions.
    *ends, instructions = struct.unpack_from(f">{count + 1}H", data, 10)
    flags, across, up = Glyph(data).decompileCoordinatesRaw(ends[-1] + 1, data, 12 + 2 * count + instructions)
    xs, ys = _places(flags, across, 0x02, 0x10), _places(flags, up, 0x04, 0x20)
    return _shared(_outline(_parted(xs, ys, flags, ends), units))


def _places(flags: bytes, offsets: Iterable[int], short: int, same: int) -> list[int]:
    """Return where points are in one direction, from the *offsets* that are written. By the flags of a point, its own
    is *short*, a byte whose sign they tell, or the *same* as the last one and left out (OpenType, glyf).
    """
    places, here, following = [], 0, iter(offsets).__next__
    for flag in flags:
        if flag & short:
            here += following() if flag & same else -following()
        elif not flag & same:
            here += following()
        places.append(here)
    return places


# A contour as it is read: how far its points are to the right and up, in units, and their kinds.
Strokes = tuple[Sequence[float], Sequence[float], bytes]


def _parted(xs: Sequence[float], ys: Sequence[float], flags: Sequence[int], ends: Iterable[int]) -> Iterator[Strokes]:
    """Yield the contours of all points of a glyph, which end at *ends*."""
    if len(flags) > MOST_STEPS:
        raise ValueError(f"an outline has more than {MOST_STEPS} steps")
    kinds, start = bytes([flag & ON_CURVE for flag in flags]), 0
    for end in ends:
        part = slice(start, end + 1)
        yield xs[part], ys[part], kinds[part]
        start = end + 1


def _outline(contours: Iterable[Strokes], units: int, rounded: float = 0.0) -> Outline:
    scale, shapes, boxes = 1 / units, [], []
    for xs, ys, kinds in contours:
        if len(xs) > 2:  # with less, it encloses nothing
            x, y = xs[0], ys[0]
            points = tuple([((u - x) * scale, (v - y) * scale) for u, v in zip(xs, ys, strict=True)])
            shapes.append(PlacedShape(x * scale, y * scale, ContourShape(kinds, points, rounded)))
            boxes.append((min(xs) * scale, min(ys) * scale, max(xs) * scale, max(ys) * scale))
    return Outline(tuple(shapes), union(boxes))


def _moved(outline: Outline, x: float, y: float) -> Outline:
    shapes = tuple([PlacedShape(left + x, bottom + y, shape) for left, bottom, shape in outline.shapes])
    return Outline(shapes, shift(outline.box, x, y) if outline.box else None)


@lru_cache(maxsize=1 << 15)
def _shared(outline: Outline) -> Outline:
    """Return the first outline that is equal, so that equal ones are one object."""
    return outline


@lru_cache(maxsize=64)
def opened(
    data: bytes, number: int = 0, axes: tuple[tuple[str, float], ...] = (), *, bare_cff: bool = False
) -> GlyphOutlines:
    """Return `GlyphOutlines`, opened once in a process: all editions of a page share embedded fonts."""
    return GlyphOutlines(data, number, axes, bare_cff=bare_cff)


class _Steps(list[Any]):
    """The steps of a pen of fontTools: of one outline, there may be so many."""

    def append(self, step: Any) -> None:
        if 3 * len(self) >= MOST_STEPS:  # a curve has three points
            raise ValueError(f"an outline has more than {MOST_STEPS} steps")
        super().append(step)


_STEPS = {"moveTo": bytes([ON_CURVE]), "lineTo": bytes([ON_CURVE]), "curveTo": bytes([CUBIC, CUBIC, ON_CURVE])}


def _recorded(steps: Iterable[Any]) -> Iterator[Strokes]:
    """Yield the contours of recorded steps, all of which are closed."""
    contours: list[tuple[list[Point], bytearray]] = []
    for name, words, *_ in steps:
        if name in ("moveTo", "beginPath"):
            contours.append(([], bytearray()))
        points, kinds = words, _STEPS.get(name, b"")
        if name == "addPoint":
            points, kinds = words[:1], bytes([QUADRATIC if words[1] is None else ON_CURVE])
        contours[-1][0].extend(points)
        contours[-1][1].extend(kinds)
    for places, known in contours:
        if places:
            xs, ys = zip(*places, strict=True)
            yield xs, ys, bytes(known)


def texts_by_code(cmap: bytes) -> dict[int, str]:
    """Return a ToUnicode CMap as {code: text} (ISO 32000-1, 9.10.3)."""
    texts: dict[int, str] = {}
    for section in (part.partition(b"endbf")[0] for part in cmap.split(b"beginbf")[1:]):
        listed = re.findall(rb"(<[0-9A-Fa-f\s]*>)|(\[[^\]]*\])", section)  # one string, or an array of them
        words = [_strings(array) if array else _strings(string)[0] for string, array in listed]
        if section.startswith(b"char"):
            for code, text in zip(words[::2], words[1::2], strict=False):
                if isinstance(code, bytes) and isinstance(text, bytes):
                    texts[int.from_bytes(code, "big")] = text.decode("utf-16-be", "replace")
            continue
        for low, high, target in zip(words[::3], words[1::3], words[2::3], strict=False):
            if not (isinstance(low, bytes) and isinstance(high, bytes)):
                continue
            first = int.from_bytes(low, "big")
            codes = range(first, min(int.from_bytes(high, "big"), 65535) + 1)
            if isinstance(target, list):
                texts.update(zip(codes, (text.decode("utf-16-be", "replace") for text in target), strict=False))
                continue
            for number in codes:
                last = (int.from_bytes(target[-2:], "big") + number - first) & 0xFFFF
                texts[number] = (target[:-2] + last.to_bytes(2, "big")).decode("utf-16-be", "replace")
    return texts


def _strings(words: bytes) -> list[bytes]:
    """Return hexadecimal strings; a missing last digit of one counts as zero (ISO 32000-1, 7.3.4.3)."""
    digits = [b"".join(string.split()).decode() for string in re.findall(rb"<([0-9A-Fa-f\s]*)>", words)]
    return [bytes.fromhex(string + "0" * (len(string) % 2)) for string in digits]


class FontCode(NamedTuple):
    """What one character code of a font draws."""

    code: int
    gid: int  # -1 for that of a simple font, which is not looked up
    text: str | None  # None if the file doesn't say what the code means
    width: float  # in thousandths of an em
    box: Box | None  # in ems; None: no outline


class FontReading:
    """One font resource. Codes are read on demand and kept: ``used`` has every code that a page draws."""

    program: GlyphOutlines | None = None

    def __init__(self, resource: Object) -> None:
        self.subtype = str(resource.get("/Subtype", ""))[1:]
        self.composite = self.subtype == "Type0"
        descendants: Any = resource.get("/DescendantFonts") if self.composite else [resource]
        descendant: Any = descendants[0] if isinstance(descendants, Array | list) and len(descendants) else None
        if not isinstance(descendant, Dictionary):
            descendant = Dictionary()
        self.name = str(resource.get("/BaseFont", descendant.get("/BaseFont", "/unnamed"))).lstrip("/")
        # Everything is read now, since the file is closed when the checks run.
        self.embedded, self.problem = self.subtype == "Type3", ""
        descriptor: Any = descendant.get("/FontDescriptor")
        for key in ("/FontFile2", "/FontFile3", "/FontFile") if isinstance(descriptor, Dictionary) else ():
            if isinstance(stream := descriptor.get(key), Stream):
                self.embedded = True
                bare = key == "/FontFile3" and str(stream.get("/Subtype", "")) != "/OpenType"
                try:
                    self.program = opened(stream.read_bytes(), bare_cff=bare) if key != "/FontFile" else None
                except Exception as error:
                    self.problem = str(error)
                break
        self.used: dict[int, FontCode] = {}
        self._strings: dict[bytes, list[FontCode]] = {}
        texts, glyphs = resource.get("/ToUnicode"), descendant.get("/CIDToGIDMap")
        self._texts = texts_by_code(texts.read_bytes()) if isinstance(texts, Stream) else {}
        if self.composite:
            self._widths = widths_by_cid(descendant.get("/W"))
            self._default_width = float(descendant.get("/DW", 1000))
        else:
            first, widths = int(resource.get("/FirstChar", 0)), resource.get("/Widths")
            listed: Iterable[Any] = widths if isinstance(widths, Array) else ()
            self._widths = {code: float(width) for code, width in enumerate(listed, first)}
            self._default_width = 0.0
        by_cid: bytes | dict[int, int] | None = self.program.gid_of_cid if self.program else None
        self._map = glyphs.read_bytes() if isinstance(glyphs, Stream) else by_cid

    def codes(self, data: bytes) -> list[FontCode]:
        """Return the codes of a shown string: two bytes each in a composite font, one in a simple font."""
        if data not in self._strings:
            numbers: Any = struct.unpack_from(f">{len(data) // 2}H", data) if self.composite else data
            self._strings[data] = [self.used.get(number) or self._read(number) for number in numbers]
        return self._strings[data]

    def _read(self, number: int) -> FontCode:
        width, text, gid = self._widths.get(number, self._default_width), self._texts.get(number), -1
        if self.composite:  # the index in the program of a CID (ISO 32000-1, 9.7.4.2)
            if isinstance(self._map, bytes):
                pair = self._map[2 * number : 2 * number + 2]
                gid = int.from_bytes(pair, "big") if len(pair) == 2 else 0
            else:
                gid = number if self._map is None else self._map.get(number, 0)
        elif text is None:  # a simple font reaches its glyphs through encodings of many kinds
            text = bytes([number]).decode("cp1252", "replace")
        if self.composite and self.program:
            box = self.program.outline(gid).box
        else:  # the code's advance and a capital's height, in place of an outline that can't be read
            box = (0.0, 0.0, width / 1000, 0.7) if text is None or text.strip() else None
        code = self.used[number] = FontCode(number, gid, text, width, box)
        return code


def widths_by_cid(array: Object | None) -> dict[int, float]:
    """Return the W array of a CIDFont as {CID: width} (ISO 32000-1, 9.7.4.3)."""
    widths: dict[int, float] = {}
    words = iter(list(array)) if isinstance(array, Array) else iter(())
    for word in words:
        first, last = int(word), next(words, None)
        if isinstance(last, Array):
            widths.update((cid, float(width)) for cid, width in enumerate(last, first))
        elif last is not None and (width := next(words, None)) is not None:
            widths.update(dict.fromkeys(range(first, min(int(last), 65535) + 1), float(width)))
    return widths
