"""The runs of a line as strings of encoded glyphs.

Each function changes `RunStrings` in place, and says which reader needs it and what that reader would do without it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from itertools import takewhile
from typing import NamedTuple

from flyers.page.document import GlyphRun, TextLine
from flyers.pdf.composites import STRUT, Component
from flyers.pdf.encoded_glyphs import EncodedFace, GlyphStrings, PlacedGlyph, composed, glyph_strings, plain
from flyers.pdf.tounicode import LRM, RLM, SOFT, ends_in_arabic_digit, is_mark, is_rtl, is_unneeded
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

_FARTHEST_SIGN = 30_000
"""Font units by which a sign may be drawn away from its code: a composite's offset has 16 bits."""

NO_BREAK, NARROW = "\u00a0", "\u202f"


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


def use_plain_spaces(parts: Sequence[RunStrings], *others: str) -> None:
    """Let the *others* among spaces say what a space says.

    To find “vie ?” as it is typed, pdfium and MuPDF must read a plain space in place of a narrow no-break one. A
    no-break space in a font without composites would be a string of its own, and pdfium reads the strings of a line
    upside down from its end.
    """
    for part in parts:
        for string in part.glyphs.strings:
            string[:] = [glyph._replace(text=" ") if glyph.text in others else glyph for glyph in string]


def join_spaces(parts: list[RunStrings]) -> None:
    """Let the letter after a space at the border of a right-to-left run, or after a mark and a space, say that space,
    and be as wide as both.

    pdf.js forgets a space where the pen goes back, as it does from a number to the word on its left, and counts one
    beside a mark twice, since a mark has no place to it.
    """
    strings = [(part, string) for part in parts for string in part.glyphs.strings]
    for (number, _), (before, space), (part, word) in zip(strings, strings[1:], strings[2:], strict=False):
        if not number.rtl and not _is_number(number):
            continue  # beside an address pdfium needs the space, where it cuts the line
        if _says(space, " ") and before.rtl and part.rtl and part.face.composable and _is_letter(word[-1].text):
            right = space[0].x + space[0].encoded.width(before.face) * before.glyphs.size / before.face.upem
            word[-1] = _with_space(word[-1], part, right)
            before.glyphs.strings[:] = [string for string in before.glyphs.strings if string is not space]
    for part, string in strings:
        if part.rtl and part.face.composable:
            for index in range(len(string) - 3, -1, -1):
                letter, between, mark = string[index : index + 3]
                if _is_letter(letter.text) and between.text == " " and is_mark(mark.text):
                    string[index : index + 2] = [_with_space(letter, part, mark.x)]
    parts[:] = [part for part in parts if part.glyphs.strings]


def _with_space(letter: PlacedGlyph, part: RunStrings, right: float) -> PlacedGlyph:
    """Return a right-to-left *letter* that says the space before it, too, which ends at *right*."""
    width = round((right - letter.x) * part.face.upem / part.glyphs.size)
    return letter._replace(encoded=composed(letter.encoded.components, width), text=f"{letter.text} ")


def join_signs(parts: list[RunStrings]) -> None:
    """Let a sign beside a number or words in right-to-left text be read where left-to-right text has it: drawn in its
    place, its code is on the other side, as in «Arabic, please.».

    pdfium and poppler take a stop that is drawn on the left of a number for one before it. A sign beside words belongs
    to their part of the line: pdfium needs cuts around it, and a cut inside a sign is one space too many to MuPDF.
    """
    joined: list[RunStrings] = []
    for index, part in enumerate(parts):
        if part.rtl:
            joined.append(part)
            continue
        is_number = _is_number(part)
        before = parts[index - 1] if index and parts[index - 1].glyphs.strings else None
        after = parts[index + 1] if index + 1 < len(parts) else None
        beside = [part]
        if (
            before
            and before.rtl
            and (is_number or not _says(before.glyphs.strings[0], RLM))
            and (sign := _sign(before.glyphs.strings[::-1], before, part))
        ):
            _move(sign, before, part.left - _unit(before))
            if not is_number:
                beside.insert(0, _taken_out(sign, before))
        if (
            after
            and after.rtl
            and not _says(after.glyphs.strings[-1], RLM)
            and (sign := _sign(after.glyphs.strings, after, part))
        ):
            _move(sign, after, part.right)
            if before and before.glyphs.strings and _says(space := before.glyphs.strings[-1], " "):
                space[0] = space[0]._replace(x=part.right + _unit(after))  # readers sort by place
            if _says(after.glyphs.strings[0], RLM):
                del after.glyphs.strings[0]
            if not is_number:
                beside.append(_taken_out(sign, after))
        joined += beside
    parts[:] = [part for part in joined if part.glyphs.strings]


def _sign(strings: Sequence[list[PlacedGlyph]], part: RunStrings, beside: RunStrings) -> list[PlacedGlyph] | None:
    """Return the first of the *strings* of *part*, but for a mark of direction, if it is the only sign before a space
    or a word, and its code can be on the other side of *beside*.
    """
    rest = strings[1:] if _says(strings[0], RLM) else strings
    signs = list(takewhile(_is_sign, rest))
    within_reach = beside.right - beside.left < _FARTHEST_SIGN * _unit(part)
    return signs[0] if len(signs) == 1 and part.face.composable and within_reach else None


def _taken_out(sign: list[PlacedGlyph], part: RunStrings) -> RunStrings:
    """Remove *sign* from *part*, and return it as a part from left to right."""
    part.glyphs.strings[:] = [string for string in part.glyphs.strings if string is not sign]
    return part._replace(glyphs=part.glyphs._replace(strings=[sign]), rtl=False)


def _is_number(part: RunStrings) -> bool:
    """Return whether a part has no letters and no mark that turns it."""
    texts = (glyph.text for string in part.glyphs.strings for glyph in string)
    return all(unicodedata.bidirectional(char) != "L" for text in texts for char in text)


def _is_sign(string: Sequence[PlacedGlyph]) -> bool:
    return len(string) == 1 and not string[0].text.isspace() and not is_rtl(string[0].text[-1])


def _move(sign: list[PlacedGlyph], part: RunStrings, x: float) -> None:
    """Place the code of *sign* at *x*, and leave its ink where it is."""
    moved = round((sign[0].x - x) / _unit(part))
    drawn = tuple(Component(gid, left + moved, up) for gid, left, up in sign[0].encoded.components)
    sign[0] = sign[0]._replace(encoded=composed(drawn, MARK_WIDTH), x=x)


def _unit(part: RunStrings) -> float:
    """Return the width of a code of `MARK_WIDTH`, points."""
    return MARK_WIDTH * part.glyphs.size / part.face.upem


def _is_letter(text: str) -> bool:
    return len(text) == 1 and is_rtl(text)


def _says(string: Sequence[PlacedGlyph], text: str) -> bool:
    return len(string) == 1 and string[0].text == text


def give_boxes_to_spaces(parts: Sequence[RunStrings]) -> None:
    """Let a space that is shown by itself have a box with a width: pdfium passes over text without one.

    It then guesses from the gap whether words are apart, and takes one beside a wide glyph, as in Khmer, for none.
    """
    for part in parts:
        if not part.face.composable:
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
