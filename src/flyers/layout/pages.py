"""The composed document: plain, immutable data that painter, proof expectations, golden files and imposition share.

Coordinates are points from the lower left corner of the page's *trim*, y upwards; art that bleeds has coordinates
outside 0..width and 0..height. Pages are already mirrored for right-to-left languages: nothing after this turns
anything round. Colours are names of the theme; an edition decides the colour space.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from flyers.colour import Colour
from flyers.text.model import ContactOnLine, GlyphRun

SOURCE_LANGUAGE = "en"
"""The one language that messages can be written in (`flyers.content.campaign`)."""


@dataclass(frozen=True, slots=True)
class TextLine:
    """One line of text, its origin at (x, y) on the baseline; run and ink coordinates are relative to that.

    ``block`` is the layout's path of the block (``front/call/number``), ``message`` the message id with form, ``role``
    the type role, ``floor`` the smallest size (points) that the product allows for this role and script, ``ground`` the
    colour name behind the text; ``spaced`` says that a space, which nothing shows, parts it from the next line.
    """

    x: float
    y: float
    runs: tuple[GlyphRun, ...]
    colour: str
    ground: str
    block: str
    message: str
    role: str
    size: float
    floor: float
    text: str
    language: str
    ink: tuple[float, float, float, float]
    contacts: tuple[ContactOnLine, ...] = ()
    spaced: bool = False


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
    """A filled vector picture. ``path`` is a sequence of ("M", x, y), ("L", x, y), ("C", x1, y1, x2, y2, x, y), ("Z",)
    segments in page coordinates; ``rule`` is "nonzero" or "evenodd"."""

    path: tuple[tuple[str | float, ...], ...]
    colour: str
    ground: str
    block: str
    name: str
    rule: str = "nonzero"
    alt: str = ""


@dataclass(frozen=True, slots=True)
class QrCode:
    """A QR code.

    (x, y) is the lower left corner of the *symbol* (without quiet zone); ``matrix`` rows run from the top, "1" dark;
    ``module`` is the side of a module; the quiet zone of 4 modules around it is kept free by the layout.
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


Item = TextLine | Box | Shape | QrCode


@dataclass(frozen=True, slots=True)
class Element:
    """A node of the structure tree (PDF 32000-1 14.8), in reading order.

    ``tag`` is a standard structure type (Document, Sect, H1, H2, P, L, LI, Lbl, LBody, Figure, Link). ``items`` are
    (page index, item index) pairs. ``language`` only where it differs from the parent's.
    """

    tag: str
    children: tuple[Element, ...] = ()
    items: tuple[tuple[int, int], ...] = ()
    language: str = ""
    alt: str = ""
    target: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """One face, or one side of a sheet with many.

    Attributes:
        direction: in which its language runs, "" for the document's.
        folds: x positions of vertical folds.
        panels: (name, x0, x1) from left to right.
        sheet: left, bottom, right, top of the paper that the page is printed on, where that is decided; None otherwise.
        marks: lines (x0, y0, x1, y1) to cut along, in place of marks at the four corners.
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
    direction: str = ""


@dataclass(frozen=True, slots=True)
class Omission:
    """A message that a list had no room for, or that was set in a shorter form than the layout asked for."""

    block: str
    message: str
    reason: str


@dataclass(frozen=True, slots=True)
class Document:
    """A composed product.

    Attributes:
        language: its own, or the first of several; ``beside`` names the others (``en``, ``all``; "" for none), and
            ``named`` says in English what they are called, for the people at the press.
        title: localized document title.
        issue: the campaign's date (``2026-11``); ``code`` the short content hash printed beside it.
        draft: True while nobody has signed the words; ``draft_mark`` is what slug and small print then say.
        colours: the theme's colours by name.
        sizes: size chosen per role by copy-fitting, points.
        targets: what a contact's number or address opens, by contact.
        flip: for sheets that an office prints, the edge about which its printer turns them, ``long``, ``short`` or
            ``none``; "" otherwise.
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
    targets: Mapping[str, str] = field(default_factory=dict)
    flip: str = ""
    beside: str = ""
    named: str = ""

    @property
    def label(self) -> str:
        """Its languages, as slugs and file information have them: ``es``, ``es+en``."""
        return f"{self.language}+{self.beside}" if self.beside else self.language

    @property
    def draft_mark(self) -> str:
        """``draft translation``, or ``draft text`` for what is in the language of the messages; "" once signed."""
        if not self.draft:
            return ""
        own = self.language == SOURCE_LANGUAGE and not self.beside
        return "draft text" if own else "draft translation"
