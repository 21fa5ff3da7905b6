"""HarfBuzz: from a stretch of text to positioned glyphs, in em, whatever the size.

Script, language and direction are always explicit; the text around the stretch is given as context, so that Arabic
letters join over the borders of items and lines.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import uharfbuzz as hb

from flyers.text.characters import MANDATORY
from flyers.text.fonts import Face

_CONTEXT = 5
"""How many characters on either side HarfBuzz looks at (CONTEXT_LENGTH in hb-buffer.hh)."""

_JOINING = frozenset({"Adlm", "Arab", "Aran", "Mand", "Mong", "Nkoo", "Rohg", "Syrc"})
"""Scripts whose marks keep characters of their own, on glyphs of their own, so that text extraction finds them."""

_UNSAFE = hb.GlyphFlags.UNSAFE_TO_BREAK

_MAX_CACHED = 20_000


class ShapedGlyph(NamedTuple):
    """A glyph in em. ``before`` is the sum of the advances of the glyphs that precede it *logically*."""

    gid: int
    text: str
    before: float
    advance: float
    dx: float
    dy: float


@dataclass(frozen=True, slots=True)
class ShapedText:
    """A shaped stretch, in logical order whatever its direction.

    Attributes:
        glyphs: all of them, including the zero-width ones that stand for characters that never show.
        width: sum of the advances, em.
        first: for every character of the stretch the index of its cluster's first glyph, and len(glyphs) at the end.
        safe: for every character whether the stretch may be cut before it without shaping the parts anew.
    """

    glyphs: tuple[ShapedGlyph, ...]
    width: float
    first: tuple[int, ...]
    safe: tuple[bool, ...]

    def before(self, index: int) -> float:
        """The advance of what precedes character ``index``, em."""
        glyph = self.first[index]
        return self.glyphs[glyph].before if glyph < len(self.glyphs) else self.width

    def advances(self) -> list[float]:
        """For every character the advance of what precedes it, em."""
        befores = [glyph.before for glyph in self.glyphs]
        return [befores[glyph] for glyph in self.first[:-1]]


class Shaper:
    """Shapes stretches and remembers them, for all sizes."""

    def __init__(self) -> None:
        self._known: dict[tuple[object, ...], ShapedText] = {}

    def shape(
        self,
        text: str,
        start: int,
        end: int,
        face: Face,
        script: str,
        language: str,
        rtl: bool,
        hyphen: bool = False,
        half_width: tuple[int, ...] = (),
    ) -> ShapedText:
        """Shape ``text[start:end]``.

        Args:
            text: the whole message; what surrounds the stretch is its context.
            face: has a glyph for everything in the stretch that shows.
            script: ISO 15924. language: BCP 47. rtl: the direction.
            hyphen: the stretch ends in a soft hyphen at which the line breaks: draw it.
            half_width: full-width marks of the stretch that are set half as wide, counted from its start.
        """
        before, after = text[max(0, start - _CONTEXT) : start], text[end : end + _CONTEXT]
        stretch = text[start:end]
        key = (stretch, face.key, script, language, rtl, hyphen, half_width, before, after)
        known = self._known.get(key)
        if known is None:
            if len(self._known) >= _MAX_CACHED:
                self._known.clear()
            known = self._known[key] = _shape(stretch, before, after, face, script, language, rtl, hyphen, half_width)
        return known


def _shape(
    text: str,
    before: str,
    after: str,
    face: Face,
    script: str,
    language: str,
    rtl: bool,
    hyphen: bool,
    half_width: tuple[int, ...],
) -> ShapedText:
    drawn = text
    if hyphen:
        drawn = text[:-1] + ("\u2010" if face.covers("\u2010") else "-")
    codes = [_code(char) for char in before + drawn + after]
    buffer = hb.Buffer()
    buffer.cluster_level = (
        hb.BufferClusterLevel.MONOTONE_CHARACTERS if script in _JOINING else hb.BufferClusterLevel.MONOTONE_GRAPHEMES
    )
    buffer.add_codepoints(codes, len(before), len(text))
    buffer.script, buffer.language, buffer.direction = script, language, "rtl" if rtl else "ltr"
    flags = hb.BufferFlags(0)
    if not before:
        flags |= hb.BufferFlags.BOT
    if not after:
        flags |= hb.BufferFlags.EOT
    buffer.flags = flags
    places = [len(before) + place for place in half_width]
    hb.shape(face.font, buffer, {"halt": [(place, place + 1, 1) for place in places]} if places else None)
    return _collect(text, len(before), buffer, face.upem, rtl)


def _code(char: str) -> int:
    """What HarfBuzz sees: a tab is drawn as a space, and a line separator is no letter to join to."""
    return 0x20 if char == "\t" or char in MANDATORY else ord(char)


def _collect(text: str, offset: int, buffer: hb.Buffer, upem: int, rtl: bool) -> ShapedText:
    """HarfBuzz's output in logical order: what it gives from left to right is reversed for right-to-left text."""
    infos, positions = buffer.glyph_infos, buffer.glyph_positions
    if rtl:
        infos, positions = infos[::-1], positions[::-1]
    count = len(infos)
    starts = [info.cluster - offset for info in infos]
    glyphs: list[ShapedGlyph] = []
    first = [0] * len(text) + [count]
    safe = [False] * len(text) + [True]
    pen = 0
    index = 0
    while index < count:
        start = starts[index]
        after = index + 1
        while after < count and starts[after] == start:
            after += 1
        end = starts[after] if after < count else len(text)
        first[start:end] = [index] * (end - start)
        safe[start] = not infos[index].flags & _UNSAFE  # HarfBuzz gives all glyphs of a cluster the same flags
        carried = text[start:end]
        for info, position in zip(infos[index:after], positions[index:after], strict=True):
            advance = position.x_advance
            glyphs.append(
                ShapedGlyph(
                    info.codepoint,
                    carried,
                    pen / upem,
                    advance / upem,
                    position.x_offset / upem,
                    position.y_offset / upem,
                )
            )
            carried = ""
            pen += advance
        index = after
    safe[0] = True
    return ShapedText(tuple(glyphs), pen / upem, tuple(first), tuple(safe))
