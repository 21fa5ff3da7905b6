"""Shaping with HarfBuzz: from a stretch of text to positioned glyphs, in em.

Script, language and direction are always explicit. The text around the stretch is passed as context, so that Arabic
letters join across the borders of items and lines.

Noto Nastaliq Urdu makes room before a word that ends in a bari ye (ے), whose tail sweeps back under the letters before
it. Its bold makes half as much room again as the tail takes, so that «جاننے» falls apart into «جا ننے». Kerning of the
regular is right; tails of the bold reach an eighth further, and so does its white.

In Noto Sans Arabic the tail of the Pashto ۍ reaches under the space after it and takes half of it.

Sizes are not part of the cache's key, so copy-fitting never shapes twice; after a break only what HarfBuzz flags as
unsafe is shaped again.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from math import inf

import uharfbuzz as hb

from flyers.process_cache import memoized
from flyers.records import dataclass
from flyers.text.characters import MANDATORY
from flyers.text.fonts import FontFace

_BOLDER = 1.12
"""How much further the tail of a bari ye reaches in the bold: 1470 units of the font, where the regular has 1321."""

_NOTICEABLE = 0.1
"""Em by which the bold's white must exceed the regular's to be corrected; below that it is ordinary kerning."""

_REACH = 0.06
"""Em by which a letter at a word's end must reach into the space before this becomes wider; ر reaches less."""

_CLEAR = 0.035  # Em by which the space becomes wider beyond what the letter takes.

_CONTEXT = 5  # Number of characters on either side that HarfBuzz considers (CONTEXT_LENGTH in hb-buffer.hh).

_JOINING = frozenset({"Adlm", "Arab", "Aran", "Mand", "Mong", "Nkoo", "Rohg", "Syrc"})
"""Scripts whose marks keep their own characters on their own glyphs, so that text extraction finds them."""

_UNSAFE = hb.GlyphFlags.UNSAFE_TO_BREAK.value

_NO_INK = (inf, inf, -inf, -inf)


@dataclass(frozen=True, slots=True)
class ShapedText:
    """A shaped stretch, in logical order whatever its direction, em.

    Its glyphs, including zero-width ones for invisible characters, are columns of equal length, which is an order of
    magnitude cheaper than an object for each.
    """

    gids: tuple[int, ...]  # gids, texts, advances, dxs, dys: glyph, text, advance and offset
    texts: tuple[str, ...]
    befores: tuple[float, ...]  # the sum of the advances of the glyphs that *logically* precede each; then that of all
    advances: tuple[float, ...]
    dxs: tuple[float, ...]
    dys: tuple[float, ...]
    # lefts, bottoms, rights, tops: of the glyphs' outlines; across from the glyph's origin, up from the baseline; inf
    # and -inf for a glyph without an outline.
    lefts: tuple[float, ...]
    bottoms: tuple[float, ...]
    rights: tuple[float, ...]
    tops: tuple[float, ...]
    # For every character of the stretch the index of its cluster's first glyph; at the end the number of glyphs.
    first: tuple[int, ...]
    safe: tuple[bool, ...]  # for every character whether the stretch may be cut before it without reshaping the parts

    def before(self, index: int) -> float:
        """Return the advance of all before a character, or of all."""
        return self.befores[self.first[index]]


def shape(
    text: str,
    start: int,
    end: int,
    face: FontFace,
    script: str,
    language: str,
    rtl: bool,
    hyphen: bool = False,
    half_width: tuple[int, ...] = (),
) -> ShapedText:
    """Shape ``text[start:end]``, a stretch in one *script* (ISO 15924) and *language* (BCP 47).

    Args:
        text: the whole message; the text around the stretch is its context.
        face: must have a glyph for every visible character of the stretch.
        rtl: whether the stretch runs from right to left.
        hyphen: whether the stretch ends in a soft hyphen at which the line breaks, which is then drawn.
        half_width: indices of full-width marks that are set half as wide, from the start of the stretch.
    """
    before, after = text[max(0, start - _CONTEXT) : start], text[end : end + _CONTEXT]
    return _shape(text[start:end], before, after, face, script, language, rtl, hyphen, half_width)


@memoized(10_000)
def _shape(
    text: str,
    before: str,
    after: str,
    face: FontFace,
    script: str,
    language: str,
    rtl: bool,
    hyphen: bool,
    half_width: tuple[int, ...],
) -> ShapedText:
    drawn = text
    if hyphen:
        drawn = text[:-1] + ("\u2010" if face.covers("\u2010") else "-")
    # Tabs are drawn as spaces, and letters don't join to line separators.
    codes = [0x20 if char == "\t" or char in MANDATORY else ord(char) for char in before + drawn + after]
    places = [len(before) + place for place in half_width]
    features = {"halt": [(place, place + 1, 1) for place in places]} if places else None

    def shaped(font: hb.Font) -> hb.Buffer:
        buffer, levels = hb.Buffer(), hb.BufferClusterLevel
        buffer.cluster_level = levels.MONOTONE_CHARACTERS if script in _JOINING else levels.MONOTONE_GRAPHEMES
        buffer.add_codepoints(codes, len(before), len(text))
        buffer.script, buffer.language, buffer.direction = script, language, "rtl" if rtl else "ltr"
        buffer.flags = hb.BufferFlags.BOT  # before a mark without a letter, where nothing is before it, comes a circle
        hb.shape(font, buffer, features)
        return buffer

    buffer, model = shaped(face.font), face.spaced_like
    infos, positions = buffer.glyph_infos, [position.position for position in buffer.glyph_positions]
    advances = [place[2] for place in positions]
    if model is not None:
        advances = _held_advances(infos, advances, face, shaped(model.font), model)
    if rtl and not face.cascades:
        advances = _spaced_tails(infos, positions, advances, face)
    if rtl:  # HarfBuzz's output is from left to right
        infos, positions, advances = infos[::-1], positions[::-1], advances[::-1]
    texts, first, safe = _clusters(text, len(before), infos)
    gids = tuple([info.codepoint for info in infos])
    # Sums are in font units, which are whole numbers, so that rounding errors don't accumulate.
    sums = list(accumulate(advances, initial=0))
    upem = face.upem
    dys = tuple([place[1] / upem for place in positions])
    inks = [face.ink(gid) or _NO_INK for gid in gids]
    return ShapedText(
        gids=gids,
        texts=texts,
        befores=tuple([sum_before / upem for sum_before in sums]),
        advances=tuple([advance / upem for advance in advances]),
        dxs=tuple([place[0] / upem for place in positions]),
        dys=dys,
        lefts=tuple([ink[0] for ink in inks]),
        bottoms=tuple([ink[1] + dy for ink, dy in zip(inks, dys, strict=True)]),
        rights=tuple([ink[2] for ink in inks]),
        tops=tuple([ink[3] + dy for ink, dy in zip(inks, dys, strict=True)]),
        first=first,
        safe=safe,
    )


def _held_advances(
    infos: Sequence[hb.GlyphInfo], advances: Sequence[int], face: FontFace, buffer: hb.Buffer, model: FontFace
) -> list[int]:
    """Return the advances, font units, with the white that was added to a glyph no wider than that of the *model*.

    The same text as shaped with the model is in *buffer*. Nothing is held where the two fonts do not choose the same
    glyphs.
    """
    own, other = face.font, model.font
    model_infos = buffer.glyph_infos
    names = [own.glyph_to_string(info.codepoint) for info in infos]
    if names != [other.glyph_to_string(info.codepoint) for info in model_infos]:
        return list(advances)
    held = []
    for info, advance, model_info, place in zip(infos, advances, model_infos, buffer.glyph_positions, strict=True):
        width = own.get_glyph_h_advance(info.codepoint)
        white = place.x_advance - other.get_glyph_h_advance(model_info.codepoint)
        excess = advance - width - round(max(white, 0) * _BOLDER)
        held.append(advance - excess if excess > _NOTICEABLE * face.upem else advance)
    return held


def _spaced_tails(
    infos: Sequence[hb.GlyphInfo], places: Sequence[Sequence[int]], advances: Sequence[int], face: FontFace
) -> list[int]:
    """Return the advances of a right-to-left stretch, with room in spaces for the tails of the letters before them.

    All are in visual order, font units.
    """
    inks = [face.ink(info.codepoint) or _NO_INK for info in infos]
    lefts = [place[0] + ink[0] * face.upem for place, ink in zip(places, inks, strict=True)]
    space = face.nominal_glyph(" ")
    widened = list(advances)
    for index, info in enumerate(infos[:-1]):
        if info.codepoint != space:
            continue
        cluster, pen, tail = infos[index + 1].cluster, 0.0, 0.0
        for place in range(index + 1, len(infos)):
            if infos[place].cluster != cluster:
                break
            tail = max(tail, -(pen + lefts[place]))
            pen += advances[place]
        if tail > _REACH * face.upem:
            widened[index] += round(tail + _CLEAR * face.upem)
    return widened


def _clusters(
    text: str, offset: int, infos: Sequence[hb.GlyphInfo]
) -> tuple[tuple[str, ...], tuple[int, ...], tuple[bool, ...]]:
    """Return the text of each glyph; and for each character its cluster's first glyph, and whether a cut is safe."""
    count = len(infos)
    texts = [""] * count
    first = [0] * len(text) + [count]
    safe = [False] * len(text) + [True]
    starts = [info.cluster - offset for info in infos]
    leading = [index for index in range(count) if not index or starts[index] != starts[index - 1]]
    for index, after in zip(leading, [*leading[1:], count], strict=False):
        start, end = starts[index], starts[after] if after < count else len(text)
        first[start:end] = [index] * (end - start)
        safe[start] = not infos[index].flags.value & _UNSAFE  # HarfBuzz gives all glyphs of a cluster the same flags
        texts[index] = text[start:end]
    safe[0] = True
    return tuple(texts), tuple(first), tuple(safe)
