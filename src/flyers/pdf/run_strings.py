"""The runs of a line as strings of encoded glyphs."""

from __future__ import annotations

from typing import NamedTuple

from flyers.page.document import TextLine
from flyers.page.glyphs import GlyphRun
from flyers.pdf.encoded_glyphs import EncodedFace, GlyphStrings, glyph_strings
from flyers.pdf.tounicode import is_bidi_control, is_unneeded
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
        return strings[-1][-1].x if self.rtl else strings[0][0].x

    @property
    def right(self) -> float:
        """The pen's position after the rightmost glyph."""
        strings = self.glyphs.strings
        last = strings[0][0] if self.rtl else strings[-1][-1]
        encoded = last.encoded
        advance = self.face.advance(encoded.components[0].gid) if encoded.advance is None else encoded.advance
        return last.x + advance * self.glyphs.size / self.face.upem


@memoized(128)
def encoded_face(face: FontFace) -> EncodedFace:
    """Return the facts about a face of the font library that encoding needs."""
    font = face.font
    return EncodedFace(
        upem=face.upem,
        composable="glyf" in font.face.table_tags,
        advance=font.get_glyph_h_advance,
        ink=face.ink,
        space=font.get_nominal_glyph(ord(" ")) or 0,
    )


def run_strings(line: TextLine, library: FontLibrary, *, tagged: bool) -> list[RunStrings]:
    """Return the strings of each run of *line* that has something to show."""
    visible = [(index, run) for index, run in enumerate(line.runs) if _shows_something(run)]
    rtl = [run.level % 2 == 1 for _, run in visible]
    texts = [
        "".join(char for char in run.text if not is_bidi_control(char)) if run.level % 2 else "" for _, run in visible
    ]
    parts = []
    for (index, run), before, this, after in zip(visible, ["", *texts], rtl, [*texts[1:], ""], strict=False):
        face = encoded_face(library.face(run.face))
        strings = glyph_strings(run, face, before=before[-1:], after=after[:1], tagged=tagged)
        parts.append(RunStrings(GlyphStrings(run.face, run.size, strings, index), this, face))
    return parts


def _shows_something(run: GlyphRun) -> bool:
    return not all(is_unneeded(glyph.text, rtl=run.level % 2 == 1) for glyph in run.glyphs)
