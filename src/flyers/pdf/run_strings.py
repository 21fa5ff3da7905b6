"""The runs of a line as strings of encoded glyphs."""

from __future__ import annotations

from typing import NamedTuple

from flyers.page.document import TextLine
from flyers.page.glyphs import GlyphRun
from flyers.pdf.encoded_glyphs import EncodedFace, GlyphStrings, glyph_strings
from flyers.pdf.tounicode import is_rtl, is_unneeded
from flyers.process_cache import memoized
from flyers.text.font_face import FontFace
from flyers.text.fonts import FontLibrary


class RunStrings(NamedTuple):
    """The strings of one run, and what determines where they end."""

    glyphs: GlyphStrings
    rtl: bool
    face: EncodedFace

    @property
    def left(self) -> float:
        """The left edge of the leftmost glyph."""
        strings = self.glyphs.strings
        return strings[-1][0].x if self.rtl else strings[0][0].x

    @property
    def right(self) -> float:
        """The pen's position after the rightmost glyph."""
        strings = self.glyphs.strings
        last = strings[0][-1] if self.rtl else strings[-1][-1]
        return last.x + last.encoded.width(self.face) * self.glyphs.size / self.face.upem


@memoized(128)
def encoded_face(face: FontFace) -> EncodedFace:
    """Return the facts about a face of the font library that encoding needs."""
    font = face.font
    return EncodedFace(
        upem=face.upem,
        composable="glyf" in font.face.table_tags,
        advance=font.get_glyph_h_advance,
        space=font.get_nominal_glyph(ord(" ")) or 0,
    )


def run_strings(line: TextLine, library: FontLibrary) -> list[RunStrings]:
    """Return the strings of each run of *line* that has something to show."""
    visible = [(index, run) for index, run in enumerate(line.runs) if _shows_something(run)]
    ways = [_way(run) for _, run in visible]
    parts = []
    for place, (index, run) in enumerate(visible):
        face = encoded_face(library.face(run.face))
        around = [next(filter(None, ways[place::-1]), ""), next(filter(None, ways[place:]), "")]
        begins, ends = place == 0, place == len(visible) - 1
        strings = glyph_strings(run, face, begins=begins, ends=ends, parts_ltr=around == ["L", "L"])
        parts.append(RunStrings(GlyphStrings(run.face, run.size, strings, index), run.level % 2 == 1, face))
    return parts


def _way(run: GlyphRun) -> str:
    """Return "L", "R", or "" for a right-to-left run without letters."""
    return "" if run.level % 2 and not any(map(is_rtl, run.text)) else "LR"[run.level % 2]


def _shows_something(run: GlyphRun) -> bool:
    return not all(is_unneeded(glyph.text) for glyph in run.glyphs)
