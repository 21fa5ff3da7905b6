"""Squeezes: how far the type of each group of roles goes down from its aim to its floor when text is too long.

Groups give way in an order: the first goes to its floor before the second goes down a step. Then each group takes back
what did not help, so a headline that is too wide for its column leaves the small print at its aim.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
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

    def fits_at(steps: Sequence[int]) -> bool:
        return fits(tuple(step / STEPS for step in steps))

    def fits_with(group: int, step: int) -> bool:
        return fits_at([*steps[:group], step, *steps[group + 1 :]])

    if fits_at([0] * groups):
        return (0.0,) * groups
    if not fits_at([bottom] * groups):
        return (bottom / STEPS,) * groups
    last = least_step(lambda group: fits_at([bottom] * (group + 1) + [0] * (groups - group - 1)), -1, groups - 1)
    steps = [bottom] * (last + 1) + [0] * (groups - last - 1)
    steps[last] = least_step(partial(fits_with, last), 0, bottom)
    for earlier in reversed(range(last)):  # most take back everything
        steps[earlier] = 0 if fits_with(earlier, 0) else least_step(partial(fits_with, earlier), 0, bottom)
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
