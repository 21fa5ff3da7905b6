"""Lines of text as strings of encoded glyphs, with what readers need at their beginnings, ends and borders."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from flyers.page.document import TextLine
from flyers.page.items import own_point
from flyers.pdf.composites import STRUT, Component
from flyers.pdf.encoded_glyphs import EncodedFace, GlyphStrings, PlacedGlyph, composed
from flyers.pdf.reader_aids import LEAST_LINKED, MOST_LINKED, link, needed_cuts
from flyers.pdf.run_strings import (
    MARK_WIDTH,
    NARROW,
    NO_BREAK,
    RunStrings,
    add_space,
    encoded_face,
    end_number,
    give_boxes_to_spaces,
    is_hyphen,
    join_signs,
    join_spaces,
    mark_end,
    part_number,
    run_strings,
    use_plain_spaces,
)
from flyers.pdf.slug import FACE
from flyers.pdf.tounicode import SOFT
from flyers.text.fonts import FontLibrary

_DROP = 0.79
"""Em from the baseline down to the space of a cut. MuPDF begins a line at 0.8, pdfium at 0.75 of a glyph's width."""

_SAME_EDGE = 0.3
"""Em by which the ink of two lines that begin at the same edge may differ."""


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
    parts = run_strings(line, library)
    if not parts:
        return []
    use_plain_spaces(parts, NARROW, *([NO_BREAK] if line.turn == 180 else []))
    rtl = min(run.level for run in line.runs) % 2 == 1
    if not parts[-1].rtl:
        mark_end(parts[-1], SOFT, after=is_hyphen)
    for part in parts:
        if not part.rtl:
            part_number(part)
    if rtl_page and any(not contact.begins for contact in line.contacts):
        end_number(parts[-1])
    if rtl:
        join_signs(parts)
        join_spaces(parts)
    give_boxes_to_spaces(parts)
    edge = _shared_edge(parts, line, above, rtl=rtl)
    aids_face = encoded_face(library.face(FACE))
    if tagged and line.spaced:
        add_space(parts[-1])
    if line.turn and not rtl and aids_face.composable:
        strings = list(_with_turned_cuts(parts, line, above, aids_face))
    else:
        strings = list(_with_cuts(parts, rtl, aids_face))
    leading = _offset(line, above)[1] / line.size if above and _same_paragraph(line, above) else 0.0
    if aids_face.composable and LEAST_LINKED < leading <= MOST_LINKED:
        strings.insert(0, link(edge, line.size, leading, aids_face.space, rtl=rtl))
    if aids_face.composable and rtl and 0 < leading * line.size < line.ink[3]:
        # pdfium takes a string that reaches up to the baseline above for a part of that line, and turns them round.
        strings.insert(0, _cut(aids_face, line.size, line.ink[2], 0.5))
    return strings


def _shared_edge(parts: Sequence[RunStrings], line: TextLine, above: TextLine | None, *, rtl: bool) -> float:
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


def _with_cuts(parts: Sequence[RunStrings], rtl: bool, aids_face: EncodedFace) -> Iterator[GlyphStrings]:
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
    parts: Sequence[RunStrings], line: TextLine, above: TextLine | None, aids_face: EncodedFace
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
    encoded = composed((Component(aids_face.space, 0, 0), Component(STRUT, 0, 0)), MARK_WIDTH)
    return GlyphStrings(FACE, size, [[PlacedGlyph(encoded, SOFT, x, height * size)]])


def _visual_text(stretch: Sequence[RunStrings]) -> str:
    """Return the characters in visual order; those of a code always run from left to right."""
    codes = (glyph.text for part in stretch for string in part.glyphs.strings for glyph in string)
    return "".join(code[::-1] if stretch[0].rtl else code for code in codes)


def _same_paragraph(line: TextLine, above: TextLine) -> bool:
    return (line.block, line.message, line.size, line.turn) == (above.block, above.message, above.size, above.turn)


def _offset(line: TextLine, above: TextLine) -> tuple[float, float]:
    """Return how far along and up, in the axes of *line*, the origin of the line *above* is from its own."""
    return own_point(line.turn, above.x - line.x, above.y - line.y)
