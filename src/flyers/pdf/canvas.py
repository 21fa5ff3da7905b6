"""ReportLab's document, adapted to the requirements of press files.

ReportLab writes the file: objects, cross-reference table, page tree. Subclasses here correct what it would add or lose,
without touching its global state:

- its canvas selects Helvetica on every page before anything is drawn, and never embeds it. It is not used: the painter
  writes its operators itself, and loading it would take a twentieth of the time of a cold file;
- its page and catalog dictionaries drop keys that they don't know (OutputIntents, StructParents, Tabs, Group), and
  write an empty ``/Trans`` on every page: these have their own lists of keys;
- its streams have no end of line before ``endstream`` (ISO 19005-2, 6.1.7.1);
- its document information claims an author "anonymous", and its dates carry the machine's time zone: both are replaced.
"""

from __future__ import annotations

import hashlib
import time
import zlib
from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from reportlab.pdfbase import pdfdoc

from flyers.page.editions import PageBoxes
from flyers.pdf.metadata import text_string

Name = pdfdoc.PDFName
Reference = pdfdoc.PDFObjectReference

_DUPLEX = {"none": "Simplex", "long": "DuplexFlipLongEdge", "short": "DuplexFlipShortEdge"}


class Stream(pdfdoc.PDFStream):
    """A compressed stream with the end of line that ISO 19005-2 requires before ``endstream``."""

    def __init__(self, data: bytes, entries: Mapping[str, object] | None = None, *, compress: bool = True) -> None:
        super().__init__(pdfdoc.PDFDictionary(dict(entries or {})), data)
        self.compress = compress

    def format(self, document: Any) -> bytes:
        data: bytes = self.content
        entries = dict(self.dictionary.dict)
        if self.compress:
            data = zlib.compress(data)
            entries["Filter"] = Name("FlateDecode")
        entries["Length"] = len(data)
        document.signature.update(data)
        head: bytes = pdfdoc.PDFDictionary(entries).format(document)
        return head + b"\nstream\n" + data + b"\nendstream\n"


class PageDictionary(pdfdoc.PDFPage):
    """A page dictionary with the keys that tagged and press files need, and without transitions."""

    __NoDefault__: ClassVar[list[str]] = [
        *(key for key in pdfdoc.PDFPage.__NoDefault__ if key != "Trans"),
        "StructParents",
        "Tabs",
    ]

    def check_format(self, document: Any) -> None:
        resources = {
            "Font": Reference(pdfdoc.BasicFonts),
            "ExtGState": pdfdoc.PDFDictionary(self.graphics_states) if self.graphics_states else None,
            "ColorSpace": pdfdoc.PDFDictionary(self.colour_spaces) if self.colour_spaces else None,
            "XObject": pdfdoc.PDFDictionary(self.pictures) if self.pictures else None,
        }
        self.Resources = pdfdoc.PDFDictionary({key: value for key, value in resources.items() if value is not None})
        self.Contents = Stream(self.stream.encode("ascii"))
        self.Parent = document.Reference(document.Pages)
        self.Annots = pdfdoc.PDFArray(self.annotations) if self.annotations else None


class DocumentCatalog(pdfdoc.PDFCatalog):
    """A document catalog that keeps output intents, metadata, and the entries of tagged files."""

    __NoDefault__: ClassVar[list[str]] = sorted(
        {*pdfdoc.PDFCatalog.__NoDefault__, "OutputIntents", "Metadata", "MarkInfo", "StructTreeRoot"}
    )
    __Refs__: ClassVar[list[str]] = __NoDefault__


class Information(pdfdoc.PDFObject):
    """The document information dictionary (PDF 32000-1, 14.3.3), its dates in UTC."""

    def __init__(self, entries: Mapping[str, str], moment: int) -> None:
        stamp = pdfdoc.PDFString(time.strftime("D:%Y%m%d%H%M%SZ", time.gmtime(moment)))
        self.entries: dict[str, object] = {key: text_string(value) for key, value in entries.items()}
        self.entries |= {"CreationDate": stamp, "ModDate": stamp, "Trapped": Name("False")}
        self.identity = repr((sorted(entries.items()), moment)).encode()

    def digest(self, signature: Any) -> None:
        signature.update(self.identity)

    def format(self, document: Any) -> Any:
        return pdfdoc.PDFDictionary(self.entries).format(document)


class Canvas:
    """A file whose pages the painter writes as operators; the module's docstring lists the differences.

    Attributes:
        document: ReportLab's, to which objects are added.
    """

    def __init__(
        self,
        *,
        version: tuple[int, int],
        language: str,
        information: Mapping[str, str],
        moment: int,
    ) -> None:
        document = pdfdoc.PDFDocument(pdfVersion=version, lang=language, invariant=1)
        document.Catalog.__class__ = DocumentCatalog
        document.Catalog.PageMode = None
        document.info = Information(information, moment)
        document.signature = hashlib.sha256()
        self.document = document
        self._preferences = pdfdoc.ViewerPreferencesPDFDictionary()

    def finish_page(
        self,
        operators: list[str],
        boxes: PageBoxes,
        *,
        bleed: bool,
        graphics_states: Mapping[str, object],
        colour_spaces: Mapping[str, object],
        pictures: Mapping[str, object],
    ) -> None:
        """Add a page that consists of *operators*, with the resources that they refer to."""
        page = PageDictionary()
        page.stream = "\n".join(["", *operators, " ", ""])
        page.Rotate = 0
        page.MediaBox = pdfdoc.PDFArrayCompact(boxes.media)
        page.TrimBox = pdfdoc.PDFArray(boxes.trim)
        page.BleedBox = pdfdoc.PDFArray(boxes.bleed) if bleed else None
        page.graphics_states = dict(graphics_states)
        page.colour_spaces = dict(colour_spaces)
        page.pictures = dict(pictures)
        page.annotations = []
        self.document.addPage(page)

    def named(self, name: str, make: Callable[[], object]) -> object:
        """Return a reference to the object called *name*, which *make* makes the first time."""
        if name in self.document.idToObject:
            return Reference(name)
        return self.document.Reference(make(), name)

    def describe(self, packet: bytes, intents: object) -> None:
        """Add the XMP packet and the output intents, and let readers show the title."""
        entries = {"Type": Name("Metadata"), "Subtype": Name("XML")}
        catalog = self.document.Catalog
        catalog.Metadata = self.document.Reference(Stream(packet, entries, compress=False), "Metadata")
        catalog.OutputIntents = intents
        catalog.ViewerPreferences = self._preferences
        self._preferences["DisplayDocTitle"] = "true"

    def print_unscaled(self, flip: str) -> None:
        """Let readers print the sheets at their own size, flipped on the right edge (PDF 32000-1, table 150)."""
        self._preferences["PrintScaling"] = "None"
        self._preferences["Duplex"] = _DUPLEX[flip]

    def finish(self) -> bytes:
        data: bytes = self.document.GetPDFData(self)
        return data
