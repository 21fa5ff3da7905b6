"""How far each group of roles goes down from its aim to its floor, when text is too long.

Groups give way in an order: the first goes to its floor before the second gives a step. What a group gave without need
it takes back, so a headline that is too wide for its column costs the small print nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

STEPS = 16
"""Steps of size between aim and floor."""

Squeezes = tuple[float, ...]
"""For each group of roles, from 0 (at the aim) to 1 (at the floor)."""


def least_squeezes(groups: int, lowest: float, fits: Callable[[Squeezes], bool]) -> Squeezes:
    """Return the squeezes with the largest type that fits; all groups at *lowest* if nothing fits.

    Args:
        groups: how many there are, at least one.
        lowest: how far a group may go down, from 0 to 1.
        fits: whether text fits with these squeezes. It is taken to hold for smaller type if it holds for larger.
    """
    bottom = round(STEPS * lowest)
    steps = [0] * groups

    def fits_with(group: int, step: int) -> bool:
        tried = [*steps[:group], step, *steps[group + 1 :]]
        return fits(tuple(one / STEPS for one in tried))

    if fits_with(0, 0):
        return (0.0,) * groups
    for group in range(groups):
        if fits_with(group, bottom):
            steps[group] = least_step(partial(fits_with, group), 0, bottom)
            for earlier in reversed(range(group)):
                steps[earlier] = least_step(partial(fits_with, earlier), -1, bottom)
            break
        steps[group] = bottom
    return tuple(step / STEPS for step in steps)


def least_step(fits: Callable[[int], bool], too_large: int, smallest: int) -> int:
    """Return the least step after *too_large* at which text fits; *smallest* is one at which it does."""
    while smallest - too_large > 1:
        middle = (too_large + smallest) // 2
        if fits(middle):
            smallest = middle
        else:
            too_large = middle
    return smallest
