"""The composed document: plain, immutable data for the painter, imposition, the proof and golden files.

Coordinates are points from the lower left corner of the page's *trim*, y upwards; art that bleeds has coordinates
outside 0..width and 0..height. Pages are already mirrored for right-to-left languages; no later step mirrors anything.
Colours are names of the theme; the edition decides on the colour space. Glyphs count from the origin of their line, the
left edge of the paragraph's measure on the baseline. They and their runs are in *logical* order, as the text is typed,
whatever the direction; their places are absolute, so a painter needs no bidi algorithm.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field
from typing import NamedTuple

from flyers.colour import Colour
from flyers.content.message_key import MessageKey
from flyers.errors import Source
from flyers.records import dataclass
from flyers.translation.signoff import UNAPPROVED, Approval


class PositionedGlyph(NamedTuple):
    """One glyph. A tuple, because a brochure has thousands.

    Attributes:
        gid: glyph index in the *original* face (the painter renumbers when it subsets).
        x, y: origin of the glyph, HarfBuzz offsets included.
        advance: the nominal horizontal advance of the pen, >= 0.
        text: the source characters that this glyph carries for text extraction. A cluster's first glyph (in logical
            order) carries all of its characters, the others carry "". Concatenated over a line, the texts are exactly
            the line's source characters that have a glyph.
    """

    gid: int
    x: float
    y: float
    advance: float
    text: str


@dataclass(frozen=True, slots=True)
class GlyphRun:
    """Glyphs of one face, size, bidi level, script and language, in logical order.

    ``face`` is a key of the font library, such as ``"noto-sans:bold"``. ``level`` is the UAX #9 level (odd: right to
    left). ``language`` is BCP 47.
    """

    face: str
    size: float
    level: int
    script: str
    language: str
    glyphs: tuple[PositionedGlyph, ...]

    @property
    def text(self) -> str:
        return "".join(glyph.text for glyph in self.glyphs)


@dataclass(frozen=True, slots=True)
class ContactOnLine:
    """A contact on a line: its id, display form and horizontal extent.

    A contact on several lines has one of these on each: ``display`` is then what the line shows of it, and ``begins``
    is False on all lines but its first.
    """

    contact: str
    display: str
    x0: float
    x1: float
    begins: bool = True


@dataclass(frozen=True, slots=True)
class Photograph:
    """A picture of pixels, in rows from the top.

    Attributes:
        sha256: of the pixels; photographs are equal if these are.
        has_alpha: four bytes for a pixel, the last for how opaque it is; otherwise three.
        lossy: it came as JPEG, and may go as JPEG.
    """

    name: str
    width: int
    height: int
    sha256: str
    has_alpha: bool
    lossy: bool
    pixels: bytes = field(repr=False, compare=False)


SOURCE_LANGUAGE = "en"  # The language that messages are written in (`flyers.content.campaign`).
BULLET = "\u2022"  # What a screen reader says for a list item's drawn marker.


@dataclass(frozen=True, slots=True)
class TextLine:
    """One line of text with its origin at (x, y) on the baseline; run and ink coordinates are relative to the origin.

    Attributes:
        ground: the colour behind the text.
        block: path of the block in the layout (``front/column[1]/text[0]``).
        message: the message's id with its form.
        role: the type role.
        floor: the smallest size that the product permits for this role and script, points.
        spaced: whether a space, which is not drawn, separates it from the next line.
        turn: degrees clockwise by which it is turned about its origin: 0, 90, 180 or 270 (`flyers.page.items`).
            Runs, ink and contacts are in its own axes.
        running: whether it is in the foot of every page, where a screen reader passes over it.
        counts: in such a foot, the number of the page and how many there are; None elsewhere.
    """

    x: float
    y: float
    runs: tuple[GlyphRun, ...]
    colour: str
    ground: str
    block: str
    message: MessageKey
    role: str
    size: float
    floor: float
    text: str
    language: str
    ink: tuple[float, float, float, float]
    contacts: tuple[ContactOnLine, ...] = ()
    spaced: bool = False
    turn: int = 0
    running: bool = False
    counts: tuple[int, int] | None = None

    @property
    def where(self) -> str:
        """What a finding names: its message, or else its block."""
        return str(self.message) or self.block


@dataclass(frozen=True, slots=True)
class Box:
    """A filled rectangle; ``radius`` rounds its corners."""

    x: float
    y: float
    width: float
    height: float
    colour: str
    block: str
    radius: float = 0.0


@dataclass(frozen=True, slots=True)
class Shape:
    """A filled vector picture, or a part of one.

    Attributes:
        path: a sequence of the segments ("M", x, y), ("L", x, y), ("C", x1, y1, x2, y2, x, y) and ("Z",) in page
            coordinates.
        rule: "nonzero" or "evenodd".
        art: a part of an image, which knocks out what is beneath it in any colour, and which text may stand on.
    """

    path: tuple[tuple[str | float, ...], ...]
    colour: str
    ground: str
    block: str
    name: str
    rule: str = "nonzero"
    alt: str = ""
    art: bool = False


@dataclass(frozen=True, slots=True)
class QrCode:
    """A QR code.

    (x, y) is the lower left corner of the symbol without its quiet zone of 4 modules, which the layout keeps free.
    ``matrix`` has the rows from the top, "1" for dark; ``module`` is the side of a module; ``language`` is that of its
    target if it is another one than the document's.
    """

    x: float
    y: float
    module: float
    matrix: tuple[str, ...]
    colour: str
    ground: str
    block: str
    contact: str
    target: str
    alt: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Photo:
    """A photograph, or a part of one, in an upright box.

    Attributes:
        crop: the part that is seen: left, top, right and bottom in its pixels.
        turned_over: mirrored from left to right, before it is turned.
        turn: degrees clockwise: 0, 90, 180 or 270.
        colour: of the ground, which shows through where the photograph is transparent.
    """

    x: float
    y: float
    width: float
    height: float
    photograph: Photograph
    crop: tuple[int, int, int, int]
    colour: str
    ground: str
    block: str
    name: str
    turned_over: bool = False
    turn: int = 0
    alt: str = ""


Item = TextLine | Box | Shape | QrCode | Photo


@dataclass(frozen=True, slots=True)
class Element:
    """A node of the structure tree (PDF 32000-1 14.8), in reading order.

    Attributes:
        tag: a standard structure type: Document, Sect, H1, H2, P, L, LI, Lbl, LBody, Figure, Link.
        items: pairs of page index and item index.
        language: "" if it is the parent's.
        last: read after the rest of its panel, wherever it is.
    """

    tag: str
    children: tuple[Element, ...] = ()
    items: tuple[tuple[int, int], ...] = ()
    language: str = ""
    alt: str = ""
    target: str = ""
    last: bool = False


@dataclass(frozen=True, slots=True)
class Finish:
    """What a tool does to the printed sheet: its path is a line, or closed.

    Attributes:
        kind: ``cut`` or ``perforation`` (a level or upright line), ``die`` (the outline of the piece) or ``hole``.
        path: segments as those of a `Shape`.
        by_printer: whether place and size are only a proposal, since the printer has a tool of its own.
    """

    kind: str
    path: tuple[tuple[str | float, ...], ...]
    by_printer: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """One face, or one side of a sheet with several copies.

    Attributes:
        folds: x positions of vertical folds; level_folds: y positions of horizontal ones.
        finishing: what tools do besides folding and trimming.
        panels: (name, x0, x1) from left to right.
        sheet: left, bottom, right, top of the paper that the page is printed on; None if that isn't decided.
        marks: lines (x0, y0, x1, y1) to cut along, instead of marks at the four corners.
        fold_marks: lines to fold along, for such a sheet.
        direction: of its language; "" for the document's.
        pieces: where the trimmed pieces are on an office sheet, as left, bottom, right, top.
        turned: areas whose content is turned: degrees clockwise, and left, bottom, right, top.
        covered: heights at the top and the bottom of an image that the program which shows it covers.
    """

    face: str
    width: float
    height: float
    bleed: float
    safe: float
    items: tuple[Item, ...]
    folds: tuple[float, ...] = ()
    panels: tuple[tuple[str, float, float], ...] = ()
    sheet: tuple[float, float, float, float] | None = None
    marks: tuple[tuple[float, float, float, float], ...] = ()
    fold_marks: tuple[tuple[float, float, float, float], ...] = ()
    direction: str = ""
    pieces: tuple[tuple[float, float, float, float], ...] = ()
    turned: tuple[tuple[int, tuple[float, float, float, float]], ...] = ()
    covered: tuple[float, float] = (0.0, 0.0)
    level_folds: tuple[float, ...] = ()
    finishing: tuple[Finish, ...] = ()

    @property
    def crossed_folds(self) -> tuple[float, ...]:
        """Those of the vertical folds that run through a panel and not between two."""
        return tuple(fold for fold in self.folds if any(left + 1 < fold < right - 1 for _, left, right in self.panels))


@dataclass(frozen=True, slots=True)
class Omission:
    """A message without room, or set in a shorter form than the layout asks for, ``instead``."""

    block: str
    message: MessageKey
    reason: str
    instead: MessageKey | None = None


@dataclass(frozen=True, slots=True)
class LoweredBands:
    """Bands of a panel that are lower than the layout says, since its text has no room otherwise.

    Attributes:
        share: of their height by which they are lower, from 0 to 1.
        source: the place of the highest of them in the layout file.
        too_much: points by which their heights alone, without any text, are more than the panel has; 0 if they are not.
    """

    panel: str
    share: float
    source: Source
    too_much: float = 0.0


@dataclass(frozen=True, slots=True)
class Document:
    """A composed product.

    Attributes:
        language: its own, or the first of several.
        title: the document's title in that language.
        issue: the campaign's date (``2026-11``).
        code: the content code, a short hash that is printed beside the issue.
        draft: whether the words aren't signed; approval: how far they are, in its languages.
        spoken: keys of messages that are not printed: the title, and what a screen reader says of pictures.
        pixels: width and height of an image; None for a printed piece.
        colours: the theme's colours by name.
        sizes: the size of each role that copy-fitting has chosen, points.
        targets: what a contact's number or address opens, by contact and by the language in the key of its line.
        flip: for office sheets, the edge about which the printer turns them: ``long``, ``short`` or ``none``; otherwise
            "".
        secondary: the languages besides the first: ``en``, ``all``; "" for none.
        language_names: the English names of its languages, for the people at the press.
        source_language: the language of the campaign's messages, in which nothing is a translation.
    """

    product: str
    language: str
    direction: str
    title: str
    campaign: str
    issue: str
    code: str
    draft: bool
    pages: tuple[Page, ...]
    structure: Element
    colours: Mapping[str, Colour]
    sizes: Mapping[str, float]
    omissions: tuple[Omission, ...] = ()
    lowered: tuple[LoweredBands, ...] = ()
    targets: Mapping[tuple[str, str], str] = field(default_factory=dict)
    flip: str = ""
    secondary: str = ""
    language_names: str = ""
    source_language: str = SOURCE_LANGUAGE
    approval: Approval = UNAPPROVED
    spoken: tuple[MessageKey, ...] = ()
    pixels: tuple[int, int] | None = None

    @property
    def messages(self) -> frozenset[MessageKey]:
        """The keys of everything that it says, printed or spoken."""
        return frozenset((*self.spoken, *(line.message for line in self._lines())))

    @property
    def contacts(self) -> frozenset[str]:
        """The ids of the contacts that it shows, as words or as codes."""
        codes = {item.contact for page in self.pages for item in page.items if isinstance(item, QrCode)}
        return frozenset(codes | {contact.contact for line in self._lines() for contact in line.contacts})

    def _lines(self) -> Iterator[TextLine]:
        return (item for page in self.pages for item in page.items if isinstance(item, TextLine))

    @property
    def label(self) -> str:
        """Its languages as slugs and file information show them: ``es``, ``es+en``."""
        return f"{self.language}+{self.secondary}" if self.secondary else self.language

    @property
    def draft_mark(self) -> str:
        """What slug and small print of a draft say: ``draft translation``, or ``draft text`` for the original."""
        if not self.draft:
            return ""
        own = self.language == self.source_language and not self.secondary
        return "draft text" if own else "draft translation"
