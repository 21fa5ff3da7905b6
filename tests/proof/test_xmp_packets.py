"""XMP packets: what the proof reads in them, and what packets of ours do not have."""

from __future__ import annotations

import io
import re
from types import SimpleNamespace

import pikepdf
import pytest
from realfiles import real

from flyers.proof.checks.identification import parse_xmp, xmp_packet

NAMESPACES = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
}
TITLE = '<dc:title><rdf:Alt><rdf:li xml:lang="x-default">A card</rdf:li></rdf:Alt></dc:title>'


def packet(*properties: str, attributes: str = "", after: str = "", **namespaces: str) -> dict[str, str]:
    """Return what is read in a packet with *properties*; *after* follows its description."""
    names = " ".join(f'xmlns:{prefix}="{space}"' for prefix, space in {**NAMESPACES, **namespaces}.items())
    described = f'<rdf:Description rdf:about="" {attributes}>{"".join(properties)}</rdf:Description>{after}'
    return parse_xmp(f'\ufeff<x:xmpmeta xmlns:x="adobe:ns:meta/" {names}><rdf:RDF>{described}</rdf:RDF></x:xmpmeta>')


def test_packets_of_ours_are_plain() -> None:
    with pikepdf.open(io.BytesIO(real("es", "wallet-card").pdf)) as pdf:
        read = parse_xmp(pdf.Root.Metadata.read_bytes().decode())
    assert read.get("dc:format") == "application/pdf"


def test_properties_are_elements_attributes_and_the_first_of_a_list() -> None:
    read = packet(
        TITLE,
        "<dc:creator><rdf:Seq><rdf:li> Ada </rdf:li><rdf:li>Bob</rdf:li></rdf:Seq></dc:creator>",
        "<pdf:Producer> Someone </pdf:Producer>",
        "<dc:format/>",
        attributes='pdfaid:part=" 2 "',
    )
    assert read == {
        "pdfaid:part": "2",
        "dc:title": "A card",
        "dc:creator": "Ada",
        "pdf:Producer": "Someone",
        "dc:format": "",
    }


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
    with pytest.raises(ValueError, match=f"^{re.escape(problem)}"):
        parse_xmp(xmp)
    assert xmp_packet(SimpleNamespace(xmp=xmp, results={})) == {}
