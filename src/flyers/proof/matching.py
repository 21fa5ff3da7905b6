"""Compare printed text with composed text: what counts as equal, and which text object is which composed line."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import accumulate, pairwise

from flyers.page.document import Page, TextLine
from flyers.page.items import extent
from flyers.proof.content_stream.records import TextObject
from flyers.proof.expectations import Expectation, PlacedContact
from flyers.proof.geometry import TURNS, Box, overlap, shared, shrink, transform_box, union
from flyers.proof.glyphs import DrawnGlyph, in_reading_order
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

BASELINE_TOLERANCE = 0.25
"""Points that a glyph's origin may be off the baseline that it belongs to."""


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
    """Return where *text*, of the same essence as *expected*, has no white space between words, or has some inside one.

    Words must be separated at the ends of lines too (ISO 32000-1, 14.8.2.5). Beside signs there may be more white
    space, which readers need where the direction changes. "" means that there is no fault.
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
    """Return which text object is which composed line: by text first, the nearest of equal ones; the rest by place."""
    matches: list[Match] = []
    for index, page in enumerate(reading.pages):
        lines = [line for number, line in expectation.lines if number == index and essence(line.text)]
        free = {text.order: text for text in page.contents.texts if text.box is not None}
        by_text: dict[str, list[TextObject]] = {}
        for text in free.values():
            by_text.setdefault(essence(text.text), []).append(text)
        unclaimed = []
        for line in lines:
            equals = [text for text in by_text.get(essence(line.text), ()) if text.order in free]
            if equals:
                nearest = _nearest(equals, extent(line)) if len(equals) > 1 else equals[0]
                del free[nearest.order]
                matches.append(Match(index, line, nearest))
            else:
                unclaimed.append(line)
        for line in unclaimed:
            place = extent(line)
            areas = [(_shared_area(text.box, place), text) for text in free.values()]
            area, best = max(areas, key=lambda pair: pair[0], default=(0.0, None))
            if best is not None and area > 0:
                del free[best.order]
                matches.append(Match(index, line, best))
            else:
                matches.append(Match(index, line, None))
    absent = (Match(number, line, None) for number, line in expectation.lines if number >= len(reading.pages))
    return (*matches, *absent)


def in_order(reading: Reading, expectation: Expectation) -> list[Match]:
    """Return the composed lines, with what prints them, in the order of the document."""
    matches = {(match.page, id(match.line)): match for match in matching(reading, expectation)}
    return [matches[number, id(line)] for number, line in expectation.lines if (number, id(line)) in matches]


def _nearest(texts: Iterable[TextObject], place: Box) -> TextObject:
    return min(texts, key=lambda text: _distance(text.box, place))


def _distance(one: Box | None, other: Box) -> float:
    """Return how far the edges of two boxes are apart; a sheet of cards asks it of a hundred thousand pairs."""
    if one is None:
        return float("inf")
    return abs(one[0] - other[0]) + abs(one[1] - other[1]) + abs(one[2] - other[2]) + abs(one[3] - other[3])


def _shared_area(one: Box | None, other: Box) -> float:
    box = shared(one, other) if one else None
    return (box[2] - box[0]) * (box[3] - box[1]) if box else 0.0


def contact_glyphs(page: PageReading, contact: PlacedContact) -> list[DrawnGlyph]:
    """Return the glyphs that are where *contact* should be, line by line from the top, each from left to right."""
    return [glyph for line in contact_lines(page, contact) for glyph in line]


def contact_lines(page: PageReading, contact: PlacedContact) -> list[list[DrawnGlyph]]:
    """Return the glyphs that are where each line of *contact* should be, from the top, each from left to right.

    Top and left are those of a person who turns the page so that the contact is upright.
    """
    return [_glyphs_at(page, *place, contact.line.turn) for place in contact.places]


def ink_of(glyphs: Iterable[DrawnGlyph]) -> Box | None:
    """Return the box around the ink of some glyphs; None if they have none."""
    return union(glyph.box for glyph in glyphs if glyph.box)


def _glyphs_at(page: PageReading, x0: float, x1: float, y: float, turn: int) -> list[DrawnGlyph]:
    near = transform_box(TURNS[turn], (x0, y - 2, x1, y + 2))
    there = [
        glyph
        for text in page.contents.texts
        if text.box is not None and overlap(shrink(text.box, -4), near)
        for glyph in text.glyphs
        if glyph.turn == turn
        if abs(glyph.up - y) <= BASELINE_TOLERANCE
        if x0 <= glyph.along + glyph.advance / 2 <= x1
    ]
    return sorted(there, key=lambda glyph: glyph.along)
