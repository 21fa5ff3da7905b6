"""What a PDF is for: one row of data per edition.

The painter honours every field or refuses it aloud (`require_supported`); it never branches on an edition's name.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from flyers.errors import UsageError

ColourSpace = Literal["cmyk", "srgb"]


@dataclass(frozen=True, slots=True)
class Edition:
    """How a composed document becomes a file.

    Attributes:
        name: ``press``; part of the file's name.
        colour_space: ``cmyk`` (DeviceCMYK, registration colour, overprint) or ``srgb`` (DeviceRGB).
        bleed: keep the art that runs over the trim, and say so in a BleedBox.
        slug: width of the strip outside the bleed for marks and the slug line, points; 0 for none.
        marks: crop and fold marks in the slug strip.
        slug_line: a line of text in the slug strip that names the job.
        links: live areas over the text. Forbidden inside the bleed of a press file (ISO 15930-7, 6.17).
        tags: structure tree and marked content (PDF 32000-1, 14.8).
        pdf_version: as in the file's header.
    """

    name: str
    colour_space: ColourSpace
    bleed: bool
    slug: float
    marks: bool
    slug_line: bool
    links: bool
    tags: bool
    pdf_version: tuple[int, int]


PRESS = Edition(
    name="press",
    colour_space="cmyk",
    bleed=True,
    slug=27.0,
    marks=True,
    slug_line=True,
    links=False,
    tags=False,
    pdf_version=(1, 6),
)

EDITIONS: dict[str, Edition] = {edition.name: edition for edition in (PRESS,)}


def require_supported(edition: Edition) -> None:
    """Refuse what this painter cannot honour, rather than leave it out unseen.

    Raises:
        UsageError: for links or tags, for marks or a slug line without a strip to stand in.
    """
    if edition.tags or edition.links:
        raise UsageError(
            f"The edition “{edition.name}” asks for {'tags' if edition.tags else 'links'}, which are not painted.",
            cure="Use an edition without them: press.",
        )
    if edition.slug <= 0 and (edition.marks or edition.slug_line):
        raise UsageError(
            f"The edition “{edition.name}” asks for marks but leaves no strip for them.",
            cure="Give it a slug of 27pt, or switch marks and slug_line off.",
        )
