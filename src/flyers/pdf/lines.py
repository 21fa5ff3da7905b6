"""Lines of text as strings of encoded glyphs, with what helps PDF readers restore text without being seen.

Readers rebuild lines and paragraphs from the places of characters, each by its own heuristics. A function that changes
strings for one says which reader needs it and what that reader would do without it.

- *Links* join lines whose leading is too wide for poppler. To poppler, lines more than one and a half ems apart are
  paragraphs, and it mixes those of neighbouring columns: the first lines of all columns, then the second ones. Khmer,
  Arabic and Nastaliq need such leading. A link is a glyph without ink at the beginning of the lower line, raised so far
  that poppler considers it close to both lines. How poppler proceeds is in its ``TextPage::coalesce`` (words into
  blocks: up to 1.5 em from the line last found, and 0.5 em for what counts as on that line) and
  ``TextBlock::coalesce`` (words into lines: within 0.5 em of the leftmost word).
- *Cuts* divide lines of mixed direction for pdfium. It restores the logical order by counting right-to-left stretches
  of letters against left-to-right ones, and a stretch ends at every space and symbol. ``www.example.org`` counts as
  three, so it comes out backwards in an Arabic line, or reverses that line. `needed_cuts` finds where a line must be
  cut so that each part is read correctly.
- *Counterweights* keep poppler from misjudging a page. It takes the direction of most letters for the page's own, and
  reorders text of the other direction stretch by stretch. A card has fewer Arabic letters than its slug and addresses
  have Latin ones, so such a page carries RIGHT-TO-LEFT MARKs beside its slug (`counterweight`): they have no ink and
  belong to no sentence, but poppler counts them.
- *Text objects* part a line for MuPDF (`starts_over`).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby, pairwise, takewhile

from flyers.page.document import TextLine
from flyers.page.items import own_point
from flyers.pdf.encoded_glyphs import (
    LRM,
    MARK_WIDTH,
    RLM,
    SOFT,
    Component,
    EncodedFace,
    GlyphStrings,
    PlacedGlyph,
    ends_in_arabic_digit,
    glyph_strings,
    is_mark,
    is_rtl,
    is_unneeded,
    plain,
    without_ink,
)
from flyers.pdf.marks import FACE
from flyers.process_cache import memoized
from flyers.text.fonts import FontFace, FontLibrary

LEAST_LINKED, MOST_LINKED = 1.48, 2.9
"""Leading of linked lines, em: closer lines need no link, and lines farther apart look like paragraphs anyway."""

_ON_THE_LINE, _ON_THE_LINE_RTL = 1.6, 1.94
"""Em up to which a link can be on the lower line; beyond, it is half-way between the lines, as a line of its own.

Left-to-right text could use the same limit as right-to-left, but then poppler splits some paragraphs of Burmese
(1.7 em).
"""

_ABOVE, _LARGER = 0.51, 1.04
"""Of the link of a left-to-right line: em above the baseline, so that poppler finds the line after the link and not
with it; and its size relative to the type, so that the link is the leftmost word of a line with a larger tolerance."""

_PAIR = (0.45, -0.1)
"""Heights of the two links of a right-to-left line, em above the baseline.

There the leftmost word is the last one. The two links are so far apart that poppler finds the lower one after the upper
one, and the line together with the lower one.
"""

_WIDTH, _OUTSIDE = 2.4, 2.2
"""Thousandths of an em of a link, and of its part to the left of left-to-right text.

A link must reach across the left ends of both lines. One of them may begin with a code for pdf.js, a font unit wide.
"""

_MARKS_PER_CODE = 8  # Older versions of poppler read no more characters of one code.

_STEP = 0.5
"""Em between two glyphs of a counterweight: poppler merges equal words that are less than a tenth of an em apart."""

_FARTHEST_SIGN = 30_000  # Font units by which a sign may be drawn away from its code: a composite's offset has 16 bits.

NO_BREAK, NARROW = "\u00a0", "\u202f"

_DROP = 0.79
"""Em from the baseline down to the space of a cut. MuPDF begins a line at 0.8, pdfium at 0.75 of a glyph's width."""

_SAME_EDGE = 0.3  # Em by which the ink of two lines that begin at the same edge may differ.


def link(edge: float, size: float, leading: float, aids_face: EncodedFace, *, rtl: bool) -> GlyphStrings:
    """Return the link before a line that begins at *edge* (points from the line's origin).

    Args:
        size: of the line's type, points.
        leading: from the baseline above to the line's own, em, between `LEAST_LINKED` and `MOST_LINKED`.
        aids_face: the face `FACE`.
        rtl: whether the line runs from right to left.
    """
    drawn, width = (Component(aids_face.space, 0, 0),), 0 if rtl else _WIDTH
    x = edge - (0.02 if rtl else _OUTSIDE / 1000) * size
    if leading > (_ON_THE_LINE_RTL if rtl else _ON_THE_LINE):
        heights, scale = [leading / 2], 1.0
    else:
        heights, scale = (list(_PAIR), 1.0) if rtl else ([_ABOVE], _LARGER)
    return GlyphStrings(aids_face, size * scale, [[PlacedGlyph(drawn, width, SOFT, x, y * size)] for y in heights])


def counterweight(texts: Iterable[str], space: int, size: float, left: float, right: float) -> list[PlacedGlyph]:
    """Return glyphs on the baseline with enough RIGHT-TO-LEFT MARKs to outweigh the letters of *texts*.

    Args:
        space: index of a glyph without ink.
        size: of the type, points.
        left, right: the space that they may use, points from the line's origin.
    """
    # Marks of neighbouring codes may count once: to poppler they can be one, doubled.
    bidi_classes = [unicodedata.bidirectional(char) for text in texts for char in text if char != RLM]
    surplus = bidi_classes.count("L") - bidi_classes.count("R") - bidi_classes.count("AL")
    count = max(0, -(-(surplus + 1) // _MARKS_PER_CODE))
    step = min(_STEP * size, (right - left) / max(1, count))
    return [PlacedGlyph(*plain(space), RLM * _MARKS_PER_CODE, left + step * index, 0.0) for index in range(count)]


def needed_cuts(stretches: Sequence[tuple[bool, str]], *, rtl: bool) -> list[bool]:
    """Return, for each pair of neighbouring *stretches* of a line, whether pdfium needs a cut between them.

    Args:
        stretches: in logical order, of alternating direction: whether right-to-left, and the texts of the codes.
        rtl: whether the paragraph runs from right to left.
    """
    kinds = [[kind for kind, _ in groupby(text, key=_pdfium_kind)] for _, text in stretches]
    neighbours = list(pairwise(range(len(stretches))))
    # In a right-to-left line a word or a number keeps its place; in a left-to-right line what follows a word does not.
    cuts = [not rtl or any(not stretches[i][0] and len(kinds[i]) > 1 for i in pair) for pair in neighbours]
    start = 0
    for end in range(1, len(stretches) + 1):
        if end == len(stretches) or cuts[end - 1]:
            together = [kind for part in kinds[start:end] for kind in part]
            if together.count("L") >= together.count("R") > 0:
                cuts[start : end - 1] = [True] * (end - 1 - start)
            start = end
    return cuts


def starts_over(before: Sequence[PlacedGlyph], string: Sequence[PlacedGlyph]) -> bool:
    """Return whether MuPDF needs a text object that begins with *string*, which follows the string *before*.

    A sign has the direction of the letters before it in its text object. From right-to-left letters, drawn from left to
    right, the pen goes back to the sign on their left, and MuPDF takes a step back within one direction for a new line.
    Where a text object begins, a sign runs from left to right, as it does in the files of other programs.
    """
    return is_rtl(before[-1].text[0]) and unicodedata.bidirectional(string[0].text[0]) in ("CS", "WS", "ON")


def _pdfium_kind(char: str) -> str:
    """Return ``L``, ``R``, ``W`` for digits and their company, or ``N`` for the rest (pdfium's ``CFX_BidiChar``)."""
    bidi_class = unicodedata.bidirectional(char)
    if bidi_class in ("L", "R"):
        return bidi_class
    if bidi_class == "AL":
        return "R"
    return "W" if bidi_class in ("EN", "AN", "ES", "ET", "CS", "NSM", "BN") else "N"


@memoized(128)
def encoded_face(face: FontFace) -> EncodedFace:
    """Return the facts about a face of the font library that encoding needs."""
    font = face.font
    return EncodedFace(
        key=face.key,
        upem=face.upem,
        composable="glyf" in font.face.table_tags,
        advance=font.get_glyph_h_advance,
        space=font.get_nominal_glyph(ord(" ")) or 0,
    )


def run_strings(line: TextLine, library: FontLibrary) -> list[GlyphStrings]:
    """Return the strings of each run of *line* that has something to show."""
    visible = [
        (index, run) for index, run in enumerate(line.runs) if not all(is_unneeded(glyph.text) for glyph in run.glyphs)
    ]
    ways = ["" if run.level % 2 and not any(map(is_rtl, run.text)) else "LR"[run.level % 2] for _, run in visible]
    parts = []
    for place, (index, run) in enumerate(visible):
        face = encoded_face(library.face(run.face))
        around = [next(filter(None, ways[place::-1]), ""), next(filter(None, ways[place:]), "")]
        begins, ends = place == 0, place == len(visible) - 1
        strings = glyph_strings(run, face, begins=begins, ends=ends, parts_ltr=around == ["L", "L"])
        parts.append(GlyphStrings(face, run.size, strings, index, run.level % 2 == 1))
    return parts


def part_number(part: GlyphStrings) -> None:
    """Put LEFT-TO-RIGHT MARKs around a number in Arabic-Indic digits.

    MuPDF takes such digits for right-to-left letters, and would turn them round with the words beside them.
    """
    string = part.strings[0]
    if ends_in_arabic_digit(string[0].text):
        string[0] = string[0]._replace(text=LRM + string[0].text)
    mark_end(part, LRM, after=ends_in_arabic_digit)


def mark_end(part: GlyphStrings, mark: str, after: Callable[[str], bool]) -> None:
    """Let *part* end with *mark* if its last character needs it.

    The mark has a code of its own, without ink: pdf.js ignores a code whose text ends in an invisible character.
    """
    string, space = part.strings[-1], part.face.space
    if space and after(string[-1].text[-1]):
        advance, x = MARK_WIDTH if part.face.composable else None, part.right - MARK_WIDTH * part.unit
        string.append(PlacedGlyph((Component(space, 0, 0),), advance, mark, x, 0.0))


def end_number(part: GlyphStrings) -> None:
    """End a number on several lines with a string of one glyph without ink, after which pdfium begins a new line.

    Otherwise it takes smaller words below large figures for the rest of their line, as long as they begin within the
    depth of the figures' font; where such a line runs from right to left, the words come between the number's parts.
    """
    if part.face.space and part.face.composable:
        x = part.right - MARK_WIDTH * part.unit
        part.strings.append([PlacedGlyph(*without_ink(part.face.space), SOFT, x, 0.0)])


def use_plain_spaces(parts: Sequence[GlyphStrings], *others: str) -> None:
    """Let the *others* among spaces say what a space says.

    To find “vie ?” as it is typed, pdfium and MuPDF must read a plain space in place of a narrow no-break one. A
    no-break space in a font without composites would be a string of its own, and pdfium reads the strings of a line
    upside down from its end.
    """
    for string in (string for part in parts for string in part.strings):
        string[:] = [glyph._replace(text=" ") if glyph.text in others else glyph for glyph in string]


def join_spaces(parts: list[GlyphStrings]) -> None:
    """Let the letter after a space at the border of a right-to-left run, or after a mark and a space, say that space,
    and be as wide as both.

    pdf.js forgets a space where the pen goes back, as it does from a number to the word on its left, and counts one
    beside a mark twice, since a mark has no place to it.
    """
    strings = [(part, string) for part in parts for string in part.strings]
    for (number, _), (before, space), (part, word) in zip(strings, strings[1:], strings[2:], strict=False):
        if not number.rtl and not _is_number(number):
            continue  # beside an address pdfium needs the space, where it cuts the line
        if _says(space, " ") and before.rtl and part.rtl and part.face.composable and _is_letter(word[-1].text):
            word[-1] = _with_space(word[-1], part, space[0].x + space[0].width(before.face) * before.unit)
            _take_out(space, before)
    for part, string in strings:
        if part.rtl and part.face.composable:
            for index in range(len(string) - 3, -1, -1):
                letter, between, mark = string[index : index + 3]
                if _is_letter(letter.text) and between.text == " " and is_mark(mark.text):
                    string[index : index + 2] = [_with_space(letter, part, mark.x)]
    parts[:] = [part for part in parts if part.strings]


def _with_space(letter: PlacedGlyph, part: GlyphStrings, right: float) -> PlacedGlyph:
    """Return a right-to-left *letter* that says the space before it, too, which ends at *right*."""
    width = round((right - letter.x) * part.face.upem / part.size)
    return letter._replace(advance=width, text=f"{letter.text} ")


def join_signs(parts: list[GlyphStrings]) -> None:
    """Let a sign beside a number or words in right-to-left text be read where left-to-right text has it: drawn in its
    place, its code is on the other side, as in «Arabic, please.».

    pdfium and poppler take a stop that is drawn on the left of a number for one before it. A sign beside words belongs
    to their part of the line: pdfium needs cuts around it, and a cut inside a sign is one space too many to MuPDF.
    """
    joined: list[GlyphStrings] = []
    for index, part in enumerate(parts):
        if part.rtl:
            joined.append(part)
            continue
        is_number = _is_number(part)
        before = parts[index - 1] if index and parts[index - 1].strings else None
        after = parts[index + 1] if index + 1 < len(parts) else None
        beside = [part]
        if (
            before
            and before.rtl
            and (is_number or not _says(before.strings[0], RLM))
            and (sign := _sign(before.strings[::-1], before, part))
        ):
            _move(sign, before, part.left - MARK_WIDTH * before.unit)
            if not is_number:
                beside.insert(0, _take_out(sign, before))
        if after and after.rtl and not _says(after.strings[-1], RLM) and (sign := _sign(after.strings, after, part)):
            _move(sign, after, part.right)
            if before and before.strings and _says(space := before.strings[-1], " "):
                space[0] = space[0]._replace(x=part.right + MARK_WIDTH * after.unit)  # readers sort by place
            if _says(after.strings[0], RLM):
                del after.strings[0]
            if not is_number:
                beside.append(_take_out(sign, after))
        joined += beside
    parts[:] = [part for part in joined if part.strings]


def _sign(strings: Sequence[list[PlacedGlyph]], part: GlyphStrings, beside: GlyphStrings) -> list[PlacedGlyph] | None:
    """Return the first of the *strings* of *part*, but for a mark of direction, if it is the only sign before a space
    or a word, and its code can be on the other side of *beside*.
    """
    rest = strings[1:] if _says(strings[0], RLM) else strings
    signs = list(takewhile(_is_sign, rest))
    within_reach = beside.right - beside.left < _FARTHEST_SIGN * part.unit
    return signs[0] if len(signs) == 1 and part.face.composable and within_reach else None


def _take_out(string: list[PlacedGlyph], part: GlyphStrings) -> GlyphStrings:
    """Remove *string* from *part*, and return it as a part from left to right."""
    part.strings[:] = [other for other in part.strings if other is not string]
    return part._replace(strings=[string], rtl=False)


def _is_number(part: GlyphStrings) -> bool:
    """Return whether a part has no letters and no mark that turns it."""
    texts = (glyph.text for string in part.strings for glyph in string)
    return all(unicodedata.bidirectional(char) != "L" for text in texts for char in text)


def _is_sign(string: Sequence[PlacedGlyph]) -> bool:
    return len(string) == 1 and not string[0].text.isspace() and not is_rtl(string[0].text[-1])


def _move(sign: list[PlacedGlyph], part: GlyphStrings, x: float) -> None:
    """Place the code of *sign* at *x*, and leave its ink where it is."""
    moved = round((sign[0].x - x) / part.unit)
    drawn = tuple(Component(gid, left + moved, up) for gid, left, up in sign[0].components)
    sign[0] = sign[0]._replace(components=drawn, advance=MARK_WIDTH, x=x)


def _is_letter(text: str) -> bool:
    return len(text) == 1 and is_rtl(text)


def _says(string: Sequence[PlacedGlyph], text: str) -> bool:
    return len(string) == 1 and string[0].text == text


def give_boxes_to_spaces(parts: Sequence[GlyphStrings]) -> None:
    """Let a space that is shown by itself have a box with a width: pdfium passes over text without one.

    It then guesses from the gap whether words are apart, and takes one beside a wide glyph, as in Khmer, for none.
    """
    for part in parts:
        for string in part.strings if part.face.composable else ():
            if _says(string, " ") and string[0].advance is None:
                components, advance = without_ink(string[0].components[0].gid, string[0].width(part.face))
                string[0] = string[0]._replace(components=components, advance=advance)


def add_space(part: GlyphStrings) -> None:
    """End *part* with a space, on the side where the line ends."""
    space = part.face.space
    if space and part.rtl:
        x = part.left - part.face.advance(space) * part.size / part.face.upem
        part.strings.append([PlacedGlyph(*plain(space), " ", x, 0.0)])
    elif space:
        part.strings[-1].append(PlacedGlyph(*plain(space), " ", part.right, 0.0))


_HYPHENS = frozenset("-\u00ad\u2010")  # At a line's end, poppler would drop these, or pdfium replace them with U+FFFE.


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
        mark_end(parts[-1], SOFT, after=_HYPHENS.__contains__)
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
        strings.insert(0, link(edge, line.size, leading, aids_face, rtl=rtl))
    if aids_face.composable and rtl and 0 < leading * line.size < line.ink[3]:
        # pdfium takes a string that reaches up to the baseline above for a part of that line, and turns them round.
        strings.insert(0, _cut(aids_face, line.size, line.ink[2], 0.5))
    return strings


def _shared_edge(parts: Sequence[GlyphStrings], line: TextLine, above: TextLine | None, *, rtl: bool) -> float:
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


def _with_cuts(parts: Sequence[GlyphStrings], rtl: bool, aids_face: EncodedFace) -> Iterator[GlyphStrings]:
    """Yield the strings of *parts*, with a cut wherever pdfium must divide the line.

    A cut is a space below the line, where MuPDF still expects the next character and goes on, but pdfium ends the line.
    """
    stretches = [list(group) for _, group in groupby(parts, key=lambda part: part.rtl)]
    texts = [(stretch[0].rtl, _visual_text(stretch)) for stretch in stretches]
    cuts = [*needed_cuts(texts, rtl=rtl), False] if aids_face.composable else [False] * len(stretches)
    for stretch, cut in zip(stretches, cuts, strict=True):
        yield from stretch
        if cut:
            last, size = stretch[-1], stretch[-1].size
            advance = aids_face.advance(aids_face.space)
            x = last.left - advance * size / aids_face.upem if last.rtl else last.right
            glyph = PlacedGlyph(*without_ink(aids_face.space, advance), " ", x, -_DROP * size)
            yield GlyphStrings(aids_face, size, [[glyph]])


def _with_turned_cuts(
    parts: Sequence[GlyphStrings], line: TextLine, above: TextLine | None, aids_face: EncodedFace
) -> Iterator[GlyphStrings]:
    """Yield the strings of *parts*, which are turned, with a cut wherever pdfium would change their order.

    It takes strings that begin at nearly one height of the page for one line, and reads them from left to right: those
    of a line upside down, and lines that run down the page. A cut at another height parts them.
    """
    for index, part in enumerate(parts):
        if line.turn == 180 and index:
            yield _cut(aids_face, part.size, part.left, -_DROP)
        elif line.turn == 90 and not index and above is not None and above.turn == line.turn:
            yield _cut(aids_face, part.size, part.left - part.size, 0.0)
        yield part


def _cut(aids_face: EncodedFace, size: float, x: float, height: float) -> GlyphStrings:
    """Return a glyph without ink that shows no text, *height* em above the line."""
    return GlyphStrings(aids_face, size, [[PlacedGlyph(*without_ink(aids_face.space), SOFT, x, height * size)]])


def _visual_text(stretch: Sequence[GlyphStrings]) -> str:
    """Return the characters in visual order; those of a code always run from left to right."""
    codes = (glyph.text for part in stretch for string in part.strings for glyph in string)
    return "".join(code[::-1] if stretch[0].rtl else code for code in codes)


def _same_paragraph(line: TextLine, above: TextLine) -> bool:
    return (line.block, line.message, line.size, line.turn) == (above.block, above.message, above.size, above.turn)


def _offset(line: TextLine, above: TextLine) -> tuple[float, float]:
    """Return how far along and up, in the axes of *line*, the origin of the line *above* is from its own."""
    return own_point(line.turn, above.x - line.x, above.y - line.y)
