"""Page boxes of one page in one edition (PDF 32000-1, 14.11.2; ISO 15930-7, 6.12)."""

from __future__ import annotations

from dataclasses import dataclass

from flyers.errors import LayoutError
from flyers.layout.pages import Page
from flyers.pdf.editions import Edition

_ENOUGH = 0.01
"""Points by which a bleed may be short: millimetres and inches never meet exactly."""

Rectangle = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class PageBoxes:
    """Left, bottom, right, top of each box in the file's own coordinates: the media box starts at 0, 0.

    ``bleed`` equals ``trim`` where the edition has none.
    """

    media: Rectangle
    bleed: Rectangle
    trim: Rectangle

    @property
    def spread(self) -> float:
        """How far the bleed runs over the trim."""
        return round(self.trim[0] - self.bleed[0], 6)


def page_boxes(page: Page, edition: Edition) -> PageBoxes:
    """Trim in the middle, the bleed that the print condition asks for around it, the slug around that.

    Raises:
        LayoutError: the page's art does not run so far over the trim.
    """
    bleed = slug = 0.0
    if condition := edition.condition:
        bleed, slug = condition.bleed if edition.bleed else 0.0, condition.slug
        if bleed > page.bleed + _ENOUGH:
            raise LayoutError(
                f"The art runs {page.bleed:g} pt over the trim, and {condition.title} asks for {bleed:g} pt.",
                hint="Give the layout the bleed that the print shop asks for.",
                source=condition.source,
                trail=[page.face],
            )
    if page.sheet:
        left, bottom, right, top = page.sheet
        return _boxes((-left, -bottom), page, bleed, (right - left, top - bottom))
    margin = bleed + slug
    return _boxes((margin, margin), page, bleed, (page.width + 2 * margin, page.height + 2 * margin))


def _boxes(origin: tuple[float, float], page: Page, bleed: float, media: tuple[float, float]) -> PageBoxes:
    left, bottom = origin
    right, top = left + page.width, bottom + page.height
    return PageBoxes(
        media=(0.0, 0.0, *media),
        bleed=(left - bleed, bottom - bleed, right + bleed, top + bleed),
        trim=(left, bottom, right, top),
    )
