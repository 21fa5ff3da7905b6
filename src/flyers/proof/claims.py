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

_OWN_PREFIXES = {
    **{prefix: space for space, prefix in _PREFIXES.items()},
    "pdfaExtension": "http://www.aiim.org/pdfa/ns/extension/",
    "pdfaProperty": "http://www.aiim.org/pdfa/ns/property#",
    "pdfaSchema": "http://www.aiim.org/pdfa/ns/schema#",
    "rdf": _RDF[1:-1],
    "x": "adobe:ns:meta/",
}
"""The prefixes in packets of ours. pdf.js knows properties by their prefix alone, whatever namespace it stands for."""

_NAMES = {space: prefix for prefix, space in _OWN_PREFIXES.items()}

_PREFIX = re.compile(r"""\bxmlns(?::([^\s=]+))?\s*=\s*(?:"([^"]*)"|'([^']*)')""")

_MARKUP = re.compile(r"<\?(?!xpacket )|<!")
"""Markup besides elements and the two lines around a packet."""

_OWN = {
    "dc": "format title creator description language",
    "pdf": "Keywords Producer Trapped",
    "pdfaExtension": "schemas",
    "pdfaid": "part conformance",
    "pdfuaid": "part",
    "pdfxid": "GTS_PDFXVersion",
    "xmp": "CreateDate ModifyDate MetadataDate CreatorTool",
    "xmpMM": "DocumentID InstanceID VersionID RenditionClass",
}
_OWN_PROPERTIES = frozenset(f"{prefix}:{name}" for prefix, names in _OWN.items() for name in names.split())
"""The properties of packets of ours."""

_EXTENSIONS = "pdfaExtension:schemas"
"""Describes the other properties, and is shown by no viewer."""

_LISTS = frozenset(f"{_RDF}{kind}" for kind in ("Alt", "Seq", "Bag"))

_ANY_LANGUAGE = {"{http://www.w3.org/XML/1998/namespace}lang": "x-default"}


@dataclass(frozen=True, slots=True)
class XmpPacket:
    """A file's XMP metadata.

    Attributes:
        properties: texts by their usual names (``dc:title``); of alternatives and lists, the first.
        several: the names of those that have several texts, as for several languages, or are there twice.
        others: what packets of ours haven't: other properties, or other prefixes.
        problem: why the packet can't be read; it then has no properties.
    """

    properties: Mapping[str, str] = field(default_factory=dict)
    several: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
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
    several: dict[str, None] = {}
    for description in tree.iter(f"{_RDF}Description"):
        for name, values in _properties(description):
            if len(values) > 1 or name in properties:
                several[name] = None
            properties.setdefault(name, values[0])
    others = dict.fromkeys((*_other_markup(xmp), *_other_prefixes(xmp), *_other_names(tree)))
    return XmpPacket(properties, tuple(several), tuple(others))


def _other_markup(xmp: str) -> Iterator[str]:
    """Yield whether there is any but elements: a declaration may name an encoding, in which others read the words."""
    if _MARKUP.search(xmp):
        yield "a declaration, a comment or an instruction for other programs"


def _other_prefixes(xmp: str) -> Iterator[str]:
    """Yield the prefixes that stand for something else than in packets of ours."""
    for prefix, one, other in _PREFIX.findall(xmp):
        if _OWN_PREFIXES.get(prefix) != one + other:
            yield f"the prefix {prefix or '(none)'}"


def _other_names(tree: ET.Element) -> Iterator[str]:
    """Yield the properties that packets of ours haven't, and words outside of properties."""
    descriptions = tree.findall(f"{_RDF}RDF/{_RDF}Description")
    if len(descriptions) != 1:
        yield "several descriptions"
    for description in descriptions:
        for tag in (*(child.tag for child in description), *description.attrib):
            if tag != f"{_RDF}about" and _prefixed(tag) not in _OWN_PROPERTIES:
                yield f"the property {_prefixed(tag)}"
        if any((text or "").strip() for text in (description.text, *(child.tail for child in description))):
            yield "words outside of its properties"
        for child in description:
            if _prefixed(child.tag) != _EXTENSIONS and not _is_plain(child):
                yield f"something else in {_prefixed(child.tag)}"


def _is_plain(element: ET.Element) -> bool:
    """Return whether a property has a text alone, or one in a list: of several parts, each program takes another."""
    for inner in (element, *element):
        if (len(inner) and (inner.text or "").strip()) or (inner is not element and (inner.tail or "").strip()):
            return False
    if element.attrib or any(each.tag not in _LISTS or each.attrib for each in element):
        return False
    items = [item for each in element for item in each]
    return all(
        item.tag == f"{_RDF}li"
        and not len(item)
        and item.attrib in ({}, _ANY_LANGUAGE)
        and not (item.tail or "").strip()
        for item in items
    )


def _prefixed(tag: str) -> str:
    space, _, local = tag.removeprefix("{").partition("}")
    return f"{_NAMES.get(space, space)}:{local}"


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
