"""XMP packets: what the proof reads in them, and what packets of ours do not have."""

from __future__ import annotations

import io

import pikepdf
import pytest
from realfiles import real

from flyers.proof.claims import XmpPacket, parse_xmp

NAMESPACES = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
}
TITLE = '<dc:title><rdf:Alt><rdf:li xml:lang="x-default">A card</rdf:li></rdf:Alt></dc:title>'


def packet(*properties: str, attributes: str = "", after: str = "", **namespaces: str) -> XmpPacket:
    """Return what is read in a packet with *properties*; *after* follows its description."""
    names = " ".join(f'xmlns:{prefix}="{space}"' for prefix, space in {**NAMESPACES, **namespaces}.items())
    described = f'<rdf:Description rdf:about="" {attributes}>{"".join(properties)}</rdf:Description>{after}'
    return parse_xmp(f'\ufeff<x:xmpmeta xmlns:x="adobe:ns:meta/" {names}><rdf:RDF>{described}</rdf:RDF></x:xmpmeta>')


def test_packets_of_ours_are_plain() -> None:
    with pikepdf.open(io.BytesIO(real("es", "wallet-card").pdf)) as pdf:
        read = parse_xmp(pdf.Root.Metadata.read_bytes().decode())
    assert read.get("dc:format") == "application/pdf"
    assert (read.several, read.others, read.problem) == ((), (), "")


def test_properties_are_elements_attributes_and_the_first_of_a_list() -> None:
    read = packet(
        TITLE,
        "<dc:creator><rdf:Seq><rdf:li> Ada </rdf:li><rdf:li>Bob</rdf:li></rdf:Seq></dc:creator>",
        "<pdf:Producer> Someone </pdf:Producer>",
        "<dc:format/>",
        attributes='pdfaid:part=" 2 "',
    )
    assert read.properties == {
        "pdfaid:part": "2",
        "dc:title": "A card",
        "dc:creator": "Ada",
        "pdf:Producer": "Someone",
        "dc:format": "",
    }
    assert (read.several, read.others) == (("dc:creator",), ())
    assert read.get("pdfaid:conformance") == ""


@pytest.mark.parametrize(
    ("properties", "after"),
    [
        ((TITLE, TITLE), ""),
        ((TITLE,), f'<rdf:Description rdf:about="">{TITLE}</rdf:Description>'),
        (('<dc:title><rdf:Alt><rdf:li xml:lang="x-default">A</rdf:li><rdf:li>B</rdf:li></rdf:Alt></dc:title>',), ""),
    ],
    ids=["twice", "in two descriptions", "two in a list"],
)
def test_a_property_with_several_texts_is_named(properties: tuple[str, ...], after: str) -> None:
    assert packet(*properties, after=after).several == ("dc:title",)


@pytest.mark.parametrize(
    ("properties", "others"),
    [
        ("<dc:rights>Mine</dc:rights>", ("the property dc:rights",)),
        ("<pdf:Keywords>a</pdf:Keywords> words ", ("words outside of its properties",)),
        (" words <pdf:Keywords>a</pdf:Keywords>", ("words outside of its properties",)),
        ('<pdf:Keywords xml:lang="en">a</pdf:Keywords>', ("something else in pdf:Keywords",)),
        ("<pdf:Keywords>a<pdf:Producer>b</pdf:Producer></pdf:Keywords>", ("something else in pdf:Keywords",)),
        ("<dc:title>B<rdf:Alt><rdf:li>A</rdf:li></rdf:Alt></dc:title>", ("something else in dc:title",)),
        ("<dc:title><rdf:Alt><rdf:li>A</rdf:li></rdf:Alt>B</dc:title>", ("something else in dc:title",)),
        ("<dc:title><rdf:Alt>B<rdf:li>A</rdf:li></rdf:Alt></dc:title>", ("something else in dc:title",)),
        ("<dc:title><rdf:Alt><rdf:li>A</rdf:li>B</rdf:Alt></dc:title>", ("something else in dc:title",)),
        ("<dc:title><rdf:Alt><rdf:li>A<b/></rdf:li></rdf:Alt></dc:title>", ("something else in dc:title",)),
        ("<dc:title><rdf:Alt><dc:li>A</dc:li></rdf:Alt></dc:title>", ("something else in dc:title",)),
        ('<dc:title><rdf:Alt><rdf:li xml:lang="es">A</rdf:li></rdf:Alt></dc:title>', ("something else in dc:title",)),
        ('<dc:title><rdf:Alt rdf:ID="a"><rdf:li>A</rdf:li></rdf:Alt></dc:title>', ("something else in dc:title",)),
        ("<dc:title><rdf:Alt>\n <rdf:li>A</rdf:li>\n</rdf:Alt></dc:title>", ()),
    ],
)
def test_what_programs_would_read_differently_is_named(properties: str, others: tuple[str, ...]) -> None:
    assert packet(properties).others == others


def test_two_descriptions_and_other_prefixes_are_named() -> None:
    """pdf.js knows properties by their prefixes alone."""
    assert packet(after='<rdf:Description rdf:about=""/>').others == ("several descriptions",)
    assert packet(pdfuaid="http://www.aiim.org/pdfua/ns/id/").others == ()
    assert packet(title="http://purl.org/dc/elements/1.1/").others == ("the prefix title",)
    assert packet(pdfuaid="http://purl.org/dc/elements/1.1/").others == ("the prefix pdfuaid",)
    assert packet("<rights xmlns='http://purl.org/dc/elements/1.1/'/>").others == (
        "the prefix (none)",
        "the property dc:rights",
    )


@pytest.mark.parametrize(
    ("xmp", "problem"),
    [
        ('<!DOCTYPE a [<!ENTITY b "c">]><a/>', "it declares a document type of its own"),
        ("<!entity>", "it declares a document type of its own"),
        ("<a>", "it is not well-formed XML: "),
        ("", "it is not well-formed XML: "),
    ],
)
def test_what_cannot_be_read_has_no_properties(xmp: str, problem: str) -> None:
    read = parse_xmp(xmp)
    assert read.problem.startswith(problem)
    assert not read.properties
