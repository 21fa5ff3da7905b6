"""A rung of the copy-fitting ladder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from flyers.records import dataclass


@dataclass(frozen=True, slots=True)
class Rung:
    """How far copy-fitting has gone.

    Attributes:
        squeezes: for each group of roles (`Layout.size_groups`) from 0 (at the aim) to 1 (at the floor); empty for all
            at the aim.
        spacing: factor of the layout's space; it differs by panel.
        shorter: how many steps a block has gone down its shorter forms, by path.
        counts: how many items a block shows, by path, for the blocks that may drop some; 0 for a block left out.
        codes: how far codes that may grow have done so, from 0 to 1.
        uneven: whether lists of even rows have columns whose rows don't meet, with one gap between all items.
        whole: paths of the texts that take a line more where that keeps their sentences whole.
        loose: by how much of their `height` blocks may be lower, by panel, in a language that no fixed bands can hold.
    """

    squeezes: tuple[float, ...] = ()
    spacing: float = 1.0
    shorter: Mapping[str, int] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)
    uneven: bool = False
    codes: float = 0.0
    loose: Mapping[str, float] = field(default_factory=dict)
    whole: frozenset[str] = frozenset()
