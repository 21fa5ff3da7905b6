"""The press files of one language, and what is known about each of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from flyers.records import dataclass
from flyers.units import POINTS, to_mm

if TYPE_CHECKING:
    from flyers.page.document import Document
    from flyers.publish.print_jobs import PrintJob


@dataclass(frozen=True, slots=True)
class PressFile:
    """The press file of one product, and what is known about it.

    Attributes:
        command: the command that makes it again.
        print_job: paper, fold and finishing.
        pdf: the file as it was built.
        entry: its entry in ``proof.json``; None without one.
        document: the pages as they would be composed today.
        one_ink: whether it is for one ink.
        stranger: why the file is not the one that this job makes today, in words; "" if it is.
    """

    product: str
    command: str
    print_job: PrintJob
    pdf: bytes
    entry: Mapping[str, Any] | None
    document: Document
    one_ink: bool
    stranger: str

    def name(self, quantity: int | None, *, draft: bool) -> str:
        """Return the file's name in a package, from which a shop sees the job: ``es-poster-8.5x11in-200.press.pdf``."""
        size = size_in_name(self.document.pages[0].width, self.document.pages[0].height)
        ink = "black" if self.one_ink else ""
        parts = [self.document.label, self.product, size, ink, str(quantity or ""), "DRAFT" if draft else ""]
        return f"{'-'.join(part for part in parts if part)}.press.pdf"


def size_in_name(width: float, height: float) -> str:
    """Return a size in points for a file's name: ``3.5x2in``, or ``85x54mm`` if it is not a multiple of 1/16 in."""
    sides = (width, height)
    if all(abs(side / 4.5 - round(side / 4.5)) < 0.001 for side in sides):
        return "x".join(f"{side / POINTS['in']:g}" for side in sides) + "in"
    return "x".join(f"{to_mm(side):.4g}" for side in sides) + "mm"


def by_approval(files: Sequence[PressFile]) -> dict[str, list[str]]:
    """Return the products of *files* by how far they are approved, in words."""
    products: dict[str, list[str]] = {}
    for file in files:
        products.setdefault(file.document.approval.words, []).append(file.product)
    return products
