"""How a paragraph is set."""

from __future__ import annotations

from typing import Literal

from flyers.records import dataclass

Weight = Literal["regular", "bold"]
BaseDirection = Literal["ltr", "rtl"]
Align = Literal["start", "center", "end"]


@dataclass(frozen=True, slots=True)
class TypeSpec:
    """How one paragraph is set."""

    families: tuple[str, ...]  # the font stack, keys of ``fonts.yaml``, the first choice first
    size: float  # points
    leading: float  # points from baseline to baseline; increased when lines would touch
    weight: Weight = "regular"  # of plain text; ``**strong**`` is bold in either weight
    # ascent, descent: the visual box above the first and below the last baseline, em of the size, both >= 0.
    ascent: float = 1.0
    descent: float = 0.3
    direction: BaseDirection = "ltr"  # of the paragraph. ``start`` is left in ``ltr``, right in ``rtl``
    script: str = "Latn"  # ISO 15924 code of the language's script, for text that doesn't show its own
    align: Align = "start"  # of the lines in the measure
    balance: bool = False  # make all lines even, for headings; otherwise the last line may be shorter
    # Take a line more if no line then divides a word, or with ``balance`` has parts of two sentences.
    keep_whole: bool = False

    def __hash__(self) -> int:
        return hash((self.size, self.leading, self.weight, self.align))  # by these, nearly all are told apart
