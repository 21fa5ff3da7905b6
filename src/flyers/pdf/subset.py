"""The glyphs of a font that a document needs, as a font program for embedding in a PDF.

HarfBuzz's subsetter takes one member of a collection, pins the axes of a variable font, renumbers the glyphs and drops
every table that PDF readers don't use. It takes well under a millisecond for Latin and a few milliseconds for CJK.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from typing import Literal

import uharfbuzz as hb

from flyers.errors import FontError
from flyers.pdf.composites import STRUT, Component, Composite, with_composites
from flyers.pdf.encoded_glyphs import EncodedGlyph
from flyers.process_cache import memoized
from flyers.records import dataclass

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
