"""What a file claims about itself: its XMP packet (ISO 16684-1), and the standards that it says it meets."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import field
from xml.etree import ElementTree as ET

from flyers.proof.reading import Reading
from flyers.records import dataclass

X4 = "PDF/X-4"
X1A = "PDF/X-1a:2003"
PDF_X = (X4, X1A)
"""The parts of ISO 15930 that the proof checks."""

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
"""Namespaces and their usual prefixes; the packet may use others."""


@dataclass(frozen=True, slots=True)
class XmpPacket:
    """A file's XMP metadata.

    Attributes:
        properties: texts by their usual names (``dc:title``); of alternatives and lists, the first.
        problem: why the packet can't be read; it then has no properties.
    """

    properties: Mapping[str, str] = field(default_factory=dict)
    problem: str = ""

    def get(self, name: str) -> str:
        return self.properties.get(name, "")


def parse_xmp(xmp: str) -> XmpPacket:
    """Parse the packet *xmp*, which is untrusted: declarations, which can blow up in memory, are refused."""
    if re.search(r"<!(?:DOCTYPE|ENTITY)", xmp, re.IGNORECASE):
        return XmpPacket(problem="it declares a document type of its own")
    try:
        tree = ET.fromstring(xmp.lstrip("\ufeff").strip("\x00").strip())
    except (ET.ParseError, ValueError) as error:
        return XmpPacket(problem=f"it is not well-formed XML: {error}")
    properties: dict[str, str] = {}
    for description in tree.iter(f"{_RDF}Description"):
        for name, values in _properties(description):
            properties.setdefault(name, values[0])
    return XmpPacket(properties)


def _properties(description: ET.Element) -> Iterator[tuple[str, list[str]]]:
    for tag, text in description.attrib.items():
        if name := _name(tag):
            yield name, [text.strip()]
    for child in description:
        if name := _name(child.tag):
            yield name, [(item.text or "").strip() for item in list(child.iter(f"{_RDF}li")) or [child]]


def _name(tag: str) -> str:
    space, _, local = tag.removeprefix("{").partition("}")
    return f"{_PREFIXES[space]}:{local}" if space in _PREFIXES else ""


def xmp_packet(reading: Reading) -> XmpPacket:
    """Return the file's XMP packet, parsed once."""
    return reading.once(_parsed)


def _parsed(reading: Reading) -> XmpPacket:
    return parse_xmp(reading.xmp)


def claimed_standards(reading: Reading) -> Iterator[str]:
    """Yield the standards that the file claims: PDF/X in either of its places, PDF/A, PDF/UA."""
    about = xmp_packet(reading)
    labels = [about.get("pdfxid:GTS_PDFXVersion"), reading.info.get("GTS_PDFXVersion", "")]
    if part := about.get("pdfaid:part"):
        labels.append(f"PDF/A-{part}{about.get('pdfaid:conformance').lower()}")
    if part := about.get("pdfuaid:part"):
        labels.append(f"PDF/UA-{part}")
    yield from dict.fromkeys(filter(None, labels))
