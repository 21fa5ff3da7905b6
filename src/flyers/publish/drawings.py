"""Small drawings for the ticket: the sheet with its folds, how it turns, how it folds.

Each drawing is a list of filled boxes and shapes with its lower left corner at 0, 0 and y upwards, in points.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import pairwise

from flyers.layout.page_builder import INK, MUTED, PAPER, RULE, SHADE
from flyers.page import items
from flyers.page.document import Box, Shape
from flyers.page.items import Point
from flyers.publish.print_jobs import Fold
from flyers.publish.ticket import TicketProduct
from flyers.records import dataclass
from flyers.units import dimensions

LINE = 0.75
"""Weight of thin lines."""
_STRONG = 1.2
TURN = 13.0
"""Height of the arrow above the sheets that turn."""

_OVER = 3.0
"""How far the axis reaches beyond them at the top and bottom."""

_PANEL = 0.4
"""Width of a panel of the folding sheet, as a fraction of the drawing's."""
_OPEN = 35.0
"""Degrees by which its panels are still open."""

DrawingItem = Box | Shape


def flat(width: float, height: float, bleed: float, folds: tuple[float, ...]) -> list[DrawingItem]:
    """Draw a face to scale: its bleed in grey, dashed folds, an arrow to the head."""
    x = y = bleed
    drawing: list[DrawingItem] = [
        _box(0.0, 0.0, width + 2 * bleed, height + 2 * bleed, RULE),
        _box(x, y, width, height, PAPER),
        *_frame(x, y, width, height),
    ]
    for fold in folds:
        drawing += _dashes(x + fold, y, height, INK)
    panel = folds[0] if folds else width  # the arrow keeps clear of the folds
    drawing += _head(x + panel / 2, y + height / 2, min(12.0, height / 3))
    return drawing


def turn(width: float, height: float) -> list[DrawingItem]:
    """Draw front and back on both sides of the axis about which the sheet turns, with arrows to their heads.

    *height* is that of the sheets; the drawing is `TURN` higher.
    """
    y = _OVER
    half = (width - 10) / 2
    drawing: list[DrawingItem] = []
    for left in (0.0, half + 10):
        drawing += [_box(left, y, half, height, SHADE), *_frame(left, y, half, height)]
        drawing += _head(left + half / 2, y + height / 2, height / 2.4)
    drawing += _dashes(width / 2 - LINE / 2, 0.0, height + 2 * _OVER, MUTED)
    drawing += _arc((width / 2, y + height - 2), half / 2 + 5, 9.0)
    return drawing


def fold(kind: Fold, width: float, narrow_left: bool) -> list[DrawingItem]:
    """Draw the sheet folding, seen from its foot with the inside up; the panel that folds in first is the lower one.

    Of a cross fold, the first fold is seen so, with a line for the second. A tent is seen from its side, as it stands,
    with its flap inside.
    """
    panel = width * _PANEL
    if kind == "tent":
        left, right, ridge = (0.0, 0.0), (panel, 0.0), (panel / 2, rise(kind, width) - 2)
        strokes = [(left, right), (left, ridge), (ridge, right), (right, (panel * 0.7, 3.0))]
    elif kind in ("half", "cross-fold"):
        strokes = [((panel, 0.0), _from((panel, 0.0), panel, angle)) for angle in (_OPEN, 180 - _OPEN)]
        if kind == "cross-fold":  # the second fold crosses both leaves
            strokes.append((_from((panel, 0.0), panel / 2, _OPEN), _from((panel, 0.0), panel / 2, 180 - _OPEN)))
    elif kind == "z-fold":
        first = (0.0, panel * math.sin(math.radians(_OPEN)))
        second = _from(first, panel, -_OPEN)
        third = _from(second, panel, _OPEN)
        strokes = [(first, second), (second, third)]
        strokes.append((third, _from(third, panel, -_OPEN)))
    else:
        left, right = (0.0, 0.0), (panel, 0.0)
        strokes = [(left, right), (left, _from(left, panel * 0.97, _OPEN / 2)), (right, _from(right, panel, _OPEN + 5))]
    if not narrow_left:
        strokes = [((width - a[0], a[1]), (width - b[0], b[1])) for a, b in strokes]
    return [_stroke(a, b, _STRONG, INK) for a, b in strokes]


def rise(kind: Fold, width: float) -> float:
    """Return the height of what `fold` draws."""
    return width * _PANEL * math.sin(math.radians(_OPEN + 5)) + 1


def _frame(x: float, y: float, width: float, height: float) -> list[DrawingItem]:
    """Draw the outline of a rectangle, inside it."""
    return [
        _box(x, y, width, LINE, INK),
        _box(x, y + height - LINE, width, LINE, INK),
        _box(x, y, LINE, height, INK),
        _box(x + width - LINE, y, LINE, height, INK),
    ]


def _dashes(x: float, y: float, height: float, colour: str) -> Iterator[DrawingItem]:
    count = max(2, round(height / 5))
    step = height / count
    for number in range(count):
        yield _box(x, y + number * step, LINE, step * 0.6, colour)


def _head(x: float, y: float, size: float) -> list[DrawingItem]:
    """Draw an arrow upwards with its middle at *x*, *y*."""
    half, top = size * 0.35, y + size / 2
    tip = [(x, top), (x + half, top - half), (x - half, top - half)]
    return [_box(x - LINE / 2, y - size / 2, LINE, size - half, MUTED), _polygon(tip, MUTED)]


def _arc(centre: Point, radius: float, height: float) -> list[DrawingItem]:
    """Draw a flat arrow from left to right over *centre*."""
    angles = [math.radians(degrees) for degrees in range(165, 20, -8)]
    points = [(centre[0] + radius * math.cos(a), centre[1] + height * math.sin(a) + 3) for a in angles]
    (x0, y0), (x1, y1) = points[-2:]
    along = math.atan2(y1 - y0, x1 - x0)
    tip = [(x1 + 4.5 * math.cos(along + a), y1 + 4.5 * math.sin(along + a)) for a in (0, 2.2, -2.2)]
    return [*(_stroke(a, b, LINE, MUTED) for a, b in pairwise(points)), _polygon(tip, MUTED)]


def _from(start: Point, reach: float, degrees: float) -> Point:
    angle = math.radians(degrees)
    return start[0] + reach * math.cos(angle), start[1] + reach * math.sin(angle)


def _box(x: float, y: float, width: float, height: float, colour: str) -> Box:
    return Box(x, y, width, height, colour, "ticket")


def _stroke(start: Point, end: Point, weight: float, colour: str) -> Shape:
    return items.stroke(start, end, weight, colour, PAPER, "ticket", "drawing")


def _polygon(corners: list[Point], colour: str) -> Shape:
    return items.polygon(corners, colour, PAPER, "ticket", "drawing")


WIDTH = 92.0
"""Width of the column of drawings."""
_APART = 8.0
"""White between drawings."""
_CAPTION = 12.0
_FACE, _TURNED = 50.0, 20.0
"""Heights: of a face at most, of the sheets that turn."""


@dataclass(frozen=True, slots=True)
class TicketDrawing:
    """Items with their lower left corner at 0, 0, their *height*, alternative text, and a caption below them."""

    alt: str
    height: float
    items: list[DrawingItem]
    caption: str = ""

    @property
    def full_height(self) -> float:
        """The height with the white and the caption below it."""
        return self.height + _APART + (_CAPTION if self.caption else 0.0)


def pictures_of(product: TicketProduct) -> list[TicketDrawing]:
    """Return drawings of the front, of how the sheet turns, and of how it folds, each `WIDTH` wide at most."""
    width, height = product.trim
    drawn = WIDTH - 6
    scale = min(drawn / (width + 2 * product.bleed), _FACE / (height + 2 * product.bleed))
    bleed, front = product.bleed * scale, product.pages[0]
    face = flat(width * scale, height * scale, bleed, tuple(fold * scale for fold in front.folds))
    folds = f", folded at {len(front.folds)} places" if front.folds else ""
    alt = f"The {front.face}, {dimensions(width, height)}, with its bleed{folds}"
    pictures = [TicketDrawing(alt, height * scale + 2 * bleed, face)]
    if product.flip:
        turned = turn(drawn, _TURNED)
        pictures.append(TicketDrawing(f"Flip: {product.flip_words}", _TURNED + TURN, turned))
    stands = product.job.fold == "tent"
    if product.job.fold != "none" and (front.folds or stands):
        folded = fold(product.job.fold, drawn, product.narrow == "left")
        standing = rise(product.job.fold, drawn)
        pictures.append(
            TicketDrawing(
                f"Fold: {product.fold_words}",
                standing,
                folded,
                "from its side" if stands else "from the foot, inside up",
            )
        )
    return pictures
