"""What a PDF is for: one row of data per edition.

The painter honours every field or refuses it aloud (`require_supported`); it never branches on an edition's name.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from flyers.content.press import PressCondition
from flyers.errors import UsageError

ColourSpace = Literal["cmyk", "srgb", "gray"]
Standard = Literal["PDF/X-4", "PDF/X-1a:2003", "PDF/UA-1", "PDF/A-2a"]


@dataclass(frozen=True, slots=True)
class Edition:
    """How a composed document becomes a file. What is not said of an edition, its files do not have.

    Attributes:
        name: ``press``; part of the file's name.
        colour_space: ``cmyk`` (DeviceCMYK, registration colour, overprint), ``srgb`` (DeviceRGB) or ``gray``.
        bleed: keep the art that runs over the trim, and say so in a BleedBox.
        marks: crop and fold marks in the slug, the strip outside the bleed.
        slug_line: a line of text in the slug strip that names the job.
        links: live areas over the text. Forbidden inside the bleed of a press file (ISO 15930-7, 6.17).
        tags: structure tree and marked content (PDF 32000-1, 14.8).
        standards: what the file says that it meets.
        condition: what press and paper ask of a press file; given by `Edition.on`.
        pdf_version: as in the file's header.
    """

    name: str
    colour_space: ColourSpace
    bleed: bool = False
    marks: bool = False
    slug_line: bool = False
    links: bool = False
    tags: bool = False
    standards: tuple[Standard, ...] = ()
    pdf_version: tuple[int, int] = (1, 7)
    condition: PressCondition | None = None

    @property
    def for_press(self) -> bool:
        """Whether the file is made for one print condition, and carries its profile."""
        return self.colour_space == "cmyk"

    def on(self, condition: PressCondition) -> Edition:
        """This edition for one print condition and the PDF/X that it asks for; one that is for no press, as it is."""
        if not self.for_press:
            return self
        if condition.pdfx == "1a":
            return replace(self, condition=condition, standards=("PDF/X-1a:2003",), pdf_version=(1, 4))
        return replace(self, condition=condition)


PRESS = Edition(
    name="press",
    colour_space="cmyk",
    bleed=True,
    marks=True,
    slug_line=True,
    standards=("PDF/X-4",),
    pdf_version=(1, 6),
)
"""For a print shop."""

SCREEN = Edition(
    name="screen",
    colour_space="srgb",
    links=True,
    tags=True,
    standards=("PDF/UA-1", "PDF/A-2a"),
)
"""For phones, computers and screen readers."""

OFFICE = Edition(name="office", colour_space="srgb")
"""Sheets for the printer in the office."""

EDITIONS: dict[str, Edition] = {edition.name: edition for edition in (PRESS, SCREEN, OFFICE)}


def require_supported(edition: Edition) -> None:
    """Refuse what no standard allows together, rather than leave something out unseen.

    Raises:
        UsageError: a press file without a print condition or with links (ISO 15930-7, 6.17); PDF/UA without tags.
    """
    if edition.for_press and edition.condition is None:
        raise UsageError(
            f"The edition “{edition.name}” is for no press yet.", hint="Name its print condition, gracol for one."
        )
    if edition.links and edition.for_press:
        raise UsageError(
            f"The edition “{edition.name}” asks for links in a press file.",
            hint="Print shops refuse them; make the edition “screen” for phones.",
        )
    if "PDF/UA-1" in edition.standards and not edition.tags:
        raise UsageError(
            f"The edition “{edition.name}” claims PDF/UA and has no tags.", hint="Switch tags on, or drop the claim."
        )
