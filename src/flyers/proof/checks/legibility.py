"""Legibility: text is inside the safe area, clear of other text, the right way round, visible, and has contrast.

The box around a slanting Nastaliq word reaches far into the next line without any ink there. Boxes alone would report
false collisions, or need a tolerance that hides true ones.
"""

from __future__ import annotations

import io
import math
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise, product
from operator import le

import pikepdf
import pypdfium2
from PIL import Image, ImageChops, ImageDraw

from flyers.findings import Fault
from flyers.page.document import Finish, Page, Shape
from flyers.page.items import extent
from flyers.page.paths import Path, box_around, flattened, subpaths
from flyers.proof.checks.drawn import LEAST_DPI, as_named, finish_of
from flyers.proof.checks.structure import quoted
from flyers.proof.expectations import Expectation
from flyers.proof.findings import check, check_press, check_tags, compare
from flyers.proof.fonts import FontReading
from flyers.proof.geometry import Box, Point, contains, enters, overlap, shared, shrink, transform, turns
from flyers.proof.images import alone, grey_range
from flyers.proof.matching import (
    contact_glyphs,
    matching,
    page_pairs,
    quoted_glyphs,
    safe_panels,
    seen_under_glyphs,
    seen_under_ink,
)
from flyers.proof.painted import DrawnGlyph, PageContents, Paint, PdfColour, TextObject, direction, is_rtl_line, words
from flyers.proof.reading import PageReading, Reading

TOUCHING = 0.1  # Points by which boxes may overlap: the curve that touches a box's edge is thinner than that.


def touching_texts(page: PageReading, fonts: Mapping[str, FontReading]) -> Iterator[tuple[TextObject, TextObject]]:
    """Yield pairs of text objects whose ink touches."""
    texts = sorted(((text.box, text) for text in page.contents.texts if text.box), key=lambda pair: pair[0][1])
    for position, (box, lower) in enumerate(texts):
        for other, upper in texts[position + 1 :]:
            if other[1] >= box[3] - TOUCHING:
                break
            if overlap(box, other, TOUCHING) and (common := shared(box, other)):
                near = [
                    [one for one in text.glyphs if one.box and overlap(one.box, common, TOUCHING)]
                    for text in (lower, upper)
                ]
                if any(_ink_meets(a, b, fonts) for a, b in product(*near)):
                    yield lower, upper


def _ink_meets(a: DrawnGlyph, b: DrawnGlyph, fonts: Mapping[str, FontReading]) -> bool:
    """Return whether the outlines of two glyphs share a spot. Counters count as ink: a dot inside an o is too near."""
    if not (a.box and b.box and overlap(a.box, b.box, TOUCHING) and (common := shared(a.box, b.box))):
        return False
    left, bottom, right, top = common
    # A pixel is 0.015 mm, far below what a press resolves. It is larger where letters of a foreign file overlap in more
    # than 40 × 40 pt, fifty times as much as any two on our pages: in the usual ones, a hundred pairs took 15 s.
    scale = min(24, math.sqrt((1 << 20) / ((right - left) * (top - bottom))))
    size = round((right - left) * scale), round((top - bottom) * scale)
    images = []
    for glyph in (a, b):
        program = fonts[glyph.font].program
        if program is None or glyph.gid < 0:
            return True
        images.append(Image.new("1", size))
        for contour in program.polygons(glyph.gid):
            corners = (transform(glyph.em, x, y) for x, y in contour)
            points = [((x - left) * scale, (top - y) * scale) for x, y in corners]
            if len(points) > 2:
                ImageDraw.Draw(images[-1]).polygon(points, fill=1)
    return ImageChops.logical_and(*images).getbbox() is not None


TOLERANCE = 0.05  # Points by which something may be too near: rounding.


def tool_problems(box: Box, page: Page) -> Iterator[str]:
    """Yield how *box* is in the way of the page's tools: nearer than the safe margin, outside the die, in a hole."""
    middle = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    dies = [finish for finish in page.finishing if finish.kind == "die"]
    if dies and not any(turns(corners(die.path), middle) for die in dies):
        yield "outside the die"
        return
    near = shrink(box, -page.safe)
    for finish in page.finishing:
        if not overlap(box_around(finish.path), near, -TOLERANCE):
            continue
        if finish.kind == "hole" and turns(corners(finish.path), middle):
            yield "where the hole is"
        elif (distance := distance_to(box, finish)) < page.safe - TOLERANCE:
            yield f"{distance:.1f} pt from the {finish.kind}, nearer than {page.safe:g} pt"


def distance_to(box: Box, finish: Finish) -> float:
    """Return the least distance in points between *box* and the line of *finish*; 0 if the line enters the box."""
    points = corners(finish.path)
    is_closed = finish.path[-1][0] == "Z"
    return min(_distance(box, one, other) for one, other in pairwise((*points, points[0]) if is_closed else points))


@lru_cache(maxsize=256)
def corners(path: Path) -> tuple[Point, ...]:
    """Return corners of a *path*, of curves so close that chords between them are as good."""
    return tuple(point for subpath in subpaths(path) for point in flattened(subpath))


def _distance(box: Box, one: Point, other: Point) -> float:
    """Return the least distance between *box* and the straight line between two points: at an end of the line, or at a
    corner of the box, or nought because the line enters the box.
    """
    if enters(one, other, box):
        return 0.0
    left, bottom, right, top = box
    nearest = [math.dist((x, y), (min(max(x, left), right), min(max(y, bottom), top))) for x, y in (one, other)]
    dx, dy = other[0] - one[0], other[1] - one[1]
    square = dx * dx + dy * dy
    for x, y in product((left, right), (bottom, top)):
        share = ((x - one[0]) * dx + (y - one[1]) * dy) / square if square else 0.0
        share = min(1.0, max(0.0, share))
        nearest.append(math.dist((x, y), (one[0] + share * dx, one[1] + share * dy)))
    return min(nearest)


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
        bleed, panels = expectation.bleed_box(expected), list(safe_panels(expected))
        for text in page.contents.texts:
            problems: list[str] = []
            if text.box and any(contains(panel, text.box, 0.05) for panel in panels):
                problems = [f"is {problem}" for problem in tool_problems(text.box, expected)]
            elif text.box and overlap(text.box, bleed, 0.05):
                problems = [f"extends {_beyond(text.box, panels):.1f} pt beyond the safe area"]
            for problem in problems:
                named = f"“{text.text.strip()}” {problem}"
                yield Fault(named, page=page.number, where=expected.face, box=text.box)
    yield from _unsafe_codes(expectation)


def _unsafe_codes(expectation: Expectation) -> Iterator[Fault]:
    for code in expectation.codes:
        if code.page < len(expectation.pages):
            page, where = expectation.pages[code.page], code.item.contact
            panels = list(safe_panels(page))
            if not any(contains(panel, code.box, 0.05) for panel in panels):
                beyond = f"the code extends {_beyond(code.box, panels):.1f} pt beyond the safe area"
                yield Fault(beyond, page=code.page + 1, where=where)
            for problem in tool_problems(code.box, page):
                yield Fault(f"the code is {problem}", page=code.page + 1, where=where)


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
    asked_by="issue 2: reversed words",
)
def right_direction(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    for index, page in enumerate(reading.pages):
        # Contacts are compared with their text by T303, which is stricter.
        contacts = [contact for contact in expectation.contacts if contact.page == index]
        taken = {id(glyph) for contact in contacts for glyph in contact_glyphs(page, contact)}
        for text in page.contents.texts:
            # Most glyphs of a line differ in their places alone.
            axes = {glyph.axes for glyph in text.glyphs}
            if any(a * d - b * c < 0 for a, b, c, d in axes):
                yield Fault(f"“{text.text.strip()}” is mirrored", page=page.number)
            # In most lines from left to right, the pen only moves to the right: their words need not be looked for.
            places = [glyph.x for glyph in text.glyphs]
            if all(a > 0 and b == 0 for a, b, _, _ in axes) and all(map(le, places, places[1:])):
                continue
            for word in (word for stretch in text.stretches for word in words(stretch)):
                if id(word[0]) not in taken and any(_falls_back(one, next_) for one, next_ in pairwise(word)):
                    yield Fault(f"“{quoted_glyphs(word)}” runs backwards", page=page.number)
                    break
    for match in matching(reading, expectation):
        if match.found is None or not match.same or not is_rtl_line(match.found.text):
            continue
        # Something read later must not be to the right of something read before it.
        parts = [
            [glyph for glyph in stretch.glyphs() if direction(glyph.text or "") in ("L", "R", "digits")]
            for stretch in match.found.stretches
        ]
        for one, other in pairwise(filter(None, parts)):
            right_end = max(glyph.along + glyph.advance for glyph in other)
            # Letters lean over their neighbours.
            if right_end > min(glyph.along for glyph in one) + 0.5:
                where = f"“{quoted_glyphs(other)}” is to the right of “{quoted_glyphs(one)}”"
                yield Fault(f"{where} in “{match.line.text}”", page=match.page + 1, where=match.line.where)


def _falls_back(one: DrawnGlyph, following: DrawnGlyph) -> bool:
    """Return whether the pen moved against the direction of writing, the direction of the glyph's own x axis."""
    a, b, _, _ = one.axes
    return (following.x - one.x) * a + (following.y - one.y) * b < -0.01 * math.hypot(a, b)


@compare(
    "T308",
    "every line is visible",
    found="A line is invisible in its surroundings, or a part of it is covered.",
    why="It is in the file, so that a search finds it, but not on the paper.",
    advice="Change its colour, or remove what is on top.",
    owner="designer",
    asked_by="issue 9: hidden lines",
)
def lines_visible(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    for match in matching(reading, expectation):
        if match.found is None or match.found.box is None:
            continue
        page: PageReading = reading.pages[match.page]
        seen = reading.raster.page(page.number).crop(shrink(match.found.box, -0.5))
        darkest, lightest = grey_range(seen) if seen else (0.0, 255.0)
        if lightest - darkest < 40:  # of 255 levels
            yield Fault(f"“{match.line.text}” can't be seen on the page", page=page.number, where=match.line.where)
        elif seen and (covered := _covered_glyphs(page, match.found)):
            yield Fault(f"“{covered}” in “{match.line.text}” is covered", page=page.number, where=match.line.where)


def _covered_glyphs(page: PageReading, text: TextObject) -> str:
    """Return the part of *text* that is under something painted later."""
    box = text.box
    assert box is not None
    later = (paint for paint in page.contents.paints_after(text.order) if not paint.overprint)
    over = [part for paint in later if overlap(paint.box, box) for part in paint.parts if overlap(part, box)]
    boxed = ((glyph, glyph.box) for glyph in text.glyphs if glyph.box)
    # Boxes may overlap by 0.1 pt without ink that touches.
    return quoted_glyphs(glyph for glyph, ink in boxed if any(overlap(part, ink, 0.1) for part in over))


@lru_cache(maxsize=256)
@alone
def shown(colour: PdfColour) -> tuple[int, int, int]:
    """Return red, green and blue of a pixel that is filled with *colour*."""
    side = 8  # pixels
    operator = {"DeviceCMYK": "k", "DeviceRGB": "rg", "DeviceGray": "g"}[colour.space]
    fill = f"{' '.join(f'{value:.3f}' for value in colour.values)} {operator} 0 0 {side} {side} re f"
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(side, side)).Contents = pdf.make_stream(fill.encode())
    data = io.BytesIO()
    pdf.save(data)
    page = pypdfium2.PdfDocument(data.getvalue())[0]
    red, green, blue = page.render(rev_byteorder=True).to_pil().convert("RGB").getpixel((side // 2, side // 2))
    return red, green, blue


def art_on(page: PageReading, expectation: Expectation) -> list[Paint]:
    """Return the paint of *page* that is in the place and the colour of art that was composed there."""
    document = expectation.document
    places: dict[PdfColour, list[Box]] = {}
    for item in (item for composed in document.pages[page.number - 1 : page.number] for item in composed.items):
        if isinstance(item, Shape) and item.art:
            colour = finish_of(document.colours[item.colour], expectation).colour
            places.setdefault(colour, []).append(extent(item))
    return [
        paint
        for paint in page.contents.paints
        if places and any(contains(box, paint.box, 0.1) for box in places.get(as_named(paint.colour), ()))
    ]


WHITE = PdfColour("DeviceRGB", (1.0, 1.0, 1.0))  # The page where nothing is painted.
LEAST, LEAST_LARGE = 4.5, 3.0  # WCAG 2.2, success criterion 1.4.3, level AA.
LARGE, LARGE_BOLD = 18.0, 14.0  # Points from which text counts as large.
OVER_EDGE = 0.1  # Points by which ink may reach over an edge without having a second background.


@check_tags(
    "U821",
    "text has enough contrast with its background",
    found="The contrast of text with its background is below 4.5 to 1, or below 3 to 1 from 18 pt (bold: 14 pt).",
    why="On a phone in the sun, or with tired eyes, it can't be read.",
    advice="Choose a darker or a lighter colour in the theme.",
    owner="designer",
    rules=("WCAG 2.2, 1.4.3",),
)
def enough_contrast(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    ratios: list[float] = []
    for page in reading.pages:
        if page.contents.transparency:
            yield Fault(f"contrast is unknown, since the page uses {page.contents.transparency[0]}", page=page.number)
        for text in page.contents.texts:
            # The smallest and lightest letter requires most.
            glyphs = [(glyph.size, reading.fonts[glyph.font].name.lower()) for glyph in text.glyphs if glyph.box]
            wanted = max((required_contrast(size, bold="bold" in font) for size, font in glyphs), default=1.0)
            for colour, background in _pairs(page, text, reading.fonts):
                contrast = contrast_ratio(colour, background)
                if contrast is None:
                    yield Fault(f"{quoted(text.text)} in {colour} on {background}: contrast unknown", page=page.number)
                    continue
                ratios.append(contrast)
                if contrast < wanted:
                    figures = f"{contrast:.1f} to 1, less than {wanted:g} to 1"
                    yield Fault(f"{quoted(text.text)} has a contrast of {figures}", page=page.number)
    reading.least_contrast = min(ratios, default=None)


def _pairs(page: PageReading, text: TextObject, fonts: Mapping[str, FontReading]) -> set[tuple[PdfColour, PdfColour]]:
    """Return the colours of a line's letters, each with a colour behind one of them."""
    backgrounds = {
        WHITE if paint is None else paint.colour
        for glyph, near in seen_under_glyphs(page.contents, text, OVER_EDGE)
        for paint in (len(near) > 1 and set(seen_under_ink(page.contents, text, glyph, fonts, OVER_EDGE))) or near
    }
    return {(paint.colour, background) for paint in text.paints for background in backgrounds}


def luminance(colour: PdfColour) -> float | None:
    """Return the relative luminance; None for a colour that would need a conversion."""
    channels = colour.values * 3 if colour.space == "DeviceGray" else colour.values
    if colour.space not in ("DeviceGray", "DeviceRGB") or len(channels) != 3:
        return None
    red, green, blue = (level / 12.92 if level <= 0.04045 else ((level + 0.055) / 1.055) ** 2.4 for level in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast_ratio(one: PdfColour, other: PdfColour) -> float | None:
    """Return the contrast, from 1 to 21; None if a luminance is unknown."""
    first, second = luminance(one), luminance(other)
    if first is None or second is None:
        return None
    return (max(first, second) + 0.05) / (min(first, second) + 0.05)


def required_contrast(size: float, *, bold: bool) -> float:
    """Return the least contrast allowed for text of *size* points."""
    return LEAST_LARGE if size >= (LARGE_BOLD if bold else LARGE) else LEAST


# The least contrast in a press file: what inks look like is only estimated, as a viewer without profiles does. (The
# layout has compared the colours of the theme, which need 4.5.)
LEAST_IN_INKS = 3.0


@compare(
    "T314",
    "text on art can be read",
    found="A letter is on a photograph, or on a part of a picture with which it has a contrast below 4.5 to 1 (in "
    "inks: 3 to 1).",
    why="In that part of the picture it can't be read; in another language the text may end there.",
    advice="Keep the text off that part by padding, give it a ground of its own, or change the picture's colour.",
    owner="designer",
    asked_by="issue 11: words on photographs",
)
def text_on_art(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    for page in reading.pages:
        art = [*art_on(page, expectation), *(paint for paint in page.contents.paints if paint.kind == "image")]
        places = {paint.order for paint in art}
        for text in page.contents.texts:
            if text.box is None or not any(overlap(paint.box, text.box) for paint in art):
                continue
            pale: list[DrawnGlyph] = []
            poor: list[tuple[float, PdfColour]] = []
            # A letter may touch another colour by less than a plate shifts.
            for glyph, seen in seen_under_glyphs(page.contents, text, 0.1):
                if any(paint is not None and paint.order in places for paint in seen):
                    under = {WHITE if paint is None else paint.colour for paint in seen}
                    ratio, ground = min((_contrast(own.colour, ink), ink) for own in text.paints for ink in under)
                    if ratio < (LEAST_IN_INKS if ground.space == "DeviceCMYK" else LEAST):
                        pale.append(glyph)
                        poor.append((ratio, ground))
            if pale:
                words, (ratio, ground) = f"“{quoted_glyphs(pale)}” in “{text.text.strip()}”", min(poor)
                yield Fault(f"{words} has a contrast of {ratio:.1f} to 1 with {ground}", page=page.number)


@lru_cache(maxsize=256)
def _contrast(one: PdfColour, other: PdfColour) -> float:
    """Return the contrast of two colours as a viewer shows them; 1 if one is unknown."""
    light, dark = (
        PdfColour("DeviceRGB", tuple(level / 255 for level in shown(colour)))
        if colour.space == "DeviceCMYK" and len(colour.values) == 4
        else colour
        for colour in (one, other)
    )
    return contrast_ratio(light, dark) or 1.0


@check_press(
    "C510",
    "photographs have pixels enough",
    found="A photograph has fewer than 300 pixels per inch at its size.",
    why="On paper it looks soft, or one sees its pixels.",
    advice="Make it smaller, or take one with more pixels.",
    owner="designer",
    asked_by="issue 11: coarse photographs",
)
def pixels_enough(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    for page in reading.pages:
        for placed in page.contents.images:
            image, box = placed.stream, placed.box
            sides = ((image.get("/Width", 0), box[2] - box[0]), (image.get("/Height", 0), box[3] - box[1]))
            dpi = min(float(pixels) / length * 72 for pixels, length in sides if length > 0)
            if dpi < LEAST_DPI * 0.99:  # photographs are cut off between pixels
                yield Fault(f"a photograph has {dpi:.0f} dpi", page=page.number)


@compare(
    "T311",
    "text is on one background",
    found="A letter reaches over the edge of its coloured box, into another box, or into a drawing.",
    why="Part of the letter has no contrast, or looks like part of the drawing.",
    advice="Give the lines more space around them.",
    owner="designer",
    asked_by="issue 2: text on two grounds",
)
def on_one_background(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    for page, expected in page_pairs(reading, expectation):
        for text, over in texts_across_edges(page, reading.fonts, art_on(page, expectation)):
            problem = f"“{over}” in “{text.text.strip()}” reaches over an edge or into a drawing"
            yield Fault(problem, page=page.number, where=expected.face)


def texts_across_edges(
    page: PageReading, fonts: Mapping[str, FontReading], art: Sequence[Paint] = ()
) -> Iterator[tuple[TextObject, str]]:
    """Yield text objects of which a letter has several colours behind its ink, besides *art*, with those letters."""
    passed = {paint.order for paint in art}
    paints = [paint for paint in page.contents.paints if not paint.colour.is_for_tools and paint.order not in passed]
    counted = PageContents(paints=paints)
    for text in page.contents.texts:
        over = []
        for glyph, near in seen_under_glyphs(counted, text, OVER_EDGE):
            under = seen_under_ink(counted, text, glyph, fonts, OVER_EDGE) if len(near) > 1 else ()
            # The bare page is white too.
            if len({None if paint is None or paint.colour.is_white else paint.colour for paint in under}) > 1:
                over.append(glyph)
        if over:
            yield text, quoted_glyphs(over)
