"""What a finished file must contain, as plain data without reference to layout or painting.

`flyers.pipeline.expectations` derives it from the campaign and the composed document, when a file is made and again
when a file is proved later. Coordinates are points from the lower left corner of the trim box, y upwards.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import TYPE_CHECKING, NamedTuple

from flyers.page.document import Document, TextLine
from flyers.page.editions import Edition
from flyers.records import dataclass

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class ExpectedLine:
    """A line of text that must be on the page.

    Attributes:
        turn: degrees clockwise by which it is turned.
        y: the height of its baseline, in its own axes: of text turned by 90°, the x of the page.
        box: left, bottom, right, top of its ink.
        size: its type size.
        floor: the smallest type size allowed.
        running: whether it is in the foot of every page, which a screen reader passes over.
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
    running: bool = False
    turn: int = 0

    @property
    def where(self) -> str:
        """Return what a finding names: the message, or else the block."""
        return self.message or self.block


@dataclass(frozen=True, slots=True)
class ExpectedMessage:
    """A message that must be complete; ``lines`` are the indexes of its lines in `Expectation.lines`."""

    message: str
    text: str
    lines: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ExpectedContact:
    """A contact that must read ``display`` from left to right between x0 and x1 on the baseline y.

    Attributes:
        target: what a link on it must open; "" in editions without links.
        further: x0, x1 and y of its further lines, if it has several: it must read from the upper to the lower one.
        turn: degrees clockwise by which it is turned; places are in its own axes
            (`flyers.proof.geometry.own_point`).
    """

    page: int
    contact: str
    message: str
    display: str
    x0: float
    x1: float
    y: float
    target: str = ""
    further: tuple[tuple[float, float, float], ...] = ()
    turn: int = 0

    @property
    def places(self) -> tuple[tuple[float, float, float], ...]:
        """Return x0, x1 and y of each of its lines, from the top."""
        return tuple(sorted(((self.x0, self.x1, self.y), *self.further), key=lambda place: -place[2]))


@dataclass(frozen=True, slots=True)
class ExpectedElement:
    """A block of the structure tree.

    Attributes:
        pieces: what it says, as (text, BCP 47 tag). Digits and addresses have no language of their own: theirs is that
            of the words around them.
        alt: the description of a picture.
        language: the language of the description; "" for the document's.
        last: read after the rest of its panel, wherever it is.
        actual: what is said in place of what it shows, a list item's marker.
        around: the tags of the elements that it is in, the outermost first.
    """

    tag: str
    pieces: tuple[tuple[str, str], ...] = ()
    alt: str = ""
    language: str = ""
    last: bool = False
    actual: str = ""
    around: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        return "".join(text for text, _ in self.pieces)


@dataclass(frozen=True, slots=True)
class ExpectedCode:
    """A QR code whose symbol fills ``box`` (without the quiet zone) and opens ``target``.

    ``linked`` says whether a touch on it opens the target too: it does not where the code is part of a picture.
    """

    page: int
    contact: str
    target: str
    box: tuple[float, float, float, float]
    module: float
    smallest_module: float
    linked: bool = True


@dataclass(frozen=True, slots=True)
class ExpectedMarks:
    """The printer's marks that a page must have, and no others.

    Attributes:
        offset: from the trim to the near end of a mark; ``length`` and ``weight`` are the mark's. All are None where
            marks only have to show the place, as on a sheet with many copies.
    """

    crop: bool = True
    fold: bool = True
    offset: float | None = None
    length: float | None = None
    weight: float | None = None


@dataclass(frozen=True, slots=True)
class ExpectedFinish:
    """A line for a tool: ``cut``, ``perforation``, ``die`` or ``hole``; ``box`` is around its path, ``corners`` on it.

    ``closed``: it goes around something. Corners of curves are so close that chords between them are as good.
    """

    kind: str
    box: tuple[float, float, float, float]
    corners: tuple[tuple[float, float], ...]
    closed: bool


@dataclass(frozen=True, slots=True)
class ExpectedPage:
    """The geometry of a page: trim size, bleed on all sides, safe margin inside the trim and beside each fold.

    Attributes:
        rtl: whether the page is read from right to left.
        media: the edges of the whole page of a press file; None if not known.
        sheet: those of the page that viewers show; None if not known.
        marks: printer's marks outside the bleed.
        pieces: the trimmed pieces on an office sheet, each of which must show a draft mark.
        turned: areas whose content is turned: degrees clockwise, and the box.
        covered: heights at the top and the bottom of an image where nobody sees words.
        level_folds: heights of folds that run across.
        crossed: those of the upright folds that run through a panel, whose words are read on both sides of them.
        finishing: lines for tools, which press files show.
    """

    face: str
    width: float
    height: float
    bleed: float
    safe: float
    folds: tuple[float, ...] = ()
    rtl: bool = False
    media: tuple[float, float, float, float] | None = None
    sheet: tuple[float, float, float, float] | None = None
    marks: ExpectedMarks = ExpectedMarks()
    pieces: tuple[tuple[float, float, float, float], ...] = ()
    turned: tuple[tuple[int, tuple[float, float, float, float]], ...] = ()
    covered: tuple[float, float] = (0.0, 0.0)
    level_folds: tuple[float, ...] = ()
    crossed: tuple[float, ...] = ()
    finishing: tuple[ExpectedFinish, ...] = ()


@dataclass(frozen=True, slots=True)
class ExpectedCondition:
    """The print condition of a press file: identifier, registry, and checksum of its ICC profile.

    ``registry`` is "" for a condition in no registry; ``title`` and ``info`` are what people read of it, "" if that is
    not known.
    """

    identifier: str
    registry: str
    profile_sha256: str
    title: str = ""
    info: str = ""


@dataclass(frozen=True, slots=True)
class ExpectedImage:
    """An image, which shows the one page of its document.

    Attributes:
        pixels: its width and height.
        most_bytes: the most that its file may have; 0 for no limit.
        labels: what it says of itself, by keyword.
        alt, text: its description for those who do not see it, and the words to send along.
        page: the picture of the page, once that is proved, as `flyers.proof.raster.Raster.picture` has it.
    """

    pixels: tuple[int, int]
    most_bytes: int
    labels: tuple[tuple[str, str], ...]
    alt: str
    text: str
    page: NDArray[np.uint32] | None = field(default=None, compare=False, repr=False)


class FontFile(NamedTuple):
    """A face of the campaign: the bytes of its file, its number in a collection, pinned axes of a variable font."""

    data: bytes
    number: int = 0
    axes: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class ComposedFile:
    """What was composed for a file.

    Attributes:
        slug: the lines outside the bleed of each page, which name the job; none without a slug.
        faces: the font files of the glyphs, by the keys that runs have.
    """

    document: Document
    edition: Edition
    slug: tuple[tuple[TextLine, ...], ...] = ()
    faces: Mapping[str, FontFile] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Expectation:
    """Everything that the proof of one file compares with.

    Attributes:
        purpose: what the file says in its subject that it is for: its edition, with its sheet, ink and the like.
        slug: the words that the slug line of every page must have; the file's information, if there is no such line.
        slug_line: whether there is.
        draft_mark: what every piece on an office sheet must say inside its trim; "" if it is signed.
        ink_limit: the most ink allowed, as a sum of fractions.
        standards: the standards that the file must claim and meet.
        overprint_black: False if black must knock out.
        one_ink: whether black is the only ink; marks are on all plates even so.
        title: the title of the document.
        author: whose it is; "" if that is not known.
        elements: what a screen reader says, in order.
        composed: what was composed for it; None if that is not known.
        preferences: what it asks of viewers and printers, by key (ISO 32000-1, table 150).
        profile_sha256: of the ICC profile for its RGB; "" for a file in inks, whose `condition` has one.
        version: of PDF, as “1.7”.
        image: the image that shows the page; None if the pages themselves are handed out.
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
    purpose: str = ""
    author: str = ""
    draft_mark: str = ""
    slug_line: bool = True
    one_ink: bool = False
    elements: tuple[ExpectedElement, ...] = ()
    composed: ComposedFile | None = None
    preferences: tuple[tuple[str, str], ...] = ()
    profile_sha256: str = ""
    version: str = ""
    image: ExpectedImage | None = None
