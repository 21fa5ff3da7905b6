"""What the file draws is what was composed: every contour of every letter and drawing, its place and its colour.

One side is what the content streams draw with the fonts in the file, the other what the items of
`flyers.page.document` look like in the campaign's own fonts (`flyers.proof.marks` has both). Nothing here knows how a
file is painted.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from functools import partial
from itertools import accumulate, groupby, pairwise, zip_longest
from typing import NamedTuple

from flyers.findings import Fault
from flyers.page.document import QrCode
from flyers.page.items import extent
from flyers.proof.expectations import Expectation
from flyers.proof.findings import compare
from flyers.proof.fonts import ContourShape
from flyers.proof.geometry import Box, Point, around, contains, shared
from flyers.proof.marks import Contour, Glyph, Mark, composed_marks, drawn_marks, shows
from flyers.proof.matching import essence, visible
from flyers.proof.reading import Reading, once

EXACT = 0.03
"""Points by which anything may be off its place: five times what rounding makes of our files.

In 210 files (card, poster and brochure in 35 languages, for press and screen) letters are at most 0.0054 pt off, and
paths 0.0007 pt. All 587,619 contours of letters have the points of the campaign's font, without any difference.
"""

_SAME = 1e-6
"""Ems by which equal points may differ after they were scaled."""


MISSING, ADDED, MOVED, SHAPE, COLOUR = "V901", "V902", "V903", "V904", "V905"
"""Codes: how a page differs from what was composed."""

Difference = tuple[str, str]
"""A code, and the problem in words."""


def _faults(wanted: Sequence[Mark], drawn: Sequence[Mark]) -> Iterator[tuple[str, str, str]]:
    """Yield code, problem and place of the differences of marks, of which those that look alike are compared in the
    order of painting.
    """
    if [mark.kind for mark in wanted] == [mark.kind for mark in drawn]:
        for mark, other in zip(wanted, drawn, strict=True):
            yield from ((*difference, mark.where) for difference in _differences(mark, other))
        return
    matcher = SequenceMatcher(None, [*map(_likeness, wanted)], [*map(_likeness, drawn)], autojunk=False)
    for _, start, end, begin, stop in matcher.get_opcodes():
        for mark, other in zip_longest(wanted[start:end], drawn[begin:stop]):
            if mark and other and mark.kind == other.kind:
                yield from ((*difference, mark.where) for difference in _differences(mark, other))
                continue
            if mark:
                yield MISSING, f"{mark.name} is missing", mark.where
            if other:
                yield ADDED, f"there is {other.name} that was not composed", ""


def _likeness(mark: Mark) -> Hashable:
    """Return what two marks have in common of which one may be drawn in place of the other."""
    if mark.kind == "text":
        return frozenset(shape.shape for shapes, *_ in mark.glyphs for shape in shapes)
    return mark.kind, tuple(round(side) for side in _box(mark))


def _box(mark: Mark) -> Box:
    if item := mark.code or (mark.photo and mark.photo.photo):
        return extent(item)
    if mark.image:
        return mark.image.box
    points = [point for contour in mark.contours for point in contour.points]
    points += [point for contour in _placed(mark.glyphs) for point in contour.points]
    return around(points) if points else (0.0, 0.0, 0.0, 0.0)


def _differences(wanted: Mark, drawn: Mark) -> Iterator[Difference]:
    """Yield how a mark differs from the one that it has to be, of the same kind."""
    name = visible(wanted.name)
    if wanted.kind == "text":
        yield from ((code, f"{problem} in {name}") for code, problem in _glyph_differences(wanted.glyphs, drawn.glyphs))
    elif difference := _path_difference(wanted, drawn):
        yield difference[0], f"{wanted.name} {difference[1]}"
    if drawn.frame != wanted.frame:
        # More or less of it is seen than was composed, because something else frames it.
        box = _box(drawn)
        seen, other = _seen(box, wanted.frame), _seen(box, drawn.frame)
        if any(abs(side - its) > EXACT for side, its in zip(seen, other, strict=True)):
            cut = contains(seen, other, EXACT)
            yield (MISSING, f"{name} is cut off") if cut else (ADDED, f"{name} reaches farther than the bleed")
    if wanted.finishes and wanted.finishes != drawn.finishes:
        yield COLOUR, f"{name} {_other_finish(wanted, drawn)}"


def _seen(box: Box, frame: Box | None) -> Box:
    """Return what a *frame* leaves of a box; a box of no size if that is nothing."""
    return (shared(box, frame) or (*frame[:2], *frame[:2])) if frame else box


def _other_finish(wanted: Mark, drawn: Mark) -> str:
    """Say how a mark is painted otherwise."""
    (finish,) = wanted.finishes
    for other in sorted(drawn.finishes - wanted.finishes) or sorted(drawn.finishes):
        if other.colour != finish.colour:
            return f"has another colour: {other.colour} instead of {finish.colour}"
        if other.rendering:
            return "is not filled"
        if other.overprint and not finish.overprint:
            return "prints over what is below it, instead of replacing it"
        return "does not print over what is below it"
    return "has no colour"


# --- text -------------------------------------------------------------------------------------------------------------


class _Placed(NamedTuple):
    """A contour of a glyph: its shape, where it begins, the axes of its em, and the text that it is part of."""

    shape: ContourShape
    x: float
    y: float
    axes: tuple[float, float, float, float]
    text: str

    @property
    def points(self) -> list[Point]:
        a, b, c, d = self.axes
        return [(self.x + a * along + c * up, self.y + b * along + d * up) for along, up in self.shape.points]

    def is_same(self, other: _Placed) -> bool:
        """Return whether it is where *other* is, with its shape and size."""
        exact = EXACT + self.shape.rounded * max(map(abs, self.axes))
        return -exact <= self.x - other.x <= exact and -exact <= self.y - other.y <= exact and self.is_like(other)

    def is_like(self, other: _Placed) -> bool:
        if self.axes != other.axes and _off_axes(self.axes, other.axes) > EXACT / 2:
            return False
        if self.shape is other.shape:
            return True
        exact = self.shape.rounded + _SAME
        return self.shape.kinds == other.shape.kinds and all(
            abs(x - its_x) <= exact and abs(y - its_y) <= exact
            for (x, y), (its_x, its_y) in zip(self.shape.points, other.shape.points, strict=True)
        )


def _off_axes(axes: Sequence[float], others: Sequence[float]) -> float:
    return max(abs(axis - other) for axis, other in zip(axes, others, strict=True))


def _placed(glyphs: Iterable[Glyph]) -> Iterator[_Placed]:
    for shapes, em, x, y, text in glyphs:
        a, b, c, d = em
        for along, up, shape in shapes:
            yield _Placed(shape, x + a * along + c * up, y + b * along + d * up, em, text)


def _glyph_differences(wanted: Sequence[Glyph], drawn: Sequence[Glyph]) -> Iterator[Difference]:
    """Yield how letters differ: a line is painted in any order, since all of it has one colour."""
    if len(wanted) == len(drawn) and all(map(_is_same, sorted(wanted, key=_place), sorted(drawn, key=_place))):
        return  # as most lines of letters that are not made of others
    left, others = list(_placed(wanted)), list(_placed(drawn))
    if len(left) == len(others):
        pairs = zip(sorted(left, key=_order), sorted(others, key=_order), strict=True)
        if all(one.is_same(other) for one, other in pairs):
            return  # as nearly all lines
    for contour in left[:]:
        if same := next((other for other in others if contour.is_same(other)), None):
            left.remove(contour)
            others.remove(same)
    yield from _told(left, others)


def _place(glyph: Glyph) -> tuple[int, float]:
    return id(glyph[0]), glyph[2]


def _is_same(glyph: Glyph, other: Glyph) -> bool:
    """Return whether one glyph is where the other is, of its size; of equal glyphs a process has the contours once."""
    (shapes, axes, x, y, _), (its_shapes, its_axes, its_x, its_y, _) = glyph, other
    return (
        shapes is its_shapes
        and -EXACT <= x - its_x <= EXACT
        and -EXACT <= y - its_y <= EXACT
        and (axes == its_axes or _off_axes(axes, its_axes) <= EXACT / 2)
    )


def _order(contour: _Placed) -> tuple[int, float]:
    return id(contour.shape), contour.x


def _told(left: list[_Placed], others: list[_Placed]) -> Iterator[Difference]:
    """Yield in words what became of the contours *left*, in whose place there are *others*: each kind once."""
    told: dict[str, str] = {}
    for contour in left:
        name = _named(contour.text)
        nearest = sorted((math.hypot(contour.x - other.x, contour.y - other.y), at) for at, other in enumerate(others))
        like = next(((off, at) for off, at in nearest if contour.is_like(others[at])), None)
        if like is not None:
            other = others.pop(like[1])
            if not contour.is_same(other):
                told.setdefault(MOVED, f"{name} is {like[0]:.2f} pt off its place")
        elif nearest and nearest[0][0] < max(map(abs, contour.axes)):
            others.pop(nearest[0][1])
            told.setdefault(SHAPE, f"{name} has another shape")
        else:
            told.setdefault(MISSING, f"{name} or a part of it is missing")
    for other in others:
        told.setdefault(ADDED, f"there is ink that was not composed, at {_named(other.text)}")
    yield from told.items()


def _named(text: str) -> str:
    return f"“{visible(text)}”" if essence(text) else "a sign"


# --- paths, codes and pictures ----------------------------------------------------------------------------------------


def _path_difference(wanted: Mark, drawn: Mark) -> Difference | None:
    if wanted.code:
        return _code_difference(wanted.code, drawn)
    if wanted.photo:
        if drawn.image is None or not drawn.image.upright:
            return SHAPE, "is turned or mirrored, or is another thing"
        if any(abs(side - other) > EXACT for side, other in zip(_box(wanted), _box(drawn), strict=True)):
            return MOVED, "is not in its place"
        return None if shows(wanted.photo, drawn.image.stream) else (SHAPE, "shows something else")
    count, found = len(wanted.contours), len(drawn.contours)
    if count != found:
        return MISSING if found < count else ADDED, f"has {found} parts instead of {count}"
    contours = drawn.contours
    if wanted.kind == "stroke" and count > 1:
        contours = tuple(_in_order(contours, wanted.contours))
    for contour, other in zip(wanted.contours, contours, strict=True):
        if (contour.kinds, contour.closed) != (other.kinds, other.closed):
            return SHAPE, "has another shape"
        if (off := _off(contour, other)) > EXACT:
            if (moved := _moved(wanted.contours, contours)) is not None:
                return MOVED, f"is {moved:.2f} pt off its place"
            return SHAPE, f"has another shape, by {off:.2f} pt"
    if count > 1 and wanted.even_odd != drawn.even_odd:
        return SHAPE, "is filled by another rule"
    if abs(wanted.width - drawn.width) > EXACT or wanted.dashes != drawn.dashes:
        return SHAPE, f"is {drawn.width:.2f} pt thick, or has other dashes"
    return None


def _in_order(contours: Sequence[Contour], like: Sequence[Contour]) -> Iterator[Contour]:
    """Yield *contours* so that each is the nearest to one of *like*: lines may be drawn in any order, and from either
    end.
    """
    left = [*contours, *(contour._replace(points=contour.points[::-1]) for contour in contours)]
    for contour in like:
        (start, *_, end) = contour.points
        nearest = min(left, key=lambda other: math.dist(start, other.points[0]) + math.dist(end, other.points[-1]))
        left = [other for other in left if other is not nearest and other.points[::-1] != nearest.points]
        yield nearest


def _off(contour: Contour, other: Contour) -> float:
    """Return how far the points of two contours with the same segments are apart; infinity of what is no number."""
    off = max(
        max(abs(x - its_x), abs(y - its_y)) for (x, y), (its_x, its_y) in zip(contour.points, other.points, strict=True)
    )
    return off if off >= 0 else math.inf


def _moved(wanted: Sequence[Contour], drawn: Sequence[Contour]) -> float | None:
    """Return by how much all contours were moved; None if they were not moved together."""
    (x, y), (drawn_x, drawn_y) = wanted[0].points[0], drawn[0].points[0]
    across, up = drawn_x - x, drawn_y - y
    moved = (contour._replace(points=tuple((x + across, y + up) for x, y in contour.points)) for contour in wanted)
    same = all(_off(contour, other) <= 2 * EXACT for contour, other in zip(moved, drawn, strict=True))
    return math.hypot(across, up) if same else None


def _code_difference(code: QrCode, drawn: Mark) -> Difference | None:
    """Return how a path differs from the dark modules of *code*, along whose edges all of it has to run."""
    count = len(code.matrix)
    rows = [[0] * (count + 1) for _ in range(count)]
    for contour in drawn.contours:
        corners = [((x - code.x) / code.module, (y - code.y) / code.module) for x, y in contour.points]
        places = [(round(x), round(y)) for x, y in corners]
        off = max(math.dist(corner, place) for corner, place in zip(corners, places, strict=True)) * code.module
        if off > EXACT or "c" in contour.kinds:
            return MOVED, f"is {off:.2f} pt off its place"
        for (x, y), (x1, y1) in pairwise([*places, places[0]]):
            if x != x1 and y != y1:
                return SHAPE, "has another shape"
            if not (0 <= x <= count and min(y, y1) >= 0 and max(y, y1) <= count):
                return ADDED, "has parts outside its place"
            for row in range(min(y, y1), max(y, y1)):
                rows[count - 1 - row][x] += 1 if y1 > y else -1
    for edges, cells in zip(rows, code.matrix, strict=True):
        for turns, cell in zip(accumulate(edges), cells, strict=False):
            if bool(turns % 2 if drawn.even_odd else turns) != (cell == "1"):
                return SHAPE, "has other modules"
    return None


MOST_FAULTS = 12
"""Faults of one kind that are reported for a page."""


@once
def _page_faults(reading: Reading, expectation: Expectation) -> list[tuple[str, Fault]]:
    """Return how the pages of a file differ from what was composed, each fault with its code."""
    if not expectation.is_known:
        raise ValueError("nothing says what the pages must show")
    faults: list[tuple[str, Fault]] = []
    for index, page in enumerate(reading.pages[: len(expectation.pages)]):
        wanted, drawn = list(composed_marks(expectation, index)), list(drawn_marks(page, reading.fonts))
        for code, problem, where in _faults(wanted, drawn):
            faults.append((code, Fault(problem, page=page.number, where=where)))
        if not all(is_box for _, is_box in page.contents.clips):
            faults.append((MISSING, Fault("a frame that is no rectangle cuts the page off", page=page.number)))
    return faults


def _of_code(code: str, reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    faults = [fault for other, fault in _page_faults(reading, expectation) if other == code]
    for page, group in groupby(faults, key=lambda fault: fault.page):
        found = list(group)
        yield from found[:MOST_FAULTS]
        if len(found) > MOST_FAULTS:
            yield Fault(f"and in {len(found) - MOST_FAULTS} more places", page=page)


compare(
    MISSING,
    "everything is on the page",
    found="**A character or a drawing is missing,** or a part of it is: it was removed or cut off.",
    why="Readers get other words or another number than the campaign's.",
    advice="Never print it; ask for the original, or build it again.",
    owner="print shop, developer",
    asked_by="issue 9: a digit that was painted over",
)(partial(_of_code, MISSING))


compare(
    ADDED,
    "nothing else is on the page",
    found="**Something is drawn that was not composed:** a character, a shape, a line or a picture, even one that can "
    "hardly be seen.",
    why="A stroke turns one digit into another, and a bar hides it.",
    advice="Never print it; find out who added it, or build it again.",
    owner="print shop, developer",
    asked_by="issue 9: a stroke that was added",
)(partial(_of_code, ADDED))


compare(
    MOVED,
    "everything is in its place",
    found="A character or a drawing is more than 0.03 pt off its place.",
    why="In another place it reads as something else, or is cut off.",
    advice="Ask for the original, or build it again.",
    owner="print shop, developer",
    asked_by="issue 9: moved ink",
)(partial(_of_code, MOVED))


compare(
    SHAPE,
    "everything has its shape",
    found="**A character or a drawing has another shape or size** than in the campaign's font, pictogram, code or "
    "photograph.",
    why="A font in a file can draw a 7 where the text says 8.",
    advice="Never print it; ask for the original, or build it again.",
    owner="print shop, developer",
    asked_by="issue 9: another glyph in a font; issue 27: the glyph of another letter",
)(partial(_of_code, SHAPE))


compare(
    COLOUR,
    "everything has its colour",
    found="A character or a drawing has another colour, or prints over what is below it where it has to replace it, or "
    "the other way round.",
    why="What is nearly as light as its background can't be read, and signs have their colours for a reason. Inks that "
    "overprint mix on the press, and not on the screen.",
    advice="Ask for the original, or build it again.",
    owner="print shop, developer",
    asked_by="issue 9: recoloured words",
)(partial(_of_code, COLOUR))
