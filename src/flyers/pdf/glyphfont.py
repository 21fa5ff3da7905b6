"""One composite font per face and document, whose codes carry their own text.

Every pair of what is drawn and the text that it carries has a code of its own. So one glyph can stand for different
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
import io
import struct
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate, pairwise
from typing import Any, Literal

import uharfbuzz as hb
from reportlab.pdfbase import pdfdoc

from flyers.errors import FontError, Source
from flyers.page.items import Rectangle, moved_rectangle, union
from flyers.pdf.canvas import Name, Stream
from flyers.pdf.encoded_glyphs import STRUT, Component
from flyers.pdf.graphics_operators import number
from flyers.process_cache import memoized
from flyers.records import dataclass
from flyers.text.fonts import FontFace

_WORDS, _XY, _MORE, _OVERLAP = 0x0001, 0x0002, 0x0020, 0x0400
"""ARG_1_AND_2_ARE_WORDS, ARGS_ARE_XY_VALUES, MORE_COMPONENTS, OVERLAP_COMPOUND."""

STRUT_BAND = (0.18, 0.26)
"""Bottom and top, em above the baseline; nearly every letter of Arabic type crosses this band."""

_STRUT_WIDTH = 0.02
"""Em. pdfium ignores a glyph's box without width, and then takes two spaces near each other for the same one."""


Drawing = tuple[tuple[Component, ...], float | None]  # Components and advance, as a `PlacedGlyph` has them.


def with_composites(face: hb.Face, composites: Sequence[Drawing]) -> bytes:
    """Return the TrueType font with *composites* appended to its glyphs, in order, after a strut if one of them needs
    it; raises ValueError where an offset doesn't fit in 16 bits.
    """
    tables = {tag: bytearray(face.reference_table(tag).data) for tag in face.table_tags}
    head, hhea, maxp, hmtx = (tables[tag] for tag in ("head", "hhea", "maxp", "hmtx"))
    glyphs = _outlines(tables)
    (full,) = struct.unpack_from(">H", hhea, 34)
    metrics: list[tuple[int, float]] = [struct.unpack_from(">Hh", hmtx, 4 * index) for index in range(full)]
    bearings = struct.iter_unpack(">h", hmtx[4 * full :])
    metrics += [(metrics[-1][0], bearing) for (bearing,) in bearings]
    strut = len(glyphs)
    if any(part.gid == STRUT for components, _ in composites for part in components):
        # Two contours of one point each, which no rasterizer fills but every glyph box includes.
        low, high, width = (round(em * face.upem) for em in (*STRUT_BAND, _STRUT_WIDTH))
        points = struct.pack(">2HH2B2h2h", 0, 1, 0, 1, 1, 0, width, low, high - low)
        glyphs.append(struct.pack(">5h", 2, 0, low, width, high) + points)
        metrics.append((0, 0))
    for components, advance in composites:
        placed = [part._replace(gid=strut) if part.gid == STRUT else part for part in components]
        description = _description([part for part in placed if glyphs[part.gid]], glyphs)
        # The bearing must be the left edge of the glyph's box: rasterizers move an outline so that they agree.
        metrics.append((round(advance or 0), _box(description)[0] if description else 0))
        glyphs.append(description)
    padded = [glyph + bytes(-len(glyph) % 4) for glyph in glyphs]
    tables["glyf"] = bytearray(b"".join(padded))
    tables["loca"] = bytearray(struct.pack(f">{len(glyphs) + 1}I", *accumulate(map(len, padded), initial=0)))
    tables["hmtx"] = bytearray(b"".join(struct.pack(">Hh", *metric) for metric in metrics))
    struct.pack_into(">H", hhea, 10, max(advance for advance, _ in metrics))
    struct.pack_into(">H", hhea, 34, len(metrics))
    struct.pack_into(">h", head, 50, 1)
    struct.pack_into(">4h", head, 36, *union([struct.unpack_from(">4h", head, 36), *map(_box, filter(None, glyphs))]))
    # The upper bounds by which rasterizers allocate memory.
    most = max((len(components) for components, _ in composites), default=0)
    points, contours, composite_points, composite_contours = struct.unpack_from(">4H", maxp, 6)
    largest = max(points, composite_points), max(contours, composite_contours)
    elements, depth = struct.unpack_from(">2H", maxp, 28)
    struct.pack_into(">H", maxp, 4, len(glyphs))
    struct.pack_into(">2H", maxp, 10, *(min(0xFFFF, most * bound) for bound in largest))
    struct.pack_into(">2H", maxp, 28, max(elements, most), depth + 1)
    return _sfnt(tables)


def _outlines(tables: Mapping[str, bytearray]) -> list[bytes]:
    """Return the glyf table, glyph by glyph."""
    long = struct.unpack_from(">h", tables["head"], 50)[0]
    offsets = [
        offset if long else 2 * offset for (offset,) in struct.iter_unpack(">I" if long else ">H", tables["loca"])
    ]
    return [bytes(tables["glyf"][start:end]) for start, end in pairwise(offsets)]


def _description(parts: Sequence[Component], glyphs: Sequence[bytes]) -> bytes:
    """Return the description of the glyph that is made of *parts*, all of which have ink."""
    if not parts:
        return b""
    boxes = [moved_rectangle(_box(glyphs[gid]), x, y) for gid, x, y in parts]
    try:
        description = struct.pack(">5h", -1, *union(boxes))
        for index, part in enumerate(parts):
            flags = _WORDS | _XY | (_MORE if index + 1 < len(parts) else 0) | (0 if index else _OVERLAP)
            description += struct.pack(">2H2h", flags, *part)
    except struct.error as error:
        raise ValueError(f"a component's offset doesn't fit in 16 bits: {parts}") from error
    return description


def _box(glyph: bytes) -> Rectangle:
    return struct.unpack_from(">4h", glyph, 2)


def _sfnt(tables: Mapping[str, bytearray]) -> bytes:
    """Return a TrueType font file of *tables*."""
    from fontTools.ttLib.sfnt import SFNTWriter  # which takes some milliseconds

    file = io.BytesIO()
    writer = SFNTWriter(file, len(tables))
    for tag, data in sorted(tables.items()):
        writer[tag] = bytes(data)
    writer.close()
    return file.getvalue()


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
    """A subset of a font."""

    outlines: Outlines  # the format of the outlines
    data: bytes  # a whole sfnt (``truetype``), or a bare CFF table (``cff``)
    glyphs: Mapping[Drawing, int]  # the glyph index in the subset of what each code draws
    widths: Mapping[Drawing, float]  # its advance, thousandths of an em
    metrics: Metrics  # of the face


@memoized(128)
def font_program(
    data: bytes, index: int, axes: tuple[tuple[str, float], ...], wanted: frozenset[Drawing]
) -> FontProgram:
    """Return the *wanted* glyphs of member *index* of the font file *data*, with the variable *axes* pinned.

    Raises:
        FontError: the file cannot be subset, or its outlines are neither TrueType nor CFF.
    """
    face = hb.Face(data, index)
    request = hb.SubsetInput()
    request.sets(hb.SubsetInputSets.GLYPH_INDEX).update(
        {part.gid for components, _ in wanted for part in components if part.gid != STRUT}
    )
    flags = hb.SubsetFlags
    request.flags = flags.CFF_IDENTITY_CHARSET | flags.DOWNGRADE_CFF2 | flags.NO_HINTING
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
    plain = [drawing for drawing in wanted if drawing[1] is None]
    # In their own order, so that the same glyphs make the same font.
    composed = sorted((components, advance) for components, advance in wanted if advance is not None)
    glyphs: dict[Drawing, int] = {drawing: renumbered[drawing[0][0].gid] for drawing in plain}
    first = subset.glyph_count + any(part.gid == STRUT for components, _ in composed for part in components)
    glyphs |= {drawing: first + place for place, drawing in enumerate(composed)}
    scale = 1000 / face.upem
    font = hb.Font(subset)
    widths = {drawing: font.get_glyph_h_advance(glyphs[drawing]) * scale for drawing in plain}
    widths |= {drawing: drawing[1] * scale for drawing in composed}
    kept = set(subset.table_tags)
    if "glyf" in kept:
        added = [_renumbered(drawing, renumbered) for drawing in composed]
        data = with_composites(subset, added) if added else bytes(subset.blob.data)
        # Composed glyphs may reach out of the box of the face.
        return FontProgram("truetype", data, glyphs, widths, _metrics(face, hb.Face(data) if composed else subset))
    if "CFF " in kept and not composed:
        return FontProgram("cff", bytes(subset.reference_table("CFF ").data), glyphs, widths, _metrics(face, subset))
    raise _unusable(face)


def _renumbered(drawing: Drawing, gids: Mapping[int, int]) -> Drawing:
    """Return what is drawn with the glyph indices of the subset."""
    return tuple(Component(gids[gid], x, y) for gid, x, y in drawing[0]), drawing[1]


def _unusable(face: hb.Face) -> FontError:
    return FontError(
        f"The font “{face.get_name(4) or 'unnamed'}” cannot be embedded.",
        hint="Use a font with TrueType or CFF outlines (.ttf, .otf, .ttc).",
    )


_FIXED_PITCH, _SERIF, _SYMBOLIC, _ITALIC = 1, 2, 4, 64
_SERIF_CLASSES = {1, 2, 3, 4, 5, 7}  # OpenType's IBM font classes (high byte of OS/2 sFamilyClass) that have serifs.


def _metrics(face: hb.Face, subset: hb.Face) -> Metrics:
    """Read head, hhea, OS/2 and post at the offsets of the OpenType specification."""
    scale = 1000 / int(face.upem)
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
    return Metrics(
        name=_postscript_name(face),
        flags=_SYMBOLIC
        | (_FIXED_PITCH if fixed_pitch else 0)
        | (_SERIF if family_class in _SERIF_CLASSES else 0)
        | (_ITALIC if italic_angle else 0),
        box=(round(left * scale), round(bottom * scale), round(right * scale), round(top * scale)),
        italic_angle=italic_angle,
        ascent=round(ascent * scale),
        descent=round(descent * scale),
        cap_height=round(cap_height * scale),
        # The usual estimate from the weight class; readers use it only to choose a substitute for a missing font.
        stem_v=round(50 + (weight / 65) ** 2),
    )


def _postscript_name(face: hb.Face) -> str:
    name = face.get_name(6) or face.get_name(4) or "Face"
    return "".join(c for c in name if c.isascii() and (c.isalnum() or c == "-"))[:63] or "Face"


Pair = tuple[Drawing, str]  # What a code draws, and the text that it stands for.


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
        if program.outlines == "truetype":
            self.codes = {pair: (0, code) for code, pair in enumerate(self.pairs, start=1)}
        else:
            texts: Counter[Drawing] = Counter()
            self.codes = {}
            for pair in self.pairs:
                self.codes[pair] = (texts[pair[0]], program.glyphs[pair[0]])
                texts[pair[0]] += 1
        layers = 1 + max(layer for layer, _ in self.codes.values())
        self.names = [f"F{serial}" if layer == 0 else f"F{serial}.{layer}" for layer in range(layers)]
        self.encoding: dict[Pair, tuple[str, str, float]] = {
            pair: (self.names[layer], f"{code:04X}", program.widths[pair[0]])
            for pair, (layer, code) in self.codes.items()
        }

    def _subset(self, face: FontFace) -> FontProgram:
        try:
            return font_program(face.data, face.index, face.axes, frozenset(drawing for drawing, _ in self.pairs))
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
        for (components, _), text in self.pairs:
            if any(part.gid == 0 for part in components):
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
            entries = {
                "Type": Name("Font"),
                "Subtype": Name("Type0"),
                "BaseFont": Name(self.fontName),
                "Encoding": Name("Identity-H"),
                "DescendantFonts": pdfdoc.PDFArrayCompact([descendant]),
                "ToUnicode": document.Reference(Stream(to_unicode(texts)), f"{name}.text"),
            }
            fonts[name] = document.Reference(pdfdoc.PDFDictionary(entries), name)

    def _descendant(self, document: Any) -> Any:
        truetype = self.program.outlines == "truetype"
        entries = {
            "Type": Name("Font"),
            "Subtype": Name("CIDFontType2" if truetype else "CIDFontType0"),
            "BaseFont": Name(self.fontName),
            "CIDSystemInfo": pdfdoc.PDFDictionary(
                {"Registry": pdfdoc.PDFString("Adobe"), "Ordering": pdfdoc.PDFString("Identity"), "Supplement": 0}
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
            key, stream = "FontFile2", Stream(program.data, {"Length1": len(program.data)})
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
        by_code = {code: self.program.widths[drawing] for (drawing, _), (_, code) in self.codes.items()}
        parts: list[str] = []
        for code, width in sorted(by_code.items()):
            if code - 1 not in by_code:
                parts.append(("] " if parts else "") + f"{code} [")
            parts.append(number(width))
        return f"[ {' '.join(parts)} ] ]"

    def _glyph_map(self) -> bytes:
        glyphs = [0] * (len(self.pairs) + 1)
        for (drawing, _), (_, code) in self.codes.items():
            glyphs[code] = self.program.glyphs[drawing]
        return struct.pack(f">{len(glyphs)}H", *glyphs)


def _subset_tag(program: bytes) -> str:
    """Return six capitals (PDF 32000-1, 9.6.4) that depend only on the subset."""
    value = int.from_bytes(hashlib.sha256(program).digest()[:8], "big")
    return "".join(chr(ord("A") + value // 26**place % 26) for place in range(6))


_CMAP_HEAD = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
"""

_CMAP_TAIL = """endcmap
CMapName currentdict /CMap defineresource pop
end
end
"""

_CMAP_BLOCK = 100  # PDF 32000-1 allows a hundred entries between beginbfchar and endbfchar.


def to_unicode(texts: Sequence[tuple[int, str]]) -> bytes:
    """Return the ToUnicode CMap of (code, text) pairs (PDF 32000-1, 9.10.3); a text may have several characters."""
    parts = [_CMAP_HEAD]
    for start in range(0, len(texts), _CMAP_BLOCK):
        block = texts[start : start + _CMAP_BLOCK]
        parts.append(f"{len(block)} beginbfchar\n")
        parts.extend(f"<{code:04X}> <{text.encode('utf-16-be').hex().upper()}>\n" for code, text in block)
        parts.append("endbfchar\n")
    parts.append(_CMAP_TAIL)
    return "".join(parts).encode("ascii")
