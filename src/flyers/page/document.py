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
from flyers.page.paths import Path
from flyers.records import dataclass
from flyers.translation.signoff import UNREAD, Approval


class PositionedGlyph(NamedTuple):
    """One glyph. A tuple, because a brochure has thousands."""

    gid: int  # glyph index in the *original* face (the painter renumbers when it subsets)
    x: float  # x, y: origin of the glyph, HarfBuzz offsets included
    y: float
    advance: float  # the nominal horizontal advance of the pen, >= 0
    # The source characters that this glyph carries for text extraction. A cluster's first glyph (in logical order)
    # carries all of its characters, the others carry "". Concatenated over a line, the texts are exactly the line's
    # source characters that have a glyph.
    text: str


@dataclass(frozen=True, slots=True)
class GlyphRun:
    """Glyphs of one face, size, bidi level, script and language, in logical order."""

    face: str  # a key of the font library, such as ``"noto-sans:bold"``
    size: float
    level: int  # of UAX #9; odd: right to left
    script: str
    language: str  # BCP 47
    glyphs: tuple[PositionedGlyph, ...]

    @property
    def text(self) -> str:
        return "".join(glyph.text for glyph in self.glyphs)


@dataclass(frozen=True, slots=True)
class ContactOnLine:
    """A contact on a line. One on several lines has one of these on each."""

    contact: str  # its id
    display: str  # what the line shows of it
    x0: float
    x1: float
    begins: bool = True  # False on all lines but its first


@dataclass(frozen=True, slots=True)
class Photograph:
    """A picture of pixels, in rows from the top."""

    name: str
    width: int
    height: int
    sha256: str  # of the pixels; photographs are equal if these are
    has_alpha: bool  # four bytes for a pixel, the last for how opaque it is; otherwise three
    lossy: bool  # it came as JPEG, and may go as JPEG
    pixels: bytes = field(repr=False, compare=False)


SOURCE_LANGUAGE = "en"  # The language that messages are written in (`flyers.content.campaign`).
BULLET = "\u2022"  # What a screen reader says for a list item's drawn marker.


@dataclass(frozen=True, slots=True)
class TextLine:
    """One line of text with its origin at (x, y) on the baseline, to which run and ink coordinates are relative."""

    x: float
    y: float
    runs: tuple[GlyphRun, ...]
    colour: str
    ground: str  # the colour behind the text
    block: str  # path of the block in the layout (``front/column[1]/text[0]``)
    message: MessageKey  # the message's id with its form
    role: str  # the type role
    size: float
    floor: float  # the smallest size that the product permits for this role and script, points
    text: str
    language: str
    ink: tuple[float, float, float, float]
    contacts: tuple[ContactOnLine, ...] = ()
    spaced: bool = False  # whether a space, which is not drawn, separates it from the next line
    # Degrees clockwise by which it is turned about its origin: 0, 90, 180 or 270 (`flyers.page.items`). Runs, ink and
    # contacts are in its own axes.
    turn: int = 0
    running: bool = False  # whether it is in the foot of every page, where a screen reader passes over it
    # In such a foot, the number of the page and how many there are; None elsewhere.
    counts: tuple[int, int] | None = None

    @property
    def where(self) -> str:
        """What a finding names: its message, or else its block."""
        return str(self.message) or self.block


@dataclass(frozen=True, slots=True)
class Box:
    """A filled rectangle."""

    x: float
    y: float
    width: float
    height: float
    colour: str
    block: str
    radius: float = 0.0  # of its corners


@dataclass(frozen=True, slots=True)
class Shape:
    """A filled vector picture, or a part of one."""

    path: Path  # in page coordinates
    colour: str
    ground: str
    block: str
    name: str
    rule: str = "nonzero"  # "nonzero" or "evenodd"
    alt: str = ""
    # A part of an image, which knocks out what is beneath it in any colour, and which text may stand on.
    art: bool = False


@dataclass(frozen=True, slots=True)
class QrCode:
    """A QR code."""

    x: float  # x, y: lower left corner of the symbol without its quiet zone of 4 modules, which the layout keeps free
    y: float
    module: float  # the side of one
    matrix: tuple[str, ...]  # rows from the top, "1" for dark
    colour: str
    ground: str
    block: str
    contact: str
    target: str
    alt: str = ""
    language: str = ""  # of its target, if it is another one than the document's


@dataclass(frozen=True, slots=True)
class Photo:
    """A photograph, or a part of one, in an upright box."""

    x: float
    y: float
    width: float
    height: float
    photograph: Photograph
    crop: tuple[int, int, int, int]  # the part that is seen: left, top, right and bottom in its pixels
    colour: str  # of the ground, which shows through where the photograph is transparent
    ground: str
    block: str
    name: str
    turned_over: bool = False  # mirrored from left to right, before it is turned
    turn: int = 0  # degrees clockwise: 0, 90, 180 or 270
    alt: str = ""


Item = TextLine | Box | Shape | QrCode | Photo


@dataclass(frozen=True, slots=True)
class Element:
    """A node of the structure tree (PDF 32000-1 14.8), in reading order."""

    tag: str  # a standard structure type: Document, Sect, H1, H2, P, L, LI, Lbl, LBody, Figure, Link
    children: tuple[Element, ...] = ()
    items: tuple[tuple[int, int], ...] = ()  # pairs of page index and item index
    language: str = ""  # "" if it is the parent's
    alt: str = ""
    target: str = ""
    last: bool = False  # read after the rest of its panel, wherever it is


@dataclass(frozen=True, slots=True)
class Finish:
    """What a tool does to the printed sheet: its path is a line, or closed."""

    kind: str  # ``cut`` or ``perforation`` (a level or upright line), ``die`` (the outline of the piece) or ``hole``
    path: Path
    by_printer: bool = False  # whether place and size are only a proposal, since the printer has a tool of its own


@dataclass(frozen=True, slots=True)
class Page:
    """One face, or one side of a sheet with several copies."""

    face: str
    width: float
    height: float
    bleed: float
    safe: float
    items: tuple[Item, ...]
    folds: tuple[float, ...] = ()  # x positions of vertical folds
    panels: tuple[tuple[str, float, float], ...] = ()  # (name, x0, x1) from left to right
    # Left, bottom, right, top of the paper that the page is printed on; None if that isn't decided.
    sheet: tuple[float, float, float, float] | None = None
    # Lines (x0, y0, x1, y1) to cut along, instead of marks at the four corners.
    marks: tuple[tuple[float, float, float, float], ...] = ()
    fold_marks: tuple[tuple[float, float, float, float], ...] = ()  # lines to fold along, for such a sheet
    direction: str = ""  # of its language; "" for the document's
    # Where the trimmed pieces are on an office sheet, as left, bottom, right, top.
    pieces: tuple[tuple[float, float, float, float], ...] = ()
    # Areas whose content is turned: degrees clockwise, and left, bottom, right, top.
    turned: tuple[tuple[int, tuple[float, float, float, float]], ...] = ()
    # Heights at the top and the bottom of an image that the program which shows it covers.
    covered: tuple[float, float] = (0.0, 0.0)
    level_folds: tuple[float, ...] = ()  # y positions of horizontal ones
    finishing: tuple[Finish, ...] = ()  # what tools do besides folding and trimming

    @property
    def crossed_folds(self) -> tuple[float, ...]:
        """Those of the vertical folds that run through a panel and not between two."""
        return tuple(fold for fold in self.folds if any(left + 1 < fold < right - 1 for _, left, right in self.panels))


@dataclass(frozen=True, slots=True)
class Omission:
    """A message without room, or set in a shorter form than the layout asks for."""

    block: str
    message: MessageKey
    reason: str
    instead: MessageKey | None = None  # the shorter form


@dataclass(frozen=True, slots=True)
class LoweredBands:
    """Bands of a panel that are lower than the layout says, since its text has no room otherwise."""

    panel: str
    share: float  # of their height by which they are lower, from 0 to 1
    source: Source  # the place of the highest of them in the layout file
    # Points by which their heights alone, without any text, are more than the panel has; 0 if they are not.
    too_much: float = 0.0


@dataclass(frozen=True, slots=True)
class Document:
    """A composed product."""

    product: str
    language: str  # its own, or the first of several
    direction: str
    title: str  # the document's title in that language
    campaign: str
    issue: str  # the campaign's date (``2026-11``)
    code: str  # the content code, a short hash that is printed beside the issue
    draft: bool  # whether the words aren't signed
    pages: tuple[Page, ...]
    structure: Element
    colours: Mapping[str, Colour]  # the theme's colours by name
    sizes: Mapping[str, float]  # the size of each role that copy-fitting has chosen, points
    omissions: tuple[Omission, ...] = ()
    lowered: tuple[LoweredBands, ...] = ()
    # What a contact's number or address opens, by contact and by the language in the key of its line.
    targets: Mapping[tuple[str, str], str] = field(default_factory=dict)
    # For office sheets, the edge about which the printer turns them: ``long``, ``short`` or ``none``; otherwise "".
    flip: str = ""
    secondary: str = ""  # the languages besides the first: ``en``, ``all``; "" for none
    language_names: str = ""  # the English names of its languages, for the people at the press
    source_language: str = SOURCE_LANGUAGE  # the language of the campaign's messages, in which nothing is a translation
    approval: Approval = Approval(UNREAD)  # how far they are, in its languages
    # Keys of messages that are not printed: the title, and what a screen reader says of pictures.
    spoken: tuple[MessageKey, ...] = ()
    pixels: tuple[int, int] | None = None  # width and height of an image; None for a printed piece

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
