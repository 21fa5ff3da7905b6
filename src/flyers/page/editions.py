"""Editions, one row of data each, and the page boxes of their files.

The painter honours every field of an edition or refuses the combination (`require_supported`); it never branches on an
edition's name.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from flyers.content.press import PressCondition
from flyers.errors import LayoutError, UsageError
from flyers.page.document import Page
from flyers.page.items import Rectangle
from flyers.records import dataclass

ColourSpace = Literal["cmyk", "srgb", "gray"]
Standard = Literal["PDF/X-4", "PDF/X-1a:2003", "PDF/UA-1", "PDF/A-2a"]


@dataclass(frozen=True, slots=True)
class Edition:
    """How a composed document becomes a file. A file has only what its edition lists."""

    name: str  # such as ``press``; part of the file's name
    colour_space: ColourSpace  # ``cmyk`` (DeviceCMYK, registration colour, overprint), ``srgb`` (DeviceRGB) or ``gray``
    bleed: bool = False  # keep the art that extends beyond the trim, and declare it with a BleedBox
    # Crop and fold marks in the slug, the strip outside the bleed, as the print condition wants them.
    marks: bool = False
    slug_line: bool = False  # a line of text in the slug that names the job; a print condition may leave no room for it
    links: bool = False  # live areas over the text. Forbidden inside the bleed of a press file (ISO 15930-7, 6.17).
    tags: bool = False  # structure tree and marked content (PDF 32000-1, 14.8)
    # The document's colours are all black or a tint of it; press files stay in CMYK, as presses want them.
    one_ink: bool = False
    reflowed: bool = False  # pages are set anew for a phone, each panel one of its own (`flyers.layout.phone`)
    # The file is a picture of the page, of so many pixels (PNG), and the page is only what it is taken of.
    image: bool = False
    standards: tuple[Standard, ...] = ()  # the standards that the file claims to meet
    pdf_version: tuple[int, int] = (1, 7)  # as in the file's header
    condition: PressCondition | None = None  # the requirements of press and paper for a press file; set by `Edition.on`
    about: str = ""  # a phrase for a person who chooses one

    @property
    def hides_drafts(self) -> bool:
        """Whether nothing on a press file's pages can say that it is a draft."""
        return self.for_press and not self.slug_line

    @property
    def for_press(self) -> bool:
        """Whether the file is made for one print condition and carries its profile."""
        return self.colour_space == "cmyk"

    @property
    def overprints_black(self) -> bool:
        """Whether text and lines in black alone overprint on a press, as they do unless the print condition refuses."""
        return self.condition is None or self.condition.overprint_black

    @property
    def needed_bleed(self) -> float:
        """How far the print condition wants art to run over the trim, points; 0 without one."""
        return self.condition.bleed if self.bleed and self.condition else 0.0

    def in_black(self) -> Edition:
        """Return this edition for one ink: a copier, a risograph, or a press with one plate."""
        return replace(self, one_ink=True, colour_space=self.colour_space if self.for_press else "gray")

    def on(self, condition: PressCondition) -> Edition:
        """Return this edition for one print condition and the PDF/X version that it asks for.

        An edition that isn't for the press is returned unchanged.
        """
        if not self.for_press:
            return self
        marks = self.marks and (condition.marks.crop or condition.marks.fold)
        edition = replace(self, condition=condition, marks=marks, slug_line=self.slug_line and condition.has_slug_line)
        if condition.pdfx == "1a":
            return replace(edition, standards=("PDF/X-1a:2003",), pdf_version=(1, 4))
        return edition


PRESS = Edition(
    name="press",
    colour_space="cmyk",
    bleed=True,
    marks=True,
    slug_line=True,
    standards=("PDF/X-4",),
    pdf_version=(1, 6),
    about="PDFs for a print shop, with bleed, marks and the inks of a print condition",
)

SCREEN = Edition(
    name="screen",
    colour_space="srgb",
    links=True,
    tags=True,
    standards=("PDF/UA-1", "PDF/A-2a"),
    about="PDFs of the printed pages for computers and screen readers, with tags and links",
)

PHONE = replace(
    SCREEN,
    name="phone",
    reflowed=True,
    about="PDFs for phones: panel by panel, in large type, with links and no codes",
)

OFFICE = Edition(name="office", colour_space="srgb", about="PDFs for an office printer, with several copies on a sheet")

IMAGE = replace(
    SCREEN, name="image", image=True, about="pictures (PNG) to send and to post, of products that are images"
)
"""Pictures for messengers and social networks. The page is made as for a screen, so that what it says can be proved."""

EDITIONS: dict[str, Edition] = {edition.name: edition for edition in (PRESS, SCREEN, PHONE, OFFICE, IMAGE)}


def require_supported(edition: Edition) -> None:
    """Raise UsageError for what no standard allows: a press file without a print condition or with links (ISO 15930-7,
    6.17), PDF/UA without tags.
    """
    name = f"The edition “{edition.name}”"
    if edition.for_press and edition.condition is None:
        raise UsageError(f"{name} has no print condition.", hint="Choose one, for example gracol.")
    if edition.links and edition.for_press:
        hint = "Print shops refuse them; build the edition “screen” for phones."
        raise UsageError(f"{name} asks for links in a press file.", hint=hint)
    if "PDF/UA-1" in edition.standards and not edition.tags:
        raise UsageError(f"{name} claims PDF/UA but has no tags.", hint="Switch tags on, or drop the claim.")


@dataclass(frozen=True, slots=True)
class PageBoxes:
    """The page boxes of one page in one edition (PDF 32000-1, 14.11.2; ISO 15930-7, 6.12).

    Coordinates are the file's own: the media box starts at 0, 0. ``bleed`` equals ``trim`` where the edition has no
    bleed.
    """

    media: Rectangle
    bleed: Rectangle
    trim: Rectangle

    @property
    def spread(self) -> float:
        """How far the bleed extends beyond the trim, points."""
        return round(self.trim[0] - self.bleed[0], 6)


def is_short(bleed: float, needed: float) -> bool:
    """Return whether a *bleed* is less than is *needed*, both in points."""
    return needed > bleed + 0.01  # since millimetres and inches never match exactly


def page_boxes(page: Page, edition: Edition) -> PageBoxes:
    """Return the boxes: the trim in the middle, around it the print condition's bleed, around that the slug; raises
    LayoutError if the page's art doesn't extend far enough.
    """
    bleed = slug = 0.0
    if condition := edition.condition:
        bleed, slug = edition.needed_bleed, condition.slug
        if is_short(page.bleed, bleed):
            raise LayoutError(
                f"The art extends {page.bleed:g} pt beyond the trim, but {condition.title} asks for {bleed:g} pt.",
                hint="Give the layout the bleed that the print shop asks for.",
                source=condition.source,
                trail=[page.face],
            )
    left = bottom = bleed + slug
    width, height = page.width + 2 * left, page.height + 2 * bottom
    if page.sheet:
        left, bottom = -page.sheet[0], -page.sheet[1]
        width, height = page.sheet[2] - page.sheet[0], page.sheet[3] - page.sheet[1]
    right, top = left + page.width, bottom + page.height
    return PageBoxes(
        media=(0.0, 0.0, width, height),
        bleed=(left - bleed, bottom - bleed, right + bleed, top + bleed),
        trim=(left, bottom, right, top),
    )
