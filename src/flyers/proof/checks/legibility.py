"""Legibility: text is inside the safe area, clear of other text, the right way round, visible, on one background."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import pairwise

from flyers.findings import Fault
from flyers.proof.backgrounds import texts_across_edges
from flyers.proof.collisions import touching_texts
from flyers.proof.content_stream.records import TextObject
from flyers.proof.expectations import Expectation
from flyers.proof.findings import check
from flyers.proof.geometry import Box, contains, is_mirrored, overlap, shrink
from flyers.proof.glyphs import DrawnGlyph
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
"""Points by which words may overlap: letters lean over their neighbours."""

COVER_TOLERANCE = 0.1
"""Points by which a box may reach over the box of a glyph without touching its ink."""

VISIBLE = 40
"""Levels of gray, of 255, between the lightest and the darkest pixel of a line that can be read."""

COVER_TOLERANCE = 0.1
"""Points by which a box may reach over the box of a glyph without touching its ink."""

VISIBLE = 40
"""Levels of gray, of 255, between the lightest and the darkest pixel of a line that can be read."""

VISIBLE = 40
"""Levels of gray, of 255, between the lightest and the darkest pixel of a line that can be read."""


@check(
    "T304",
    "text keeps to the safe area",
    found="Text or a code comes too near the cut or a fold. (Of a file that was not made here, 0.125 in is asked.)",
    why="Paper shifts under the knife and in the fold: the edge of the text would be cut off or cracked.",
    advice="Move it inwards.",
    owner="designer",
)
def text_is_safe(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    for page, asked in page_pairs(reading, expectation):
        bleed = shrink((0.0, 0.0, asked.width, asked.height), -asked.bleed)
        panels = list(safe_panels(asked))
        for text in page.contents.texts:
            if text.box is None or any(contains(panel, text.box, 0.05) for panel in panels):
                continue
            if overlap(text.box, bleed, 0.05):
                beyond = _beyond(text.box, panels)
                yield Fault(
                    f"“{text.text.strip()}” runs {beyond:.1f} pt out of the safe area",
                    page=page.number,
                    where=asked.face,
                )
    yield from _unsafe_codes(expectation)


def _unsafe_codes(expectation: Expectation) -> Iterator[Fault]:
    for code in expectation.codes:
        if code.page >= len(expectation.pages):
            continue
        panels = list(safe_panels(expectation.pages[code.page]))
        if not any(contains(panel, code.box, 0.05) for panel in panels):
            beyond = _beyond(code.box, panels)
            yield Fault(f"the code runs {beyond:.1f} pt out of the safe area", page=code.page + 1, where=code.contact)


def _beyond(box: Box, panels: list[Box]) -> float:
    """How far *box* reaches out of the panel that suits it best."""
    return min(max(p[0] - box[0], p[1] - box[1], box[2] - p[2], box[3] - p[3]) for p in panels)


@check(
    "T306",
    "lines keep clear of each other",
    found="The ink of two lines touches.",
    why="Marks above and below letters run together; in some scripts they are what makes the difference between words.",
    advice="Give the lines more leading or the blocks more room.",
    owner="designer",
)
def lines_clear(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    for page in reading.pages:
        for one, other in touching_texts(page, reading.fonts):
            yield Fault(f"“{one.text.strip()}” touches “{other.text.strip()}”", page=page.number)


@check(
    "T307",
    "letters and digits run the right way",
    found="Letters or digits of a word, or the words of a right-to-left line, stand in the wrong order or in a mirror.",
    why="It is what happens to Arabic, Urdu and Hebrew in programs that don't know them, and the "
    "text then means nothing.",
    advice="Never print it.",
    owner="developer",
)
def right_way(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    for index, page in enumerate(reading.pages):
        # Contacts are judged by what they read, more strictly than this.
        taken = {
            id(glyph)
            for contact in expectation.contacts
            if contact.page == index
            for glyph in contact_glyphs(page, contact)
        }
        for text in page.contents.texts:
            if any(is_mirrored(glyph.em) for glyph in text.glyphs):
                yield Fault(f"“{text.text.strip()}” is printed as in a mirror", page=page.number)
            for word in (word for stretch in text.stretches for word in words(stretch)):
                if id(word[0]) not in taken and any(_falls_back(one, next_) for one, next_ in pairwise(word)):
                    yield Fault(f"“{quoted_glyphs(word)}” runs backwards", page=page.number)
                    break
    yield from _words_out_of_order(reading, expectation)


def _falls_back(one: DrawnGlyph, following: DrawnGlyph) -> bool:
    """Whether the pen moved against the direction of writing, which is where the glyph's own x axis points."""
    a, b = one.em[:2]
    return (following.x - one.x) * a + (following.y - one.y) * b < -0.01 * math.hypot(a, b)


def _words_out_of_order(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    """Within a right-to-left line, what is read later must stand to the left of what is read before it."""
    for match in matching(reading, expectation).matches:
        if match.found is None or not match.same or not is_rtl_line(match.found.text):
            continue
        parts = [part for part in map(_extent, match.found.stretches) if part is not None]
        for (text, left, _), (later, _, right) in pairwise(parts):
            if right > left + OUT_OF_ORDER:
                where = f"“{later}” stands to the right of “{text}”"
                yield Fault(f"{where} in “{match.line.text}”", page=match.line.page + 1, where=match.line.where)


def _extent(stretch: Stretch) -> tuple[str, float, float] | None:
    """What a stretch says, and from where to where its letters and digits reach; None where it has none."""
    strong = [glyph for glyph in stretch.glyphs() if direction(glyph.text or "") in ("L", "R", "digits")]
    if not strong:
        return None
    return quoted_glyphs(strong), min(glyph.x for glyph in strong), max(glyph.x + glyph.advance for glyph in strong)


@check(
    "T308",
    "every line can be seen",
    found="A line, or a part of it, cannot be seen: it is covered, cut off by a frame, or has the "
    "colour of its ground.",
    why="It is in the file, so that a search finds it, but not on the paper.",
    advice="Change the colour, or what lies on top.",
    owner="designer",
    asked=True,
)
def lines_visible(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    for match in matching(reading, expectation).matches:
        if match.found is None or match.found.box is None:
            continue
        page: PageReading = reading.pages[match.line.page]
        pixels = reading.raster.page(page.number).crop(shrink(match.found.box, -0.5))
        if pixels is None:
            continue
        darkest, lightest = grey_range(pixels)
        if lightest - darkest < VISIBLE:
            yield Fault(f"“{match.line.text}” can't be seen on the page", page=page.number, where=match.line.where)
        elif match.found.cut_off:
            yield Fault(f"“{match.line.text}” is cut off", page=page.number, where=match.line.where)
        elif covered := _covered_glyphs(page, match.found):
            yield Fault(f"“{covered}” in “{match.line.text}” is covered", page=page.number, where=match.line.where)


def _covered_glyphs(page: PageReading, text: TextObject) -> str:
    """What of *text* lies under something that is painted later."""
    box = text.box
    over = [
        part
        for paint in page.contents.paints_after(text.order)
        if not paint.overprint and box and overlap(paint.box, box)
        for part in paint.parts
        if overlap(part, box)
    ]
    return quoted_glyphs(
        glyph for glyph in text.glyphs if glyph.box and any(overlap(part, glyph.box, COVER_TOLERANCE) for part in over)
    )


@check(
    "T311",
    "text keeps to its ground",
    found="A letter reaches over the edge of the coloured box that it stands on, into another, or into a drawing.",
    why="Part of the letter has no contrast any more, or is taken for part of the drawing.",
    advice="Give the lines more room around them.",
    owner="designer",
    asked=True,
)
def on_one_ground(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    for page, asked in page_pairs(reading, expectation):
        for text, over in texts_across_edges(page, reading.fonts):
            yield Fault(
                f"“{over}” in “{text.text.strip()}” reaches over an edge or into a drawing",
                page=page.number,
                where=asked.face,
            )
