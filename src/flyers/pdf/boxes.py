"""Page boxes of one page in one edition (PDF 32000-1, 14.11.2; ISO 15930-7, 6.12)."""

from __future__ import annotations

from dataclasses import dataclass

from flyers.layout.pages import Page
from flyers.pdf.editions import Edition

Rectangle = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class PageBoxes:
    """Left, bottom, right, top of each box in the file's own coordinates: the media box starts at 0, 0.

    ``bleed`` equals ``trim`` where the edition has none.
    """

    media: Rectangle
    bleed: Rectangle
    trim: Rectangle


def page_boxes(page: Page, edition: Edition) -> PageBoxes:
    """Trim in the middle, the bleed around it, the slug strip around that."""
    bleed = page.bleed if edition.bleed else 0.0
    margin = bleed + edition.slug
    left, bottom, right, top = margin, margin, margin + page.width, margin + page.height
    return PageBoxes(
        media=(0.0, 0.0, page.width + 2 * margin, page.height + 2 * margin),
        bleed=(left - bleed, bottom - bleed, right + bleed, top + bleed),
        trim=(left, bottom, right, top),
    )
