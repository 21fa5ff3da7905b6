"""Quarter turns: from the axes of turned text or a turned block to those of the page, and back.

A turn is a number of degrees clockwise: 0, 90, 180 or 270. Text turned by 90° runs down the page, its letters' feet to
the left. *Own axes* are those of the turned thing: along its lines, and up through its letters.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from flyers.page.document import Box, Item, Photo, QrCode, Shape, TextLine
from flyers.records import dataclass

_AXES: dict[int, tuple[int, int, int, int]] = {
    0: (1, 0, 0, 1),
    90: (0, -1, 1, 0),
    180: (-1, 0, 0, -1),
    270: (0, 1, -1, 0),
}
"""By turn, the directions on the page of a step along the lines and of a step up through the letters: x, y of each."""


def axes(turn: int) -> tuple[int, int, int, int]:
    """Return the page's x and y of a step along lines that are turned by *turn*, then of a step up."""
    return _AXES[turn]


def is_quarter(turn: int) -> bool:
    """Return whether *turn* exchanges width and height."""
    return turn % 180 == 90


def turned_point(turn: int, along: float, up: float) -> tuple[float, float]:
    """Return the page's (x, y) of a place given from the same origin in own axes."""
    a, b, c, d = _AXES[turn]
    return a * along + c * up, b * along + d * up


def own_point(turn: int, x: float, y: float) -> tuple[float, float]:
    """Return how far along and up a place of the page is in the axes of what is turned by *turn*."""
    a, b, c, d = _AXES[turn]
    return a * x + b * y, c * x + d * y


def turned_rectangle(turn: int, rectangle: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    """Return the upright rectangle (left, bottom, right, top) that *rectangle* of own axes covers on the page."""
    x0, y0 = turned_point(turn, *rectangle[:2])
    x1, y1 = turned_point(turn, *rectangle[2:])
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


@dataclass(frozen=True, slots=True)
class TurnedArea:
    """A rectangle of the page whose content is turned, points from the page's lower left corner.

    ``block`` is the path of the block or panel that fills it. Inside it, places count from the corner that is the lower
    left one in its own axes.
    """

    turn: int
    left: float
    bottom: float
    width: float
    height: float
    block: str

    @property
    def inner_width(self) -> float:
        return self.height if is_quarter(self.turn) else self.width

    @property
    def inner_height(self) -> float:
        return self.width if is_quarter(self.turn) else self.height

    def rectangle(self, inner: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
        """Return where a rectangle inside is on the page."""
        (x0, y0), (x1, y1) = self._point(*inner[:2]), self._point(*inner[2:])
        return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)

    def inner_rectangle(self, rectangle: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
        """Return where a rectangle of the page is inside."""
        x, y = self._point(0.0, 0.0)
        x0, y0 = own_point(self.turn, rectangle[0] - x, rectangle[1] - y)
        x1, y1 = own_point(self.turn, rectangle[2] - x, rectangle[3] - y)
        return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)

    def item(self, item: Item) -> Item:
        match item:
            case TextLine():
                x, y = self._point(item.x, item.y)
                return replace(item, x=x, y=y, turn=(item.turn + self.turn) % 360)
            case Box():
                left, bottom, right, top = self.rectangle((item.x, item.y, item.x + item.width, item.y + item.height))
                return replace(item, x=left, y=bottom, width=right - left, height=top - bottom)
            case QrCode():
                side = item.module * len(item.matrix)
                left, bottom, _, _ = self.rectangle((item.x, item.y, item.x + side, item.y + side))
                return replace(item, x=left, y=bottom, matrix=_turned_matrix(item.matrix, self.turn))
            case Photo():
                left, bottom, right, top = self.rectangle((item.x, item.y, item.x + item.width, item.y + item.height))
                turn = (item.turn + self.turn) % 360
                return replace(item, x=left, y=bottom, width=right - left, height=top - bottom, turn=turn)
            case Shape():
                return replace(item, path=tuple((step[0], *self._points(step[1:])) for step in item.path))

    def _point(self, x: float, y: float) -> tuple[float, float]:
        corner = {
            0: (0.0, 0.0),
            90: (0.0, self.height),
            180: (self.width, self.height),
            270: (self.width, 0.0),
        }[self.turn]
        right, up = turned_point(self.turn, x, y)
        return self.left + corner[0] + right, self.bottom + corner[1] + up

    def _points(self, values: tuple[str | float, ...]) -> Iterator[float]:
        for x, y in zip(values[::2], values[1::2], strict=True):
            yield from self._point(float(x), float(y))


def _turned_matrix(matrix: tuple[str, ...], turn: int) -> tuple[str, ...]:
    for _ in range(turn // 90):
        matrix = tuple("".join(column) for column in zip(*reversed(matrix), strict=True))
    return matrix
