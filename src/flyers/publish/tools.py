"""Describes what tools do to a product besides trimming and folding, in words and numbers for the job ticket."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from flyers.page.document import Finish, Page
from flyers.page.paths import box_around
from flyers.records import dataclass
from flyers.units import POINTS, to_mm

SPOT_WORDS = "the spot colour Dieline shows where tools cut: it overprints, take it out before printing"

ASK = "a proposal: tell us where your own tool makes it"


@dataclass(frozen=True, slots=True)
class Tool:
    """One shape, or all lines of one kind and direction.

    Attributes:
        kind: ``die``, ``hole``, ``cut`` or ``perforation``.
        boxes: left, bottom, right, top of each, points from the lower left corner of the trim, on the front.
        radius: of the corners; half the height of a round hole.
        by_printer: whether place and size are only a proposal.
    """

    kind: str
    boxes: tuple[tuple[float, float, float, float], ...]
    radius: float = 0.0
    by_printer: bool = False

    @property
    def is_line(self) -> bool:
        return self.kind in ("cut", "perforation")

    @property
    def is_round(self) -> bool:
        left, bottom, right, top = self.boxes[0]
        return abs((right - left) - (top - bottom)) < 0.01 and abs(self.radius - (right - left) / 2) < 0.01

    def words(self, height: float) -> str:
        """Return it in words; *height* is that of the trim."""
        left, bottom, right, top = self.boxes[0]
        if not self.is_line:
            asked = f" ({ASK})" if self.by_printer else ""
            return f"{self.kind}: {self._size()}, {_middle(self.boxes[0], height)}{asked}"
        upright = right - left < top - bottom
        places = ", ".join(_inches(box[0] if upright else height - box[1]) for box in self.boxes)
        count = f"{len(self.boxes)} lines, each" if len(self.boxes) > 1 else "one line,"
        side = "from the left" if upright else "from the top"
        span = _span(height - top, height - bottom, "from the top") if upright else _span(left, right, "from the left")
        return f"{self.kind}: {count} {_inches(max(right - left, top - bottom))} in long, {places} in {side}, {span}"

    def _size(self) -> str:
        left, bottom, right, top = self.boxes[0]
        if self.is_round:
            return f"{_inches(right - left)} in round"
        corners = f", corners rounded by {_inches(self.radius)} in" if self.radius else ", square corners"
        return f"{_inches(right - left)} × {_inches(top - bottom)} in{corners}"

    def to_json(self, height: float) -> dict[str, Any]:
        return {
            "kind": self.kind,
            "boxes_mm": [[round(to_mm(edge), 3) for edge in box] for box in self.boxes],
            "radius_mm": round(to_mm(self.radius), 3),
            "by_printer": self.by_printer,
            "words": self.words(height),
        }


def _span(start: float, end: float, side: str) -> str:
    return f"{_inches(start)} to {_inches(end)} in {side}"


def _middle(box: tuple[float, float, float, float], height: float) -> str:
    across, down = (box[0] + box[2]) / 2, height - (box[1] + box[3]) / 2
    return f"its middle {_inches(across)} in from the left and {_inches(down)} in from the top"


def _inches(points: float) -> str:
    return f"{points / POINTS['in']:.4f}".rstrip("0").rstrip(".") or "0"


def tools_of(page: Page) -> tuple[Tool, ...]:
    """Return the tools of *page*, lines of one kind, direction and length together."""
    return tuple(_grouped(page.finishing))


def _grouped(finishing: Sequence[Finish]) -> Iterator[Tool]:
    lines: dict[tuple[str, bool, float, float], list[tuple[float, float, float, float]]] = {}
    for finish in finishing:
        box = box_around(finish.path)
        if finish.path[-1][0] == "Z":
            yield Tool(finish.kind, (box,), round(float(finish.path[0][1]) - box[0], 3), finish.by_printer)
            continue
        upright = box[2] - box[0] < box[3] - box[1]
        ends = (box[1], box[3]) if upright else (box[0], box[2])
        lines.setdefault((finish.kind, upright, *ends), []).append(box)
    for (kind, *_), boxes in lines.items():
        yield Tool(kind, tuple(sorted(boxes)))
