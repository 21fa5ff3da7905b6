"""Pictures of the finished pages, with a number beside every text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Literal

from flyers.layout.page_builder import PAPER, PEN, RULE, ItemPlace, PageBuilder
from flyers.page.document import Document, Element, Page, QrCode, Shape, TextLine
from flyers.page.items import Point, Rectangle, extent, moved, scaled, stroke, within
from flyers.publish.reader_proof.page_style import FOOT, HEADING, MARGIN, NOTE, RADIUS, SAFE, numeral, product_name
from flyers.publish.reader_proof.rows import PrintedText
from flyers.records import dataclass
from flyers.units import total

Side = Literal["left", "right"]

APART = 17.0  # Least distance of the middles of two numbers, points.


@dataclass(frozen=True, slots=True)
class Target:
    """A text to point at: its number, the ink of its first line, and the ink of each line."""

    number: int
    first: Rectangle
    lines: tuple[Rectangle, ...]

    @property
    def middle(self) -> float:
        """The height of the middle of the first line's small letters."""
        _, bottom, _, top = self.first
        return bottom + _LEVELS[0] * (top - bottom)


@dataclass(frozen=True, slots=True)
class LeaderLine:
    """A line from the edge of a picture to a text.

    It starts at *side* and runs through *points*, each of them level with the one before or straight above or below
    it. With one point the text cannot be reached, and the line ends at the edge.
    """

    side: Side
    points: tuple[Point, ...]

    @property
    def height(self) -> float:
        """The y coordinate at which it leaves the picture."""
        return self.points[0][1]

    @property
    def strokes(self) -> tuple[Rectangle, ...]:
        """Its pieces, as rectangles without width."""
        return tuple(
            (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)) for (x0, y0), (x1, y1) in pairwise(self.points)
        )


@dataclass(frozen=True, slots=True)
class Callout:
    """A number beside the picture, its middle at height *y*, and the leader line to its text."""

    number: int
    y: float
    leader: LeaderLine


def callouts(
    targets: Sequence[Target],
    obstacles: Sequence[Rectangle],
    bullets: Sequence[Rectangle],
    window: Rectangle,
    start: Side,
) -> list[Callout]:
    """Return numbers for all *targets* in the picture that fills *window*.

    A number goes to the side where texts *start*, unless the line from the other side is much shorter or the only free
    one. No line crosses a text, another line, or one of the *obstacles* (codes, small print). A line ends before the
    text, or before the bullet of a list item, one of *bullets*.
    """
    sides: tuple[Side, Side] = ("left", "right") if start == "left" else ("right", "left")
    leaders: list[tuple[int, LeaderLine]] = []
    for target in targets:
        walls = [box for other in targets if other is not target for box in other.lines]
        walls += [stroke for _, leader in leaders for stroke in leader.strokes]
        leaders.append((target.number, _leader(target, [*walls, *obstacles], bullets, window, sides)))
    placed = []
    for side in sides:
        own = sorted((pair for pair in leaders if pair[1].side == side), key=lambda pair: pair[1].height)
        places = spread([leader.height for _, leader in own], APART, window[1], window[3])
        placed += [Callout(number, y, leader) for (number, leader), y in zip(own, places, strict=True)]
    return placed


_LEVELS = (0.45, 0.3, 0.6, 0.15, 0.75)
"""Heights at which a line may run, as fractions of the first line's; the first is the middle of its small letters."""
_ABOVE = (1.8, 2.6, 3.6, 5.0)  # Points above the first line at which it may run instead, before it comes down.
_ASIDE = (0.0, 4.0, 8.0)  # White between the text and the upright piece of such a line, beyond `_CLEAR`.
_CLEAR, _BESIDE = 2.0, 1.1  # White between a line and what it ends at, and what it passes.
_INWARDS = 3.0  # How far over the text a line that runs above it comes down.
_NEAR = 34.0  # Most white between a text and its own bullet.
_OTHER_SIDE, _BEND = 40.0, 12.0  # Points that a line from the other side, or a bend, costs.


def _leader(
    target: Target,
    walls: Sequence[Rectangle],
    bullets: Sequence[Rectangle],
    window: Rectangle,
    sides: tuple[Side, Side],
) -> LeaderLine:
    """Return the cheapest line that crosses nothing; long detours are tried only where no short line is free."""

    def cost(line: LeaderLine) -> float:
        length = total(right - left + top - bottom for left, bottom, right, top in line.strokes)
        detour = abs(line.height - target.middle) + _BEND * (len(line.points) - 2)
        return length + detour + (0.0 if line.side == sides[0] else _OTHER_SIDE)

    for candidates in (_short_lines, _long_lines):
        lines = (line for side in sides for line in candidates(target, bullets, window, side))
        if free := [line for line in lines if not _blocked(line, target, walls, bullets)]:
            return min(free, key=cost)
    return LeaderLine(sides[0], ((window[0] if sides[0] == "left" else window[2], target.middle),))


def _short_lines(target: Target, bullets: Sequence[Rectangle], window: Rectangle, side: Side) -> Iterator[LeaderLine]:
    """Yield lines level with the first line of the text, or close above it."""
    left, bottom, right, top = target.first
    edge = window[0] if side == "left" else window[2]
    for level in _LEVELS:
        height = bottom + level * (top - bottom)
        yield LeaderLine(side, ((edge, height), (_end(target, bullets, side, height), height)))
    over = left + _INWARDS if side == "left" else right - _INWARDS
    for rise in _ABOVE:
        yield LeaderLine(side, ((edge, top + rise), (over, top + rise), (over, top + 1.0)))


def _long_lines(target: Target, bullets: Sequence[Rectangle], window: Rectangle, side: Side) -> Iterator[LeaderLine]:
    """Yield lines at any height that then run up or down in the white before the text."""
    edge, outwards = (window[0], -1.0) if side == "left" else (window[2], 1.0)
    middle = target.middle
    end = _end(target, bullets, side, middle)
    for aside in _ASIDE:
        turn = end + outwards * aside
        for step in range(2, 90):  # points up or down
            for height in (middle + step, middle - step):
                if window[1] < height < window[3]:
                    last = ((end, middle),) if aside else ()
                    yield LeaderLine(side, ((edge, height), (turn, height), (turn, middle), *last))


def _end(target: Target, bullets: Sequence[Rectangle], side: Side, height: float) -> float:
    """Return where a line at that *height* ends: before the text, or before its bullet."""
    own = [bullet for bullet in bullets if _is_own(bullet, target, side, height)]
    if side == "left":
        return min([target.first[0], *(bullet[0] for bullet in own)]) - _CLEAR
    return max([target.first[2], *(bullet[2] for bullet in own)]) + _CLEAR


def _is_own(bullet: Rectangle, target: Target, side: Side, height: float) -> bool:
    """Return whether *bullet* is the target's: before the text on that side, near it, at that *height*."""
    gap = target.first[0] - bullet[2] if side == "left" else bullet[0] - target.first[2]
    return bullet[1] - _BESIDE <= height <= bullet[3] + _BESIDE and 0 <= gap <= _NEAR


def _blocked(line: LeaderLine, target: Target, walls: Sequence[Rectangle], bullets: Sequence[Rectangle]) -> bool:
    height = line.points[-1][1]
    foreign = (bullet for bullet in bullets if not _is_own(bullet, target, line.side, height))
    own = target.lines if len(line.points) > 3 else ()
    return any(
        box[0] - _BESIDE < right and box[2] + _BESIDE > left and box[1] - _BESIDE < top and box[3] + _BESIDE > bottom
        for box in (*walls, *foreign, *own)
        for left, bottom, right, top in line.strokes
    )


def spread(wanted: Sequence[float], apart: float, low: float, high: float) -> list[float]:
    """Return places near those that are *wanted*, which ascend: in their order, between *low* and *high*, at least
    *apart*, and the sum of the squares of their distances from *wanted* is as small as that allows. If there is too
    little room, they share it evenly.
    """
    count = len(wanted)
    if count > 1 and (count - 1) * apart > high - low:
        return [low + index * (high - low) / (count - 1) for index in range(count)]
    # Without the distances that they keep from each other, the places only have to ascend: isotonic regression, by
    # pooling neighbours that are out of order into their mean. Clamping the result at the ends keeps it optimal.
    pools: list[tuple[float, int]] = []
    for index, place in enumerate(wanted):
        pool = (place - index * apart, 1)
        while pools and pools[-1][0] > pool[0]:
            mean, size = pools.pop()
            total = size + pool[1]
            pool = ((mean * size + pool[0] * pool[1]) / total, total)
        pools.append(pool)
    ceiling = high - (count - 1) * apart
    level = [min(max(mean, low), ceiling) for mean, size in pools for _ in range(size)]
    return [place + index * apart for index, place in enumerate(level)]


_GUTTER = 2 * RADIUS + 8.0  # White beside a picture, for a disc and the line from it to the trim.
_HEAD, _CAPTION = 34.0, 16.0  # Heights above the first picture of a page, for its title, and above further ones.
_MOST = 2.0  # The largest scale, for small things.
_LEADER, _HALO = 0.6, 1.8
"""Weights of the line to a text, and of the white line under it, without which it would be lost on colour."""


def pictures(builder: PageBuilder, documents: Sequence[Document], texts: Sequence[PrintedText]) -> Iterator[Element]:
    """Put pictures of all faces on pages, and yield an element for each page.

    A folded sheet gets a landscape page, and its panels are shown apart, to make room for the numbers. Two small faces
    share a page.
    """
    paper = builder.paper
    width, height = min(paper) - 2 * MARGIN - 2 * _GUTTER, max(paper) - MARGIN - FOOT - _HEAD
    for number, document in enumerate(documents):
        numbers: dict[int, dict[tuple[int, ...], int]] = {}
        for text in texts:
            for occurrence in text.occurrences:
                if occurrence.document == number:
                    numbers.setdefault(occurrence.page, {})[occurrence.indices] = text.number
        page, count = document.pages[0], len(document.pages)
        step = 2 if page.width <= width and 2 * page.height + _CAPTION <= height else 1
        for first in range(0, count, step):
            faces = range(first, min(first + step, count))
            yield _page(builder, document, {face: numbers.get(face, {}) for face in faces})


def _page(builder: PageBuilder, document: Document, faces: Mapping[int, Mapping[tuple[int, ...], int]]) -> Element:
    """Put pictures of *faces* on a page: for each, the numbers of its texts, by the indices of their lines."""
    pages = [document.pages[face] for face in faces]
    landscape = pages[0].width > pages[0].height and len(faces) == 1
    names = ", ".join(page.face for page in pages)
    builder.turn_over(f"{document.product} {names}", landscape=landscape, direction=document.direction)
    rows = [[(left, right) for _, left, right in page.panels] if page.folds else [(0.0, page.width)] for page in pages]
    # The largest scale at which the parts of each face fit side by side, and the faces below one another.
    wide = builder.width - 2 * SAFE - 2 * _GUTTER * len(rows[0])
    tall = builder.remaining - _HEAD - 8 - (len(rows) - 1) * (_CAPTION + 24)
    broadest = max(total(right - left for left, right in row) for row in rows)
    scale = min(wide / broadest, tall / total(page.height for page in pages), _MOST)
    name = product_name(document)
    apart = ", its panels apart" if pages[0].folds else ""
    size = f"Shown at {scale * 100:.0f} % of its real size{apart}."
    if document.pixels:
        size = f"An image of {document.pixels[0]} × {document.pixels[1]} pixels."
    elements = [
        builder.paragraph("H2", name if len(document.pages) == 1 else f"{name}, {pages[0].face}", HEADING, gap=3),
        builder.paragraph("P", size, NOTE),
    ]
    builder.top = MARGIN + _HEAD + 4
    for index, (page, parts, numbers) in enumerate(zip(pages, rows, faces.values(), strict=True)):
        if index:
            builder.top += _CAPTION
            elements.append(builder.paragraph("H3", f"{name}, {page.face}", HEADING, gap=6))
        elements.append(_face(builder, page, parts, scale, numbers, f"{document.product}/{page.face}"))
    return Element("Sect", tuple(elements))


def _face(
    builder: PageBuilder,
    page: Page,
    parts: Sequence[tuple[float, float]],
    scale: float,
    numbers: Mapping[tuple[int, ...], int],
    block: str,
) -> Element:
    """Copy the *parts* of one face, from left to right edges, side by side below `PageBuilder.top`, and point at their
    texts.
    """
    start: Side = "right" if page.direction == "rtl" else "left"
    height = page.height * scale
    x = (builder.width - total((right - left) * scale + 2 * _GUTTER for left, right in parts)) / 2
    foot = builder.height - builder.top - height
    numbered = {index for indices in numbers for index in indices}
    frames: list[ItemPlace] = []
    for left, right in parts:
        x += _GUTTER
        width = (right - left) * scale
        copies = {
            index: replace(moved(scaled(item, scale), x - left * scale, foot), block=f"{block}/{item.block}")
            for index, item in within(page.items, (left, 0.0, right, page.height))
        }
        for copy in copies.values():
            builder.add(replace(copy, running=False) if isinstance(copy, TextLine) else copy)
        frames += builder.frame(x, builder.height - foot - height, width, height, RULE)
        targets = [
            Target(number, extent(copies[indices[0]]), tuple(extent(copies[index]) for index in indices))
            for indices, number in numbers.items()
            if indices[0] in copies
        ]
        others = [copy for index, copy in copies.items() if index not in numbered]
        obstacles = [extent(copy) for copy in others if isinstance(copy, TextLine)]  # small print
        obstacles += [_with_quiet_zone(copy) for copy in others if isinstance(copy, QrCode)]
        bullets = [extent(copy) for copy in copies.values() if isinstance(copy, Shape) and not copy.art]
        trim = (x, foot, x + width, foot + height)
        for callout in callouts(targets, obstacles, bullets, trim, start):
            _draw(builder, callout, trim)
        x += width + _GUTTER
    builder.top += height
    listed = ", ".join(map(str, sorted(set(numbers.values()))))
    alt = f"Picture of the {block.replace('/', ', ')}, with the numbers {listed} at its texts"
    return Element("Figure", items=tuple(frames), alt=alt)


def _with_quiet_zone(code: QrCode) -> Rectangle:
    """Return what no line may cross: four modules around it stay empty (ISO/IEC 18004, 5.3.8), and there is a frame."""
    quiet = 6 * code.module
    left, bottom, right, top = extent(code)
    return left - quiet, bottom - quiet, right + quiet, top + quiet


def _draw(builder: PageBuilder, callout: Callout, trim: Rectangle) -> None:
    leader = callout.leader
    outwards = -1.0 if leader.side == "left" else 1.0
    middle = (trim[0] if leader.side == "left" else trim[2]) + outwards * (_GUTTER - RADIUS - 2.0)
    to_text = [*pairwise(leader.points)]
    to_disc = ((middle - outwards * RADIUS, callout.y), leader.points[0])
    for weight, colour, strokes in ((_HALO, PAPER, to_text), (_LEADER, PEN, [*to_text, to_disc])):
        for start, end in strokes:
            builder.add(stroke(start, end, weight, colour, PAPER, "proof", "leader"))
    numeral(builder, callout.number, middle, builder.height - callout.y)
