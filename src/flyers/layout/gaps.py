"""Distances in layouts: points, and shares of the layout's space, which copy-fitting may tighten."""

from __future__ import annotations

from flyers.records import dataclass


@dataclass(frozen=True, slots=True)
class Gap:
    """A distance: `fixed` points plus `units` times the layout's space, which copy-fitting may tighten."""

    fixed: float = 0.0
    units: float = 0.0

    def points(self, space: float) -> float:
        return self.fixed + self.units * space


NO_GAP = Gap()


@dataclass(frozen=True, slots=True)
class Insets:
    """Padding inside a block."""

    top: Gap = NO_GAP
    end: Gap = NO_GAP
    bottom: Gap = NO_GAP
    start: Gap = NO_GAP
