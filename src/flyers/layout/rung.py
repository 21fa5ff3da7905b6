"""A rung of the copy-fitting ladder, and the search for the least squeezes of type.

Squeezes say how far each group of roles goes down. Groups give way in an order: the first goes to its floor before the
second goes down a step. Then each group takes back what did not help, so a headline that is too wide for its column
leaves the small print at its aim.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import field
from functools import partial

from flyers.records import dataclass


@dataclass(frozen=True, slots=True)
class Rung:
    """How far copy-fitting has gone.

    Attributes:
        squeezes: for each group of roles (`Layout.size_groups`) from 0 (at the aim) to 1 (at the floor); empty for all
            at the aim.
        spacing: factor of the layout's space; it differs by panel.
        shorter: how many steps a block has gone down its shorter forms, by path.
        otherwise: paths of the blocks that are arranged in their other way.
        counts: how many items a block shows, by path, for the blocks that may drop some; 0 for a block left out.
        codes: how far codes that may grow have done so, from 0 to 1.
        whole: paths of the texts that take a line more where that keeps their words and sentences whole.
        loose: by how much of their `height` blocks may be lower, by panel, in a language that no fixed bands can hold.
    """

    squeezes: tuple[float, ...] = ()
    spacing: float = 1.0
    shorter: Mapping[str, int] = field(default_factory=dict)
    otherwise: frozenset[str] = frozenset()
    counts: Mapping[str, int] = field(default_factory=dict)
    codes: float = 0.0
    loose: Mapping[str, float] = field(default_factory=dict)
    whole: frozenset[str] = frozenset()


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
