"""One composite font per face and document, whose codes carry their own text.

Every pair of an encoded glyph and the text that it carries has a code of its own. So one glyph can stand for different
characters in different places (the same dotted shape for two letters; the second glyph of one cluster and the first of
another), and readers still extract the right text.

- TrueType: a CIDFontType2. Codes count up from 1; a CIDToGIDMap maps several codes to one glyph.
- CFF: a CIDFontType0 (FontFile3, CIDFontType0C), where a code *is* a glyph of the subset. A glyph with a second text
  goes to a second font dictionary that shares everything but the ToUnicode map ("layers").

The encoding is always Identity-H, two bytes per code (PDF 32000-1, 9.7).
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterable
from typing import Any

from reportlab.pdfbase import pdfdoc

from flyers.errors import FontError, Source
from flyers.pdf.canvas import Name, Stream
from flyers.pdf.encoded_glyphs import EncodedGlyph
from flyers.pdf.graphics_operators import number
from flyers.pdf.subset import FontProgram, font_program
from flyers.pdf.tounicode import to_unicode
from flyers.text.font_face import FontFace

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
        """Return the CIDToGIDMap."""
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
