"""White space inside a shaped stretch that fonts leave wrong: too much of it in a bold, too little after a long tail.

Noto Nastaliq Urdu makes room before a word that ends in a bari ye (ے), whose tail sweeps back under the letters before
it. Its bold makes half as much room again as the tail takes, so that «جاننے» falls apart into «جا ننے». Kerning of the
regular is right; tails of the bold reach an eighth further, and so does its white.

In Noto Sans Arabic the tail of the Pashto ۍ reaches under the space after it and takes half of it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import uharfbuzz as hb

_BOLDER = 1.12
"""How much further the tail of a bari ye reaches in the bold: 1470 units of the font, where the regular has 1321."""

_NOTICEABLE = 0.1
"""Em by which the bold's white must exceed the regular's to be corrected; below that it is ordinary kerning."""

_REACH = 0.06
"""Em by which a letter at a word's end must reach into the space before this becomes wider; ر reaches less."""

_CLEAR = 0.035
"""Em by which the space becomes wider beyond what the letter takes."""


def held_advances(
    infos: Sequence[hb.GlyphInfo],
    advances: Sequence[int],
    font: hb.Font,
    model_infos: Sequence[hb.GlyphInfo],
    model_advances: Sequence[int],
    model: hb.Font,
    upem: int,
) -> list[int]:
    """Return the advances, with the white that was added to a glyph no wider than that of the model.

    Args:
        infos, advances: as shaped with `font`, font units.
        model_infos, model_advances: the same text as shaped with `model`.
        upem: units per em of both fonts.

    Nothing is held where the two fonts do not choose the same glyphs.
    """
    names = [font.glyph_to_string(info.codepoint) for info in infos]
    if names != [model.glyph_to_string(info.codepoint) for info in model_infos]:
        return list(advances)
    held = []
    for info, advance, model_info, model_advance in zip(infos, advances, model_infos, model_advances, strict=True):
        own = font.get_glyph_h_advance(info.codepoint)
        white = model_advance - model.get_glyph_h_advance(model_info.codepoint)
        most = round(max(white, 0) * _BOLDER)
        excess = advance - own - most
        held.append(advance - excess if advance > own and excess > _NOTICEABLE * upem else advance)
    return held


def spaced_tails(
    infos: Sequence[hb.GlyphInfo],
    advances: Sequence[int],
    lefts: Sequence[float],
    spaces: Collection[int],
    upem: int,
) -> list[int]:
    """Return the advances of a right-to-left stretch, with room in spaces for the tails of the letters before them.

    Args:
        infos, advances: in visual order, font units.
        lefts: where the ink of each glyph begins, right of its own origin; font units, inf without ink.
        spaces: glyph indices that are spaces.
        upem: units per em.
    """
    widened = list(advances)
    for index, info in enumerate(infos[:-1]):
        if info.codepoint not in spaces:
            continue
        cluster, pen, tail = infos[index + 1].cluster, 0.0, 0.0
        for place in range(index + 1, len(infos)):
            if infos[place].cluster != cluster:
                break
            tail = max(tail, -(pen + lefts[place]))
            pen += advances[place]
        if tail > _REACH * upem:
            widened[index] += round(tail + _CLEAR * upem)
    return widened
