"""XMP packets: what the proof reads in them, what packets of ours do not have, and what a file claims to be."""

from __future__ import annotations

import io
import re
from types import SimpleNamespace
from typing import Any

import pikepdf
import pytest
from pikepdf import Dictionary, Name, Stream
from realfiles import real

from flyers.proof.checks.identification import (
    claimed_standards,
    label,
    metadata_agrees,
    metadata_complete,
    parse_xmp,
    readable_packet,
    trapped,
    xmp_packet,
)
from flyers.proof.findings import X1A, X4

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


@pytest.mark.parametrize(
    ("entries", "xmp", "told"),
    [
        (None, "", ["the file has no XMP packet"]),
        ({}, "<a/>", []),
        ({"Type": Name.XObject}, "<a/>", ["the stream of the XMP packet lacks its type or subtype"]),
        ({"Subtype": Name.Image}, "<a/>", ["the stream of the XMP packet lacks its type or subtype"]),
        ({"Filter": Name.FlateDecode}, "<a/>", ["the XMP packet is compressed"]),
        ({}, '<?xpacket begin="" id="W5M0" ?><a/>', []),
        ({}, '<?xpacket begin="" bytes="9"?><a/>', ["the head of the XMP packet has attributes that are no longer allowed"]),
        ({}, '<?xpacket begin="" id="" encoding="UTF-8"?><a/>', ["the head of the XMP packet has attributes that are no longer allowed"]),
    ],
)  # fmt: skip  # one packet a line
def test_a_packet_can_be_found_and_read_without_opening_the_file(
    entries: dict[str, Any] | None, xmp: str, told: list[str]
) -> None:
    pdf = pikepdf.new()
    root = Dictionary()
    if entries is not None:
        root.Metadata = Stream(pdf, b"", **{"Type": Name.Metadata, "Subtype": Name.XML, **entries})
    reading: Any = SimpleNamespace(objects=SimpleNamespace(root=root), xmp=xmp)
    assert [fault.problem for fault in readable_packet(reading, None)] == told


def test_a_packet_that_is_no_xml_is_told_with_its_fault() -> None:
    pdf = pikepdf.new()
    stream = Stream(pdf, b"", Type=Name.Metadata, Subtype=Name.XML)
    reading: Any = SimpleNamespace(objects=SimpleNamespace(root=Dictionary(Metadata=stream)), xmp="<a>")
    (fault,) = readable_packet(reading, None)
    assert fault.problem.startswith("the XMP packet can't be read: it is not well-formed XML: ")


@pytest.mark.parametrize(
    ("info", "xmp", "same"),
    [
        ("D:20261101120000Z", "2026-11-01T12:00:00+00:00", True),
        ("D:20261101120000Z00'00'", "2026-11-01T12:00:00+00:00", True),
        ("D:20261101120000-05'00'", "2026-11-01T17:00:00+00:00", True),
        ("D:20261101120000-05'00", "2026-11-01T12:00:00-05:00", True),
        ("D:20261101120001Z", "2026-11-01T12:00:00+00:00", False),
        ("D:20261301120000Z", "2026-13-01T12:00:00+00:00", True),  # no date at all, and the same text
        ("D:20261301120000Z", "2026-12-01T12:00:00+00:00", False),
        ("", "2026-11-01T12:00:00+00:00", True),
        ("D:20261101120000Z", "", True),
    ],
)
def test_dates_of_both_places_are_compared_whatever_their_zone(info: str, xmp: str, same: bool) -> None:
    packet = {"xmp:CreateDate": xmp}
    results: Any = {xmp_packet.__wrapped__: packet}
    reading: Any = SimpleNamespace(info={"CreationDate": info}, xmp="", results=results)
    told = [fault.problem for fault in metadata_agrees(reading, None)]
    assert told == [] if same else told == [f"CreationDate is “{info}”, and in the XMP packet “{xmp}”"]


# -- what a file claims to be -----------------------------------------------------------------------------------------


def told(
    check: Any, info: dict[str, str] | None = None, packet: dict[str, str] | None = None, *standards: str
) -> list[str]:
    """What a check says of a file with this document information and this packet, made for *standards*."""
    reading: Any = SimpleNamespace(info=info or {}, xmp="", results={xmp_packet.__wrapped__: packet or {}})
    expectation: Any = SimpleNamespace(edition=SimpleNamespace(standards=standards))
    return [fault.problem for fault in check(reading, expectation)]


@pytest.mark.parametrize(
    ("info", "packet", "standard", "problems"),
    [
        ("", X4, X4, []),
        ("", "", X4, [f"the XMP packet says “” instead of “{X4}”"]),
        (X4, X4, X4, [f"the document information says “{X4}”, where PDF/X-4 has no claim"]),
        (
            X4,
            "",
            X4,
            [
                f"the XMP packet says “” instead of “{X4}”",
                f"the document information says “{X4}”, where PDF/X-4 has no claim",
            ],
        ),
        (X1A, "", X1A, []),
        (X1A, X4, X1A, []),
        ("", X1A, X1A, [f"the document information says “” instead of “{X1A}”"]),
        (X4, "", X1A, [f"the document information says “{X4}” instead of “{X1A}”"]),
    ],
)
def test_a_claim_is_in_the_place_of_its_standard(info: str, packet: str, standard: str, problems: list[str]) -> None:
    claims = {"GTS_PDFXVersion": info}, {"pdfxid:GTS_PDFXVersion": packet}
    assert told(label, *claims, standard) == problems


@pytest.mark.parametrize(
    ("found", "stated"),
    [("/True", None), ("/False", None), ("True", "“True”"), ("/Unknown", "“Unknown”"), ("", "missing")],
)
def test_a_file_says_whether_it_is_trapped(found: str, stated: str | None) -> None:
    problems = [f"Trapped is {stated}: it must be the name True or False"] if stated else []
    assert told(trapped, {"Trapped": found}, None, X4) == problems


def test_title_dates_and_identifiers_are_given_where_the_standard_asks_for_them() -> None:
    whole = dict.fromkeys(
        [
            "dc:title",
            "xmp:CreateDate",
            "xmp:ModifyDate",
            "xmp:MetadataDate",
            "xmpMM:DocumentID",
            "xmpMM:VersionID",
            "xmpMM:RenditionClass",
        ],
        "x",
    )
    old = {"Title": "x", "CreationDate": "x", "ModDate": "x"}
    assert told(metadata_complete, {}, whole, X4) == told(metadata_complete, old, {}, X1A) == []
    assert told(metadata_complete, old, whole, X4, X1A, "PDF/UA-1") == []
    for name in whole:
        assert told(metadata_complete, old, {**whole, name: ""}, X4) == [f"{name} is missing"]
    for name in old:
        assert told(metadata_complete, {**old, name: ""}, {}, X1A) == [f"{name} is missing"]
    assert told(metadata_complete, {}, {"dc:title": "x"}, X1A) == ["Title, CreationDate, ModDate are missing"]
    assert told(metadata_complete, {}, {}, X4) == [], "X723 tells that there is no packet"


def test_a_file_claims_each_standard_once() -> None:
    def claims(info: str, **packet: str) -> list[str]:
        named = {key.replace("_", ":", 1): value for key, value in packet.items()}
        results: Any = {xmp_packet.__wrapped__: named}
        reading: Any = SimpleNamespace(info={"GTS_PDFXVersion": info}, results=results)
        return list(claimed_standards(reading))

    assert claims("") == []
    assert claims(X1A, pdfxid_GTS_PDFXVersion=X4) == [X4, X1A]
    assert claims(X4, pdfxid_GTS_PDFXVersion=X4, pdfaid_part="2", pdfaid_conformance="B", pdfuaid_part="1") == [
        *(X4, "PDF/A-2b", "PDF/UA-1"),
    ]
    assert claims("", pdfaid_part="4", pdfuaid_part="2") == ["PDF/A-4", "PDF/UA-2"]
    assert claims("", pdfaid_conformance="B") == []
