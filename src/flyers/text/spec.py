"""What the layout asks of a paragraph's type."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Weight = Literal["regular", "bold"]
Direction = Literal["ltr", "rtl"]
Align = Literal["start", "center", "end"]


@dataclass(frozen=True, slots=True)
class TypeSpec:
    """How one paragraph is set.

    Attributes:
        families: the font stack, keys of ``fonts.yaml``, the first choice first.
        weight: of plain text; ``**strong**`` is bold in either.
        size: points.
        leading: points from baseline to baseline; opened when lines would touch.
        ascent, descent: the visual box above the first and below the last baseline, em of the size, both >= 0.
        direction: of the paragraph. ``start`` is left in ``ltr``, right in ``rtl``.
        script: ISO 15924 code of the language's script, for text that does not show its own.
        align: of the lines in the measure.
        balance: even lines, for headings; otherwise the last line may be shorter.
    """

    families: tuple[str, ...]
    size: float
    leading: float
    weight: Weight = "regular"
    ascent: float = 1.0
    descent: float = 0.3
    direction: Direction = "ltr"
    script: str = "Latn"
    align: Align = "start"
    balance: bool = False
