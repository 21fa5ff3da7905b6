"""The document that the objects of a file belong to: catalog, pages, fonts, information (PDF 32000-1, 7.7)."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping

from flyers.pdf.editions import PageBoxes
from flyers.pdf.objects import Array, Dictionary, Name, ObjectFile, Reference, Stream, Text

_DUPLEX = {"none": "Simplex", "long": "DuplexFlipLongEdge", "short": "DuplexFlipShortEdge"}


class PdfDocument:
    """A file in the making. Objects are numbered in the order in which they are added.

    *moment* is its date, in seconds since 1970. *information* are the entries of the information dictionary that are
    text.

    Attributes:
        file: the numbered objects.
        fonts: the fonts of all pages, by the name that operators give them.
        pages: the dictionaries of the pages, in order, named ``Page1``, ``Page2`` …
        catalog: entries of the document catalog.
    """

    def __init__(self, *, version: tuple[int, int], language: str, information: Mapping[str, str], moment: int) -> None:
        self.file = ObjectFile()
        self.fonts = Dictionary({})
        self._fonts = self.file.add(self.fonts)
        self.pages: list[Dictionary] = []
        self.catalog: dict[str, object] = {"Type": Name("Catalog"), "Lang": Text(language)}
        self._version = version
        self._contents: list[Stream] = []
        self._preferences: dict[str, object] = {}
        stamp = Text(time.strftime("D:%Y%m%d%H%M%SZ", time.gmtime(moment)))
        own = {"CreationDate": stamp, "ModDate": stamp, "Trapped": Name("False")}
        self._information = Dictionary({key: Text(value) for key, value in information.items()} | own)
        self._identity = repr((sorted(information.items()), moment)).encode()

    def add(self, value: object, name: str = "") -> Reference:
        """Return a reference to *value*, which becomes an object of the file; see `ObjectFile.add`."""
        return self.file.add(value, name)

    def named(self, name: str, make: Callable[[], object]) -> Reference:
        """Return a reference to the object called *name*, which *make* makes the first time."""
        return Reference(name) if name in self.file else self.add(make(), name)

    def add_page(
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
        used = {"ExtGState": graphics_states, "ColorSpace": colour_spaces, "XObject": pictures}
        resources = {key: Dictionary(objects) for key, objects in used.items() if objects}
        page = {
            "Type": Name("Page"),
            "MediaBox": Array(boxes.media),
            "TrimBox": Array(boxes.trim),
            "Resources": Dictionary({"Font": self._fonts, **resources}),
            "Rotate": 0,
        }
        if bleed:
            page["BleedBox"] = Array(boxes.bleed)
        self.pages.append(Dictionary(page))
        self.add(self.pages[-1], f"Page{len(self.pages)}")
        self._contents.append(Stream("\n".join(["", *operators, " ", ""]).encode("ascii")))

    def describe(self, packet: bytes, intent: Reference) -> None:
        """Add the XMP packet and the output intent, and let readers show the title."""
        entries = {"Type": Name("Metadata"), "Subtype": Name("XML")}
        self.catalog["Metadata"] = self.add(Stream(packet, entries, compress=False))
        self.catalog["OutputIntents"] = Array([intent])
        self._preferences["DisplayDocTitle"] = "true"

    def print_unscaled(self, flip: str) -> None:
        """Let readers print the sheets at their own size, flipped on the right edge (PDF 32000-1, table 150)."""
        self._preferences |= {"PrintScaling": Name("None"), "Duplex": Name(_DUPLEX[flip])}

    def written(self) -> bytes:
        """Return the whole file."""
        self.file.digest.update(self._identity)
        catalog = Dictionary(self.catalog)
        root, information = self.add(catalog), self.add(self._information)
        tree = Dictionary({"Type": Name("Pages"), "Count": len(self.pages)})
        above = self.add(tree)
        for page, content in zip(self.pages, self._contents, strict=True):
            page.entries |= {"Parent": above, "Contents": self.add(content)}
        tree.entries["Kids"] = Array([self.add(page) for page in self.pages])
        catalog.entries |= {"Pages": above, "ViewerPreferences": Dictionary(self._preferences)}
        for key, value in sorted(catalog.entries.items()):
            if isinstance(value, Array | Dictionary):
                catalog.entries[key] = self.add(value)
        return self.file.written(self._version, root, information)
