"""What a finished file must hold, as plain data that knows nothing of layout or painting.

`flyers.pipeline.expectations` derives it from the campaign and the composed document, when a file is made and again
when one is proved later. Coordinates are points from the lower left corner of the trim box, y upwards.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ExpectedLine:
    """One line of text that must stand on the page.

    ``box`` is left, bottom, right, top of its ink; ``y`` its baseline; ``size`` the type size asked for, ``floor`` the
    smallest that is allowed.
    """

    page: int
    message: str
    block: str
    text: str
    language: str
    y: float
    box: tuple[float, float, float, float]
    size: float
    floor: float

    @property
    def where(self) -> str:
        """Return what a finding names: the message, or else the block."""
        return self.message or self.block


@dataclass(frozen=True, slots=True)
class ExpectedMessage:
    """A message that must be there whole, in the ``lines`` named by their places in `Expectation.lines`."""

    message: str
    text: str
    lines: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ExpectedContact:
    """A contact that must read ``display`` from left to right between x0 and x1 on the baseline y, and open ``target``
    where the edition has links ("": nothing)."""

    page: int
    contact: str
    message: str
    display: str
    x0: float
    x1: float
    y: float
    target: str = ""


@dataclass(frozen=True, slots=True)
class ExpectedElement:
    """A block of the structure tree: its ``tag``, what it says as (text, BCP 47 tag) pieces, and what is said in place
    of a picture. Digits and addresses have no language of their own: theirs is that of the words around them.
    ``language`` is what a picture is described in, "" for the document's."""

    tag: str
    pieces: tuple[tuple[str, str], ...] = ()
    alt: str = ""
    language: str = ""

    @property
    def text(self) -> str:
        return "".join(text for text, _ in self.pieces)


@dataclass(frozen=True, slots=True)
class ExpectedCode:
    """A QR code whose symbol fills ``box`` (without the quiet zone) and opens ``target``."""

    page: int
    contact: str
    target: str
    box: tuple[float, float, float, float]
    module: float
    smallest_module: float


@dataclass(frozen=True, slots=True)
class ExpectedPage:
    """Geometry of one page: trim size, bleed on all sides, safe margin inside the trim and beside each fold; and
    whether it is read from right to left."""

    face: str
    width: float
    height: float
    bleed: float
    safe: float
    folds: tuple[float, ...] = ()
    rtl: bool = False


@dataclass(frozen=True, slots=True)
class ExpectedCondition:
    """The print condition that a press file must be for: identifier and registry of its output intent ("": none), and
    the checksum of the ICC profile that it carries."""

    identifier: str
    registry: str
    profile_sha256: str


@dataclass(frozen=True, slots=True)
class Expectation:
    """Everything that the proof of one file compares with.

    ``slug`` is what the slug line of every page must say; ``ink_limit`` a sum of fractions. ``standards`` are those
    that the file must say that it meets, and is held to; ``overprint_black`` is False where black must knock out.
    ``title`` is the document's; ``elements`` are what a screen reader says, in order.
    """

    product: str
    language: str
    edition: str
    pages: tuple[ExpectedPage, ...]
    slug: tuple[str, ...]
    lines: tuple[ExpectedLine, ...]
    messages: tuple[ExpectedMessage, ...]
    contacts: tuple[ExpectedContact, ...]
    codes: tuple[ExpectedCode, ...]
    ink_limit: float
    colour_space: str
    standards: tuple[str, ...] = ()
    condition: ExpectedCondition | None = None
    overprint_black: bool = True
    title: str = ""
    elements: tuple[ExpectedElement, ...] = ()
