"""One file of a package, as the job ticket describes it: trim, folds, inks, paper, codes and its proof."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Literal

from flyers.publish.tools import SPOT_WORDS, Tool, tools_of
from flyers.records import dataclass
from flyers.units import POINTS, dimensions, to_mm

if TYPE_CHECKING:
    from flyers.page.document import Page
    from flyers.publish.print_jobs import PrintJob


@dataclass(frozen=True, slots=True)
class TicketCode:
    """A QR code: its face, its contact, what it must open, and the side of a module in millimetres."""

    face: str
    contact: str
    target: str
    module_mm: float


@dataclass(frozen=True, slots=True)
class TicketProof:
    """The last proof of one file, from ``proof.json``.

    Attributes:
        status: ``none`` if there is no record.
        errors, warnings: how many findings there are of each.
        findings: as sentences.
        facts: what was measured in the file.
    """

    status: Literal["good", "failed", "none"]
    errors: int
    warnings: int
    findings: tuple[str, ...]
    facts: Mapping[str, Any]

    @property
    def words(self) -> str:
        if self.status == "none":
            return "no record"
        counted = f"{self.errors} errors, {self.warnings} warnings" if self.findings else "nothing found"
        return f"{'passed' if self.status == 'good' else 'FAILED'}: {counted}"


@dataclass(frozen=True, slots=True)
class TicketProduct:
    """One file of the package; lengths in points.

    Attributes:
        file: its name in the package.
        media: width and height of the file's pages, with bleed and slug.
        one_ink: whether black is the only ink.
        quantity: how many are wanted; None for a line to write on.
        stock: the paper; ``stock_ordered`` is whether the order names it, or it is a suggestion.
    """

    product: str
    job: PrintJob
    file: str
    sha256: str
    size: int
    pages: tuple[Page, ...]
    bleed: float
    media: tuple[float, float]
    one_ink: bool
    quantity: int | None
    stock: str
    stock_ordered: bool
    codes: tuple[TicketCode, ...]
    proof: TicketProof

    @property
    def trim(self) -> tuple[float, float]:
        return self.pages[0].width, self.pages[0].height

    @property
    def faces(self) -> tuple[str, ...]:
        return tuple(page.face for page in self.pages)

    @property
    def bleed_words(self) -> str:
        return f"{inches(self.bleed)} in ({to_mm(self.bleed):.4g} mm)"

    @property
    def sheets(self) -> int:
        """Sheets of paper in one copy."""
        return -(-len(self.pages) // 2)

    @property
    def sides(self) -> str:
        if len(self.pages) == 1:
            return "one side"
        if self.sheets == 1:
            return f"both sides ({', '.join(self.faces)})"
        empty = ", the last back empty" if len(self.pages) % 2 else ""
        return f"{len(self.pages)} pages on {self.sheets} sheets, both sides{empty}; a copy is all of them, in order"

    @property
    def inks(self) -> str:
        inks = "1" if self.one_ink else "4"
        sides = f"{inks}/{0 if len(self.pages) == 1 else inks}"
        most = self.proof.facts.get("most_ink_percent")
        measured = f"; most ink in one place {most:.0f} %" if most is not None else ""
        words = "black only, one plate" if self.one_ink else "CMYK, no spot colours"
        if self.tools:
            words = f"{words.removesuffix(', no spot colours')}; {SPOT_WORDS}"
        return f"{sides} {words}{measured}"

    @property
    def tools(self) -> tuple[Tool, ...]:
        """What tools do besides trimming and folding, in places of the front."""
        return tools_of(self.pages[0])

    @property
    def tool_words(self) -> tuple[str, ...]:
        return tuple(tool.words(self.trim[1]) for tool in self.tools)

    @property
    def plates(self) -> tuple[str, ...]:
        """The inks of each side."""
        return ("Black",) if self.one_ink else ("Cyan", "Magenta", "Yellow", "Black")

    @property
    def flip(self) -> Literal["long", "short"] | None:
        """The edge about which the sheet turns: the upright one, since front and back are head to head."""
        if len(self.pages) == 1:
            return None
        width, height = self.trim
        return "short" if width > height else "long"

    @property
    def flip_words(self) -> str:
        if self.flip is None:
            return ""
        return f"head to head: turn about the {self.flip} edge, like the page of a book"

    @property
    def narrow(self) -> Literal["left", "right"] | None:
        """The end of the inside with the panel that folds in; None unless one end panel is narrower than the other."""
        if self.job.fold != "c-fold":
            return None
        first, *_, last = self.panels
        return None if first == last else "left" if first < last else "right"

    @property
    def panels(self) -> tuple[float, ...]:
        """Widths between cuts and folds on the inside, from left to right, points; with level folds, heights from the
        top.
        """
        inside = self.pages[-1]
        if inside.level_folds:
            edges = (0.0, *inside.level_folds, inside.height)
            return tuple(round(top - bottom, 3) for bottom, top in pairwise(edges))[::-1]
        edges = (0.0, *inside.folds, inside.width)
        return tuple(round(right - left, 3) for left, right in pairwise(edges))

    @property
    def finished(self) -> tuple[float, float]:
        """Width and height of the folded piece, points: those of its largest panel."""
        inside = self.pages[-1]
        width = max(right - left for left, right in pairwise((0.0, *inside.folds, inside.width)))
        height = max(top - bottom for bottom, top in pairwise((0.0, *inside.level_folds, inside.height)))
        return round(width, 3), round(height, 3)

    @property
    def fold_words(self) -> str:
        if self.job.fold == "none":
            return "none"
        widths = " + ".join(inches(width) for width in self.panels)
        if self.job.fold == "cross-fold":
            return f"cross-fold: fold to {dimensions(*self.finished)}, first upright, then level, the inside in"
        if self.pages[-1].level_folds:
            return f"{self.job.fold}: {widths} in, from the top, folds level"
        narrow = f"; the narrow panel, at the {self.narrow} of the inside, folds in first" if self.narrow else ""
        return f"{self.job.fold}: {widths} in, from the left of the inside{narrow}"

    def to_json(self) -> dict[str, Any]:
        inks = ["K" if plate == "Black" else plate[0] for plate in self.plates]
        return {
            "product": self.product,
            "name": self.job.name,
            "file": self.file,
            "bytes": self.size,
            "sha256": self.sha256,
            "pages": list(self.faces),
            "trim": _size(*self.trim),
            "bleed": {"mm": _mm(self.bleed), "words": self.bleed_words},
            "sheet_of_the_file": _size(*self.media),
            "sides": len(self.pages),
            "sheets": self.sheets,
            "flip": self.flip and {"edge": self.flip, "words": self.flip_words},
            "fold": None
            if self.job.fold == "none"
            else {
                "name": self.job.fold,
                "panels_mm": [_mm(width) for width in self.panels],
                "narrow_panel": self.narrow,
                "words": self.fold_words,
            },
            "inks": {"front": inks, "back": inks if len(self.pages) > 1 else []},
            "stock": self.stock,
            "stock_ordered": self.stock_ordered,
            "finishing": self.job.finishing,
            "lamination": self.job.lamination,
            "tools": [tool.to_json(self.trim[1]) for tool in self.tools],
            "quantity": self.quantity,
            "codes": [
                {"face": code.face, "contact": code.contact, "opens": code.target, "module_mm": code.module_mm}
                for code in self.codes
            ],
            "proof": {
                "status": self.proof.status,
                "errors": self.proof.errors,
                "warnings": self.proof.warnings,
                "findings": list(self.proof.findings),
                "most_ink_percent": self.proof.facts.get("most_ink_percent"),
                "smallest_type_pt": self.proof.facts.get("smallest_type"),
            },
        }


def inches(points: float) -> str:
    """Return a length in inches without its unit: ``3.6875``."""
    return f"{points / POINTS['in']:.4f}".rstrip("0").rstrip(".")


def _mm(points: float) -> float:
    return round(to_mm(points), 3)


def _size(width: float, height: float) -> dict[str, Any]:
    return {"width_mm": _mm(width), "height_mm": _mm(height), "words": dimensions(width, height)}
