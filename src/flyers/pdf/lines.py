"""Lines of text as the strings that are shown, with what readers need at their beginnings, ends and borders."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import groupby, pairwise
from typing import Any, NamedTuple

from flyers.layout.pages import TextLine
from flyers.pdf.composites import STRUT, Component
from flyers.pdf.encoded_glyphs import EncodedFace, GlyphStrings, PlacedGlyph, composed, plain, strings
from flyers.pdf.reader_aids import LEAST_LINKED, MOST_LINKED, link, needed_cuts
from flyers.pdf.slug import FACE
from flyers.pdf.tounicode import LRM, SOFT, is_bidi_control, runs_ltr
from flyers.text.model import PositionedGlyph

_DROP = 0.79
"""Em from the baseline down to the space of a cut. MuPDF begins a line at 0.8, pdfium at 0.75 of a sign's width."""


_SAME_EDGE = 0.3
"""Em by which the ink of two lines that begin together may differ."""


class _ShownRun(NamedTuple):
    """The strings of one run, and what is needed to tell where they end."""

    shown: GlyphStrings
    rtl: bool
    face: EncodedFace

    @property
    def left(self) -> float:
        """Where its leftmost sign begins."""
        strings = self.shown.strings
        return strings[-1][-1].x if self.rtl else strings[0][0].x

    @property
    def right(self) -> float:
        """Where the pen stands after its rightmost sign."""
        strings = self.shown.strings
        last = strings[0][0] if self.rtl else strings[-1][-1]
        advance = self.face.advance(last.sign.components[0].gid) if last.sign.advance is None else last.sign.advance
        return last.x + advance * self.shown.size / self.face.upem


def shown_line(
    line: TextLine, above: TextLine | None, library: Any, *, rtl_page: bool, spaced: bool = False
) -> list[GlyphStrings]:
    """What is shown of *line*, in logical order.

    Args:
        above: the line of text before it on the page, if any.
        library: of the fonts.
        rtl_page: whether the page as a whole runs from right to left.
        spaced: end the line with the space that parts it from the next: in tagged text nothing else parts their words
            (PDF 32000-1, 14.8.2.5).
    """
    parts = _parts(line, library)
    if not parts:
        return []
    rtl = min(run.level for run in line.runs) % 2 == 1
    if not parts[-1].rtl:
        _close(parts[-1], SOFT, after=_is_hyphen)
    for before, part in pairwise(parts):
        if before.rtl and not part.rtl:
            _open(part)
    if rtl_page:
        for part in parts:
            if not part.rtl:
                _close(part, LRM, after=_is_neutral)
    extra = sign_face(library.face(FACE))
    if spaced and line.spaced:
        _add_space(parts[-1])
    shown = list(_parted(parts, rtl, extra))
    leading = (above.y - line.y) / line.size if above and _same_paragraph(line, above) else 0.0
    if extra.composable and LEAST_LINKED < leading <= MOST_LINKED:
        edge = _shared_edge(parts, line, above, rtl=rtl)
        shown.insert(0, link(edge, line.size, leading, extra.space, rtl=rtl))
    return shown


def _shared_edge(parts: Sequence[_ShownRun], line: TextLine, above: TextLine | None, *, rtl: bool) -> float:
    """Where the line begins; in centred text, where one of the two begins before the other, where both have begun."""
    moved = above.x - line.x if above else 0.0
    near = _SAME_EDGE * line.size
    if rtl:
        right = max(part.right for part in parts)
        return min(right, above.ink[2] + moved) if above and above.ink[2] + moved < right - near else right
    left = min(part.left for part in parts)
    return max(left, above.ink[0] + moved) if above and above.ink[0] + moved > left + near else left


@lru_cache(maxsize=64)
def sign_face(face: Any) -> EncodedFace:
    """What signs ask of a face of the font library."""
    font = face.font
    return EncodedFace(
        upem=face.upem,
        composable="glyf" in font.face.table_tags,
        advance=font.get_glyph_h_advance,
        ink=face.ink,
        space=font.get_nominal_glyph(ord(" ")) or 0,
    )


def _parts(line: TextLine, library: Any) -> list[_ShownRun]:
    """The runs of *line* that have something to show."""
    seen = [(index, run) for index, run in enumerate(line.runs) if any(map(_is_seen, run.glyphs))]
    rtl = [run.level % 2 == 1 for _, run in seen]
    parts = []
    for (index, run), before, this, after in zip(seen, [False, *rtl], rtl, [*rtl[1:], False], strict=False):
        face = sign_face(library.face(run.face))
        shown = GlyphStrings(run.face, run.size, strings(run, face, after_rtl=before, before_rtl=after), index)
        parts.append(_ShownRun(shown, this, face))
    return parts


def _is_seen(glyph: PositionedGlyph) -> bool:
    return not glyph.text or not all(map(is_bidi_control, glyph.text))


def _open(part: _ShownRun) -> None:
    """Mark left-to-right text after right-to-left text as such, if its first character could belong to either.

    MuPDF would take it for right-to-left text in visual order, poppler count it with that.
    """
    string = part.shown.strings[0]
    if unicodedata.bidirectional(string[0].text[0]) not in ("L", "EN", "AN"):
        string[0] = string[0]._replace(text=LRM + string[0].text)


def _close(part: _ShownRun, mark: str, after: Callable[[str], bool]) -> None:
    """Add *mark* to the text of the last sign if its last character asks for it."""
    string = part.shown.strings[-1]
    last = string[-1]
    if after(last.text[-1]):
        string[-1] = last._replace(text=last.text + mark)


def _add_space(part: _ShownRun) -> None:
    """End *part* with a space, on the side where the line ends."""
    glyph = part.face.space
    if not glyph:
        return
    width = part.face.advance(glyph) * part.shown.size / part.face.upem
    if part.rtl:
        part.shown.strings.append([PlacedGlyph(plain(glyph), " ", part.left - width, 0.0)])
    else:
        part.shown.strings[-1].append(PlacedGlyph(plain(glyph), " ", part.right, 0.0))


def _is_hyphen(char: str) -> bool:
    """Whether poppler would leave it out at a line's end, or pdfium put U+FFFE in its place."""
    return char in "-\u00ad\u2010"


def _is_neutral(char: str) -> bool:
    """Whether poppler, at the right end of left-to-right text, would count it with what stands to the right."""
    return not runs_ltr(char)


def _parted(parts: Sequence[_ShownRun], rtl: bool, extra: EncodedFace) -> Iterator[GlyphStrings]:
    """The strings of the *parts*, with a cut wherever pdfium must part the line.

    A cut is a space below the line, where MuPDF expects the next character, so that it goes on; pdfium ends the line.
    """
    stretches = [list(group) for _, group in groupby(parts, key=lambda part: part.rtl)]
    if len(stretches) == 1:
        yield from (part.shown for part in parts)
        return
    texts = [(stretch[0].rtl, _text(stretch)) for stretch in stretches]
    cuts = [*needed_cuts(texts, rtl=rtl), False] if extra.composable else [False] * len(stretches)
    for stretch, cut in zip(stretches, cuts, strict=True):
        yield from (part.shown for part in stretch)
        if cut:
            last = stretch[-1]
            sign = composed((Component(extra.space, 0, 0), Component(STRUT, 0, 0)), extra.advance(extra.space))
            width = extra.advance(extra.space) * last.shown.size / extra.upem
            x = last.left - width if last.rtl else last.right
            place = PlacedGlyph(sign, " ", x, -_DROP * last.shown.size)
            yield GlyphStrings(FACE, last.shown.size, [[place]])


def _text(stretch: Sequence[_ShownRun]) -> str:
    """The characters as they stand, from one end to the other. Those of a code stand from left to right in any case."""
    codes = (sign.text for part in stretch for string in part.shown.strings for sign in string)
    return "".join(code[::-1] if stretch[0].rtl else code for code in codes)


def _same_paragraph(line: TextLine, above: TextLine) -> bool:
    return line.block == above.block and line.message == above.message and line.size == above.size
