"""Text: complete, in its place and order, large enough, inside the safe area, and clear of other text."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterator
from itertools import pairwise

from flyers.findings import Fault
from flyers.proof.backgrounds import texts_across_edges
from flyers.proof.collisions import touching_texts
from flyers.proof.content_stream.records import TextObject
from flyers.proof.expectations import Expectation, ExpectedLine, ExpectedPage
from flyers.proof.findings import check
from flyers.proof.geometry import Box, contains, is_mirrored, overlap, shrink
from flyers.proof.glyphs import DrawnGlyph
from flyers.proof.matching import BASELINE_TOLERANCE, contact_glyphs, essence, matching, page_pairs, quoted_glyphs
from flyers.proof.pixels import grey_range
from flyers.proof.reading import PageReading, Reading
from flyers.proof.reading_order import Stretch, direction, is_rtl_line, words

PLACE_TOLERANCE = 0.75
"""Points by which the ink of a line may lie beside the place it was given."""

OUT_OF_ORDER = 0.5
"""Points by which words may overlap: letters lean over their neighbours."""

COVER_TOLERANCE = 0.1
"""Points by which a box may reach over the box of a glyph without touching its ink."""

VISIBLE = 40
"""Levels of gray, of 255, between the lightest and the darkest pixel of a line that can be read."""


def _where(line: ExpectedLine) -> str:
    return line.message or line.block


@check(
    "T301",
    "every line is there, complete and in order",
    found="A line is missing, or a character in it is lost, changed or out of order.",
    why="People read something else than what was written and approved.",
    advice="Look at the line named; never print it so.",
    owner="developer, translator",
    asked=True,
)
def lines_complete(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    for match in matching(reading, expectation).matches:
        page, where = match.line.page + 1, _where(match.line)
        if match.found is None:
            yield Fault(f"the line “{match.line.text}” is missing", page=page, where=where)
        elif not match.same:
            asked, found = essence(match.line.text), essence(match.found.text)
            yield Fault(f"{_first_difference(asked, found)} in “{match.line.text}”", page=page, where=where)


def _first_difference(asked: str, found: str) -> str:
    for a, b in zip(asked, found, strict=False):
        if a != b:
            return f"{_named(b)} stands where {_named(a)} should"
    if len(found) < len(asked):
        return f"{_named(asked[len(found)])} is missing"
    return f"{_named(found[len(asked)])} is too much"


def _named(character: str) -> str:
    return f"“{character}” ({unicodedata.name(character, f'U+{ord(character):04X}')})"


@check(
    "T302",
    "every line is in its place",
    found="A line is not where it was put.",
    why="Somebody or something moved it after it was set; what else was changed is not known.",
    advice="The file was edited: ask for the original.",
    owner="print shop",
    asked=True,
)
def lines_in_place(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    for match in matching(reading, expectation).matches:
        if match.found is None or not match.same or match.found.box is None:
            continue
        if any(reading.fonts[glyph.font].program is None for glyph in match.found.glyphs):
            continue  # The ink of a font that is not in the file is anybody's guess; that it is not has been said.
        line, box = match.line, match.found.box
        off = max(abs(a - b) for a, b in zip(box, line.box, strict=True))
        # Marks and Nastaliq letters leave the baseline; a line in which nothing stands on it has moved.
        on_baseline = any(abs(glyph.y - line.y) <= BASELINE_TOLERANCE for glyph in match.found.glyphs)
        if off > PLACE_TOLERANCE or not on_baseline:
            yield Fault(f"“{line.text}” stands {off:.1f} pt beside its place", page=line.page + 1, where=_where(line))


@check(
    "T303",
    "contacts read right",
    found="**A phone number or address does not read right from left to right on the paper.**",
    why="A wrong number reaches nobody, or the wrong person. In Arabic and Urdu text, programs "
    "easily turn numbers round.",
    advice="Never print it.",
    owner="developer",
    asked=True,
)
def contacts_read(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    for contact in expectation.contacts:
        if contact.page >= len(reading.pages):
            continue
        glyphs = contact_glyphs(reading.pages[contact.page], contact)
        found = essence("".join(glyph.text or "\ufffd" for glyph in glyphs))
        if found != essence(contact.display):
            says = f"reads “{found}”" if found else "is missing"
            yield Fault(f"{contact.display} {says} from left to right", page=contact.page + 1, where=contact.contact)


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
        panels = list(_safe_panels(asked))
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
        panels = list(_safe_panels(expectation.pages[code.page]))
        if not any(contains(panel, code.box, 0.05) for panel in panels):
            beyond = _beyond(code.box, panels)
            yield Fault(f"the code runs {beyond:.1f} pt out of the safe area", page=code.page + 1, where=code.contact)


def _safe_panels(page: ExpectedPage) -> Iterator[Box]:
    edges = [0.0, *sorted(page.folds), page.width]
    for left, right in pairwise(edges):
        yield left + page.safe, page.safe, right - page.safe, page.height - page.safe


def _beyond(box: Box, panels: list[Box]) -> float:
    """How far *box* reaches out of the panel that suits it best."""
    return min(max(p[0] - box[0], p[1] - box[1], box[2] - p[2], box[3] - p[3]) for p in panels)


@check(
    "T305",
    "type is large enough",
    found="Type is smaller than the smallest size allowed for its script.",
    why="It can't be read in poor light, or by older eyes.",
    advice="Shorten the text or give it more room.",
    owner="designer, translator",
    asked=True,
)
def large_enough(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    for match in matching(reading, expectation).matches:
        if match.found is None:
            continue
        smallest = min(glyph.size for glyph in match.found.glyphs)
        if smallest < match.line.floor - 0.01:
            size = f"{smallest:.2f} pt, less than {match.line.floor:g} pt"
            yield Fault(f"“{match.line.text}” is printed at {size}", page=match.line.page + 1, where=_where(match.line))


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
                yield Fault(f"{where} in “{match.line.text}”", page=match.line.page + 1, where=_where(match.line))


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
            yield Fault(f"“{match.line.text}” can't be seen on the page", page=page.number, where=_where(match.line))
        elif match.found.cut_off:
            yield Fault(f"“{match.line.text}” is cut off", page=page.number, where=_where(match.line))
        elif covered := _covered_glyphs(page, match.found):
            yield Fault(f"“{covered}” in “{match.line.text}” is covered", page=page.number, where=_where(match.line))


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
    "T309",
    "no text that nobody asked for",
    found="There is text that nobody asked for, in sight or hidden.",
    why="It was added after the file was made, and nobody has approved it.",
    advice="The file was edited: ask for the original.",
    owner="print shop",
    asked=True,
)
def no_strays(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    for number, text in matching(reading, expectation).strays:
        if number > len(expectation.pages) or text.box is None:
            continue
        asked = expectation.pages[number - 1]
        panels = list(_safe_panels(asked))
        # Outside the safe area another check speaks; outside the bleed it is the slug.
        if any(contains(panel, text.box, 0.05) for panel in panels):
            yield Fault(f"“{text.text.strip()}” was not asked for", page=number, where=asked.face)
    for page in reading.pages:
        if page.contents.hidden:
            hidden = "".join(glyph.text or "" for glyph in page.contents.hidden)
            yield Fault(f"“{hidden.strip()}” is in the file but invisible", page=page.number)


@check(
    "T310",
    "every message is whole",
    found="**The lines of a message don't make up the whole message:** its end was cut off.",
    why="Half a sentence can say the opposite of the whole one.",
    advice="Never print it.",
    owner="developer",
    asked=True,
)
def messages_whole(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    found = {id(match.line): match for match in matching(reading, expectation).matches}
    for message in expectation.messages:
        matches = [found.get(id(expectation.lines[index])) for index in message.lines]
        # Lines that are missing or wrong by themselves have been named.
        if not all(match is not None and match.same for match in matches):
            continue
        printed = essence("".join(match.found.text for match in matches if match is not None and match.found))
        if printed != essence(message.text):
            page = expectation.lines[message.lines[0]].page + 1
            yield Fault(
                f"{_first_difference(essence(message.text), printed)} in the message", page=page, where=message.message
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
