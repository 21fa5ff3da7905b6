"""One composite font per face and document, whose codes carry their own text.

Every pair of an encoded glyph and the text that it carries has a code of its own. So one glyph can stand for different
characters in different places (the same dotted shape for two letters; the second glyph of one cluster and the first of
another), and readers still extract the right text.

- TrueType: a CIDFontType2. Codes count up from 1; a CIDToGIDMap maps several codes to one glyph.
- CFF: a CIDFontType0 (FontFile3, CIDFontType0C), where a code *is* a glyph of the subset. A glyph with a second text
  goes to a second font dictionary that shares everything but the ToUnicode map ("layers").

The encoding is always Identity-H, two bytes per code (PDF 32000-1, 9.7).

HarfBuzz's subsetter takes one member of a collection, pins the axes of a variable font, renumbers the glyphs and drops
every table that PDF readers don't use. It takes well under a millisecond for Latin and a few milliseconds for CJK.

Composite glyphs are added to TrueType subsets: whole letters, with their dots and marks where the shaper put them. Many
fonts draw one letter with several glyphs: Noto's Arabic has a bare stroke and its dots, Nastaliq also lifts letters far
off the baseline, Khmer and Devanagari surround a consonant. A PDF reader that finds those glyphs one by one must guess
that they belong together, and guesses wrong. A composite glyph (OpenType ``glyf``, "composite glyph description")
refers to the same outlines at the same places. So the page looks the same, but the letter is one glyph on the baseline,
with one code and one text.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any, Literal, NamedTuple

import uharfbuzz as hb
from reportlab.pdfbase import pdfdoc

from flyers.errors import FontError, Source
from flyers.pdf.canvas import Name, Stream
from flyers.pdf.encoded_glyphs import STRUT, Component, EncodedGlyph, to_unicode
from flyers.pdf.graphics_operators import number
from flyers.process_cache import memoized
from flyers.records import dataclass
from flyers.text.fonts import FontFace

_WORDS, _XY, _MORE, _OVERLAP = 0x0001, 0x0002, 0x0020, 0x0400
"""ARG_1_AND_2_ARE_WORDS, ARGS_ARE_XY_VALUES, MORE_COMPONENTS, OVERLAP_COMPOUND."""

_MAX_UINT16 = 0xFFFF


STRUT_BAND = (0.18, 0.26)
"""Bottom and top, em above the baseline; nearly every letter of Arabic type crosses this band."""

_STRUT_WIDTH = 0.02
"""Em. pdfium ignores a glyph's box without width, and then takes two spaces near each other for the same one."""


class Composite(NamedTuple):
    """A glyph to be added: its components in the order of drawing, and its advance width in font units."""

    components: tuple[Component, ...]
    advance: int


def with_composites(sfnt: bytes, composites: Sequence[Composite]) -> bytes:
    """Return the font with *composites* appended to its glyphs, in order, after a strut if one of them needs it.

    Raises:
        ValueError: a component isn't a glyph of the font, or an offset doesn't fit in 16 bits.
    """
    tables = _tables(sfnt)
    outlines = _Outlines(tables)
    metrics = _glyph_metrics(tables, len(outlines))
    if any(component.gid == STRUT for composite in composites for component in composite.components):
        metrics.append((0, 0))
        outlines.add_strut(struct.unpack_from(">H", tables[b"head"], 18)[0])
    for composite in composites:
        description, left = outlines.describe(composite)
        outlines.glyphs.append(description)
        metrics.append((composite.advance, left))
    outlines.store(tables)
    _store_metrics(tables, metrics)
    _store_limits(tables, len(metrics), max((len(c.components) for c in composites), default=0))
    return _sfnt(sfnt[:4], tables)


class _Outlines:
    """The glyf table, glyph by glyph; ``strut`` is the index of the strut, once added."""

    strut = STRUT

    def __init__(self, tables: dict[bytes, bytes]) -> None:
        glyf, loca = tables[b"glyf"], tables[b"loca"]
        if struct.unpack_from(">h", tables[b"head"], 50)[0]:
            offsets = [offset for (offset,) in struct.iter_unpack(">I", loca)]
        else:
            offsets = [2 * offset for (offset,) in struct.iter_unpack(">H", loca)]
        self.glyphs = [glyf[start:end] for start, end in pairwise(offsets)]

    def add_strut(self, upem: int) -> None:
        """Add the strut: two contours of one point each, which no rasterizer fills but every glyph box includes."""
        low, high, width = (round(em * upem) for em in (*STRUT_BAND, _STRUT_WIDTH))
        points = struct.pack(">2HH2B2h2h", 0, 1, 0, 1, 1, 0, width, low, high - low)
        self.strut = len(self.glyphs)
        self.glyphs.append(struct.pack(">5h", 2, 0, low, width, high) + points)

    def __len__(self) -> int:
        return len(self.glyphs)

    def describe(self, composite: Composite) -> tuple[bytes, int]:
        """Return the composite's description and its left side bearing.

        The bearing must be the left edge of the glyph's box: rasterizers move an outline so that they agree.
        """
        placed = [part._replace(gid=self.strut) if part.gid == STRUT else part for part in composite.components]
        inked = [part for part in placed if self._glyph(part.gid)]
        if not inked:
            return b"", 0
        boxes = []
        for gid, x, y in inked:
            left, bottom, right, top = struct.unpack_from(">4h", self.glyphs[gid], 2)
            boxes.append((left + x, bottom + y, right + x, top + y))
        left, bottom = min(box[0] for box in boxes), min(box[1] for box in boxes)
        right, top = max(box[2] for box in boxes), max(box[3] for box in boxes)
        try:
            parts = [struct.pack(">5h", -1, left, bottom, right, top)]
            for index, (gid, x, y) in enumerate(inked):
                flags = _WORDS | _XY | (_MORE if index + 1 < len(inked) else 0) | (0 if index else _OVERLAP)
                parts.append(struct.pack(">2H2h", flags, gid, x, y))
        except struct.error as error:
            raise ValueError(f"a component's offset doesn't fit in 16 bits: {composite}") from error
        return b"".join(parts), left

    def _glyph(self, gid: int) -> bytes:
        if not 0 <= gid < len(self.glyphs):
            raise ValueError(f"the font has no glyph {gid}")
        return self.glyphs[gid]

    def store(self, tables: dict[bytes, bytes]) -> None:
        """Write glyf and loca, and the font's box in head."""
        data = bytearray()
        offsets = [0]
        for glyph in self.glyphs:
            data += glyph + bytes(-len(glyph) % 4)
            offsets.append(len(data))
        tables[b"glyf"] = bytes(data)
        tables[b"loca"] = struct.pack(f">{len(offsets)}I", *offsets)
        head = bytearray(tables[b"head"])
        struct.pack_into(">h", head, 50, 1)
        left, bottom, right, top = struct.unpack_from(">4h", head, 36)
        for glyph in self.glyphs:
            if glyph:
                box = struct.unpack_from(">4h", glyph, 2)
                left, bottom = min(left, box[0]), min(bottom, box[1])
                right, top = max(right, box[2]), max(top, box[3])
        struct.pack_into(">4h", head, 36, left, bottom, right, top)
        tables[b"head"] = bytes(head)


def _glyph_metrics(tables: dict[bytes, bytes], count: int) -> list[tuple[int, int]]:
    """Return advance and left side bearing of every glyph."""
    (full,) = struct.unpack_from(">H", tables[b"hhea"], 34)
    hmtx = tables[b"hmtx"]
    metrics: list[tuple[int, int]] = [struct.unpack_from(">Hh", hmtx, 4 * index) for index in range(full)]
    last = metrics[-1][0]
    for index in range(count - full):
        metrics.append((last, struct.unpack_from(">h", hmtx, 4 * full + 2 * index)[0]))
    return metrics


def _store_metrics(tables: dict[bytes, bytes], metrics: Sequence[tuple[int, int]]) -> None:
    tables[b"hmtx"] = b"".join(struct.pack(">Hh", *metric) for metric in metrics)
    hhea = bytearray(tables[b"hhea"])
    struct.pack_into(">H", hhea, 10, max(advance for advance, _ in metrics))
    struct.pack_into(">H", hhea, 34, len(metrics))
    tables[b"hhea"] = bytes(hhea)


def _store_limits(tables: dict[bytes, bytes], count: int, components: int) -> None:
    """Raise the upper bounds in maxp, by which rasterizers allocate memory."""
    maxp = bytearray(tables[b"maxp"])
    points, contours, composite_points, composite_contours = struct.unpack_from(">4H", maxp, 6)
    struct.pack_into(">H", maxp, 4, count)
    struct.pack_into(
        ">2H",
        maxp,
        10,
        min(_MAX_UINT16, components * max(points, composite_points)),
        min(_MAX_UINT16, components * max(contours, composite_contours)),
    )
    elements, depth = struct.unpack_from(">2H", maxp, 28)
    struct.pack_into(">2H", maxp, 28, max(elements, components), depth + 1)
    tables[b"maxp"] = bytes(maxp)


def _tables(sfnt: bytes) -> dict[bytes, bytes]:
    (count,) = struct.unpack_from(">H", sfnt, 4)
    tables = {}
    for index in range(count):
        tag, _, offset, length = struct.unpack_from(">4s3I", sfnt, 12 + 16 * index)
        tables[tag] = sfnt[offset : offset + length]
    return tables


def _sfnt(version: bytes, tables: dict[bytes, bytes]) -> bytes:
    """Return table directory and tables as a font file (OpenType, "Organization of an OpenType Font")."""
    head = bytearray(tables[b"head"])
    struct.pack_into(">I", head, 8, 0)
    tables = {**tables, b"head": bytes(head)}
    power = len(tables).bit_length() - 1
    search = 16 << power
    directory = [version + struct.pack(">4H", len(tables), search, power, 16 * len(tables) - search)]
    body = []
    offset = 12 + 16 * len(tables)
    for tag, data in sorted(tables.items()):
        directory.append(struct.pack(">4s3I", tag, _checksum(data), offset, len(data)))
        padded = data + bytes(-len(data) % 4)
        body.append(padded)
        if tag == b"head":
            adjustment = offset + 8
        offset += len(padded)
    font = bytearray(b"".join(directory + body))
    struct.pack_into(">I", font, adjustment, (0xB1B0AFBA - _checksum(bytes(font))) & 0xFFFFFFFF)
    return bytes(font)


def _checksum(data: bytes) -> int:
    padded = data + bytes(-len(data) % 4)
    words: tuple[int, ...] = struct.unpack(f">{len(padded) // 4}I", padded)
    return sum(words) & 0xFFFFFFFF


Outlines = Literal["truetype", "cff"]

_KEPT = {"glyf", "loca", "head", "hhea", "hmtx", "maxp", "cvt ", "fpgm", "prep", "CFF ", "OS/2", "post"}
_VARIATIONS = {"fvar", "gvar", "avar", "HVAR", "MVAR", "STAT", "cvar", "VVAR", "CFF2"}


@dataclass(frozen=True, slots=True)
class Metrics:
    """The values of a font descriptor (PDF 32000-1, 9.8.1), in thousandths of an em."""

    name: str
    flags: int
    box: tuple[int, int, int, int]
    italic_angle: float
    ascent: int
    descent: int
    cap_height: int
    stem_v: int


@dataclass(frozen=True, slots=True)
class FontProgram:
    """A subset of a font.

    Attributes:
        outlines: the format of the outlines.
        data: a whole sfnt (``truetype``), or a bare CFF table (``cff``).
        glyphs: the glyph index in the subset of each encoded glyph.
        widths: its advance, thousandths of an em.
        metrics: of the face.
    """

    outlines: Outlines
    data: bytes
    glyphs: Mapping[EncodedGlyph, int]
    widths: Mapping[EncodedGlyph, float]
    metrics: Metrics


@memoized(128)
def font_program(
    data: bytes, index: int, axes: tuple[tuple[str, float], ...], wanted: frozenset[EncodedGlyph]
) -> FontProgram:
    """Return the *wanted* glyphs of member *index* of the font file *data*, with the variable *axes* pinned.

    Raises:
        FontError: the file cannot be subset, or its outlines are neither TrueType nor CFF.
    """
    face = _face(data, index)
    request = hb.SubsetInput()
    request.sets(hb.SubsetInputSets.GLYPH_INDEX).update(
        {part.gid for encoded in wanted for part in encoded.components if part.gid != STRUT}
    )
    request.flags = (
        hb.SubsetFlags.NO_LAYOUT_CLOSURE
        | hb.SubsetFlags.CFF_IDENTITY_CHARSET
        | hb.SubsetFlags.DOWNGRADE_CFF2
        | hb.SubsetFlags.NO_HINTING
    )
    tags = set(face.table_tags)
    request.sets(hb.SubsetInputSets.DROP_TABLE_TAG).update(
        int.from_bytes(tag.encode(), "big") for tag in tags - _KEPT - _VARIATIONS
    )
    if "fvar" in tags:
        request.pin_all_axes_to_default(face)
        for tag, value in axes:
            request.pin_axis_location(face, tag, value)
    try:
        plan = hb.SubsetPlan(face, request)
        subset = plan.execute()
    except (RuntimeError, ValueError) as error:
        raise _unusable(face) from error
    renumbered = {**plan.old_to_new_glyph_mapping, STRUT: STRUT}
    plain = sorted((glyph for glyph in wanted if glyph.is_plain), key=_order)
    composed = sorted((glyph for glyph in wanted if not glyph.is_plain), key=_order)
    glyphs = {glyph: renumbered[glyph.components[0].gid] for glyph in plain}
    first = subset.glyph_count + any(part.gid == STRUT for glyph in composed for part in glyph.components)
    glyphs |= {glyph: first + place for place, glyph in enumerate(composed)}
    scale = 1000 / face.upem
    font = hb.Font(subset)
    widths = {glyph: font.get_glyph_h_advance(glyphs[glyph]) * scale for glyph in plain}
    widths |= {glyph: (glyph.advance or 0) * scale for glyph in composed}
    kept = set(subset.table_tags)
    if "glyf" in kept:
        data = bytes(subset.blob.data)
        if composed:
            data = with_composites(data, [_renumbered(glyph, renumbered) for glyph in composed])
        # Composed glyphs may reach out of the box of the face.
        return FontProgram("truetype", data, glyphs, widths, _metrics(face, hb.Face(data) if composed else subset))
    if "CFF " in kept and not composed:
        return FontProgram("cff", bytes(subset.reference_table("CFF ").data), glyphs, widths, _metrics(face, subset))
    raise _unusable(face)


def _order(glyph: EncodedGlyph) -> tuple[tuple[Component, ...], float]:
    """Sort by drawing, so that the same glyphs make the same font."""
    return glyph.components, glyph.advance or 0.0


def _renumbered(glyph: EncodedGlyph, gids: Mapping[int, int]) -> Composite:
    """Return a composed glyph with the glyph indices of the subset."""
    return Composite(tuple(Component(gids[gid], x, y) for gid, x, y in glyph.components), round(glyph.advance or 0))


@memoized(64)
def _face(data: bytes, index: int) -> hb.Face:
    return hb.Face(data, index)


def _unusable(face: hb.Face) -> FontError:
    return FontError(
        f"The font “{face.get_name(4) or 'unnamed'}” cannot be embedded.",
        hint="Use a font with TrueType or CFF outlines (.ttf, .otf, .ttc).",
    )


_FIXED_PITCH, _SERIF, _SYMBOLIC, _ITALIC = 1, 2, 4, 64
_SERIF_CLASSES = {1, 2, 3, 4, 5, 7}
"""OpenType's IBM font classes (high byte of OS/2 sFamilyClass) that have serifs."""


def _metrics(face: hb.Face, subset: hb.Face) -> Metrics:
    """Read head, hhea, OS/2 and post at the offsets of the OpenType specification."""
    scale = 1000 / int(face.upem)

    def scaled(value: float) -> int:
        return round(value * scale)

    head = bytes(subset.reference_table("head").data)
    hhea = bytes(subset.reference_table("hhea").data)
    os2 = bytes(face.reference_table("OS/2").data)
    post = bytes(face.reference_table("post").data)
    left, bottom, right, top = struct.unpack_from(">4h", head, 36)
    ascent, descent = struct.unpack_from(">2h", hhea, 4)
    weight, family_class, cap_height = 400, 0, ascent
    if len(os2) >= 32:
        (weight,) = struct.unpack_from(">H", os2, 4)
        family_class = os2[30]
    if len(os2) >= 90:
        cap_height = struct.unpack_from(">h", os2, 88)[0] or ascent
    italic_angle, fixed_pitch = 0.0, 0
    if len(post) >= 16:
        italic_angle = struct.unpack_from(">i", post, 4)[0] / 65536
        (fixed_pitch,) = struct.unpack_from(">I", post, 12)
    flags = _SYMBOLIC
    flags |= _FIXED_PITCH if fixed_pitch else 0
    flags |= _SERIF if family_class in _SERIF_CLASSES else 0
    flags |= _ITALIC if italic_angle else 0
    return Metrics(
        name=_postscript_name(face),
        flags=flags,
        box=(scaled(left), scaled(bottom), scaled(right), scaled(top)),
        italic_angle=italic_angle,
        ascent=scaled(ascent),
        descent=scaled(descent),
        cap_height=scaled(cap_height),
        # The usual estimate from the weight class; readers use it only to choose a substitute for a missing font.
        stem_v=round(50 + (weight / 65) ** 2),
    )


def _postscript_name(face: hb.Face) -> str:
    name = face.get_name(6) or face.get_name(4) or "Face"
    return "".join(c for c in name if c.isascii() and (c.isalnum() or c == "-"))[:63] or "Face"


_SMALL = 50_000
"""Bytes of a font program that other files are likely to have too: Chinese has larger ones, which all differ."""

Pair = tuple[EncodedGlyph, str]
"""An encoded glyph, and the text that it stands for."""


class GlyphFont:
    """A face with the pairs that a document uses, as a dynamic font of ReportLab.

    Attributes:
        codes: layer and code of each pair.
        encoding: for each pair the font resource, the code as in a content stream, and the advance in thousandths of
            an em as a reader computes it.

    Raises:
        FontError: a pair contains glyph 0, the box for a missing letter; or the font cannot be embedded.
    """

    _dynamicFont = True  # noqa: N815 - ReportLab's name

    def __init__(self, face: FontFace, pairs: Iterable[Pair], serial: int) -> None:
        self.pairs = list(dict.fromkeys(pairs))
        self._refuse_missing_glyphs(face)
        program = self.program = self._subset(face)
        self.tag = _subset_tag(program.data)
        self.fontName = f"{self.tag}+{program.metrics.name}"
        self.codes = _sequential(self.pairs) if program.outlines == "truetype" else _layered(self.pairs, program)
        self.layers = 1 + max(layer for layer, _ in self.codes.values())
        self.names = [f"F{serial}" if layer == 0 else f"F{serial}.{layer}" for layer in range(self.layers)]
        self.encoding: dict[Pair, tuple[str, str, float]] = {
            pair: (self.names[layer], f"{code:04X}", program.widths[pair[0]])
            for pair, (layer, code) in self.codes.items()
        }

    def _subset(self, face: FontFace) -> FontProgram:
        try:
            return font_program(face.data, face.index, face.axes, frozenset(encoded for encoded, _ in self.pairs))
        except FontError as error:
            error.source = error.source or Source(face.path.name)
            raise
        # A damaged table can fail in any way where it is read.
        except Exception as error:
            raise FontError(
                f"This font is damaged ({type(error).__name__}: {error}).",
                hint="Take the file from its source again.",
                source=Source(face.path.name),
            ) from error

    def _refuse_missing_glyphs(self, face: FontFace) -> None:
        for encoded, text in self.pairs:
            if any(part.gid == 0 for part in encoded.components):
                codes = " ".join(f"U+{ord(c):04X}" for c in text)
                raise FontError(
                    f"The face “{face.key}” would print a box for “{text}” ({codes}).",
                    hint="Add a font that has the character to the language's font stack.",
                )

    def register(self, document: Any) -> None:
        """Add the font to ReportLab's document; its objects follow when the document is written."""
        document.fontMapping[self.fontName] = f"/{self.names[0]}"
        document.delayedFonts.append(self)

    def addObjects(self, document: Any) -> None:  # noqa: N802 - ReportLab's hook
        """Write the font's objects into ReportLab's document."""
        descendant = document.Reference(self._descendant(document), f"{self.names[0]}.cid")
        fonts = document.idToObject[pdfdoc.BasicFonts].dict
        for layer, name in enumerate(self.names):
            texts = sorted((code, text) for (_, text), (at, code) in self.codes.items() if at == layer)
            fonts[name] = document.Reference(
                pdfdoc.PDFDictionary(
                    {
                        "Type": Name("Font"),
                        "Subtype": Name("Type0"),
                        "BaseFont": Name(self.fontName),
                        "Encoding": Name("Identity-H"),
                        "DescendantFonts": pdfdoc.PDFArrayCompact([descendant]),
                        "ToUnicode": document.Reference(Stream(to_unicode(texts)), f"{name}.text"),
                    }
                ),
                name,
            )

    def _descendant(self, document: Any) -> Any:
        truetype = self.program.outlines == "truetype"
        entries = {
            "Type": Name("Font"),
            "Subtype": Name("CIDFontType2" if truetype else "CIDFontType0"),
            "BaseFont": Name(self.fontName),
            "CIDSystemInfo": pdfdoc.PDFDictionary(
                {
                    "Registry": pdfdoc.PDFString("Adobe"),
                    "Ordering": pdfdoc.PDFString("Identity"),
                    "Supplement": 0,
                }
            ),
            "FontDescriptor": document.Reference(self._descriptor(document), f"{self.names[0]}.face"),
            "DW": 1000,
            "W": self._widths(),
        }
        if truetype:
            entries["CIDToGIDMap"] = document.Reference(Stream(self._glyph_map()), f"{self.names[0]}.map")
        return pdfdoc.PDFDictionary(entries)

    def _descriptor(self, document: Any) -> Any:
        metrics, program = self.program.metrics, self.program
        if program.outlines == "truetype":
            recurs = len(program.data) <= _SMALL
            key, stream = "FontFile2", Stream(program.data, {"Length1": len(program.data)}, recurs=recurs)
        else:
            key, stream = "FontFile3", Stream(program.data, {"Subtype": Name("CIDFontType0C")})
        return pdfdoc.PDFDictionary(
            {
                "Type": Name("FontDescriptor"),
                "FontName": Name(self.fontName),
                "Flags": metrics.flags,
                "FontBBox": pdfdoc.PDFArrayCompact(metrics.box),
                "ItalicAngle": metrics.italic_angle,
                "Ascent": metrics.ascent,
                "Descent": metrics.descent,
                "CapHeight": metrics.cap_height,
                "StemV": metrics.stem_v,
                key: document.Reference(stream, f"{self.names[0]}.program"),
            }
        )

    def _widths(self) -> str:
        """Return the W array: runs of consecutive codes, each with its widths."""
        by_code = sorted({code: self.program.widths[encoded] for (encoded, _), (_, code) in self.codes.items()}.items())
        parts: list[str] = []
        previous = -2
        for code, width in by_code:
            if code != previous + 1:
                parts.append(("] " if parts else "") + f"{code} [")
            parts.append(number(width))
            previous = code
        return f"[ {' '.join(parts)} ] ]"

    def _glyph_map(self) -> bytes:
        glyphs = [0] * (len(self.pairs) + 1)
        for (encoded, _), (_, code) in self.codes.items():
            glyphs[code] = self.program.glyphs[encoded]
        return struct.pack(f">{len(glyphs)}H", *glyphs)


def _sequential(pairs: list[Pair]) -> dict[Pair, tuple[int, int]]:
    return {pair: (0, code) for code, pair in enumerate(pairs, start=1)}


def _layered(pairs: list[Pair], program: FontProgram) -> dict[Pair, tuple[int, int]]:
    layers: dict[EncodedGlyph, int] = {}
    codes: dict[Pair, tuple[int, int]] = {}
    for encoded, text in pairs:
        layer = layers.get(encoded, 0)
        layers[encoded] = layer + 1
        codes[encoded, text] = (layer, program.glyphs[encoded])
    return codes


def _subset_tag(program: bytes) -> str:
    """Return six capitals (PDF 32000-1, 9.6.4) that depend only on the subset."""
    value = int.from_bytes(hashlib.sha256(program).digest()[:8], "big")
    letters = []
    for _ in range(6):
        value, digit = divmod(value, 26)
        letters.append(chr(ord("A") + digit))
    return "".join(letters)
