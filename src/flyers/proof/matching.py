"""Which text object is which composed line, what counts as equal, and what is painted under a letter."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import accumulate, pairwise

from flyers.page.document import Page, TextLine
from flyers.page.items import extent, turned_rectangle
from flyers.proof.expectations import Expectation, PlacedContact
from flyers.proof.fonts import FontReading
from flyers.proof.geometry import Box, Point, contains, enters, overlap, shared, shrink, transform, turns, union
from flyers.proof.painted import DrawnGlyph, PageContents, Paint, PathOutline, TextObject, corners_of, in_reading_order
from flyers.proof.reading import PageReading, Reading, once
from flyers.records import dataclass

_SOFT = re.compile(
    "[\\s\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f"
    "\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]+"
)
"""White space and the characters of Default_Ignorable_Code_Point (Unicode 16, DerivedCoreProperties.txt)."""

_SPACING_SIGN = re.compile(
    "([\u00a8\u00af\u00b4\u00b8\u02d8-\u02dd\u037a\u0384\u0385\u1fbd\u1fbf-\u1fc1\u1fcd-\u1fcf\u1fdd-\u1fdf\u1fed\u1fee"
    "\u1ffd\u1ffe\u2017\u203e\u309b\u309c\ufe49-\ufe4c\uffe3])"
)
"""Signs that NFKC decomposes into a space and a combining mark. On paper they are separate: without the space the mark
would join the letter before it, and A followed by U+00B4 would count as “Á”. (Arabic ones, U+FC5E… and U+FE70…, are
left out: files use them for marks that do belong to a letter.)"""


def page_pairs(reading: Reading, expectation: Expectation) -> Iterator[tuple[PageReading, Page]]:
    """Yield each page with the composed one; missing and extra pages are reported by P101 alone."""
    return zip(reading.pages, expectation.pages, strict=False)


def safe_panels(page: Page) -> Iterator[Box]:
    """Yield what the safe margins beside trim and folds leave of each panel."""
    columns = pairwise([0.0, *sorted(page.folds), page.width])
    rows = list(pairwise([0.0, *sorted(page.level_folds), page.height]))
    top, bottom = (max(page.safe, covered) for covered in page.covered)
    for left, right in columns:
        for low, high in rows:
            foot, head = page.safe if low else bottom, page.safe if high < page.height else top
            yield left + page.safe, low + foot, right - page.safe, high - head


@lru_cache(maxsize=4096)
def essence(text: str) -> str:
    """Return *text* as it is compared: in NFKC, without white space and invisible characters."""
    seen = _SOFT.sub("", text)
    if seen.isascii():
        return seen
    pieces = _SPACING_SIGN.split(seen)
    pieces[::2] = (_SOFT.sub("", unicodedata.normalize("NFKC", piece)) for piece in pieces[::2])
    # Compose again what is adjacent only now that spaces are gone.
    return unicodedata.normalize("NFC", "".join(pieces))


def word_fault(text: str, expected: str) -> str:
    """Return where *text*, of the same essence as *expected*, has no white space between words, or has some inside one;
    "" for nowhere. Words must be separated at the ends of lines too (ISO 32000-1, 14.8.2.5); beside signs there may be
    more white space, which readers need where the direction changes.
    """
    if text == expected:  # as in most lines without a number
        return ""
    letters, found, wanted = essence(text), _breaks(text), _breaks(expected)
    for place in sorted(wanted - found):
        return f"no space separates “{letters[:place][-10:]}” from “{letters[place:][:10]}”"
    for place in sorted(found - wanted):
        if letters[place - 1 : place].isalnum() and letters[place : place + 1].isalnum():
            return f"a space separates “{letters[:place][-10:]}” from “{letters[place:][:10]}”"
    return ""


def _breaks(text: str) -> set[int]:
    """Return the places of white space, counted in characters of the text's essence."""
    return set(accumulate(len(essence(word)) for word in unicodedata.normalize("NFKC", text).split()))


def visible(text: str) -> str:
    """Return *text* for a message: spaces as they are, no invisible characters."""
    return " ".join(_SOFT.sub("", word) for word in text.split())


def quoted_glyphs(glyphs: Iterable[DrawnGlyph]) -> str:
    """Return the text of some glyphs of a line for a message, in reading order."""
    return essence("".join(glyph.text or "" for glyph in in_reading_order(list(glyphs))))


@dataclass(frozen=True, slots=True)
class Match:
    """A composed line on the page with the index ``page``, and the text object that prints it; None if nothing does."""

    page: int
    line: TextLine
    found: TextObject | None

    @property
    def same(self) -> bool:
        return self.found is not None and essence(self.found.text) == essence(self.line.text)


@once
def matching(reading: Reading, expectation: Expectation) -> tuple[Match, ...]:
    """Return which text object is which line, in the document's order: by text, the nearest of equal ones; or place."""
    found: dict[tuple[int, int], TextObject] = {}
    for index, page in enumerate(reading.pages):
        lines = [line for number, line in expectation.lines if number == index and essence(line.text)]
        free = {text.order: (text.box, text) for text in page.contents.texts if text.box is not None}
        by_text: dict[str, list[tuple[Box, TextObject]]] = {}
        for box, text in free.values():
            by_text.setdefault(essence(text.text), []).append((box, text))
        for line in lines:
            if equals := [pair for pair in by_text.get(essence(line.text), ()) if pair[1].order in free]:
                place = extent(line)
                _, nearest = min(equals, key=lambda pair: _distance(pair[0], place))
                found[index, id(line)] = nearest
                del free[nearest.order]
        for line in (line for line in lines if (index, id(line)) not in found):
            place = extent(line)
            common = [(part, text) for box, text in free.values() if (part := shared(box, place))]
            if common:
                _, best = max(common, key=lambda pair: (pair[0][2] - pair[0][0]) * (pair[0][3] - pair[0][1]))
                found[index, id(line)] = best
                del free[best.order]
    return tuple(
        Match(number, line, found.get((number, id(line)))) for number, line in expectation.lines if essence(line.text)
    )


def _distance(one: Box, other: Box) -> float:
    """Return how far the edges of two boxes are apart; a sheet of cards asks it of a hundred thousand pairs."""
    left, bottom, right, top = one
    return abs(left - other[0]) + abs(bottom - other[1]) + abs(right - other[2]) + abs(top - other[3])


def contact_glyphs(page: PageReading, contact: PlacedContact) -> list[DrawnGlyph]:
    """Return the glyphs that are where *contact* should be, line by line from the top, each from left to right."""
    return [glyph for line in contact_lines(page, contact) for glyph in line]


def contact_lines(page: PageReading, contact: PlacedContact) -> list[list[DrawnGlyph]]:
    """Return the glyphs that are where each line of *contact* should be, from the top, each from left to right: those
    of a person who turns the page so that the contact is upright.
    """
    lines, turn = [], contact.line.turn
    for x0, x1, y in contact.places:
        near = shrink(turned_rectangle(turn, (x0, y, x1, y)), -6)  # the ink of its line is not farther away
        there = [
            glyph
            for text in page.contents.texts
            if text.box is not None and overlap(text.box, near)
            for glyph in text.glyphs
            if glyph.turn == turn
            if abs(glyph.up - y) <= 0.25  # points from its baseline
            if x0 <= glyph.along + glyph.advance / 2 <= x1
        ]
        lines.append(sorted(there, key=lambda glyph: glyph.along))
    return lines


def ink_of(glyphs: Iterable[DrawnGlyph]) -> Box | None:
    """Return the box around the ink of some glyphs; None if they have none."""
    return union(glyph.box for glyph in glyphs if glyph.box)


def below(contents: PageContents, box: Box, order: int) -> list[Paint]:
    """Return what was painted before *order* near *box*, the topmost first."""
    return [paint for paint in contents.paints_before(order) if overlap(paint.box, box)]


def seen_under(paints: Iterable[Paint], box: Box, tolerance: float) -> Iterator[Paint | None]:
    """Yield what can be seen under *box* of *paints*, the topmost first; None: the bare page. Paint that only touches
    a rim of *tolerance* points of the box does not count.
    """
    inner = shrink(box, min(tolerance, (box[2] - box[0]) / 3, (box[3] - box[1]) / 3))
    middle = (inner[0] + inner[2]) / 2, (inner[1] + inner[3]) / 2
    for paint in paints:
        if not overlap(paint.box, inner):
            continue
        if paint.solid or paint.kind != "fill" or not paint.outline.kinds:
            touched = any(overlap(part, inner) for part in paint.parts)
            covered = paint.solid and contains(paint.box, inner)
        else:
            sides = (side for ring in _rings(paint.outline) for side in pairwise([*ring, ring[0]]))
            crossed = any(enters(start, end, inner) for start, end in sides)
            covered = not crossed and _is_inside(paint, middle)
            touched = crossed or covered
        if touched:
            yield paint
        if covered:
            return
    yield None


def seen_under_glyphs(
    contents: PageContents, text: TextObject, tolerance: float
) -> Iterator[tuple[DrawnGlyph, Sequence[Paint | None]]]:
    """Yield the glyphs of *text* that have an outline, each with what can be seen under its box (see `seen_under`)."""
    if text.box is None:
        return
    near = below(contents, text.box, text.order)
    whole = list(seen_under(near, text.box, 0.0))
    for glyph in text.glyphs:
        if glyph.box is not None:
            # If one thing alone is under a line, as under most, it is also under each letter.
            yield glyph, whole if len(whole) == 1 else list(seen_under(near, glyph.box, tolerance))


def seen_under_ink(
    contents: PageContents, text: TextObject, glyph: DrawnGlyph, fonts: Mapping[str, FontReading], tolerance: float
) -> Iterator[Paint | None]:
    """Yield what is on top under each place of the outline of *glyph*, a letter of *text*; None: the bare page. Instead
    of a rim of *tolerance* points of its box, the inner edge counts. Nothing is yielded if its outlines can't be read.

    The box around a letter may hold what its ink is clear of, as the box of ک does the bullet beside it.
    """
    program = fonts[glyph.font].program
    if program is None or glyph.gid < 0 or glyph.box is None:
        return
    paints, (left, bottom, right, top) = below(contents, glyph.box, text.order), shrink(glyph.box, tolerance)
    for contour in program.polygons(glyph.gid):
        corners = [transform(glyph.em, x, y) for x, y in contour]
        for start, end in pairwise([*corners, *corners[:1]]):
            count = min(math.ceil(math.dist(start, end) / 0.5), 200)  # places half a point apart
            for share in (number / count for number in range(count)):
                x, y = start[0] + share * (end[0] - start[0]), start[1] + share * (end[1] - start[1])
                place = min(max(x, left), right), min(max(y, bottom), top)
                yield next((paint for paint in paints if _is_inside(paint, place)), None)


def _is_inside(paint: Paint, point: Point) -> bool:
    if paint.kind != "fill" or not paint.outline.kinds:
        return any(overlap(part, (*point, *point)) for part in paint.parts)
    winding = sum(turns(ring, point) for ring in _rings(paint.outline))
    return bool(winding % 2 if paint.even_odd else winding)


@lru_cache(maxsize=512)
def _rings(outline: PathOutline) -> list[list[Point]]:
    """Return the corners of each subpath, its curves turned into short lines."""
    rings = [corners_of(kinds, points, _short_chords) for kinds, points, _ in outline.parts]
    return [ring for ring in rings if len(ring) > 2]


def _short_chords(start: Point, first: Point, second: Point, end: Point) -> int:
    length = math.dist(start, first) + math.dist(first, second) + math.dist(second, end)
    return min(max(2, math.ceil(length / 1.5)), 200)  # in points: chords are off by a tenth of that at most
