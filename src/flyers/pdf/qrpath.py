"""A QR matrix as one path: the outlines of its dark areas.

The path has one closed outline for each connected border of dark and light, on the integer grid of modules. Rectangles
side by side would show hairlines between them in anti-aliased previews and in some RIPs; outlines don't.
"""

from __future__ import annotations

from collections.abc import Sequence

from flyers.kept import recalled

Corner = tuple[int, int]


@recalled(32)
def outline(matrix: tuple[str, ...]) -> str:
    """Return path operators for *matrix*, in modules from the lower left corner, y upwards.

    Outer edges run counter-clockwise and holes clockwise, so that the nonzero rule fills exactly the dark modules.

    Args:
        matrix: rows from the top, "1" for a dark module.
    """
    parts: list[str] = []
    for loop in _loops(matrix):
        (x, y), *others = _corners(loop)
        parts.append(f"{x} {y} m")
        parts.extend(f"{x} {y} l" for x, y in others)
        parts.append("h")
    return " ".join(parts)


def _loops(matrix: Sequence[str]) -> list[list[Corner]]:
    """Return closed walks along the border of the dark area, with the dark side on the left."""
    leaving: dict[Corner, list[Corner]] = {}
    for start, end in _border(matrix):
        leaving.setdefault(start, []).append(end)
    loops: list[list[Corner]] = []
    while leaving:
        first = min(leaving)
        here, loop = first, [first]
        came_from: Corner | None = None
        while True:
            ends = leaving[here]
            there = ends[0] if len(ends) == 1 or came_from is None else _leftmost(came_from, here, ends)
            ends.remove(there)
            if not ends:
                del leaving[here]
            came_from, here = here, there
            if here == first:
                break
            loop.append(here)
        loops.append(loop)
    return loops


def _border(matrix: Sequence[str]) -> list[tuple[Corner, Corner]]:
    """Return the edges between dark and light modules, with the dark side on the left."""
    height = len(matrix)
    dark = {(x, height - 1 - row) for row, cells in enumerate(matrix) for x, cell in enumerate(cells) if cell == "1"}
    edges: list[tuple[Corner, Corner]] = []
    for x, y in sorted(dark):
        if (x, y - 1) not in dark:
            edges.append(((x, y), (x + 1, y)))
        if (x + 1, y) not in dark:
            edges.append(((x + 1, y), (x + 1, y + 1)))
        if (x, y + 1) not in dark:
            edges.append(((x + 1, y + 1), (x, y + 1)))
        if (x - 1, y) not in dark:
            edges.append(((x, y + 1), (x, y)))
    return edges


def _leftmost(before: Corner, here: Corner, ends: list[Corner]) -> Corner:
    """Return the end that stays on the same module where two dark modules touch only at a corner: turn left."""
    dx, dy = here[0] - before[0], here[1] - before[1]
    left = (here[0] - dy, here[1] + dx)
    return left if left in ends else ends[0]


def _corners(loop: list[Corner]) -> list[Corner]:
    """Return *loop* without the points inside straight edges."""
    kept = []
    for index, (x, y) in enumerate(loop):
        before, after = loop[index - 1], loop[(index + 1) % len(loop)]
        if not (before[0] == x == after[0] or before[1] == y == after[1]):
            kept.append((x, y))
    return kept
