"""Fonts as the file carries them: codes, widths, texts and outlines, read out of the embedded font program."""

from __future__ import annotations

import io
import re
import struct
from collections.abc import Callable
from typing import Any, NamedTuple

from pikepdf import Array, Dictionary, Name, Object, Stream

from flyers.proof.geometry import Box

STANDARD_FONTS = re.compile(r"^(Courier|Helvetica|Times|Symbol|ZapfDingbats)(-|$|,)")
"""The fourteen that a viewer replaces by whatever it has (ISO 32000-1, 9.6.2.2)."""

SUBSET_TAG = re.compile(r"^[A-Z]{6}\+")
"""Six capitals and a plus sign (ISO 32000-1, 9.6.4)."""

UNKNOWN_GLYPH = -1
"""Glyph index of a simple font's code: not looked up."""

_TOKEN = re.compile(rb"<([0-9A-Fa-f\s]*)>|(\[)|(\])|([A-Za-z]+)")


class Code(NamedTuple):
    """What one character code of a font draws: ``width`` in thousandths of an em, ``box`` in ems (None: no outline).

    ``text`` is None where the file doesn't say what the code means.
    """

    code: int
    gid: int
    text: str | None
    width: float
    box: Box | None


class Program:
    """An embedded font program: outline boxes and advances by glyph index.

    Raises:
        ValueError: the program can't be read.
    """

    def __init__(self, data: bytes, *, bare_cff: bool) -> None:
        try:
            self._open_cff(data) if bare_cff else self._open_sfnt(data)
        except Exception as error:  # fontTools raises whatever struct, dictionaries and assertions raise
            raise ValueError(f"{type(error).__name__}: {error}") from error

    count: int
    units: float
    box: Callable[[int], Box | None]
    draw: Callable[[int, Any], None]
    """Draws a glyph's outline, in font units, with a fontTools pen."""
    advance: Callable[[int], float | None]
    gid_of_cid: dict[int, int] | None = None

    def contours(self, gid: int) -> list[list[tuple[float, float]]]:
        """The outline of a glyph as polygons, in ems; curves are cut into eight chords."""
        from flyers.proof.outlines import PolygonPen

        if not 0 <= gid < self.count:
            return []
        pen = PolygonPen(1 / self.units)
        self.draw(gid, pen)
        return pen.polygons

    def _open_sfnt(self, data: bytes) -> None:
        from fontTools.ttLib import TTFont

        font = TTFont(io.BytesIO(data), lazy=True, checkChecksums=0)
        reader = font.reader
        if reader is None:
            raise ValueError("no table directory")
        tables = set(reader.keys())
        head, hhea = bytes(reader["head"]), bytes(reader["hhea"])
        self.units = float(struct.unpack_from(">H", head, 18)[0])
        self.count = int(struct.unpack_from(">H", bytes(reader["maxp"]), 4)[0])
        self._read_advances(bytes(reader["hmtx"]), int(struct.unpack_from(">H", hhea, 34)[0]))
        if "glyf" in tables:
            self._read_glyf(bytes(reader["glyf"]), bytes(reader["loca"]), int(struct.unpack_from(">h", head, 50)[0]))
            self.draw = lambda gid, pen: font.getGlyphSet()[font.getGlyphName(gid)].draw(pen)
        elif "CFF " in tables:
            self._read_charstrings(font["CFF "].cff, self.units)
        else:
            raise ValueError("no outlines: neither glyf nor CFF")

    def _read_advances(self, hmtx: bytes, metrics: int) -> None:
        advances = [struct.unpack_from(">H", hmtx, 4 * index)[0] for index in range(metrics)]
        scale = 1000 / self.units
        self.advance = lambda gid: advances[min(gid, metrics - 1)] * scale if 0 <= gid < self.count else None

    def _read_glyf(self, glyf: bytes, loca: bytes, long: int) -> None:
        step = 4 if long else 2
        factor = 1 if long else 2
        offsets = [o[0] * factor for o in struct.iter_unpack(">I" if long else ">H", loca[: step * (self.count + 1)])]
        em = 1 / self.units

        def box(gid: int) -> Box | None:
            if not 0 <= gid < self.count or offsets[gid] == offsets[gid + 1]:
                return None
            left, bottom, right, top = struct.unpack_from(">4h", glyf, offsets[gid] + 2)
            return (left * em, bottom * em, right * em, top * em) if left < right and bottom < top else None

        self.box = box

    def _open_cff(self, data: bytes) -> None:
        from fontTools.cffLib import CFFFontSet

        fonts = CFFFontSet()
        fonts.decompile(io.BytesIO(data), None)
        matrix = getattr(fonts[0], "FontMatrix", None) or [0.001]
        self.units = 1 / float(matrix[0])
        self._read_charstrings(fonts, self.units)

    def _read_charstrings(self, fonts: Any, units: float) -> None:
        top = fonts[0]
        order = top.getGlyphOrder()
        self.count = len(order)
        if hasattr(top, "ROS"):
            self.gid_of_cid = {int(name[3:]) if name[3:].isdigit() else 0: gid for gid, name in enumerate(order)}
        strings, em = top.CharStrings, 1 / units

        def drawn(gid: int) -> tuple[Box | None, float | None]:
            from fontTools.pens.boundsPen import BoundsPen

            if not 0 <= gid < self.count:
                return None, None
            pen = BoundsPen(None)
            string = strings[order[gid]]
            string.draw(pen)
            bounds = pen.bounds
            box = None if bounds is None else (bounds[0] * em, bounds[1] * em, bounds[2] * em, bounds[3] * em)
            return box, string.width * 1000 * em

        self.box = lambda gid: drawn(gid)[0]
        self.draw = lambda gid, pen: strings[order[gid]].draw(pen)
        if not hasattr(self, "advance"):
            self.advance = lambda gid: drawn(gid)[1]


class FontReading:
    """One font resource. Codes are read on demand and kept: ``used`` holds every code that a page draws."""

    def __init__(self, resource: Object) -> None:
        self.subtype = str(resource.get("/Subtype", ""))[1:]
        self.composite = self.subtype == "Type0"
        descendant = _first(resource.get("/DescendantFonts")) if self.composite else resource
        self._descendant = descendant if isinstance(descendant, Dictionary) else Dictionary()
        self.name = str(resource.get("/BaseFont", self._descendant.get("/BaseFont", "/unnamed"))).lstrip("/")
        self.encoding = str(resource.get("/Encoding", "")) if isinstance(resource.get("/Encoding"), Name) else ""
        self.descriptor = self._descendant.get("/FontDescriptor")
        self.problem = ""
        # Everything is read now: the file is closed when the checks run.
        self.embedded = self.subtype == "Type3" or self._program_stream() is not None
        self.program = self._open_program()
        self.used: dict[int, Code] = {}
        self._texts = texts_by_code(resource.get("/ToUnicode"))
        self._widths = self._read_widths(resource)
        self._default_width = float(self._descendant.get("/DW", 1000)) if self.composite else 0.0
        self._map = self._glyph_map()

    @property
    def subset(self) -> bool:
        return self.subtype == "Type3" or bool(SUBSET_TAG.match(self.name))

    @property
    def standard(self) -> bool:
        return not self.embedded and bool(STANDARD_FONTS.match(self.name))

    def codes(self, data: bytes) -> list[Code]:
        """The codes of a shown string: two bytes each in a composite font, one in a simple font."""
        if self.composite:
            numbers: Any = struct.unpack(f">{len(data) // 2}H", data[: len(data) // 2 * 2])
        else:
            numbers = data
        used = self.used
        return [used.get(number) or self._read(number) for number in numbers]

    def _read(self, number: int) -> Code:
        width = self._widths.get(number, self._default_width)
        text = self._texts.get(number)
        if self.composite:
            gid = self.gid(number)
            code = Code(number, gid, text, width, self.program.box(gid) if self.program else None)
        else:
            if text is None:
                text = bytes([number]).decode("cp1252", "replace")
            # A simple font reaches its glyphs through encodings of many kinds; the advance and the height of a
            # capital stand in for the outline, which is near enough for files that are not ours.
            code = Code(number, UNKNOWN_GLYPH, text, width, (0.0, 0.0, width / 1000, 0.7) if text.strip() else None)
        self.used[number] = code
        return code

    def gid(self, number: int) -> int:
        """Glyph index in the embedded program of a composite font's CID (ISO 32000-1, 9.7.4.2)."""
        if isinstance(self._map, bytes):
            return struct.unpack_from(">H", self._map, 2 * number)[0] if 2 * number + 2 <= len(self._map) else 0
        if isinstance(self._map, dict):
            return self._map.get(number, 0)
        return number

    def says(self, code: Code) -> bool:
        """Whether the file says what *code* means: in a composite font, its ToUnicode map has it."""
        return not self.composite or bool(code.text)

    def _glyph_map(self) -> bytes | dict[int, int] | None:
        value = self._descendant.get("/CIDToGIDMap")
        if isinstance(value, Stream):
            return value.read_bytes()
        return self.program.gid_of_cid if self.program else None

    def _program_stream(self) -> tuple[str, Stream] | None:
        if isinstance(self.descriptor, Dictionary):
            for key in ("/FontFile2", "/FontFile3", "/FontFile"):
                if isinstance(stream := self.descriptor.get(key), Stream):
                    return key, stream
        return None

    def _open_program(self) -> Program | None:
        found = self._program_stream()
        if found is None or found[0] == "/FontFile":
            return None
        key, stream = found
        bare = key == "/FontFile3" and str(stream.get("/Subtype", "")) != "/OpenType"
        try:
            return Program(stream.read_bytes(), bare_cff=bare)
        except Exception as error:
            self.problem = str(error)
            return None

    def _read_widths(self, resource: Object) -> dict[int, float]:
        if not self.composite:
            first = int(resource.get("/FirstChar", 0))
            widths = resource.get("/Widths")
            return {first + i: float(w) for i, w in enumerate(widths)} if isinstance(widths, Array) else {}
        return widths_by_cid(self._descendant.get("/W"))


def widths_by_cid(array: Object | None) -> dict[int, float]:
    """The W array of a CIDFont as {CID: width} (ISO 32000-1, 9.7.4.3)."""
    widths: dict[int, float] = {}
    if not isinstance(array, Array):
        return widths
    items: list[Any] = list(array)
    position = 0
    while position + 1 < len(items):
        first = int(items[position])
        if isinstance(items[position + 1], Array):
            widths.update((first + i, float(width)) for i, width in enumerate(items[position + 1]))
            position += 2
        elif position + 2 < len(items):
            width = float(items[position + 2])
            widths.update((cid, width) for cid in range(first, min(int(items[position + 1]), 65535) + 1))
            position += 3
        else:
            break
    return widths


def texts_by_code(stream: Object | None) -> dict[int, str]:
    """A ToUnicode CMap as {code: text} (ISO 32000-1, 9.10.3)."""
    texts: dict[int, str] = {}
    if not isinstance(stream, Stream):
        return texts
    pending: list[bytes | list[bytes]] = []
    inner: list[bytes] | None = None
    for match in _TOKEN.finditer(stream.read_bytes()):
        value, opening, closing, word = match.groups()
        if value is not None:
            digits = _bytes_of_hex(value)
            (pending if inner is None else inner).append(digits)
        elif opening:
            inner = []
        elif closing and inner is not None:
            pending.append(inner)
            inner = None
        elif word in (b"beginbfchar", b"beginbfrange", b"begincodespacerange"):
            pending = []
        elif word == b"endbfchar":
            for code, text in zip(pending[::2], pending[1::2], strict=False):
                if isinstance(code, bytes) and isinstance(text, bytes):
                    texts[int.from_bytes(code, "big")] = text.decode("utf-16-be", "replace")
        elif word == b"endbfrange":
            _add_ranges(texts, pending)
    return texts


def _add_ranges(texts: dict[int, str], pending: list[bytes | list[bytes]]) -> None:
    for low, high, target in zip(pending[::3], pending[1::3], pending[2::3], strict=False):
        if not (isinstance(low, bytes) and isinstance(high, bytes)):
            continue
        first = int.from_bytes(low, "big")
        span = range(min(int.from_bytes(high, "big"), 65535) - first + 1)
        if isinstance(target, list):
            texts.update((first + i, target[i].decode("utf-16-be", "replace")) for i in span if i < len(target))
        else:
            for i in span:
                last = int.from_bytes(target[-2:], "big") + i
                texts[first + i] = (target[:-2] + (last & 0xFFFF).to_bytes(2, "big")).decode("utf-16-be", "replace")


def _bytes_of_hex(digits: bytes) -> bytes:
    """A hexadecimal string; a missing last digit counts as zero (ISO 32000-1, 7.3.4.3)."""
    compact = b"".join(digits.split()).decode("ascii")
    return bytes.fromhex(compact + "0" * (len(compact) % 2))


def _first(value: Object | None) -> Any:
    return value[0] if isinstance(value, Array) and len(value) else None
