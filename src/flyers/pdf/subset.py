"""The part of a font that a document needs, as a font program that a PDF can hold.

HarfBuzz's subsetter takes one member of a collection, pins the axes of a variable font, renumbers the glyphs and drops
every table that a PDF reader does not use. It takes well under a millisecond for Latin and a few for CJK.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import uharfbuzz as hb

from flyers.errors import FontError
from flyers.pdf.composites import STRUT, Component, Composite, with_composites
from flyers.pdf.encoded_glyphs import EncodedGlyph

Outlines = Literal["truetype", "cff"]

_KEPT = {"glyf", "loca", "head", "hhea", "hmtx", "maxp", "cvt ", "fpgm", "prep", "CFF ", "OS/2", "post"}
_VARIATIONS = {"fvar", "gvar", "avar", "HVAR", "MVAR", "STAT", "cvar", "VVAR", "CFF2"}


@dataclass(frozen=True, slots=True)
class Metrics:
    """What a font descriptor says of a face (PDF 32000-1, 9.8.1), in thousandths of an em."""

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
    """A subset.

    Attributes:
        outlines: how the program draws.
        data: ``truetype``: a whole sfnt; ``cff``: a bare CFF table.
        glyphs: the glyph index in the subset that draws a sign.
        widths: its advance, thousandths of an em.
    """

    outlines: Outlines
    data: bytes
    glyphs: Mapping[EncodedGlyph, int]
    widths: Mapping[EncodedGlyph, float]
    metrics: Metrics


@lru_cache(maxsize=128)
def font_program(
    data: bytes, index: int, axes: tuple[tuple[str, float], ...], wanted: frozenset[EncodedGlyph]
) -> FontProgram:
    """Cut the glyphs of *wanted* out of member *index* of the font file *data*, with the variable *axes* pinned.

    Raises:
        FontError: the file is no font that can be cut, or its outlines are neither TrueType nor CFF.
    """
    face = _face(data, index)
    request = hb.SubsetInput()
    request.sets(hb.SubsetInputSets.GLYPH_INDEX).update(
        {part.gid for sign in wanted for part in sign.components if part.gid != STRUT}
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
    plain = sorted((sign for sign in wanted if sign.is_plain), key=_order)
    composed = sorted((sign for sign in wanted if not sign.is_plain), key=_order)
    glyphs = {sign: renumbered[sign.components[0].gid] for sign in plain}
    first = subset.glyph_count + any(part.gid == STRUT for sign in composed for part in sign.components)
    glyphs |= {sign: first + place for place, sign in enumerate(composed)}
    scale = 1000 / face.upem
    font = hb.Font(subset)
    widths = {sign: font.get_glyph_h_advance(glyphs[sign]) * scale for sign in plain}
    widths |= {sign: (sign.advance or 0) * scale for sign in composed}
    metrics = _metrics(face, subset)
    kept = set(subset.table_tags)
    if "glyf" in kept:
        data = bytes(subset.blob.data)
        if composed:
            data = with_composites(data, [_renumbered(sign, renumbered) for sign in composed])
        return FontProgram("truetype", data, glyphs, widths, metrics)
    if "CFF " in kept and not composed:
        return FontProgram("cff", bytes(subset.reference_table("CFF ").data), glyphs, widths, metrics)
    raise _unusable(face)


def _order(sign: EncodedGlyph) -> tuple[tuple[Component, ...], float]:
    """By what is drawn, so that the same signs make the same font."""
    return sign.components, sign.advance or 0.0


def _renumbered(sign: EncodedGlyph, glyphs: Mapping[int, int]) -> Composite:
    return Composite(tuple(Component(glyphs[gid], x, y) for gid, x, y in sign.components), round(sign.advance or 0))


@lru_cache(maxsize=32)
def _face(data: bytes, index: int) -> hb.Face:
    return hb.Face(data, index)


def _unusable(face: hb.Face) -> FontError:
    return FontError(
        f"The font “{face.get_name(4) or 'without a name'}” cannot be embedded.",
        hint="Use a font with TrueType or CFF outlines (.ttf, .otf, .ttc).",
    )


_FIXED_PITCH, _SERIF, _SYMBOLIC, _ITALIC = 1, 2, 4, 64
_SERIF_CLASSES = {1, 2, 3, 4, 5, 7}
"""OpenType's IBM font classes (OS/2 sFamilyClass, high byte) with serifs."""


def _metrics(face: hb.Face, subset: hb.Face) -> Metrics:
    """Read head, hhea, OS/2 and post by the offsets of the OpenType specification."""
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
