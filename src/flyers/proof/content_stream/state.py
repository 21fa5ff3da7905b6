"""The graphics state of a content stream (ISO 32000-1, tables 52 and 104), as far as a proof needs it."""

from __future__ import annotations

from dataclasses import dataclass

from flyers.proof.colours import BLACK_GRAY, Colour
from flyers.proof.fonts import FontReading
from flyers.proof.geometry import IDENTITY, Box, Matrix

INVISIBLE_MODES = (3, 7)
"""Text rendering modes that paint nothing."""


@dataclass(slots=True)
class GraphicsState:
    """What q saves and Q brings back."""

    ctm: Matrix = IDENTITY
    clip: Box | None = None
    """The box around the clipping path; None: the whole page."""
    fill: Colour = BLACK_GRAY
    stroke: Colour = BLACK_GRAY
    line_width: float = 1.0
    fill_overprint: bool = False
    stroke_overprint: bool = False
    overprint_mode: int = 0
    font: FontReading | None = None
    font_key: str = ""
    size: float = 0.0
    spacing: float = 0.0
    word_spacing: float = 0.0
    stretch: float = 1.0
    leading: float = 0.0
    rise: float = 0.0
    mode: int = 0

    @property
    def line_width_on_page(self) -> float:
        """A line is widened by the root of the matrix's area factor."""
        a, b, c, d, _, _ = self.ctm
        return self.line_width * float(abs(a * d - b * c) ** 0.5)

    @property
    def invisible(self) -> bool:
        return self.mode in INVISIBLE_MODES
