"""The runs of a line as strings of encoded glyphs.

Each function changes `RunStrings` in place, and says which reader needs it and what that reader would do without it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from flyers.page.document import TextLine
from flyers.page.glyphs import GlyphRun
from flyers.pdf.composites import STRUT, Component
from flyers.pdf.encoded_glyphs import EncodedFace, GlyphStrings, PlacedGlyph, composed, glyph_strings, plain
from flyers.pdf.tounicode import LRM, SOFT, ends_in_arabic_digit, is_rtl, is_unneeded
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


MARK_WIDTH = 1
"""Font units; pdfium drops glyphs without width."""

_NO_BREAK = "\u00a0"


def part_number(part: RunStrings) -> None:
    """Put LEFT-TO-RIGHT MARKs around a number in Arabic-Indic digits.

    MuPDF takes such digits for right-to-left letters, and would turn them round with the words beside them.
    """
    string = part.glyphs.strings[0]
    if ends_in_arabic_digit(string[0].text):
        string[0] = string[0]._replace(text=LRM + string[0].text)
    mark_end(part, LRM, after=ends_in_arabic_digit)


def mark_end(part: RunStrings, mark: str, after: Callable[[str], bool]) -> None:
    """Let *part* end with *mark* if its last character needs it.

    The mark has a code of its own, without ink: pdf.js ignores a code whose text ends in an invisible character.
    """
    string = part.glyphs.strings[-1]
    glyph = part.face.space
    if not glyph or not after(string[-1].text[-1]):
        return
    encoded = composed((Component(glyph, 0, 0),), MARK_WIDTH) if part.face.composable else plain(glyph)
    string.append(PlacedGlyph(encoded, mark, part.right - MARK_WIDTH * part.glyphs.size / part.face.upem, 0.0))


def end_number(part: RunStrings) -> None:
    """End a number on several lines with a string of one glyph without ink, after which pdfium begins a new line.

    Otherwise it takes smaller words below large figures for the rest of their line, as long as they begin within the
    depth of the figures' font; where such a line runs from right to left, the words come between the number's parts.
    """
    glyph = part.face.space
    if glyph and part.face.composable:
        x = part.right - MARK_WIDTH * part.glyphs.size / part.face.upem
        encoded = composed((Component(glyph, 0, 0), Component(STRUT, 0, 0)), MARK_WIDTH)
        part.glyphs.strings.append([PlacedGlyph(encoded, SOFT, x, 0.0)])


def use_plain_spaces(parts: Sequence[RunStrings]) -> None:
    """Let a no-break space say what a space says: in a font without composites it would be a string of its own.

    pdfium reads the strings of a line upside down from its end.
    """
    for part in parts:
        for string in part.glyphs.strings:
            string[:] = [glyph._replace(text=" ") if glyph.text == _NO_BREAK else glyph for glyph in string]


def give_boxes_to_spaces(parts: Sequence[RunStrings]) -> None:
    """Let a space that is shown by itself have a box with a width: pdfium passes over text without one.

    It then guesses from the gap whether words are apart, and takes one beside a wide glyph, as in Khmer, for none.
    """
    for part in parts:
        if part.rtl or not part.face.composable:
            continue
        for string in part.glyphs.strings:
            for index, glyph in enumerate(string):
                if glyph.text == " " and glyph.encoded.is_plain and len(string) == 1:
                    gid = glyph.encoded.components[0].gid
                    box = (Component(gid, 0, 0), Component(STRUT, 0, 0))
                    string[index] = glyph._replace(encoded=composed(box, part.face.advance(gid)))


def add_space(part: RunStrings) -> None:
    """End *part* with a space, on the side where the line ends."""
    glyph = part.face.space
    if not glyph:
        return
    width = part.face.advance(glyph) * part.glyphs.size / part.face.upem
    if part.rtl:
        part.glyphs.strings.append([PlacedGlyph(plain(glyph), " ", part.left - width, 0.0)])
    else:
        part.glyphs.strings[-1].append(PlacedGlyph(plain(glyph), " ", part.right, 0.0))


def is_hyphen(char: str) -> bool:
    """Return whether, at a line's end, poppler would drop the character or pdfium replace it with U+FFFE."""
    return char in "-\u00ad\u2010"
