"""What a file claims about itself: its XMP packet (ISO 16684-1), and the standards that it says it meets."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.etree import ElementTree as ET

from flyers.proof.reading import Reading

X4 = "PDF/X-4"
X1A = "PDF/X-1a:2003"
PDF_X = (X4, X1A)
"""The parts of ISO 15930 that a file can be held to here."""

_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_PREFIXES = {
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://ns.adobe.com/pdf/1.3/": "pdf",
    "http://www.aiim.org/pdfa/ns/id/": "pdfaid",
    "http://www.aiim.org/pdfua/ns/id/": "pdfuaid",
    "http://www.npes.org/pdfx/ns/id/": "pdfxid",
    "http://ns.adobe.com/xap/1.0/": "xmp",
    "http://ns.adobe.com/xap/1.0/mm/": "xmpMM",
}
"""Namespaces by the prefix that everybody gives them; the packet may give others."""


@dataclass(frozen=True, slots=True)
class XmpPacket:
    """The properties by their usual names (``dc:title``), each as one text; of alternatives and lists, the first.

    ``problem`` says why the packet can't be read; it then has no properties.
    """

    properties: Mapping[str, str] = field(default_factory=dict)
    problem: str = ""

    def get(self, name: str) -> str:
        return self.properties.get(name, "")


def parse_xmp(xmp: str) -> XmpPacket:
    """The packet *xmp*, which may come from anybody: declarations, which can blow up in memory, are not followed."""
    if re.search(r"<!(?:DOCTYPE|ENTITY)", xmp, re.IGNORECASE):
        return XmpPacket(problem="it declares a document type of its own")
    try:
        tree = ET.fromstring(xmp.lstrip("\ufeff").strip("\x00").strip())
    except (ET.ParseError, ValueError) as error:
        return XmpPacket(problem=f"it is not well-formed XML: {error}")
    properties: dict[str, str] = {}
    for description in tree.iter(f"{_RDF}Description"):
        for name, value in _properties(description):
            properties.setdefault(name, value)
    return XmpPacket(properties)


def _properties(description: ET.Element) -> Iterator[tuple[str, str]]:
    for tag, text in description.attrib.items():
        if name := _name(tag):
            yield name, text.strip()
    for child in description:
        if name := _name(child.tag):
            items = list(child.iter(f"{_RDF}li"))
            yield name, ((items[0] if items else child).text or "").strip()


def _name(tag: str) -> str:
    space, _, local = tag.removeprefix("{").partition("}")
    return f"{_PREFIXES[space]}:{local}" if space in _PREFIXES else ""


def xmp_packet(reading: Reading) -> XmpPacket:
    """The file's XMP packet, read once."""
    found: XmpPacket = reading.once("xmp_packet", lambda: parse_xmp(reading.xmp))
    return found


def claimed_standards(reading: Reading) -> Iterator[str]:
    """The file's labels: PDF/X in either of its places, PDF/A, PDF/UA."""
    about = xmp_packet(reading)
    labels = [about.get("pdfxid:GTS_PDFXVersion"), reading.info.get("GTS_PDFXVersion", "")]
    if part := about.get("pdfaid:part"):
        labels.append(f"PDF/A-{part}{about.get('pdfaid:conformance').lower()}")
    if part := about.get("pdfuaid:part"):
        labels.append(f"PDF/UA-{part}")
    yield from dict.fromkeys(filter(None, labels))
