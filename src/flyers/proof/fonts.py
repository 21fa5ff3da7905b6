"""Read the fonts of a file: codes, widths, texts and outlines, from the embedded font program."""

from __future__ import annotations

import re
import struct
from typing import Any, NamedTuple

from pikepdf import Array, Dictionary, Name, Object, Stream

from flyers.proof.geometry import Box
from flyers.proof.glyph_outlines import GlyphOutlines, opened

_TOKEN = re.compile(rb"(<[0-9A-Fa-f\s]*>)|(\[)|(\])|([A-Za-z]+)")


def texts_by_code(cmap: bytes) -> dict[int, str]:
    """Return a ToUnicode CMap as {code: text} (ISO 32000-1, 9.10.3)."""
    texts: dict[int, str] = {}
    pending: list[bytes | list[bytes]] = []
    inner: list[bytes] | None = None
    for string, opening, closing, word in _TOKEN.findall(cmap):
        if string:
            digits = _bytes_of_hex(string[1:-1])
            (pending if inner is None else inner).append(digits)
        elif opening:
            inner = []
        elif closing:
            if inner is not None:
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
    """Return the bytes of a hexadecimal string; a missing last digit counts as zero (ISO 32000-1, 7.3.4.3)."""
    compact = digits.decode("ascii")
    if not compact.isalnum():
        compact = "".join(compact.split())
    return bytes.fromhex(compact + "0" * (len(compact) % 2))


STANDARD_FONTS = re.compile(r"^(Courier|Helvetica|Times|Symbol|ZapfDingbats)(-|$|,)")
"""The fourteen fonts that a viewer replaces by its own (ISO 32000-1, 9.6.2.2)."""

SUBSET_TAG = re.compile(r"^[A-Z]{6}\+")
"""The name of a subset begins with six capitals and a plus sign (ISO 32000-1, 9.6.4)."""

UNKNOWN_GLYPH = -1
"""Glyph index of a simple font's code, which is not looked up."""


class FontCode(NamedTuple):
    """What one character code of a font draws: ``width`` in thousandths of an em, ``box`` in ems (None: no outline).

    ``text`` is None if the file doesn't say what the code means.
    """

    code: int
    gid: int
    text: str | None
    width: float
    box: Box | None


class FontReading:
    """One font resource. Codes are read on demand and kept: ``used`` has every code that a page draws."""

    def __init__(self, resource: Object) -> None:
        self.subtype = str(resource.get("/Subtype", ""))[1:]
        self.composite = self.subtype == "Type0"
        descendant = _first(resource.get("/DescendantFonts")) if self.composite else resource
        self._descendant = descendant if isinstance(descendant, Dictionary) else Dictionary()
        self.name = str(resource.get("/BaseFont", self._descendant.get("/BaseFont", "/unnamed"))).lstrip("/")
        self.encoding = str(resource.get("/Encoding", "")) if isinstance(resource.get("/Encoding"), Name) else ""
        self.descriptor = self._descendant.get("/FontDescriptor")
        self.problem = ""
        # Everything is read now, since the file is closed when the checks run.
        self.embedded = self.subtype == "Type3" or self._program_stream() is not None
        self.program = self._open_program()
        self.used: dict[int, FontCode] = {}
        self._strings: dict[bytes, list[FontCode]] = {}
        texts = resource.get("/ToUnicode")
        self._texts: dict[int, str] = {}
        if isinstance(texts, Stream):
            self._texts = texts_by_code(texts.read_bytes())
        self._widths = self._read_widths(resource)
        self._default_width = float(self._descendant.get("/DW", 1000)) if self.composite else 0.0
        self._map = self._glyph_map()

    @property
    def subset(self) -> bool:
        return self.subtype == "Type3" or bool(SUBSET_TAG.match(self.name))

    @property
    def standard(self) -> bool:
        return not self.embedded and bool(STANDARD_FONTS.match(self.name))

    def codes(self, data: bytes) -> list[FontCode]:
        """Return the codes of a shown string: two bytes each in a composite font, one in a simple font."""
        known = self._strings.get(data)
        if known is not None:
            return known
        if self.composite:
            numbers: Any = struct.unpack(f">{len(data) // 2}H", data[: len(data) // 2 * 2])
        else:
            numbers = data
        used = self.used
        read = self._strings[data] = [used.get(number) or self._read(number) for number in numbers]
        return read

    def _read(self, number: int) -> FontCode:
        width = self._widths.get(number, self._default_width)
        text = self._texts.get(number)
        if self.composite:
            gid = self.gid(number)
            box = self.program.outline(gid).box if self.program else _assumed_box(width, text)
            code = FontCode(number, gid, text, width, box)
        else:
            # A simple font reaches its glyphs through encodings of many kinds.
            if text is None:
                text = bytes([number]).decode("cp1252", "replace")
            code = FontCode(number, UNKNOWN_GLYPH, text, width, _assumed_box(width, text))
        self.used[number] = code
        return code

    def gid(self, number: int) -> int:
        """Return the glyph index in the embedded program of a composite font's CID (ISO 32000-1, 9.7.4.2)."""
        if isinstance(self._map, bytes):
            return struct.unpack_from(">H", self._map, 2 * number)[0] if 2 * number + 2 <= len(self._map) else 0
        if isinstance(self._map, dict):
            return self._map.get(number, 0)
        return number

    def says(self, code: FontCode) -> bool:
        """Return whether the file says what *code* means; in a composite font, its ToUnicode map must have it."""
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

    def _open_program(self) -> GlyphOutlines | None:
        found = self._program_stream()
        if found is None or found[0] == "/FontFile":
            return None
        key, stream = found
        bare = key == "/FontFile3" and str(stream.get("/Subtype", "")) != "/OpenType"
        try:
            return opened(stream.read_bytes(), bare_cff=bare)
        except Exception as error:
            self.problem = str(error)
            return None

    def _read_widths(self, resource: Object) -> dict[int, float]:
        if not self.composite:
            first = int(resource.get("/FirstChar", 0))
            widths = resource.get("/Widths")
            return {first + i: float(w) for i, w in enumerate(widths)} if isinstance(widths, Array) else {}
        return widths_by_cid(self._descendant.get("/W"))


def _assumed_box(width: float, text: str | None) -> Box | None:
    """Return a box of the code's advance and a capital's height, in place of an outline that can't be read."""
    return (0.0, 0.0, width / 1000, 0.7) if text is None or text.strip() else None


def widths_by_cid(array: Object | None) -> dict[int, float]:
    """Return the W array of a CIDFont as {CID: width} (ISO 32000-1, 9.7.4.3)."""
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


def _first(value: Object | None) -> Any:
    return value[0] if isinstance(value, Array) and len(value) else None
