"""Lines of text as strings of encoded glyphs, with what readers need at their beginnings, ends and borders."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

from flyers.layout.pages import TextLine
from flyers.layout.turning import own_point
from flyers.pdf.composites import STRUT, Component
from flyers.pdf.encoded_glyphs import EncodedFace, GlyphStrings, PlacedGlyph, composed, glyph_strings, plain
from flyers.pdf.reader_aids import LEAST_LINKED, MOST_LINKED, link, needed_cuts
from flyers.pdf.slug import FACE
from flyers.pdf.tounicode import LRM, SOFT, has_mark, is_bidi_control, is_unneeded, runs_ltr
from flyers.process_cache import memoized
from flyers.text.fonts import FontFace, FontLibrary
from flyers.text.model import GlyphRun

_DROP = 0.79
"""Em from the baseline down to the space of a cut. MuPDF begins a line at 0.8, pdfium at 0.75 of a glyph's width."""

_MARK_WIDTH = 1
"""Font units; pdfium drops glyphs without width."""

_NO_BREAK = "\u00a0"

_SAME_EDGE = 0.3
"""Em by which the ink of two lines that begin at the same edge may differ."""


class _RunStrings(NamedTuple):
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


def line_strings(
    line: TextLine, above: TextLine | None, library: FontLibrary, *, rtl_page: bool, tagged: bool = False
) -> list[GlyphStrings]:
    """Return the strings that show *line*, in logical order.

    Args:
        above: the line of text before it on the page, if any.
        library: of the fonts.
        rtl_page: whether the page as a whole runs from right to left.
        tagged: end the line with the space that separates it from the next, since in tagged text nothing else separates
            their words (PDF 32000-1, 14.8.2.5), and say where glyphs stand for another text than their codes.
    """
    parts = _run_strings(line, library, tagged=tagged)
    if not parts:
        return []
    if line.turn == 180:
        _use_plain_spaces(parts)
    rtl = min(run.level for run in line.runs) % 2 == 1
    if not parts[-1].rtl:
        _mark_end(parts[-1], SOFT, after=_is_hyphen)
    for before, part in pairwise(parts):
        if before.rtl and not part.rtl:
            _mark_beginning(part)
    if rtl_page:
        for part in parts:
            if not part.rtl:
                _mark_end(part, LRM, after=_is_neutral)
    if rtl_page and any(not contact.begins for contact in line.contacts):
        _end_number(parts[-1])
    # A replacement text is a string of its own, and pdfium would read those of a line upside down backwards.
    _guard_spaces(parts, tagged=tagged and line.turn != 180)
    _give_boxes_to_spaces(parts)
    edge = _shared_edge(parts, line, above, rtl=rtl)
    _guard_beginning(parts[0], tagged=tagged)
    aids_face = encoded_face(library.face(FACE))
    if tagged and line.spaced:
        _add_space(parts[-1])
    if line.turn and not rtl and aids_face.composable:
        strings = list(_with_turned_cuts(parts, line, above, aids_face))
    else:
        strings = list(_with_cuts(parts, rtl, aids_face))
    leading = _offset(line, above)[1] / line.size if above and _same_paragraph(line, above) else 0.0
    if aids_face.composable and LEAST_LINKED < leading <= MOST_LINKED:
        strings.insert(0, link(edge, line.size, leading, aids_face.space, rtl=rtl))
    return strings


def _shared_edge(parts: Sequence[_RunStrings], line: TextLine, above: TextLine | None, *, rtl: bool) -> float:
    """Return the edge where the line begins.

    In centred text, where one of the two lines begins before the other, it is the edge where both have begun.
    """
    moved = _offset(line, above)[0] if above else 0.0
    near = _SAME_EDGE * line.size
    if rtl:
        right = max(part.right for part in parts)
        return min(right, above.ink[2] + moved) if above and above.ink[2] + moved < right - near else right
    left = min(part.left for part in parts)
    return max(left, above.ink[0] + moved) if above and above.ink[0] + moved > left + near else left


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


def _run_strings(line: TextLine, library: FontLibrary, *, tagged: bool) -> list[_RunStrings]:
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
        parts.append(_RunStrings(GlyphStrings(run.face, run.size, strings, index), this, face))
    return parts


def _shows_something(run: GlyphRun) -> bool:
    return not all(is_unneeded(glyph.text, rtl=run.level % 2 == 1) for glyph in run.glyphs)


def _mark_beginning(part: _RunStrings) -> None:
    """Mark left-to-right text after right-to-left text as such, if its first character could belong to either.

    Otherwise MuPDF takes it for right-to-left text in visual order, and poppler adds it to the right-to-left text.
    """
    string = part.glyphs.strings[0]
    if unicodedata.bidirectional(string[0].text[0]) not in ("L", "EN", "AN"):
        string[0] = string[0]._replace(text=LRM + string[0].text)


def _mark_end(part: _RunStrings, mark: str, after: Callable[[str], bool]) -> None:
    """Let *part* end with *mark* if its last character needs it.

    The mark has a code of its own, without ink: pdf.js ignores a code whose text ends in an invisible character.
    """
    string = part.glyphs.strings[-1]
    glyph = part.face.space
    if not glyph or not after(string[-1].text[-1]):
        return
    encoded = composed((Component(glyph, 0, 0),), _MARK_WIDTH) if part.face.composable else plain(glyph)
    string.append(PlacedGlyph(encoded, mark, part.right - _MARK_WIDTH * part.glyphs.size / part.face.upem, 0.0))


def _end_number(part: _RunStrings) -> None:
    """End a number on several lines with a string of one glyph without ink, after which pdfium begins a new line.

    Otherwise it takes smaller words below large figures for the rest of their line, as long as they begin within the
    depth of the figures' font; where such a line runs from right to left, the words come between the number's parts.
    """
    glyph = part.face.space
    if glyph and part.face.composable:
        x = part.right - _MARK_WIDTH * part.glyphs.size / part.face.upem
        encoded = composed((Component(glyph, 0, 0), Component(STRUT, 0, 0)), _MARK_WIDTH)
        part.glyphs.strings.append([PlacedGlyph(encoded, SOFT, x, 0.0)])


def _use_plain_spaces(parts: Sequence[_RunStrings]) -> None:
    """Let a no-break space say what a space says: in a font without composites it would be a string of its own.

    pdfium reads the strings of a line upside down from its end.
    """
    for part in parts:
        for string in part.glyphs.strings:
            string[:] = [glyph._replace(text=" ") if glyph.text == _NO_BREAK else glyph for glyph in string]


def _guard_spaces(parts: Sequence[_RunStrings], *, tagged: bool) -> None:
    """Let the code of a space before a combining mark begin with something else than white space.

    To pdf.js a code with a combining mark has no width, and neither has white space. After both it would take the place
    of the next code for a gap, and read a second space, in the middle of the word.
    """
    before: tuple[list[PlacedGlyph], int] | None = None
    for part in parts:
        if part.rtl:
            before = None
            continue
        for string in part.glyphs.strings:
            for index, glyph in enumerate(string):
                if before and has_mark(glyph.text):
                    spaces, place = before
                    spaces[place] = spaces[place]._replace(text=SOFT + " ", actual=" " if tagged else "")
                before = (string, index) if glyph.text == " " else None


def _give_boxes_to_spaces(parts: Sequence[_RunStrings]) -> None:
    """Let a space that is shown by itself have a box with a width: pdfium passes over text without one.

    It then guesses from the gap whether words are apart, and takes one beside a wide glyph, as in Khmer, for none.
    """
    for part in parts:
        if part.rtl or not part.face.composable:
            continue
        for string in part.glyphs.strings:
            for index, glyph in enumerate(string):
                if glyph.text in (" ", SOFT + " ") and glyph.encoded.is_plain and (glyph.actual or len(string) == 1):
                    gid = glyph.encoded.components[0].gid
                    box = (Component(gid, 0, 0), Component(STRUT, 0, 0))
                    string[index] = glyph._replace(encoded=composed(box, part.face.advance(gid)))


def _guard_beginning(part: _RunStrings, *, tagged: bool) -> None:
    """Let a line that would begin with a combining mark begin with a code that has none: there pdf.js ends the line.

    The code ends a little after the line's first letter begins. To pdf.js letters with marks have no width, and a gap
    after the last of them, were it a rounding of places in a file with tags, would be a space.
    """
    string = part.glyphs.strings[0]
    if not part.rtl and part.face.composable and part.face.space and has_mark(string[0].text):
        encoded = composed((Component(part.face.space, 0, 0),), _MARK_WIDTH)
        x = string[0].x - _MARK_WIDTH / 2 * part.glyphs.size / part.face.upem
        part.glyphs.strings.insert(0, [PlacedGlyph(encoded, SOFT + " ", x, 0.0, SOFT if tagged else "")])


def _add_space(part: _RunStrings) -> None:
    """End *part* with a space, on the side where the line ends."""
    glyph = part.face.space
    if not glyph:
        return
    width = part.face.advance(glyph) * part.glyphs.size / part.face.upem
    if part.rtl:
        part.glyphs.strings.append([PlacedGlyph(plain(glyph), " ", part.left - width, 0.0)])
    else:
        part.glyphs.strings[-1].append(PlacedGlyph(plain(glyph), " ", part.right, 0.0))


def _is_hyphen(char: str) -> bool:
    """Return whether, at a line's end, poppler would drop the character or pdfium replace it with U+FFFE."""
    return char in "-\u00ad\u2010"


def _is_neutral(char: str) -> bool:
    """Return whether poppler would count the character, at the right end of left-to-right text, with what follows."""
    return not runs_ltr(char)


def _with_cuts(parts: Sequence[_RunStrings], rtl: bool, aids_face: EncodedFace) -> Iterator[GlyphStrings]:
    """Yield the strings of *parts*, with a cut wherever pdfium must divide the line.

    A cut is a space below the line, where MuPDF still expects the next character and goes on, but pdfium ends the line.
    """
    stretches = [list(group) for _, group in groupby(parts, key=lambda part: part.rtl)]
    if len(stretches) == 1:
        yield from (part.glyphs for part in parts)
        return
    texts = [(stretch[0].rtl, _visual_text(stretch)) for stretch in stretches]
    cuts = [*needed_cuts(texts, rtl=rtl), False] if aids_face.composable else [False] * len(stretches)
    for stretch, cut in zip(stretches, cuts, strict=True):
        yield from (part.glyphs for part in stretch)
        if cut:
            last = stretch[-1]
            advance = aids_face.advance(aids_face.space)
            encoded = composed((Component(aids_face.space, 0, 0), Component(STRUT, 0, 0)), advance)
            x = last.left - advance * last.glyphs.size / aids_face.upem if last.rtl else last.right
            yield GlyphStrings(FACE, last.glyphs.size, [[PlacedGlyph(encoded, " ", x, -_DROP * last.glyphs.size)]])


def _with_turned_cuts(
    parts: Sequence[_RunStrings], line: TextLine, above: TextLine | None, aids_face: EncodedFace
) -> Iterator[GlyphStrings]:
    """Yield the strings of *parts*, which are turned, with a cut wherever pdfium would change their order.

    It takes strings that begin at nearly one height of the page for one line, and reads them from left to right: those
    of a line upside down, and lines that run down the page. A cut at another height parts them.
    """
    for index, part in enumerate(parts):
        if line.turn == 180 and index:
            yield _cut(aids_face, part.glyphs.size, part.left, -_DROP)
        elif line.turn == 90 and not index and above is not None and above.turn == line.turn:
            yield _cut(aids_face, part.glyphs.size, part.left - part.glyphs.size, 0.0)
        yield part.glyphs


def _cut(aids_face: EncodedFace, size: float, x: float, height: float) -> GlyphStrings:
    """Return a glyph without ink that shows no text, *height* em above the line."""
    encoded = composed((Component(aids_face.space, 0, 0), Component(STRUT, 0, 0)), _MARK_WIDTH)
    return GlyphStrings(FACE, size, [[PlacedGlyph(encoded, SOFT, x, height * size)]])


def _visual_text(stretch: Sequence[_RunStrings]) -> str:
    """Return the characters in visual order; those of a code always run from left to right."""
    codes = (glyph.text for part in stretch for string in part.glyphs.strings for glyph in string)
    return "".join(code[::-1] if stretch[0].rtl else code for code in codes)


def _same_paragraph(line: TextLine, above: TextLine) -> bool:
    return (line.block, line.message, line.size, line.turn) == (above.block, above.message, above.size, above.turn)


def _offset(line: TextLine, above: TextLine) -> tuple[float, float]:
    """Return how far along and up, in the axes of *line*, the origin of the line *above* is from its own."""
    return own_point(line.turn, above.x - line.x, above.y - line.y)
