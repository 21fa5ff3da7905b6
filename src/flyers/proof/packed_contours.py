"""Contours packed into little memory: a process keeps the outlines of a thousand Chinese characters of some sixty
steps.

As tuples of points, they take five times as much.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from flyers.proof.geometry import Box
from flyers.proof.segments import LEAST_POINTS, Contour, bounds, enclosing


class PackedContours(NamedTuple):
    """The contours of an outline.

    Attributes:
        kinds: a letter for each step, followed by a dot for each of its points but the first. It is small if the step
            is a whole contour that ends where it began, with no point on it.
        places: x and y of all points, one after the other.
    """

    kinds: str
    places: array[float]


def packed(contours: Iterable[Contour]) -> PackedContours:
    steps = [step for contour in contours for step in contour]
    kinds = "".join(["C.." if step[0] == "C" else _letters(step) for step in steps])
    return PackedContours(
        kinds, array("d", [value for _, *points in steps for point in points if point is not None for value in point])
    )


def _letters(step: tuple[object, ...]) -> str:
    kind, *points = step
    letters = f"{kind}{'.' * (len(points) - 1)}"
    return letters[:-1].lower() if points[-1] is None else letters


def unpacked(contours: PackedContours) -> list[Contour]:
    found: list[Contour] = []
    points = zip(*[iter(contours.places)] * 2, strict=True)
    for letters in re.findall(r"\w\.*", contours.kinds):
        kind = letters[0]
        if kind == "M" or kind.islower():
            found.append([])
        ends_where_it_began = (None,) if kind.islower() else ()
        found[-1].append((kind.upper(), *(next(points) for _ in letters), *ends_where_it_began))
    return found


def joined(parts: Sequence[tuple[PackedContours, float, float]]) -> PackedContours:
    """Return the contours of all *parts*, each moved to the right and up by so much."""
    if len(parts) == 1 and parts[0][1:] == (0, 0):
        return parts[0][0]
    places = array("d")
    for contours, x, y in parts:
        for across, up in zip(*[iter(contours.places)] * 2, strict=True):
            places.extend((across + x, up + y))
    return PackedContours("".join([contours.kinds for contours, _, _ in parts]), places)


def those_enclosing(contours: PackedContours) -> PackedContours:
    """Return those of *contours* that enclose anything."""
    before, *begun = contours.kinds.split("M")
    if not before and all(
        len(points) >= LEAST_POINTS - 1 and points.upper() == points for points in begun
    ):  # nearly always
        return contours
    return packed(enclosing(unpacked(contours)))


def packed_bounds(contours: PackedContours) -> Box | None:
    """Return the box around *contours*, to the extremes of their curves."""
    xs, ys = contours.places[0::2], contours.places[1::2]
    if not xs:
        return None
    box = min(xs), min(ys), max(xs), max(ys)
    ends = [index for index, follows in enumerate(f"{contours.kinds[1:]}M") if follows != "."]
    across, up = [xs[index] for index in ends], [ys[index] for index in ends]
    # Most curves have points at their extremes.
    return box if box == (min(across), min(up), max(across), max(up)) else bounds(unpacked(contours))
