"""Products, files and pictures of the gallery: plain data for its pages."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from flyers.records import dataclass


@dataclass(frozen=True, slots=True)
class PieceStanding:
    """How far a product's words are approved: the *day* of the signature, None for a draft.

    A draft is *changed* if all of it was read, and a word or a contact has changed since.
    """

    day: dt.date | None = None
    changed: bool = False

    @property
    def draft(self) -> bool:
        return self.day is None


@dataclass(frozen=True, slots=True)
class BuiltFile:
    """A finished file that is as its report says.

    Attributes:
        path: of the file in the output folder.
        variant: the edition with sheet and ink, as in `flyers.pipeline.plan.Job.variant`: ``office.a4``.
        sha256: of its bytes; size: how many there are.
        pages: width and height of each page, in points; of an image that of the page that it shows.
        draft: whether it says that it is a draft.
    """

    path: Path
    variant: str
    sha256: str
    size: int
    pages: tuple[tuple[float, float], ...]
    draft: bool = False

    @property
    def edition(self) -> str:
        return self.variant.partition(".")[0]

    @property
    def detail(self) -> str:
        """Sheet and ink, where the file is not the usual one: ``a4``."""
        return self.variant.partition(".")[2]


@dataclass(frozen=True, slots=True)
class PagePicture:
    """A picture of a page: its number and how many there are, width and height in pixels.

    *path* is in the site, with ``/``; its name has a digest of all that it depends on.
    """

    path: str
    page: int
    pages: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Download:
    """A file for download.

    Attributes:
        path: its stable place in the site.
        origin: the file that is copied there; None for *data*, made for the site.
        words: the message that names it.
        form: ``PDF``, ``PNG`` or ``ZIP``; detail: the sheet, where it is not the usual one.
        draft: whether its words are not signed.
    """

    path: str
    origin: Path | None
    words: str
    form: str
    size: int
    detail: str = ""
    draft: bool = False
    data: bytes = b""


@dataclass(frozen=True, slots=True)
class Piece:
    """A product in a language.

    Attributes:
        language: of its files; that of the campaign's messages for a product in all languages at once.
        pictures: of all pages, large; empty if it has not been made.
        thumbs: the same, small.
        text: the words to send along with an image, without its last line's end; "" if there are none.
    """

    language: str
    product: str
    standing: PieceStanding
    pictures: tuple[PagePicture, ...] = ()
    thumbs: tuple[PagePicture, ...] = ()
    downloads: tuple[Download, ...] = ()
    text: str = ""

    @property
    def made(self) -> bool:
        return bool(self.pictures)
