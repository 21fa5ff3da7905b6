"""Legibility: text is inside the safe area, clear of other text, the right way round, visible, on one background."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from itertools import pairwise
from operator import le

from flyers.findings import Fault
from flyers.proof.art import art_on
from flyers.proof.backgrounds import texts_across_edges
from flyers.proof.clearance import tool_problems
from flyers.proof.collisions import touching_texts
from flyers.proof.content_stream.records import TextObject
from flyers.proof.covering import seen_under_glyphs
from flyers.proof.expectations import Expectation
from flyers.proof.findings import check
from flyers.proof.geometry import Box, contains, is_mirrored, overlap, shrink
from flyers.proof.glyphs import Axes, DrawnGlyph
from flyers.proof.matching import (
    contact_glyphs,
    matching,
    page_pairs,
    quoted_glyphs,
    safe_panels,
)
from flyers.proof.pixels import grey_range
from flyers.proof.reading import PageReading, Reading
from flyers.proof.reading_order import Stretch, direction, is_rtl_line, words

OUT_OF_ORDER = 0.5
"""Points by which words may overlap, since letters lean over their neighbours."""

COVER_TOLERANCE = 0.1
"""Points by which a box may overlap the box of a glyph without touching its ink."""

VISIBLE = 40
"""The least difference between the lightest and the darkest pixel of a readable line, of 255 levels of grey."""


@check(
    "T304",
    "text is inside the safe area",
    found="Text or a code is too near the cut, a fold, a perforation or a hole; or it is outside the die, or where "
    "something covers the image when it is shown. (A file that was not made here must keep 0.125 in.)",
    why="Paper shifts under the knife and in the fold: the edge of the text would be cut off or cracked.",
    advice="Move it inwards.",
    owner="designer",
    asked_by="issue 2: text too near the cut",
)
def text_is_safe(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    for page, expected in page_pairs(reading, expectation):
        bleed = expectation.bleed_box(expected)
        panels = list(safe_panels(expected))
        for text in page.contents.texts:
            if text.box is None:
                continue
            if any(contains(panel, text.box, 0.05) for panel in panels):
                for problem in tool_problems(text.box, expected):
                    yield Fault(
                        f"“{text.text.strip()}” is {problem}", page=page.number, where=expected.face, box=text.box
                    )
                continue
            if overlap(text.box, bleed, 0.05):
                beyond = _beyond(text.box, panels)
                yield Fault(
                    f"“{text.text.strip()}” extends {beyond:.1f} pt beyond the safe area",
                    page=page.number,
                    where=expected.face,
                    box=text.box,
                )
    yield from _unsafe_codes(expectation)


def _unsafe_codes(expectation: Expectation) -> Iterator[Fault]:
    for code in expectation.codes:
        if code.page >= len(expectation.pages):
            continue
        panels = list(safe_panels(expectation.pages[code.page]))
        if not any(contains(panel, code.box, 0.05) for panel in panels):
            beyond = _beyond(code.box, panels)
            yield Fault(
                f"the code extends {beyond:.1f} pt beyond the safe area", page=code.page + 1, where=code.item.contact
            )
        for problem in tool_problems(code.box, expectation.pages[code.page]):
            yield Fault(f"the code is {problem}", page=code.page + 1, where=code.item.contact)


def _beyond(box: Box, panels: list[Box]) -> float:
    """Return how far *box* extends beyond the panel that suits it best."""
    return min(max(p[0] - box[0], p[1] - box[1], box[2] - p[2], box[3] - p[3]) for p in panels)


@check(
    "T306",
    "lines don't touch",
    found="The ink of two lines touches.",
    why="Marks above and below letters merge; in some scripts they distinguish words.",
    advice="Give the lines more leading or the blocks more room.",
    owner="designer",
    asked_by="issue 2: lines that collide in Urdu",
)
def lines_clear(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    for page in reading.pages:
        for one, other in touching_texts(page, reading.fonts):
            yield Fault(f"“{one.text.strip()}” touches “{other.text.strip()}”", page=page.number)


@check(
    "T307",
    "letters and digits run the right way",
    found="Letters or digits of a word, or the words of a right-to-left line, are in the wrong order or mirrored.",
    why="It happens to Arabic, Urdu and Hebrew in programs that don't support them, and makes the text meaningless.",
    advice="Never print it.",
    owner="developer",
    asked_by="issue 2: reversed words",
)
def right_direction(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    for index, page in enumerate(reading.pages):
        # Contacts are compared with their text by T303, which is stricter.
        taken = {
            id(glyph)
            for contact in expectation.contacts
            if contact.page == index
            for glyph in contact_glyphs(page, contact)
        }
        for text in page.contents.texts:
            # Most glyphs of a line differ in their places alone.
            axes = {glyph.axes for glyph in text.glyphs}
            if any(is_mirrored((*one, 0.0, 0.0)) for one in axes):
                yield Fault(f"“{text.text.strip()}” is mirrored", page=page.number)
            if _never_falls_back(text, axes):
                continue
            for word in (word for stretch in text.stretches for word in words(stretch)):
                if id(word[0]) not in taken and any(_falls_back(one, next_) for one, next_ in pairwise(word)):
                    yield Fault(f"“{quoted_glyphs(word)}” runs backwards", page=page.number)
                    break
    yield from _words_out_of_order(reading, expectation)


def _never_falls_back(text: TextObject, axes: Iterable[Axes]) -> bool:
    """Return whether all of *text* is upright, its glyphs having *axes*, and the pen only moved to the right.

    So it is in most lines from left to right, whose words need not be looked for then.
    """
    places = [glyph.x for glyph in text.glyphs]
    return all(a > 0 and b == 0 for a, b, _, _ in axes) and all(map(le, places, places[1:]))


def _falls_back(one: DrawnGlyph, following: DrawnGlyph) -> bool:
    """Return whether the pen moved against the direction of writing, the direction of the glyph's own x axis."""
    a, b, _, _ = one.axes
    return (following.x - one.x) * a + (following.y - one.y) * b < -0.01 * math.hypot(a, b)


def _words_out_of_order(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    """Yield right-to-left lines in which something read later is to the right of something read before it."""
    for match in matching(reading, expectation).matches:
        if match.found is None or not match.same or not is_rtl_line(match.found.text):
            continue
        parts = [strong for strong in map(_strong, match.found.stretches) if strong]
        for one, other in pairwise(parts):
            if _right_end(other) > min(glyph.along for glyph in one) + OUT_OF_ORDER:
                where = f"“{quoted_glyphs(other)}” is to the right of “{quoted_glyphs(one)}”"
                yield Fault(f"{where} in “{match.line.text}”", page=match.page + 1, where=match.line.where)


def _strong(stretch: Stretch) -> list[DrawnGlyph]:
    """Return the letters and digits of a stretch, in reading order."""
    return [glyph for glyph in stretch.glyphs() if direction(glyph.text or "") in ("L", "R", "digits")]


def _right_end(glyphs: Iterable[DrawnGlyph]) -> float:
    return max(glyph.along + glyph.advance for glyph in glyphs)


@check(
    "T308",
    "every line is visible",
    found="A line, or a part of it, is invisible: covered, cut off by a frame, or in the colour of its background.",
    why="It is in the file, so that a search finds it, but not on the paper.",
    advice="Change its colour, or remove what is on top.",
    owner="designer",
    asked_by="issue 9: hidden lines",
    needs_expectation=True,
    looks=True,
)
def lines_visible(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    for match in matching(reading, expectation).matches:
        if match.found is None or match.found.box is None:
            continue
        page: PageReading = reading.pages[match.page]
        seen = reading.raster.page(page.number).crop(shrink(match.found.box, -0.5))
        if seen is None:
            continue
        darkest, lightest = grey_range(seen)
        if lightest - darkest < VISIBLE:
            yield Fault(f"“{match.line.text}” can't be seen on the page", page=page.number, where=match.line.where)
        elif lost := _glyphs_on_their_own_colour(page, match.found):
            problem = f"“{lost}” in “{match.line.text}” is in the colour of its background"
            yield Fault(problem, page=page.number, where=match.line.where)
        elif match.found.cut_off:
            yield Fault(f"“{match.line.text}” is cut off", page=page.number, where=match.line.where)
        elif covered := _covered_glyphs(page, match.found):
            yield Fault(f"“{covered}” in “{match.line.text}” is covered", page=page.number, where=match.line.where)


def _glyphs_on_their_own_colour(page: PageReading, text: TextObject) -> str:
    """Return the part of *text* that has the colour of all that can be seen under it. (The page's pixels do not show it
    where the background ends within the line's box.)
    """
    box, colours = text.box, {paint.colour for paint in text.paints}
    if box is None or len(colours) != 1:
        return ""
    alike = (paint for paint in page.contents.paints if paint.colour in colours and paint.order < text.order)
    if not any(overlap(paint.box, box) for paint in alike):
        return ""
    return quoted_glyphs(
        glyph
        for glyph, seen in seen_under_glyphs(page.contents, text, COVER_TOLERANCE)
        if seen and all(paint is not None and paint.colour in colours for paint in seen)
    )


def _covered_glyphs(page: PageReading, text: TextObject) -> str:
    """Return the part of *text* that is under something painted later."""
    box = text.box
    over = [
        part
        for paint in page.contents.paints_after(text.order)
        if not paint.overprint and box and overlap(paint.box, box)
        for part in paint.parts
        if overlap(part, box)
    ]
    if not over:
        return ""
    return quoted_glyphs(
        glyph for glyph in text.glyphs if glyph.box and any(overlap(part, glyph.box, COVER_TOLERANCE) for part in over)
    )


@check(
    "T311",
    "text is on one background",
    found="A letter reaches over the edge of its coloured box, into another box, or into a drawing.",
    why="Part of the letter has no contrast, or looks like part of the drawing.",
    advice="Give the lines more space around them.",
    owner="designer",
    asked_by="issue 2: text on two grounds",
    needs_expectation=True,
)
def on_one_background(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    for page, expected in page_pairs(reading, expectation):
        for text, over in texts_across_edges(page, reading.fonts, art_on(page, expectation)):
            yield Fault(
                f"“{over}” in “{text.text.strip()}” reaches over an edge or into a drawing",
                page=page.number,
                where=expected.face,
            )
