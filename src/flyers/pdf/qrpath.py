"""A QR matrix as one path: the outlines of its dark areas.

The path has one closed outline for each connected border of dark and light, on the integer grid of modules. Rectangles
side by side would show hairlines between them in anti-aliased previews and in some RIPs; outlines don't.

Each variant of a piece has a code of its own, so this is written for speed: a point is a number, and what leaves it is
looked up by the four modules around it.
"""

from __future__ import annotations

from flyers.process_cache import memoized

_RIGHT, _UP, _LEFT, _DOWN = range(4)
"""Directions of an edge, each a left turn after the one before."""


def _leaving(below_left: bool, above_left: bool, below_right: bool, above_right: bool) -> tuple[int, ...]:
    """Return the directions of the edges that leave a point with dark on their left, by the modules around it."""
    edges = (
        (_RIGHT, above_right and not below_right),
        (_UP, above_left and not above_right),
        (_LEFT, below_left and not above_left),
        (_DOWN, below_right and not below_left),
    )
    return tuple(direction for direction, leaves in edges if leaves)


_EDGES = {
    (left, right): _leaving(left[0] == "1", left[1] == "1", right[0] == "1", right[1] == "1")
    for left in ("00", "01", "10", "11")
    for right in ("00", "01", "10", "11")
}
"""What leaves a point, by the two modules to its left and the two to its right, the lower one first."""


@memoized(32)
def outline(matrix: tuple[str, ...]) -> str:
    """Return path operators for *matrix*, in modules from the lower left corner, y upwards.

    Outer edges run counter-clockwise and holes clockwise, so that the nonzero rule fills exactly the dark modules.

    Args:
        matrix: rows from the top, "1" for a dark module.
    """
    high = len(matrix) + 1
    steps = (high, 1, -high, -1)
    leaving = _points(matrix)
    parts: list[str] = []
    for first in list(leaving):  # from left to right, and upwards, so that each outline begins with a corner
        if first not in leaving:
            continue
        here, direction, operator = first, -1, "m"
        while True:
            ends = leaving[here]
            if len(ends) == 1:
                (turned,) = ends
                del leaving[here]
            else:  # two dark modules touch at this corner: a left turn stays on the same one
                left = (direction + 1) % 4
                turned, other = ends if ends[0] == left else ends[::-1]
                leaving[here] = (other,)
            if turned != direction:
                parts.append(f"{here // high} {here % high} {operator}")
                direction, operator = turned, "l"
            here += steps[turned]
            if here == first:
                break
        parts.append("h")
    return " ".join(parts)


def _points(matrix: tuple[str, ...]) -> dict[int, tuple[int, ...]]:
    """Return the directions of the edges that leave each point of the border, from left to right, and upwards.

    The point (x, y) is the number ``x * (rows + 1) + y``.
    """
    columns = ["".join(cells) for cells in zip(*reversed(matrix), strict=True)]
    light = "0" * len(matrix)
    points: dict[int, tuple[int, ...]] = {}
    number = 0
    for left, right in zip([light, *columns], [*columns, light], strict=True):
        before, after = f"0{left}0", f"0{right}0"
        for row in range(len(matrix) + 1):
            if edges := _EDGES[before[row : row + 2], after[row : row + 2]]:
                points[number] = edges
            number += 1
    return points
